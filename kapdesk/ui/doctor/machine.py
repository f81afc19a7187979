"""What only Qt can tell of this computer: fonts, screens, printers."""

from PySide6.QtGui import QFontInfo, QGuiApplication, QPageSize, QScreen
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication

from kapdesk.domain.doctor import Line, Part
from kapdesk.ui import theme

SAMPLE = "Zażółć gęślą jaźń · El pingüino añora · Ελληνικά · Кириллица · 0123456789 · ½ µg ≥ ✓"
"""A line that a font draws whole or with boxes in it."""
_LEAST_WIDTH, _LEAST_HEIGHT = 1024, 700
_MOST_PRINTERS = 20
_AGAIN = "Install kapdesk again; the practice file stays as it is."


def fonts() -> list[Line]:
    """Whether the fonts that come along are in use, and from which files."""
    found = theme.bundled_fonts()
    lines = [
        Line(Part.FONTS, name, ", ".join(families) or "Could not be loaded", "good" if families else "red", _AGAIN)
        for name, families in found.items()
    ]
    drawn = QFontInfo(QApplication.font()).family()
    words = drawn if drawn == theme.FAMILY else f"{drawn} instead of {theme.FAMILY}"
    return [
        Line(Part.FONTS, "Words on the screen", words, "good" if drawn == theme.FAMILY else "amber", _AGAIN),
        *lines,
    ]


def screens() -> list[Line]:
    """Size and scale of each screen, and how large kapdesk draws."""
    lines = [_screen(number, one) for number, one in enumerate(QGuiApplication.screens(), 1)]
    look = "dark" if theme.is_dark() else "light"
    return [*lines, Line(Part.SCREEN, "In kapdesk", f"Text size {theme.scale():.0%}, {look} look")]


def _screen(number: int, screen: QScreen) -> Line:
    size, room = screen.size(), screen.availableSize()
    words = (
        f"{size.width()} × {size.height()}, room for windows {room.width()} × {room.height()}, "
        f"scale {screen.devicePixelRatio():.0%}, {screen.logicalDotsPerInch():.0f} dots an inch"
    )
    small = room.width() < _LEAST_WIDTH or room.height() < _LEAST_HEIGHT
    todo = (
        f"kapdesk needs {_LEAST_WIDTH} × {_LEAST_HEIGHT}. Choose a smaller scale or a higher resolution in the system’s "
        "settings of the display; text can still be made larger in kapdesk (Practice → Security)."
    )
    return Line(Part.SCREEN, f"Screen {number}", words, "amber" if small else "good", todo)


def printers() -> list[Line]:
    """The printers that the system knows. Asks printers on the network too, which can take long: not on the window's thread."""
    found = QPrinterInfo.availablePrinters()
    if not found:
        return [Line(Part.PRINTERS, "Printers", "No printer found: saving as PDF works, and can be printed elsewhere")]
    default = QPrinterInfo.defaultPrinterName()
    lines = [_printer(one, one.printerName() == default) for one in found[:_MOST_PRINTERS]]
    if not default:
        lines.append(Line(Part.PRINTERS, "Default printer", "None chosen in the system: choose one while printing"))
    return lines


def _printer(printer: QPrinterInfo, default: bool) -> Line:
    ids = {one.id() for one in printer.supportedPageSizes()}
    sizes = [
        words for words, one in (("Letter", QPageSize.PageSizeId.Letter), ("A4", QPageSize.PageSizeId.A4)) if one in ids
    ]
    paper = f"takes {' and '.join(sizes)}" if sizes else "does not say that it takes Letter or A4"
    broken = printer.state() is QPrinter.PrinterState.Error
    told = f"{printer.makeAndModel() or 'unknown model'}, {paper}"
    return Line(
        Part.PRINTERS,
        "Default printer" if default else "Printer",
        f"{printer.description() or printer.printerName()} ({told})",
        "amber" if broken else "good",
        "It reports a problem. Look at the printer and at its entry in the system’s settings.",
        told,
    )
