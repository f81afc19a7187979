"""Times as the wall clock shows them: both change days, a change of the zone's rules, overlaps, series, initials."""

import struct
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapdesk.domain import appointments
from kapdesk.domain.appointments import (
    AppointmentKind,
    When,
    WorkingHours,
    check_has_come,
    check_when,
    first_free,
    initials_of,
    is_shown_twice,
    length_of,
)
from kapdesk.domain.protocol import FOUNDING, Protocol
from kapdesk.domain.series import Repeat, Rhythm, occurrences
from kapdesk.errors import BadInput

DENVER, BERLIN = "America/Denver", "Europe/Berlin"
ZONES = st.sampled_from([DENVER, BERLIN, "Australia/Lord_Howe", "Asia/Kathmandu", "UTC", "America/Phoenix"])
TIMES = st.builds(
    When,
    st.datetimes(datetime.fromisoformat("2025-01-01"), datetime.fromisoformat("2028-01-01")).map(
        lambda at: at.replace(second=0, microsecond=0)
    ),
    st.integers(1, 600),
    ZONES,
    st.booleans(),
)


def when(text: str, minutes: int = 60, zone: str = DENVER, second: bool = False) -> When:
    return When(datetime.fromisoformat(text), minutes, zone, second)


@pytest.mark.parametrize(
    ("text", "zone", "instead"),
    [("2026-03-08T02:30", DENVER, "3:30"), ("2026-03-29T02:15", BERLIN, "3:15")],
)
def test_a_time_that_clocks_skip_is_refused_with_one_that_is_there(text: str, zone: str, instead: str) -> None:
    with pytest.raises(BadInput, match=f"There is no 2:.* clocks go forward then. Choose {instead} or another"):
        check_when(when(text, zone=zone))
    check_when(when(text.replace("T02", "T03"), zone=zone))


@pytest.mark.parametrize(("text", "zone"), [("2026-11-01T01:30", DENVER), ("2026-10-25T02:30", BERLIN)])
def test_a_time_shown_twice_is_known_and_the_second_is_an_hour_later(text: str, zone: str) -> None:
    first, second = when(text, zone=zone), when(text, zone=zone, second=True)
    assert is_shown_twice(first)
    assert is_shown_twice(second)
    assert second.at.astimezone(UTC) - first.at.astimezone(UTC) == timedelta(hours=1)
    assert not first.overlaps(second)
    assert not is_shown_twice(when(text.replace(":30", ":00").replace("T0", "T1"), zone=zone))
    for one in (first, second):
        check_when(one)


def test_a_skipped_time_is_not_shown_twice() -> None:
    assert not is_shown_twice(when("2026-03-08T02:30"))


@pytest.mark.parametrize(
    ("text", "zone", "ends"),
    [
        ("2026-03-08T01:30", DENVER, "2026-03-08T04:30"),
        ("2026-11-01T00:30", DENVER, "2026-11-01T01:30"),
        ("2026-03-29T01:30", BERLIN, "2026-03-29T04:30"),
        ("2026-10-25T01:30", BERLIN, "2026-10-25T02:30"),
    ],
)
def test_an_end_across_a_change_is_as_many_real_minutes_later(text: str, zone: str, ends: str) -> None:
    one = when(text, 120, zone)
    assert one.ends == datetime.fromisoformat(ends)
    assert one.until.astimezone(UTC) - one.at.astimezone(UTC) == timedelta(hours=2)


@pytest.mark.parametrize("minutes", [0, -5, 31 * 24 * 60 + 1])
def test_a_length_that_cannot_be(minutes: int) -> None:
    with pytest.raises(BadInput, match="between 1 minute and 31 days"):
        check_when(when("2026-06-09T09:00", minutes))


def test_words_and_days() -> None:
    assert when("2026-06-09T09:00", 180).words == "9:00–12:00"
    night = when("2026-06-09T22:00", 120)
    assert (night.day, night.last_day) == (date(2026, 6, 9), date(2026, 6, 9))
    assert when("2026-06-09T22:00", 121).last_day == date(2026, 6, 10)


def test_when_the_rules_of_a_zone_change_the_wall_time_stays_and_utc_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = when("2027-01-12T09:00", 180)
    before = kept.at.astimezone(UTC)
    always_summer = ZoneInfo.from_file(BytesIO(_fixed_zone(-6 * 3600)), "America/Denver")
    monkeypatch.setattr(appointments, "ZoneInfo", lambda _name: always_summer)
    assert kept.at.replace(tzinfo=None) == datetime.fromisoformat("2027-01-12T09:00")
    assert kept.words == "9:00–12:00"
    assert kept.at.astimezone(UTC) == before - timedelta(hours=1)
    check_when(kept)
    check_when(when("2026-03-08T02:30"))  # not skipped any more


def _fixed_zone(offset: int) -> bytes:
    """A compiled zone with one rule: always so many seconds from UTC."""
    header = struct.pack(">4sc15x6l", b"TZif", b"\x00", 0, 0, 0, 0, 1, 4)
    return header + struct.pack(">lbb", offset, 0, 0) + b"MDT\x00"


@given(TIMES, TIMES)
def test_overlapping_is_mutual(one: When, other: When) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    assert one.overlaps(one)


@given(TIMES, ZONES)
def test_shown_in_another_zone_it_is_the_same_moment(one: When, zone: str) -> None:
    there = one.shown_in(zone)
    assert there.at.astimezone(UTC) == one.at.astimezone(UTC)
    assert there.until.astimezone(UTC) == one.until.astimezone(UTC)
    assert there.zone == zone
    check_when(there)  # a moment is always on the wall
    assert there.shown_in(zone) == there


@given(TIMES)
def test_from_the_wall_to_the_moment_and_back(one: When) -> None:
    try:
        check_when(one)
    except BadInput:
        return
    back = one.at.astimezone(UTC).astimezone(ZoneInfo(one.zone))
    assert back.replace(tzinfo=None, fold=0) == one.starts
    assert bool(back.fold) == (one.second and is_shown_twice(one))
    assert one.last_day >= one.day


def test_every_week_stays_at_the_same_time_of_the_wall_over_the_change() -> None:
    found = occurrences(when("2026-10-20T09:00"), Repeat(Rhythm.WEEKLY, 2, times=3))
    assert [one.starts.isoformat() for one in found] == [
        "2026-10-20T09:00:00",
        "2026-11-03T09:00:00",
        "2026-11-17T09:00:00",
    ]
    assert [one.at.utcoffset() for one in found] == [timedelta(hours=-6), timedelta(hours=-7), timedelta(hours=-7)]


def test_each_month_on_the_same_weekday_and_a_fifth_is_the_last() -> None:
    found = occurrences(when("2026-06-09T14:00"), Repeat(Rhythm.MONTHLY, until=date(2026, 9, 8)))
    assert [one.day for one in found] == [date(2026, 6, 9), date(2026, 7, 14), date(2026, 8, 11), date(2026, 9, 8)]
    found = occurrences(when("2026-06-30T14:00"), Repeat(Rhythm.MONTHLY, times=3))
    assert [one.day for one in found] == [date(2026, 6, 30), date(2026, 7, 28), date(2026, 8, 25)]


@pytest.mark.parametrize(
    ("repeat", "sentence"),
    [
        (Repeat(Rhythm.WEEKLY), "how many times, or until"),
        (Repeat(Rhythm.WEEKLY, 1, 3, date(2027, 1, 1)), "how many times, or until"),
        (Repeat(Rhythm.WEEKLY, 0, 3), "every week"),
        (Repeat(Rhythm.WEEKLY, 53, 3), "up to 52 weeks"),
        (Repeat(Rhythm.MONTHLY, 25, 3), "24 months"),
        (Repeat(Rhythm.MONTHLY, 24, 50), "June 13, 2102: Is 2102 the right year"),
        (Repeat(Rhythm.WEEKLY, until=date(2026, 6, 10)), "ends before it comes again"),
        (Repeat(Rhythm.WEEKLY, 1, 1), "between 2 and 104"),
        (Repeat(Rhythm.WEEKLY, 1, 105), "between 2 and 104"),
        (Repeat(Rhythm.WEEKLY, until=date(2026, 1, 1)), "ends before it begins"),
        (Repeat(Rhythm.WEEKLY, until=date(2100, 1, 1)), "more than 104"),
    ],
)
def test_a_series_that_cannot_be(repeat: Repeat, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        occurrences(when("2026-06-09T14:00"), repeat)


def test_a_series_names_the_day_whose_time_is_skipped() -> None:
    with pytest.raises(BadInput, match="March 8, 2026: There is no 2:30"):
        occurrences(when("2026-03-01T02:30"), Repeat(Rhythm.WEEKLY, times=3))


@pytest.mark.parametrize("text", ["1989-12-31T09:00", "2101-01-01T09:00", "9999-12-31T23:30", "0001-01-01T00:00"])
def test_a_year_that_cannot_be_is_said(text: str) -> None:
    assert not is_shown_twice(when(text))
    with pytest.raises(BadInput, match="the right year") as problem:
        check_when(when(text))
    assert problem.value.field == "day"


def test_the_end_of_all_time_and_an_unknown_zone_are_said() -> None:
    with pytest.raises(BadInput, match="Is 9999 the right year"):
        assert when("9999-12-31T23:30").until
    for name in ("Nowhere/Land", "", "../etc"):
        with pytest.raises(BadInput, match="does not know the time zone"):
            check_when(replace(when("2026-06-09T09:00"), zone=name))


def test_lengths_follow_the_protocol() -> None:
    assert [length_of(kind, FOUNDING) for kind in AppointmentKind] == [20, 50, 180, 50, 50, 50]
    assert length_of(AppointmentKind.KETAMINE, Protocol(ketamine_minutes=150)) == 150


def test_a_day_to_come() -> None:
    late = datetime(2026, 6, 10, 4, 0, tzinfo=UTC)  # still June 9 in Denver
    check_has_come(when("2026-06-09T23:00"), late)
    with pytest.raises(BadInput, match="Jun 10 is still to come"):
        check_has_come(when("2026-06-10T00:30"), late)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Rosa Delgado", "R. D."),
        ("J. Whitcombe", "J. W."),
        ("Łukasz Wrona", "Ł. W."),
        ("Rosa Elena Delgado", "R. D."),
        ("cher", "C."),
        ("", ""),
        ("- 7", ""),
    ],
)
def test_initials(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_the_first_free_time_in_the_working_hours() -> None:
    hours = WorkingHours()
    days = [date(2026, 6, 12), date(2026, 6, 13), date(2026, 6, 15)]
    early = datetime(2026, 6, 1, tzinfo=UTC)
    full = [when("2026-06-12T08:00", 540)]
    assert first_free([], 50, days, hours, DENVER, early) == when("2026-06-12T09:00", 50)
    assert first_free(full, 50, days, hours, DENVER, early) == when("2026-06-15T09:00", 50)
    assert first_free(full, 50, days[:2], hours, DENVER, early) is None
    some = [when("2026-06-12T09:00", 70), when("2026-06-12T10:50", 300)]
    assert first_free(some, 30, days, hours, DENVER, early) == when("2026-06-12T10:15", 30)
    now = datetime(2026, 6, 12, 14, 2, tzinfo=ZoneInfo(DENVER))
    assert first_free([], 50, days, hours, DENVER, now) == when("2026-06-12T14:15", 50)
    with pytest.raises(BadInput, match="ends after it begins"):
        WorkingHours(((600, 540),) * 7).checked()
