"""The sample's calendar, filled from `resources/sample/calendar.toml` with days relative to a given one."""

import tomllib
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kapdesk import paths
from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus, CancelledBy, When
from kapdesk.domain.phases import Medicine
from kapdesk.domain.series import Repeat, Rhythm
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.calendar.appointments import Booking
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault

_BOOKED_BEFORE = timedelta(days=6)
_EARLY = time(8, 30)


def fill_calendar(vault: Vault, on: date, zone: ZoneInfo) -> None:
    """Book the sample's appointments as of the day `on`; those of days gone by are held, missed or cancelled.

    The clients and their sessions must be there: an appointment takes the session that was held on its day.
    """
    content = tomllib.loads((paths.resources() / "sample" / "calendar.toml").read_text("utf-8"))
    ids = {clients.get_client(vault, row.id).legal_name: row.id for row in clients.list_all_clients(vault, on)}
    for one in content["appointment"]:
        day = on + timedelta(days=one["on"])
        hour, minute = (int(part) for part in one["at"].split(":"))
        when = When(datetime.combine(day, time(hour, minute)), one["minutes"], zone.key)
        kind, client_id = AppointmentKind(one["kind"]), ids[one["client"]] if "client" in one else None
        booking = Booking(kind, when, client_id, one.get("words", ""))
        booked_at = datetime.combine(min(on, day) - _BOOKED_BEFORE, _EARLY, zone)
        if "every_weeks" in one:
            repeat = Repeat(Rhythm.WEEKLY, one["every_weeks"], one["times"])
            appointments.book_series(vault, booking, repeat, booked_at)
        else:
            number = appointments.book(vault, booking, booked_at).ids[0]
            _say_what_became(vault, number, one, when.until)


def _say_what_became(vault: Vault, number: int, one: dict[str, Any], at: datetime) -> None:
    status = AppointmentStatus(one.get("status", "booked"))
    words = one.get("status_words", "")
    if status is AppointmentStatus.HELD:
        medicine = Medicine(one["medicine"]) if "medicine" in one else None
        appointments.hold(vault, number, at, medicine, words)
    elif status is not AppointmentStatus.BOOKED:
        appointments.set_status(vault, number, status, at, CancelledBy(one.get("by", "")), words)
