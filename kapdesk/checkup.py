"""What `kapdesk doctor` and `kapdesk self-test` do: look at this computer, and live a small life."""

import importlib.metadata
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kapdesk import __version__, paths
from kapdesk.domain.filled import Filled
from kapdesk.domain.notes import NoteKind
from kapdesk.domain.phases import SessionKind
from kapdesk.domain.signatures import Signature
from kapdesk.errors import KapdeskError, RecordSigned
from kapdesk.terminal import now
from kapdesk.usecases import backups, clients, courses, filed_papers, notes, opening, paper_signing, papers, sample
from kapdesk.usecases.clients import ClientFacts
from kapdesk.usecases.secrets import Secret
from kapdesk.vault.database import Vault

_LIBRARIES = (
    "PySide6-Essentials",
    "SQLAlchemy",
    "alembic",
    "sqlcipher3",
    "cryptography",
    "pyrage",
    "reportlab",
    "markdown-it-py",
    "tzdata",
)


def report() -> Iterator[str]:
    """Lines about the program, its libraries, fonts and folders; nothing of a client."""
    import sqlcipher3.dbapi2 as sqlcipher

    yield f"kapdesk {__version__}"
    yield f"Python {platform.python_version()} on {platform.system()} {platform.release()} ({platform.machine()})"
    with sqlcipher.connect(":memory:") as memory:
        cipher = (memory.execute("PRAGMA cipher_version").fetchone() or ("unknown",))[0]
    yield f"SQLite {sqlcipher.sqlite_version}, SQLCipher {cipher}"
    for name in _LIBRARIES:
        try:
            yield f"{name} {importlib.metadata.version(name)}"
        except importlib.metadata.PackageNotFoundError:
            yield f"{name}: built in"
    fonts = sorted(path.name for path in (paths.resources() / "fonts").glob("*.ttf"))
    yield f"Fonts: {', '.join(fonts) or 'MISSING, install kapdesk again'}"
    wordings = len(list((paths.resources() / "papers").glob("*/*.md")))
    yield f"Papers: {wordings} in {paths.resources() / 'papers'}"
    for words, folder in (("Settings", paths.settings()), ("Documents", paths.documents())):
        yield f"{words}: {folder}{'' if folder.is_dir() else ' (not made yet)'}"
    free = shutil.disk_usage(paths.documents()).free
    yield f"Free space for documents: {free / 1e9:.1f} GB"
    room = tempfile.gettempdir()
    yield f"Temporary files: {room} ({shutil.disk_usage(room).free / 1e9:.1f} GB free)"


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
