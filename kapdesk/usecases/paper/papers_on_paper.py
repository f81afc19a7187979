"""Papers that were signed on paper, or came from outside: a scan, a photo or a PDF, with who signed and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from kapdesk.domain.filled import Filled
from kapdesk.domain.signatures import Role, Signature, check_may_sign, still_to_sign
from kapdesk.errors import BadInput
from kapdesk.usecases.house.attachments import checked_kind
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.practice import facts_of, zone
from kapdesk.usecases.medicine_day.under_medicine import under_medicine_in
from kapdesk.usecases.paper.filed_papers import Facts, file_paper
from kapdesk.usecases.paper.paper_signing import ABOUT, about_of
from kapdesk.usecases.paper.wording import sha256_of, wording_to_print
from kapdesk.usecases.people.clients import find_client
from kapdesk.vault.database import Vault

_LONGEST_VERSION = 40
"""Letters; what a foot says is shorter."""


@dataclass(frozen=True)
class OnPaper:
    """What the therapist tells of a paper that was signed on paper.

    `version` is the one in its foot; `lacking` what is not initialled or acknowledged on it; `kept_where` says where the paper
    lies when there is no scan; `at` the time of signing, where it is known.
    """

    name: str
    signed_on: date
    signers: tuple[tuple[Role, str, str], ...]
    version: str
    language: str = "en"
    at: time | None = None
    about: str = ""
    until: date | None = None
    lacking: str = ""
    kept_where: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Expected:
    """What a paper of the library should bear when it was signed on paper: its version now, and who signs it."""

    title: str
    kind: str
    version: str
    signers: tuple[Role, ...]


def expected(vault: Vault, name: str, language: str = "en") -> Expected:
    """What the wording that counts now asks for; NotFound for an unknown paper."""
    with vault.read() as db:
        wording = wording_to_print(db, name, language)
    return Expected(wording.title, wording.kind, str(wording.version), still_to_sign(wording.signatures, ()))


def file_from_paper(vault: Vault, client_id: int, told: OnPaper, scans: Sequence[bytes], at: datetime) -> int:
    """File a paper that was signed on paper; its id on file. `signers` are (role, name, relation). BadInput with the field's
    name for what cannot be kept, and for a consent that was signed after medicine on that day.
    """
    for scan in scans:
        checked_kind(scan)
    if not scans and not told.kept_where.strip():
        raise BadInput("Add the scan, or say where the paper lies.", "scan")
    if told.signed_on > at.date():
        raise BadInput("The day is still to come. Type the day on which it was signed.", "signed_on")
    if len(told.version.strip()) > _LONGEST_VERSION:
        raise BadInput("Type the version as it stands in the foot of the paper, such as 1 or 2.", "version")
    if told.until is not None and told.until < told.signed_on:
        raise BadInput("It would end before it was signed. Is one of the days wrong?", "until")
    with vault.write() as db:
        find_client(db, client_id)
        wording = wording_to_print(db, told.name, told.language)
        there = zone(facts_of(db))
        signed_at = datetime.combine(told.signed_on, told.at, there) if told.at is not None else None
        if signed_at is not None and signed_at > at:
            raise BadInput("This time is still to come. Type the time at which it was signed.", "at")
        signed = tuple(Signature(role, name, "paper", signed_at, more).checked() for role, name, more in told.signers)
        missing = still_to_sign(wording.signatures, signed)
        if missing:
            raise BadInput(f"Who signed as {missing[0].words.lower()}? Type the name.", "name")
        day = under_medicine_in(db, client_id, told.signed_on)
        check_may_sign(wording.kind, day, signed_at, told.reason)
        values = {ABOUT[told.name]: told.about} if told.name in ABOUT else {}
        filled = Filled(values, signed=signed, until=told.until)
        facts = Facts(
            name=told.name,
            kind=wording.kind,
            title=wording.title,
            language=told.language,
            how="paper",
            from_on=told.signed_on,
            about=about_of(told.name, filled),
            version=told.version.strip(),
            wording_sha256=sha256_of(db, wording, told.version.strip()),
            signed_at=signed_at,
            until=told.until,
            lacking=told.lacking.strip(),
            words=told.kept_where.strip(),
        )
        filed = file_paper(db, client_id, facts, filled, scans, at, told.reason.strip())
        enter(db, at, "paper", "filed_from_paper", filed, client_id, detail=f"{wording.title}, version {facts.version}")
        return filed


def receive(
    vault: Vault, client_id: int, title: str, came_on: date, words: str, scans: Sequence[bytes], at: datetime
) -> int:
    """File a paper from outside, such as another practice's record; BadInput without title or scan."""
    title = " ".join(title.split())
    if not title:
        raise BadInput("Say what it is, for instance “Discharge summary, County Hospital”.", "title")
    if not scans:
        raise BadInput("Add the scan.", "scan")
    if came_on > at.date():
        raise BadInput("The day is still to come. Type the day on which it came.", "came_on")
    for scan in scans:
        checked_kind(scan)
    with vault.write() as db:
        find_client(db, client_id)
        facts = Facts("received", "received", title, "", "received", came_on, words=words.strip())
        filed = file_paper(db, client_id, facts, Filled(), scans, at)
        enter(db, at, "paper", "received", filed, client_id)
        return filed
