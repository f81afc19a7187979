"""A PDF in memory on its way to the screen, to a printer or to a file; it never lies on a disk in between."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.errors import CannotWrite

_DOTS_AN_INCH = 300
_POINTS_AN_INCH = 72


@contextlib.contextmanager
def opened(pdf: bytes) -> Iterator[QPdfDocument]:
    """A PDF in memory, for drawing."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    try:
        yield document
    finally:
        document.close()
        document.deleteLater()
        buffer.close()


def draw_pages(pdf: bytes, width: int, ratio: float = 1.0) -> list[QImage]:
    """Every page as a picture of that width in pixels, on white."""
    pages = []
    with opened(pdf) as document:
        for number in range(document.pageCount()):
            pages.append(_draw(document, number, round(width * ratio)))
            pages[-1].setDevicePixelRatio(ratio)
    return pages


def _draw(document: QPdfDocument, number: int, width: int) -> QImage:
    points = document.pagePointSize(number)
    size = QSize(width, round(width * points.height() / points.width()))
    page = QImage(size, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    with QPainter(page) as painter:
        painter.drawImage(0, 0, document.render(number, size))
    return page


def print_pdf(parent: QWidget, pdf: bytes, title: str) -> bool:
    """Ask the system's print dialog, and print; whether it was printed."""
    return print_papers(parent, [pdf], title)


def print_papers(parent: QWidget, pdfs: Sequence[bytes], title: str) -> bool:
    """Print several papers one after the other, each from a sheet of its own; pages are chosen of a single paper only."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(_DOTS_AN_INCH)
    printer.setFullPage(True)
    printer.setDocName(title)
    with opened(pdfs[0]) as document:
        pages = document.pageCount()
        points = document.pagePointSize(0)
    printer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
    dialog = QPrintDialog(printer, parent)
    if len(pdfs) == 1:
        dialog.setMinMax(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, len(pdfs) == 1)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintCollateCopies, True)
    if not choose_printer(dialog):
        return False
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        paint(printer, *pdfs)
    finally:
        QGuiApplication.restoreOverrideCursor()
    return True


def choose_printer(dialog: QPrintDialog) -> bool:
    """Show the dialog; tests answer here."""
    return dialog.exec() == QDialog.DialogCode.Accepted


def paint(printer: QPrinter, *pdfs: bytes) -> None:
    """Paint the pages that were asked for on a printer; CannotWrite when it does not begin, or when none was asked for."""
    with contextlib.ExitStack() as kept:
        documents = [kept.enter_context(opened(pdf)) for pdf in pdfs]
        order = pages_in_order(printer, [one.pageCount() for one in documents])
        if not order:
            raise CannotWrite("None of the pages that you chose is in this paper. Choose other pages.")
        painter = QPainter()
        if not painter.begin(printer):
            raise CannotWrite("The printer did not begin. Check that it is switched on, or save the paper as PDF.")
        try:
            for at, page in enumerate(order):
                if at:
                    printer.newPage()
                if page is not None:
                    _paint_page(painter, documents[page[0]], page[1])
        finally:
            painter.end()


def pages_in_order(printer: QPrinter, counts: Sequence[int]) -> list[tuple[int, int] | None]:
    """The pages to paint, as (paper, page from 0); None is the empty back of a paper's last sheet.

    Chosen pages (`2, 4-5`), the order of pages, and copies where the printer does not make them itself.
    """
    papers: list[list[tuple[int, int] | None]] = []
    both_sides = printer.duplex() is not QPrinter.DuplexMode.DuplexNone
    for paper, count in enumerate(counts):
        chosen: list[tuple[int, int] | None] = [
            (paper, page) for page in range(count) if len(counts) > 1 or _is_chosen(printer, page + 1)
        ]
        if len(chosen) % 2 and both_sides and paper < len(counts) - 1:
            chosen.append(None)
        papers.append(chosen)
    once = [page for paper in papers for page in paper]
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        once.reverse()
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    if copies == 1:
        return once
    if printer.collateCopies():
        return [page for copy in range(copies) for page in (*once, *_back(once, both_sides and copy < copies - 1))]
    return [page for page in once for _ in range(copies)]


def _back(pages: Sequence[object], both_sides: bool) -> list[None]:
    """The empty back before the next copy begins."""
    return [None] if both_sides and len(pages) % 2 else []


def _is_chosen(printer: QPrinter, page: int) -> bool:
    ranges = printer.pageRanges()
    if printer.printRange() is not QPrinter.PrintRange.PageRange or ranges.isEmpty():
        return True
    return ranges.contains(page)


def _paint_page(painter: QPainter, document: QPdfDocument, number: int) -> None:
    dots = min(_DOTS_AN_INCH, painter.device().logicalDpiX())  # more than the device has would be drawn in vain
    width = round(document.pagePointSize(number).width() * dots / _POINTS_AN_INCH)
    picture = _draw(document, number, width)
    painter.drawImage(_within(painter.viewport(), picture.size()), picture)


def _within(area: QRect, size: QSize) -> QRect:
    """A page as large as fits, in the middle."""
    size = size.scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(QPoint(), size)
    place.moveCenter(area.center())
    return place


def save_pdf(path: Path, pdf: bytes) -> None:
    """Write a PDF, or another finished file, where the person chose; CannotWrite, and then no half file is left."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(pdf)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        reason = os.strerror(error.errno or 0).lower()
        raise CannotWrite(f"{path.name} could not be saved there ({reason}). Choose another place.") from None
