"""A ketamine session that was lived through, for the tests of its record."""

from datetime import date, datetime

from kapdesk.domain.appointments import AppointmentKind, When
from kapdesk.domain.leaving import LIST, Driver, Judgement, Leaving
from kapdesk.domain.medicine_day import DayEnding, EntryKind
from kapdesk.domain.orders import Limits, Order
from kapdesk.domain.tablets import Dose
from kapdesk.domain.vitals import read_vitals
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.calendar.appointments import Booking
from kapdesk.usecases.medicine_day import day_entries, day_note, gate, medicine, medicine_days
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.prescribing import orders
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY


def at(hour: int, minute: int) -> datetime:
    return NOW.replace(hour=hour, minute=minute)


ENTERED = at(9, 0)


def enter_client(vault: Vault) -> int:
    """Somebody with an order, and a ketamine session booked for today; her id."""
    number = clients.create_client(vault, ClientFacts("Rosa Delgado"), ENTERED)
    order = Order(
        "Dr. Amari",
        written_on=date(2026, 5, 2),
        dose_least_mg=100,
        dose_most_mg=200,
        doses_authorised=4,
        limits=Limits(systolic_most=140, diastolic_most=90, pulse_most=100),
    )
    orders.enter_order(vault, number, order, ENTERED)
    when = When(datetime.combine(TODAY, ENTERED.time()), 180, "America/Denver")
    appointments.book(vault, Booking(AppointmentKind.KETAMINE, when, number), ENTERED)
    return number


def live_through(vault: Vault, client: int) -> int:
    """A session with everything in it: a reading outside the limits, a booster, an adverse event, all kinds of marks."""
    day = medicine_days.begin(vault, client, ENTERED)
    gate.answer(vault, day, "instructions", at(9, 2), "no", "coffee at 8")
    found = next(one for one in gate.gate(vault, day, at(9, 3)) if one.line.key == "instructions")
    gate.pass_with_reason(vault, day, found, "black coffee only", at(9, 3))
    gate.answer(vault, day, "intention", at(9, 4), words="Let the grief have its own room.")
    gate.answer(vault, day, "vitals", at(9, 20), data=read_vitals("124/78 72 98").data)
    medicine.take_in(vault, day, Dose(4, 100), 6, "R. Delgado 100 mg", at(9, 26), at(9, 26))
    event = day_entries.enter_event
    event(vault, day, EntryKind.MEDICINE_OUT, at(9, 38), at(9, 38), "", {"how": "spat"})
    spoke = event(vault, day, EntryKind.SPOKE, at(9, 44), at(9, 44), "my brother is there")
    day_entries.move_to_private(vault, spoke, at(9, 50))
    tears = event(vault, day, EntryKind.TEARS, at(9, 55), at(9, 55), "quiet")
    day_entries.correct(vault, tears, at(9, 53), "quiet, own hand on chest", at(9, 56))
    music = event(vault, day, EntryKind.MUSIC, at(9, 58), at(9, 58))
    day_entries.withdraw(vault, music, "pressed by mistake", at(9, 59))
    medicine.boost(vault, day, Dose(1, 100), at(10, 1), at(10, 1))
    event(vault, day, EntryKind.VITALS, at(10, 6), at(10, 6), "", read_vitals("150/92 88 97").data)
    event(
        vault,
        day,
        EntryKind.ADVERSE_EVENT,
        at(10, 10),
        at(10, 10),
        "vomiting",
        {"severity": "mild", "outcome": "settled"},
    )
    given = {"act": "given", "who": "therapist", "where": "hand on shoulder", "asked_by": "the client"}
    event(vault, day, EntryKind.TOUCH, at(10, 12), at(10, 12), "", given)
    event(vault, day, EntryKind.VITALS, at(11, 30), at(11, 30), "", read_vitals("126/80 76 98").data)
    fit = Leaving(
        Judgement.FIT, dict.fromkeys(LIST, "yes"), driver=Driver.HERE, released_to="Luis Delgado", left_at=at(11, 50)
    )
    event(vault, day, EntryKind.FIT_TO_LEAVE, at(11, 50), at(11, 50), "", fit.data)
    medicine_days.end(vault, day, DayEnding.LEFT, "", at(11, 50))
    return day


def sign(vault: Vault, day: int) -> int:
    """Write the note of the day and sign it; its id."""
    _, note = day_note.note_of_day(vault, day, at(12, 0))
    notes.save_draft(vault, note, "She met her grief.", at(12, 5))
    notes.sign_note(vault, note, at(12, 10))
    return note
