"""Moving house: the practice goes on at another computer, and the file that stays behind is read only.

That it is retired stands in the file itself. Its history still grows (who looked, and when), nothing else does. What is
restored from a backup is not retired: that is where the practice goes on.
"""

import contextlib
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from kapdesk.domain.dates import in_full
from kapdesk.errors import CannotWrite
from kapdesk.records.history import HistoryEntry
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.practice import get_practice
from kapdesk.vault import retired
from kapdesk.vault.connection import RETIRED as READ_ONLY
from kapdesk.vault.database import Vault, put_fact

__all__ = [
    "READ_ONLY",
    "RESTORED",
    "come_from_backup",
    "forget",
    "keep_retired",
    "print_steps",
    "restored_from",
    "retire",
    "retired_since",
    "settle_in",
    "take_up_again",
]

_FACT, RESTORED = "retired", "restored_from"


def retired_since(vault: Vault) -> date | None:
    """The day on which this file was retired; None while it is worked in, and when the fact makes no sense."""
    try:
        return date.fromisoformat((vault.fact(_FACT) or b"").decode())
    except ValueError:
        return None


def retire(vault: Vault, at: datetime) -> None:
    """Mark this file as the one left behind: from here on it can be read, and nothing in it changes but its history."""
    with vault.write() as db:
        put_fact(db, _FACT, at.date().isoformat().encode())
        enter(db, at, "practice", "retired")
    keep_retired(vault)


def take_up_again(vault: Vault, at: datetime) -> None:
    """Work in this file again, which was retired."""
    vault.write_again()
    with vault.write() as db:
        forget(db)
        enter(db, at, "practice", "taken_up_again")
    keep_retired(vault)


def keep_retired(vault: Vault) -> None:
    """Refuse changes from here on when the file is retired, and set right the mark beside it; at each opening."""
    since = retired_since(vault)
    with contextlib.suppress(CannotWrite):  # the mark is a courtesy
        retired.mark(vault.folder, since)
    if since is not None:
        vault.only_read(HistoryEntry.__tablename__)


def print_steps(vault: Vault, backup: str, made_at: datetime, now: datetime) -> bytes:
    """The steps of moving as a page to take along, as PDF; it names the backup and when it was made, and no client."""
    from kapdesk.printing.moving_steps import moving_steps

    facts, made = get_practice(vault), made_at.astimezone(now.tzinfo)
    when = f"{in_full(made.date())}, {made:%H:%M}"
    return moving_steps(facts.name, vault.folder.name, backup, when, now.date(), facts.page, facts.fictional).pdf


def restored_from(vault: Vault) -> str:
    """The moment of the backup that this file was restored from, in words, until a backup is made here; else empty."""
    return (vault.fact(RESTORED) or b"").decode("utf-8", "replace")


def settle_in(vault: Vault) -> None:
    """What is to be known after a restoring was read."""
    with vault.write() as db:
        forget(db, RESTORED)


def come_from_backup(db: Session, made: str, at: datetime) -> None:
    """Enter a restoring: the practice goes on here, so it is not retired, and it is as of when the backup was `made`."""
    forget(db)
    put_fact(db, RESTORED, made.encode())
    enter(db, at, "backup", "restored", detail=f"of {made}")


def forget(db: Session, name: str = _FACT) -> None:
    """A file that is worked in is not retired, and one that is backed up is at home."""
    db.execute(text("DELETE FROM vault_fact WHERE name = :name"), {"name": name})
