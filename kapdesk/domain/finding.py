"""What is asked for in the search box, and the words that were found, in their context.

Any line that can be typed is a question: words that no filter knows are words, signs that are no letters part them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kapdesk.domain.names import fold
from kapdesk.domain.notes import NoteKind, first_words

KINDS = ("client", "note", "contact", "paper", "task")
"""What can be found, each also the name of a filter: `note:`."""

_PART = re.compile(r'(?:(?P<name>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans("“”„«»", '"' * 5)
_WORD = re.compile(r"[^\W_]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_MARKUP = re.compile(r"^\s*(?:#{1,6}|[-*+>]|\d+[.)])\s+")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_BEFORE = 48
"""Letters shown before the first find."""
_TRIED = 40
"""Finds in a paragraph among which the best place is looked for."""


@dataclass(frozen=True)
class Span:
    """Some letters of a text; `found` when they are what was looked for."""

    words: str
    found: bool = False


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Term:
    """Words that stand side by side, folded; the last one may go on unless `whole`."""

    words: str
    whole: bool = False

    def pattern(self) -> re.Pattern[str]:
        """What finds it in a folded text."""
        words = r"[\W_]+".join(map(re.escape, self.words.split()))
        return re.compile(rf"(?<![^\W_]){words}" + (r"(?![^\W_])" if self.whole else r"[^\W_]*"))


@dataclass(frozen=True)
class Question:
    """A line of the search box, understood; without kinds everything is meant."""

    terms: tuple[Term, ...] = ()
    kinds: frozenset[str] = frozenset()
    note_kind: NoteKind | None = None
    since: date | None = None
    until: date | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Question()

    def wants(self, kind: str) -> bool:
        """Whether this kind is asked for; what has no date is not when days are asked for."""
        if self.note_kind is not None:
            return kind == "note"
        return not self.kinds or kind in self.kinds


def fold_text(text: str) -> str:
    """Letters without accents and case, as `fold`, quick for long texts that hold few other letters than English ones."""
    if text.isascii():
        return text.lower()
    return _BEYOND_ASCII.sub(lambda found: fold(found[0]), text.lower())


def understand(line: str) -> Question:
    """What a line asks for; any line is understood."""
    terms: list[Term] = []
    kinds: set[str] = set()
    note_kind: NoteKind | None = None
    since: date | None = None
    until: date | None = None
    for part in _PART.finditer(line.translate(_QUOTES)):
        name, phrase = (part["name"] or "").lower(), part["phrase"]
        words = phrase if phrase is not None else part["word"]
        if not name and words[-1:] == ":" and _kind(words[:-1].lower()):
            kinds.add(_kind(words[:-1].lower()))
            continue
        if _kind(name):
            kinds.add(_kind(name))
        elif name == "kind" and (meant := _note_kind(words)):
            note_kind = meant
            continue
        elif name == "from" and (days := _days(words)):
            since = days[0]
            continue
        elif name == "to" and (days := _days(words)):
            until = days[1]
            continue
        elif name:
            words = f"{name} {words}"
        if term := " ".join(_WORD.findall(fold_text(words))):
            terms.append(Term(term, phrase is not None))
    return Question(tuple(terms), frozenset(kinds), note_kind, since, until)


def _kind(name: str) -> str:
    return next((kind for kind in KINDS if name in (kind, f"{kind}s")), "")


def _note_kind(words: str) -> NoteKind | None:
    return next((kind for kind in NoteKind if words and kind.value.startswith(words.lower())), None)


def _days(words: str) -> tuple[date, date] | None:
    """First and last day of `2026`, `2026-01` or `2026-01-31`."""
    found = _DAY.fullmatch(words)
    if found is None:
        return None
    year, month, day = (int(one) if one else 0 for one in found.groups())
    try:
        first = date(year, month or 1, day or 1)
        if day:
            return first, first
        following = date(year + 1, 1, 1) if not month or month == 12 else date(year, month + 1, 1)  # December
    except ValueError:
        return None
    return first, following - timedelta(days=1)


Patterns = Sequence[re.Pattern[str]]


def patterns_of(terms: Iterable[Term]) -> list[re.Pattern[str]]:
    """What finds the terms in folded texts."""
    return [term.pattern() for term in terms]


def holds(text: str, patterns: Patterns) -> bool:
    """Whether a text holds every term."""
    return folded_holds(fold_text(text), patterns)


def folded_holds(folded: str, patterns: Patterns) -> bool:
    """Whether a text that is folded already holds every term."""
    return all(pattern.search(folded) for pattern in patterns)


def marked(text: str, patterns: Patterns) -> Spans:
    """A whole text with its finds marked; the words of the spans are the text, letter by letter."""
    folded, places = _with_places(text)
    cuts: list[tuple[int, int]] = []
    for start, end in sorted(found.span() for pattern in patterns for found in pattern.finditer(folded)):
        first, last = places[start], places[end - 1] + 1
        while last < len(text) and not fold(text[last]):
            last += 1  # an accent that stands as a sign of its own belongs to its letter
        if cuts and first <= cuts[-1][1]:
            cuts[-1] = cuts[-1][0], max(last, cuts[-1][1])
        else:
            cuts.append((first, last))
    spans: list[Span] = []
    at = 0
    for first, last in cuts:
        spans += [Span(text[at:first]), Span(text[first:last], True)]
        at = last
    return tuple(span for span in (*spans, Span(text[at:])) if span.words)


def in_context(text: str, terms: Sequence[Term], most: int = 170) -> Spans:
    """About `most` letters of a text around what was found; its beginning when no single line holds it."""
    for wanted in (terms, [Term(word, True) for term in terms for word in term.words.split()]):
        patterns = patterns_of(wanted)
        line = _best_line(text, patterns)
        if line is not None:
            return _cut(marked(line, patterns), most)
    return (Span(first_words(text, most)),)


def words_of(spans: Spans) -> str:
    """The letters alone."""
    return "".join(span.words for span in spans)


def _with_places(text: str) -> tuple[str, Sequence[int]]:
    """A text folded, and for each letter of it the place in the text that it comes from."""
    if text.isascii():
        return text.lower(), range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        folded = letter.lower() if letter.isascii() else fold(letter)
        letters.append(folded)
        places += [place] * len(folded)
    return "".join(letters), places


def _best_line(text: str, patterns: Patterns) -> str | None:
    """The first line with the most of what is looked for, without Markdown's signs."""
    best, most = None, 0
    for line in text.split("\n"):
        plain = _MARKUP.sub("", line).replace("**", "").replace("*", "")
        folded = fold_text(plain)
        held = sum(1 for pattern in patterns if pattern.search(folded))
        if held > most:
            best, most = plain, held
        if patterns and most == len(patterns):
            break
    return best


def _cut(spans: Spans, most: int) -> Spans:
    """The part of a line where the most different finds stand, with a sign where words were left out."""
    text = words_of(spans)
    if len(text) <= most:
        return spans
    finds: list[tuple[int, str]] = []
    at = 0
    for span in spans:
        if span.found:
            finds.append((at, fold_text(span.words)))
        at += len(span.words)
    finds = finds[:_TRIED]
    room = most - _BEFORE
    first = max(finds, key=lambda find: (len({word for place, word in finds if 0 <= place - find[0] < room}), -find[0]))
    start = max(0, first[0] - _BEFORE)
    end = min(len(text), start + most)
    if start:
        start = min(first[0], text.find(" ", start) + 1 or start)
    if end < len(text):
        end = max(text.rfind(" ", first[0], end), first[0]) if " " in text[first[0] : end] else end
    return _between(spans, start, max(end, first[0] + 1))


def _between(spans: Spans, start: int, end: int) -> Spans:
    kept: list[Span] = [Span("… ")] if start else []
    at = 0
    for span in spans:
        words = span.words[max(0, start - at) : max(0, end - at)]
        if words:
            kept.append(Span(words, span.found))
        at += len(span.words)
    return (*kept, Span(" …")) if end < at else tuple(kept)
