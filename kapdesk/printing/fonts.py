"""The fonts on board, and the one function that makes a person's words safe to print.

Source Sans 3 carries the text; DejaVu Sans takes over for what it lacks. What neither has is reported, never printed
as a hole.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from kapdesk import paths

BODY, BOLD, ITALIC, BOLD_ITALIC = "Body", "Body-Bold", "Body-Italic", "Body-BoldItalic"
FALLBACK, FALLBACK_BOLD = "Fallback", "Fallback-Bold"
CODE = "Code"
_FILES = {
    BODY: "SourceSans3-Regular.ttf",
    BOLD: "SourceSans3-SemiBold.ttf",
    ITALIC: "SourceSans3-Italic.ttf",
    BOLD_ITALIC: "SourceSans3-SemiBoldItalic.ttf",
    FALLBACK: "DejaVuSans.ttf",
    FALLBACK_BOLD: "DejaVuSans-Bold.ttf",
    CODE: "DejaVuSansMono.ttf",
}
_MARK = "\N{WHITE SQUARE}"
"""Stands where a character cannot be printed; the page says which one it was."""
_MOST_NAMED = 20
_BREAKS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"))
_SHOWN_FORMAT = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
"""The few format characters that are seen: Arabic and Syriac signs above numbers."""
_NO_CHOICE = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u034f\u180b-\u180d]")
"""Marks that choose between looks of a letter; they are nothing by themselves."""
_HALVES = re.compile("[\ud800-\udfff]")
_MARKS_FIRST = re.compile("([\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]+)([\u05d0-\u06ff\ufb1d-\ufefc])")
_RIGHT_TO_LEFT_LINE = 48
"""Letters in a line of right-to-left script: it must be broken before its letters are turned around."""


@cache
def register() -> None:
    """Give reportlab the fonts of the text, embedded in what it makes; once a process. The others come when needed."""
    from reportlab.pdfbase import pdfmetrics

    for font in (BODY, BOLD, ITALIC, BOLD_ITALIC):
        _load(font)
    pdfmetrics.registerFontFamily(BODY, normal=BODY, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)


def _load(font: str) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont(font, str(paths.resources() / "fonts" / _FILES[font])))
    pdfmetrics.registerFontFamily(font, normal=font, bold=font, italic=font, boldItalic=font)


@cache
def _coverage(font: str) -> frozenset[int]:
    """The code points that a font has; loads it when it is not there yet."""
    from reportlab.pdfbase import pdfmetrics

    register()
    if font in (FALLBACK, FALLBACK_BOLD, CODE):
        _load(font)
    return frozenset(pdfmetrics.getFont(font).face.charToGlyph)


def unprintable(words: str) -> list[str]:
    """The characters of a person's words that no font on board has, each once, in order."""
    drawn = "".join(_lines(words))
    if _all_in(drawn, BODY):
        return []
    return list(dict.fromkeys(letter for letter in drawn if not _has(BODY, letter) and not _has(FALLBACK, letter)))


def clean(words: str) -> str:
    """Words without control characters; line breaks stay, other blanks become blanks. Half a character (a lone surrogate) is
    seen as one that got lost (�).
    """
    if words.isascii() and words.isprintable():
        return words
    whole = _HALVES.sub("\N{REPLACEMENT CHARACTER}", words)
    composed = unicodedata.normalize("NFC", _NO_CHOICE.sub("", whole).replace("\r\n", "\n").translate(_BREAKS))
    return "".join(map(_kept, composed))


def _kept(letter: str) -> str:
    if letter.isprintable() or letter in "\n\u00a0":
        return letter
    category = unicodedata.category(letter)
    if category == "Zs" or letter == "\t":
        return " "
    return "" if category in ("Cc", "Cf") and letter not in _SHOWN_FORMAT else letter


def markup(words: str, bold: bool = False, italic: bool = False) -> str:
    """A person's words as reportlab's paragraph markup: the only way in which words get there."""
    face = {(False, False): BODY, (True, False): BOLD, (False, True): ITALIC, (True, True): BOLD_ITALIC}[bold, italic]
    return "<br/>".join("".join(_marked(run, font, face) for font, run in runs(line, face)) for line in _lines(words))


def code(words: str, size: float) -> str:
    """The same for words in letters of one width, `size` points high; what that font lacks comes from the others."""
    lines = (
        "".join(f'<font name="{font}" size="{size:g}">{escape(run)}</font>' for font, run in runs(line, CODE))
        for line in _lines(words)
    )
    return "<br/>".join(lines)


def _marked(run: str, font: str, face: str) -> str:
    """A run as markup; the text's own face is said by tags, so that a heading's bold stays bold."""
    text = escape(run)
    if font != face:
        return f'<font name="{font}">{text}</font>'
    if face in (ITALIC, BOLD_ITALIC):
        text = f"<i>{text}</i>"
    return f"<b>{text}</b>" if face in (BOLD, BOLD_ITALIC) else text


def runs(line: str, face: str) -> Iterator[tuple[str, str]]:
    """A cleaned line in runs of one font each; a character that no font has becomes a mark."""
    if line and _all_in(line, face):
        yield face, line
        return
    choice = _choice(face)
    run, font = "", face
    for letter in line:
        wanted = font if letter == " " else next((one for one in choice if _has(one, letter)), "")
        if not wanted:
            letter, wanted = _MARK, FALLBACK
            _coverage(FALLBACK)
        if wanted != font and run:
            yield font, run
            run = ""
        font = wanted
        run += letter
    if run:
        yield font, run


def _choice(face: str) -> tuple[str, ...]:
    if face in (BOLD, BOLD_ITALIC, FALLBACK_BOLD):
        return (face, FALLBACK_BOLD, FALLBACK)
    return (face, BODY, FALLBACK) if face == CODE else (face, FALLBACK)


def _has(font: str, letter: str) -> bool:
    return ord(letter) in _coverage(font)


def _all_in(words: str, font: str) -> bool:
    return _coverage(font).issuperset(map(ord, words))


def width(words: str, size: float, face: str = BODY) -> float:
    """How wide one line of words is when set, in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return sum(float(stringWidth(run, font, size)) for font, run in runs(" ".join(_lines(words)), face))


def shortened(words: str, size: float, room: float, face: str = BODY) -> str:
    """The words on one line, their end left out (…) where they are wider than the room, in points."""
    line = " ".join(clean(words).split())
    if width(line, size, face) <= room:
        return line
    low, high = 0, min(len(line), 400)
    while low < high:
        middle = (low + high + 1) // 2
        if width(line[:middle].rstrip() + "…", size, face) <= room:
            low = middle
        else:
            high = middle - 1
    return line[:low].rstrip() + "…"


def _lines(words: str) -> list[str]:
    """Cleaned lines as they are drawn: right-to-left script shaped and in the order of the page."""
    lines = clean(words).split("\n")
    return lines if words.isascii() else [drawn for line in lines for drawn in _drawn(line)]


def _drawn(line: str) -> Sequence[str]:
    if not any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in line):
        return (line,)
    pieces, piece = [], ""
    for word in line.split(" "):
        if piece and len(piece) + len(word) >= _RIGHT_TO_LEFT_LINE:
            pieces.append(piece)
            piece = word
        else:
            piece = f"{piece} {word}" if piece else word
    return [_turned(one).replace(" ", "\u00a0") for one in (*pieces, piece)]


def _turned(line: str) -> str:
    """Letters of right-to-left scripts joined and in the order in which they are drawn, marks after their letter."""
    from bidi import get_display

    turned = str(get_display(_reshaper().reshape(line)))
    return _MARKS_FIRST.sub(r"\2\1", turned)


@cache
def _reshaper() -> Any:
    from arabic_reshaper import ArabicReshaper

    return ArabicReshaper({"delete_harakat": False, "use_unshaped_instead_of_isolated": True})


def names_of(letters: Iterable[str]) -> str:
    """Characters by number and name: `U+65E5 CJK UNIFIED IDEOGRAPH-65E5`; the first twenty, and how many more."""
    every = list(letters)
    named = [f"U+{ord(one):04X} {unicodedata.name(one, 'without a name')}" for one in every[:_MOST_NAMED]]
    more = len(every) - _MOST_NAMED
    return ", ".join(named) + (f", and {more} more" if more > 0 else "")
