"""A whole chart on paper, against the same words as reportlab's bare paragraphs."""

import io
from datetime import date

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from kapdesk.printing import fonts
from kapdesk.printing.notes import Around, NotePage, notes_pdf
from tests.bench.conftest import measured, timed

_LINE = "She slept well and talked about the garden, her sister and the old house; grief came softly and went. "


def test_300_notes() -> None:
    fonts.register()
    text = f"## Themes\n\n{_LINE * 7}\n\n## Plan\n\n{_LINE * 7}"
    notes = [NotePage(f"Integration {number}", ("9:05–10:00",), text, "Signed") for number in range(300)]
    around = Around("Ada Quill", None, "Juniper", "Robin Alder", "", "Head")
    pages = notes_pdf(notes, (), around, "letter", date(2026, 6, 9)).pages
    ours = timed(lambda: notes_pdf(notes, (), around, "letter", date(2026, 6, 9)), 2)
    look = ParagraphStyle("bare", fontName=fonts.BODY, fontSize=10.1, leading=14.1)

    def bare() -> None:
        words = (part for _ in notes for part in ("Themes", _LINE * 7, "Plan", _LINE * 7, "Signed"))
        template = SimpleDocTemplate(io.BytesIO(), initialFontName=fonts.BODY)
        template.build([Paragraph(one, look) for one in words])

    measured(f"PDF of 300 notes, {pages} pages ({300 / ours:.0f} notes/s)", ours, timed(bare, 2), "bare paragraphs")
