"""The list of what left the practice about a client (45 CFR 164.528): entered, read, and on paper. Entries stay for ever."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.dates import in_full
from kapdesk.domain.disclosures import Basis, Disclosure
from kapdesk.errors import BadInput
from kapdesk.records.disclosure import Disclosure as DisclosureRecord
from kapdesk.usecases.clients import find_client
from kapdesk.usecases.history import enter
from kapdesk.usecases.practice import facts_of
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.printing.layout import Printed


@dataclass(frozen=True)
class DisclosureList:
    """What stands on the paper."""

    practice: str
    client: str
    entries: tuple[Disclosure, ...]
    page: str
    made_on: date
    fictional: bool


def list_disclosures(vault: Vault, client_id: int) -> list[Disclosure]:
    """A client's entries, the newest first."""
    with vault.read() as db:
        return _entries(db, client_id)


def enter_disclosure(vault: Vault, client_id: int, entry: Disclosure, at: datetime) -> int:
    """Enter what was disclosed, told by telephone for instance; BadInput with the field's name. It cannot be taken out."""
    with vault.write() as db:
        return add_disclosure(db, client_id, entry, at)


def add_disclosure(db: Session, client_id: int, entry: Disclosure, at: datetime) -> int:
    """The same in the caller's write, so that a paper and its entry are one act."""
    checked = entry.checked(at.date())
    assert checked.basis is not None
    find_client(db, client_id)
    row = DisclosureRecord(
        client_id=client_id,
        on_date=checked.on,
        to_whom=checked.to_whom,
        what=checked.what,
        purpose=checked.purpose,
        basis=checked.basis.value,
        basis_words=checked.basis_words,
        how=checked.how,
        sha256=checked.sha256,
        entered_at=at,
    )
    db.add(row)
    db.flush()
    enter(db, at, "disclosure", "created", row.id, client_id)
    return row.id


def prepare_list(vault: Vault, client_id: int, today: date, since: date | None = None) -> DisclosureList:
    """A client's list for paper, the oldest first; `since` leaves out what is older. BadInput when nothing is left."""
    with vault.read() as db:
        client, practice = find_client(db, client_id), facts_of(db)
        entries = tuple(one for one in reversed(_entries(db, client_id)) if since is None or one.on >= since)
        if not entries:
            raise BadInput("There is nothing to print: no disclosure is entered.", "")
        born = f", born {in_full(client.birth_date)}" if client.birth_date else ""
        return DisclosureList(
            practice.name, client.legal_name + born, entries, practice.page, today, practice.fictional
        )


def list_pdf(prepared: DisclosureList) -> "Printed":
    """The list as PDF."""
    from kapdesk.printing import disclosures

    return disclosures.disclosure_list(**vars(prepared))


def enter_list_printed(vault: Vault, client_id: int, how: Literal["printed", "saved"], at: datetime) -> None:
    """Enter that a client's list was printed or saved."""
    with vault.write() as db:
        find_client(db, client_id)
        enter(db, at, "disclosure", how, client_id=client_id)


def _entries(db: Session, client_id: int) -> list[Disclosure]:
    query = select(DisclosureRecord).where(DisclosureRecord.client_id == client_id)
    return [
        Disclosure(
            one.on_date,
            one.to_whom,
            one.what,
            one.purpose,
            Basis(one.basis),
            one.basis_words,
            one.how,
            one.sha256,
            one.id,
        )
        for one in db.scalars(query.order_by(DisclosureRecord.on_date.desc(), DisclosureRecord.id.desc()))
    ]
