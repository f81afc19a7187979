"""What stays in sight of a running ketamine session while the desk is locked: no name, no word of the client."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kapdesk.domain.medicine_day import standing
from kapdesk.domain.session_clock import Due, medicine_in, next_vitals
from kapdesk.usecases.medicine_day.medicine_days import Person, get_day, open_days
from kapdesk.vault.database import Vault

_GOES_ON = timedelta(hours=8)
"""A session that was begun longer ago and left open is no running one any more: Today tells it, and the desk locks by itself
again. It lasts 2 to 2.5 hours (kap-facts, 3); 8 are kapdesk’s start value.
"""


@dataclass(frozen=True)
class LockedSession:
    """The clock, the cue for vitals and the emergency card; `since` is None before medicine."""

    since: datetime | None
    vitals: Due | None
    room: str
    prescriber: Person


def running_day(vault: Vault, now: datetime) -> int | None:
    """The medicine day that goes on: the newest that is open and was begun within some hours; one from paper never does."""
    for one in open_days(vault):
        if not one.from_paper and now - one.begun_at <= _GOES_ON:
            return one.id
    return None


def behind_the_lock(vault: Vault, now: datetime) -> LockedSession | None:
    """What is shown on the locked screen; None while no session runs."""
    number = running_day(vault, now)
    if number is None:
        return None
    day = get_day(vault, number, now)
    shown = standing(day.entries)
    since = medicine_in(shown)
    return LockedSession(since, next_vitals(shown, day.figures.vitals_minutes), day.around.room, day.around.prescriber)
