"""The window of the help: topics and what is found in them at the left, the text at the right; it stays beside the desk."""

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kapdesk import preferences
from kapdesk.ui import look, theme
from kapdesk.ui.flow import Flow
from kapdesk.ui.help import topics
from kapdesk.ui.help.reader import Reader
from kapdesk.ui.help.rows import Rows
from kapdesk.ui.theme import px

_SIZE = 980, 740
_LEAST = 640, 420
_LEFT = 270
_LEFT_MOST = 380
_ZOOMS = (0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
_TARGET = Qt.ItemDataRole.UserRole
_shown: list["HelpWindow"] = []


def help_window() -> "HelpWindow":
    """The one window of the help."""
    if not _shown or not shiboken6.isValid(_shown[0]):
        _shown[:] = [HelpWindow()]
    return _shown[0]


class HelpWindow(QWidget):
    """Shows topics; searches; remembers the way back."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("help_window")
        self.setProperty("has_f1", True)  # here it is the list of topics
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("kapdesk · Help")
        self.setMinimumSize(*_LEAST)
        self._scale = theme.scale()
        self._way: list[tuple[str, str, int]] = []
        self._at = -1
        self._dressed: tuple[bool, bool] | None = None
        self._zoom = min(range(len(_ZOOMS)), key=lambda at: abs(_ZOOMS[at] - preferences.load().help_size))
        self._asked: tuple[str, str] | None = None
        self._placed = False
        self.reader = Reader()
        self.reader.zoom = _ZOOMS[self._zoom]
        self.reader.link_wanted.connect(self._follow)
        self._build()
        self._wire()
        self._list_topics()
        self.dress(theme.is_dark())
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow_look)

    def _build(self) -> None:
        self.back = look.button("‹", "help_back")
        self.forward = look.button("›", "help_forward")
        self.contents = look.button("All topics", "help_contents", "quiet")
        self.smaller = look.button("A−", "help_smaller", "quiet")
        self.larger = look.button("A+", "help_larger", "quiet")
        self.paper = look.button("Print…", "help_print", "quiet")
        for one, words, keys in (
            (self.back, "Back", "Alt+Left"),
            (self.forward, "Forward", "Alt+Right"),
            (self.contents, "All topics", "Alt+Home"),
            (self.smaller, "Smaller text", "Ctrl+-"),
            (self.larger, "Larger text", "Ctrl++"),
            (self.paper, "Print this topic", "Ctrl+P"),
        ):
            one.setAccessibleName(words)
            one.setToolTip(f"{words}  {QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)}")
        self.search = look.line("help_search", "Search the help", "Search the help…")
        self.count = look.label("", "small", "help_count")
        self.count.hide()
        self.list = QListWidget()
        self.list.setObjectName("help_list")
        self.list.setAccessibleName("Topics, or what was found")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(Rows(self.list))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.list.setSpacing(1)
        left = QWidget()
        left.setFixedWidth(min(px(_LEFT), _LEFT_MOST))
        inside = look.column(left, gap=8)
        inside.addWidget(self.search)
        inside.addWidget(self.count)
        inside.addWidget(self.list, 1)
        right = look.column(gap=8)
        bar = Flow(gap=6)
        bar.set_widgets([self.back, self.forward, self.contents, self.smaller, self.larger, self.paper])
        right.addWidget(bar)
        right.addWidget(self.reader, 1)
        whole = look.row(left, gap=18)
        whole.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(16), px(14), px(10), px(10))
        outer.addLayout(whole)

    def _wire(self) -> None:
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Alt+Left", self.go_back),
            ("Alt+Right", self.go_forward),
            ("Alt+Home", self.show_contents),
            ("F1", self.show_contents),
            ("Ctrl+F", self.start_search),
            ("F3", partial(self.next_hit, 1)),
            ("Shift+F3", partial(self.next_hit, -1)),
            ("Ctrl++", partial(self.zoom, 1)),
            ("Ctrl+=", partial(self.zoom, 1)),
            ("Ctrl+-", partial(self.zoom, -1)),
            ("Ctrl+0", partial(self.zoom, 0)),
            ("Ctrl+P", self.print_topic),
            ("Escape", self.close),
        )
        for keys, act in acts:
            QShortcut(QKeySequence(keys), self, act)
        for one, act in (
            (self.back, self.go_back),
            (self.forward, self.go_forward),
            (self.contents, self.show_contents),
            (self.smaller, partial(self.zoom, -1)),
            (self.larger, partial(self.zoom, 1)),
            (self.paper, self.print_topic),
        ):
            one.clicked.connect(lambda _=False, do=act: do())
        self.search.textChanged.connect(self.look_for)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)

    # what is shown

    def show_at(self, topic: str, anchor: str = "") -> None:
        """Bring the window to the front with a topic, in the look of where one comes from.

        Who closed it while reading, and asks again from the same place of the desk, goes on where it was.
        """
        self._follow_look(None, QApplication.focusWidget() or QApplication.activeWindow())
        self._stand_free()
        goes_on = not self.isVisible() and self._asked == (topic, anchor)
        if (topic, anchor) != self.here and not goes_on:
            self.go_to(topic, anchor)
        self._asked = topic, anchor
        if not self._placed:
            self._place()
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.reader.setFocus()

    @property
    def here(self) -> tuple[str, str]:
        """Topic and heading in sight."""
        return self._way[self._at][:2] if self._way else ("", "")

    def go_to(self, topic: str, anchor: str = "") -> None:
        """Show a topic at a heading; one can go back from it."""
        self._keep_place()
        del self._way[self._at + 1 :]
        self._way.append((topic, anchor, -1))
        self._at = len(self._way) - 1
        self._show()

    def go_back(self) -> None:
        """Where one was before."""
        self._step(-1)

    def go_forward(self) -> None:
        """Where one was before one went back."""
        self._step(1)

    def show_contents(self) -> None:
        """The list of all topics; what was searched for is gone."""
        self.search.clear()
        self.go_to(topics.INDEX)

    def _step(self, by: int) -> None:
        if 0 <= self._at + by < len(self._way):
            self._keep_place()
            self._at += by
            self._show()

    def _keep_place(self) -> None:
        if self._way:
            topic, anchor, _ = self._way[self._at]
            self._way[self._at] = topic, anchor, self.reader.verticalScrollBar().value()

    def _show(self) -> None:
        name, anchor, scrolled = self._way[self._at]
        topic = topics.get_topic(name)
        self.reader.show_html(topics.html_of(topic) if topic else topics.index_html())
        if scrolled >= 0:
            self.reader.verticalScrollBar().setValue(scrolled)
        elif anchor:
            self.reader.scrollToAnchor(anchor)
        self.back.setEnabled(self._at > 0)
        self.forward.setEnabled(self._at < len(self._way) - 1)
        if not self.search.text().strip():
            self._mark_row(name)

    def _follow(self, target: str) -> None:
        topic, anchor = topics.linked(target)
        self.go_to(topic or self.here[0], anchor)

    # search

    def start_search(self) -> None:
        """Ready to type what is searched for."""
        self.search.setFocus()
        self.search.selectAll()

    def look_for(self, line: str) -> None:
        """List what holds the words, and mark them in the text; without words the topics."""
        hits = topics.find(line)
        self.reader.mark(topics.patterns_of(line))
        if not line.strip():
            self._list_topics()
            self.count.hide()
            return
        self.list.clear()
        for hit in hits:
            title = hit.section.heading or hit.topic.title
            below = "" if title == hit.topic.title else f"\n{hit.topic.title}"
            self._add_row(f"{title}{below}", hit.topic.name, hit.section.anchor)
        none = "Nothing found. Fewer words, or only their beginnings, find more."
        self.count.show()
        self.count.setText(f"{len(hits)} found · Enter: the next one" if hits else none)

    def next_hit(self, by: int = 1) -> None:
        """Show the next thing that was found, or the one before; after the last comes the first."""
        count = self.list.count()
        if count and self.search.text().strip():
            row = self.list.currentRow()
            self.list.setCurrentRow((row + by) % count if row >= 0 else (0 if by > 0 else count - 1))
            self._choose(self.list.currentItem())

    def _choose(self, item: QListWidgetItem) -> None:
        topic, anchor = item.data(_TARGET)
        self.go_to(topic, anchor)
        if self.search.text().strip():
            self.reader.go_to_mark(anchor)

    def _list_topics(self) -> None:
        self.list.clear()
        for one in topics.all_topics():
            self._add_row(one.title, one.name, "")
        self._mark_row(self.here[0])

    def _add_row(self, words: str, topic: str, anchor: str) -> None:
        item = QListWidgetItem(words)
        item.setData(_TARGET, (topic, anchor))
        self.list.addItem(item)

    def _mark_row(self, name: str) -> None:
        rows = [row for row in range(self.list.count()) if self.list.item(row).data(_TARGET)[0] == name]
        self.list.setCurrentRow(rows[0] if rows else -1)

    # the look

    def dress(self, dark: bool) -> None:
        """Dark while the desk is, and in a dim room whatever the desk is."""
        look_of = dark, theme.is_dark()
        if look_of == self._dressed:
            return
        self._dressed = look_of
        self.reader.dark = dark
        if dark and not theme.is_dark():
            theme.darken(self)
        else:
            self.setProperty("darkened", False)
            self.setStyleSheet("")
            self.setPalette(QApplication.palette())
        if self._way:
            self.reader.draw_again()

    def _follow_look(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and not isinstance(now.window(), HelpWindow):
            self.dress(theme.shows_dark(now))

    def zoom(self, by: int) -> None:
        """Larger or smaller text; 0: as usual."""
        self._zoom = max(0, min(len(_ZOOMS) - 1, self._zoom + by)) if by else _ZOOMS.index(1.0)
        self.reader.zoom = _ZOOMS[self._zoom]
        self.reader.draw_again()
        chosen = preferences.load()
        chosen.help_size = self.reader.zoom
        chosen.save()

    def print_topic(self) -> None:
        """Ask the system's print dialog, and print the topic in sight."""
        from kapdesk.ui.help.paper import print_topic

        print_topic(self, self.here[0])

    # inside

    def changeEvent(self, event: QEvent) -> None:
        """Another look of the desk is taken on; for another size of text a new window is made."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._scale != theme.scale():
            self._scale = theme.scale()
            QTimer.singleShot(0, self, self._build_anew)

    def _build_anew(self) -> None:
        visible, place = self.isVisible(), self.pos()
        self.close()
        self.deleteLater()
        _shown[:] = [again := HelpWindow()]
        again.dress(self.reader.dark)
        again.take_over(self._way, self._at, self._asked)
        if visible:
            again.resize(self.size())
            again.move(place)
            again._placed = True
            again.show()

    def take_over(self, way: list[tuple[str, str, int]], at: int, asked: tuple[str, str] | None) -> None:
        """Go on where another one was; how far it was scrolled is of another size of text."""
        self._way = [(topic, anchor, -1) for topic, anchor, _ in way]
        self._at, self._asked = at, asked
        if way:
            self._show()

    def _place(self) -> None:
        """Beside the desk where the screen has room, else over its right side; from then on it stays where it is put."""
        self._placed = True
        from_window = _where_one_works()
        screen = (from_window or self).screen().availableGeometry()
        self.resize(min(px(_SIZE[0]), screen.width() - 24), min(px(_SIZE[1]), screen.height() - 48))
        if from_window is not None:
            frame = from_window.frameGeometry()
            left = min(frame.right() + 8, screen.right() - self.width() - 12)
            top = max(screen.top() + 12, min(frame.top() + 24, screen.bottom() - self.height() - 36))
            self.move(QPoint(max(screen.left() + 12, left), top))

    def _stand_free(self) -> None:
        """A dialog that must be answered first blocks all windows but its own: meanwhile the help is one of these."""
        dialog = QApplication.activeModalWidget()
        over = dialog if isinstance(dialog, QDialog) else None
        if over is self.parentWidget():
            return
        self._move_under(over)
        if over is not None:
            over.finished.connect(self._leave_dialog)

    def _leave_dialog(self) -> None:
        if self.parentWidget() is not None:
            visible = self.isVisible()
            self._move_under(None)
            self.setVisible(visible)

    def _move_under(self, parent: QWidget | None) -> None:
        frame = self.geometry()
        self.setParent(parent, Qt.WindowType.Window)
        self.setGeometry(frame)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While one types, Enter shows the next hit (with Shift the one before), Down goes into the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.next_hit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if key == Qt.Key.Key_Down and self.list.count():
                self.list.setFocus()
                self.list.setCurrentRow(max(0, self.list.currentRow()))
                return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed, it comes back as it was."""
        self._keep_place()
        super().closeEvent(event)


def _where_one_works() -> QWidget | None:
    found = QApplication.activeWindow()
    return found if found is not None and not isinstance(found, HelpWindow) else None
