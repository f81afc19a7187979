"""What goes into a letter to the prescriber, part by part; chosen beforehand are room for the answer, and the prescriber of the order."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QWidget

from kapdesk.domain.contacts import Contact
from kapdesk.domain.disclosures import Basis, Disclosure
from kapdesk.errors import BadInput
from kapdesk.ui import look
from kapdesk.ui.details.entry import Ask, EntryForm
from kapdesk.ui.disclosures.entering import BASES
from kapdesk.ui.orders.form import on_change
from kapdesk.ui.theme import px
from kapdesk.usecases.prescribing.letters import Letter, Offer

_WHY = (Ask("why", "Why you write", "text"),)
_SEEN = (Ask("observed", "What was observed, in your words", "text"), Ask("readings", "Readings", "text"))
_ASKED = (Ask("question", "What you ask", "text"),)
_ENTRY = (
    Ask("purpose", "For what purpose it is disclosed", alone=True),
    Ask("basis", "On what basis", "choice", choices=BASES),
    Ask("basis_words", "The basis in more words", hint="such as the release of May 2"),
)


@dataclass(frozen=True)
class _Words:
    """What is typed in a letter, and how it is disclosed."""

    to: str = ""
    address: str = ""
    why: str = ""
    observed: str = ""
    readings: str = ""
    question: str = ""
    purpose: str = ""
    basis: Basis | None = None
    basis_words: str = ""
    told_how: str = ""


class LetterForm(QWidget):
    """The parts; `changed` with each key and tick, `letter` and `disclosure` read them."""

    changed = Signal()

    def __init__(self, have: Offer, today: date) -> None:
        super().__init__()
        self._have, self._today = have, today
        self._layout = look.column(self, gap=10)
        self._layout.setContentsMargins(0, 0, px(14), 0)
        self._forms: list[EntryForm] = []
        self.ticks: dict[str, QCheckBox] = {}
        who = tuple((one.name, one) for one in have.to)
        to = Ask("to", "To", "offered", "choose, or type the name", who)
        self._ask(to, Ask("address", "Address or fax, as it is to stand on the letter", "text"))
        self._ask(*_WHY)
        self._head("From the chart")
        self._tick("position", "Where the course stands", have.position)
        self._tick("sessions", "Ketamine sessions held", have.sessions.replace("\n", " · "))
        self._tick("order", "The order as you have it", have.order)
        self._flags()
        self._sections()
        self._head("In your words")
        self._ask(*_SEEN)
        self._ask(*_ASKED)
        self._tick("reply", "Room for the prescriber’s reply", "four lines and a place to sign")
        self.ticks["reply"].setChecked(True)
        self._head("For the register of disclosures")
        self._ask(*_ENTRY)
        self._layout.addStretch(1)
        box = self._widgets()["to"]
        assert isinstance(box, QComboBox)
        box.activated.connect(lambda _: self._fill_address(box.currentData()))
        if have.prescriber:
            self._forms[0].put_typed({"to": have.prescriber})
            self._fill_address(next((one for one in have.to if one.name == have.prescriber), None))

    def letter(self) -> Letter:
        """The letter as it is chosen."""
        typed = self._typed_words()
        ticked = {name for name, box in self.ticks.items() if box.isChecked()}
        return Letter(
            to=typed["to"],
            address=typed["address"],
            why=typed["why"],
            position="position" in ticked,
            sessions="sessions" in ticked,
            observed=typed["observed"],
            sections=tuple(
                (one.note_id, one.number)
                for one in self._have.sections
                if f"section_{one.note_id}_{one.number}" in ticked
            ),
            readings=typed["readings"],
            flags=tuple(flag.id for flag in self._have.flags if f"flag_{flag.id}" in ticked),
            order="order" in ticked,
            question=typed["question"],
            reply="reply" in ticked,
        )

    def disclosure(self) -> Disclosure:
        """How it is entered as disclosed; what it holds and how it left are the letter's own."""
        entry = next(form for form in self._forms if "purpose" in form.fields).entry()
        to = ", ".join(
            part for part in (self._typed_words()["to"], *self._typed_words()["address"].split("\n")) if part
        )
        return Disclosure(self._today, to, "letter", entry.purpose, entry.basis, entry.basis_words)

    def told_how(self) -> str | None:
        """How the flags in the letter are entered as told; None when they are not."""
        told = self.ticks.get("told")
        return "by letter" if told is not None and told.isChecked() else None

    def typed(self) -> dict[str, str]:
        """All that is typed and ticked, to be kept."""
        ticked = sorted(name for name, box in self.ticks.items() if box.isChecked())
        return {**self._typed_words(), "ticked": json.dumps(ticked)}

    def put_typed(self, typed: Mapping[str, str]) -> None:
        """Put back what `typed` gave; what is not on file any more stays away."""
        for form in self._forms:
            form.put_typed(typed)
        ticked = set(json.loads(typed.get("ticked", "[]")))
        for name, box in self.ticks.items():
            box.setChecked(name in ticked and box.isEnabled())

    def show_problem(self, problem: BadInput) -> bool:
        """Tell an error at its field; False when it is about none of them."""
        problem = BadInput(str(problem), "to" if problem.field == "to_whom" else problem.field)
        found = [form.show_problem(problem) for form in self._forms]
        return any(found)

    def start(self) -> None:
        """The cursor in the first field."""
        self._forms[0].start()

    def _typed_words(self) -> dict[str, str]:
        return {name: words for form in self._forms for name, words in form.typed().items()}

    def _widgets(self) -> dict[str, QWidget]:
        return {name: widget for form in self._forms for name, widget in form.fields.items()}

    def _ask(self, *asks: Ask) -> None:
        form = EntryForm(asks, _Words())
        for widget in form.fields.values():
            on_change(widget, self.changed.emit)
        self._forms.append(form)
        self._layout.addWidget(form)

    def _head(self, words: str, hint: str = "") -> None:
        self._layout.addSpacing(px(6))
        self._layout.addWidget(look.label(words, "heading"))
        if hint:
            self._layout.addWidget(look.label(hint, "muted"))

    def _tick(self, name: str, words: str, below: str, nothing: str = "Nothing on file") -> QCheckBox:
        """A part that can be chosen, with its words below; one without words cannot."""
        box = QCheckBox(words)
        box.setObjectName(f"letter_{name}")
        box.setAccessibleName(words)
        box.setAccessibleDescription(below)
        box.setEnabled(bool(below))
        box.toggled.connect(lambda _: self.changed.emit())
        self.ticks[name] = box
        self._layout.addWidget(box)
        line = look.label(below or nothing, "small")
        line.setContentsMargins(px(30), 0, 0, 0)
        self._layout.addWidget(line)
        return box

    def _flags(self) -> None:
        if not self._have.flags:
            return
        self._head("Flags for the prescriber")
        for flag in self._have.flags:
            told = "told already" if flag.told_on else "not told yet"
            answer = "answered" if flag.answer else "no answer yet"
            state = " · ".join(part for part in (told, answer, flag.words) if part)
            self._tick(f"flag_{flag.id}", flag.what, state)
        self._tick("told", "Enter these flags as told by this letter", "Only flags that are in it and not told yet")

    def _sections(self) -> None:
        if not self._have.sections:
            return
        self._head(
            "From signed notes, as they were written",
            "Choose section by section; nothing else of a note goes out. Psychotherapy notes are never offered.",
        )
        note = 0
        for one in self._have.sections:
            if one.note_id != note:
                self._layout.addWidget(_note_line(one.note))
                note = one.note_id
            first = " ".join(one.text.split())
            below = first if len(first) <= 110 else f"{first[:109].rstrip()}…"
            self._tick(f"section_{one.note_id}_{one.number}", one.heading or "Before the first heading", below)

    def _fill_address(self, contact: Contact | None) -> None:
        """A contact that was chosen brings its address, where none is typed."""
        if contact is None or self._typed_words()["address"].strip():
            return
        lines = (contact.organization, contact.address, f"Fax {contact.fax}" if contact.fax else "")
        self._forms[0].put_typed({"address": "\n".join(line for line in lines if line)})


def _note_line(words: str) -> QLabel:
    return look.label(words, "strong")
