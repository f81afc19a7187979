"""The chart's papers as pictures: every state of a paper, one begun, the dialogs, a paper as it is read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.filled import Filled
from kapdesk.domain.paper_states import What
from kapdesk.domain.signatures import Role, Signature
from kapdesk.ui.chart_papers.on_paper import OnPaperDialog
from kapdesk.ui.chart_papers.reader import PaperDialog
from kapdesk.ui.chart_papers.received import ReceivedDialog
from kapdesk.ui.chart_papers.telling import TellDialog
from kapdesk.usecases.paper import paper_signing, paper_standings, papers, papers_on_paper
from kapdesk.usecases.paper.papers_on_paper import OnPaper
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
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
    """Draw the Papers tab of somebody of the sample with a paper in each state, and its dialogs."""
    today, at = clock().date(), clock()
    client_id = clients.create_client(vault, ClientFacts("Nora Held", birth_date=date(1988, 4, 2)), at)
    window.open_client(client_id)
    name = clients.get_client(vault, client_id).legal_name
    filed = {
        one: _sign(vault, client_id, one, at) for one in ("privacy-notice", "touch-agreement", "electronic-signing")
    }
    scan = papers.print_paper(vault, "consent-therapy", "letter", today, blank=True).pdf
    signers = ((Role.CLIENT, name, ""), (Role.THERAPIST, "Dana Whitfield", ""))
    told = OnPaper("consent-therapy", today - timedelta(days=400), signers, "1", until=today - timedelta(days=35))
    papers_on_paper.file_from_paper(vault, client_id, told, [scan], at)
    consent = OnPaper("consent-kap", today - timedelta(days=30), signers, "1", lacking="point 14 is not initialled")
    papers_on_paper.file_from_paper(vault, client_id, consent, [scan, scan + b"\n"], at)
    release = replace(
        told,
        name="release",
        signed_on=today - timedelta(days=60),
        until=None,
        about="Dr. Amari",
        kept_where="the blue folder",
    )
    shared = papers_on_paper.file_from_paper(vault, client_id, release, [], at)
    papers_on_paper.receive(vault, client_id, "Discharge summary, County Hospital", today, "", [scan], at)
    tell = paper_standings.tell
    tell(vault, client_id, "", What.NARROWED, today, "hands and shoulders only", name, at, filed["touch-agreement"])
    tell(vault, client_id, "", What.REVOKED, today, "I want no more contact with that office", name, at, shared)
    tell(vault, client_id, "consent-to-contact", What.DECLINED, today, "no messages at all", name, at)
    paper_signing.begin(vault, client_id, "transport", "en", at)
    window.chart.open_tab("papers")
    take(window, "chart-papers-states")
    paper = PaperDialog(vault, clock, filed["touch-agreement"], "Agreement on touch", window)
    put_away(paper, "paper-on-file")
    put_away(OnPaperDialog(vault, clock, client_id, "consent-kap", window), "signed-on-paper")
    wrong = OnPaperDialog(vault, clock, client_id, "release", window)
    wrong.version.setText("1")
    wrong.file()
    put_away(wrong, "signed-on-paper-wrong")
    put_away(ReceivedDialog(vault, clock, client_id, window), "paper-from-outside")
    asked = (What.NARROWED, What.REVOKED, What.DECLINED)
    dialog = TellDialog(
        vault, clock, client_id, "", "Agreement on touch", asked, window, filed["touch-agreement"], name
    )
    put_away(dialog, "paper-narrowed")


def _sign(vault: Vault, client_id: int, name: str, at: datetime) -> int:
    """A paper that everybody signed with the typed name."""
    draft = paper_signing.begin(vault, client_id, name, "en", at)
    hand = paper_signing.in_hand(vault, draft, at.date())
    filled = Filled(
        {one.name: f"({one.ask})" for one in hand.fields if not one.value},
        {one.name: (one.options[0][0],) for one in hand.choices},
        {number: "N. H." for number, _ in (*hand.points, *hand.acknowledged)},
    )
    paper_signing.keep(vault, draft, filled, at)
    for role in hand.unsigned:
        paper_signing.sign(vault, draft, Signature(role, f"{hand.client}", "typed"), at)
    return paper_signing.file_signed(vault, draft, at)
