"""The papers page: the library at the left, the chosen paper at the right, as it will be printed."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from kapdesk.errors import KapdeskError
from kapdesk.ui.days import moment
from kapdesk.ui.flow import Columns, page_margins, roomy
from kapdesk.ui.look import button, card, column, label, row
from kapdesk.ui.papers.choose_client import ChooseClientDialog
from kapdesk.ui.papers.editor import WordingEditor
from kapdesk.ui.papers.pane import PaperPane
from kapdesk.ui.record.paper import blank_dialog
from kapdesk.ui.theme import px
from kapdesk.usecases import clients, papers
from kapdesk.usecases.papers import PaperRow
from kapdesk.vault.database import Vault


class PapersPage(QWidget):
    """The library; `open_paper` shows one, for a client when it is to be handed over."""

    said = Signal(str, object)
    changed = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._vault, self._clock = vault, clock
        self._rows: list[PaperRow] = []
        self._client_id: int | None = None
        whole = QWidget()
        self._places = QStackedWidget()
        self._places.addWidget(roomy(whole))
        column(self).addWidget(self._places)
        layout = column(whole, gap=16)
        page_margins(layout)
        layout.addWidget(label("Papers", "title"))
        self._for_client = self._client_bar()
        layout.addWidget(self._for_client)
        self.pane = PaperPane(vault, clock)
        self.pane.said.connect(self.said)
        self.pane.changed.connect(self.changed)
        self.pane.client_wanted.connect(self.hand_to_client)
        self.pane.edit_wanted.connect(self.edit_wording)
        both = Columns(least=560)
        both.add(self._library(), 1)
        right, inside = card()
        inside.addWidget(self.pane, 1)
        both.add(right, 3)
        layout.addWidget(both, 1)

    @cached_property
    def editor(self) -> WordingEditor:
        """Where a paper's wording is written; built when it is first wanted."""
        editor = WordingEditor(self._vault, self._clock)
        editor.said.connect(self.said)
        editor.changed.connect(self.changed)
        editor.left.connect(self._show_library)
        self._places.addWidget(roomy(editor))
        return editor

    def edit_wording(self, name: str) -> None:
        """Write the practice's own wording of a paper."""
        try:
            self.editor.open(name)
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        self._places.setCurrentIndex(1)
        self.editor.pane.text.setFocus()

    @property
    def editing(self) -> bool:
        """Whether a wording is being written."""
        return self._places.currentIndex() == 1

    def refresh(self) -> None:
        """Read the library, and make the paper in sight anew."""
        if self.editing:
            self.editor.refresh()
            return
        chosen = self._chosen_name()
        rows = papers.list_papers(self._vault)
        if rows != self._rows:
            self._rows = rows
            self._fill(chosen)
        self._show_client()
        self._show_chosen()

    def open_paper(self, name: str, client_id: int | None = None) -> None:
        """Show a paper; for a client, printing or saving enters it in her chart."""
        if self.editing and not self._close_editor():
            return
        self._client_id = client_id
        self._rows = papers.list_papers(self._vault)
        self._fill(name)
        self._show_client()
        self._show_chosen()

    def hand_to_client(self) -> None:
        """Ask to whom the paper in sight is handed."""
        chosen = self._chosen()
        if chosen is None:
            return
        dialog = ChooseClientDialog(self._vault, self._clock, f"Hand “{chosen.title}” to", self)
        dialog.exec()
        if dialog.client_id is not None:
            self.open_paper(chosen.name, dialog.client_id)
        dialog.deleteLater()

    def close_down(self) -> bool:
        """The next time the page is for nobody in particular; False when a draft could not be kept."""
        if self.editing and not self._close_editor():
            return False
        self._client_id = None
        self._show_client()
        self.pane.preview.clear()
        return True

    def _close_editor(self) -> bool:
        """Let go of the wording that is being written; its draft is kept."""
        if not self.editor.close_down():
            return False
        self._places.setCurrentIndex(0)
        return True

    def _show_library(self) -> None:
        self._places.setCurrentIndex(0)
        self.refresh()
        self.list.setFocus()

    def _library(self) -> QWidget:
        frame, layout = card("Library")
        self.list = QListWidget()
        self.list.setObjectName("papers")
        self.list.setAccessibleName("Papers")
        self.list.setWordWrap(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _row: self._show_chosen())
        layout.addWidget(self.list)
        self._about = label("", "muted", "paper_purpose")
        self._version = label("", "small", "paper_version")
        layout.addWidget(self._about)
        layout.addWidget(self._version)
        layout.addStretch(1)
        blank = button("Blank medicine day…", "blank_medicine_day", "quiet")
        blank.setAccessibleName("Print a blank record of a medicine day")
        blank.clicked.connect(self.print_blank_day)
        layout.addLayout(row(blank, None))
        frame.setMinimumWidth(px(236))
        return frame

    def print_blank_day(self) -> None:
        """Show the blank record of a medicine day, for the client in hand or for nobody in particular."""
        dialog = blank_dialog(self._vault, self._clock, self._client_id, self.window())
        dialog.exec()
        if dialog.done_words:
            self.said.emit(dialog.done_words, None)
            self.changed.emit()
        dialog.deleteLater()

    def _client_bar(self) -> QWidget:
        self._whose = label("", "strong", "handed_to")
        self._whose.setWordWrap(True)
        nobody = button("For nobody in particular", "for_nobody", "quiet")
        nobody.clicked.connect(lambda: self.open_paper(self._chosen_name()))
        bar = Columns(least=560, gap=6)
        bar.add(self._whose, 1)
        bar.add(nobody)
        return bar

    def _fill(self, name: str = "") -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for one in self._rows:
            item = QListWidgetItem(one.title)
            item.setToolTip(one.purpose)
            item.setSizeHint(QSize(px(120), px(52)))
            self.list.addItem(item)
        names = [one.name for one in self._rows]
        self.list.setCurrentRow(names.index(name) if name in names else 0)
        self.list.setFixedHeight(min(px(320), len(names) * px(52) + px(8)))
        self.list.blockSignals(False)

    def _chosen(self) -> PaperRow | None:
        number = self.list.currentRow()
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def _chosen_name(self) -> str:
        chosen = self._chosen()
        return chosen.name if chosen else ""

    def _show_client(self) -> None:
        self._for_client.setVisible(self._client_id is not None)
        if self._client_id is not None:
            name = clients.get_client(self._vault, self._client_id).name
            self._whose.setText(f"For {name}: printing or saving it enters it in the chart.")

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        self._about.setText(chosen.purpose)
        draft = f" · your draft of {moment(chosen.draft_at, self._clock())} waits" if chosen.draft_at else ""
        self._version.setText(f"Version {chosen.version}{', your own wording' if chosen.own else ''}{draft}")
        self.pane.show_paper(chosen.name, self._client_id)
