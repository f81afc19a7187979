"""What the line of the session screen does: opened for a kind of words, kept as it is typed, entered, put aside, taken up."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from kapdesk.domain.medicine_day import PRIVATE, EntryKind, OpenLine, Shown
from kapdesk.domain.tablets import read_halves
from kapdesk.domain.vitals import EXAMPLE, Vitals, implausible, read_vitals, vitals_of
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui.session.drafts import CORRECT, PANEL, WITHDRAW, WORDS, Draft, from_line, to_line
from kapdesk.ui.session.line import CLOSED, Line
from kapdesk.ui.session.over import Over
from kapdesk.usecases.medicine_day import day_entries, medicine
from kapdesk.usecases.medicine_day.medicine_days import Day
from kapdesk.vault.database import Vault

_KEEP_AFTER = 50
"""Milliseconds at most between a sign typed and its being in the vault."""
_HINT = "Enter keeps · Tab time · Esc puts aside"
_MEDICINE = (EntryKind.MEDICINE_IN, EntryKind.NOT_TAKEN)


class Typing(QObject):
    """The line with what it does. `kept` carries the id of the entry that was made or changed, None for psychotherapy notes;
    `closed` says that letters are entries again.
    """

    kept = Signal(object)
    opened = Signal()
    closed = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime], line: Line) -> None:
        super().__init__(line)
        self._vault, self._clock, self.line = vault, clock, line
        self._day_id = 0
        self.entries: Callable[[], dict[int, Shown]] = dict
        self._aside: tuple[Draft, ...] = ()
        self._asked = ""
        self._first = ""
        self._panel: Callable[[], Draft] | None = None
        self._others: OpenLine | None = None
        self.left_open: Draft | None = None
        self._timer = QTimer(self, singleShot=True, interval=_KEEP_AFTER)
        self._timer.timeout.connect(self.keep_now)
        line.typed.connect(self._typed)
        line.entered.connect(self.enter)
        line.closed.connect(self.put_aside)

    @property
    def aside(self) -> Draft | None:
        """What was put aside last."""
        return self._aside[-1] if self._aside else None

    def show_day(self, day: Day, entries: dict[int, Shown]) -> None:
        """Another day: its line is open again as it was."""
        self._timer.stop()
        self._day_id = day.id
        self.line.shut()
        self._panel = None
        self._others = None
        found, self._aside = from_line(day.line)
        if found is not None and not found.is_own:
            found = None
        self.left_open = found if found is not None and found.kind.startswith(PANEL) else None
        if self.left_open is not None:
            self._shut()
        elif found is not None:
            self._show(found, entries.get(found.about or 0))
        else:
            self._shut()

    def open(self, kind: str, at: datetime, about: Shown | None = None) -> None:
        """Open the line; what was put aside for the same is in it again, with its time."""
        draft = Draft(kind, _prefilled(kind, about), about.at if kind == CORRECT and about else at, about.id if about else None)  # fmt: skip
        before = next((one for one in self._aside if one.place == draft.place), None)
        if before is not None:
            self._aside = tuple(one for one in self._aside if one is not before)
        self._show(before or draft, about)
        self.keep_now()

    def take_up(self, entries: dict[int, Shown]) -> bool:
        """Open what was put aside last; False when nothing was."""
        found = self.aside
        if found is None:
            return False
        self._aside = self._aside[:-1]
        self._show(found, entries.get(found.about or 0))
        self.keep_now()
        return True

    def _show(self, draft: Draft, about: Shown | None) -> None:
        self._asked, self._first = "", _prefilled(draft.kind, about)
        mode, placeholder = _said(draft, about)
        self.line.open_for(draft, mode, placeholder, _HINT)
        self.opened.emit()

    def _typed(self) -> None:
        self._asked = ""
        if not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> bool:
        """Keep what stands in the line, and what was put aside; False when it could not be kept, which is said."""
        self._timer.stop()
        try:
            here = self._panel() if self._panel is not None else self.line.draft()
            kept = to_line(here, self._aside) or self._others
            day_entries.keep_line(self._vault, self._day_id, kept)
        except KapdeskError as problem:
            self.line.say(str(problem))
            return False
        return True

    def keep_panel(self, over: Over, typed: Callable[[], Draft], before: OpenLine | None) -> None:
        """Keep what is typed in a panel as it is typed, until it is gone; what the gate had typed `before` is kept again then."""
        first, _ = from_line(before)
        self._others = before if first is not None and not first.is_own else None
        self._panel = typed
        self.keep_now()
        over.changed.connect(self._typed)
        over.closed.connect(self._panel_gone)

    def forget_others(self) -> None:
        """What was typed at the gate is not asked any more."""
        self._others = None

    def _panel_gone(self) -> None:
        self._panel = None
        self.keep_now()
        self._others = None

    def put_aside(self) -> None:
        """Escape: what was typed is offered again the next time."""
        draft = self.line.draft()
        if draft is not None and draft.text.strip() and draft.text != self._first:
            self._aside = (*self._aside, draft)
        self._shut()
        self.keep_now()
        self.closed.emit()

    def enter(self) -> None:
        """Enter: keep it as an entry, or say why not; nothing that was typed is lost."""
        try:
            draft = self.line.read()
            if draft is None:
                return
            if not draft.text.strip() and draft.kind not in (WITHDRAW, CORRECT, EntryKind.NOT_TAKEN.value):
                self.put_aside()
                return
            number = self._do(draft)
        except KapdeskError as problem:
            self.line.say(str(problem))
            return
        self._timer.stop()
        self._shut()
        if self._aside:  # the entry closed the line in the vault
            self.keep_now()
        self.kept.emit(number)
        self.closed.emit()

    def forget(self, number: int) -> None:
        """An entry is not to be written about any more."""
        self._aside = tuple(one for one in self._aside if one.about != number)

    def _shut(self) -> None:
        found = self.aside
        self.line.shut(f"Put aside: “{found.text[:40]}”. Enter takes it up again" if found else CLOSED)

    def _do(self, draft: Draft) -> int | None:
        vault, day, now = self._vault, self._day_id, self._clock()
        if draft.kind == PRIVATE:
            day_entries.write_private(vault, day, draft.text, draft.at)
            return None
        if draft.kind == WORDS:
            return self._words(draft, now)
        if draft.kind == CORRECT:
            return self._correct(draft, now)
        if draft.kind == WITHDRAW:
            return self._withdraw(draft, now)
        kind = EntryKind(draft.kind)
        if kind is EntryKind.NOT_TAKEN:
            return medicine.not_taken(vault, day, draft.text, draft.at, now)
        words, data = draft.text, None
        if kind is EntryKind.VITALS:
            words, data = "", self._vitals(draft).data
        elif kind is EntryKind.TABLETS_LEFT:
            words, data = _tablets(draft.text)
        return day_entries.enter_event(vault, day, kind, draft.at, now, words, data, by_hand=draft.by_hand)

    def _words(self, draft: Draft, now: datetime) -> int:
        assert draft.about is not None
        if draft.by_hand:
            day_entries.correct(self._vault, draft.about, draft.at, draft.text, now)
        else:
            day_entries.complete(self._vault, draft.about, draft.text, now)
        return draft.about

    def _correct(self, draft: Draft, now: datetime) -> int:
        assert draft.about is not None
        about = self._of(draft.about)
        words, data = draft.text, None
        if about is not None and about.kind is EntryKind.VITALS:
            words, data = about.words, self._vitals(draft).data
        elif about is not None and about.kind is EntryKind.TABLETS_LEFT:
            words, data = _tablets(draft.text)
        day_entries.correct(self._vault, draft.about, draft.at, words, now, data)
        return draft.about

    def _withdraw(self, draft: Draft, now: datetime) -> int:
        assert draft.about is not None
        if not draft.text.strip() and self._asked != WITHDRAW:
            self._asked = WITHDRAW
            raise BadInput("Say why in a word or two. Enter again withdraws it without a reason.", "")
        about = self._of(draft.about)
        if about is not None and about.kind in _MEDICINE:
            medicine.withdraw_medicine(self._vault, draft.about, draft.text, now)
        else:
            day_entries.withdraw(self._vault, draft.about, draft.text, now)
        self.forget(draft.about)
        return draft.about

    def _vitals(self, draft: Draft) -> Vitals:
        """BadInput that asks about what is implausible; the same Enter again keeps it."""
        found = read_vitals(draft.text)
        odd = implausible(found)
        if odd and self._asked != draft.text:
            self._asked = draft.text
            raise BadInput(f"{odd} Enter again keeps it.", "")
        return found

    def _of(self, number: int) -> Shown | None:
        return self.entries().get(number)


def _prefilled(kind: str, about: Shown | None) -> str:
    if about is None or kind == WITHDRAW:
        return ""
    if kind == CORRECT and about.kind is EntryKind.VITALS:
        return typed_vitals(vitals_of(about.data))
    if kind == CORRECT and about.kind is EntryKind.TABLETS_LEFT:
        return f"{about.data.get('left', 0) / 2:g} {about.words}"
    return about.words


def typed_vitals(vitals: Vitals) -> str:
    """A reading as it is typed, so that it can be corrected."""
    if vitals.state:
        return vitals.words
    parts = (
        f"{vitals.systolic}/{vitals.diastolic}" if vitals.systolic is not None else "",
        f"p{vitals.pulse}" if vitals.pulse is not None else "",
        f"s{vitals.spo2}" if vitals.spo2 is not None else "",
        f"b{vitals.breathing}" if vitals.breathing is not None else "",
        f"+{vitals.again_minutes}" if vitals.again_minutes is not None else "",
    )
    return " ".join(part for part in parts if part)


def _tablets(text: str) -> tuple[str, dict[str, int]]:
    """How many, then what was done with them; BadInput without either."""
    number, _, words = text.strip().partition(" ")
    if words.startswith(("½ ", "1/2 ")):
        more, _, words = words.partition(" ")
        number = f"{number} {more}"
    halves = read_halves(number, "line")
    if not words.strip():
        raise BadInput("Say what was done with them after the number: 1 taken home by the client.", "line")
    return words.strip(), {"left": halves}


def _said(draft: Draft, about: Shown | None) -> tuple[str, str]:
    """What the line is for in large letters, and what stands in it while it is empty."""
    entry = f"{about.at:%H:%M} {about.kind.words}" if about else ""
    if draft.kind == PRIVATE:
        return "Psychotherapy notes, not the chart", "A line that stays out of the chart"
    if draft.kind == WORDS:
        return f"Words for {entry}", "The client’s words, or what you saw"
    if draft.kind == CORRECT:
        return f"Correct {entry}", "What it should say"
    if draft.kind == WITHDRAW:
        return f"Withdraw {entry}: why?", "It stays, marked"
    kind = EntryKind(draft.kind)
    if kind is EntryKind.VITALS:
        return "Vitals", f"{EXAMPLE}, refused, not possible; +10 reads again in 10 min"
    if kind is EntryKind.NOT_TAKEN:
        return "No medicine today: why? Enter records it", "too high, client decided against it …"
    if kind is EntryKind.TABLETS_LEFT:
        return "Tablets left behind: how many, what was done", "1 taken home by the client"
    return kind.words, "What you see"
