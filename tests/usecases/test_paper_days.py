"""Paper stands by: the blank record prints, and a day that was kept on paper is entered, marked as such."""

from datetime import date, time, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from kapdesk.domain.medicine_day import DayEnding, EntryKind
from kapdesk.domain.record_words import head_lines, sections
from kapdesk.errors import BadInput
from kapdesk.printing.blank_day import BlankFacts, blank_day
from kapdesk.usecases.course import courses
from kapdesk.usecases.house import history
from kapdesk.usecases.medicine_day import day_note, medicine_days, paper_days, record_printing, session_record
from kapdesk.usecases.medicine_day.paper_days import PaperLine
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.lived_session import at, enter_client, live_through

YESTERDAY = TODAY - timedelta(days=1)
SHEET = (
    PaperLine(EntryKind.VITALS, time(9, 12), "122/76 70 98"),
    PaperLine(EntryKind.MEDICINE_IN, time(9, 20), "calm", "2", "100", "2.5", "R. Delgado"),
    PaperLine(EntryKind.MEDICINE_OUT, time(9, 32), out="spat"),
    PaperLine(EntryKind.TEARS, time(9, 50), "quiet"),
    PaperLine(EntryKind.VITALS, time(10, 0), "refused"),
    PaperLine(EntryKind.FIT_TO_LEAVE, time(11, 40), "steady, released to Luis"),
)


@pytest.fixture
def client(vault: Vault) -> int:
    return enter_client(vault)


def enter_sheet(vault: Vault, client: int) -> int:
    day = paper_days.begin(vault, client, YESTERDAY, time(9), NOW)
    for line in SHEET:
        paper_days.enter_line(vault, day, line, NOW)
    return day


def test_a_day_from_paper_has_its_own_times_and_says_where_it_is_from(vault: Vault, client: int) -> None:
    day = enter_sheet(vault, client)
    assert paper_days.begin(vault, client, YESTERDAY, time(9), NOW) == day, "taken up again"
    paper_days.end(vault, day, DayEnding.LEFT, "", time(11, 45), NOW)
    record = session_record.get_record(vault, day, NOW)
    yesterday = NOW - timedelta(days=1)
    assert (record.begun_at, record.ended_at) == (
        yesterday.replace(hour=9, minute=0),
        yesterday.replace(hour=11, minute=45),
    )
    assert head_lines(record)[1].startswith("Entered from paper")
    entries = next(one for one in sections(record) if one.key == "entries")
    assert [row.cells[1].count("[from paper]") for row in entries.rows] == [1] * len(SHEET)
    assert entries.rows[1].cells[1] == "Medicine in: 2 × 100 mg, taken by the client (2½ brought); calm [from paper]"
    assert [(row.on, row.medicine) for row in courses.list_sessions(vault, client)] == [(YESTERDAY, "taken")]
    _, note = day_note.note_of_day(vault, day, NOW)
    notes.save_draft(vault, note, "From the sheet.", NOW)
    notes.sign_note(vault, note, NOW)
    words = " ".join(
        page.extract_text() for page in PdfReader(BytesIO(record_printing.record_pdf(vault, day, NOW).pdf)).pages
    )
    assert "Entered from paper" in words
    with pytest.raises(BadInput, match="signed already"):
        paper_days.begin(vault, client, YESTERDAY, time(9), NOW)


def test_what_the_sheet_cannot_say_is_asked_at_its_field(vault: Vault, client: int) -> None:
    day = enter_sheet(vault, client)
    wrong: tuple[tuple[PaperLine, str], ...] = (
        (PaperLine(EntryKind.TEARS, None), "time"),
        (PaperLine(EntryKind.TEARS, time(8, 30)), "time"),
        (PaperLine(EntryKind.VITALS, time(9, 40), "a lot"), "words"),
        (PaperLine(EntryKind.OBSERVATION, time(9, 40)), "words"),
        (PaperLine(EntryKind.BOOSTER, time(9, 40), taken="many"), "taken"),
        (PaperLine(EntryKind.BOOSTER, time(9, 40), taken="1", strength="a"), "strength"),
    )
    for line, field in wrong:
        with pytest.raises(BadInput) as problem:
            paper_days.enter_line(vault, day, line, NOW)
        assert problem.value.field == field
    assert len(medicine_days.get_day(vault, day, NOW).entries) == len(SHEET), "nothing was kept"
    for ending, words, when, field in (
        (DayEnding.OPEN, "", time(12), "ending"),
        (DayEnding.POSTPONED, "late", time(12), "ending"),
        (DayEnding.LEFT, "", None, "ended"),
    ):
        with pytest.raises(BadInput) as problem:
            paper_days.end(vault, day, ending, words, when, NOW)
        assert problem.value.field == field


def test_a_day_begins_on_paper_only_when_it_has_come_and_is_not_on_the_screen(vault: Vault, client: int) -> None:
    for on, begun, field in (
        (TODAY, None, "begun"),
        (TODAY, time(23), "begun"),
        (TODAY + timedelta(days=1), time(9), "begun"),
    ):
        with pytest.raises(BadInput) as problem:
            paper_days.begin(vault, client, on, begun, NOW)
        assert problem.value.field == field
    medicine_days.begin(vault, client, at(9, 0))
    with pytest.raises(BadInput, match="on the screen"):
        paper_days.begin(vault, client, TODAY, time(9), NOW)


def test_a_night_after_a_late_beginning_is_the_next_day(vault: Vault, client: int) -> None:
    day = paper_days.begin(vault, client, YESTERDAY, time(20), NOW)
    paper_days.enter_line(vault, day, PaperLine(EntryKind.TEARS, time(0, 10)), NOW)
    assert medicine_days.get_day(vault, day, NOW).entries[0].at.date() == TODAY


def test_the_blank_record_is_two_pages_with_what_the_chart_knows(vault: Vault, client: int) -> None:
    printed = paper_days.blank_pdf(vault, client, TODAY)
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(printed.pdf)).pages).split())
    for one in (
        "Rosa Delgado",
        "Emergency: 911",
        "12 Juniper Street",
        "The order of May 2 (Dr. Amari): 100 to 200 mg; blood pressure up to 140/90, pulse up to 100",
        "Mood, thoughts of death or of harm to self or others?",
        "Medicine as observed (taken by the client)",
        "Vitals: before",
        "Touch: narrowed in session, never widened",
        "Adverse event",
        "A responsible adult is here",
        "Signature",
    ):
        assert one in words
    assert (printed.pages, printed.unprintable) == (2, ())
    assert paper_days.blank_pdf(vault, client, TODAY).pdf == printed.pdf
    assert paper_days.blank_pdf(vault, None, TODAY).pages == 2
    facts = BlankFacts(
        "Practice", "Client", room="An address that is so long that it takes another line of the frame, " * 2
    )
    assert [blank_day(facts, page, date(2026, 6, 9)).pages for page in ("letter", "a4")] == [2, 2]
    paper_days.enter_blank(vault, client, "printed", NOW)
    assert "Blank record of a medicine day printed" in [row.words for row in history.client_history(vault, client)]


def test_a_lived_day_is_not_from_paper(vault: Vault, client: int) -> None:
    record = session_record.get_record(vault, live_through(vault, client), NOW)
    assert not record.from_paper
    assert len(head_lines(record)) == 2
