"""The register: what goes out is entered in the act that prints it, releases and Part 2 are read, the accounting accounts."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from kapdesk.domain.authorizations import PART2_NOTICE, Content, Found
from kapdesk.domain.disclosures import OWN_FILE, TO_CLIENT, Basis, Disclosure, ForWhom, GoingOut, Span
from kapdesk.domain.filled import Filled
from kapdesk.domain.notes import NoteKind
from kapdesk.domain.paper_states import RELEASE, What
from kapdesk.domain.plans import TreatmentPlan
from kapdesk.domain.signatures import Role, Signature
from kapdesk.errors import BadInput, NotFound
from kapdesk.usecases.house import history
from kapdesk.usecases.paper import filed_papers, paper_signing, paper_standings, papers, papers_on_paper
from kapdesk.usecases.paper.papers_on_paper import OnPaper
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.prescribing import letters
from kapdesk.usecases.prescribing.letters import Letter
from kapdesk.usecases.register import authorizations, disclosures, part2
from kapdesk.usecases.writing import note_printing, notes, plans
from kapdesk.usecases.writing.note_printing import Chosen
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.printing.test_plans import HOSTILE

SIX_YEARS = Span(date(2020, 6, 9), TODAY)
COURT = Disclosure(TODAY, "County Court, 4 Main St", "Dates of sessions", "Subpoena", Basis.REQUIRED_BY_LAW)
ELSE = GoingOut(ForWhom.ELSE, replace(COURT, what=""))


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill", birth_date=date(1985, 2, 17)), NOW)


def release(vault: Vault, client: int, to: str, *keys: str, direction: str = "both") -> int:
    """A release that is signed on the screen; its id on file."""
    draft = paper_signing.begin(vault, client, RELEASE, "en", NOW)
    hand = paper_signing.in_hand(vault, draft, TODAY)
    typed = {one.name: f"[{one.name}]" for one in hand.fields if not one.value} | {"recipient": to}
    ticked = {"direction": (direction,), "what": keys}
    paper_signing.keep(vault, draft, Filled(typed, ticked, present="nobody else"), NOW)
    paper_signing.sign(vault, draft, Signature(Role.CLIENT, "Ada Quill", "typed"), NOW)
    return paper_signing.file_signed(vault, draft, NOW)


def look(vault: Vault, client: int, to: str, *contents: Content, basis: Basis = Basis.AUTHORIZATION) -> tuple[str, str]:
    cover = authorizations.look(vault, client, to, contents, basis, TODAY)
    return (cover.found.value, cover.sentence) if cover is not None else ("", "")


def words_of(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_releases_are_read_from_what_was_ticked_on_the_signed_paper(vault: Vault, ada: int) -> None:
    assert look(vault, ada, "Dr. Amari", Content.ATTENDANCE)[0] == Found.MISSING
    paper = release(vault, ada, "Dr. S. Amari", "attendance", "progress")
    assert look(vault, ada, "dr. s. amari, Cedar Wash", Content.PROGRESS)[0] == Found.COVERED
    found, sentence = look(vault, ada, "Dr. S. Amari", Content.PROGRESS, Content.DIAGNOSIS)
    assert found == Found.NARROWER
    assert "covers attendance and dates; progress and questionnaires, not diagnosis." in sentence
    assert look(vault, ada, "Dr. S. Amari", Content.DIAGNOSIS, basis=Basis.TREATMENT) == ("", "")
    assert "form of their own" in look(vault, ada, "Dr. S. Amari", Content.NOTES, basis=Basis.TREATMENT)[1]
    narrowed = paper_standings.tell(vault, ada, "", What.NARROWED, TODAY, "dates only", "Ada", NOW, paper)
    assert "narrowed on June 9, 2026: “dates only”" in look(vault, ada, "Dr. S. Amari", Content.PROGRESS)[1]
    narrowed.take_back(vault, NOW)
    assert look(vault, ada, "Dr. S. Amari", Content.PROGRESS)[0] == Found.COVERED
    paper_standings.tell(vault, ada, "", What.REVOKED, TODAY, "", "Ada", NOW, paper)
    assert look(vault, ada, "Dr. S. Amari", Content.PROGRESS)[0] == Found.REVOKED
    release(vault, ada, "The other office", "attendance", direction="get")
    assert "give to you" in look(vault, ada, "The other office", Content.ATTENDANCE)[1]
    on_paper = OnPaper(
        RELEASE, TODAY, ((Role.CLIENT, "Ada", ""),), "1", about="School", until=TODAY, kept_where="drawer"
    )
    papers_on_paper.file_from_paper(vault, ada, on_paper, (), NOW)
    assert look(vault, ada, "School", Content.ATTENDANCE)[0] == Found.LOOK
    stands = {one.about: one.standing.state.value for one in authorizations.list_releases(vault, ada, TODAY)}
    assert stands == {"Dr. S. Amari": "revoked", "The other office": "signed", "School": "signed"}


def test_what_goes_out_is_entered_in_the_act_that_prints_it(vault: Vault, ada: int) -> None:
    note = notes.start_note(vault, ada, NoteKind.GENERAL, TODAY, NOW, text="of today")
    notes.sign_note(vault, note, NOW)
    plan = plans.save_version(vault, ada, TreatmentPlan(concerns="worry"), NOW)
    paper = release(vault, ada, "Dr. S. Amari", "attendance")
    gathered = note_printing.gather(vault, ada, Chosen(), TODAY)
    note_printing.enter_printed(vault, gathered, "printed", NOW, OWN_FILE)
    assert disclosures.list_disclosures(vault, ada) == []
    note_printing.enter_printed(vault, gathered, "printed", NOW, ELSE, "ab" * 32)
    made = plans.print_plan(vault, plan.id, "letter", TODAY)
    papers.hand_to_client(vault, made, ada, "saved", NOW, TO_CLIENT)
    papers.hand_to_client(vault, made, ada, "saved", NOW, OWN_FILE)
    papers.hand_to_client(
        vault, papers.print_paper(vault, "your-medicine-day", "letter", TODAY, blank=True), ada, "printed", NOW
    )
    filed_papers.copy_handed(vault, paper, "printed", NOW)
    filed_papers.copy_handed(vault, paper, "saved", NOW, ELSE)
    entered = disclosures.list_disclosures(vault, ada)[::-1]
    assert [(one.to_whom, one.basis, one.what) for one in entered] == [
        ("County Court, 4 Main St", Basis.REQUIRED_BY_LAW, "Notes: 1 note, June 9, 2026"),
        ("Ada Quill", Basis.TO_CLIENT, "Treatment plan, version 1"),
        ("Ada Quill", Basis.TO_CLIENT, "Copy of a paper on file: Permission to share health information, June 9, 2026"),
        (
            "County Court, 4 Main St",
            Basis.REQUIRED_BY_LAW,
            "Copy of a paper on file: Permission to share health information, June 9, 2026",
        ),
    ]
    assert (entered[0].how, entered[0].sha256) == ("printed", "ab" * 32)
    given = [one.name for one in papers.papers_of_client(vault, ada)]
    assert given == [RELEASE, "your-medicine-day", "treatment-plan"]
    with pytest.raises(BadInput):
        note_printing.enter_printed(vault, gathered, "printed", NOW, GoingOut(ForWhom.ELSE, replace(COURT, purpose="")))
    assert len(disclosures.list_disclosures(vault, ada)) == len(entered)


def test_part_2_is_tagged_taken_off_and_goes_with_its_notice(vault: Vault, ada: int) -> None:
    paper = release(vault, ada, "Dr. S. Amari", "attendance")
    on_paper = part2.tag(vault, ada, "Mesa Recovery", NOW, paper)
    assert (part2.is_tagged(vault, ada), part2.is_tagged(vault, ada, paper)) == (False, True)
    on_paper.take_back(vault, NOW)
    assert not part2.is_tagged(vault, ada, paper)
    part2.tag(vault, ada, "Mesa Recovery", NOW)
    part2.tag(vault, ada, "again", NOW)
    off = part2.untag(vault, ada, NOW)
    assert part2.tags_of(vault, ada) == {}
    letter = Letter("Dr. S. Amari", why="Hello.")
    plain = letters.make_letter(vault, ada, letter, TODAY)
    assert PART2_NOTICE not in words_of(plain.pdf)
    off.take_back(vault, NOW)
    assert part2.tags_of(vault, ada) == {None: "Mesa Recovery"}
    made = letters.make_letter(vault, ada, letter, TODAY)
    assert PART2_NOTICE in words_of(made.pdf)
    assert Content.SUBSTANCE_USE in made.contents
    letters.hand_out(vault, made, "printed", replace(COURT, paper_id=paper), None, NOW)
    (entry,) = disclosures.list_disclosures(vault, ada)
    assert (entry.part2, entry.paper_id) == (True, paper)
    note = notes.start_note(vault, ada, NoteKind.GENERAL, TODAY, NOW, text="of today")
    notes.sign_note(vault, note, NOW)
    for tagged in (True, False):
        gathered = note_printing.gather(vault, ada, Chosen(), TODAY, tagged)
        assert (PART2_NOTICE in words_of(note_printing.lay_out(gathered).pdf)) is tagged
    acts = [row.words for row in history.read_history(vault, history.Acts(ada), NOW.tzinfo)]
    assert sum("42 CFR Part 2" in words for words in acts) == 5
    stranger = clients.create_client(vault, ClientFacts("Bo Reed"), NOW)
    with pytest.raises(BadInput, match="another chart"):
        part2.tag(vault, stranger, "", NOW, paper)


@pytest.mark.parametrize("page", ["letter", "a4"])
def test_the_accounting_lists_what_the_law_asks_and_an_empty_one_says_so(vault: Vault, ada: int, page: str) -> None:
    empty = disclosures.prepare_accounting(vault, ada, SIX_YEARS, TODAY)
    words = words_of(disclosures.accounting_pdf(empty, page=page).pdf)
    assert "In this time no disclosure was made that has to be listed here." in words
    for at in range(60):
        basis = Basis.THREAT if at % 2 else Basis.TREATMENT
        told = replace(COURT, on=TODAY - timedelta(days=at), what=HOSTILE[at // 2 % 2], basis=basis)
        disclosures.enter_disclosure(vault, ada, told, NOW)
    disclosures.enter_disclosure(vault, ada, replace(COURT, to_whom="ש" * 90, purpose="word " * 2000), NOW)
    prepared = disclosures.prepare_accounting(vault, ada, SIX_YEARS, TODAY)
    assert [one.on for one in prepared.entries] == sorted(one.on for one in prepared.entries)
    made = disclosures.accounting_pdf(prepared, page=page)
    assert made.pdf == disclosures.accounting_pdf(prepared, page=page).pdf
    words = words_of(made.pdf)
    for part in (
        "Ada Quill, born February 17, 1985",
        "From June 9, 2020 to June 9, 2026 · 31 entries",
        "County Court, 4 Main St",
        "Subpoena",
        "A threat to safety",
        "<b>bold</b> & <font size=90>big</font> </para>",
        f"page 1 of {made.pages}",
        "Questions about this page: Robin Alder, PhD, LPCC, 505-555-0199.",
    ):
        assert part in words
    assert "Treatment" not in words.replace("your treatment", "")
    reader = PdfReader(io.BytesIO(made.pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "Accounting of disclosures"
    assert reader.trailer["/Root"]["/Lang"] == "en-US"
    assert round(float(reader.pages[0].mediabox.height)) == {"letter": 792, "a4": 842}[page]
    whole = disclosures.prepare_accounting(vault, ada, replace(SIX_YEARS, whole=True), TODAY)
    assert len(whole.entries) == 61
    with pytest.raises(BadInput, match="six years"):
        disclosures.prepare_accounting(vault, ada, replace(SIX_YEARS, first=date(2020, 6, 8)), TODAY)
    with pytest.raises(NotFound):
        disclosures.accounting_pdf(prepared, "xx")
