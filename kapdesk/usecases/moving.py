"""Moving house: the practice goes on at another computer, and the file that stays behind is read only.

That it is retired stands in the file itself. Its history still grows (who looked, and when), nothing else does. What is
restored from a backup is not retired: that is where the practice goes on.
"""

from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from kapdesk.records.history import HistoryEntry
from kapdesk.usecases.history import enter
from kapdesk.vault.database import Vault

_FACT = "retired"


def retired_since(vault: Vault) -> date | None:
    """The day on which this file was retired; None while it is the one that is worked in."""
    found = vault.fact(_FACT)
    return date.fromisoformat(found.decode()) if found else None


def retire(vault: Vault, at: datetime) -> None:
    """Mark this file as the one left behind: from here on it can be read, and nothing in it changes but its history."""
    with vault.write() as db:
        db.execute(
            text("INSERT INTO vault_fact VALUES (:name, :day) ON CONFLICT (name) DO UPDATE SET value = :day"),
            {"name": _FACT, "day": at.date().isoformat().encode()},
        )
        enter(db, at, "practice", "retired")
    keep_retired(vault)


def take_up_again(vault: Vault, at: datetime) -> None:
    """Work in this file again, which was retired."""
    vault.write_again()
    with vault.write() as db:
        forget(db)
        enter(db, at, "practice", "taken_up_again")


def keep_retired(vault: Vault) -> None:
    """Refuse changes from here on when the file is retired; at each opening."""
    if vault.fact(_FACT):
        vault.only_read(HistoryEntry.__tablename__)


def forget(db: Session) -> None:
    """A file that is worked in is not retired."""
    db.execute(text("DELETE FROM vault_fact WHERE name = :name"), {"name": _FACT})
