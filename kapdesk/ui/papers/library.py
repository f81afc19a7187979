"""The library: every paper under the heading of its kind, a box that narrows the list, the language."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QListWidget, QListWidgetItem, QWidget

from kapdesk.domain import languages
from kapdesk.ui.look import choice, column, label, line, show_error
from kapdesk.ui.papers.kinds import HEADINGS
from kapdesk.ui.theme import current, px
from kapdesk.usecases.paper.papers import PaperRow

_NAME = Qt.ItemDataRole.UserRole


class PaperList(QListWidget):
    """Titles that wrap, under headings that cannot be chosen."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The titles wrap anew."""
        super().resizeEvent(event)
        self.measure()
        self.scrollToItem(self.currentItem())

    def measure(self) -> None:
        """Give each line the height that its words need."""
        room = self.viewport().width() - px(24)
        for at in range(self.count()):
            item = self.item(at)
            metrics = QFontMetrics(item.font()) if item.data(_NAME) is None else self.fontMetrics()
            flags = Qt.TextFlag.TextWordWrap
            height = metrics.boundingRect(QRect(0, 0, max(px(80), room), px(400)), flags, item.text()).height()
            item.setSizeHint(QSize(px(80), height + px(12 if item.data(_NAME) else 16)))


class Library(QWidget):
    """Lists papers; `chosen` when another one is looked at, `language_chosen` when another language is wanted."""

    chosen = Signal()
    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[PaperRow] = ()
        layout = column(self, gap=8)
        self.language = self._languages()
        layout.addWidget(self.language)
        self.filter = line("filter_papers", "Find a paper in the library", "Find a paper…")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda _words: self._fill(self.name))
        self.filter.installEventFilter(self)
        layout.addWidget(self.filter)
        self.list = PaperList()
        self.list.setObjectName("papers")
        self.list.setAccessibleName("Papers")
        self.list.setWordWrap(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setMinimumHeight(px(180))
        self.list.currentRowChanged.connect(lambda _row: self.chosen.emit())
        layout.addWidget(self.list, 1)
        self._none = label("", "muted", "no_paper_found")
        layout.addWidget(self._none)

    def show_rows(self, rows: Sequence[PaperRow], name: str = "") -> None:
        """Show these papers, one of them chosen; a filter that hides it is taken away."""
        self._rows = rows
        if name and name not in [one.name for one in self._wanted()]:
            self.filter.blockSignals(True)
            self.filter.clear()
            self.filter.blockSignals(False)
        self._fill(name, quietly=True)

    def offer(self, known: Sequence[str], language: str) -> None:
        """The languages that there are papers in."""
        if [self.language.itemData(at) for at in range(self.language.count())] != list(known):
            self.language.clear()
            for one in known:
                self.language.addItem(languages.PAPERS.get(one, one), one)
        self.language.setVisible(len(known) > 1)
        self.language.setCurrentIndex(max(0, self.language.findData(language)))

    @property
    def name(self) -> str:
        """The chosen paper's name; empty when there is none."""
        item = self.list.currentItem()
        return (item.data(_NAME) or "") if item is not None else ""

    @property
    def row(self) -> PaperRow | None:
        """The chosen paper."""
        return next((one for one in self._rows if one.name == self.name), None)

    def names(self) -> list[str]:
        """The papers that are listed, in order."""
        return [data for at in range(self.list.count()) if (data := self.list.item(at).data(_NAME))]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the box into the list, Escape empties it."""
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            if event.key() == Qt.Key.Key_Down and event.type() == QEvent.Type.KeyPress:
                self.list.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape and self.filter.text():
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    self.filter.clear()
                return True
        return super().eventFilter(watched, event)

    def _languages(self) -> QComboBox:
        box = choice("paper_language", "Language of the papers")
        box.activated.connect(lambda _at: self.language_chosen.emit(box.currentData()))
        return box

    def _wanted(self) -> list[PaperRow]:
        words = self.filter.text().casefold().split()
        return [
            one
            for one in self._rows
            if all(word in f"{one.title} {one.purpose} {HEADINGS[one.kind]}".casefold() for word in words)
        ]

    def _fill(self, name: str, quietly: bool = False) -> None:
        """Fill the list; the paper of that name stays chosen, else the first one is."""
        before = self.name
        self.list.blockSignals(True)
        self.list.clear()
        rows = self._wanted()
        for kind, heading in HEADINGS.items():
            of_kind = [one for one in rows if one.kind == kind]
            if of_kind:
                self.list.addItem(_heading(heading))
            for one in of_kind:
                item = QListWidgetItem(one.title)
                item.setData(_NAME, one.name)
                item.setToolTip(one.purpose)
                self.list.addItem(item)
        self.list.measure()
        names = [self.list.item(at).data(_NAME) for at in range(self.list.count())]
        first = next((at for at, one in enumerate(names) if one), -1)
        self.list.setCurrentRow(names.index(name) if name in names else first)
        self.list.scrollToItem(self.list.currentItem())
        self.list.blockSignals(False)
        show_error(self._none, "" if rows else f"No paper has “{self.filter.text().strip()}” in its title or purpose.")
        if not quietly and self.name != before:
            self.chosen.emit()


def _heading(words: str) -> QListWidgetItem:
    item = QListWidgetItem(words)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    font = QFont()
    font.setPixelSize(px(13))
    font.setWeight(QFont.Weight.DemiBold)
    item.setFont(font)
    item.setForeground(current()["mute"])
    item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
    return item
