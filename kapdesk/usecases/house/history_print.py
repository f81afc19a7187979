"""The history of a chart on paper; each printing is itself entered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from kapdesk.domain.dates import in_full
from kapdesk.domain.disclosures import OWN_FILE, GoingOut
from kapdesk.errors import BadInput
from kapdesk.usecases.house.history import Acts, enter, head, read_history
from kapdesk.usecases.house.practice import facts_of
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.register.disclosures import add_going_out
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.printing.layout import Printed

_ALL = 1_000_000


@dataclass(frozen=True)
class Trail:
    """What stands on the paper, ready to be made into a PDF by a worker."""

    practice: str
    client: str
    which: str
    rows: tuple[tuple[str, str], ...]
    proof: str
    page: str
    made_on: date
    fictional: bool
    part2: bool = False


def prepare_history(vault: Vault, wanted: Acts, now: datetime, part2: bool = False) -> Trail:
    """A client's wanted entries, all of them, in the practice's time; BadInput when there are none. `part2` puts the notice of
    42 CFR Part 2 on the paper.
    """
    if wanted.client_id is None:
        raise BadInput("The history is printed for one client. Open the chart first.")
    rows = read_history(vault, wanted, now.tzinfo, limit=_ALL)
    if not rows:
        raise BadInput("There is nothing to print: no entry is like what you chose.")
    with vault.read() as db:
        practice = facts_of(db)
        client = find_client(db, wanted.client_id)
        number, chain = head(db)
        born = f", born {in_full(client.birth_date)}" if client.birth_date else ""
        return Trail(
            practice.name,
            client.legal_name + born,
            described(wanted),
            tuple((_moment(row.at.astimezone(now.tzinfo)), row.words) for row in rows),
            f"Head of the practice’s history when this was printed: entry {number}, SHA-256 {chain}.",
            practice.page,
            now.date(),
            practice.fictional,
            part2,
        )


def history_pdf(prepared: Trail) -> "Printed":
    """The PDF. For a worker."""
    from kapdesk.printing import trail

    return trail.trail(**vars(prepared))


def enter_history_printed(
    vault: Vault, client_id: int, how: Literal["printed", "saved"], at: datetime, going: GoingOut = OWN_FILE
) -> None:
    """Enter that a client's history was printed or saved; for somebody, in the register of disclosures too."""
    with vault.write() as db:
        find_client(db, client_id)
        add_going_out(db, client_id, going, "History of the chart", how, at)
        enter(db, at, "history", how, client_id=client_id)


def described(wanted: Acts) -> str:
    """Which entries are wanted, in words: `Notes, with “signed”, from June 1, 2026`; empty for all."""
    parts = [
        wanted.group,
        f"with “{' '.join(wanted.words.split())}”" if wanted.words.strip() else "",
        f"from {in_full(wanted.since)}" if wanted.since else "",
        f"to {in_full(wanted.until)}" if wanted.until else "",
    ]
    return ", ".join(part for part in parts if part)


def _moment(at: datetime) -> str:
    return f"{in_full(at.date())}, {at:%H:%M}"
