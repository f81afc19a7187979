"""The topics of the help as they are shipped: read from their files, cut into sections, found by the page they are about."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from kapdesk import paths
from kapdesk.domain import finding
from kapdesk.domain.finding import Patterns
from kapdesk.domain.names import fold

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

INDEX = "index"
NEWS = "whats-new"
_KEYS_HERE = "$keys"
"""Where a topic wants the table of all keys."""
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\]]*\]\(pictures/([a-z0-9-]+)\.png\)")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "can",
        "do",
        "does",
        "for",
        "how",
        "i",
        "in",
        "is",
        "it",
        "my",
        "of",
        "on",
        "or",
        "the",
        "to",
        "what",
        "when",
        "where",
        "with",
        "you",
        "your",
    ]
)
"""Words of a question that are in every text."""
_VERSION = re.compile(r"\d+(?:\.\d+)*")


@dataclass(frozen=True)
class Section:
    """A part of a topic under its heading, in Markdown; the part before the first heading has none.

    `also` are words by which it is found beside those that stand there: what others call the same thing.
    """

    heading: str
    anchor: str
    text: str
    also: str = ""


@dataclass(frozen=True)
class Topic:
    """A topic: its name (in links), title, what it is about in a line, the pages it is opened from, its sections."""

    name: str
    title: str
    summary: str
    pages: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Hit:
    """A section in which the words stand that were looked for."""

    topic: Topic
    section: Section


def folder() -> Path:
    """Where the texts and pictures lie."""
    return paths.resources() / "help"


@cache
def all_topics() -> tuple[Topic, ...]:
    """Every topic, in the order of their numbers; what is new comes last."""
    return tuple(_read(path) for path in sorted(folder().glob("*.md")))


def get_topic(name: str) -> Topic | None:
    """A topic by its name."""
    return next((one for one in all_topics() if one.name == name), None)


def topic_of(pages: Iterable[str]) -> tuple[str, str]:
    """Topic and heading of the first page that the help knows; the index where it knows none."""
    known = {page: (one.name, anchor) for one in all_topics() for page, anchor in one.pages}
    return next((known[page] for page in pages if page in known), (INDEX, ""))


def linked(target: str) -> tuple[str, str]:
    """Topic and heading that a link leads to, such as `04-medicine-day.md#the-gate`."""
    file, _, anchor = target.partition("#")
    return _name_of(file), anchor


def pictures_of(topic: Topic | None) -> list[str]:
    """The names of the pictures that a topic shows."""
    return [name for part in topic.sections for name in _PICTURE.findall(part.text)] if topic else []


def pictures_named() -> set[str]:
    """The names of all pictures that the help shows."""
    return {name for one in all_topics() for name in pictures_of(one)}


def find(line: str) -> list[Hit]:
    """The sections that hold all the words, those first whose heading does; else those of topics that hold them."""
    patterns = patterns_of(line)
    if not patterns:
        return []
    hits: list[tuple[int, Hit]] = []
    for topic in all_topics():
        for section in topic.sections:
            plain = f"{plain_text(section.text)}\n{section.also}"
            heading = section.heading or topic.title
            if finding.holds(f"{heading}\n{plain}", patterns):
                rank = 0 if finding.holds(heading, patterns) else 1
            elif finding.holds(f"{topic.title}\n{heading}\n{plain}", patterns):
                rank = 2
            else:
                continue
            hits.append((rank, Hit(topic, section)))
    return [hit for _, hit in sorted(hits, key=lambda ranked: ranked[0])]


def patterns_of(line: str) -> Patterns:
    """What finds the words of a line; the small ones between them only when there are no others."""
    terms = finding.understand(line).terms
    return finding.patterns_of([one for one in terms if one.words not in _SMALL] or terms)


def plain_text(markdown: str) -> str:
    """The words of Markdown without its signs."""
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", "", markdown)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[*`|]|^#+ |^\|?-{3}.*$", "", text, flags=re.MULTILINE)


def html_of(topic: Topic) -> str:
    """A whole topic as HTML."""
    parts = [f"<h1>{escape(topic.title)}</h1>"]
    for one in topic.sections:
        if one.heading:
            parts.append(f'<h2><a name="{one.anchor}">{escape(one.heading)}</a></h2>')
        parts.append(as_html(one.text))
    return "\n".join(parts)


def index_html() -> str:
    """The list of all topics with what each is about."""
    rows = (
        f'<p class="topic"><a href="{one.name}.md"><b>{escape(one.title)}</b></a><br>{escape(one.summary)}</p>'
        for one in all_topics()
    )
    return "\n".join(("<h1>Help</h1>", "<p>F1 opens the topic about what you see on the desk.</p>", *rows))


def as_html(markdown: str) -> str:
    """Shipped Markdown as HTML; of HTML in it nothing is read."""
    return str(_reader().render(markdown)).replace("<p><img", '<p class="picture"><img')


def newer_sections(version: str) -> str:
    """What is new after this version, the newest first, as Markdown; all of it where the version is not known."""
    topic = get_topic(NEWS)
    since = _numbers(version)
    parts = [one for one in topic.sections if one.heading and _numbers(one.heading) > since] if topic else []
    return "\n\n".join(f"## {one.heading}\n\n{one.text.strip()}" for one in parts)


def _read(path: Path) -> Topic:
    _, head, body = path.read_text("utf-8").split("+++\n", 2)
    said = tomllib.loads(head)
    if _KEYS_HERE in body:
        body = body.replace(_KEYS_HERE, _table_of_keys())
    pages = tuple((page, anchor) for page, anchor in said.get("pages", {}).items())
    return Topic(_name_of(path.name), said["title"], said["summary"], pages, _sections(body, said.get("also", {})))


def _sections(body: str, also: Mapping[str, str]) -> tuple[Section, ...]:
    cut: Sequence[str] = _HEADING.split(body)
    found = [Section("", "", cut[0])] if cut[0].strip() else []
    for heading, text in zip(cut[1::2], cut[2::2], strict=True):
        anchor = anchor_of(heading)
        found.append(Section(heading, anchor, text, also.get(anchor, "")))
    return tuple(found)


def anchor_of(heading: str) -> str:
    """The name of a heading in links: its words in small letters, with dashes."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(heading).replace("’", "")))


def _name_of(file: str) -> str:
    return re.sub(r"^\d+-", "", file).removesuffix(".md")


def _numbers(words: str) -> tuple[int, ...]:
    found = _VERSION.search(words)
    return tuple(int(one) for one in found[0].split(".")) if found else ()


def _table_of_keys() -> str:
    from kapdesk.ui.keys import SHORTCUTS

    rows = "\n".join(f"| `{keys}` | {words} |" for keys, words in SHORTCUTS)
    return f"| Keys | What they do |\n|---|---|\n{rows}\n"


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(["html_block", "html_inline", "autolink"])
