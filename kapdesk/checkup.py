"""What `kapdesk doctor` and `kapdesk self-test` do: look at this computer, and live a small life."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kapdesk.domain.doctor import Line
from kapdesk.domain.filled import Filled
from kapdesk.domain.notes import NoteKind
from kapdesk.domain.phases import SessionKind
from kapdesk.domain.signatures import Signature
from kapdesk.errors import KapdeskError, RecordSigned
from kapdesk.preferences import Preferences
from kapdesk.terminal import now
from kapdesk.usecases.course import courses
from kapdesk.usecases.fiction import sample
from kapdesk.usecases.house import backups, doctor, doctor_practice, opening, practice
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.paper import filed_papers, paper_signing, papers
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault


def report(preferences: Preferences, folder: Path | None = None, vault: Vault | None = None) -> list[Line]:
    """What `kapdesk doctor` says: of the program and its places, and of a practice file where one is given."""
    lines = [*doctor.program(), *doctor.places(folder, preferences.backup_folder)]
    if folder is not None:
        lines += doctor_practice.outside(folder, vault is not None)
    if vault is not None:
        here = datetime.now(practice.zone(practice.get_practice(vault)))
        lines += doctor_practice.inside(doctor_practice.prepare(vault), here)
    return lines


def live_a_small_life(say: Callable[[str], None]) -> int:
    """From a new practice to a restored backup, each step proved; 0 when all went well, 1 otherwise."""
    with tempfile.TemporaryDirectory(prefix="kapdesk-self-test-") as folder:
        try:
            for step in _life(Path(folder)):
                say(f"ok    {step}")
        except (KapdeskError, AssertionError) as error:
            say(f"FAIL  {type(error).__name__}: {error}")
            return 1
        except Exception as error:  # a bug: said by its kind and place only
            trace = error.__traceback__
            while trace and trace.tb_next:
                trace = trace.tb_next
            place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "unknown place"
            say(f"FAIL  {type(error).__name__} at {place}")
            return 1
    say("All well.")
    return 0


def _life(folder: Path) -> Iterator[str]:
    at, passphrase = now(), opening.generate_passphrase()
    facts = replace(sample.sample_facts(), name="Self-test")
    created = opening.create_practice(folder / "self-test.kapdesk", passphrase, facts, at)
    yield "a new encrypted practice file"
    unlocked = opening.unlock(folder / "self-test.kapdesk", Secret.passphrase(passphrase), at)
    vault = opening.open_practice(unlocked, at)
    try:
        client = clients.create_client(vault, ClientFacts("Test Person"), at)
        courses.add_session(vault, client, SessionKind.PREPARATION, at.date(), at)
        session = courses.list_sessions(vault, client)[0].id
        note = notes.start_note(vault, client, NoteKind.PREPARATION, at.date(), at, session, "A first note: “café”.")
        _prove(bool(notes.sign_note(vault, note, at).sha256), "the note is not signed")
        yield "a client, a session, a signed note"
        try:
            notes.save_draft(vault, note, "changed", at)
            _prove(False, "a signed note could be changed")
        except RecordSigned:
            yield "a signed note refuses to change"
        printed = papers.print_paper(vault, "kap-introduction", "letter", at.date(), client)
        _prove(printed.pdf.startswith(b"%PDF") and printed.pages > 1, "the introduction did not print")
        papers.hand_to_client(vault, printed, client, "saved", at)
        yield f"the KAP introduction, {printed.pages} pages"
        paper = _sign(vault, client, at)
        signed = filed_papers.exact_bytes(vault, paper)
        yield "a consent, signed and filed"
        report = backups.make_backup(backups.prepare_backup(vault), folder / "self-test.kdbk", at)
        backups.record_backup(vault, report, at)
        yield f"a backup: {report.words}"
    finally:
        opening.close_practice(vault, at)
    key = created.recovery_key.words
    _prove(backups.check_backup(report.path, Secret.recovery(key)).counts == report.counts, "the backup differs")
    restored = backups.restore_backup(report.path, Secret.passphrase(passphrase), folder / "restored.kapdesk", at)
    yield "checked by the recovery key, restored by the passphrase"
    again = opening.open_practice(opening.unlock(restored.folder, Secret.recovery(key), at), at)
    try:
        _prove(notes.get_note(again, note, at.date()).text.endswith("“café”."), "the note differs")
        backups.check_practice(backups.prepare_backup(again))
        _prove(filed_papers.exact_bytes(again, paper) == signed, "the signed paper differs")
    finally:
        opening.close_practice(again, at)
    yield "the restored practice opens by the recovery key and is whole"
    yield from _window(restored.folder, passphrase)


def _sign(vault: Vault, client: int, at: datetime) -> int:
    draft = paper_signing.begin(vault, client, "consent-therapy", "en", at)
    hand = paper_signing.in_hand(vault, draft, at.date())
    filled = Filled(
        {one.name: "to be said" for one in hand.fields if not one.value},
        {one.name: (one.options[0][0],) for one in hand.choices},
        {number: "T. P." for number, _ in (*hand.points, *hand.acknowledged)},
    )
    paper_signing.keep(vault, draft, filled, at)
    for role in hand.unsigned:
        paper_signing.sign(vault, draft, Signature(role, "Test Person", "typed"), at)
    return paper_signing.file_signed(vault, draft, at)


def _window(folder: Path, passphrase: str) -> Iterator[str]:
    """The desk itself, drawn without a display."""
    import os

    if "PySide6.QtWidgets" not in sys.modules:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kapdesk.ui import pictures

    _prove(pictures.draws(folder, passphrase), "the window did not draw")
    yield "the window draws"


def _prove(holds: bool, words: str) -> None:
    if not holds:
        raise AssertionError(words)
