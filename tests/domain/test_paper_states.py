"""How papers stand where it is easily got wrong: names written differently, the day of signing, other papers' events."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kapdesk.domain.paper_states import Event, Filed, State, What, in_words, standing, state_of

DAY = date(2026, 6, 9)
MORNING = datetime(2026, 6, 9, 9, tzinfo=UTC)


def filed(number: int = 1, about: str = "", on: date = DAY, **more: object) -> Filed:
    return Filed(number, "release", about, "1", on, filed_at=MORNING, **more)  # type: ignore[arg-type]


def told(what: What, on: date = DAY, paper: int | None = None, hours: int = 1, about: str = "") -> Event:
    at = MORNING + timedelta(hours=hours)
    return Event(1, what, "release", about, on, "only dates", "Ada", paper, entered_at=at)


def test_a_name_in_other_letters_is_the_same_person() -> None:
    old, new = filed(1, "Dr. José  O’Neil"), filed(2, "dr. jose o'neil", DAY + timedelta(days=1), until=DAY)
    found = standing("release", "DR. JOSÉ O’NEIL", [old, new], [], DAY + timedelta(days=2))
    assert (found.paper_id, found.state) == (2, State.EXPIRED)
    assert standing("release", "Dr. J. O’Neil", [old, new], [], DAY).state is State.MISSING


@pytest.mark.parametrize(("hours", "state"), [(-1, State.SIGNED), (1, State.DECLINED)])
def test_on_the_day_of_signing_what_was_entered_last_counts(hours: int, state: State) -> None:
    assert standing("release", "", [filed()], [told(What.DECLINED, hours=hours)], DAY).state is state


def test_what_happened_to_another_paper_does_not_touch_this_one() -> None:
    later = DAY + timedelta(days=5)
    revoked = told(What.REVOKED, later, paper=1)
    new = filed(2, on=DAY + timedelta(days=1))
    assert state_of(new, [revoked], later).state is State.SIGNED
    assert state_of(filed(), [told(What.REVOKED, later, paper=2)], later, new.from_on).state is State.REPLACED


@pytest.mark.parametrize("more", [{"stale": True}, {"lacking": "point 3"}])
def test_what_was_narrowed_stays_in_sight_whatever_else_is_wrong(more: dict[str, object]) -> None:
    found = standing("release", "", [filed(**more)], [told(What.NARROWED, paper=1)], DAY)  # type: ignore[arg-type]
    assert "narrowed: only dates" in in_words(found, DAY)
