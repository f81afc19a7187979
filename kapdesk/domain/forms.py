"""The forms that notes are written in: a name and sections. Sections are headings in the note's Markdown.

What a session's note carries is from the field's usual documentation (facts of the practice: start and stop, place, who
was present, modality, diagnosis addressed, intervention, response, risk, plan); the sections' names are kapdesk's own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kapdesk.domain.notes import NoteKind
from kapdesk.errors import BadInput

_HEADING = re.compile(r"#{1,6} +(\S.*?)\s*")
_LONGEST_NAME = 60
_MOST_SECTIONS = 30


@dataclass(frozen=True)
class Form:
    """A form: its key (kept with the note), its name, what it is about (None: whatever the note is about), sections."""

    key: str
    name: str
    kind: NoteKind | None
    sections: tuple[str, ...]


_CLOSING = ("Intervention", "Response", "Mental status", "Risk", "Plan")

OWN_FORMS: dict[NoteKind, tuple[str, ...]] = {
    NoteKind.CONTACT: ("Who and why", "What was said", "Risk", "What was agreed"),
    NoteKind.PREPARATION: (
        "Since the last contact",
        "History and present difficulties",
        "Goals and intention",
        "The medicine day talked through",
        "For the prescriber",
        *_CLOSING,
    ),
    NoteKind.KETAMINE: ("Before", "Intention", "Course of the session", "Return", *_CLOSING),
    NoteKind.INTEGRATION: (
        "Since the ketamine session",
        "What came",
        "What was hard",
        "What it may mean",
        "What to try",
        *_CLOSING,
    ),
    NoteKind.GENERAL: ("Course of the session", *_CLOSING),
}
"""What a note of each kind is written in when no other form is chosen."""

SHARED: tuple[Form, ...] = (
    Form("soap", "SOAP", None, ("Subjective", "Objective", "Assessment", "Plan")),
    Form("dap", "DAP", None, ("Data", "Assessment", "Plan")),
    Form("birp", "BIRP", None, ("Behavior", "Intervention", "Response", "Plan")),
)
"""Forms that every clinician knows; they can be used for any kind of note."""


def own_form(kind: NoteKind) -> Form:
    """The kind's own form; its key is empty."""
    return Form("", kind.words, kind, OWN_FORMS[kind])


def scaffold(form: Form) -> str:
    """The text that a new note begins with: the sections' headings, nothing under them."""
    return "\n".join(f"## {name}\n\n" for name in form.sections)


def sections_of(text: str) -> list[tuple[str, str]]:
    """A note's sections: the heading's words (empty before the first) and what stands below, as written."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.split("\n"):
        heading = _HEADING.fullmatch(line)
        if heading:
            found.append((heading[1], []))
        else:
            found[-1][1].append(line)
    return [(name, "\n".join(lines)) for name, lines in found if name or any(line.strip() for line in lines)]


def empty_sections(text: str, form: Form) -> list[str]:
    """The form's sections under which nothing stands."""
    return [name for name, words in sections_of(text) if name in form.sections and not words.strip()]


def without_empty_sections(text: str, form: Form) -> str:
    """The text as it is signed: headings of the form under which nothing stands are left out, nothing else is."""
    kept: list[str] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        heading = _HEADING.fullmatch(lines[at])
        end = at + 1
        while end < len(lines) and not lines[end].strip():
            end += 1
        nothing_below = end == len(lines) or _HEADING.fullmatch(lines[end]) is not None
        if heading and heading[1] in form.sections and nothing_below:
            at = end
            continue
        kept.append(lines[at])
        at += 1
    return "\n".join(kept)


def has_words(text: str, form: Form) -> bool:
    """Whether anything is written beyond the form's headings."""
    return bool(without_empty_sections(text, form).strip())


def rearranged(text: str, before: Form, after: Form) -> str:
    """The text in another form: what is written stays under its own heading, empty headings of the old form make place."""
    written = without_empty_sections(text, before).strip("\n")
    if not written:
        return scaffold(after)
    there = {name for name, _ in sections_of(written)}
    missing = "\n".join(f"## {name}\n\n" for name in after.sections if name not in there)
    return f"{written}\n\n{missing}" if missing else written


def checked_form(name: str, sections: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """A practice's own form as it is kept; BadInput with the field's name."""
    name = " ".join(name.split())
    if not name:
        raise BadInput("Give the kind of note a name, such as “Couples session”.", "name")
    if len(name) > _LONGEST_NAME:
        raise BadInput(f"The name is longer than {_LONGEST_NAME} letters. A few words are enough.", "name")
    if name.casefold() in {one.casefold() for one in (*(kind.words for kind in NoteKind), *(f.name for f in SHARED))}:
        raise BadInput(f"kapdesk has a kind of note called “{name}”. Choose another name.", "name")
    kept = tuple(" ".join(one.lstrip("# ").split()) for one in sections)
    kept = tuple(one for one in kept if one)
    if len({one.casefold() for one in kept}) != len(kept):
        raise BadInput("Two sections have the same name. Give each its own.", "sections")
    if len(kept) > _MOST_SECTIONS:
        raise BadInput(f"More than {_MOST_SECTIONS} sections are too many to find one’s way.", "sections")
    return name, kept


def carried(text: str, present: str, day: str, form: Form, only: str = "") -> str:
    """`present` with the empty sections filled from an older note's text, each marked as carried from that day.

    `only` names the one section to fill; nothing that is written is touched.
    """
    old = {name: words.strip("\n") for name, words in sections_of(text) if name and words.strip()}
    wanted = {only} if only else set(form.sections)
    lines: list[str] = []
    empty = set(empty_sections(present, form))
    for line in present.split("\n"):
        lines.append(line)
        heading = _HEADING.fullmatch(line)
        if heading and heading[1] in empty & wanted and heading[1] in old:
            lines += ["", f"*Carried from the note of {day}:*", "", old[heading[1]]]
    return "\n".join(lines)
