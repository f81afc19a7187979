"""The chart's papers: how they stand, what happened to them, scans that are dropped, files that would do harm."""

import struct
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from kapdesk.domain.paper_states import State
from kapdesk.domain.signatures import Role
from kapdesk.domain.tablets import Dose
from kapdesk.errors import BadInput
from kapdesk.ui import ask
from kapdesk.ui.chart_papers.on_paper import OnPaperDialog
from kapdesk.ui.chart_papers.reader import PaperDialog
from kapdesk.ui.chart_papers.received import ReceivedDialog
from kapdesk.ui.chart_papers.scan_list import ScanList
from kapdesk.ui.chart_papers.tab import PapersTab
from kapdesk.ui.details.entry import EntryDialog
from kapdesk.usecases.course import courses
from kapdesk.usecases.medicine_day import medicine, medicine_days
from kapdesk.usecases.paper import client_papers, filed_papers, paper_signing, paper_standings, papers, safe_pdf
from kapdesk.usecases.people import clients, form_drafts
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.register import part2
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import in_dialog, press, words_on
from tests.usecases.test_orders import png
from tests.usecases.test_paper_signing import ready_to_sign, sign_all

Clock = Callable[[], datetime]


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


@pytest.fixture
def pdf(vault: Vault) -> bytes:
    return papers.print_paper(vault, "touch-agreement", "letter", TODAY, blank=True).pdf


@pytest.fixture
def tab(qtbot: QtBot, vault: Vault, clock: Clock, ada: int) -> PapersTab:
    made = PapersTab(vault, clock)
    made.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show_client(ada)
    made.refresh()
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def drop(on: QWidget, *files: Path) -> None:
    """Drop files."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    on.dropEvent(QDropEvent(QPointF(QPoint(5, 5)), copy, data, left, none))


def test_the_states_stand_in_words_and_an_entry_is_taken_back(tab: PapersTab, vault: Vault, ada: int) -> None:
    assert "Nothing yet. What is signed on the screen or on paper stands here" in words_on(tab)
    assert "○ Not signed" in words_on(tab)
    filed = sign_all(vault, ready_to_sign(vault, ada, "touch-agreement"))
    draft = paper_signing.begin(vault, ada, "release", "en", NOW)
    tab.refresh()
    assert "✓ Signed" in words_on(tab)
    assert "Begun, not filed" in words_on(tab)
    gone: list[int] = []
    tab.go_on_wanted.connect(gone.append)
    press(tab, f"go_on_{draft}")
    assert gone == [draft]

    def narrow(dialog: QDialog) -> None:
        dialog.keep()  # type: ignore[attr-defined]
        assert "Say what is left" in words_on(dialog)
        dialog.words.setPlainText("no hands")  # type: ignore[attr-defined]
        dialog.keep()  # type: ignore[attr-defined]

    in_dialog(QDialog, narrow, lambda: press(tab, f"tell_{filed}"))
    assert "◐ Narrowed" in words_on(tab)
    assert "Narrowed from Jun 9, said by Ada Quill: no hands" in words_on(tab)

    def mistake(dialog: QDialog) -> None:
        dialog.words.setPlainText("another client")  # type: ignore[attr-defined]
        dialog.keep()  # type: ignore[attr-defined]

    assert tab.minimumSizeHint().height() >= 320, "in a low window the whole page scrolls, and the papers stay in sight"
    (event,) = paper_standings.list_filed(vault, ada, TODAY)[0].events
    in_dialog(QDialog, mistake, lambda: press(tab, f"take_back_{event.id}"))
    assert "Narrowed from" not in words_on(tab)
    assert paper_standings.standing_of(vault, ada, "touch-agreement", TODAY).state is State.SIGNED


def test_an_acknowledgement_that_is_refused_is_kept_as_a_good_faith_effort(
    tab: PapersTab, vault: Vault, ada: int
) -> None:
    def refuse(dialog: QDialog) -> None:
        dialog.words.setPlainText("offered twice, would not sign")  # type: ignore[attr-defined]
        dialog.keep()  # type: ignore[attr-defined]

    in_dialog(QDialog, refuse, lambda: press(tab, "declined_privacy-notice"))
    assert "! Acknowledgement refused" in words_on(tab)
    assert paper_standings.standing_of(vault, ada, "privacy-notice", TODAY).state is State.REFUSED
    found = client_papers.papers_at_a_glance(vault, ada, TODAY)
    assert "privacy-notice" not in {one.name for one in found.missing}, "what was tried is on file"
    assert [(one.title, one.told[0].words) for one in found.told] == [
        ("Notice of privacy practices", "offered twice, would not sign")
    ]


def test_a_paper_signed_on_paper_is_filed_with_scans_that_were_dropped(
    qtbot: QtBot, vault: Vault, clock: Clock, ada: int, tmp_path: Path, pdf: bytes
) -> None:
    (tmp_path / "page.png").write_bytes(png())
    (tmp_path / "paper.pdf").write_bytes(pdf)
    (tmp_path / "letter.pdf").write_bytes(b"hello")
    dialog = OnPaperDialog(vault, clock, ada, "touch-agreement", None)
    qtbot.addWidget(dialog)
    dialog.show()
    drop(dialog.scans, *(tmp_path / one for one in ("page.png", "letter.pdf", "paper.pdf")))
    qtbot.waitUntil(lambda: not dialog.scans.busy)
    assert "letter.pdf: kapdesk keeps PDF, PNG and JPEG files" in words_on(dialog)
    dialog.version.setText("1")
    dialog.file()
    assert "Type the day on which it was signed" in words_on(dialog)
    dialog.signed_on.set_day(TODAY)
    dialog.file()
    assert "Who signed as therapist?" in words_on(dialog)
    assert len(dialog.scans.files) == 2, "what was entered is still there"
    dialog.names[Role.THERAPIST].setText("Robin Alder")
    dialog.lacking.setText("no box is ticked")
    dialog.file()
    assert "is on file" in dialog.done_words
    (row,) = paper_standings.list_filed(vault, ada, TODAY)
    assert (row.files, row.standing.state, row.standing.words) == (2, State.INCOMPLETE, "no box is ticked")
    reader = PaperDialog(vault, clock, row.id, "Touch", None)
    qtbot.addWidget(reader)
    reader.show()
    press(reader, "file_after")
    assert reader.preview.pages > 1
    assert filed_papers.exact_bytes(vault, row.id, 1) == pdf


def test_a_consent_on_paper_after_medicine_is_refused_with_all_that_was_typed(
    qtbot: QtBot, vault: Vault, clock: Clock, ada: int
) -> None:
    courses.start_course(vault, ada, TODAY, NOW)
    medicine.take_in(vault, medicine_days.begin(vault, ada, NOW), Dose(2, 100), 2, "Ada", NOW, NOW)
    dialog = OnPaperDialog(vault, clock, ada, "touch-agreement", None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.version.setText("1")
    dialog.signed_on.set_day(TODAY)
    dialog.names[Role.THERAPIST].setText("Robin Alder")
    dialog.kept_where.setText("the blue folder")
    dialog.file()
    assert "A consent is not given under the medicine" in words_on(dialog)
    dialog.at.set_minute(9 * 60)
    dialog.file()
    assert dialog.done_words
    assert paper_standings.standing_of(vault, ada, "touch-agreement", TODAY).state is State.SIGNED


def test_what_is_typed_of_a_paper_survives_a_lock(qtbot: QtBot, vault: Vault, clock: Clock, ada: int) -> None:
    before = OnPaperDialog(vault, clock, ada, "touch-agreement", None)
    qtbot.addWidget(before)
    before.show()
    qtbot.keyClicks(before.version, "1")
    qtbot.keyClicks(before.lacking, "no box is ticked")
    qtbot.waitUntil(lambda: form_drafts.get_form(vault, ada, "on_paper") is not None)
    before.hide()  # the desk locks: the window goes without a question
    after = OnPaperDialog(vault, clock, ada, "touch-agreement", None)
    qtbot.addWidget(after)
    after.show()
    assert (after.version.text(), after.lacking.text()) == ("1", "no box is ticked")
    assert "is here again" in words_on(after)
    after.signed_on.set_day(TODAY)
    after.names[Role.THERAPIST].setText("Robin Alder")
    after.kept_where.setText("the blue folder")
    after.file()
    assert after.done_words
    assert form_drafts.get_form(vault, ada, "on_paper") is None


def test_a_paper_from_outside_is_filed(qtbot: QtBot, vault: Vault, clock: Clock, ada: int, tmp_path: Path) -> None:
    (tmp_path / "page.png").write_bytes(png())
    dialog = ReceivedDialog(vault, clock, ada, None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.title.setText("Discharge summary")
    dialog.keep()
    assert "Add the scan." in words_on(dialog)
    ask.answer([tmp_path / "page.png"])
    dialog.scans.choose()
    qtbot.waitUntil(lambda: not dialog.scans.busy)
    dialog.keep()
    assert [one.title for one in paper_standings.list_filed(vault, ada, TODAY)] == ["Discharge summary"]


def _bomb(grown: int, layers: int = 1) -> bytes:
    """A PDF with a part that grows to so many bytes."""
    packed = zlib.compress(b"0" * grown, 9)
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    filters = b"/FlateDecode " * layers
    return b"%PDF-1.4\n1 0 obj\n<</Filter [" + filters + b"]>>\nstream\n" + packed + b"\nendstream\nendobj\n"


def _lying_png() -> bytes:
    """A PNG of some bytes that says it has 60,000 by 60,000 points."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)),
            (b"IDAT", zlib.compress(b"")),
            (b"IEND", b""),
        )
    )


def _many_pages(number: int) -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(number))
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count "
        + str(number).encode()
        + b"/Kids["
        + kids
        + b"]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj\ntrailer<</Root 1 0 R>>\n"
    )


def test_what_would_do_harm_is_said_in_a_sentence(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_pdf, "MOST_UNFOLDED", 4_000_000)
    with (tmp_path / "huge.pdf").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    (tmp_path / "bomb.pdf").write_bytes(_bomb(5_000_000))
    (tmp_path / "twice.pdf").write_bytes(_bomb(5_000_000, 2))
    (tmp_path / "lies.png").write_bytes(_lying_png())
    (tmp_path / "pages.pdf").write_bytes(_many_pages(5_000))
    (tmp_path / "wide.pdf").write_bytes(b"%PDF-1.4\n1 0 obj<</Width 60000 /Height 60000>>\nstream\n\nendstream")
    scans = ScanList()
    qtbot.addWidget(scans)
    scans.show()
    scans.take([*sorted(tmp_path.iterdir()), tmp_path / "nothing.pdf", tmp_path])
    qtbot.waitUntil(lambda: not scans.busy)
    said = words_on(scans)
    assert scans.files == []
    for name, sentence in (
        ("huge.pdf", "larger than 25 MB"),
        ("bomb.pdf", "unfolds to far more"),
        ("twice.pdf", "unfolds to far more"),
        ("wide.pdf", "unfolds to far more"),
        ("lies.png", "40 million pixels"),
        ("pages.pdf", "5,000 pages"),
        ("nothing.pdf", "not a file that can be read"),
    ):
        assert any(line.startswith(f"{name}: ") and sentence in line for line in said.splitlines()), (name, said)
    scans.close_down()


def test_an_honest_pdf_passes(pdf: bytes) -> None:
    safe_pdf.check_pdf(pdf)
    with pytest.raises(BadInput):
        safe_pdf.check_pdf(_bomb(10, 3))


def test_one_paper_is_tagged_as_part_2_and_the_tag_taken_off(tab: PapersTab, vault: Vault, ada: int) -> None:
    paper = sign_all(vault, ready_to_sign(vault, ada, "touch-agreement"))
    tab.refresh()

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, EntryDialog)
        dialog.form.fields["words"].setProperty("text", "Mesa Recovery")
        dialog.save()

    in_dialog(EntryDialog, fill, lambda: press(tab, f"tag_paper_{paper}"))
    assert "42 CFR Part 2: Mesa Recovery" in words_on(tab)
    assert part2.is_tagged(vault, ada, paper)
    assert not part2.is_tagged(vault, ada)
    press(tab, f"untag_paper_{paper}")
    assert not part2.is_tagged(vault, ada, paper)
