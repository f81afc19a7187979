"""The fonts on board, and the one function that makes a person's words safe to print.

Source Sans 3 carries the text; DejaVu Sans takes over for what it lacks. What neither has is reported, never printed as a hole.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from xml.sax.saxutils import escape

from kapdesk import paths

BODY, BOLD, ITALIC, BOLD_ITALIC = "Body", "Body-Bold", "Body-Italic", "Body-BoldItalic"
FALLBACK, FALLBACK_BOLD = "Fallback", "Fallback-Bold"
_FILES = {
    BODY: "SourceSans3-Regular.ttf",
    BOLD: "SourceSans3-SemiBold.ttf",
    ITALIC: "SourceSans3-Italic.ttf",
    BOLD_ITALIC: "SourceSans3-SemiBoldItalic.ttf",
    FALLBACK: "DejaVuSans.ttf",
    FALLBACK_BOLD: "DejaVuSans-Bold.ttf",
}
_MARK = "\N{WHITE SQUARE}"
"""Stands where a character cannot be printed; the page says which one it was."""
_LONGEST_WORD = 60
_UNSEEN = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\ufe0e", "\ufe0f"}
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@cache
def register() -> None:
    """Give reportlab the fonts, embedded in what it makes; once a process."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = paths.resources() / "fonts"
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))
    pdfmetrics.registerFontFamily(BODY, normal=BODY, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
    pdfmetrics.registerFontFamily(
        FALLBACK, normal=FALLBACK, bold=FALLBACK_BOLD, italic=FALLBACK, boldItalic=FALLBACK_BOLD
    )


@cache
def _coverage(font: str) -> frozenset[int]:
    """The code points that a font has."""
    from reportlab.pdfbase import pdfmetrics

    register()
    return frozenset(pdfmetrics.getFont(font).face.charToGlyph)


def unprintable(words: str) -> list[str]:
    """The characters of cleaned words that no font on board has, each once, in order."""
    covered = _coverage(BODY) | _coverage(FALLBACK)
    return list(dict.fromkeys(letter for letter in clean(words) if letter != "\n" and ord(letter) not in covered))


def clean(words: str) -> str:
    """Words without control characters and lone surrogates; line breaks stay, other blanks become blanks."""
    composed = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_kept(letter) for letter in composed)


def _kept(letter: str) -> str:
    if letter == "\n" or letter.isprintable():
        return "" if letter in _UNSEEN else letter
    category = unicodedata.category(letter)
    if category in ("Zs", "Zl", "Zp") or letter == "\t":
        return "\u00a0" if letter == "\u00a0" else " "
    return ""


def markup(words: str, bold: bool = False, italic: bool = False) -> str:
    """A person's words as reportlab's paragraph markup: the only way in which words get there."""
    lines = [_line(line, bold, italic) for line in clean(words).split("\n")]
    return "<br/>".join(lines)


def _line(line: str, bold: bool, italic: bool) -> str:
    if _RIGHT_TO_LEFT.search(line):
        line = _visual(line)
    return "".join(_run(font, run, bold, italic) for font, run in _runs(_breakable(line)))


def _run(font: str, run: str, bold: bool, italic: bool) -> str:
    text = escape(run)
    if font == FALLBACK:
        text = f'<font name="{FALLBACK}">{text}</font>'
    if italic:
        text = f"<i>{text}</i>"
    return f"<b>{text}</b>" if bold else text


def _runs(line: str) -> Iterator[tuple[str, str]]:
    """The line in runs of one font each; a character that no font has becomes a mark."""
    body, fallback = _coverage(BODY), _coverage(FALLBACK)
    run, font = "", BODY
    for letter in line:
        code = ord(letter)
        wanted = BODY if code in body else FALLBACK
        shown = letter if code in body or code in fallback else _MARK
        if wanted != font and run:
            yield font, run
            run = ""
        font = wanted
        run += shown
    if run:
        yield font, run


def _breakable(line: str) -> str:
    """Long words get places where a line may break, so that they stay on the page."""
    return " ".join(_split_word(word) for word in line.split(" "))


def _split_word(word: str) -> str:
    if len(word) <= _LONGEST_WORD:
        return word
    return " ".join(word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD))


def _visual(line: str) -> str:
    """Letters of right-to-left scripts joined and set in the order in which they are drawn."""
    from arabic_reshaper import reshape
    from bidi.algorithm import get_display

    return str(get_display(reshape(line)))


def names_of(letters: Iterable[str]) -> str:
    """Characters by number and name: `U+65E5 CJK UNIFIED IDEOGRAPH-65E5`."""
    return ", ".join(f"U+{ord(letter):04X} {unicodedata.name(letter, 'without a name')}" for letter in letters)
