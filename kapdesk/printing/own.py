"""A practice's own wording of a shipped paper: what may differ, and the head that the program writes for it.

Title, purpose and body are the practice's; which paper it is, of what kind, and who signs stay as shipped.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from kapdesk.errors import BadInput, BadWording
from kapdesk.printing.heads import Field, bad
from kapdesk.printing.text import Wording, check_body, line_of, parse

LARGEST = 1024 * 1024
"""Bytes that a wording may have."""
_LONGEST = {"title": 200, "purpose": 500}


def own(shipped: Wording, title: str, purpose: str, body: str, version: int, more: Sequence[Field] = ()) -> Wording:
    """The practice's wording; BadWording with the line of the body, BadInput for title or purpose.

    Of the fields (the shipped paper's, and `more` that every paper may use) its head names those in the body.
    """
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    for at, line in enumerate(body.split("\n"), 1):
        if not _can_be_kept(line):
            raise bad("Line", at, "half of a character stands there, which cannot be kept; delete it and type it anew")
    offered = {field.name: field for field in (*more, *shipped.fields)}
    wording = replace(
        shipped,
        title=_one_line("title", title),
        purpose=_one_line("purpose", purpose),
        body=body,
        version=version,
        fields=tuple(offered.values()),
        shipped=shipped.version,
    )
    used = check_body(wording, 1, "Line")
    if not any(letter.isalnum() for letter in body):
        raise bad("Line", 1, "there are no words yet")
    wording = replace(
        wording,
        fields=tuple(field for name, field in offered.items() if name in used),
        choices=tuple(one for one in shipped.choices if one.name in used),
        acknowledged=tuple(one for one in shipped.acknowledged if one.name in used),
    )
    data = as_bytes(wording)
    if len(data) > LARGEST:
        raise BadWording("This text is larger than 1 MB. Make it shorter.")
    return replace(wording, sha256=hashlib.sha256(data).hexdigest())


def adopt(data: bytes, shipped: Wording, file: str, more: Sequence[Field] = ()) -> Wording:
    """Read a file as the practice's wording of a shipped paper; BadWording says at which of its lines what is wrong."""
    if len(data) > LARGEST:
        raise BadWording(f"{file} is larger than 1 MB, which no paper is. Choose another file.")
    wording = parse(data, shipped.name, shipped.language, file)
    known = {field.name for field in (*shipped.fields, *more)}
    strangers = ", ".join(field.name for field in wording.fields if field.name not in known)
    offered = {*shipped.choices, *shipped.acknowledged}
    for key, wrong, why in (
        ("kind", wording.kind != shipped.kind, f"the kind of this paper stays “{shipped.kind}”"),
        ("signatures", wording.signatures != shipped.signatures, "who signs this paper cannot be changed"),
        ("initials", wording.initials != shipped.initials, "what is initialled cannot be changed"),
        ("fields", bool(strangers), f"nothing on file is called “{strangers}”"),
        ("choices", not set(wording.choices) <= offered, "what can be ticked cannot be changed"),
        ("acknowledged", not set(wording.acknowledged) <= offered, "what is acknowledged cannot be changed"),
    ):
        at = line_of(data, key)
        if at and wrong:  # who signs need not be said: it is as shipped
            raise bad(f"{file}, line", at, why)
    return wording


def as_bytes(wording: Wording) -> bytes:
    """A wording as the bytes of its file, from which `parse` reads it again."""
    fields = "".join(f"  {{ name = {_toml(one.name)}, ask = {_toml(one.ask)} }},\n" for one in wording.fields)
    choices = "".join(f"  {_inline(asdict(one))},\n" for one in wording.choices)
    said = "".join(f"  {_inline(asdict(one))},\n" for one in wording.acknowledged)
    parts = "".join(f"  {_inline(asdict(one))},\n" for one in wording.parts)
    head = (
        f"name = {_toml(wording.name)}",
        f"kind = {_toml(wording.kind)}",
        f"title = {_toml(wording.title)}",
        f"purpose = {_toml(wording.purpose)}",
        f"version = {wording.version}",
        f"shipped = {wording.shipped}",
        f"fields = [\n{fields}]",
        *([f"choices = [\n{choices}]"] if choices else ()),
        *([f"acknowledged = [\n{said}]"] if said else ()),
        *([f"parts = [\n{parts}]"] if parts else ()),
        f"signatures = [{', '.join(map(_toml, wording.signatures))}]",
        f"initials = {'true' if wording.initials else 'false'}",
    )
    return "\n".join(("+++", *head, "+++", wording.body)).encode()


def _inline(value: object) -> str:
    """A value of the head on one line of TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_inline(one)}" for key, one in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_inline, value))}]"
    return str(value).lower() if isinstance(value, bool) else _toml(str(value))


def left_out(shipped: Wording, wording: Wording) -> tuple[Field, ...]:
    """The fields of the shipped paper that this wording does without."""
    kept = {field.name for field in wording.fields}
    return tuple(field for field in shipped.fields if field.name not in kept)


def _one_line(field: str, words: str) -> str:
    words = " ".join(words.split())
    if not words:
        raise BadInput(f"The {field} is still empty. Type a few words.", field)
    if len(words) > _LONGEST[field]:
        raise BadInput(f"The {field} is longer than {_LONGEST[field]} letters. Make it shorter.", field)
    if not _can_be_kept(words):
        raise BadInput(f"The {field} holds half of a character, which cannot be kept. Type it anew.", field)
    return words


def _can_be_kept(words: str) -> bool:
    """Whether these are whole characters; half of one (a lone surrogate) has no bytes."""
    return not any("\ud800" <= letter <= "\udfff" for letter in words)


def _toml(words: str) -> str:
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
