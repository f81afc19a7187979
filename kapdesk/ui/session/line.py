"""The line at the foot of the session screen: closed, and letters are entries; or open for words, and nothing else is."""

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from kapdesk.errors import BadInput
from kapdesk.ui import look
from kapdesk.ui.session.drafts import Draft
from kapdesk.ui.theme import px
from kapdesk.ui.time_field import TimeField

CLOSED = "Enter opens a line for words; letters are entries until then"


class Line(QFrame):
    """`entered`: Enter; `closed`: Escape; `typed`: at each sign; `pressed`: a click on the closed line."""

    entered = Signal()
    closed = Signal()
    typed = Signal()
    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("line")
        self.setProperty("mode", "")
        self._draft: Draft | None = None
        self.words = look.label(CLOSED, "muted", "line_closed")
        self.mode = look.label("", "body", "line_mode")
        self.mode.setProperty("role", "mode")
        self.time = TimeField("line_time", "Time; typed here it is marked as set by hand")
        self.time.setFixedWidth(px(78))
        self.edit = look.line("line_edit", "Words")
        self.edit.setMaxLength(4_000)
        self.hint = look.label("", "small", "line_hint")
        self.problem = look.error_line("line_problem")
        self._open = QWidget()
        inside = look.column(self._open, gap=3)
        above = look.row(self.mode, None, self.hint, gap=10)
        self.mode.setWordWrap(False)
        self.hint.setWordWrap(False)
        inside.addLayout(above)
        inside.addLayout(look.row(self.time, self.edit, gap=10))
        layout = look.column(self, gap=2)
        layout.setContentsMargins(px(14), px(9), px(14), px(9))
        layout.addWidget(self.words)
        layout.addWidget(self._open)
        layout.addWidget(self.problem)
        self._open.hide()
        for one in (self.edit, self.time):
            one.textEdited.connect(self._edited)
            one.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether letters are words."""
        return self._draft is not None

    def open_for(self, draft: Draft, mode: str, placeholder: str, hint: str) -> None:
        """Open it: `mode` says in large letters what for."""
        self._draft = draft
        self.mode.setText(mode)
        self.hint.setText(hint)
        self.time.set_minute(draft.at.hour * 60 + draft.at.minute)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setText(draft.text)
        self.edit.setAccessibleName(mode)
        self.say("")
        self._frame(draft.tone)
        self._spare()
        self.words.hide()
        self._open.show()
        self.edit.setFocus()
        self.edit.setCursorPosition(len(draft.text))

    def shut(self, words: str = CLOSED) -> None:
        """Close it; letters are entries again."""
        self._draft = None
        self._open.hide()
        self.words.setText(words)
        self.words.show()
        self.say("")
        self._frame("")
        self.edit.clear()

    def draft(self) -> Draft | None:
        """What stands in it now; a time that cannot be read leaves the time of the key."""
        try:
            return self.read()
        except BadInput:
            found = self._draft
            return found and Draft(found.kind, self._words(), found.at, found.about, found.by_hand)

    def read(self) -> Draft | None:
        """What stands in it now; BadInput for a time that is none."""
        found = self._draft
        if found is None:
            return None
        minute = self.time.minute()
        at, by_hand = found.at, found.by_hand
        if minute is not None and minute != at.hour * 60 + at.minute:
            at, by_hand = near(at, minute), True
        return Draft(found.kind, self._words(), at, found.about, by_hand)

    def _words(self) -> str:
        """What is typed; pasted lines are one."""
        return self.edit.text().replace("\n", " ")

    def say(self, sentence: str) -> None:
        """Say what cannot be kept, or asks again."""
        look.show_error(self.problem, sentence)

    def _frame(self, tone: str) -> None:
        tone = "withdraw" if tone == "not_taken" else tone
        if self.property("mode") != tone:
            self.setProperty("mode", tone)
            for one in (self, self.mode):
                one.style().unpolish(one)
                one.style().polish(one)

    def _spare(self) -> None:
        """The hint stands where there is room for it."""
        words = self.mode.sizeHint().width() + self.hint.sizeHint().width()
        self.hint.setVisible(words + px(60) < self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The hint stands where there is room for it."""
        super().resizeEvent(event)
        self._spare()

    def _edited(self) -> None:
        self.say("")
        self.typed.emit()

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]  # only widgets are watched
        """Enter keeps, from the time too; Tab goes between words and time and nowhere else."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.entered.emit()
            return True
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            other: QLineEdit = self.time if watched is self.edit else self.edit
            other.setFocus()
            if other is self.time:
                other.selectAll()
            return True
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click opens it."""
        if not self.is_open:
            self.pressed.emit()


def near(at: datetime, minute: int) -> datetime:
    """The moment with this time of day that lies nearest: after midnight a late hour is the evening before."""
    moment = at.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0)
    return min((moment + timedelta(days=days) for days in (-1, 0, 1)), key=lambda one: abs(one - at))
