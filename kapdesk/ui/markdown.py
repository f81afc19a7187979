"""A note's Markdown as rich text that can only be text: nothing in it names a file, a link or a picture."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def as_html(text: str) -> str:
    """Headings, lists, quotes, bold and italic as HTML; every line break stays.

    Links and pictures are not taken for such, and HTML is not read: they stand there as they were typed. So the words of
    a note can never make the desk open a file.
    """
    return str(_reader().render(text)).strip()


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return reader.disable(["image", "link", "autolink", "html_block", "html_inline", "reference"])
