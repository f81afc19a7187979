"""The practice's own wording of papers: its draft, its versions, back to the shipped text, files.

A version that was saved never changes; the newest one of a paper counts. The head of a wording is written here.
"""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kapdesk.domain import difference as lines
from kapdesk.domain.difference import DifferentLine
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.paper import Wording as WordingRecord
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.practice import facts_of
from kapdesk.usecases.house.settings import read_setting, write_setting
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.paper import proof
from kapdesk.usecases.paper.proof import PaperText, Proof, WordingField, written_anew
from kapdesk.vault.database import Vault
from kapdesk.vault.files import disk_in_words, write_atomically

if TYPE_CHECKING:
    from kapdesk.printing.text import Wording

Change = Literal["wording", "material"]

SHIPPED = 0
"""Stands for the shipped text where the number of a version is asked for."""
CHANGES = {"wording": "wording only", "material": "material", "shipped": "back to the shipped text"}
"""The kinds of change, in words."""


@dataclass(frozen=True)
class CurrentWording:
    """The text that counts now; `based_on` is the shipped version it was written on, `shipped_version` today's."""

    name: str
    language: str
    text: PaperText
    version: int
    own: bool
    based_on: int
    shipped_version: int
    sha256: str
    kind: str = "handout"


@dataclass(frozen=True)
class WordingDraft:
    """A text that is being written and was not saved as a version yet."""

    text: PaperText
    at: datetime


@dataclass(frozen=True)
class WordingVersion:
    """A line of the list of versions; `number` is SHIPPED for the text that came with the program.

    `change` is `wording`, `material`, `shipped` (from there on the shipped text counted), or "" for the shipped text;
    `size` counts its words; `counts` says which one is printed now.
    """

    number: int
    change: str
    at: datetime | None
    size: int
    counts: bool


def current_wording(vault: Vault, name: str, language: str = "en") -> CurrentWording:
    """The text that counts now, the practice's own or the shipped one; NotFound for an unknown paper."""
    shipped = _shipped(name, language)
    with vault.read() as db:
        return _current(_counting(db, shipped), shipped)


def wording_to_print(db: Session, name: str, language: str) -> "Wording":
    """The wording that counts now, in a caller's transaction; BadWording when it cannot be printed."""
    from kapdesk.printing import text

    row = _newest(db, name, language)
    if row is None or row.change == "shipped":
        return text.load(name, language)
    return text.parse(row.body, name, language)


def sha256_of(db: Session, counting: "Wording", version: str) -> str:
    """The SHA-256 of a paper's wording by the version in its foot, in a caller's transaction; empty when it is not known."""
    if version == str(counting.version):
        return counting.sha256
    rows = _rows(counting.name, counting.language)
    kept = db.scalars(rows.where(WordingRecord.version == version, WordingRecord.change != "shipped")).first()
    if kept is not None:
        return kept.sha256
    shipped = _shipped(counting.name, counting.language)
    return shipped.sha256 if version == str(shipped.version) else ""


def wordings_to_list(db: Session, language: str) -> list["Wording"]:
    """The wording of every paper that counts now, in a caller's transaction."""
    from kapdesk.printing import text

    newest = select(func.max(WordingRecord.id)).where(WordingRecord.language == language).group_by(WordingRecord.name)
    rows = {row.name: row for row in db.scalars(select(WordingRecord).where(WordingRecord.id.in_(newest)))}
    return [_of_row(rows.get(shipped.name), shipped) for shipped in text.available(language)]


def save_wording(
    vault: Vault, name: str, language: str, written: PaperText, change: Change, at: datetime
) -> CurrentWording:
    """Keep a text as a new version, which counts from now on; the draft of it is done.

    BadWording with the line; BadInput for title or purpose, or when nothing differs from what counts now.
    """
    shipped = _shipped(name, language)
    made = written_anew(shipped, written, shipped.version)
    proof.check_can_print(made, at.date())
    with vault.write() as db:
        now = _counting(db, shipped)
        if _text(now) == _text(made):
            raise BadInput(f"Nothing differs from version {now.version}, which counts now.")
        made = _add(db, made, change, at)
        write_setting(db, _draft_name(name, language), None)
    return _current(made, shipped)


def back_to_shipped(vault: Vault, name: str, language: str, at: datetime) -> Undo:
    """From now on the shipped text counts again, and a draft is put away; all versions stay."""
    shipped = _shipped(name, language)
    with vault.write() as db:
        before = _counting(db, shipped)
        if not before.shipped:
            raise BadInput("The shipped text counts already.")
        draft = read_setting(db, _draft_name(name, language))
        again = WordingRecord(
            name=name,
            language=language,
            version=_next(db, shipped),
            change="shipped",
            body=b"",
            sha256=hashlib.sha256(b"").hexdigest(),
            saved_at=at,
        )
        db.add(again)
        db.flush()
        number = again.id
        write_setting(db, _draft_name(name, language), None)
        enter(db, at, "wording", "shipped_again", number, detail=f"{shipped.title}, version {shipped.version}")

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            newest = _newest(db, name, language)
            if newest is None or newest.id != number:
                raise BadInput("A newer version was saved since. Choose the one you want from the versions.")
            _add(db, before, "wording", at)
            if draft is not None:
                write_setting(db, _draft_name(name, language), draft)

    return Undo(f"“{shipped.title}” is back to the shipped text", take_back)


def versions(vault: Vault, name: str, language: str = "en") -> list[WordingVersion]:
    """All versions, the newest first, and at the end the text that came with the program."""
    shipped = _shipped(name, language)
    with vault.read() as db:
        rows = list(db.scalars(_rows(name, language)))
    own_counts = bool(rows) and rows[0].change != "shipped"
    found = [
        WordingVersion(row.version, row.change, row.saved_at, _size(_of_row(row, shipped)), own_counts and at == 0)
        for at, row in enumerate(rows)
    ]
    return [*found, WordingVersion(SHIPPED, "", None, _size(shipped), not own_counts)]


def text_of(vault: Vault, name: str, language: str, number: int) -> PaperText:
    """The text of a version, or of the shipped one; NotFound when there is none of that number."""
    shipped = _shipped(name, language)
    if number == SHIPPED:
        return _text(shipped)
    with vault.read() as db:
        row = db.scalars(_rows(name, language).where(WordingRecord.version == number)).first()
    if row is None:
        raise NotFound(f"There is no version {number} of “{shipped.title}”.")
    return _text(_of_row(row, shipped))


def difference(old: PaperText, new: PaperText) -> list[DifferentLine]:
    """What differs between two texts, line by line, title and purpose first."""
    before, after = (
        [f"Title: {one.title}", f"Purpose: {one.purpose}", *one.body.removesuffix("\n").split("\n")]
        for one in (old, new)
    )
    return lines.difference(before, after)


def keep_draft(vault: Vault, name: str, language: str, written: PaperText, at: datetime) -> None:
    """Keep a text that is being written, printable or not; one that is what counts now needs no draft."""
    shipped = _shipped(name, language)
    with vault.write() as db:
        same = _text(_counting(db, shipped)) == written
        write_setting(db, _draft_name(name, language), None if same else _as_draft(written, at))


def draft_of(vault: Vault, name: str, language: str = "en") -> WordingDraft | None:
    """The text that was being written, when there is one."""
    with vault.read() as db:
        return draft_in(db, name, language)


def draft_in(db: Session, name: str, language: str) -> WordingDraft | None:
    """The same in a caller's transaction."""
    kept = read_setting(db, _draft_name(name, language))
    if kept is None:
        return None
    return WordingDraft(PaperText(kept["title"], kept["purpose"], kept["body"]), datetime.fromisoformat(kept["at"]))


def discard_draft(vault: Vault, name: str, language: str, at: datetime) -> Undo:
    """Put a draft away; what counts now stays."""
    with vault.write() as db:
        return Undo("Draft discarded", _put_in_place(db, name, language, None))


def export_wording(vault: Vault, name: str, language: str, path: Path, at: datetime) -> int:
    """Write the text that counts now to a file, whole or not at all; its version."""
    from kapdesk.printing import own

    with vault.read() as db:
        wording = _counting(db, _shipped(name, language))
    write_atomically(path, own.as_bytes(wording))
    with vault.write() as db:
        enter(db, at, "wording", "exported", detail=f"{wording.title}, version {wording.version}")
    return wording.version


def import_wording(vault: Vault, name: str, language: str, path: Path, at: datetime) -> Undo:
    """Read a file as a draft, to be looked at and saved; BadWording says at which line of the file what is wrong."""
    from kapdesk.printing import own

    with disk_in_words(path), path.open("rb") as file:
        data = file.read(own.LARGEST + 1)
    shipped = _shipped(name, language)
    read = own.adopt(data, shipped, path.name, proof.common_fields())
    written = _text(written_anew(shipped, _text(read), shipped.version))
    with vault.write() as db:
        take_back = _put_in_place(db, name, language, _as_draft(written, at))
        enter(db, at, "wording", "imported", detail=shipped.title)
    return Undo(f"{path.name} read in as a draft", take_back)


def fields_to_insert(vault: Vault, name: str, language: str = "en") -> list[WordingField]:
    """The fields that a wording of this paper can use, with what they print now."""
    with vault.read() as db:
        return proof.fields_of(_shipped(name, language), facts_of(db))


def proof_maker(vault: Vault, name: str, language: str, today: date) -> Callable[[PaperText], Proof]:
    """What makes a proof of a text with the practice's facts as they are now; it may run in any thread."""
    shipped = _shipped(name, language)
    with vault.read() as db:
        return proof.maker(shipped, facts_of(db), _next(db, shipped), today)


def _shipped(name: str, language: str) -> "Wording":
    from kapdesk.printing import text

    return text.load(name, language)


def _rows(name: str, language: str) -> Select[WordingRecord]:
    query = select(WordingRecord).where(WordingRecord.name == name, WordingRecord.language == language)
    return query.order_by(WordingRecord.id.desc())


def _newest(db: Session, name: str, language: str) -> WordingRecord | None:
    return db.scalars(_rows(name, language).limit(1)).first()


def _counting(db: Session, shipped: "Wording") -> "Wording":
    return _of_row(_newest(db, shipped.name, shipped.language), shipped)


def _of_row(row: WordingRecord | None, shipped: "Wording") -> "Wording":
    """The wording of a row, whatever its body says; the shipped one where that counts."""
    from kapdesk.printing import text

    if row is None or row.change == "shipped":
        return shipped
    return text.read_unchecked(row.body, row.name, row.language)


def _next(db: Session, shipped: "Wording") -> int:
    newest = _newest(db, shipped.name, shipped.language)
    return max(newest.version if newest else 0, shipped.version) + 1


def _add(db: Session, made: "Wording", change: Change, at: datetime) -> "Wording":
    """Enter a wording as the next version, and in the history."""
    from kapdesk.printing import own, text

    made = replace(made, version=_next(db, _shipped(made.name, made.language)))
    data = own.as_bytes(made)
    made = text.read_unchecked(data, made.name, made.language)
    row = WordingRecord(
        name=made.name,
        language=made.language,
        version=made.version,
        change=change,
        body=data,
        sha256=made.sha256,
        saved_at=at,
    )
    db.add(row)
    db.flush()
    enter(db, at, "wording", "saved", row.id, detail=f"{made.title}, version {made.version}, {CHANGES[change]}")
    return made


def _current(wording: "Wording", shipped: "Wording") -> CurrentWording:
    return CurrentWording(
        name=wording.name,
        language=wording.language,
        text=_text(wording),
        version=wording.version,
        own=wording.shipped > 0,
        based_on=wording.shipped or shipped.version,
        shipped_version=shipped.version,
        sha256=wording.sha256,
        kind=shipped.kind,
    )


def _text(wording: "Wording") -> PaperText:
    return PaperText(wording.title, wording.purpose, wording.body)


def _size(wording: "Wording") -> int:
    return len(wording.body.split())


def _draft_name(name: str, language: str) -> str:
    return f"wording_draft:{language}:{name}"


def _as_draft(written: PaperText, at: datetime) -> dict[str, str]:
    return {**asdict(written), "at": at.isoformat()}


def _put_in_place(db: Session, name: str, language: str, draft: Any) -> Callable[[Vault, datetime], None]:
    """Put a draft in the place of the present one; the way back."""
    before = read_setting(db, _draft_name(name, language))
    write_setting(db, _draft_name(name, language), draft)

    def take_back(vault: Vault, _at: datetime) -> None:
        with vault.write() as db:
            write_setting(db, _draft_name(name, language), before)

    return take_back
