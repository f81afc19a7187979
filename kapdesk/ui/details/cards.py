"""The cards of a client's details as they are read; each row says itself in words and has its own way to be changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from kapdesk.domain.clients import Status
from kapdesk.domain.contacts import Answer, Way
from kapdesk.domain.health import Allergy, Diagnosis, Flag, Medicine, Weight
from kapdesk.ui import look
from kapdesk.ui.clients.form import WHOLE, WORDS
from kapdesk.ui.days import shown
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.theme import px
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.people.contacts import PersonRow
from kapdesk.usecases.people.details import OwnField

Act = Callable[[], None]


def titled(title: str, *acts: tuple[str, str, Act]) -> tuple[QFrame, QVBoxLayout]:
    """A card with its title and, beside it, what can be done: words, name and act of each button."""
    frame, layout = look.card()
    buttons: list[QWidget] = []
    for words, name, act in acts:
        one = look.button(words, name, "quiet")
        one.setAccessibleName(f"{title}: {words.removesuffix('…').lower()}")
        one.clicked.connect(lambda _=False, act=act: act())
        buttons.append(one)
    side = Flow(gap=4)
    side.set_widgets(buttons)
    head = Columns(least=300, gap=4)
    head.add(look.label(title, "heading"), 1)
    head.add(side)
    layout.addWidget(head)
    return frame, layout


def entry_row(
    what: str, chips: Iterable[tuple[str, str]], lines: Iterable[str], *acts: tuple[str, str, Act]
) -> QWidget:
    """A row: what it is with its chips, lines of small words below, and what can be done at the right."""
    words = QWidget()
    column = look.column(words, gap=2)
    head = Flow(gap=8)
    head.set_widgets([look.label(what, "strong"), *(look.chip(*chip) for chip in chips)])
    column.addWidget(head)
    for line in filter(None, lines):
        column.addWidget(look.label(line, "small"))
    whole = look.row(words, gap=0)
    whole.setStretch(0, 1)
    for verb, name, act in acts:
        button = look.button(verb, name, "quiet")
        button.setAccessibleName(f"{verb}: {what}")
        button.clicked.connect(lambda _=False, act=act: act())
        whole.addWidget(button)
    row = QWidget()
    row.setLayout(whole)
    return row


def add_rows(layout: QVBoxLayout, rows: Sequence[QWidget], nothing: str) -> None:
    """Put rows into a card with faint lines between them, or say what the card is for."""
    for row in rows:
        layout.addWidget(look.rule())
        layout.addWidget(row)
    if not rows:
        layout.addWidget(look.label(nothing, "muted"))


def facts_grid(facts: ClientFacts, sources: Mapping[str, str]) -> QWidget:
    """The client's own details, heading and words side by side; below what was taken from the intake, who said so and when."""
    inside = QWidget()
    grid = QGridLayout(inside)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(20))
    grid.setVerticalSpacing(px(8))
    grid.setColumnStretch(1, 1)
    for number, name in enumerate(WHOLE):
        value = getattr(facts, name)
        words = value.words if isinstance(value, Status) else shown(value) if isinstance(value, date) else value
        heading = look.label(WORDS[name][0], "muted")
        heading.setWordWrap(len(WORDS[name][0]) > 20)
        grid.addWidget(heading, number, 0)
        value_box = look.column(gap=0)
        value_box.addWidget(look.label(words or "not entered", "body" if words else "muted", f"shown_{name}"))
        if name in sources:
            value_box.addWidget(look.label(_source(sources[name]), "small", f"source_{name}"))
        grid.addLayout(value_box, number, 1)
    return inside


def _source(words: str) -> str:
    return f"Intake: {words}" if words else ""


def way_row(way: Way, place: Literal["only", "first", "later"], edit: Act, put_first: Act, source: str = "") -> QWidget:
    """A way to reach the client, and what was agreed on it; a later one can be put first."""
    chips = [("tried first", "plain")] if place == "first" else []
    if Answer.NO in (way.may_leave_message, way.may_write):
        no = [
            words
            for answer, words in ((way.may_leave_message, "message"), (way.may_write, "writing"))
            if answer == "no"
        ]
        chips.append((f"No {' nor '.join(no)}", "warning"))
    label = " · ".join(part for part in (way.kind.words, way.label) if part)
    acts = [("Edit", f"edit_way_{way.id}", edit)]
    if place == "later":
        acts.insert(0, ("Try first", f"first_way_{way.id}", put_first))
    return entry_row(way.value, chips, (f"{label} · {way.leave}", _source(source)), *acts)


def person_row(person: PersonRow, edit: Act, source: str = "") -> QWidget:
    """Somebody around the client, and how to reach her."""
    contact = person.contact
    place = " · ".join(part for part in (contact.organization, contact.address.replace("\n", ", ")) if part)
    chips = [(person.link.role.words, "plain")] + ([("archived", "warning")] if contact.archived else [])
    lines = (contact.reach, place, person.link.note, _source(source))
    return entry_row(person.words, chips, lines, ("Edit", f"edit_person_{person.link.id}", edit))


def flag_row(flag: Flag, edit: Act, source: str = "") -> QWidget:
    """A flag with its weight, how it is known, when the prescriber was told, and the answer."""
    assert flag.weight is not None
    assert flag.how_known is not None
    known = f"{flag.how_known.words}{f', noted {shown(flag.noted_on)}' if flag.noted_on else ''}"
    told = f"Prescriber told {shown(flag.told_on)}" if flag.told_on else "Prescriber not told yet"
    told += f": {flag.told_how}" if flag.told_how else ""
    if not flag.told_on and flag.weight.value == "note":
        told = ""
    by = ", ".join(part for part in (flag.answered_by, shown(flag.answered_on)) if part)
    answer = f"Answer{f' ({by})' if by else ''}: {flag.answer}" if flag.answer else ""
    closed = f"Closed {shown(flag.closed_on)}" if flag.closed_on else ""
    lines = (flag.words, known, told, answer, closed, _source(source))
    return entry_row(flag.what, _flag_chips(flag), lines, ("Edit", f"edit_flag_{flag.id}", edit))


def _flag_chips(flag: Flag) -> list[tuple[str, str]]:
    """Where a flag stands."""
    assert flag.weight is not None
    if flag.closed_on is not None:
        return [("Closed", "plain")]
    if not flag.open:
        return [(flag.weight.words, "plain")]
    if flag.answer:
        return [("Answered", "good")]
    weight = (flag.weight.words, "bad" if flag.weight is Weight.STOP_AND_ASK else "warning")
    return [weight, ("told, no answer yet", "warning")] if flag.told_on else [weight]


def allergy_row(allergy: Allergy, edit: Act) -> QWidget:
    """An allergy as told."""
    told = f"told {shown(allergy.told_on)}" if allergy.told_on else ""
    return entry_row(
        allergy.substance,
        (),
        (" · ".join(filter(None, (allergy.reaction, told))),),
        ("Edit", f"edit_allergy_{allergy.id}", edit),
    )


def medicine_row(medicine: Medicine, edit: Act) -> QWidget:
    """A medicine as told."""
    chips = [(f"stopped {shown(medicine.stopped_on)}", "plain")] if medicine.stopped_on else []
    since = f"since {medicine.since}" if medicine.since else ""
    by = f"prescribed by {medicine.prescribed_by}" if medicine.prescribed_by else ""
    source = f"told by {medicine.source}" if medicine.source else ""
    asked = f"last asked {shown(medicine.last_asked)}" if medicine.last_asked else "not asked again since"
    lines = (" · ".join(filter(None, (medicine.dose, by, since))), " · ".join(filter(None, (source, asked))))
    return entry_row(medicine.name, chips, lines, ("Edit", f"edit_medicine_{medicine.id}", edit))


def diagnosis_row(diagnosis: Diagnosis, edit: Act) -> QWidget:
    """A diagnosis as typed, and from when to when."""
    chips = [("past", "plain")] if diagnosis.until_on else []
    span = " ".join(
        part
        for part in (
            f"from {shown(diagnosis.from_on)}" if diagnosis.from_on else "",
            f"until {shown(diagnosis.until_on)}" if diagnosis.until_on else "",
        )
        if part
    )
    by = f"by {diagnosis.by_whom}" if diagnosis.by_whom else ""
    what = " ".join(filter(None, (diagnosis.code, diagnosis.words)))
    return entry_row(
        what, chips, (" · ".join(filter(None, (span, by))),), ("Edit", f"edit_diagnosis_{diagnosis.id}", edit)
    )


def own_grid(fields: Sequence[OwnField]) -> QWidget:
    """The practice's own fields, and what they hold."""
    inside = QWidget()
    column = look.column(inside, gap=8)
    for field in fields:
        column.addWidget(look.rule())
        column.addWidget(look.label(field.name, "small"))
        column.addWidget(
            look.label(field.value or "not entered", "body" if field.value else "muted", f"shown_own_{field.id}")
        )
    return inside
