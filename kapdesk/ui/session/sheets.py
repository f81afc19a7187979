"""What is looked up over the session screen, to read only: chart, order, safety plan, touch agreed, emergency card."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from kapdesk.domain.entry_words import entry_words
from kapdesk.domain.medicine_day import EntryKind, Shown, of_kind
from kapdesk.domain.plans import Person, PlanKind
from kapdesk.domain.tablets import Dose, milligrams_words
from kapdesk.domain.touch import agreed_now
from kapdesk.ui import look
from kapdesk.ui.days import shown as day_shown
from kapdesk.ui.orders.fields import NEVER_STOP, to_read
from kapdesk.ui.plans import reading
from kapdesk.ui.session.emergency import Emergency
from kapdesk.ui.session.over import Act, Over
from kapdesk.ui.theme import px
from kapdesk.usecases.house import practice
from kapdesk.usecases.medicine_day import touch_agreement
from kapdesk.usecases.medicine_day.medicine_days import Day
from kapdesk.usecases.people import chart, contacts, health
from kapdesk.usecases.writing import notes, plans
from kapdesk.vault.database import Vault

KEYS = {"chart": "F2", "order": "F3", "safety": "F4", "touch": "F5"}
_SOME_NOTES = 3
_WIDTH = 820


class Sheet(Over):
    """Something to read; Up, Down and the page keys scroll it, Escape or its own key closes it."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(f"sheet_{name}", title, width=_WIDTH)
        self.name = name
        self.offer(Act(f"sheet_{name}_close", "Close", self.close_over, default=True))

    def heading(self, words: str) -> None:
        """A part of it."""
        self.inside.addSpacing(px(4))
        self.inside.addWidget(look.label(words, "heading"))

    def line(self, words: str, muted: bool = False) -> None:
        """A line of words."""
        self.inside.addWidget(look.label(words, "muted" if muted else "body"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, or close."""
        bar = self.bar
        steps: dict[int, int] = {
            Qt.Key.Key_Down: px(40),
            Qt.Key.Key_Up: -px(40),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Space: bar.pageStep(),
        }
        if event.key() in steps:
            bar.setValue(bar.value() + steps[event.key()])
        else:
            super().keyPressEvent(event)


def emergency(day: Day, entries: tuple[Shown, ...]) -> Emergency:
    """What the emergency card says of a day; the locked screen leaves out contact, ride and what was taken."""
    doses = [
        (one.at, Dose(one.data["taken"], one.data.get("strength_mg")))
        for one in of_kind(entries, EntryKind.MEDICINE_IN, EntryKind.BOOSTER)
        if "taken" in one.data
    ]
    parts = []
    for at, dose in doses:
        much = milligrams_words(dose.milligrams) if dose.milligrams is not None else dose.words
        parts.append(f"{much} at {at:%H:%M}")
    taken = f"ketamine, by mouth, {', '.join(parts)}" if parts else "no medicine entered today"
    around = day.around
    return Emergency(around.room, around.prescriber.words, taken, around.emergency.words, around.ride.words)


def sheet(vault: Vault, day: Day, entries: tuple[Shown, ...], what: str, now: datetime) -> Sheet:
    """A sheet: `chart`, `order`, `safety` or `touch`."""
    if what == "chart":
        return _chart(vault, day, now)
    if what == "order":
        return _order(day)
    if what == "safety":
        return _safety(vault, day)
    return _touch(vault, day, entries, now)


def _order(day: Day) -> Sheet:
    order = day.order
    if order is None:
        made = Sheet("order", "Order")
        made.line("No order on file. Nothing is compared, and every limit is “no limit on file”.")
        return made
    title = order.named(day.on)
    made = Sheet("order", title[:1].upper() + title[1:])
    inside = QWidget()
    grid = QGridLayout(inside)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(18))
    grid.setColumnStretch(1, 1)
    for number, (heading, words) in enumerate(to_read(order)):
        name = look.label(heading, "muted")
        name.setWordWrap(False)
        grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
        limit = heading in ("Blood pressure", "Pulse")
        nothing = "no limit on file" if limit else "not on file"
        grid.addWidget(look.label(words or nothing, "body" if words else "warning" if limit else "muted"), number, 1)
    made.inside.addWidget(inside)
    made.line(NEVER_STOP, muted=True)
    person = day.around.prescriber
    made.line(f"Prescriber: {person.words or 'none on file'}")
    return made


def _safety(vault: Vault, day: Day) -> Sheet:
    made = Sheet("safety", "Safety plan")
    version = plans.current_plan(vault, day.client_id, PlanKind.SAFETY)
    if version is None:
        made.line("No safety plan on file.")
        made.line("Thoughts of suicide: call or text 988. Danger now: call 911.")
        made.line(f"Emergency contact: {day.around.emergency.words or 'none on file'}")
        return made
    facts = practice.get_practice(vault)
    therapist = Person(facts.signer if facts.therapist else "Therapist", facts.phone)
    made.line(f"Version {version.version}, {day_shown(version.saved_at.date(), day.on)}", muted=True)
    reading.write(made.inside, version.plan, therapist)
    return made


def _touch(vault: Vault, day: Day, entries: tuple[Shown, ...], now: datetime) -> Sheet:
    made = Sheet("touch", "Touch")
    made.heading("Agreed sober today")
    if day.agreed is None:
        made.line("Touch was not asked today.")
    else:
        made.line(", ".join(day.agreed) or "no touch")
        left = agreed_now(day.agreed, entries)
        if left != day.agreed:
            made.heading("Narrowed in session to")
            made.line(", ".join(left) or "no touch")
    made.heading("The touch agreement")
    for words in touch_agreement.in_sight(vault, day.client_id, now.date()):
        made.line(words)
    told = of_kind(entries, EntryKind.TOUCH)
    if told:
        made.heading("In this session")
        for one in reversed(told):
            made.line(f"{one.at:%H:%M}  {entry_words(one)}")
    made.line("In session touch can be narrowed, never widened.", muted=True)
    return made


def _chart(vault: Vault, day: Day, now: datetime) -> Sheet:
    head = chart.open_chart(vault, day.client_id, now, day.on)
    made = Sheet("chart", head.name)
    made.line(head.line, muted=True)
    if day.intention:
        made.heading("Intention")
        made.line(day.intention)
    told = health.health_of(vault, day.client_id)
    made.heading("For the prescriber to know")
    open_flags = [one for one in told.flags if one.closed_on is None]
    for flag in open_flags:
        made.line(" · ".join(part for part in (flag.what, flag.words, f"answer: {flag.answer}" if flag.answer else "no answer on file") if part))  # fmt: skip
    if not open_flags:
        made.line("no open flag", muted=True)
    made.heading("Medicines and allergies, as told")
    taking = [one for one in told.medicines if one.stopped_on is None]
    lines = [" ".join(part for part in (one.name, one.dose) if part) for one in taking]
    lines += [f"Allergy: {one.substance}" + (f" ({one.reaction})" if one.reaction else "") for one in told.allergies]
    for words in lines:
        made.line(words)
    if not lines:
        made.line("nothing entered", muted=True)
    made.heading("People")
    people = contacts.people_of(vault, day.client_id)
    for person in people:
        made.line(" · ".join(part for part in (person.link.role.words, person.words, person.contact.phone) if part))
    if not people:
        made.line("nobody entered", muted=True)
    for note in notes.list_notes(vault, day.client_id, day.on)[:_SOME_NOTES]:
        made.heading(f"{note.kind_words}, {day_shown(note.on, day.on)}" + ("" if note.signed_at else " · not signed"))
        made.line(_plain(notes.get_note(vault, note.id, day.on).text) or "no words yet")
    return made


def _plain(text: str) -> str:
    """A note's text without its marks for bold, italic and headings."""
    return "\n".join(line.lstrip("# ").replace("**", "") for line in text.strip().splitlines())
