"""Texts that try to be something else: markup, commands, controls, letters that no font has. The same ones each time."""

from random import Random

_PIECES = (
    "<para>", "</para>", "<b>", "<img src='file:///etc/passwd'/>", "&", "&lt;", "&#0;", "<!--", "-->", "]]>",
    "'; DROP TABLE note; --", '"', "''", "\\", "%s", "{name}", "$field", "$$", "${x}", ";mse", "\x00", "\x07", "\x1b[31m",
    "\r\n", "\n\n", "\t", "\u2028", "\u00a0", "\u202e", "\ufeff", "\ufffe", "\ud800", "😀", "👩🏽‍⚕️", "שלום", "عليكم", "日本語",
    "Ω≥≈", "é", "e\u0301", "ß", "İ", "ﬁ", "ǅ", "**", "*", "_", "~~", "# ", "- ", "1. ", "> ", "| a | b |", "|---|", "```", "    ",
    "![x](file:///etc/passwd)", "[l](http://x)", "[ref]: x", "<script>", "=HYPERLINK()", "+1", "@x", "a" * 200, "NEAR(", "AND",
    "OR", "NOT", "*", "^", "(", ")", ":", "note:", "from:2026-99", "from:", '"unclosed', "word", "café", "Zoë",
)  # fmt: skip


def texts(number: int, seed: int = 1) -> list[str]:
    """So many texts of one to eight pieces each."""
    random = Random(seed)
    return ["".join(random.choices(_PIECES, k=random.randint(1, 8))) for _ in range(number)]
