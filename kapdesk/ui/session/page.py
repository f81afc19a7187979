"""The page of a medicine day: the gate, then the running session, then fit to leave; and what is laid over them."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from kapdesk.domain.medicine_day import EntryKind, Shown
from kapdesk.errors import KapdeskError
from kapdesk.ui import look, theme
from kapdesk.ui.gate.panel import GatePanel
from kapdesk.ui.leaving.panel import LINE, LeavingPanel
from kapdesk.ui.message_bar import MessageBar
from kapdesk.ui.notes.open_steps import OpenSteps
from kapdesk.ui.session import laying
from kapdesk.ui.session.over import Over
from kapdesk.ui.session.running import RunningScreen
from kapdesk.ui.theme import px
from kapdesk.usecases.house import practice
from kapdesk.usecases.medicine_day import day_entries, medicine_days
from kapdesk.usecases.medicine_day.medicine_days import Day
from kapdesk.vault.database import Vault

_SECOND = 1_000
_JUMP = 60.0
"""Seconds between the wall's clock and the steady one that are a jump."""
_LOOK_KEYS: dict[int, str] = {
    Qt.Key.Key_F2: "chart",
    Qt.Key.Key_F3: "order",
    Qt.Key.Key_F4: "safety",
    Qt.Key.Key_F5: "touch",
    Qt.Key.Key_F6: "emergency",
}
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class SessionPage(QWidget):
    """Always dark. `ended`: the day is over, back to the client; `act_wanted`: a line of the gate to be done about, and the
    day; `paper_wanted`, `offer_wanted`: as the leaving panel says, with the day.
    """

    said = Signal(str, object)
    changed = Signal()
    ended = Signal(object)
    act_wanted = Signal(object, object)
    paper_wanted = Signal(str, object)
    offer_wanted = Signal(str, object)

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        sound: Callable[[], bool] = lambda: False,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.setObjectName("session_page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.vault, self.clock = vault, clock
        self._sound, self._steady = sound, steady
        self.day: Day | None = None
        self._apart: float | None = None
        self._fictional = False
        self._overs: list[Over] = []
        self._before: QWidget | None = None
        self._last: tuple[str, Any] = "", None
        theme.darken(self)
        self.running = RunningScreen(vault, clock)
        self.stack = QStackedWidget()
        self.steps = OpenSteps(vault, clock)
        self.messages = MessageBar()
        self.fictional = look.label("Fictional sample. No such practice, no such people.", "small", "session_fictional")
        self._build()
        self._wire()
        self._timer = QTimer(self, interval=_SECOND)
        self._timer.timeout.connect(self.tick)

    def _build(self) -> None:
        layout = look.column(self, gap=0)
        self.fictional.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.fictional.hide()
        layout.addWidget(self.fictional)
        self.steps.setContentsMargins(px(16), px(12), px(16), 0)
        layout.addWidget(self.steps)
        layout.addWidget(self.stack, 1)
        self.messages.setParent(self)
        self.messages.hide()

    def _wire(self) -> None:
        self._take_in(self.running)
        self.steps.said.connect(self.say)
        self.steps.changed.connect(lambda: self.gate.setFocus())  # the button that was pressed may be gone
        self.stack.currentChanged.connect(self._show_steps)
        self.running.leave_wanted.connect(self.show_leaving)
        self.messages.taken_back.connect(self._take_back)
        self.running.escaped.connect(self.messages.hide)
        self.running.typing.opened.connect(self.messages.hide)  # it would cover what the line is open for
        self.running.entered.connect(self._read_entries)
        self.running.wanted.connect(self._panel)
        self.running.clock.due.connect(self._cue)

    def _take_in(self, side: GatePanel | RunningScreen | LeavingPanel) -> None:
        self.stack.addWidget(side)
        side.said.connect(self.say)
        side.changed.connect(self.refresh)
        side.look_wanted.connect(self.look_up)

    @cached_property
    def gate(self) -> GatePanel:
        """Before the medicine; built when it is first wanted, so that a running session is back in sight soon."""
        panel = GatePanel(self.vault, self.clock)
        self._take_in(panel)
        panel.medicine_wanted.connect(lambda: self.running.press("K", self.clock()))
        panel.act_wanted.connect(self.act_wanted)
        panel.ended.connect(self._ended)
        return panel

    @cached_property
    def leaving(self) -> LeavingPanel:
        """Fit to leave; built when it is first wanted."""
        panel = LeavingPanel(self.vault, self.clock)
        self._take_in(panel)
        panel.back.connect(self.show_running)
        panel.ended.connect(self._ended)
        panel.paper_wanted.connect(lambda name: self.paper_wanted.emit(name, self.day))
        panel.offer_wanted.connect(lambda what: self.offer_wanted.emit(what, self.day))
        return panel

    def say(self, sentence: str, undo: Any = None) -> None:
        """Say something for a while, above the line: nothing else moves for it."""
        self._last = sentence, undo
        self.messages.say(sentence, undo)
        self._place_messages()
        self.messages.raise_()

    def _place_messages(self) -> None:
        side = min(px(30), 34)
        width = self.width() - self.running.keys.width() - 2 * side
        height = max(self.messages.sizeHint().height(), self.messages.heightForWidth(width))
        above = self.running.line.height() + min(px(30), 34)
        self.messages.setGeometry(side, self.height() - height - above, width, height)

    def _take_back(self, undo: Any) -> None:
        try:
            undo.take_back(self.vault, self.clock())
        except KapdeskError as problem:
            self.say(str(problem))
            return
        self.refresh()
        self.say(f"Undone: {undo.words}")

    # the day

    def open_day(self, day_id: int) -> None:
        """Show a medicine day: at its gate, or running; NotFound."""
        self._read(day_id)
        self._fictional = practice.get_practice(self.vault).fictional
        self.running.keys.say_fictional(self._fictional)
        self._apart = None
        self._timer.start()
        self.show_side()
        if self.day is not None and self.day.line is not None and self.day.line.kind == LINE:
            self.show_leaving()
        left = self.running.typing.left_open
        if left is not None:
            laying.take_up(self, left)

    @property
    def day_id(self) -> int | None:
        """The day in sight."""
        return self.day.id if self.day else None

    @property
    def is_running(self) -> bool:
        """Whether the day in sight is not ended."""
        return self.day is not None and self.day.ended_at is None

    def refresh(self) -> None:
        """Read the day again."""
        if self.day is None:
            return
        self._read(self.day.id)
        here = self.stack.currentWidget()
        if isinstance(here, GatePanel) and self._through:
            self.show_side()
        elif isinstance(here, GatePanel | LeavingPanel):
            here.show_day(self.day)
        self.changed.emit()

    def _read_entries(self) -> None:
        if self.day is not None:
            self.day = day_entries.entries_after(self.vault, self.day)
            self.running.show_day(self.day)

    def _read(self, day_id: int) -> None:
        self.day = medicine_days.get_day(self.vault, day_id, self.clock())
        self.running.show_day(self.day)

    @property
    def _through(self) -> bool:
        """Whether the gate is behind."""
        day = self.day
        return day is not None and (day.gate_closed_at is not None or day.ended_at is not None)

    def show_side(self) -> None:
        """The gate before the medicine, the running screen after it."""
        if self._through:
            self.show_running()
        elif self.day is not None:
            self._turn_to(self.gate)
            self._show_steps()
            self.gate.show_day(self.day)

    def _turn_to(self, side: QWidget) -> None:
        self.fictional.setVisible(self._fictional and side is not self.running)  # there it stands above the keys
        self.stack.setCurrentWidget(side)

    def _show_steps(self) -> None:
        """What was carried over from the last integration stands above the gate, and nowhere else."""
        at_the_gate = self.day is not None and isinstance(self.stack.currentWidget(), GatePanel)
        if at_the_gate and self.day is not None:
            self.steps.show_client(self.day.client_id)
        else:
            self.steps.hide()

    def show_running(self) -> None:
        """The clock and the keys."""
        self._turn_to(self.running)
        self.running.take_focus()

    def after_medicine(self) -> None:
        """Medicine was entered: the gate is behind, the clock runs."""
        self.running.typing.forget_others()
        self.refresh()
        self.show_side()

    def show_leaving(self) -> None:
        """Fit to leave."""
        if self.day is not None:
            self.messages.hide()  # it would cover what the panel says of a look that cannot be kept
            self._turn_to(self.leaving)
            self.leaving.show_day(self.day)

    def _ended(self) -> None:
        day, (sentence, undo) = self.day, self._last
        self.refresh()
        self.ended.emit(day)
        if undo is not None:  # said here, it would be gone with this page
            self.said.emit(sentence, undo)

    def close_down(self) -> bool:
        """Before a lock or another page: keep what is typed, and stop the clock; False when it could not be kept."""
        self._timer.stop()
        kept = "leaving" not in self.__dict__ or self.leaving.close_down()
        if self.running.line.is_open or self._overs:
            kept = self.running.typing.keep_now() and kept
        self.messages.forget()
        return kept

    # time

    def tick(self) -> None:
        """Another second: everything is reckoned anew from the moments that are kept; a jump of the clock is said."""
        now = self.clock()
        apart = now.timestamp() - self._steady()
        if self._apart is not None and abs(apart - self._apart) > _JUMP and self.is_running:
            self._jumped(now, apart - self._apart)
        self._apart = apart
        self.running.tick()

    def _jumped(self, now: datetime, seconds: float) -> None:
        assert self.day is not None
        minutes = round(abs(seconds) / 60)
        way = "forward" if seconds > 0 else "back"
        words = f"The computer’s clock went {way} by {minutes} min: it slept, or its time was set"
        try:
            day_entries.enter_event(self.vault, self.day.id, EntryKind.CLOCK, now, now, words)
        except KapdeskError as problem:
            self.say(str(problem))
            return
        if self.running.line.is_open:
            self.running.typing.keep_now()
        self.refresh()
        self.say(f"{words}. Look at the time of what you enter next.")

    def _cue(self) -> None:
        if self._sound():
            QApplication.beep()

    # what is laid over

    def lay_over(self, over: Over) -> None:
        """Show a panel over everything; the one beneath is there again when it goes."""
        if not self._overs:
            self._before = QApplication.focusWidget()
        over.setParent(self)
        self._overs.append(over)
        over.closed.connect(lambda: self._uncover(over))
        over.setGeometry(self.rect())
        over.show()
        over.raise_()
        over.take_focus()

    @property
    def over(self) -> Over | None:
        """The panel in sight."""
        return self._overs[-1] if self._overs else None

    def _uncover(self, over: Over) -> None:
        self._overs.remove(over)
        if self.over is not None:
            self.over.take_focus()
        elif self.stack.currentWidget() is self.running:
            self.running.take_focus()
        elif (beneath := self.stack.currentWidget()) is not None:
            before, self._before = self._before, None
            stays = isinstance(beneath, LeavingPanel) and before is not None and beneath.isAncestorOf(before)
            (before if stays and before is not None else beneath).setFocus()

    def look_up(self, what: str) -> None:
        """Something read-only over the screen: `chart`, `order`, `safety`, `touch`, `emergency`."""
        laying.look_up(self, what)

    def _panel(self, kind: EntryKind, at: datetime, about: Shown | None) -> None:
        try:
            laying.lay(self, kind, at, about)
        except KapdeskError as problem:
            self.say(str(problem))

    def event(self, event: QEvent) -> bool:
        """The keys of what is looked up belong to this page, and Escape: the window must not take it from a field here."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if (
            override
            and isinstance(event, QKeyEvent)
            and (event.key() in _LOOK_KEYS or event.key() == Qt.Key.Key_Escape)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 to F6, wherever the cursor is, and E from what is laid over; Escape that nothing here wanted takes what is said away."""
        if event.key() == Qt.Key.Key_Escape:
            self.messages.hide()
            return
        card = event.key() == Qt.Key.Key_E and self.over is not None and not event.modifiers() & _HELD
        what = "emergency" if card else _LOOK_KEYS.get(event.key())
        if what is None or self.day is None:
            super().keyPressEvent(event)
            return
        self.look_up(what)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Panels cover all of it."""
        super().resizeEvent(event)
        self._place_messages()
        for over in self._overs:
            over.setGeometry(self.rect())
