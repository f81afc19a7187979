"""Papers that a test needs on file."""

from datetime import date, datetime

from kapdesk.domain.paper_states import KAP_CONSENT, RELEASE, TOUCH, TRANSPORT
from kapdesk.domain.signatures import Role
from kapdesk.usecases.paper import papers_on_paper
from kapdesk.usecases.paper.papers_on_paper import OnPaper
from kapdesk.vault.database import Vault

FOR_THE_MEDICINE_DAY = (KAP_CONSENT, TOUCH, RELEASE, TRANSPORT)
_SIGNERS = ((Role.CLIENT, "Ada Example", ""), (Role.ADULT, "Luis Example", "husband"), (Role.THERAPIST, "R. Alder", ""))


def signed_on_paper(
    vault: Vault, client: int, at: datetime, *names: str, on: date | None = None, until: date | None = None
) -> None:
    """File papers as signed on paper, without a scan; those of the medicine day when none is named."""
    for name in names or FOR_THE_MEDICINE_DAY:
        told = OnPaper(name, on or at.date(), _SIGNERS, "1", until=until, kept_where="the folder")
        papers_on_paper.file_from_paper(vault, client, told, [], at)
