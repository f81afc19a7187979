"""The record of a ketamine session: the same before and after signing, and never changed by anything after it."""

import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image
from sqlalchemy import text

from kapdesk.domain.entry_words import whole_words
from kapdesk.domain.medicine_day import DayEnding, EntryKind
from kapdesk.domain.medicine_observed import observed, observed_lines
from kapdesk.domain.orders import Order
from kapdesk.domain.session_record import SessionRecord
from kapdesk.domain.tablets import Dose
from kapdesk.errors import BadInput, RecordSigned
from kapdesk.usecases.calendar import holding
from kapdesk.usecases.house import attachments
from kapdesk.usecases.medicine_day import (
    day_entries,
    day_note,
    day_scans,
    gate,
    medicine,
    medicine_days,
    session_record,
)
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.prescribing import orders
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.lived_session import ENTERED, at, enter_client, live_through, sign


@pytest.fixture
def client(vault: Vault) -> int:
    return enter_client(vault)


def unsigned(record: SessionRecord) -> SessionRecord:
    return replace(record, signed=None, scans=tuple(replace(one, id=0) for one in record.scans))


def test_the_note_begins_with_the_times_of_the_day(vault: Vault, client: int) -> None:
    day = live_through(vault, client)
    owner, note = day_note.note_of_day(vault, day, at(12, 0))
    assert (owner, day_note.note_of_day(vault, day, at(12, 1))) == (client, (client, note)), "one note, however often"
    facts = notes.get_note(vault, note, TODAY).facts
    assert (facts.started_at, facts.stopped_at) == (at(9, 0), at(11, 50))
    assert facts.place == "12 Juniper Street"
    assert holding.open_note(vault, 1, at(12, 2)) == (client, note)


def test_signing_freezes_the_record_as_it_was_seen(vault: Vault, client: int) -> None:
    day = live_through(vault, client)
    before = session_record.get_record(vault, day, NOW)
    assert before.signed is None
    note = sign(vault, day)
    after = session_record.get_record(vault, day, NOW)
    assert after.signed is not None
    assert after.signed.by == "Robin Alder, PhD, LPCC"
    assert unsigned(after) == unsigned(before)
    assert session_record.record_of_note(vault, note, NOW) == after
    with vault.read() as db:
        frozen = json.loads(db.execute(text("SELECT body FROM signed_record")).scalar_one())
    assert (frozen["format"], frozen["medicine_day"]["order"]["prescriber"]) == (3, "Dr. Amari")
    assert "my brother" not in json.dumps(frozen), "what was moved to the psychotherapy notes is not in the chart"


def test_the_record_holds_everything_in_order(vault: Vault, client: int) -> None:
    record = session_record.get_record(vault, live_through(vault, client), NOW)
    assert [whole_words(one, record.shown) for one in record.shown] == [
        "Medicine in: 2 × 100 mg, taken by the client (3 brought)",
        "Medicine out, spat, after 12 min",
        "Spoke: moved to the psychotherapy notes",
        "Tears: quiet, own hand on chest",
        "Music change (withdrawn 9:59: pressed by mistake)",
        "Booster: ½ × 100 mg, taken by the client, not on the order",
        "Vitals 150/92, 88, SpO₂ 97",
        "Adverse event: vomiting; severity: mild; outcome: settled",
        "Touch given: hand on shoulder, by therapist, asked by the client",
        "Vitals 126/80, 76, SpO₂ 98",
        "Fit to leave: released to Luis Delgado; driver: here, and able to drive; left 11:50",
    ]
    assert [(one.vitals.words, one.outside) for one in record.readings] == [
        ("124/78, 72, SpO₂ 98", False),
        ("150/92, 88, SpO₂ 97", True),
        ("126/80, 76, SpO₂ 98", False),
    ]
    seen = dict(observed_lines(observed(record.shown), record.compared_dose))
    assert seen["Tablets"] == "3 brought, 2½ taken, ½ kept"
    assert seen["Dose"] == "within the dose of the order of May 2 (Dr. Amari): 200 mg, ordered 100 to 200 mg"
    assert (seen["Out"], seen["In all"]) == ("9:38, held 12 min, spat", "250 mg, with the booster")
    passed = next(one for one in record.gate if one.line.key == "instructions")
    assert passed.passed_by == "Passed with a reason: black coffee only"


def test_an_open_day_keeps_its_note_from_being_signed(vault: Vault, client: int) -> None:
    day = medicine_days.begin(vault, client, ENTERED)
    with pytest.raises(BadInput, match="No session was held"):
        day_note.note_of_day(vault, day, at(9, 1))
    medicine.take_in(vault, day, Dose(4, 100), 4, "", at(9, 26), at(9, 26))
    _, note = day_note.note_of_day(vault, day, at(9, 40))
    notes.save_draft(vault, note, "So far.", at(9, 41))
    with pytest.raises(BadInput, match="still open"):
        notes.sign_note(vault, note, at(9, 42))
    other = clients.create_client(vault, ClientFacts("Iris Holt"), ENTERED)
    with pytest.raises(BadInput, match="does not move"):
        notes.move_draft(vault, note, other, at(9, 43))


def test_nothing_changes_the_record_once_it_is_signed(vault: Vault, client: int) -> None:
    day = live_through(vault, client)
    note = sign(vault, day)
    record = session_record.get_record(vault, day, NOW)
    entry = record.entries[3].id
    line = record.gate[0]
    acts: list[Callable[[], object]] = [
        lambda: medicine_days.reopen(vault, day, NOW),
        lambda: medicine_days.end(vault, day, DayEnding.AGAINST_ADVICE, "x", NOW),
        lambda: day_entries.enter_event(vault, day, EntryKind.TEARS, NOW, NOW),
        lambda: day_entries.complete(vault, entry, "x", NOW),
        lambda: day_entries.correct(vault, entry, at(9, 0), "x", NOW),
        lambda: day_entries.withdraw(vault, entry, "x", NOW),
        lambda: day_entries.move_to_private(vault, entry, NOW),
        lambda: day_entries.write_private(vault, day, "x", NOW),
        lambda: day_entries.keep_line(vault, day, None),
        lambda: medicine.take_in(vault, day, Dose(2, 100), 2, "", NOW, NOW),
        lambda: medicine.boost(vault, day, Dose(2, 100), NOW, NOW),
        lambda: medicine.not_taken(vault, day, "x", NOW, NOW),
        lambda: medicine.withdraw_medicine(vault, record.entries[0].id, "x", NOW),
        lambda: gate.answer(vault, day, "risk", NOW, "none"),
        lambda: gate.leave_for_later(vault, day, line.line.key, "x", None, NOW),
        lambda: day_scans.add_scan(vault, day, "sheet.png", picture("red"), NOW),
        lambda: notes.save_draft(vault, note, "x", NOW),
    ]
    for act in acts:
        with pytest.raises(RecordSigned):
            act()
    orders.enter_version(vault, 1, replace(record.order or Order(), dose_most_mg=150, id=0), "lower", NOW)
    notes.add_addendum(vault, note, "forgot", "She called at night.", NOW)
    assert session_record.get_record(vault, day, NOW) == record


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(out, "PNG")
    return out.getvalue()


def test_scans_of_the_sheet_are_kept_once_and_proved_by_the_record(vault: Vault, client: int) -> None:
    day = live_through(vault, client)
    day_scans.add_scan(vault, day, "page 1.png", picture("white"), NOW)
    undo = day_scans.remove_scan(vault, day_scans.list_scans(vault, day)[0].id, NOW)
    assert day_scans.list_scans(vault, day) == []
    undo.take_back(vault, NOW)
    orders.add_scan(vault, 1, "order.png", picture("white"), NOW)
    orders.remove_scan(vault, client, 1, NOW)
    assert day_scans.open_scan(vault, day_scans.list_scans(vault, day)[0].id, NOW) == picture("white"), (
        "the day holds it still"
    )
    with vault.read() as db:
        assert attachments.check_files(db) == 1
    sign(vault, day)
    record = session_record.get_record(vault, day, NOW)
    assert [one.name for one in record.scans] == ["page 1.png"]
    with pytest.raises(RecordSigned):
        day_scans.remove_scan(vault, day_scans.list_scans(vault, day)[0].id, NOW)


def test_the_list_says_of_each_day_what_matters(vault: Vault, client: int) -> None:
    day = live_through(vault, client)
    row = session_record.list_days(vault, client, NOW)[0]
    assert (row.id, row.number, row.dose) == (day, 1, "2 × 100 mg + 1 booster")
    assert (row.times, row.state) == ("in 9:26, out 9:38, ended 11:50", "Ended, not signed")
    assert row.vitals == "124/78, 72, SpO₂ 98 → 126/80, 76, SpO₂ 98"
    sign(vault, day)
    assert session_record.list_days(vault, client, NOW)[0].state == "Signed"
