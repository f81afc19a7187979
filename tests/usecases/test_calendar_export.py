"""The calendar as .ics, read back by another library's reader: times are right, and nothing of anybody is in it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from kapdesk.domain.appointments import AppointmentKind, When
from kapdesk.errors import BadInput
from kapdesk.usecases.calendar import appointments, calendar_export
from kapdesk.usecases.calendar.appointments import Booking
from kapdesk.usecases.calendar.calendar_export import Shown
from kapdesk.usecases.house import history
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY

ZONE = "America/Denver"
HOSTILE = ("Zoë; DROP,\nTABLE 😀", "BEGIN:VEVENT\r\nSUMMARY:Secret Name", "\\;,:\" 'quoted' 👩🏽‍⚕️ Last")


def wall(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """What the clock on the wall shows."""
    return datetime.combine(date(year, month, day), time(hour, minute))


def book(vault: Vault, starts: datetime, client: int | None = None, words: str = "", second: bool = False) -> int:
    kind = AppointmentKind.KETAMINE if client else AppointmentKind.UNAVAILABLE
    return appointments.book(vault, Booking(kind, When(starts, 90, ZONE, second), client, words), NOW).ids[0]


def read(vault: Vault, shown: Shown, first: date = TODAY, last: date = TODAY) -> list[dict[str, object]]:
    data, number = calendar_export.calendar_ics(vault, first, last, shown, NOW)
    events = Calendar.from_ical(data).walk("VEVENT")
    assert len(events) == number
    return [
        {
            "uid": str(event["uid"]),
            "summary": str(event["summary"]),
            "start": event.decoded("dtstart"),
            "end": event.decoded("dtend"),
            "keys": sorted(event.keys()),
        }
        for event in events
    ]


def test_hostile_names_and_words_never_appear(vault: Vault) -> None:
    for number, name in enumerate(HOSTILE):
        client = clients.create_client(vault, ClientFacts(name), NOW)
        book(vault, wall(2026, 6, 9, 9 + 2 * number), client, "of the ketamine dose; secret, \n words")
    book(vault, wall(2026, 6, 9, 18), None, "dentist")
    for shown, summaries in ((Shown.BUSY, ["busy"] * 4), (Shown.INITIALS, ["Z. T.", "B. N.", "L.", "busy"])):
        data, _ = calendar_export.calendar_ics(vault, TODAY, TODAY, shown, NOW)
        text = data.decode().lower()
        for never in ("zoë", "drop", "secret", "name", "ketamine", "words", "dentist", "unavailable", "quoted", "😀"):
            assert never not in text, never
        found = read(vault, shown)
        assert [one["summary"] for one in found] == summaries
        assert all(
            set(one["keys"]) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP"} for one in found
        )  # type: ignore[call-overload]  # a list


def test_the_same_appointment_is_known_again(vault: Vault) -> None:
    client = clients.create_client(vault, ClientFacts("Ada Quill"), NOW)
    number = book(vault, wall(2026, 6, 9, 9), client)
    before = read(vault, Shown.INITIALS)[0]
    moved = Booking(AppointmentKind.KETAMINE, When(wall(2026, 6, 9, 11), 90, ZONE), client)
    appointments.change(vault, number, moved, NOW)
    after = read(vault, Shown.BUSY)[0]
    assert before["uid"] == after["uid"]
    assert (before["summary"], before["start"]) == ("A. Q.", datetime(2026, 6, 9, 15, tzinfo=UTC))
    assert after["start"] == datetime(2026, 6, 9, 17, tzinfo=UTC)


def test_times_are_right_on_both_days_on_which_clocks_change(vault: Vault) -> None:
    client = clients.create_client(vault, ClientFacts("Ada Quill"), NOW)
    zone = ZoneInfo(ZONE)
    wanted = [
        (wall(2026, 3, 8, 1), False, datetime(2026, 3, 8, 8, tzinfo=UTC)),  # clocks go forward at 2
        (wall(2026, 3, 8, 9), False, datetime(2026, 3, 8, 15, tzinfo=UTC)),
        (wall(2026, 11, 1, 1), False, datetime(2026, 11, 1, 7, tzinfo=UTC)),  # the first 1:00
        (wall(2026, 11, 1, 1), True, datetime(2026, 11, 1, 8, tzinfo=UTC)),  # the second
        (wall(2026, 11, 1, 9), False, datetime(2026, 11, 1, 16, tzinfo=UTC)),
    ]
    for starts, second, _ in wanted:
        book(vault, starts, client, second=second)
    found = read(vault, Shown.BUSY, date(2026, 3, 8), date(2026, 11, 1))
    assert [one["start"] for one in found] == [utc for _, _, utc in wanted]
    assert all(one["end"] - one["start"] == timedelta(minutes=90) for one in found)  # type: ignore[operator]  # times
    assert found[0]["end"].astimezone(zone).hour == 3  # type: ignore[attr-defined]  # a time


def test_what_was_cancelled_is_left_out_and_nothing_makes_no_file(vault: Vault, sample: Vault) -> None:
    rows = appointments.list_between(sample, TODAY - timedelta(days=60), TODAY + timedelta(days=60), ZONE)
    taken = [row for row in rows if row.status.takes_time]
    assert len(taken) < len(rows)
    span = (TODAY - timedelta(days=60), TODAY + timedelta(days=60))
    assert len(read(sample, Shown.INITIALS, *span)) == len(taken)
    for first, last, said in (
        (TODAY, TODAY, "no appointment"),
        (TODAY, TODAY - timedelta(days=1), "before the first"),
        (TODAY, TODAY + timedelta(days=800), "two years"),
    ):
        with pytest.raises(BadInput, match=said):
            calendar_export.calendar_ics(vault, first, last, Shown.BUSY, NOW)


def test_it_is_entered(vault: Vault) -> None:
    calendar_export.enter_exported(vault, TODAY, TODAY + timedelta(days=27), Shown.INITIALS, 1, NOW)
    assert history.practice_history(vault)[0].words == (
        "Calendar written to a file: June 9, 2026 to July 6, 2026, initials, 1 appointment"
    )
