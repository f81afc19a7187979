"""The record on paper: complete, in its order, the same bytes for the same input, marked while it is not signed."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from kapdesk.domain.medicine_day import EntryKind
from kapdesk.domain.record_words import sections, title_of
from kapdesk.domain.session_drawing import Words, bands_of, time_line
from kapdesk.domain.session_record import SessionRecord
from kapdesk.domain.vitals import read_vitals
from kapdesk.domain.vitals_drawing import vitals_chart
from kapdesk.usecases.medicine_day import day_entries, medicine_days, record_printing, session_record
from kapdesk.usecases.writing import note_printing
from kapdesk.usecases.writing.note_printing import Chosen
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.lived_session import at, enter_client, live_through, sign


@pytest.fixture
def client(vault: Vault) -> int:
    return enter_client(vault)


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def in_order(words: str, wanted: list[str]) -> None:
    place = 0
    for one in wanted:
        found = words.find(one, place)
        assert found >= 0, f"{one!r} is missing, or not in its order"
        place = found + len(one)


EVERYTHING = [
    "Rosa Delgado",
    "She met her grief.",
    "Record of ketamine session 1",
    "begun 9:00, ended 11:50: Fit to leave",
    "The prescriber’s order",
    "version in force when the gate closed at 9:26",
    "The gate",
    "Passed with a reason: black coffee only",
    "What was said at the gate",
    "Let the grief have its own room.",
    "Medicine as observed",
    "3 brought, 2½ taken, ½ kept",
    "within the dose of the order of May 2 (Dr. Amari): 200 mg",
    "9:38, held 12 min, spat",
    "Time line",
    "usual acute effects, 45–60 min",
    "Vitals",
    "upper, up to 140",
    "outside the limits of the order of May 2 (Dr. Amari): 150/92",
    "Every entry",
    "Spoke: moved to the psychotherapy notes",
    "Tears: quiet, own hand on chest [time set by hand, corrected 9:56]",
    "was 9:55 Tears: quiet",
    "Music change (withdrawn 9:59: pressed by mistake)",
    "Adverse events",
    "severity: mild",
    "Fit to leave",
    "Walks steadily: yes",
    "Ended: Fit to leave",
]


def test_the_signed_record_prints_complete_and_in_order(vault: Vault, client: int) -> None:
    day = live_through(vault, client)
    draft = words_of(record_printing.record_pdf(vault, day, NOW).pdf)
    assert "DRAFT: not signed" in draft
    sign(vault, day)
    printed = record_printing.record_pdf(vault, day, NOW)
    words = words_of(printed.pdf)
    signed = session_record.get_record(vault, day, NOW).signed
    assert signed is not None
    in_order(words, [*EVERYTHING, f"12:10 · SHA-256 {signed.sha256}"])
    assert "DRAFT" not in words
    assert "my brother" not in words
    assert record_printing.record_pdf(vault, day, NOW + timedelta(minutes=5)).pdf == printed.pdf


def test_the_notes_print_with_the_record(vault: Vault, client: int) -> None:
    sign(vault, live_through(vault, client))
    gathered = note_printing.gather(vault, client, Chosen(), TODAY)
    words = words_of(note_printing.lay_out(gathered).pdf)
    in_order(words, ["Notes of Rosa Delgado", *EVERYTHING[1:], "Signed by Robin Alder, PhD, LPCC"])


def test_a_booster_begins_the_band_anew(vault: Vault, client: int) -> None:
    record = session_record.get_record(vault, live_through(vault, client), NOW)
    first, second = bands_of(record.shown, record)
    assert (first.start, first.longer) == (at(9, 38), at(10, 1)), "the first ends where the booster begins"
    assert (second.start, second.shorter, second.longer) == (at(10, 1), at(10, 46), at(11, 1))


def test_drawings_say_everything_in_words_and_stay_within_their_width(vault: Vault, client: int) -> None:
    record = session_record.get_record(vault, live_through(vault, client), NOW)
    for width in (320.0, 620.0, 1200.0):
        for drawing in (time_line(record, width), vitals_chart(record, width)):
            said = [one for one in drawing.parts if isinstance(one, Words)]
            assert all(one.span[0] >= -20 for one in said)
            assert all(0 < one.y <= drawing.height for one in said)
    line, chart = time_line(record, 620.0), vitals_chart(record, 620.0)
    names = [one.words for one in line.parts if isinstance(one, Words)]
    assert {"in 9:26", "out 9:38", "booster 10:01", "adverse event 10:10"} <= set(names)
    shown = [one.words for one in chart.parts if isinstance(one, Words)]
    assert {"150 !", "92 !", "upper, up to 140", "lower, up to 90", "no limit on file"} <= set(shown)
    assert "10:06 150/92, 88, SpO₂ 97, outside the limits" in chart.words


def test_a_record_without_an_order_says_so(vault: Vault, client: int) -> None:
    record = session_record.get_record(vault, live_through(vault, client), NOW)
    bare: SessionRecord = replace(record, order=None, readings=(), entries=())
    assert title_of(bare) == "Medicine day without a session"
    order = next(one for one in sections(bare) if one.key == "order")
    assert order.remark == "No order was on file when the gate closed."
    assert time_line(bare, 400.0).words == "Nothing is entered yet."


def test_a_record_prints_however_much_happened(vault: Vault, client: int) -> None:
    day = live_through(vault, client)
    medicine_days.reopen(vault, day, at(12, 0))
    for number in range(60):
        event = EntryKind.ADVERSE_EVENT, at(10, number)
        day_entries.enter_event(vault, day, *event, at(12, 0), f"<b>event {number}</b>\n" * 9)
    odd = read_vitals("999/0 0 102 99").data
    day_entries.enter_event(vault, day, EntryKind.VITALS, at(12, 0), at(12, 0), "", odd)
    for spo2 in (102, 103):
        record = session_record.get_record(vault, day, NOW)
        only = tuple(replace(one, vitals=replace(one.vitals, spo2=spo2)) for one in record.readings)
        assert vitals_chart(replace(record, readings=only), 620).height
    drawing = time_line(record, 620)
    assert drawing.height < 400
    assert any("have no room for their names" in part.words for part in drawing.parts if isinstance(part, Words))
    words = words_of(record_printing.record_pdf(vault, day, NOW).pdf)
    assert words.count("<b>event 59</b>") >= 9
