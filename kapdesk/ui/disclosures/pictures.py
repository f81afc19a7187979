"""The disclosures of an invented client as pictures: nothing yet, full, what is asked before, the accounting, a letter."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.authorizations import Content
from kapdesk.domain.disclosures import Basis, Disclosure
from kapdesk.domain.filled import Filled
from kapdesk.domain.paper_states import RELEASE, What
from kapdesk.domain.requests import RequestAnswer, RequestKind
from kapdesk.domain.signatures import Role, Signature
from kapdesk.ui.disclosures import asked
from kapdesk.ui.disclosures.accounting import AccountingDialog
from kapdesk.ui.disclosures.entering import DisclosureDialog, Handing
from kapdesk.usecases.paper import paper_signing, paper_standings
from kapdesk.usecases.people import clients
from kapdesk.usecases.register import disclosures, part2, requests
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window


def draw(
    take: Callable[[QWidget, str], None],
    put_away: Callable[[QDialog, str], None],
    window: "Window",
    vault: Vault,
    clock: Callable[[], datetime],
) -> None:
    """Draw the disclosures of two clients of the sample; the copy is changed by it."""
    everybody = clients.list_all_clients(vault, clock().date())
    nobody = next(row.id for row in everybody if row.name.startswith("Hollis"))
    somebody = next(row.id for row in everybody if row.name.startswith("Rosa"))
    window.open_client(nobody)
    window.chart.open_tab("disclosures")
    take(window, "chart-disclosures-none")
    put_away(AccountingDialog(vault, clock, nobody, window), "accounting-none")
    _fill(vault, clock, somebody)
    window.open_client(somebody)
    window.chart.open_tab("disclosures")
    take(window, "chart-disclosures")
    put_away(DisclosureDialog(vault, clock, somebody, window), "disclosure-entered")
    handing = Handing(somebody, "Notes", (Content.SUMMARY, Content.ATTENDANCE))
    before = DisclosureDialog(vault, clock, somebody, window, handing)
    before.form.put_typed(
        {
            "to_whom": "Dr. S. Amari, Cedar Wash Psychiatry",
            "purpose": "A second opinion",
            "basis": Basis.AUTHORIZATION.words,
        }
    )
    put_away(before, "disclosure-narrower")
    put_away(AccountingDialog(vault, clock, somebody, window), "accounting")
    open_one = requests.list_requests(vault, somebody)[0]
    put_away(asked.new_request(vault, clock, somebody, window), "request-new")
    put_away(asked.answered(vault, clock, open_one, window), "request-answer")
    put_away(asked.RequestLetterDialog(vault, clock, open_one.id, window), "request-letter")


def _fill(vault: Vault, clock: Callable[[], datetime], client_id: int) -> None:
    at = clock()
    today = at.date()
    _release(vault, client_id, "Dr. S. Amari", ("attendance", "progress"), at)
    paper = _release(vault, client_id, "Luis Delgado", ("attendance",), at)
    paper_standings.tell(vault, client_id, RELEASE, What.REVOKED, today, "told in the session", "Rosa", at, paper)
    told = Disclosure(today, "County Court, 4 Main St", "Dates of sessions", "Subpoena", Basis.REQUIRED_BY_LAW)
    disclosures.enter_disclosure(vault, client_id, told, at)
    for kind, days, words in (
        (RequestKind.COPY, 24, "All of it, on paper"),
        (RequestKind.AMENDMENT, 20, "The note of May 12 says Monday; it was Tuesday."),
        (RequestKind.ACCOUNTING, 70, ""),
    ):
        requests.enter_request(vault, client_id, kind, today - timedelta(days=days), words, at)
    late = next(one for one in requests.list_requests(vault, client_id) if one.kind is RequestKind.ACCOUNTING)
    day: date = today - timedelta(days=30)
    requests.answer(vault, late.id, RequestAnswer.GIVEN, day, "Accounting of six years, printed", at)
    part2.tag(vault, client_id, "records of Mesa Recovery, April 2", at)


def _release(vault: Vault, client_id: int, to: str, keys: tuple[str, ...], at: datetime) -> int:
    """A release that was signed on the screen; its id on file."""
    draft = paper_signing.begin(vault, client_id, RELEASE, "en", at)
    hand = paper_signing.in_hand(vault, draft, at.date())
    typed = {one.name: "—" for one in hand.fields if not one.value}
    typed |= {"recipient": to, "release_purpose": "working together", "expires": "when treatment ends"}
    typed["release_what"] = "from March 2026 on"
    ticked = {"direction": ("both",), "what": keys}
    paper_signing.keep(vault, draft, Filled(typed, ticked, present="nobody else"), at)
    for role in paper_signing.in_hand(vault, draft, at.date()).unsigned:
        paper_signing.sign(vault, draft, Signature(Role(role), "Rosa Elena Delgado", "typed"), at)
    return paper_signing.file_signed(vault, draft, at)
