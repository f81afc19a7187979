"""Notes: drafts, signatures, addenda; no order of steps loses or alters a word."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kapdesk.domain.notes import NoteKind
from kapdesk.domain.phases import SessionKind
from kapdesk.errors import BadInput, RecordSigned
from kapdesk.usecases.course import courses
from kapdesk.usecases.house import history, opening, practice
from kapdesk.usecases.house.practice import PracticeFacts
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import notes, signed
from kapdesk.vault.database import Vault
from tests.conftest import NOW, PASSPHRASE, TODAY


@pytest.fixture
def client(vault: Vault) -> int:
    """A client."""
    return clients.create_client(vault, ClientFacts("Somebody Else", preferred_name="Som"), NOW)


def test_signing_freezes_text_session_and_whose_it_is(vault: Vault, client: int) -> None:
    courses.add_session(vault, client, SessionKind.PREPARATION, TODAY, NOW)
    session = courses.list_sessions(vault, client)[0].id
    note = notes.start_note(vault, client, NoteKind.PREPARATION, TODAY, NOW, session, "What was said.")
    head = notes.sign_note(vault, note, NOW)
    assert head.signer == "Robin Alder, PhD, LPCC"
    clients.update_client(vault, client, ClientFacts("Another Name"), NOW)
    shown = notes.get_note(vault, note, TODAY)
    assert (shown.text, shown.head.sha256) == ("What was said.", head.sha256)
    for act in (
        lambda: notes.save_draft(vault, note, "other", NOW),
        lambda: notes.discard_draft(vault, note, NOW),
        lambda: notes.sign_note(vault, note, NOW),
        lambda: notes.change_note_head(vault, note, NoteKind.GENERAL, TODAY, None, NOW),
        lambda: courses.change_session(vault, session, SessionKind.INTEGRATION, TODAY, NOW),
        lambda: courses.remove_session(vault, session, NOW),
    ):
        with pytest.raises(RecordSigned):
            act()


def test_an_addendum_stands_beside_the_note(vault: Vault, client: int) -> None:
    note = notes.start_note(vault, client, NoteKind.CONTACT, TODAY, NOW, text="Called.")
    with pytest.raises(BadInput, match="Only a signed note"):
        notes.add_addendum(vault, note, "why", "what", NOW)
    notes.sign_note(vault, note, NOW)
    for reason, text in (("", "what"), ("why", " ")):
        with pytest.raises(BadInput):
            notes.add_addendum(vault, note, reason, text, NOW)
    notes.add_addendum(vault, note, "a word was missing", "She called back.", NOW)
    shown = notes.get_note(vault, note, TODAY)
    assert shown.text == "Called."
    assert [(one.reason, one.text) for one in shown.addenda] == [("a word was missing", "She called back.")]


def test_a_discarded_draft_comes_back_as_it_was(vault: Vault, client: int) -> None:
    note = notes.start_note(vault, client, NoteKind.GENERAL, TODAY, NOW, text="words")
    undo = notes.discard_draft(vault, note, NOW)
    assert notes.list_notes(vault, client, TODAY) == []
    undo.take_back(vault, NOW)
    assert notes.get_note(vault, note, TODAY).text == "words"


def test_nothing_empty_and_nothing_nameless_is_signed(vault: Vault, client: int) -> None:
    note = notes.start_note(vault, client, NoteKind.GENERAL, TODAY, NOW)
    with pytest.raises(BadInput, match="empty"):
        notes.sign_note(vault, note, NOW)
    notes.save_draft(vault, note, "words", NOW)
    practice.save_practice(vault, PracticeFacts(), NOW)
    with pytest.raises(BadInput, match="Your name is missing"):
        notes.sign_note(vault, note, NOW)


def test_the_history_names_fields_and_never_values(vault: Vault, client: int) -> None:
    note = notes.start_note(vault, client, NoteKind.GENERAL, TODAY, NOW, text="unspeakable")
    notes.sign_note(vault, note, NOW)
    clients.update_client(vault, client, ClientFacts("Somebody Else", address="505-555 Elm"), NOW)
    words = " ".join(row.words for row in history.client_history(vault, client))
    assert "address" in words
    assert not any(secret in words for secret in ("unspeakable", "505-555", "Somebody"))


WORDS = st.text(st.characters(codec="utf-8"), max_size=200) | st.sampled_from(
    ["\x00", "'; DROP TABLE note; --", "<b>&amp;", "\u202eabc", "👩‍👩‍👧", "a\r\nb", "\ufeff", "x" * 10_000]
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["save", "sign", "add", "reopen"]), WORDS), max_size=12))
def test_no_order_of_steps_loses_or_alters_a_word(
    made: dict[str, opening.Created], steps: list[tuple[str, str]]
) -> None:
    import shutil

    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "p.kapdesk"
        shutil.copytree(made["empty"].unlocked.folder, folder)
        vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
        client = clients.create_client(vault, ClientFacts("Somebody"), NOW)
        note = notes.start_note(vault, client, NoteKind.GENERAL, TODAY, NOW)
        kept, signed, added = "", False, []
        for step, words in steps:
            try:
                if step == "save":
                    notes.save_draft(vault, note, words, NOW)
                    kept = words
                elif step == "sign":
                    notes.sign_note(vault, note, NOW)
                    signed = True
                elif step == "add":
                    notes.add_addendum(vault, note, "why", words, NOW)
                    added.append(words)
                else:
                    opening.close_practice(vault, NOW)
                    vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
            except (BadInput, RecordSigned):
                assert signed or step in ("sign", "add")
            shown = notes.get_note(vault, note, TODAY)
            assert (shown.text, [one.text for one in shown.addenda]) == (kept, added)
            assert (shown.head.signed_at is not None) == signed
        opening.close_practice(vault, NOW)


def test_the_signed_bytes_are_canonical_json(vault: Vault, client: int) -> None:
    from sqlalchemy import text

    note = notes.start_note(vault, client, NoteKind.GENERAL, TODAY, NOW, text="é")
    notes.sign_note(vault, note, NOW)
    with vault.read() as db:
        body = db.execute(text("SELECT body FROM signed_record")).scalar_one()
    content = json.loads(body)
    assert signed.canonical(content) == body
    assert content["note"]["text"] == "é"
    assert content["client"]["name"] == "Somebody Else"
