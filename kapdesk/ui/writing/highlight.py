"""The colours of Markdown as it is typed: headings, bold, italic, list signs, places to fill, words not known."""

import re
from collections.abc import Callable

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from kapdesk.domain.snippets import PLACE
from kapdesk.ui.theme import current, px

_HEADING = re.compile(r"(#{1,6}) +(?=\S)")
_BOLD = re.compile(r"(\*\*)(?=\S)(.+?)(?<=\S)(\*\*)")
_ITALIC = re.compile(r"(?<!\*)(\*)(?=[^\s*])(.+?)(?<=[^\s*])(\*)(?!\*)")
_ITEM = re.compile(r"\s*(?:[-*]|\d{1,3}[.)])(?=\s)")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_SHORTEST = 2


class Highlighter(QSyntaxHighlighter):
    """Colours one paragraph at a time; `unknown` says of a word whether the spelling check does not know it."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.unknown: Callable[[str], bool] | None = None

    def highlightBlock(self, text: str) -> None:  # noqa: N802  # Qt's name
        """Colour a paragraph."""
        heading = _HEADING.match(text)
        if heading:
            self.setFormat(0, len(text), _format(weight=QFont.Weight.DemiBold, size=17))
            self.setFormat(0, heading.end(), _format("mute"))
        item = _ITEM.match(text)
        if item:
            self.setFormat(0, item.end(), _format("accent", weight=QFont.Weight.DemiBold))
        for found in _BOLD.finditer(text):
            self._signed(found, _format(weight=QFont.Weight.DemiBold))
        for found in _ITALIC.finditer(text):
            self._signed(found, _format(italic=True))
        for found in PLACE.finditer(text):
            look = _format("accent")
            look.setBackground(current()["accent_soft"])
            self.setFormat(found.start(), len(found[0]), look)
        if self.unknown is not None and not heading:
            self._underline(text)

    def _signed(self, found: re.Match[str], look: QTextCharFormat) -> None:
        for group in (1, 3):
            self.setFormat(found.start(group), len(found[group]), _format("faint_ink"))
        self.setFormat(found.start(2), len(found[2]), look)

    def _underline(self, text: str) -> None:
        for found in _WORD.finditer(text):
            word = found[0]
            if len(word) > _SHORTEST and self.unknown is not None and self.unknown(word):
                for at in range(found.start(), found.end()):
                    look = self.format(at)
                    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                    look.setUnderlineColor(current()["bad"])
                    self.setFormat(at, 1, look)


def _format(
    colour: str = "", weight: QFont.Weight | None = None, italic: bool = False, size: int = 0
) -> QTextCharFormat:
    look = QTextCharFormat()
    if colour:
        look.setForeground(current()["mute" if colour == "faint_ink" else colour])
    if weight is not None:
        look.setFontWeight(weight)
    if italic:
        look.setFontItalic(True)
    if size:
        look.setProperty(QTextCharFormat.Property.FontPixelSize, px(size))
    return look
