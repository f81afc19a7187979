"""What the sample's therapist ticked and asked, filled from `resources/sample/today.toml` with days relative to a given one."""

import tomllib
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from kapdesk import paths
from kapdesk.records.course import Course
from kapdesk.usecases import clients, follow_ups, practice, ready
from kapdesk.vault.database import Vault

_NOON = time(12, 30)


def fill_today(vault: Vault, on: date, zone: ZoneInfo) -> None:
    """Enter ticks and follow-ups as of the day `on`; clients and courses must be there."""
    content = tomllib.loads((paths.resources() / "sample" / "today.toml").read_text("utf-8"))
    names = {clients.get_client(vault, row.id).legal_name: row.id for row in clients.list_all_clients(vault, on)}
    therapist = practice.get_practice(vault).therapist

    def client(words: str) -> int:
        return next(number for name, number in names.items() if name.startswith(words))

    for one in content["tick"]:
        day = on + timedelta(days=one["on"])
        until = on + timedelta(days=one["until"]) if "until" in one else None
        at = datetime.combine(day, time(8, 40), zone)
        ready.tick(vault, client(one["client"]), one["line"], day, therapist, one["words"], until, at)
    for one in content["follow_up"]:
        day = on + timedelta(days=one["on"])
        with vault.read() as db:
            course_id = db.scalars(select(Course.id).where(Course.client_id == client(one["client"]))).one()
        follow_ups.enter_follow_up(
            vault, course_id, one["months"], day, one["words"], datetime.combine(day, _NOON, zone)
        )
