"""One group of the intake: its questions one below the other, the keys beneath them."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from kapdesk.domain.intake import Said
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.flow import Flow
from kapdesk.ui.intake.question import QuestionRow
from kapdesk.ui.theme import px
from kapdesk.usecases.asking.intake import Asked, AskedGroup

_KEEP_AFTER = 1_500
"""Milliseconds after the first unsaved key, as for plans."""
_LEAST = 170
"""Pixels of height for the questions; in a lower window the page scrolls."""
_HERE = Qt.ShortcutContext.WidgetWithChildrenShortcut
Keep = Callable[[QuestionRow, Said], None]
"""Keeps the answer that stands in a row's fields; `said` otherwise than ANSWERED says that there is none. KapdeskError."""


class GroupPane(QWidget):
    """Asks the questions of a group. `keep` keeps an answer, `keep_typed` what is no answer yet; `next_wanted` after the last."""

    next_wanted = Signal()

    def __init__(self, keep: Keep, keep_typed: Callable[[QuestionRow], None]) -> None:
        super().__init__()
        self._keep, self._keep_typed = keep, keep_typed
        self.rows: list[QuestionRow] = []
        self.current: QuestionRow | None = None
        self.group = ""
        self._title = look.label("", "heading", "intake_group")
        self._words = look.label("", "muted", "intake_group_words")
        self._inside = QWidget()
        self._column = look.column(self._inside, gap=4)
        self._area = look.scroll(self._inside)
        self._area.setMinimumHeight(px(_LEAST))
        self._timer = QTimer(self, singleShot=True, interval=_KEEP_AFTER)
        self._timer.timeout.connect(self.keep_typed)
        talk = look.button("Would rather talk about this   Alt+T", "intake_talk", "quiet")
        talk.clicked.connect(partial(self.say, Said.TALK))
        self._none = look.button("Nothing to tell   Alt+N", "intake_none", "quiet")
        self._none.clicked.connect(partial(self.say, Said.NONE))
        onward = look.button("Next group   Ctrl+PgDn", "intake_next")
        onward.clicked.connect(self.next_wanted)
        for one in (talk, self._none, onward):
            one.setAutoDefault(False)
            one.setAccessibleName(one.text().partition("   ")[0])
        for keys, said in (
            ("Alt+T", Said.TALK),
            ("Alt+N", Said.NONE),
        ):  # a button’s own shortcut would wait for its animation
            QShortcut(QKeySequence(keys), self, partial(self.say, said), context=_HERE)
        foot = Flow(gap=8)
        foot.set_widgets([talk, self._none, onward])
        whole = look.column(self, gap=8)
        for widget in (self._title, self._words):
            whole.addWidget(widget)
        whole.addWidget(self._area, 1)
        whole.addWidget(look.rule())
        whole.addWidget(foot)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    def show_group(self, group: AskedGroup, today: date, language: str) -> None:
        """Show a group; the same one again is brought up to date, and what is being typed stays."""
        name = f"{language} {group.group.key}"
        self._title.setText(group.group.title)
        self._words.setText(group.group.words)
        self._words.setVisible(bool(group.group.words))
        if name == self.group:
            for row, asked in zip(self.rows, group.asked, strict=True):
                row.show_asked(asked)
            return
        self.group, self.current, self.rows = name, None, []
        look.clear(self._column)
        for asked in group.asked:
            self._column.addWidget(self._made(asked, today))
        self._column.addStretch(1)

    def show_title(self, shown: bool) -> None:
        """The title, where nothing beside it names the group."""
        self._title.setVisible(shown)

    def start(self) -> None:
        """Ask the first question that is still open, or the first."""
        first = next((one for one in self.rows if one.asked.answer is None), self.rows[0] if self.rows else None)
        if first is not None:
            first.start()

    def say(self, said: Said, _clicked: bool = False) -> None:
        """The question that is being asked is not answered: to be talked about, or nothing to tell."""
        if self.current is not None and self._kept(self.current, said):
            self._go_on(self.current)

    def leave(self) -> bool:
        """Keep what stands in the fields as answers; False when one cannot be kept, and then the cursor is there."""
        self._timer.stop()
        for row in self.rows:
            if row.is_dirty and not self._kept(row, Said.ANSWERED):
                row.start()
                return False
        return True

    def keep_typed(self) -> bool:
        """Keep what is typed and no answer yet; False when that failed."""
        self._timer.stop()
        try:
            for row in self.rows:
                if row.is_dirty or row.asked.typed is not None:
                    self._keep_typed(row)
        except KapdeskError as error:
            if self.current is not None:
                self.current.say_error(error)
            self._timer.start()
            return False
        return True

    def forget(self) -> None:
        """Show no group any more."""
        self._timer.stop()
        self.group, self.current, self.rows = "", None, []
        look.clear(self._column)

    def _made(self, asked: Asked, today: date) -> QuestionRow:
        row = QuestionRow(asked, today)
        row.typed.connect(lambda: self._typed(row))
        row.done.connect(lambda: self._enter(row))
        self.rows.append(row)
        return row

    def _typed(self, row: QuestionRow) -> None:
        row.refresh_state()
        if not self._timer.isActive():
            self._timer.start()

    def _enter(self, row: QuestionRow) -> None:
        if not row.is_dirty or self._kept(row, Said.ANSWERED):
            self._go_on(row)

    def _kept(self, row: QuestionRow, said: Said) -> bool:
        try:
            self._keep(row, said)
        except KapdeskError as problem:
            row.say_error(problem)
            self._show(row)
            return False
        row.say_error(None)
        return True

    def _go_on(self, row: QuestionRow) -> None:
        at = self.rows.index(row) + 1
        if at < len(self.rows):
            self.rows[at].start()
        else:
            self.next_wanted.emit()

    def _focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        """What is left behind for another question of the group is kept as its answer."""
        row = next((one for one in self.rows if one.holds(now)), None)
        if row is None or row is self.current:
            return
        before, self.current = self.current, row
        for one in self.rows:
            one.mark(one is row)
        self._none.setEnabled(row.asked.question.target != "risk")
        self._show(row)
        if before is not None and before.is_dirty:
            self._kept(before, Said.ANSWERED)

    def _show(self, row: QuestionRow) -> None:
        QTimer.singleShot(0, row, partial(self._bring_into_sight, row))

    def _bring_into_sight(self, row: QuestionRow) -> None:
        """The whole question, or its beginning where it is higher than its place."""
        if row.height() > self._area.viewport().height():
            self._area.verticalScrollBar().setValue(row.y())
        else:
            self._area.ensureWidgetVisible(row, 0, 12)
