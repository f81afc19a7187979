"""Papers: what is missing is asked for, the preview, print, save, and handing to a client."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from kapdesk.domain.disclosures import Basis, Disclosure, ForWhom, GoingOut
from kapdesk.ui import ask, printer
from kapdesk.ui.disclosures.for_whom import ForWhomBox
from kapdesk.ui.papers.choose_client import ChooseClientDialog
from kapdesk.ui.papers.kinds import HEADINGS
from kapdesk.ui.papers.page import PapersPage
from kapdesk.ui.papers.preview import Preview
from kapdesk.ui.window import Window
from kapdesk.usecases.house import history, practice
from kapdesk.usecases.paper import paper_typed, papers
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.register import disclosures
from kapdesk.vault.database import Vault
from tests.conftest import FACTS, NOW, TODAY
from tests.ui.seen import words_on

Clock = Callable[[], datetime]
TITLE = "An introduction to ketamine-assisted psychotherapy"


@pytest.fixture
def page(qtbot: QtBot, vault: Vault, clock: Clock) -> PapersPage:
    made = PapersPage(vault, clock)
    qtbot.addWidget(made)
    made.resize(1060, 780)
    made.show()
    made.open_paper("kap-introduction")
    QApplication.processEvents()
    return made


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


def _inked(picture: QImage) -> tuple[int, int, int, int]:
    """Where the first and the last dark points of a page are: left, right, top, bottom."""
    points = [
        (x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).lightness() < 200
    ]
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), max(across), min(down), max(down)


def test_the_library_says_what_a_paper_is_for(page: PapersPage) -> None:
    lines = [page.list.item(at).text() for at in range(page.list.count())]
    assert TITLE in lines
    headings = [one for one in lines if one in HEADINGS.values()]
    assert headings == list(HEADINGS.values())
    handouts = lines[1 : lines.index("Consents and agreements")]
    assert handouts == sorted(handouts)
    assert "For people who are thinking about this therapy" in words_on(page)
    assert "Version 1" in words_on(page)
    assert "attorney" not in words_on(page)
    page.open_paper("consent-kap")
    assert "A starting text. Have your practice’s attorney review it before you use it." in words_on(page)


def test_the_library_is_narrowed_by_words_and_keeps_its_headings(page: PapersPage, qtbot: QtBot) -> None:
    library = page.library
    qtbot.keyClicks(library.filter, "release")
    assert library.names() == ["release", "release-psychotherapy-notes"]
    assert library.name == "release"
    assert page.pane.printed is not None
    assert page.pane.printed.name == "release"
    qtbot.keyClick(library.filter, Qt.Key.Key_Down)
    qtbot.keyClick(library.list, Qt.Key.Key_Down)
    assert library.name == "release-psychotherapy-notes"
    library.filter.setText("nothing of the kind")
    assert "No paper has “nothing of the kind” in its title or purpose." in words_on(page)
    qtbot.keyClick(library.filter, Qt.Key.Key_Escape)
    assert len(library.names()) > 20
    page.library.filter.setText("release")
    page.open_paper("kap-introduction")  # from elsewhere: what hides it is taken away
    assert (library.name, library.filter.text()) == ("kap-introduction", "")


def test_spanish_papers_are_listed_shown_and_written(page: PapersPage, qtbot: QtBot) -> None:
    page.library.language.setCurrentIndex(page.library.language.findData("es"))
    page.library.language.activated.emit(1)
    assert page.library.name == "kap-introduction"
    assert page.pane.printed is not None
    assert page.pane.printed.language == "es"
    assert "Una introducción" in page.pane.printed.title
    assert "A starting text. Have a qualified translator review it before you use it." in words_on(page)
    page.open_paper("release")
    assert "Have your practice’s attorney and a qualified translator review it" in words_on(page)
    page.edit_wording("kap-introduction")
    assert "Una introducción" in page.editor.pane.title.text()
    qtbot.waitUntil(lambda: not page.editor.proofs.busy)
    assert page.close_down()


def test_a_clients_paper_is_filled_asked_for_and_never_lost(
    page: PapersPage, vault: Vault, ada: int, tmp_path: Path, qtbot: QtBot
) -> None:
    page.open_paper("closing-letter")
    assert page.pane.printed is not None  # for nobody yet: lines where the chart would speak
    page.open_paper("closing-letter", ada)
    assert page.pane.printed is None
    assert set(page.pane.missing.fields) == {"client_address", "letter_words"}
    words = page.findChild(QPlainTextEdit, "letter_words")
    words.setPlainText("It was good to work with you. $5 & <b>")
    page.close_down()  # as at a lock
    page.open_paper("closing-letter", ada)
    words = page.findChild(QPlainTextEdit, "letter_words")
    assert words.toPlainText() == "It was good to work with you. $5 & <b>"
    page.findChild(QPlainTextEdit, "client_address").setPlainText("12 Oak Street\nCedar Wash")
    page.pane.missing.keep()
    assert page.pane.printed is not None
    printed = "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(page.pane.printed.pdf)).pages)
    assert "It was good to work with you. $5 & <b>" in printed
    assert "Ada Quill" in printed
    page.findChild(QPushButton, "change_answers").click()
    assert page.findChild(QPlainTextEdit, "letter_words").toPlainText().startswith("It was good")
    page.pane.missing.keep()
    ask.answer(tmp_path / "letter.pdf")
    page.pane.save()
    assert paper_typed.typed_for(vault, ada, "closing-letter", "en") == {}
    assert clients.get_client(vault, ada).address == ""  # what was typed for a print is not the chart's


def test_a_letter_for_somebody_else_is_entered_as_a_disclosure(
    page: PapersPage, vault: Vault, ada: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.open_paper("closing-letter", ada)
    page.pane.lines.click()
    entry = Disclosure(TODAY, "Dr. Amari", "", "goes on with the treatment", Basis.TREATMENT, part2=True)
    answers = [None, GoingOut(ForWhom.ELSE, entry)]
    monkeypatch.setattr(ForWhomBox, "ask", lambda *_arguments: answers.pop(0))
    page.pane.save()
    assert disclosures.list_disclosures(vault, ada) == []
    ask.answer(tmp_path / "letter.pdf")
    page.pane.save()
    assert [one.to_whom for one in disclosures.list_disclosures(vault, ada)] == ["Dr. Amari"]
    assert papers.papers_of_client(vault, ada) == []
    words = " ".join(PdfReader(tmp_path / "letter.pdf").pages[0].extract_text().split())
    assert "42 CFR part 2" in words


def test_lines_stand_where_something_is_empty_and_the_practices_answers_are_kept(
    page: PapersPage, vault: Vault, ada: int
) -> None:
    page.open_paper("consent-therapy", ada)
    fees = page.findChild(QPlainTextEdit, "fees")
    fees.setPlainText("$180 for 50 minutes")
    page.findChild(QPushButton, "lines_for_missing").click()
    assert page.pane.lines.isChecked()
    assert page.pane.printed is not None
    printed = "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(page.pane.printed.pdf)).pages)
    assert "$180 for 50 minutes" in printed
    assert "____" in printed
    page.open_paper("consent-therapy")
    assert "fees" not in page.pane.missing.fields  # kept as the practice's


def test_large_print_is_larger(page: PapersPage) -> None:
    assert page.pane.printed is not None
    usual = page.pane.printed.pages
    page.pane.type_size.setCurrentIndex(page.pane.type_size.findData("18"))
    page.pane.type_size.activated.emit(2)
    assert page.pane.printed.pages >= usual


@pytest.mark.styled
def test_the_preview_shows_the_pages_as_they_will_be_printed(page: PapersPage) -> None:
    assert page.pane.printed is not None
    assert page.pane.preview.pages == page.pane.printed.pages >= 4
    assert f"Page 1 of {page.pane.printed.pages}" in words_on(page)
    sheet = page.pane.preview.widget().findChild(object, "sheet_1")
    picture = sheet.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(60, 500, 3) for y in range(40, 400, 3)}
    assert "#ffffff" in colours
    assert len(colours) > 20
    assert "Juniper Street Psychotherapy" in sheet.accessibleDescription()


@pytest.mark.styled
def test_pages_are_turned_and_made_larger(page: PapersPage, qtbot: QtBot) -> None:
    preview = page.pane.preview
    preview.go_to(3)
    assert preview.current_page() == 3
    assert preview.accessibleName() == f"Preview of {TITLE}, page 3 of {preview.pages}"
    width = preview.widget().findChild(object, "sheet_1").width()
    page.findChild(QPushButton, "zoom_in").click()
    assert preview.zoom == 1.25
    assert preview.widget().findChild(object, "sheet_1").width() == pytest.approx(width * 1.25, abs=2)
    for _ in range(9):
        page.findChild(QPushButton, "zoom_out").click()
    assert preview.zoom == 0.5


def test_the_page_size_is_the_practices_and_can_be_changed_for_once(page: PapersPage, vault: Vault) -> None:
    assert page.pane.size_choice.currentText() == "Letter"
    page.pane.size_choice.setCurrentIndex(1)
    page.pane.size_choice.activated.emit(1)
    assert page.pane.printed is not None
    assert page.pane.printed.page == "a4"
    assert practice.get_practice(vault).page == "letter"
    practice.save_practice(vault, replace(FACTS, page="a4"), NOW)
    page.open_paper("kap-introduction")
    assert page.pane.size_choice.currentText() == "A4"


def test_saving_writes_the_pdf_and_enters_it(page: PapersPage, vault: Vault, tmp_path: Path, qtbot: QtBot) -> None:
    ask.answer(tmp_path / "introduction")
    with qtbot.waitSignal(page.said) as said:
        page.pane.save()
    assert said.args[0] == f"{TITLE} saved as introduction.pdf"
    assert page.pane.printed is not None
    assert (tmp_path / "introduction.pdf").read_bytes() == page.pane.printed.pdf
    assert list(tmp_path.glob("*.part")) == []
    assert history.practice_history(vault)[0].words == f"Paper saved as PDF: {TITLE}, version 1"


def test_a_place_that_cannot_be_written_to_is_said(page: PapersPage, vault: Vault, tmp_path: Path) -> None:
    before = len(history.practice_history(vault))
    ask.answer(tmp_path / "missing" / "introduction.pdf")
    page.pane.save()
    assert "introduction.pdf could not be saved there" in words_on(page)
    assert len(history.practice_history(vault)) == before


def test_printing_paints_every_page_and_enters_it(
    page: PapersPage, vault: Vault, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "printed.pdf"

    def choose(dialog: QPrintDialog) -> bool:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(made))
        return True

    monkeypatch.setattr(printer, "choose_printer", choose)
    with qtbot.waitSignal(page.said) as said:
        page.pane.print_now()
    assert said.args[0] == f"{TITLE} printed"
    assert page.pane.printed is not None
    with printer.opened(made.read_bytes()) as document:
        assert document.pageCount() == page.pane.printed.pages
        points = document.pagePointSize(0)
    assert (round(points.width()), round(points.height())) == (612, 792)
    printed, shown = (printer.draw_pages(pdf, 200)[0] for pdf in (made.read_bytes(), page.pane.printed.pdf))
    assert printed.size() == shown.size()
    assert _inked(printed) == pytest.approx(_inked(shown), abs=4)  # a thin serif may fall away
    assert history.practice_history(vault)[0].words == f"Paper printed: {TITLE}, version 1"


def test_a_print_dialog_that_is_closed_enters_nothing(
    page: PapersPage, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer, "choose_printer", lambda _dialog: False)
    before = len(history.practice_history(vault))
    page.pane.print_now()
    assert len(history.practice_history(vault)) == before


def test_what_is_missing_is_asked_for_and_kept(page: PapersPage, vault: Vault, qtbot: QtBot) -> None:
    practice.save_practice(vault, replace(FACTS, therapist="", phone="", email=""), NOW)
    page.refresh()
    assert page.pane.printed is None
    assert "Before this can be printed" in words_on(page)
    assert not page.findChild(QPushButton, "print_paper").isEnabled()
    page.findChild(QLineEdit, "therapist").setText("Robin Alder")
    page.pane.missing.keep()
    assert "This one is still empty. The paper needs it." in words_on(page)
    assert page.findChild(QLineEdit, "therapist").text() == "Robin Alder"
    page.findChild(QLineEdit, "phone").setText("505-555-0199")
    with qtbot.waitSignal(page.said) as said:
        page.pane.missing.keep()
    assert said.args[0] == "Practice saved"
    assert page.pane.printed is not None
    facts = practice.get_practice(vault)
    assert (facts.therapist, facts.phone, facts.credentials) == ("Robin Alder", "505-555-0199", "PhD, LPCC")


def test_an_email_address_answers_for_the_telephone(page: PapersPage, vault: Vault) -> None:
    practice.save_practice(vault, replace(FACTS, phone="", email=""), NOW)
    page.refresh()
    page.findChild(QLineEdit, "phone").setText("robin@example.org")
    page.pane.missing.keep()
    facts = practice.get_practice(vault)
    assert (facts.phone, facts.email) == ("", "robin@example.org")
    assert page.pane.printed is not None


def test_characters_that_no_font_has_are_named(page: PapersPage, vault: Vault) -> None:
    practice.save_practice(vault, replace(FACTS, name="Juniper 👩 Street"), NOW)
    page.refresh()
    assert "No font on board has “👩” (U+1F469)." in words_on(page)


def test_handing_to_a_client_enters_it_in_the_chart(
    page: PapersPage, vault: Vault, ada: int, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(dialog: ChooseClientDialog) -> int:
        dialog.show()
        qtbot.keyClicks(dialog.search, "ada")
        assert dialog.list.count() == 1
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
        return dialog.result()

    monkeypatch.setattr(ChooseClientDialog, "exec", choose)
    page.findChild(QPushButton, "hand_to_client").click()
    assert "For Ada Quill: printing or saving it enters it in the chart." in words_on(page)
    ask.answer(tmp_path / "introduction.pdf")
    with qtbot.waitSignal(page.said) as said:
        page.pane.save()
    assert said.args[0].endswith("and entered in the chart of Ada Quill")
    given = papers.papers_of_client(vault, ada)[0]
    assert (given.name, given.how) == ("kap-introduction", "saved")
    assert page.pane.printed is not None
    assert given.sha256 == page.pane.printed.sha256
    page.close_down()
    page.refresh()
    assert "For Ada Quill" not in words_on(page)


def test_from_the_chart_the_preview_is_for_this_client(window: Window, sample: Vault, tmp_path: Path) -> None:
    hollis = next(row.id for row in clients.list_clients(sample, NOW.date()) if row.name == "Hollis Tran")
    window.open_client(hollis)
    window.findChild(QPushButton, "hand_introduction").click()
    assert window.page == "papers"
    assert "For Hollis Tran" in words_on(window.papers)
    ask.answer(tmp_path / "introduction.pdf")
    window.papers.pane.save()
    window.open_client(hollis)
    window.chart.open_tab("papers")
    QApplication.processEvents()
    words = "\n".join(one.text() for one in window.chart.findChildren(QLabel) if one.isVisible())
    assert TITLE in words
    assert "saved as PDF" in words


def test_the_name_that_is_suggested_says_nothing_of_a_client(
    page: PapersPage, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggested: list[Path] = []
    monkeypatch.setattr(ask, "save_file", lambda _parent, _title, path, _filters: suggested.append(path))
    page.open_paper("kap-introduction", ada)
    page.pane.save()
    assert [path.name for path in suggested] == ["kap-introduction.pdf"]


def test_the_arrows_move_in_the_list_while_one_types(qtbot: QtBot, sample: Vault, clock: Clock) -> None:
    dialog = ChooseClientDialog(sample, clock, "Hand it to")
    qtbot.addWidget(dialog)
    dialog.show()
    for key, row in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Up, 1)):
        qtbot.keyClick(dialog.search, key)
        assert dialog.list.currentRow() == row
    qtbot.keyClicks(dialog.search, "nobody")
    assert not dialog.findChild(QPushButton, "choose_client").isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.client_id is None


def test_an_emptied_preview_holds_no_pages(qtbot: QtBot, page: PapersPage) -> None:
    preview = page.pane.preview
    assert isinstance(preview, Preview)
    preview.clear()
    assert preview.pages <= 0
    assert preview.current_page() == 0
    assert QRectF(preview.rect()).isValid()
