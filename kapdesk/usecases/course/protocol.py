"""The protocol's figures of the practice, and those that a course has copied and calls its own."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy.orm import Session

from kapdesk.domain.protocol import FOUNDING, OF_A_COURSE, Protocol, as_kept, checked, from_kept
from kapdesk.records.course import Course
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.settings import read_setting, write_setting
from kapdesk.usecases.house.undo import Undo
from kapdesk.vault.database import Vault

SETTING = "protocol"
FIGURES_OF_A_COURSE = ("preparations", *OF_A_COURSE)
"""The figures that a course has of its own, by their names in the protocol."""
_COLUMNS = {name: "planned_preparation" if name == "preparations" else name for name in FIGURES_OF_A_COURSE}


def get_protocol(vault: Vault) -> Protocol:
    """The practice's figures; the founding document's where it has not changed them."""
    with vault.read() as db:
        return protocol_of(db)


def protocol_of(db: Session) -> Protocol:
    """The same, in a caller's read or write."""
    return from_kept(read_setting(db, SETTING, {}))


def save_protocol(vault: Vault, protocol: Protocol, at: datetime) -> Undo:
    """Keep other figures for courses to come; running ones have their own. BadInput with the figure's name."""
    checked(protocol)
    with vault.write() as db:
        before = protocol_of(db)
        changed = changed_figures(before, protocol)
        if changed:
            write_setting(db, SETTING, as_kept(protocol) or None)
            enter(db, at, "setting", "changed", fields=changed, detail="protocol")
    return Undo("Protocol changed", lambda vault, at: save_protocol(vault, before, at))


def changed_figures(before: Protocol, after: Protocol) -> list[str]:
    """The names of the figures in which two differ."""
    return [field.name for field in fields(Protocol) if getattr(before, field.name) != getattr(after, field.name)]


def course_figures(course: Course) -> Protocol:
    """A course's own figures; what a course has no figure of stands as in the founding document."""
    own = {name: getattr(course, column) for name, column in _COLUMNS.items()}
    own["vitals_minutes"] = _minutes(course.vitals_minutes)
    return replace(FOUNDING, **own)


def columns_of(figures: Protocol) -> dict[str, int | str]:
    """What a course keeps of figures, by the names of its columns; minutes of vitals as `40,80`."""
    kept = {column: getattr(figures, name) for name, column in _COLUMNS.items()}
    kept["vitals_minutes"] = _written(figures.vitals_minutes)
    return kept


def _minutes(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part)


def _written(minutes: Iterable[int]) -> str:
    return ",".join(str(one) for one in minutes)
