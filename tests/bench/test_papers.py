"""Papers: an intake pack laid out, a stored scan opened, a thousand signed papers verified; against the bare limits."""

import hashlib
import io
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QWidget
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from kapdesk.domain.paper_states import INTAKE_PACK
from kapdesk.domain.signatures import Role, Signature
from kapdesk.printing import fonts, text
from kapdesk.printing.intake import asked
from kapdesk.records.attachment import AttachmentPart
from kapdesk.records.filed_paper import FiledPaper
from kapdesk.ui import theme
from kapdesk.ui.orders.scans import PictureView
from kapdesk.ui.papers.preview import Preview
from kapdesk.usecases.asking import intake_questions
from kapdesk.usecases.house import attachments, opening
from kapdesk.usecases.house.practice import PracticeFacts
from kapdesk.usecases.paper import filed_papers, paper_pack, papers_on_paper
from kapdesk.usecases.paper.papers_on_paper import OnPaper
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.bench.conftest import measured, rate, timed
from tests.conftest import NOW, PASSPHRASE, TODAY

_SCAN = 5_000_000
BOTH = ((Role.CLIENT, "Ada Quill", ""), (Role.THERAPIST, "Robin Alder", ""))


@pytest.fixture
def vault(tmp_path: Path, weak_keys: None) -> Iterator[Vault]:
    """A practice with one client."""
    facts = PracticeFacts(name="Generated", therapist="Nobody", phone="505-555-0100", fictional=True)
    made = opening.open_practice(opening.create_practice(tmp_path / "g.kapdesk", PASSPHRASE, facts, NOW).unlocked, NOW)
    clients.create_client(made, ClientFacts("Ada Quill", birth_date=date(1990, 2, 3)), NOW)
    yield made
    opening.close_practice(made, NOW)


def scanned() -> bytes:
    """A page as a scanner makes it: a JPEG of about 5 MB."""
    noise = Image.frombytes("L", (420, 550), os.urandom(420 * 550)).resize((2550, 3300)).convert("RGB")
    low, high = 20, 100
    while high - low > 1:
        quality, out = (low + high) // 2, io.BytesIO()
        noise.save(out, "JPEG", quality=quality)
        low, high = (quality, high) if out.tell() < _SCAN else (low, quality)
    return out.getvalue()


def as_pdf(picture: bytes) -> bytes:
    """The same as the one page of a PDF."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792))
    canvas.drawImage(ImageReader(io.BytesIO(picture)), 0, 0, 612, 792)
    canvas.save()
    return out.getvalue()


def test_an_intake_pack(vault: Vault) -> None:
    names = [name for name in INTAKE_PACK if name != "release"][:6]
    pages = sum(one.pages for one in paper_pack.pack_maker(vault, names, 1, "en", "letter", "", TODAY)())
    ours = timed(lambda: paper_pack.pack_maker(vault, names, 1, "en", "letter", "", TODAY)(), 3)
    measured(
        f"An intake pack of 6 papers, {pages} pages", ours, timed(lambda: bare(names), 3), "≤ 1.5 s; bare paragraphs"
    )


def bare(names: list[str]) -> None:
    """The same words as reportlab's bare paragraphs, a PDF each."""
    look = ParagraphStyle("bare", fontName=fonts.BODY, fontSize=12, leading=16)
    for name in names:
        blocks = text.fill(text.load(name), {}, blank=True)
        blocks += asked(intake_questions.questions(), None) if name == "intake" else []
        template = SimpleDocTemplate(io.BytesIO(), initialFontName=fonts.BODY)
        template.build([Paragraph(escape(block.words), look) for block in blocks])


@pytest.mark.parametrize("kind", ["picture", "PDF"])
def test_a_stored_scan_is_opened(vault: Vault, kind: str) -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, False, 1.0)
    picture = scanned()
    data = picture if kind == "picture" else as_pdf(picture)
    with vault.write() as db:
        number = attachments.keep_file(db, data, NOW)
    shown: list[QWidget] = []

    def open_it() -> None:
        with vault.read() as db:
            found = attachments.read_file(db, number)
        view = PictureView(found) if kind == "picture" else Preview()
        view.resize(860, 900)
        view.show()
        if isinstance(view, Preview):
            view.show_pdf(found)
        app.processEvents()
        view.grab()
        view.hide()
        shown.append(view)

    ours, bare = timed(open_it, 5), timed(lambda: hashlib.sha256(data).digest(), 5)
    measured(f"A stored {kind} of {len(data) / 1e6:.1f} MB read and shown", ours, bare, "≤ 200 ms (bare: its SHA-256)")


def test_a_thousand_signed_papers_are_verified(vault: Vault) -> None:
    strokes = Signature(Role.CLIENT, "Ada Quill", "typed", NOW).data()
    for number in range(1_000):
        scan = b"%PDF-1.4\n%" + os.urandom(60_000) + str(number).encode()
        told = OnPaper("release", TODAY, BOTH[:1], "1", about=f"Office {number}", kept_where=str(strokes))
        papers_on_paper.file_from_paper(vault, 1, told, [scan], NOW)

    def verify() -> None:
        with vault.read() as db:
            assert attachments.check_files(db) == 1_000
            assert filed_papers.check_papers(db) == 1_000

    with vault.read() as db:
        bodies = [row.body for row in db.query(FiledPaper)]
        parts = [row.data for row in db.query(AttachmentPart)]

    def bare() -> None:
        for one in (*bodies, *parts):
            hashlib.sha256(one).digest()

    ours, limit = timed(verify, 3), timed(bare, 3)
    size = sum(map(len, (*bodies, *parts))) / 1e6
    rate(
        f"1,000 signed papers verified, {size:.0f} MB ({1_000 / ours:,.0f} papers/s)",
        ours,
        limit,
        "bare: SHA-256 of the same bytes",
    )
