"""Choices of the practice that are kept with it: a name, and a value that JSON can hold."""

import json
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from kapdesk.records.practice import Setting


def read_setting(db: Session, name: str, otherwise: Any = None) -> Any:
    """A choice, or what holds when none was made."""
    found = db.scalars(_chosen(), {"name": name}).first()
    return otherwise if found is None else json.loads(found)


@cache
def _chosen() -> Select[str]:
    return select(Setting.value).where(Setting.name == bindparam("name"))


def write_setting(db: Session, name: str, value: Any) -> None:
    """Keep a choice; None forgets it. In the caller's write."""
    found = db.get(Setting, name)
    if value is None:
        if found is not None:
            db.delete(found)
    elif found is None:
        db.add(Setting(name=name, value=json.dumps(value)))
    else:
        found.value = json.dumps(value)
