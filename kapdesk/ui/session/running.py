"""The running session: clock, entries, the line, and the keys; a letter is an entry at once, until a line is open."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kapdesk.domain.medicine_day import KEYS, PLAIN, PRIVATE, EntryKind, Shown, of_kind, standing
from kapdesk.domain.session_clock import medicine_in
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.session.clock import ClockPanel
from kapdesk.ui.session.drafts import CORRECT, WITHDRAW, WORDS
from kapdesk.ui.session.entries import EntryList
from kapdesk.ui.session.key_panel import KeyPanel
from kapdesk.ui.session.line import Line
from kapdesk.ui.session.typing import Typing
from kapdesk.ui.theme import px
from kapdesk.usecases.medicine_day import day_entries, medicine
from kapdesk.usecases.medicine_day.medicine_days import Day
from kapdesk.vault.database import Vault

IN_HAND = timedelta(minutes=1)
"""So long Enter is for the words of the entry that was just made."""
_TYPED = (EntryKind.VITALS, EntryKind.OBSERVATION, EntryKind.TABLETS_LEFT, EntryKind.NOT_TAKEN)
_WHETHER_TAKEN = (EntryKind.MEDICINE_IN, EntryKind.NOT_TAKEN)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NO_ENTRY = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class RunningScreen(QWidget):
    """`wanted` carries a kind that needs a panel (medicine, touch, an adverse event …), the time of its key and the entry
    it is about (None for a new one); `look_wanted` what is to be seen over the screen; `entered` when entries were added,
    `changed` when more than that is to be read again.
    """

    wanted = Signal(object, object, object)
    look_wanted = Signal(str)
    leave_wanted = Signal()
    changed = Signal()
    entered = Signal()
    escaped = Signal()
    said = Signal(str, object)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("running")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Ketamine session; one key, one entry")
        self._vault, self._clock = vault, clock
        self.day: Day | None = None
        self.shown: tuple[Shown, ...] = ()
        self._held: tuple[int, datetime] | None = None
        self.clock = ClockPanel()
        self.entries = EntryList()
        self.line = Line()
        self.keys = KeyPanel()
        self.typing = Typing(vault, clock, self.line)
        self.typing.entries = lambda: {one.id: one for one in self.shown}
        self._build()
        self._wire()

    def _build(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        left = look.column()
        left.setSpacing(min(px(12), 12))
        side = min(px(30), 34)
        left.setContentsMargins(side, min(px(24), 24), side, min(px(22), 22))
        left.addWidget(self.clock)
        left.addWidget(look.rule())
        left.addWidget(self.entries, 1)
        left.addWidget(self.line)
        whole.addLayout(left, 1)
        whole.addWidget(self.keys)

    def _wire(self) -> None:
        self.keys.pressed.connect(lambda key: self.press(key, self._clock()))
        self.line.pressed.connect(lambda: self.press("ENTER", self._clock()))
        self.entries.opened.connect(lambda _number: self.press("C", self._clock()))
        self.typing.opened.connect(lambda: self.keys.show_typing(True))
        self.typing.closed.connect(self._line_closed)
        self.typing.kept.connect(self._line_kept)

    # showing

    def show_day(self, day: Day) -> None:
        """Show a day, read anew; another day than before opens its line again as it was."""
        another = self.day is None or self.day.id != day.id
        self.day, self.shown = day, standing(day.entries)
        now = self._clock()
        self.clock.show_day(day, self.shown, now)
        self.entries.show_entries(self.shown, medicine_in(self.shown))
        taken = bool(of_kind(self.shown, EntryKind.MEDICINE_IN))
        not_taken = bool(of_kind(self.shown, EntryKind.NOT_TAKEN))
        self.keys.show_medicine(taken, not_taken, medicine.booster_allowed(day))
        if another:
            self._held = None
            self.entries.hold(None)
            self.typing.show_day(day, {one.id: one for one in self.shown})
            self.keys.show_typing(self.line.is_open)

    def tick(self) -> None:
        """Another second."""
        now = self._clock()
        self.clock.tick(now)
        if self._held is not None and not now - IN_HAND <= self._held[1] <= now:
            self._held = None
            self.entries.hold(None)

    def take_focus(self) -> None:
        """Letters go to the open line, else they are entries."""
        (self.line.edit if self.line.is_open else self).setFocus()

    # keys

    def event(self, event: QEvent) -> bool:
        """Letters, Enter and Escape are for this screen before they are anybody's shortcut."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and not event.modifiers() & _NO_ENTRY and _name(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key, one entry; a key that is held makes one, and with Ctrl or Alt it is none."""
        at = self._clock()
        name = _name(event)
        if not name or event.modifiers() & _NO_ENTRY:
            event.ignore()
            return
        if not event.isAutoRepeat() or name in ("UP", "DOWN"):
            self.press(name, at)

    def press(self, key: str, at: datetime) -> None:
        """What a key does that was pressed at `at`; a button does the same."""
        if key in ("E", "F2", "F3", "F4", "F5", "F6"):
            self.look_wanted.emit(_LOOKS[key])
            return
        if self.line.is_open:
            if key == "ESCAPE":
                self.typing.put_aside()
            self.line.edit.setFocus()
            return
        try:
            self._press(key, at)
        except KapdeskError as problem:
            self.said.emit(str(problem), None)

    def _press(self, key: str, at: datetime) -> None:
        if key in ("UP", "DOWN"):
            self.entries.step(1 if key == "DOWN" else -1)
        elif key == "ESCAPE":
            self.let_go()
            self.escaped.emit()
        elif key == "ENTER":
            self._words(at)
        elif key == "J":
            self.typing.open(PRIVATE, at)
        elif key in ("C", "Z", "Y"):
            self._about(key, at)
        elif key == "F":
            self.leave_wanted.emit()
        elif key in KEYS:
            self._entry(KEYS[key], at)

    def _entry(self, kind: EntryKind, at: datetime) -> None:
        assert self.day is not None
        if kind in PLAIN or kind is EntryKind.MEDICINE_OUT:
            number = day_entries.enter_event(self._vault, self.day.id, kind, at, at)
            self._now_in_hand(number, at)
            if kind is EntryKind.MEDICINE_OUT:
                self.wanted.emit(kind, at, self.in_hand)
            elif kind is EntryKind.ADVERSE_EVENT:
                self.wanted.emit(kind, at, None)  # the signs first; with the entry its form
        elif kind is EntryKind.NOT_TAKEN and of_kind(self.shown, EntryKind.MEDICINE_IN):
            raise BadInput("Medicine in is entered. Withdraw that entry first, with Z, if it was a slip.", "")
        elif kind in _TYPED:
            self.typing.open(kind.value, at)
        else:
            self.wanted.emit(kind, at, None)

    def _words(self, at: datetime) -> None:
        """Enter: words for the entry in hand, or for the chosen one that has none; else what was put aside, else new ones."""
        held = self._held[0] if self._held and at - IN_HAND <= self._held[1] else None
        found = self.entries.chosen or self.entries.entry(held)
        if found is None:
            if not self.typing.take_up({one.id: one for one in self.shown}):
                self.typing.open(EntryKind.OBSERVATION.value, at)
        elif found.withdrawn or found.moved:
            self.said.emit("This entry is withdrawn or moved. Make a new one.", None)
        elif found.kind is EntryKind.ADVERSE_EVENT:
            self.wanted.emit(found.kind, at, found)
        elif found.words or found.kind is EntryKind.VITALS:
            self._about("C", at)
        else:
            self.typing.open(WORDS, at, found)

    def _about(self, key: str, at: datetime) -> None:
        held = self._held[0] if self._held else None
        found = self.entries.chosen or self.entries.entry(held)
        if found is None:
            self.said.emit("Choose an entry first, with Up and Down.", None)
        elif found.moved or (found.withdrawn and key != "Y"):  # the words of a withdrawn one may be moved still
            self.said.emit("This entry is withdrawn or moved already.", None)
        elif key == "Z":
            self.typing.open(WITHDRAW, at, found)
        elif key == "C":
            self._correct(found, at)
        else:
            day_entries.move_to_private(self._vault, found.id, at)
            self.typing.forget(found.id)
            self.changed.emit()
            self.said.emit("Moved to the psychotherapy notes. The chart keeps its time.", None)

    def _correct(self, found: Shown, at: datetime) -> None:
        if found.kind in (EntryKind.MEDICINE_IN, EntryKind.BOOSTER, EntryKind.TOUCH) and found.data:
            self.wanted.emit(found.kind, at, found)
        else:
            self.typing.open(CORRECT, at, found)

    # after

    def _now_in_hand(self, number: int, at: datetime) -> None:
        self._held = (number, at)
        self.entered.emit()
        self.entries.hold(number)

    def _line_kept(self, number: object) -> None:
        self.entered.emit()
        if any(one.id == number and one.kind in _WHETHER_TAKEN for one in self.shown):
            self.changed.emit()
        self.let_go()
        if number is None:
            self.said.emit("Kept in the psychotherapy notes, not in the chart.", None)

    def _line_closed(self) -> None:
        self.keys.show_typing(False)
        self.setFocus()

    @property
    def in_hand(self) -> Shown | None:
        """The entry that was just made."""
        return self.entries.entry(self._held[0]) if self._held is not None else None

    def let_go(self) -> None:
        """Nothing is in hand and none chosen."""
        self._held = None
        self.entries.choose(None)
        self.entries.hold(None)


_LOOKS = {"E": "emergency", "F6": "emergency", "F2": "chart", "F3": "order", "F4": "safety", "F5": "touch"}
_NAMED: dict[int, str] = {
    Qt.Key.Key_Escape: "ESCAPE",
    Qt.Key.Key_Up: "UP",
    Qt.Key.Key_Down: "DOWN",
    **dict.fromkeys(_ENTER, "ENTER"),
}


def _name(event: QKeyEvent) -> str:
    """The key as it is written here; empty for one that does nothing."""
    key = event.key()
    if Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        return chr(key)
    return _NAMED.get(key, "")
