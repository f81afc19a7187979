"""A PDF in memory on its way to the screen, to a printer or to a file; it never lies on a disk in between."""

import contextlib
import os
from collections.abc import Iterator
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
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(_DOTS_AN_INCH)
    printer.setFullPage(True)
    printer.setDocName(title)
    with opened(pdf) as document:
        pages = document.pageCount()
        points = document.pagePointSize(0)
    printer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
    if not choose_printer(dialog):
        return False
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        paint(printer, pdf)
    finally:
        QGuiApplication.restoreOverrideCursor()
    return True


def choose_printer(dialog: QPrintDialog) -> bool:
    """Show the dialog; tests answer here."""
    return dialog.exec() == QDialog.DialogCode.Accepted


def paint(printer: QPrinter, pdf: bytes) -> None:
    """Paint the pages that were asked for on a printer; CannotWrite when it does not begin."""
    with opened(pdf) as document:
        first = max(1, printer.fromPage()) if printer.fromPage() else 1
        last = min(printer.toPage() or document.pageCount(), document.pageCount())
        painter = QPainter()
        if not painter.begin(printer):
            raise CannotWrite("The printer did not begin. Check that it is switched on, or save the paper as PDF.")
        try:
            for number in range(first - 1, last):
                if number >= first:
                    printer.newPage()
                points = document.pagePointSize(number)
                width = round(points.width() * _DOTS_AN_INCH / _POINTS_AN_INCH)
                picture = _draw(document, number, width)
                painter.drawImage(_within(painter.viewport(), picture.size()), picture)
        finally:
            painter.end()


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
