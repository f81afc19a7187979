"""The list of clients on paper; each printing is entered in the history."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.practice import facts_of
from kapdesk.usecases.people.client_list import Sort
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.printing.layout import Printed


def list_pdf(
    vault: Vault,
    columns: Sequence[Sort],
    headings: Sequence[str],
    cells: Sequence[Sequence[str]],
    which: str,
    today: date,
) -> "Printed":
    """The list as a PDF, with the columns and the order that the page shows; `which` says whose names these are."""
    from kapdesk.printing import client_list

    with vault.read() as db:
        practice = facts_of(db)
    shares = [_SHARES[name] for name in columns]
    return client_list.client_list(
        practice.name, which, headings, cells, shares, page=practice.page, made_on=today, fictional=practice.fictional
    )


def enter_printed(vault: Vault, how: Literal["printed", "saved"], number: int, at: datetime) -> None:
    """Enter that the list was printed or saved, and how many clients stand on it."""
    with vault.write() as db:
        enter(db, at, "client_list", how, detail="1 client" if number == 1 else f"{number} clients")


_SHARES: dict[Sort, float] = {
    "name": 3.4,
    "status": 1.5,
    "phase": 3.4,
    "next": 2.8,
    "last_session": 1.9,
    "missing": 3.0,
    "since": 1.9,
    "birth_date": 2.0,
    "phone": 2.1,
    "prescriber": 3.0,
}
"""How wide a column is beside the others."""
