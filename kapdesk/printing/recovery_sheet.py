"""The recovery sheet: one page for a sealed envelope, usable by kapdesk and without it."""

from datetime import date

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from kapdesk.domain.dates import in_full
from kapdesk.printing import fonts
from kapdesk.printing.blocks import Block, Span
from kapdesk.printing.layout import Sheet, cannot_print, document, errors_without_words, letterhead
from kapdesk.printing.story import flow, heading
from kapdesk.printing.styles import ACCENT, ACCENT_SOFT, COLUMN, INK, LINE, MUTE, SIZE, style

_QR = 37 * mm
_LONGEST_NAME = 80
_PREFIX = "AGE-SECRET-KEY-1"
_TITLE = "Recovery sheet"


def recovery_sheet(
    practice: str, file_name: str, recovery_key: str, age_identity: str, made_on: date, page: str, fictional: bool
) -> bytes:
    """The sheet as a PDF of one page; the key must be the 14 groups joined by hyphens."""
    practice, file_name = _short(practice), _short(file_name)
    sheet = Sheet(_TITLE, practice or file_name, in_full(made_on), "en", page, fictional)
    blocks = _words(file_name, in_full(made_on))
    with errors_without_words():
        story: list[Flowable] = [
            *letterhead(practice or file_name, b"", sheet.width),
            heading(_TITLE, 1, sheet.width, COLUMN),
            _groups(recovery_key.split("-"), sheet.width),
            Spacer(1, 10),
            *flow(blocks[:6], sheet.width),
            Spacer(1, 1),
            heading("Without kapdesk", 2, sheet.width, COLUMN),
            _age(age_identity, sheet.width - COLUMN),
            *flow(blocks[6:], sheet.width),
            Spacer(1, 1),
            *cannot_print(fonts.unprintable(practice + file_name)),
        ]
    return document(sheet, story)[0]


def _short(name: str) -> str:
    name = " ".join(fonts.clean(name).split())
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _words(file_name: str, made_on: str) -> list[Block]:
    """What the sheet says below the key; the age identity comes after the sixth block."""

    def part(title: str) -> Block:
        return Block("heading", (Span(title),), 2)

    def step(number: int, *spans: Span | str) -> Block:
        return Block("item", _spans(*spans), 1, f"{number}.")

    return [
        part("What this is for"),
        Block("paragraph", _spans(
            "It opens the practice file ", Span(file_name, bold=True, value=True), " and every backup of it made from ",
            made_on, " on, when the passphrase is forgotten or its owner cannot be asked. Whoever holds this page can "
            "read every record of the practice.",
        )),
        part("Where to keep it"),
        Block("paragraph", _spans(
            "In a sealed envelope, away from the computer and from the backups, where you and your executor can find "
            "it. Do not photograph or scan it. It cannot be printed again.",
        )),
        part("With kapdesk"),
        Block("paragraph", _spans(
            "Choose “Use the recovery key”, type the 14 groups above, and choose a new passphrase. "
            "They never hold the letters I, L, O or U: what looks like one is a number or another letter.",
        )),
        step(1, "A backup’s name ends in .kdbk; it is an ordinary ZIP file. Unpack it."),
        step(2, "Write the key above into a file ", Span("key.txt", code=True), ", on one line and without blanks."),
        step(3, "With the free program age: ", Span("age -d -i key.txt payload.age | tar x", code=True)),
        step(4, "Open ", Span("vault.db", code=True), " with a program that reads SQLCipher 4, with the raw key that is in ",
             Span("rawkey.txt", code=True), ". The README.txt beside it tells more."),
        step(5, "Afterward delete what was unpacked: it is no longer protected."),
        part("If it is lost or was seen"),
        Block("paragraph", _spans(
            "Make a new recovery key on the Practice page. From then on this one opens only the backups made before.",
        )),
    ]  # fmt: skip


def _spans(*pieces: Span | str) -> tuple[Span, ...]:
    return tuple(Span(piece) if isinstance(piece, str) else piece for piece in pieces)


def _groups(groups: list[str], width: float) -> Flowable:
    """Two rows of seven numbered groups, large enough to be read from a faded page."""
    rows: list[list[str]] = []
    for first in (0, 7):
        rows.append([str(first + number) for number in range(1, 8)])
        rows.append(groups[first : first + 7])
    fonts.code("0", SIZE)  # loads the font
    table = Table(rows, colWidths=[width / 7] * 7, rowHeights=[17, 29] * 2)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), fonts.BODY, 8.2),
                ("TEXTCOLOR", (0, 0), (-1, -1), MUTE),
                *(("FONT", (0, row), (-1, row), fonts.CODE, 17) for row in (1, 3)),
                *(("TEXTCOLOR", (0, row), (-1, row), INK) for row in (1, 3)),
                ("BACKGROUND", (0, 0), (-1, -1), ACCENT_SOFT),
                ("ALIGN", (0, 0), (-1, -1), "CENTER"),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("BOX", (0, 0), (-1, -1), 0.8, ACCENT, "butt"),
                ("LINEABOVE", (0, 2), (-1, 2), 0.6, LINE),
                ("LINEBEFORE", (1, 0), (-1, -1), 0.6, LINE),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return table


def _age(age_identity: str, width: float) -> Flowable:
    """The key as an age identity: in groups to be typed, and as a QR code to be read by a camera that is not online."""
    secret = age_identity.removeprefix(_PREFIX)
    groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    lines = [" ".join(groups[at : at + 5]) for at in range(0, len(groups), 5)]
    words = [
        Paragraph(
            fonts.markup("A backup can be opened with free public programs. They take the same key in this form:"),
            style("paragraph", 0),
        ),
        *(Paragraph(fonts.code(line, SIZE + 1.2), style("key", 0)) for line in (_PREFIX, *lines)),
    ]
    table = Table([[words, _code(age_identity)]], colWidths=[width - _QR - 4, _QR + 4], hAlign="RIGHT", spaceAfter=9)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), fonts.BODY, SIZE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (0, 0), 14),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("ALIGN", (1, 0), (1, 0), "RIGHT"),
            ]
        )
    )
    return table


def _code(age_identity: str) -> Drawing:
    """The QR code; the white of the page around it is its border."""
    code = QrCodeWidget(age_identity, barLevel="M", barBorder=0)
    left, bottom, right, top = code.getBounds()
    drawing = Drawing(_QR, _QR, transform=[_QR / (right - left), 0, 0, _QR / (top - bottom), 0, 0])
    vars(drawing)["alt"] = "The code for the backups as a QR code"
    drawing.initialFontName = fonts.BODY
    drawing.add(code)
    return drawing
