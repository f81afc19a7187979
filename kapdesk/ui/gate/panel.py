"""The gate on the screen of the medicine day: the day's own lines one after the other, and what keeps the gate closed."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from kapdesk.domain.gate import INTENT, GateLine, in_the_way, is_emergency, question_of, what_is_next
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.flow import Columns
from kapdesk.ui.gate import views
from kapdesk.ui.gate.asking import Asking
from kapdesk.ui.gate.drafts import Drafts
from kapdesk.ui.gate.emergency import IntentPath
from kapdesk.ui.gate.hearing import STEPS, key_of
from kapdesk.ui.gate.keeping import keep_answer, keep_form, way_back
from kapdesk.ui.gate.lines import GateList
from kapdesk.ui.gate.views import ASK, Turn
from kapdesk.ui.today.dialogs import TickDialog
from kapdesk.usecases.medicine_day import gate, medicine_days
from kapdesk.usecases.medicine_day.medicine_days import Day
from kapdesk.vault.database import Vault

_LOOK_AGAIN = 10_000
"""Milliseconds between two looks at what has become due."""


class GatePanel(QWidget):
    """Shows a day's gate. `changed`: something was written; `said`: a sentence and its Undo (or None) for the message bar;
    `act_wanted`: a line that is to be done something about in the chart, and the day; `medicine_wanted`: go on to the
    medicine; `ended`: the day was postponed or begun by mistake; `look_wanted`: open something read-only over the screen
    (`safety`, `order`, `chart`, `emergency`).
    """

    said = Signal(str, object)
    changed = Signal()
    act_wanted = Signal(object, object)
    medicine_wanted = Signal()
    ended = Signal()
    look_wanted = Signal(str)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("gate_panel")
        self._vault, self._clock = vault, clock
        self._day: Day | None = None
        self._found: tuple[GateLine, ...] = ()
        self.turn = Turn()
        self._drafts = Drafts(vault)
        self.asking = Asking(self.press)
        self.lines, self.intent = GateList(), IntentPath()
        self.asking.pressed.connect(self.do)
        self.asking.typed.connect(self._keep_typed)
        self.intent.pressed.connect(self.do)
        self.lines.wanted.connect(self._do_about)
        both = Columns(least=600, gap=16)
        self._beside, self._before = look.scroll(self.lines), look.scroll(self.asking)
        both.add(self._before, 5)
        both.add(self._beside, 4)
        self._stack = QStackedWidget()
        self._stack.addWidget(both)
        self._stack.addWidget(look.scroll(self.intent))
        look.column(self, margin=16).addWidget(self._stack)
        self._due = QTimer(self, interval=_LOOK_AGAIN)
        self._due.timeout.connect(self.look_again)

    # What is shown

    def show_day(self, day: Day) -> None:
        """Show the gate of a day, read anew, with the focus on what is asked next."""
        other = self._day is None or self._day.id != day.id
        self._read(day)
        if other:
            self.turn = self._drafts.load(day.line)
            if self.turn == Turn():
                self._go_on()
        elif not self._stays():
            self._go_on()
        self._go_to(self.turn)

    def _read(self, day: Day) -> None:
        self._day = day
        self._found = gate.gate(self._vault, day.id, self._clock())

    @property
    def day(self) -> Day:
        """The day that is shown."""
        assert self._day is not None
        return self._day

    def found(self, key: str) -> GateLine | None:
        """A line as it stands at the gate."""
        return next((one for one in self._found if one.line.key == key), None)

    def _open(self) -> bool:
        return self.day.gate_closed_at is None and self.day.ended_at is None

    def _stays(self) -> bool:
        """Whether what is turned to is still to be done."""
        one = self.found(self.turn.line)
        return bool(self.turn.purpose) or (one is not None and bool(one.needs))

    def _go_on(self, after: str = "") -> None:
        """Turn to what is next."""
        self._turn_to(what_is_next(self._found, self._clock(), after))

    def _turn_to(self, key: str) -> None:
        one = self.found(key)
        self.turn = Turn(key, ASK if one is not None and one.needs == "ask" else "")

    def _show(self) -> None:
        now, opened = self._clock(), self._open()
        emergency = opened and is_emergency(self._found) and self.turn != Turn("risk", ASK)
        self._stack.setCurrentIndex(1 if emergency else 0)
        self.intent.show_day(self.day)
        self.lines.show_lines(self._found, self.turn.line, now, not opened)
        if (row := self.lines.row_of(self.turn.line)) is not None:
            QTimer.singleShot(0, row, partial(self._beside.ensureWidgetVisible, row))
        if not opened:
            self.asking.show_asked(views.closed(self.day))
        else:
            self.asking.show_asked(views.view(self.day, self._found, self.turn, self._draft(), now))

    def focus(self) -> None:
        """Where the next key goes: into the field where words alone are wanted, else to the keys."""
        if self._stack.currentIndex() == 1:
            self.intent.setFocus()
        elif self._open() and views.types_at_once(self.turn, self._draft()):
            self.asking.fields.open()
        else:
            self.asking.setFocus()
            self._before.verticalScrollBar().setValue(0)
        if self.asking.fields.is_open and (field := QApplication.focusWidget()) is not None:
            QTimer.singleShot(0, field, partial(self._before.ensureWidgetVisible, field))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand it on to where the next key goes; what is typed here is kept again, if something laid over was meanwhile."""
        super().focusInEvent(event)
        if self._day is not None:
            self.focus()
            if self._drafts.any and self._open():
                self._keep_drafts()

    def look_again(self) -> None:
        """What was left for a time may have become due; what is being typed is not disturbed."""
        if self._day is None or not self._open():
            return
        if not self.turn.purpose and not self.turn.line:
            self._go_on()
            if self.turn.line:
                self._go_to(self.turn)
                return
        now = self._clock()
        self.lines.show_lines(self._found, self.turn.line, now, False)
        self.asking.progress.setText(views.where(self.day, self._found, now))

    def showEvent(self, event: QShowEvent) -> None:
        """Look again from time to time."""
        super().showEvent(event)
        self._due.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._due.stop()

    # Keys

    def press(self, event: QKeyEvent) -> bool:
        """A key that nobody typed into a field; False when it does nothing here."""
        key = key_of(event)
        if self._day is None or not self._open() or not key or self._stack.currentIndex() == 1:
            return False
        if event.isAutoRepeat():
            return True
        if key == "Esc":
            return self.back()
        if key == "Enter":
            self.enter()
        elif key in STEPS:
            self.turn_to(views.beside(self._found, self.turn.line, STEPS[key]))
        elif act := self.asking.act_of(key):
            self.do(act)
        elif key.isdecimal():
            self.turn_to(views.asked_lines()[(int(key) - 1) % 10])
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same from the lines at the right."""
        if not self.press(event):
            super().keyPressEvent(event)

    def turn_to(self, key: str) -> None:
        """Turn to a line; what was being typed about another stays with that."""
        self._turn_to(key)
        self._go_to(self.turn)

    def _go_to(self, turn: Turn) -> None:
        self.turn = turn
        self._show()
        self.focus()

    def back(self) -> bool:
        """Escape: out of the field to the keys, out of a form to its line; False when there is nothing to leave."""
        one = self.found(self.turn.line)
        if self.turn.purpose == ASK and one is not None and one.needs == "ask":
            if not self.asking.fields.is_open:
                return False
            self.asking.setFocus()
            return True
        if not self.turn.purpose:
            return False
        self._turn_to(self.turn.line) if self.turn.line else self._go_on()
        self._go_to(self.turn)
        return True

    # What is done

    def enter(self) -> None:
        """Enter: the next field, keep what was typed, or what the line's first button does."""
        fields, question = self.asking.fields, question_of(self.turn.line)
        one = self.found(self.turn.line)
        if self.turn.purpose == ASK and question is not None:
            if fields.is_open and not fields.enter():
                return
            if question.choices and not self._draft().get("choice"):
                self.asking.setFocus() if fields.is_open or not question.wants else fields.open()
                return
            self._keep(lambda: keep_answer(self._vault, self.day.id, question, self._draft(), self._clock(), self))
        elif self.turn.purpose:
            if not fields.is_open:
                fields.open()
            elif fields.enter():
                self._keep_form()
        elif one is not None and views.asks_again(one, self._clock()):
            self.do("ask")  # the rest is over: a reading typed now must not land in the prescriber's answer
        elif one is not None and one.needs in ("seen", "prescriber", "reason"):
            self.do(one.needs)
        elif one is None and not in_the_way(self._found):
            self.medicine_wanted.emit()

    def do(self, act: str) -> None:
        """An act by its name, as the keys and buttons say it."""
        name, _, rest = act.partition("_")
        line = self.turn.line
        if name == "choice":
            self.choose(rest)
        elif name == "place":
            self._toggle(rest)
        elif act == "no_touch":
            self._answer_now({"agreed": []})
        elif act in ("reason", "prescriber", "later", "postpone", "without", "mistake"):
            self._go_to(Turn("" if act in views.OF_THE_DAY else line, act))
        elif act in ("seen", "do"):
            self._do_about(act, self.found(line))
        elif act in ("ask", "ask_risk"):
            self._go_to(Turn("risk" if act == "ask_risk" else line, ASK))
        else:
            self._do_with_day(act)

    def _do_with_day(self, act: str) -> None:
        if act in ("safety", "emergency"):
            self.look_wanted.emit(act)
        elif act == "enter" and self.turn.purpose not in ("", ASK):
            self._keep_form()
        else:
            acts: dict[str, Callable[[], object]] = {
                "postpone_now": self._postpone_now,
                "medicine": self.go_to_medicine,
                "anyway": self.medicine_wanted.emit,
                "enter": self.enter,
                "back": self.back,
            }
            acts[act]()

    def go_to_medicine(self) -> None:
        """On to the medicine, or what is in the way of it; recording what was taken anyway has its own button."""
        still = in_the_way(self._found)
        if not still:
            self.medicine_wanted.emit()
            return
        named = "; ".join(one.line.words for one in still)
        if not self.turn.purpose:
            self._go_on()
        self._go_to(self.turn)
        look.show_error(self.asking.error, f"In the way ({len(still)}): {named}.")

    def choose(self, answer: str) -> None:
        """One press answers; where it is not well, the line for words opens first."""
        question = question_of(self.turn.line)
        if question is None:
            return
        choice = next(one for one in question.choices if one.answer == answer)
        if choice.state == "green" or answer == INTENT or question.wants != "words":
            self._answer_now(None, answer)
            return
        self._draft()["choice"] = answer
        self._keep_drafts()
        self._show()
        self.asking.fields.open()

    def _toggle(self, place: str) -> None:
        picked = [one for one in self._draft().get("places", "").split(", ") if one]
        picked = [one for one in picked if one != place] if place in picked else [*picked, place]
        self._draft()["places"] = ", ".join(picked)
        self._keep_drafts()
        self._show()

    def _answer_now(self, data: dict[str, object] | None, choice: str = "") -> None:
        words = self._draft().get("words", "")
        now = self._clock()
        self._keep(lambda: gate.answer(self._vault, self.day.id, self.turn.line, now, choice, words, data))

    def _keep_form(self) -> None:
        purpose, now, values = self.turn.purpose, self._clock(), self.asking.fields.values()
        if self._keep(lambda: keep_form(self._vault, self.day.id, self.found(self.turn.line), purpose, values, now)):
            self._ended(purpose)

    def _ended(self, purpose: str) -> None:
        if purpose in ("postpone", "mistake"):
            undo = way_back(self.day.id, purpose)
            self.said.emit(undo.words, undo)
            self.ended.emit()

    def _postpone_now(self) -> None:
        """Without a box to fill: the reason is on the screen."""
        if ask.confirm(self, "Postpone the session and close this record?", "Postpone", "What was said is kept."):
            values, now = {"words": "Current intent was said when risk was asked."}, self._clock()
            if self._keep(lambda: keep_form(self._vault, self.day.id, None, "postpone", values, now)):
                self._ended("postpone")

    def _see(self, one: GateLine | None) -> None:
        if one is not None:
            self._keep(lambda: gate.see(self._vault, self.day.id, one, self._clock()), one.line.key)

    def _do_about(self, act: str, one: GateLine | None) -> None:
        """A button of a line at the right, or of the line that is looked at."""
        if one is None:
            return
        if act == "seen":
            self._see(one)
        elif act != "do":
            self._go_to(Turn(one.line.key, act))
        elif one.line.act == "tick":
            self._tick(one)
        else:
            self.act_wanted.emit(one.line, self.day.on)

    def _tick(self, one: GateLine) -> None:
        dialog = TickDialog(self._vault, self._clock, self.day.client_id, one.line.key, self.day.initials, self)
        if dialog.exec() and dialog.undo is not None:
            self.said.emit(dialog.undo.words, dialog.undo)
            self._written(one.line.key)
        dialog.deleteLater()

    def _keep(self, act: Callable[[], object], key: str = "") -> bool:
        """Do it and go on, or say at its field why not; `act` may return False: it is not right yet."""
        try:
            if act() is False:
                self.asking.fields.open()
                return False
        except KapdeskError as problem:
            look.show_error(self.asking.error, str(problem))
            if isinstance(problem, BadInput) and problem.field in self.asking.fields.values():
                self.asking.fields.show_problem(problem.field)
            return False
        self._drafts.drop(self.turn)
        self._written(key or self.turn.line)
        return True

    def _written(self, after: str) -> None:
        self._read(medicine_days.get_day(self._vault, self.day.id, self._clock()))
        if self._open():
            self._go_on(after)
            if self._drafts.any:
                self._keep_drafts()
        self._go_to(self.turn)
        self.changed.emit()

    # What is typed is kept

    def _draft(self) -> dict[str, str]:
        return self._drafts.of(self.turn)

    def _keep_typed(self) -> None:
        self._draft().update(self.asking.fields.values())
        self._keep_drafts()
        question = question_of(self.turn.line)
        if question is not None and self.turn.purpose == ASK:
            self.asking.say_beneath(*views.compared(self.day, question, self._draft(), self._clock()))

    def _keep_drafts(self) -> None:
        self._drafts.keep(self.day.id, self.turn, self._clock())
