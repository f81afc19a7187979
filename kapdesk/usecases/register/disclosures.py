"""The register of what left the practice about a client (45 CFR 164.528): entered, read, accounted for. Entries stay for ever."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.disclosures import Basis, Disclosure, ForWhom, GoingOut, Span, accounted
from kapdesk.records.disclosure import Disclosure as DisclosureRecord
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.practice import facts_of
from kapdesk.usecases.people.clients import find_client
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.printing.layout import Printed

How = Literal["printed", "saved"]
_HOW = {"printed": "printed", "saved": "saved as a file"}
COPY_FOR_CLIENT = "The client’s own copy"
"""The purpose of what a client gets of her own record."""


@dataclass(frozen=True)
class Accounting:
    """What stands on the paper, and what of it."""

    practice: str
    therapist: str
    contact: str
    client: str
    born: date | None
    entries: tuple[Disclosure, ...]
    span: Span
    page: str
    made_on: date
    fictional: bool
    logo: bytes


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
        part2=checked.part2,
        paper_id=checked.paper_id,
    )
    db.add(row)
    db.flush()
    enter(db, at, "disclosure", "created", row.id, client_id)
    return row.id


def add_going_out(
    db: Session, client_id: int, going: GoingOut, what: str, how: How, at: datetime, sha256: str = ""
) -> int | None:
    """Enter, in the caller's write, what was printed or saved for the client or for somebody else; the entry's id. What is for
    the practice's own file is no disclosure.
    """
    if going.for_whom is ForWhom.OWN:
        return None
    if going.for_whom is ForWhom.CLIENT:
        name = find_client(db, client_id).legal_name
        entry = Disclosure(at.date(), name, what, COPY_FOR_CLIENT, Basis.TO_CLIENT)
    else:
        assert going.entry is not None
        entry = going.entry
    return add_disclosure(db, client_id, replace(entry, what=what, how=_HOW[how], sha256=sha256), at)


def prepare_accounting(vault: Vault, client_id: int, span: Span, today: date) -> Accounting:
    """A client's accounting for these days; one that lists nothing is a paper, too. BadInput for a span that cannot be."""
    span = span.checked(today)
    with vault.read() as db:
        client, practice = find_client(db, client_id), facts_of(db)
        entries = accounted(_entries(db, client_id), span)
    return Accounting(
        practice.name,
        practice.signer if practice.therapist else "",
        practice.phone or practice.email,
        client.legal_name,
        client.birth_date,
        entries,
        span,
        practice.page,
        today,
        practice.fictional,
        practice.logo,
    )


def accounting_pdf(prepared: Accounting, language: str = "en", page: str = "") -> "Printed":
    """The accounting as PDF; `page` is the practice's usual one when empty."""
    from kapdesk.printing import disclosures

    made = replace(prepared, page=page or prepared.page)
    return disclosures.accounting(**vars(made), language=language)


def add_accounting_handed(
    db: Session, client_id: int, prepared: Accounting, how: How, going: GoingOut, at: datetime, sha256: str = ""
) -> None:
    """Enter, in the caller's write, that a client's accounting was printed or saved."""
    what = "All disclosures" if prepared.span.whole else "Accounting of disclosures"
    enter(db, at, "disclosure", how, client_id=client_id)
    add_going_out(db, client_id, going, what, how, at, sha256)


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
            one.part2,
            one.paper_id,
        )
        for one in db.scalars(query.order_by(DisclosureRecord.on_date.desc(), DisclosureRecord.id.desc()))
    ]
