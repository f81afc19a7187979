"""What belongs to a signature; errors, wrong charts, late entries, and what the index of words then holds."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from kapdesk.domain.notes import AddendumKind, NoteKind, Printed, SessionFacts
from kapdesk.domain.phases import SessionKind
from kapdesk.errors import BadInput, NotFound, RecordSigned
from kapdesk.usecases.course import courses
from kapdesk.usecases.house import backups, history
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import note_forms, notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY

FACTS = SessionFacts(
    NOW.replace(hour=9, minute=5), NOW.replace(hour=10, minute=0), "office", "client alone", "In person", "F33.1"
)


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


@pytest.fixture
def ben(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ben Roe"), NOW)


def found(vault: Vault, word: str) -> list[int]:
    """The notes whose words the index knows."""
    query = text("SELECT rowid & 4294967295 FROM note_words WHERE note_words MATCH :word ORDER BY 1")
    with vault.read() as db:
        return list(db.execute(query, {"word": f'text:"{word}"'}).scalars())


def signed(vault: Vault, client_id: int, words: str, **more: object) -> int:
    note = notes.start_note(vault, client_id, NoteKind.GENERAL, TODAY, NOW, text=words, **more)  # type: ignore[arg-type]
    notes.sign_note(vault, note, NOW)
    return note


def test_the_signature_covers_form_and_session_facts(vault: Vault, ada: int) -> None:
    note = notes.start_note(
        vault, ada, NoteKind.PREPARATION, TODAY, NOW, text="## Plan\nWalk.\n\n## Data\n\n", form="dap", facts=FACTS
    )
    head = notes.sign_note(vault, note, NOW)
    assert head.kind_words == "Preparation · DAP"
    with vault.read() as db:
        body = json.loads(db.execute(text("SELECT body FROM signed_record")).scalar_one())
    assert body["note"]["text"] == "## Plan\nWalk.\n"
    assert body["facts"]["place"] == "office"
    shown = notes.get_note(vault, note, TODAY)
    assert (shown.facts, shown.facts.minutes, shown.form.name) == (FACTS, 55, "DAP")
    for act in (
        lambda: notes.change_note_head(vault, note, NoteKind.GENERAL, TODAY, None, NOW, "", SessionFacts()),
        lambda: notes.move_draft(vault, note, ada, NOW),
        lambda: notes.discard_draft(vault, note, NOW),
    ):
        with pytest.raises(RecordSigned):
            act()


def test_a_session_that_stops_before_it_starts_is_refused(vault: Vault, ada: int) -> None:
    note = notes.start_note(vault, ada, NoteKind.GENERAL, TODAY, NOW, text="words")
    wrong = SessionFacts(NOW, NOW - timedelta(minutes=1))
    with pytest.raises(BadInput, match="stops before it starts"):
        notes.change_note_head(vault, note, NoteKind.GENERAL, TODAY, None, NOW, None, wrong)


def test_an_own_form_stays_with_its_notes_when_it_is_put_away(vault: Vault, ada: int) -> None:
    key, _ = note_forms.save_form(vault, "Couples session", NoteKind.GENERAL, ["Both", "Each"], NOW)
    note = notes.start_note(vault, ada, NoteKind.GENERAL, TODAY, NOW, text="## Both\nTalked.\n\n## Each\n", form=key)
    undo = note_forms.retire_form(vault, key, NOW)
    assert "Couples session" not in [one.name for one in note_forms.list_forms(vault)]
    assert notes.sign_note(vault, note, NOW).kind_words == "General · Couples session"
    assert notes.get_note(vault, note, TODAY).text == "## Both\nTalked.\n"
    undo.take_back(vault, NOW)
    assert "Couples session" in [one.name for one in note_forms.list_forms(vault)]
    with pytest.raises(BadInput, match="already"):
        note_forms.save_form(vault, "Couples session", NoteKind.GENERAL, [], NOW)


def test_a_note_entered_in_error_stays_struck_through(vault: Vault, ada: int) -> None:
    note = signed(vault, ada, "Of another day.")
    notes.add_addendum(vault, note, "Meant the session of May 4", "", NOW, AddendumKind.ERROR)
    assert notes.list_notes(vault, ada, TODAY)[0].in_error
    shown = notes.get_note(vault, note, TODAY)
    assert (shown.text, shown.addenda[0].kind) == ("Of another day.", AddendumKind.ERROR)
    with pytest.raises(BadInput, match="already"):
        notes.add_addendum(vault, note, "again", "", NOW, AddendumKind.ERROR)
    with pytest.raises(BadInput, match="why"):
        notes.add_addendum(vault, note, " ", "", NOW, AddendumKind.ERROR)
    assert found(vault, "session of May") == [note]


def test_a_note_in_the_wrong_chart_is_out_of_every_view_and_begun_again(vault: Vault, ada: int, ben: int) -> None:
    courses.add_session(vault, ada, SessionKind.PREPARATION, TODAY, NOW)
    session = courses.list_sessions(vault, ada)[0].id
    note = signed(vault, ada, "Ben was late.", session_id=session, facts=FACTS)
    sha = notes.list_notes(vault, ada, TODAY)[0].sha256
    copied = notes.withhold_note(vault, note, "wrong window", Printed.YES, NOW, ben, session_too=True)
    assert copied is not None
    assert notes.list_notes(vault, ada, TODAY) == []
    assert courses.list_sessions(vault, ada) == []
    assert clients.list_clients(vault, TODAY)[0].last_session is None
    assert found(vault, "late") == [copied]
    with pytest.raises(NotFound):
        notes.get_note(vault, note, TODAY)
    draft = notes.get_note(vault, copied, TODAY)
    assert (draft.client_id, draft.text, draft.facts, draft.head.signed_at) == (ben, "Ben was late.", FACTS, None)
    assert any(
        "another client’s: it had been printed" in row.words.replace("'", "’")
        for row in history.client_history(vault, ada)
    )
    assert any("wrongly entered" in row.words for row in history.client_history(vault, ben))
    with vault.read() as db:
        kept = db.execute(text("SELECT sha256 FROM signed_record")).scalars().all()
    assert sha in kept
    assert backups.check_practice(backups.prepare_backup(vault)).signed == 1
    for act in (
        lambda: notes.withhold_note(vault, note, "again", Printed.NO, NOW),
        lambda: notes.add_addendum(vault, note, "why", "what", NOW),
    ):
        with pytest.raises(NotFound):
            act()


def test_what_must_be_known_before_a_note_is_taken_out(vault: Vault, ada: int) -> None:
    note = signed(vault, ada, "words")
    draft = notes.start_note(vault, ada, NoteKind.GENERAL, TODAY, NOW, text="draft")
    for act, why in (
        (lambda: notes.withhold_note(vault, note, "  ", Printed.NO, NOW), "why the note does not belong"),
        (lambda: notes.withhold_note(vault, note, "x", Printed.NO, NOW, ada), "chart it stands in"),
        (lambda: notes.withhold_note(vault, draft, "x", Printed.NO, NOW), "not signed"),
    ):
        with pytest.raises(BadInput, match=why):
            act()
    assert len(notes.list_notes(vault, ada, TODAY)) == 2


def test_a_session_that_was_held_stays_when_only_its_note_was_wrong(vault: Vault, ada: int) -> None:
    courses.add_session(vault, ada, SessionKind.PREPARATION, TODAY, NOW)
    session = courses.list_sessions(vault, ada)[0].id
    note = signed(vault, ada, "words", session_id=session)
    notes.withhold_note(vault, note, "another client's words", Printed.NO, NOW)
    again = courses.list_sessions(vault, ada)
    assert [(row.id, row.note_id) for row in again] == [(session, None)]


def test_a_draft_moves_to_the_right_chart_and_back(vault: Vault, ada: int, ben: int) -> None:
    draft = notes.start_note(vault, ada, NoteKind.GENERAL, TODAY, NOW, text="Ben called.")
    undo = notes.move_draft(vault, draft, ben, NOW)
    assert notes.list_notes(vault, ada, TODAY) == []
    assert notes.get_note(vault, draft, TODAY).client_id == ben
    undo.take_back(vault, NOW)
    assert notes.get_note(vault, draft, TODAY).client_id == ada


def test_a_late_entry_is_told_by_its_own_times(vault: Vault, ada: int) -> None:
    notes.start_note(vault, ada, NoteKind.GENERAL, TODAY - timedelta(days=3), NOW, text="late")
    notes.start_note(vault, ada, NoteKind.GENERAL, TODAY, NOW, text="in time")
    assert [head.late for head in notes.list_notes(vault, ada, TODAY)] == ["", "late entry, begun 3 days after"]


def test_the_index_follows_every_step(vault: Vault, ada: int) -> None:
    steps: list[tuple[Callable[[], object], list[int]]] = []
    note = notes.start_note(vault, ada, NoteKind.GENERAL, TODAY, NOW, text="Café au lait")
    day = TODAY - timedelta(days=5)
    undos = []
    steps += [
        (lambda: None, [note]),
        (lambda: notes.change_note_head(vault, note, NoteKind.CONTACT, day, None, NOW), [note]),
        (lambda: undos.append(notes.discard_draft(vault, note, NOW)), []),
        (lambda: undos[0].take_back(vault, NOW), [note]),
        (lambda: notes.save_draft(vault, note, "tea", NOW), []),
        (lambda: notes.sign_note(vault, note, NOW), []),
        (lambda: notes.add_addendum(vault, note, "it was", "a CAFE", NOW), [note]),
    ]
    for act, expected in steps:
        act()
        assert found(vault, "cafe") == expected
    with vault.read() as db:
        assert db.execute(text("SELECT count(*) FROM note_words")).scalar_one() == 1


def test_a_note_that_was_being_written_is_known_until_it_is_put_down(vault: Vault, ada: int) -> None:
    note = notes.start_note(vault, ada, NoteKind.GENERAL, TODAY, NOW, text="half a")
    assert notes.note_being_written(vault) == (ada, note)
    notes.put_down(vault)
    assert notes.note_being_written(vault) is None
    notes.save_draft(vault, note, "half a thought", NOW)
    assert notes.note_being_written(vault) == (ada, note)
    notes.sign_note(vault, note, NOW)
    assert notes.note_being_written(vault) is None


def test_carrying_forward_takes_the_newest_of_the_same_form(vault: Vault, ada: int) -> None:
    def note(on: date, form: str) -> int:
        return notes.start_note(vault, ada, NoteKind.INTEGRATION, on, NOW, text=f"of {on} {form}", form=form)

    older, soap = note(date(2026, 6, 1), ""), note(date(2026, 6, 5), "soap")
    here = note(TODAY, "")
    last = notes.last_in_form(vault, ada, NoteKind.INTEGRATION, "", TODAY, here)
    assert last is not None
    assert last.head.id == older
    other = notes.last_in_form(vault, ada, NoteKind.INTEGRATION, "dap", TODAY, here)
    assert other is not None
    assert other.head.id == soap
    assert notes.last_in_form(vault, ada, NoteKind.CONTACT, "", TODAY, None) is None


def test_printings_since_the_signature_are_told(vault: Vault, ada: int) -> None:
    note = signed(vault, ada, "words")
    assert notes.printings_since(vault, note) == []
    with vault.write() as db:
        later: datetime = NOW + timedelta(hours=1)
        history.enter(db, later, "note", "printed", note, ada)
    assert notes.printings_since(vault, note) == [later]
