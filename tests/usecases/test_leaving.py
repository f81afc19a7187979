"""Fit to leave: each look stays in the record, the one that ends the session ends its day, nothing is computed."""

# ruff: noqa: F811  # fixtures of another module are parameters here

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from kapdesk.domain.appointments import AppointmentKind, When
from kapdesk.domain.entry_words import entry_words
from kapdesk.domain.leaving import LIST, Driver, Judgement, Leaving, Path, leaving_of, next_look
from kapdesk.domain.medicine_day import DayEnding, EntryKind, OpenLine, of_kind, standing
from kapdesk.domain.tablets import Dose
from kapdesk.domain.vitals import read_vitals
from kapdesk.errors import BadInput
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.calendar.appointments import Booking
from kapdesk.usecases.course import protocol
from kapdesk.usecases.desk import tasks
from kapdesk.usecases.medicine_day import day_entries, gate, leaving, medicine, medicine_days, session_record
from kapdesk.usecases.paper import papers
from kapdesk.usecases.writing import notes
from kapdesk.usecases.writing.notes import NoteKind
from kapdesk.vault.database import Vault
from tests.conftest import TODAY
from tests.usecases.test_medicine_day import at, client, day  # noqa: F401  # fixtures

ALL_YES = dict.fromkeys(LIST, "yes")


@pytest.fixture
def session(vault: Vault, day: int) -> int:
    """Medicine at 9:26, three tablets brought and two taken, a reading before and one at 11:05."""
    gate.answer(vault, day, "vitals", at(9, 20), data=read_vitals("124/78 72 98").data)
    medicine.take_in(vault, day, Dose(4, 100), 6, "", at(9, 26), at(9, 26))
    data = read_vitals("142/80 80").data
    day_entries.enter_event(vault, day, EntryKind.VITALS, at(11, 5), at(11, 5), "", data)
    return day


def fit(**values: Any) -> Leaving:
    """Fit, with everything said."""
    known: dict[str, Any] = {
        "judgement": Judgement.FIT,
        "answers": ALL_YES,
        "driver": Driver.HERE,
        "released_to": "Luis",
        "phone": "505-555-0142",
        "left_at": at(12, 0),
    }
    return Leaving(**known | values)


def look(vault: Vault, day_id: int, one: Leaving, hour: int = 12, minute: int = 0) -> int:
    return leaving.look(vault, day_id, one, at(hour, minute))


def test_what_is_put_before_the_clinicians_eyes(vault: Vault, session: int) -> None:
    kept = protocol.get_protocol(vault)
    protocol.save_protocol(vault, kept.__class__(**vars(kept) | {"minimum_stay_minutes": 120}), at(9, 0))
    day_entries.enter_event(vault, session, EntryKind.ADVERSE_EVENT, at(10, 0), at(10, 0))
    view = leaving.leaving_view(vault, session, at(11, 10))
    assert view.start is not None
    assert view.last is not None
    assert (view.start.at, view.start.words) == (at(9, 20), "124/78, 72, SpO₂ 98")
    assert (view.last.at, [one.state for one in view.last.compared]) == (at(11, 5), ["outside", "within"])
    assert view.limits == "blood pressure up to 140/90, pulse up to 100"
    assert (view.readings_since, view.tablets) == (1, 2)
    assert view.stay == "The practice asks 120 min after the last medicine: until 11:26"
    assert not view.stay_over
    assert view.missing == (
        "The form of the adverse event of 10:00 is not filled.",
        "No ride home is in the chart.",
    )
    medicine.boost(vault, session, Dose(1, 100), at(11, 20), at(11, 20))
    view = leaving.leaving_view(vault, session, at(13, 20))
    assert (view.tablets, view.stay_over, view.last_medicine) == (1, True, at(11, 20))
    look(vault, session, Leaving(), 13, 20)
    leaving.look(vault, session, Leaving(), at(13, 21), "kept by the client")
    left = of_kind(standing(medicine_days.get_day(vault, session, at(13, 22)).entries), EntryKind.TABLETS_LEFT)
    assert [entry_words(one) for one in left] == ["Tablets left behind: ½ × 100 mg; kept by the client"]
    assert leaving.leaving_view(vault, session, at(13, 22)).tablets == 0


def test_a_refused_reading_does_not_hide_what_was_outside_before(vault: Vault, session: int) -> None:
    for minute, typed in ((20, "refused"), (25, "p72")):
        data = read_vitals(typed).data
        day_entries.enter_event(vault, session, EntryKind.VITALS, at(11, minute), at(11, minute), data=data)
        view = leaving.leaving_view(vault, session, at(11, 30))
        assert view.last is not None
        if typed == "refused":
            assert (view.last.at, view.last.compared[0].state) == (at(11, 5), "outside")
            assert view.missing[0] == "Vitals at 11:20: refused. The last reading is of 11:05."
        else:
            assert view.last.at == at(11, 25)
            assert view.missing[0].endswith("up to 140/90 (at 11:05), not measured since.")


def test_looks_that_do_not_end_stay_in_the_record_and_the_day_stays_open(vault: Vault, session: int) -> None:
    day_entries.keep_line(vault, session, OpenLine("fit", "{}", at(11, 0)))
    look(vault, session, Leaving(answers={"oriented": "yes", "steady": "no"}, words="unsteady"), 11, 6)
    wait = Leaving(Judgement.NOT_FIT, path=Path.WAIT, again_minutes=20)
    look(vault, session, wait, 11, 10)
    found = medicine_days.get_day(vault, session, at(11, 11))
    shown = standing(found.entries)
    looks = of_kind(shown, EntryKind.FIT_TO_LEAVE)
    assert [leaving_of(one.data, one.words).judgement for one in looks] == [Judgement.NOT_YET, Judgement.NOT_FIT]
    assert [entry_words(one) for one in looks] == [
        "Fit to leave, not yet: unsteady; no: walks steadily",
        "Not fit to leave: Wait, and look again; looked at again in 20 min",
    ]
    assert next_look(shown) == at(11, 30)
    assert (found.line, found.ending, found.ended_at) == (None, DayEnding.OPEN, None)


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        (fit(answers=ALL_YES | {"nausea": "no"}), "words", "Not everything on the list is yes"),
        (fit(released_to=" "), "released_to", "to whom"),
        (fit(driver=Driver.ABSENT), "words", "Nobody able to drive"),
        (fit(driver=Driver.NOT_ABLE), "words", "how the client gets home"),
        (fit(left_at=None), "left_at", "the time at which"),
        (fit(left_at=at(12, 30)), "left_at", "still to come"),
        (fit(left_at=at(9, 0)), "left_at", "before the last medicine, at 09:26"),
        (Leaving(Judgement.NOT_FIT), "path", "Say what is done"),
        (Leaving(Judgement.NOT_FIT, path=Path.WAIT), "again_minutes", "how many minutes"),
        (Leaving(Judgement.NOT_FIT, path=Path.PRESCRIBER, words="wait"), "reached", "who was reached"),
        (Leaving(Judgement.NOT_FIT, path=Path.PRESCRIBER, reached="Dr. Amari"), "words", "what was said"),
        (Leaving(Judgement.NOT_FIT, path=Path.EMERGENCY, left_at=at(11, 59)), "released_to", "was handed"),
        (Leaving(Judgement.AGAINST_ADVICE, left_at=at(11, 59)), "words", "what was said and done"),
    ],
)
def test_what_is_left_out_is_asked_and_nothing_is_kept(
    vault: Vault, session: int, wrong: Leaving, field: str, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence) as told:
        look(vault, session, wrong)
    assert told.value.field == field
    assert not leaving.leaving_view(vault, session, at(12, 0)).looks


@pytest.mark.parametrize(
    ("one", "ending"),
    [
        (fit(), DayEnding.LEFT),
        (fit(driver=Driver.ABSENT, words="her sister drives, fetched by 12"), DayEnding.LEFT),
        (Leaving(Judgement.AGAINST_ADVICE, words="asked to stay, told the risks", left_at=at(12, 0)), DayEnding.AGAINST_ADVICE),
        (Leaving(Judgement.NOT_FIT, path=Path.EMERGENCY, released_to="crew 4", left_at=at(12, 0)), DayEnding.EMERGENCY),
    ],
)  # fmt: skip
def test_the_look_that_ends_the_session_ends_its_day(
    vault: Vault, session: int, one: Leaving, ending: DayEnding
) -> None:
    look(vault, session, Leaving(Judgement.NOT_FIT, path=Path.EMERGENCY), 11, 40)
    assert medicine_days.get_day(vault, session, at(11, 41)).ended_at is None, "911 is called, the client is here"
    look(vault, session, one)
    found = medicine_days.get_day(vault, session, at(12, 1))
    assert (found.ending, found.ended_at) == (ending, at(12, 0))
    assert leaving_of(standing(found.entries)[-1].data, one.words) == one
    with pytest.raises(BadInput, match="corrected, withdrawn or moved, not added"):
        look(vault, session, Leaving(), 12, 2)


def test_a_minimum_stay_is_passed_with_words_only(vault: Vault, session: int) -> None:
    kept = protocol.get_protocol(vault)
    protocol.save_protocol(vault, kept.__class__(**vars(kept) | {"minimum_stay_minutes": 180}), at(9, 0))
    with pytest.raises(BadInput, match="runs until 12:26"):
        look(vault, session, fit())
    look(vault, session, fit(words="awake and steady for an hour"))


def test_without_medicine_half_of_it_is_not_asked(vault: Vault, day: int) -> None:
    medicine.not_taken(vault, day, "pressure too high", at(9, 30), at(9, 30))
    view = leaving.leaving_view(vault, day, at(10, 0))
    assert (view.medicine, view.stay, view.tablets) == (False, "", 0)
    answers = {"oriented": "yes", "mood": "yes", "safety": "yes"}
    look(vault, day, Leaving(Judgement.FIT, answers, left_at=at(10, 20), without_medicine=True), 10, 20)
    assert medicine_days.get_day(vault, day, at(10, 21)).ending is DayEnding.LEFT


def test_what_comes_after_is_ticked_once_it_is_done(vault: Vault, session: int, client: int) -> None:
    look(vault, session, fit())
    before = leaving.afterwards(vault, session, at(12, 1))
    assert (before.paper, before.note_id, before.integration, before.call, before.letter) == (False, None, None, False, False)  # fmt: skip
    printed = papers.print_paper(vault, leaving.AFTERWARDS, "letter", TODAY, client)
    papers.hand_to_client(vault, printed, client, "printed", at(12, 2))
    note = notes.start_note(vault, client, NoteKind.KETAMINE, TODAY, at(12, 3), before.day.session_id, "words")
    when = When(datetime.combine(TODAY + timedelta(days=2), time(10)), 50, "America/Denver")
    appointments.book(vault, Booking(AppointmentKind.INTEGRATION, when, client), at(12, 4))
    tasks.add_task(vault, "Call", at(12, 5), TODAY + timedelta(days=1), client)
    found = leaving.afterwards(vault, session, at(12, 6))
    assert (found.paper, found.note_id, found.note_signed, found.call) == (True, note, False, True)
    assert found.integration == when.at
    assert leaving.leaving_view(vault, session, at(12, 6)).instructions.endswith("handed out at 12:02")


def test_a_session_left_open_overnight_ended_when_the_client_left(vault: Vault, session: int) -> None:
    leaving.look(vault, session, fit(), at(12, 0) + timedelta(days=1))
    assert medicine_days.get_day(vault, session, at(12, 0) + timedelta(days=1)).ended_at == fit().left_at


def test_the_minimum_stay_is_kept_as_it_was_when_leaving_was_looked_at(vault: Vault, day: int) -> None:
    usual = protocol.get_protocol(vault)
    protocol.save_protocol(vault, replace(usual, minimum_stay_minutes=90), at(9, 0))
    medicine.take_in(vault, day, Dose(4, 100), 4, "", at(9, 26), at(9, 26))
    leaving.look(vault, day, Leaving(Judgement.NOT_YET, words="sways"), at(11, 0))
    protocol.save_protocol(vault, replace(usual, minimum_stay_minutes=30), at(11, 30))
    assert session_record.get_record(vault, day, at(11, 31)).figures.minimum_stay_minutes == 90
