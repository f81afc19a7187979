"""Prepare a paper: what the chart has with its source, what is still open, boxes to tick, until when it holds, who is there."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from kapdesk.domain.contacts import Contact
from kapdesk.domain.filled import Filled
from kapdesk.domain.languages import PAPERS as LANGUAGES
from kapdesk.errors import BadInput
from kapdesk.ui import days, look
from kapdesk.ui.date_field import DateField
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.signing.ticks import Ticks
from kapdesk.usecases.paper.paper_signing import AskedField, PaperInHand

_LONG = frozenset(
    ("fees", "ketamine_fees", "board_contact", "state_notice", "release_what", "recipient_address", "address",
     "client_address", "release_purpose")
)  # fmt: skip
"""Fields that take more than a few words."""
_FROM = {
    "practice": "from the Practice page",
    "chart": "from the chart",
    "before": "as typed for an earlier paper",
    "typed": "typed for this paper",
}
_CHART = ("client_", "adult_", "emergency_", "prescriber_")
_PRACTICE = frozenset(("practice_name", "therapist", "contact", "phone", "email", "address", "licence"))


class PrepareStep(QWidget):
    """The form; `edited` at each key and tick, `language_wanted` for the paper in another language, `unsign_wanted` when the
    signatures are to be taken off.
    """

    edited = Signal()
    language_wanted = Signal(str)
    unsign_wanted = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._hand: PaperInHand | None = None
        self.fields: dict[str, QLineEdit | look.PlainText] = {}
        self.ticks: dict[str, Ticks] = {}
        self.people: Sequence[Contact] = ()  # of the client's chart: to them a release is offered
        self.inside = QWidget()
        self._layout = look.column(self.inside, gap=14)
        self._area: QScrollArea = look.scroll(self.inside)
        look.column(self).addWidget(self._area)
        self.error = look.error_line("prepare_error")
        self._make_own()

    def show_hand(self, hand: PaperInHand) -> None:
        """Show a paper; what is typed stays when it is the same one."""
        before, self._hand = self._hand, hand
        if before is None or _form(before) != _form(hand):
            self._build(hand)
        signed = bool(hand.filled.signed)
        self._signed.setVisible(signed)
        for one in (*self.fields.values(), *self.ticks.values(), self.until, self.present, *self._languages.values()):
            one.setEnabled(not signed)

    def start(self) -> None:
        """The cursor on the first gap, or on who is there."""
        if self._hand is None or self._hand.filled.signed:
            self._unsign.setFocus()
            return
        gap = self._first_gap()
        if gap is None:
            self.present.setFocus()
        elif isinstance(gap, Ticks):
            gap.start()
        else:
            gap.setFocus()

    def show_gap(self) -> None:
        """Say at the first gap that something is missing, and go there."""
        gap = self._first_gap()
        if isinstance(gap, Ticks):
            look.show_error(gap.error, "Nothing is ticked here yet.")
            gap.start()
            self._area.ensureWidgetVisible(gap)
        elif gap is not None:
            look.mark_wrong(gap, True)
            look.show_error(self.error, "This one is still empty, and the paper needs it.")
            gap.setFocus()
            self._area.ensureWidgetVisible(gap)

    def filled(self, strict: bool = False) -> Filled:
        """What is entered; with `strict` BadInput when the day until which it holds is none, or is past."""
        assert self._hand is not None
        known = {one.name: one for one in self._hand.fields}
        typed = {name: _text(edit) for name, edit in self.fields.items()}
        values = {
            name: words
            for name, words in typed.items()
            if name in self._hand.filled.values or words != known[name].value
        }
        ticked = {name: one.value() for name, one in self.ticks.items() if one.value()}
        until = self._hand.filled.until
        try:
            until = self.until.day()
            self._check_until(until, typed.get("expires", ""))
        except BadInput:
            if strict:
                raise
        return replace(
            self._hand.filled, values=values, ticked=ticked, present=self.present.text().strip(), until=until
        )

    def show_problem(self, problem: BadInput | None) -> None:
        """Say what is wrong at its field; None takes it away."""
        look.mark_wrong(self.until, problem is not None)
        look.show_error(self.error, str(problem) if problem else "")
        if problem is not None:
            self.until.setFocus()
            self._area.ensureWidgetVisible(self.until)

    def _check_until(self, until: date | None, expires: str) -> None:
        if until is not None and until < self._today():
            raise BadInput("This day is past. A paper that is signed today holds until today or later.", "until")
        try:
            said = days.parse_day(expires, "until")
        except BadInput:
            return  # an event, or words
        if said is not None and until is not None and said != until:
            raise BadInput(f"The paper itself says {days.shown(said)}. Type the same day here, or correct it.", "until")

    def _first_gap(self) -> QLineEdit | look.PlainText | Ticks | None:
        empty = [edit for edit in self.fields.values() if not _text(edit).strip()]
        unticked = [one for one in self.ticks.values() if not one.value()]
        return next(iter([*empty, *unticked]), None)

    def _make_own(self) -> None:
        """What every paper asks for beside its own words."""
        self.until = DateField("until", "Holds until")
        self.present = look.line("present", "Who is present beside those who sign", "nobody else, or names")
        self.until.textChanged.connect(self.edited)
        self.present.textChanged.connect(self.edited)
        self._languages = {code: look.button(words, f"language_{code}", "choice") for code, words in LANGUAGES.items()}
        for code, one in self._languages.items():
            one.setCheckable(True)
            one.setAccessibleName(f"Language of the paper: {one.text()}")
            one.clicked.connect(lambda _=False, code=code: self.language_wanted.emit(code))
        self._unsign = look.button("Take the signatures off and change it…", "take_signatures_off")
        self._unsign.clicked.connect(self.unsign_wanted)

    def _build(self, hand: PaperInHand) -> None:
        for own in (self.until, self.present, self.error, self._unsign, *self._languages.values()):
            own.setParent(None)
        look.clear(self._layout)
        self.fields, self.ticks = {}, {}
        gaps = [one for one in hand.fields if not one.value.strip()]
        known = [one for one in hand.fields if one.value.strip()]
        self._signed, inside = look.card()
        words = "This paper is signed as it stands: nothing is changed behind a signature."
        inside.addWidget(look.label(words))
        inside.addLayout(look.row(self._unsign, None))
        self._layout.addWidget(self._signed)
        if gaps:
            self._layout.addWidget(self._fields_card("Still open", gaps))
        if hand.choices:
            self._layout.addWidget(self._ticks_card(hand))
        self._layout.addWidget(self._own_card(hand))
        if known:
            self._layout.addWidget(self._fields_card("Filled in already", known))
        self._layout.addStretch(1)
        self.until.set_day(hand.filled.until)
        self.present.setText(hand.filled.present)
        self.show_language(hand.language)

    def show_language(self, language: str) -> None:
        """Mark the language that the paper is in."""
        for code, one in self._languages.items():
            one.setChecked(code == language)
            one.setText(f"✓ {LANGUAGES[code]}" if code == language else LANGUAGES[code])

    def _fields_card(self, title: str, fields: Sequence[AskedField]) -> QWidget:
        frame, layout = look.card(title)
        short = [one for one in fields if one.name not in _LONG]
        for pair in zip(short[::2], [*short[1::2], None], strict=False):
            line = Columns(least=620, gap=14)
            for one in pair:
                line.add(QWidget() if one is None else self._field(one), 1)
            layout.addWidget(line)
            if self.people and any(one is not None and one.name == "recipient" for one in pair):
                layout.addWidget(self._offered_people())
        for one in fields:
            if one.name in _LONG:
                layout.addWidget(self._field(one))
        return frame

    def _field(self, one: AskedField) -> QWidget:
        words = one.ask[:1].upper() + one.ask[1:]
        edit: QLineEdit | look.PlainText
        if one.name in _LONG or "\n" in one.value:
            edit = look.text_box(f"field_{one.name}", words, 2)
            edit.setPlainText(one.value)
        else:
            edit = look.line(f"field_{one.name}", words)
            edit.setText(one.value)
            if one.name == "expires":
                edit.editingFinished.connect(self._take_until)
        edit.textChanged.connect(lambda *_: self._typed(edit))
        self.fields[one.name] = edit
        return look.field(words, edit, _hint(one))

    def _offered_people(self) -> QWidget:
        """The people of the chart, each filled in by a click."""
        offered = Flow(gap=2)
        buttons: list[QWidget] = [look.label("From the chart:", "small")]
        for one in dict.fromkeys(self.people):
            button = look.button(one.name, f"recipient_{one.id}", "quiet")
            button.setAccessibleName(f"Share with {one.name}")
            button.clicked.connect(lambda _=False, one=one: self._put_recipient(one))
            buttons.append(button)
        offered.set_widgets(buttons)
        return offered

    def _put_recipient(self, person: Contact) -> None:
        """Fill in who it is; an address that is typed already stays."""
        found = {"recipient": person.name, "recipient_address": person.where}
        for name, words in found.items():
            edit = self.fields.get(name)
            if edit is not None and words and (name == "recipient" or not _text(edit).strip()):
                edit.setText(words) if isinstance(edit, QLineEdit) else edit.setPlainText(words)
        self.fields["recipient"].setFocus()

    def _typed(self, edit: QWidget) -> None:
        look.mark_wrong(edit, False)
        look.show_error(self.error, "")
        self.edited.emit()

    def _take_until(self) -> None:
        """A day typed as the end stands as the day until which it holds too, in sight of whoever typed it."""
        edit = self.fields.get("expires")
        if edit is None or self.until.text().strip():
            return
        try:
            self.until.set_day(days.parse_day(_text(edit), "until"))
        except BadInput:
            return

    def _ticks_card(self, hand: PaperInHand) -> QWidget:
        frame, layout = look.card("Boxes to tick")
        for choice in hand.choices:
            one = Ticks(choice)
            one.put(hand.filled.ticked.get(choice.name, ()))
            one.ticked.connect(self._ticked)
            self.ticks[choice.name] = one
            layout.addWidget(one)
        return frame

    def _ticked(self) -> None:
        for one in self.ticks.values():
            if one.value():
                look.show_error(one.error, "")
        self.edited.emit()

    def _own_card(self, hand: PaperInHand) -> QWidget:
        frame, layout = look.card("This signing")
        line = Columns(least=620, gap=14)
        line.add(look.field("Who is present beside those who sign", self.present, "Printed on the paper."), 1)
        hint = "Leave it empty when the paper holds until it is changed or taken back."
        line.add(look.field("Holds until", self.until, hint), 1)
        layout.addWidget(line)
        layout.addWidget(self.error)
        languages = Flow(gap=8)
        languages.set_widgets([look.label("Language of the paper", "small"), *self._languages.values()])
        layout.addWidget(languages)
        return frame


def _hint(one: AskedField) -> str:
    """Where a value is from, or where else it can be entered."""
    if one.value.strip():
        return _FROM.get(one.source, "")
    if one.name.startswith(_CHART):
        return "Not in the chart yet. Entered there, under Details, every paper has it."
    if one.name in _PRACTICE:
        return "Not on the Practice page yet. Entered there, every paper has it."
    return ""


def _form(hand: PaperInHand) -> tuple[object, ...]:
    """What the form is made of; another one is built when it changes."""
    return hand.id, hand.language, hand.version, tuple(one.name for one in hand.fields), hand.choices


def _text(edit: QLineEdit | look.PlainText) -> str:
    return edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()
