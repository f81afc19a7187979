"""The practice's own kinds of notes and snippets, beside those that kapdesk brings."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.forms import SHARED, Form, checked_form, own_form
from kapdesk.domain.notes import NoteKind
from kapdesk.domain.snippets import SHIPPED, Snippet, checked_snippet
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.note import NoteForm
from kapdesk.records.note import Snippet as SnippetRecord
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.settings import read_setting, write_setting
from kapdesk.usecases.house.undo import Undo
from kapdesk.vault.database import Vault

_WORDS = "known_words"


def list_forms(vault: Vault) -> list[Form]:
    """Every form that a new note can be written in: of the kinds, the shared ones, the practice's own."""
    with vault.read() as db:
        return [*(own_form(kind) for kind in NoteKind), *SHARED, *_own(db, retired=False)]


def list_own_forms(vault: Vault, retired: bool = False) -> list[Form]:
    """The practice's own forms in use, or those put away."""
    with vault.read() as db:
        return _own(db, retired)


def save_form(
    vault: Vault, name: str, kind: NoteKind, sections: Sequence[str], at: datetime, key: str = ""
) -> tuple[str, Undo]:
    """Make a form, or change the one with this key; notes that were written in it keep their headings.

    Returns its key. BadInput with the field's name.
    """
    name, kept = checked_form(name, sections)
    with vault.write() as db:
        same = db.scalars(select(NoteForm).where(NoteForm.name == name)).first()
        if same is not None and same.uid != key:
            raise BadInput(f"There is a kind of note called “{name}” already. Choose another name.", "name")
        if not key:
            form = NoteForm(name=name, kind=kind.value, sections=json.dumps(kept))
            db.add(form)
            db.flush()
            enter(db, at, "form", "created", form.id)
            return form.uid, Undo(f"“{name}” made", lambda vault, at: retire_form(vault, form.uid, at))
        form = _find(db, key)
        before = form.name, NoteKind(form.kind), tuple(json.loads(form.sections))
        form.name, form.kind, form.sections = name, kind.value, json.dumps(kept)
        enter(db, at, "form", "changed", form.id)
    return key, Undo(f"“{name}” changed", lambda vault, at: save_form(vault, before[0], before[1], before[2], at, key))


def retire_form(vault: Vault, key: str, at: datetime) -> Undo:
    """Put a form away: new notes are not offered it; notes that were written in it stay."""
    name = _set_retired(vault, key, True, at)
    return Undo(f"“{name}” put away", lambda vault, at: take_back_form(vault, key, at))


def take_back_form(vault: Vault, key: str, at: datetime) -> Undo:
    """Offer a form again."""
    name = _set_retired(vault, key, False, at)
    return Undo(f"“{name}” is offered again", lambda vault, at: retire_form(vault, key, at))


def list_snippets(vault: Vault) -> list[Snippet]:
    """All snippets by name; the practice's own take the place of kapdesk's."""
    with vault.read() as db:
        own = {one.name: Snippet(one.name, one.text, own=True) for one in db.scalars(select(SnippetRecord))}
    return sorted(({one.name: one for one in SHIPPED} | own).values(), key=lambda one: one.name)


def save_snippet(vault: Vault, name: str, text: str, at: datetime) -> Undo:
    """Keep a snippet of the practice's own; BadInput with the field's name."""
    name, text = checked_snippet(name, text)
    with vault.write() as db:
        found = db.scalars(select(SnippetRecord).where(SnippetRecord.name == name)).first()
        before = found.text if found else None
        if found is None:
            db.add(SnippetRecord(name=name, text=text))
        else:
            found.text = text
        enter(db, at, "snippet", "changed")
    return Undo(f"{name} kept", lambda vault, at: _snippet_back(vault, name, before, at))


def remove_snippet(vault: Vault, name: str, at: datetime) -> Undo:
    """Remove a snippet of the practice's own; kapdesk's of the same name is back then."""
    with vault.write() as db:
        found = db.scalars(select(SnippetRecord).where(SnippetRecord.name == name)).first()
        if found is None:
            raise NotFound(f"{name} is not a snippet of the practice's own.")
        before = found.text
        db.delete(found)
        enter(db, at, "snippet", "removed")
    return Undo(f"{name} removed", lambda vault, at: _snippet_back(vault, name, before, at))


def known_words(vault: Vault) -> frozenset[str]:
    """Words that the practice told the spelling check to accept."""
    with vault.read() as db:
        return frozenset(read_setting(db, _WORDS, []))


def learn_word(vault: Vault, word: str) -> None:
    """Accept a word from now on."""
    with vault.write() as db:
        write_setting(db, _WORDS, sorted({*read_setting(db, _WORDS, []), word.casefold()}))


def _own(db: Session, retired: bool) -> list[Form]:
    found = db.scalars(select(NoteForm).where(NoteForm.retired.is_(retired)).order_by(NoteForm.name))
    return [Form(one.uid, one.name, NoteKind(one.kind), tuple(json.loads(one.sections))) for one in found]


def _find(db: Session, key: str) -> NoteForm:
    form = db.scalars(select(NoteForm).where(NoteForm.uid == key)).first()
    if form is None:
        raise NotFound("This kind of note is not there any more.")
    return form


def _set_retired(vault: Vault, key: str, retired: bool, at: datetime) -> str:
    with vault.write() as db:
        form = _find(db, key)
        form.retired = retired
        enter(db, at, "form", "retired" if retired else "taken_back", form.id)
        return form.name


def _snippet_back(vault: Vault, name: str, before: str | None, at: datetime) -> None:
    if before is None:
        remove_snippet(vault, name, at)
    else:
        save_snippet(vault, name, before, at)
