"""The recovery sheet: one page for a sealed envelope, usable by kapdesk and without it."""

from datetime import date

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from kapdesk.domain.dates import in_full
from kapdesk.printing import fonts
from kapdesk.printing.layout import LINE, MUTE, Sheet, document, styles

_QR = 38 * mm
_STEPS = (
    "Install kapdesk, choose “Use the recovery key”, and type the 14 groups. A new passphrase is asked for then.",
    "Without kapdesk: unzip the backup (its name ends in .kdbk). Save the line AGE-SECRET-KEY-1… in a file key.txt.",
    "Run the free program age (age-encryption.org): age -d -i key.txt payload.age > practice.tar, and unpack practice.tar.",
    "Open vault.db with a program that reads SQLCipher databases; its key is in rawkey.txt. README.txt tells more.",
)


def recovery_sheet(
    practice: str, file_name: str, recovery_key: str, age_identity: str, made_on: date, page: str, fictional: bool
) -> bytes:
    """The sheet as a PDF of one page; the key must be the 14 groups joined by hyphens."""
    fonts.register()
    look = styles()
    story: list[Flowable] = [
        Paragraph(fonts.markup(practice or "Practice"), look["practice"]),
        Paragraph("Recovery sheet", look["title"]),
        Paragraph(
            fonts.markup(
                f"Whoever holds this page can open the practice file “{file_name}” and every backup of it made since "
                f"{in_full(made_on)}, without the passphrase. Keep it in a sealed envelope, away from the computer and from the "
                "backup stick, where your executor will find it. It cannot be printed again."
            ),
            look["paragraph"],
        ),
        Spacer(1, 8),
        _groups(recovery_key.split("-")),
        Spacer(1, 14),
        Paragraph("For use without kapdesk", look["heading2"]),
        _age(age_identity),
        Spacer(1, 4),
        Paragraph("How it is used", look["heading2"]),
    ]
    for number, words in enumerate(_STEPS, 1):
        story.append(Paragraph(fonts.markup(f"{number}.  {words}"), look["item"]))
    story += [
        Spacer(1, 10),
        Paragraph(
            "If this page is lost or was seen by someone, make a new recovery key on the Practice page. This one then opens "
            "older backups only.",
            look["small"],
        ),
    ]
    foot = f"Recovery sheet of {practice or file_name} · {in_full(made_on)}"
    pdf, _ = document(Sheet("Recovery sheet", practice, foot, "en", page, fictional), story)
    return pdf


def _groups(groups: list[str]) -> Flowable:
    """Two rows of seven numbered groups, large enough to be read from a faded page."""
    cells = [[(f"{number}", group) for number, group in enumerate(groups, 1)][at : at + 7] for at in (0, 7)]
    rows = []
    for row in cells:
        rows.append([number for number, _ in row])
        rows.append([group for _, group in row])
    table = Table(rows, colWidths=["*"] * 7, rowHeights=[12, 26] * 2)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), fonts.BODY, 8),
                ("TEXTCOLOR", (0, 0), (-1, -1), MUTE),
                *(("FONT", (0, row), (-1, row), fonts.BOLD, 16) for row in (1, 3)),
                *(("TEXTCOLOR", (0, row), (-1, row), "#1E2A2E") for row in (1, 3)),
                ("ALIGN", (0, 0), (-1, -1), "CENTER"),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("BOX", (0, 0), (-1, 1), 0.6, LINE),
                ("BOX", (0, 2), (-1, 3), 0.6, LINE),
                ("LINEBEFORE", (1, 0), (-1, -1), 0.6, LINE),
            ]
        )
    )
    return table


def _age(age_identity: str) -> Flowable:
    """The identity in words and as a QR code, side by side."""
    code = QrCodeWidget(age_identity, barLevel="M")
    left, bottom, right, top = code.getBounds()
    drawing = Drawing(_QR, _QR, transform=[_QR / (right - left), 0, 0, _QR / (top - bottom), 0, 0])
    drawing.add(code)
    half = len(age_identity) // 2
    words = Paragraph(
        f"{fonts.markup('The same key as an age identity, on one line without blanks:')}<br/><br/>"
        f"<b>{fonts.markup(age_identity[:half])}<br/>{fonts.markup(age_identity[half:])}</b>",
        styles()["paragraph"],
    )
    table = Table([[words, drawing]], colWidths=["*", _QR + 4 * mm])
    table.setStyle(
        TableStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (0, 0), 0)]),
    )
    return table
