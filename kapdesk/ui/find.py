"""The box that finds anything: one line, and what is found below it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QLabel, QListView, QStackedWidget, QWidget

from kapdesk.domain import finding
from kapdesk.ui import look
from kapdesk.ui.flow import fit
from kapdesk.ui.found import Command, FoundDelegate, FoundModel, Row
from kapdesk.ui.theme import px
from kapdesk.usecases.desk import find
from kapdesk.usecases.desk.find import COUNTED, Finds
from kapdesk.vault.database import Vault

_MOST = 50
"""Rows shown; more words find better than a longer list."""
_COMMANDS = 6
_KEPT_APART = "Psychotherapy notes are kept apart; search them in the chart."
_WAYS = (
    ("sleep garden", "both words, in any order; a word may go on: gard finds garden"),
    ('"safety plan"', "words side by side"),
    ("note: client: contact: paper: task:", "only these: note: sleep"),
    ("kind:integration", "only notes of a kind"),
    ("from:2026-01  to:2026-06-30", "only of these days"),
    ("new note, back up, lock …", "pages, and what the desk can do"),
)


class FindBox(QDialog):
    """Over the window; `chosen` is what was chosen once it was accepted. With a client, Tab narrows it to that chart."""

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        commands: Sequence[Command],
        client: tuple[int, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("find_box")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._commands, self._client = vault, clock, commands, client
        self.chosen: Row | None = None
        self._wait = QTimer(self, singleShot=True, interval=0)
        self._wait.timeout.connect(self.search)
        frame, inside = look.card()
        look.column(self).addWidget(frame)
        inside.setSpacing(px(10))
        self.line = look.line("find_anything", "Find anything", "Find clients, notes, contacts, papers, tasks …")
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._wait.start)
        inside.addWidget(self.line)
        self.only_here = QCheckBox()
        self.only_here.setObjectName("find_in_chart")
        self.only_here.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab in the line is its key
        self.only_here.toggled.connect(self.search)
        if client is not None:
            self.only_here.setText(f"In {client[1]}’s chart only   (Tab)")
        inside.addWidget(self.only_here)
        self.only_here.setVisible(client is not None)
        self.model = FoundModel(self)
        self.list = self._list()
        self._states = QStackedWidget()
        for state in (self._help(), self.list, self._nothing()):
            self._states.addWidget(state)
        inside.addWidget(self._states, 1)
        self.foot = look.label(_KEPT_APART, "small", "find_foot")
        inside.addWidget(self.foot)
        self._place()
        self.line.setFocus()

    def _list(self) -> QListView:
        view = QListView()
        view.setObjectName("found")
        view.setAccessibleName("What was found")
        view.setModel(self.model)
        view.setItemDelegate(FoundDelegate(view))
        view.setUniformItemSizes(True)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.clicked.connect(self.choose)
        return view

    def _help(self) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(px(4), px(6), px(4), px(6))
        grid.setHorizontalSpacing(px(20))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        for number, (typed, words) in enumerate(_WAYS):
            example = look.label(typed, "strong")
            example.setWordWrap(True)
            example.setMinimumWidth(min(px(290), 360))
            grid.addWidget(example, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(look.label(words, "muted"), number, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(_WAYS), 1)
        return look.scroll(inside)

    def _nothing(self) -> QWidget:
        widget = look.empty("Nothing found", "")
        self._nothing_words = widget.findChildren(QLabel)[1]
        self._nothing_words.setObjectName("find_nothing")
        return widget

    def _place(self) -> None:
        fit(self, 780, 560)
        parent = self.parentWidget()
        if parent is not None:
            room = parent.window().rect()
            left = (room.width() - self.width()) // 2
            self.move(parent.window().mapToGlobal(QPoint(left, min(px(70), (room.height() - self.height()) // 2))))

    def search(self) -> None:
        """Show what is found for the line as it is."""
        line = self.line.text()
        if not line.strip():
            self.model.set_rows([], self._clock().date())
            self._states.setCurrentIndex(0)
            self.foot.setText(_KEPT_APART)
            return
        today = self._clock().date()
        here = self._client[0] if self._client is not None and self.only_here.isChecked() else None
        finds = find.find(self._vault, line, today, here)
        commands = self._wanted(line) if here is None else []
        people = [row for row in finds.rows if row.kind == "client"]
        rest = [row for row in finds.rows if row.kind != "client"]
        rows: list[Row] = [*people, *commands, *rest]
        self.model.set_rows(rows[:_MOST], today)
        self._states.setCurrentIndex(1 if rows else 2)
        self.foot.setText(f"{_counted(finds)}{_KEPT_APART}")
        if rows:
            self.list.setCurrentIndex(self.model.index(0, 0))
            self.list.scrollToTop()
        else:
            where = f"In {self._client[1]}’s chart nothing" if here is not None and self._client else "Nothing"
            self._nothing_words.setText(
                f"{where} holds “{' '.join(line.split())}”. Fewer words, or only their beginnings, find more."
            )

    def _wanted(self, line: str) -> list[Command]:
        """The commands whose words are asked for."""
        question = finding.understand(line)
        if not question.terms or question.kinds or question.note_kind or question.since or question.until:
            return []
        patterns = finding.patterns_of(question.terms)
        found = [
            Command(finding.marked(words, patterns), one.keys, one.act)
            for one in self._commands
            if finding.holds(words := finding.words_of(one.title), patterns)
        ]
        return found[:_COMMANDS]

    def choose(self) -> None:
        """Take the row that is marked."""
        if self._wait.isActive():  # what was typed last counts
            self._wait.stop()
            self.search()
        index = self.list.currentIndex()
        if index.isValid() and self._states.currentWidget() is self.list:
            self.chosen = self.model.row(index.row())
            self.accept()

    def done(self, result: int) -> None:
        """Nothing is looked for any more: the desk may be locked a moment later."""
        self._wait.stop()
        super().done(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While one types, Up and Down move in the list, Enter chooses, Tab narrows to the chart."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        page = max(1, self.list.viewport().height() // px(60))
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page}.get(key)
        if step is not None:
            at = self.list.currentIndex().row() + step
            self.list.setCurrentIndex(self.model.index(max(0, min(self.model.rowCount() - 1, at)), 0))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if self._client is not None:
                self.only_here.toggle()
            return True
        return super().eventFilter(watched, event)


def _counted(finds: Finds) -> str:
    """How many notes there are, when not all of them are shown."""
    shown = sum(1 for row in finds.rows if row.kind == "note")
    if finds.notes <= shown:
        return ""
    number = f"over {COUNTED:,}" if finds.more else f"{finds.notes:,}"
    return f"The newest of {number} notes. "
