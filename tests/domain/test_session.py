"""What is counted and compared in the room: vitals on a line, half tablets, the clock, touch, leaving."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kapdesk.domain.leaving import Driver, Judgement, Leaving, Path, leaving_of, stay_until
from kapdesk.domain.medicine_day import Entry, EntryAct, EntryKind, Shown, standing
from kapdesk.domain.session_clock import band, elapsed, in_minutes, medicine_in, next_vitals
from kapdesk.domain.tablets import Dose, count_words, read_halves, read_strength
from kapdesk.domain.touch import Touch, TouchAct, agreed_now, beyond
from kapdesk.domain.vitals import Vitals, implausible, read_vitals, vitals_of
from kapdesk.errors import BadInput

NINE = datetime(2026, 6, 9, 9, 0, tzinfo=ZoneInfo("America/Denver"))


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def line_of(*made: tuple[float, EntryKind], data: dict[str, object] | None = None) -> tuple[Shown, ...]:
    return standing(Entry(n, kind, at(when), at(when), data=data or {}) for n, (when, kind) in enumerate(made, 1))


@pytest.mark.parametrize(
    ("typed", "vitals"),
    [
        ("124/78", Vitals(124, 78)),
        ("124/78 72 98", Vitals(124, 78, 72, 98)),
        (" 124 / 78  72 98% 14 ", Vitals(124, 78, 72, 98, 14)),
        ("72 98", Vitals(pulse=72, spo2=98)),
        ("p72 s98 b14", Vitals(pulse=72, spo2=98, breathing=14)),
        ("152/94 104 97 +10", Vitals(152, 94, 104, 97, again_minutes=10)),
        ("Refused", Vitals(state="refused")),
        ("not possible +5", Vitals(state="not_possible", again_minutes=5)),
    ],
)
def test_vitals_are_read_from_one_line(typed: str, vitals: Vitals) -> None:
    assert read_vitals(typed) == vitals
    assert vitals_of(vitals.data) == vitals


@pytest.mark.parametrize(
    "typed", ["", "high", "124/78 72 98 14 20", "p72 72 p70", "124 over 78", "+10", "124/", "1.5", "-5"]
)
def test_what_is_not_understood_is_said_and_nothing_is_guessed(typed: str) -> None:
    with pytest.raises(BadInput):
        read_vitals(typed)


@given(
    some.builds(
        Vitals,
        some.integers(60, 260),
        some.integers(30, 160),
        *[some.none() | some.integers(4, 220)] * 3,
        again_minutes=some.none() | some.integers(0, 240),
    )
)
def test_a_reading_is_the_same_when_its_parts_are_named(vitals: Vitals) -> None:
    named = {"p": vitals.pulse, "s": vitals.spo2, "b": vitals.breathing}
    typed = f"{vitals.systolic}/{vitals.diastolic} " + " ".join(
        f"{key}{value}" for key, value in named.items() if value is not None
    )
    typed += f" +{vitals.again_minutes}" if vitals.again_minutes is not None else ""
    assert read_vitals(typed) == vitals


def test_a_slip_of_the_keys_is_asked_about() -> None:
    assert implausible(read_vitals("124/78 72 98")) == ""
    assert "pulse 720" in implausible(read_vitals("124/78 720"))
    assert "again in 999 min" in implausible(read_vitals("124/78 72 +999"))
    assert "78 over 124" in implausible(read_vitals("78/124 72"))


@pytest.mark.parametrize(
    ("typed", "halves"), [("2", 4), ("1.5", 3), ("1½", 3), ("1 1/2", 3), ("½", 1), ("0", 0), ("1,5", 3)]
)
def test_tablets_are_counted_in_halves(typed: str, halves: int) -> None:
    assert read_halves(typed, "taken") == halves


@pytest.mark.parametrize("typed", ["", "two", "1.25", "-1", "99", "1/3", " "])
def test_other_numbers_of_tablets_are_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        read_halves(typed, "taken")


def test_a_dose_says_its_tablets_and_comes_to_its_milligrams() -> None:
    assert (Dose(3, 75).words, Dose(3, 75).milligrams) == ("1½ × 75 mg", 112.5)
    assert (Dose(1, None).words, Dose(1, None).milligrams) == ("½ tablet", None)
    assert (count_words(4), read_strength(" 100 mg", "strength"), read_strength("", "strength")) == ("2", 100, None)
    with pytest.raises(BadInput):
        read_strength("1e2", "strength")


def test_the_band_runs_from_onset_else_from_out_and_anew_from_a_booster() -> None:
    told = [(26, EntryKind.MEDICINE_IN)]
    assert band(line_of(*told), 45, 60) is None
    told.append((38, EntryKind.MEDICINE_OUT))
    found = band(line_of(*told), 45, 60)
    assert found is not None
    assert (found.start, found.shorter, found.longer) == (at(38), at(83), at(98))
    told.append((34, EntryKind.ONSET))
    assert band(line_of(*told), 45, 60).start == at(34)  # type: ignore[union-attr]
    told.append((70, EntryKind.BOOSTER))
    assert band(line_of(*told), 45, 60).start == at(70)  # type: ignore[union-attr]
    told.append((78, EntryKind.ONSET))
    assert band(line_of(*told), 45, 60).start == at(78)  # type: ignore[union-attr]


def test_vitals_are_due_at_the_usual_times_or_again_as_asked() -> None:
    assert next_vitals(line_of((10, EntryKind.VITALS)), (40,)) is None
    running = line_of((20, EntryKind.VITALS), (26, EntryKind.MEDICINE_IN))
    assert next_vitals(running, (40, 80)).at == at(66)  # type: ignore[union-attr]
    seen = line_of((26, EntryKind.MEDICINE_IN), (58, EntryKind.VITALS))
    assert next_vitals(seen, (40, 80)).at == at(106)  # type: ignore[union-attr]
    assert next_vitals(seen, (40,)) is None
    asked = standing(
        [
            Entry(1, EntryKind.MEDICINE_IN, at(26), at(26)),
            Entry(2, EntryKind.VITALS, at(66), at(66), data={"systolic": 152, "again_minutes": 10}),
        ]
    )
    assert next_vitals(asked, (40, 80)).at == at(76)  # type: ignore[union-attr]


def test_a_refused_reading_leaves_the_repeat_that_was_asked_for() -> None:
    again = Entry(1, EntryKind.VITALS, at(40), at(40), data={"systolic": 152, "again_minutes": 10})
    refused = Entry(2, EntryKind.VITALS, at(50), at(50), data={"state": "refused"})
    taken = Entry(3, EntryKind.VITALS, at(55), at(55), data={"systolic": 130})
    assert next_vitals(standing([again, refused]), ()).at == at(50)  # type: ignore[union-attr]
    assert next_vitals(standing([again, refused, taken]), ()) is None


def test_the_clock_is_reckoned_from_moments_whatever_the_wall_does() -> None:
    night = datetime(2026, 11, 1, 0, 30, tzinfo=ZoneInfo("America/Denver"))
    later = datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=ZoneInfo("America/Denver"))
    assert elapsed(night.astimezone(ZoneInfo("UTC")), later.astimezone(ZoneInfo("UTC"))) == "02:00:00"
    assert elapsed(at(10), at(5)) == "00:00:00"
    assert [in_minutes(at(8), at(minute)) for minute in (0, 7.5, 8, 11)] == ["in 8 min", "now", "now", "3 min ago"]


def test_a_withdrawn_medicine_is_no_medicine() -> None:
    taken = Entry(1, EntryKind.MEDICINE_IN, at(26), at(26))
    back = Entry(2, EntryKind.MEDICINE_IN, at(26), at(27), "a slip", about=1, act=EntryAct.WITHDRAWN)
    assert medicine_in(standing([taken])) == at(26)
    assert medicine_in(standing([taken, back])) is None


def test_touch_is_narrowed_never_widened_and_says_who_where_by_whom() -> None:
    agreed = ("hand", "shoulder")
    with pytest.raises(BadInput, match="never widened"):
        Touch(TouchAct.NARROWED, left=("hand", "feet")).checked(agreed)
    for lacking in (
        Touch(TouchAct.GIVEN, "hers", "", "client"),
        Touch(TouchAct.GIVEN, "", "hand", "client"),
        Touch(TouchAct.GIVEN, "hers", "hand", ""),
    ):
        with pytest.raises(BadInput):
            lacking.checked(agreed)
    narrowed = Entry(1, EntryKind.TOUCH, at(40), at(40), data=Touch(TouchAct.NARROWED, left=("hand",)).data)
    none = Entry(2, EntryKind.TOUCH, at(50), at(50), data=Touch(TouchAct.NARROWED, left=()).data)
    assert agreed_now(agreed, standing([narrowed])) == ("hand",)
    assert agreed_now(agreed, standing([narrowed, none])) == ()
    assert beyond(Touch(TouchAct.GIVEN, "hers", "shoulder", "client"), ("hand",))
    assert not beyond(Touch(TouchAct.GIVEN, "hers", "Hand", "client"), ("hand",))


def test_leaving_says_what_it_leaves_out() -> None:
    for lacking, field in (
        (Leaving(Judgement.FIT, released_to="Luis", driver=Driver.HERE, left_at=NINE), "words"),
        (Leaving(Judgement.NOT_FIT), "path"),
        (Leaving(Judgement.AGAINST_ADVICE, left_at=NINE), "words"),
    ):
        with pytest.raises(BadInput) as told:
            lacking.checked(NINE)
        assert told.value.field == field
    assert not Leaving(Judgement.NOT_FIT, path=Path.EMERGENCY).ends, "who waits for the ambulance is still here"
    kept = Leaving(Judgement.NOT_YET, {"oriented": "no"}, "sways")
    assert leaving_of(kept.data, "sways") == kept
    assert (stay_until(NINE, 0), stay_until(None, 60), stay_until(NINE, 60)) == (None, None, at(60))
