"""A PDF on the screen and on its way to the printer: zoom, small pictures, search, chosen pages, copies."""

import io
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from kapdesk.errors import CannotWrite
from kapdesk.ui import printer
from kapdesk.ui.papers.preview import Preview, page_steps, view_menu

CONTROL = Qt.KeyboardModifier.ControlModifier


def numbered(pages: int, words: str = "lantern") -> bytes:
    """A PDF whose pages say their number, each with the words twice."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), invariant=1)
    for page in range(1, pages + 1):
        canvas.setFont("Helvetica", 30)
        canvas.drawString(72, 100, f"the last {words}")  # first in the file, last on the page
        canvas.drawString(72, 700, f"{words} number {page}")
        canvas.rect(100, 300, 12 * page, 40, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def preview(qtbot: QtBot) -> Preview:
    """Five pages in a place of 900 × 700."""
    made = Preview()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.show_pdf(numbered(5))
    QApplication.processEvents()
    return made


def press(
    qtbot: QtBot, widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.keyClick(widget, key, held)
    QApplication.processEvents()


def dark_red_points(picture: QImage) -> int:
    """How many points have the colour of the frame around what is looked at."""
    wanted = (0x8A, 0x5A, 0x0F)
    points = ((x, y) for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2))
    return sum(picture.pixelColor(x, y).getRgb()[:3] == wanted for x, y in points)


@pytest.mark.styled
def test_words_are_searched_marked_and_gone_through(preview: Preview, qtbot: QtBot) -> None:
    press(qtbot, preview, Qt.Key.Key_F, CONTROL)
    assert preview.find_bar.isVisible()
    assert preview.viewport().y() >= preview.find_bar.height() - 1
    bare = preview.widget().findChild(QWidget, "sheet_1").grab().toImage()
    qtbot.keyClicks(preview.find_bar.words, "LANTERN")
    assert preview.find_bar.count.text() == "1 of 10"
    marked = preview.widget().findChild(QWidget, "sheet_1").grab().toImage()
    assert dark_red_points(marked) > 20 > dark_red_points(bare)
    assert dark_red_points(marked.copy(0, 0, marked.width(), marked.height() // 3)) > 20  # as it is read
    for _ in range(4):
        press(qtbot, preview.find_bar.words, Qt.Key.Key_Return)
    assert preview.find_bar.count.text() == "5 of 10"
    assert preview.current_page() > 1
    press(qtbot, preview.find_bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    for _ in range(4):
        press(qtbot, preview, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert (preview.find_bar.count.text(), preview.current_page()) == ("10 of 10", 5)
    preview.show_pdf(numbered(3), stay=True)  # as while a wording is written
    assert preview.find_bar.count.text().endswith("of 6")
    preview.find_bar.words.setText("nothing of the kind")
    assert preview.find_bar.count.text() == "Not found"
    press(qtbot, preview.find_bar.words, Qt.Key.Key_Escape)
    assert not preview.find_bar.isVisible()
    assert preview.viewport().y() < 5


def test_in_a_dialog_the_search_opens_wherever_the_focus_is(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    layout = QVBoxLayout(dialog)
    preview = Preview()
    layout.addWidget(preview)
    steps = page_steps(preview)
    for one in steps:
        layout.addWidget(one)
    with qtbot.waitActive(dialog):
        dialog.show()
    preview.show_pdf(numbered(2))
    steps[0].setFocus()
    press(qtbot, steps[0], Qt.Key.Key_F, CONTROL)
    assert preview.find_bar.isVisible()
    press(qtbot, preview.find_bar.words, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert isinstance(steps[3], QLabel)
    assert steps[3].text() == "Page 1 of 2"
    acts = [one.text().split("\t")[0] for one in view_menu(preview).actions() if one.text()]
    assert acts[:3] == ["Find in this paper…", "As wide as there is room", "The whole page"]


def test_pages_are_fitted_zoomed_and_turned_by_keys(preview: Preview, qtbot: QtBot) -> None:
    sheet = preview.widget().findChild(QWidget, "sheet_1")
    press(qtbot, preview, Qt.Key.Key_9, CONTROL)
    assert sheet.height() <= preview.viewport().height()
    preview.resize(900, 500)
    QApplication.processEvents()
    assert sheet.height() <= preview.viewport().height()  # it goes on fitting
    press(qtbot, preview, Qt.Key.Key_0, CONTROL)
    assert sheet.width() == pytest.approx(preview.viewport().width(), abs=20)
    press(qtbot, preview, Qt.Key.Key_Minus, CONTROL)
    assert preview.zoom < 1.25
    press(qtbot, preview, Qt.Key.Key_PageDown, CONTROL)
    press(qtbot, preview, Qt.Key.Key_PageDown, CONTROL)
    assert preview.current_page() == 3
    press(qtbot, preview, Qt.Key.Key_PageUp, CONTROL)
    assert preview.current_page() == 2
    press(qtbot, preview, Qt.Key.Key_End)
    assert preview.current_page() == 5
    before = preview.verticalScrollBar().value()
    press(qtbot, preview, Qt.Key.Key_PageUp)
    assert before > preview.verticalScrollBar().value() > 0


def test_small_pictures_lead_to_their_pages(preview: Preview, qtbot: QtBot) -> None:
    preview.show_thumbnails(True)
    QApplication.processEvents()
    strip = preview.thumbnails
    assert strip.model().rowCount() == 5
    assert preview.viewport().x() >= strip.width()
    place = strip.visualRect(strip.model().index(2, 0)).center()
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.y()))
    assert preview.current_page() == 3
    preview.go_to(5)
    assert strip.currentIndex().row() == 4
    press(qtbot, strip, Qt.Key.Key_Up)
    assert preview.current_page() == 4
    preview.show_thumbnails(False)
    assert preview.viewport().x() < 5


def test_only_pages_near_the_one_in_sight_are_held(preview: Preview) -> None:
    preview.show_pdf(numbered(40))
    for page in range(1, 41):
        preview.go_to(page)
        QApplication.processEvents()
    held = [one.objectName() for one in preview._sheets if one.drawn]
    assert "sheet_40" in held
    assert "sheet_1" not in held
    assert len(held) < 30


class TwoSided(QPrinter):
    """A printer to a file that says it prints on both sides, as one of paper does."""

    def duplex(self) -> QPrinter.DuplexMode:
        return QPrinter.DuplexMode.DuplexLongSide


def printed(to: Path, *pdfs: bytes, both_sides: bool = False, **settings: object) -> list[str]:
    """The numbers of the pages that a printer to a file was given."""
    device = (TwoSided if both_sides else QPrinter)(QPrinter.PrinterMode.HighResolution)
    device.setResolution(72)
    device.setFullPage(True)
    device.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(to))
    for name, value in settings.items():
        getattr(device, name)(value)
    printer.paint(device, *pdfs)
    with printer.opened(to.read_bytes()) as document:
        pictures = [
            document.render(page, document.pagePointSize(page).toSize()) for page in range(document.pageCount())
        ]
    return [_number(one) for one in pictures]


def _number(picture: QImage) -> str:
    """A page's number by the length of its bar; `-` for an empty page."""
    row = [picture.pixelColor(x, 792 - 320) for x in range(98, 400)]
    inked = sum(one.alpha() > 128 and one.lightness() < 128 for one in row)
    return str(round(inked / 12)) if inked else "-"


def test_chosen_pages_and_copies_come_out_as_asked(tmp_path: Path) -> None:
    five, to = numbered(5), tmp_path / "out.pdf"
    assert printed(to, five) == ["1", "2", "3", "4", "5"]
    ranges = {"setPageRanges": QPageRanges.fromString("2,4-5"), "setPrintRange": QPrinter.PrintRange.PageRange}
    assert printed(to, five, **ranges) == ["2", "4", "5"]
    three = numbered(3)
    assert printed(to, three, setCopyCount=2) == ["1", "2", "3", "1", "2", "3"]
    assert printed(to, three, setCopyCount=2, setCollateCopies=False) == ["1", "1", "2", "2", "3", "3"]
    assert printed(to, three, setPageOrder=QPrinter.PageOrder.LastPageFirst) == ["3", "2", "1"]
    beyond = {"setPageRanges": QPageRanges.fromString("7-9"), "setPrintRange": QPrinter.PrintRange.PageRange}
    with pytest.raises(CannotWrite, match="Choose other pages"):
        printed(to, three, **beyond)


def test_each_paper_of_several_begins_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    to = tmp_path / "out.pdf"
    assert printed(to, numbered(3), numbered(2)) == ["1", "2", "3", "1", "2"]
    assert printed(to, numbered(3), numbered(2), both_sides=True) == ["1", "2", "3", "-", "1", "2"]
    assert printed(to, numbered(1), both_sides=True, setCopyCount=2) == ["1", "-", "1"]


def test_the_dialog_offers_pages_of_a_single_paper_only(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    seen: list[tuple[bool, int]] = []

    def look(dialog: QPrintDialog) -> bool:
        seen.append((dialog.testOption(QPrintDialog.PrintDialogOption.PrintPageRange), dialog.maxPage()))
        return False

    monkeypatch.setattr(printer, "choose_printer", look)
    assert not printer.print_pdf(parent, numbered(4), "Four")
    assert not printer.print_papers(parent, [numbered(4), numbered(1)], "Both")
    assert seen[0] == (True, 4)
    assert seen[1][0] is False
