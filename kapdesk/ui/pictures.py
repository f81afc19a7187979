"""Every page, dialog and state of the desk as a picture, drawn from a sample practice at a fixed time."""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from kapdesk.preferences import Preferences
from kapdesk.ui import ask, theme
from kapdesk.ui.tasks import Tasks
from kapdesk.usecases.fiction import sample
from kapdesk.usecases.house import backups, opening, practice
from kapdesk.usecases.house.backups import BackupReport
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.people import clients
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault

_AFTERNOON = time(14, 2)
_LIGHTLY_PACKED = 80
"""Qt's word for PNG packed as little as is still small: a quarter quicker."""
_SOMEBODY = "Rosa"
_NOBODY_YET = "Hollis"


class _Enough(Exception):
    """All pictures that are wanted are drawn."""


class _Album:
    """Where the pictures go, and which there are."""

    def __init__(self, to: Path, app: QApplication, only: Collection[str] | None) -> None:
        self.to = to
        self.only = only
        self.app = app
        self.drawn: list[Path] = []

    def take(self, widget: QWidget, name: str) -> None:
        """Draw a widget as it is now."""
        if self.only is not None and name not in self.only:
            return
        for _ in range(4):
            self.app.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the program's loop does it by itself
        path = self.to / f"{name}.png"
        widget.grab().save(str(path), "PNG", _LIGHTLY_PACKED)
        self.drawn.append(path)
        if self.only is not None and {one.stem for one in self.drawn} >= set(self.only):
            raise _Enough

    def dialog(self, dialog: QDialog, name: str) -> None:
        """Draw a dialog, and put it away."""
        dialog.show()
        try:
            self.take(dialog, name)
        finally:
            dialog.done(0)  # without the question that closing may ask
            dialog.deleteLater()


def draw(
    folder: Path,
    secret: Secret,
    to: Path,
    dark: bool,
    scale: float,
    size: tuple[int, int],
    only: Collection[str] | None = None,
) -> list[Path]:
    """Draw everything into the folder `to`; the practice at `folder` is changed by it, so it must be a copy.

    `only` names the pictures that are wanted (it ends when they are drawn); all otherwise.
    """
    app = _application()
    with _settings_aside():
        theme.apply(app, dark, scale)
        theme.load_more_fonts()
        album = _Album(to, app, only)
        at = datetime.now(ZoneInfo("UTC"))
        vault = opening.open_practice(opening.unlock(folder, secret, at), at)
        try:
            day = sample.sample_day(vault)
            moment = datetime.combine(day, _AFTERNOON, practice.zone(practice.get_practice(vault)))
            with suppress(_Enough):
                _before_the_desk(album, folder, lambda: moment, size)
                _the_desk(album, vault, lambda: moment, size)
        finally:
            opening.close_practice(vault, at)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return album.drawn


def draws(folder: Path, passphrase: str) -> bool:
    """Whether the main window draws at all."""
    from kapdesk.ui.window import Window

    app = _application()
    theme.apply(app, False, 1.0)
    at = datetime.now(ZoneInfo("UTC"))
    vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(passphrase), at), at)
    try:
        window = Window(vault, lambda: at, Tasks(), Preferences())
        window.show()
        app.processEvents()
        drawn = not window.grab().isNull()
        window.close_down()
        window.deleteLater()
    finally:
        opening.close_practice(vault, at)
    return drawn


def _application() -> QApplication:
    app = QApplication.instance() or QApplication(["kapdesk"])
    assert isinstance(app, QApplication)
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    return app


@contextmanager
def _settings_aside() -> Iterator[None]:
    """Pictures leave this computer's preferences alone."""
    before = os.environ.get("XDG_CONFIG_HOME")
    with TemporaryDirectory(prefix="kapdesk-") as room:
        os.environ["XDG_CONFIG_HOME"] = room
        try:
            yield
        finally:
            os.environ.pop("XDG_CONFIG_HOME")
            if before is not None:
                os.environ["XDG_CONFIG_HOME"] = before


def _before_the_desk(album: _Album, folder: Path, clock: Callable[[], datetime], size: tuple[int, int]) -> None:
    from kapdesk.errors import WrongPassphrase
    from kapdesk.ui.doctor import pictures as doctor_pictures
    from kapdesk.ui.first import pictures as first_pictures
    from kapdesk.ui.help import pictures as help_pictures
    from kapdesk.ui.missing import MissingPractice
    from kapdesk.ui.session.pictures import draw_locked
    from kapdesk.ui.unlock import UnlockWindow

    tasks = Tasks()
    unlock = UnlockWindow(folder, tasks, clock)
    unlock.show()
    album.take(unlock, "unlock")
    unlock.show_failure(
        WrongPassphrase("That is not the passphrase of this practice. Check Caps Lock, and try again.", 4.0)
    )
    album.take(unlock, "unlock-wrong")
    unlock.hand_on()
    locked = UnlockWindow(folder, tasks, clock, locked=True)
    locked.show()
    album.take(locked, "locked")
    locked.hand_on()
    missing = MissingPractice(Path("/media/dana/STICK/High Mesa.kapdesk"))
    missing.show()
    album.take(missing, "unlock-missing")
    missing.deleteLater()
    doctor_pictures.draw_before(album.dialog, folder, clock)
    draw_locked(album.take, folder, clock)
    first_pictures.draw(album.take, clock)
    help_pictures.draw(album.take, size)


def _the_desk(album: _Album, vault: Vault, clock: Callable[[], datetime], size: tuple[int, int]) -> None:
    from kapdesk.ui.window import Window

    window = Window(vault, clock, Tasks(), Preferences())
    window.resize(*size)
    window.show()
    try:
        _pages(album, window, vault, clock)
    finally:
        window.close_down()
        window.hide()
        window.deleteLater()


def _pages(album: _Album, window: QWidget, vault: Vault, clock: Callable[[], datetime]) -> None:
    from kapdesk.ui.calendar import pictures as calendar_pictures
    from kapdesk.ui.calendar_paper import pictures as calendar_paper_pictures
    from kapdesk.ui.calls import pictures as call_pictures
    from kapdesk.ui.chart_papers import pictures as paper_pictures
    from kapdesk.ui.details import pictures as people_pictures
    from kapdesk.ui.doctor import pictures as doctor_pictures
    from kapdesk.ui.gate import pictures as gate_pictures
    from kapdesk.ui.keys import ShortcutsDialog
    from kapdesk.ui.leaving import pictures as leaving_pictures
    from kapdesk.ui.moving import pictures as moving_pictures
    from kapdesk.ui.session import pictures as session_pictures
    from kapdesk.ui.signing import pictures as signing_pictures
    from kapdesk.ui.today import pictures as today_pictures
    from kapdesk.ui.todo import pictures as task_pictures
    from kapdesk.ui.window import Window

    assert isinstance(window, Window)
    today_pictures.draw(album.take, album.dialog, window, vault, clock)
    _clients(album, window, vault, clock)
    _papers(album, window, vault, clock)
    _missing(album, window, vault, clock)
    _chart(album, window, vault, clock)
    _practice_page(album, window, vault, clock)
    doctor_pictures.draw(album.dialog, window, vault, clock)
    doctor_pictures.draw_about(album.take, window.practice.about)
    album.dialog(ShortcutsDialog(window), "keys")
    album.dialog(
        ask.question(
            window, "Sign this note (ketamine session, Jun 9, 2026)?", "Sign", "It can then never be changed."
        ),
        "question",
    )
    _crash(album, window)
    people_pictures.draw(album.take, album.dialog, window, vault, clock)
    call_pictures.draw(album.take, album.dialog, window, vault, clock)
    task_pictures.draw(album.take, album.dialog, window, vault, clock)
    calendar_pictures.draw(album.take, album.dialog, window, vault, clock)
    calendar_paper_pictures.draw(album.dialog, window, vault, clock)
    paper_pictures.draw(album.take, album.dialog, window, vault, clock)
    signing_pictures.draw(album.take, window, vault, clock)
    gate_pictures.draw(album.take, vault, clock, (window.width(), window.height()))
    leaving_pictures.draw(album.take, vault, clock, (window.width(), window.height()))
    gate_pictures.around(album.take, window, vault, clock)
    moving_pictures.draw(album.take, album.dialog, window, vault, clock)
    session_pictures.draw(album.take, album.dialog, window, vault, clock)


def _clients(album: _Album, window: object, vault: Vault, clock: Callable[[], datetime]) -> None:
    from kapdesk.ui.clients.new_client import NewClientDialog
    from kapdesk.ui.window import Window

    assert isinstance(window, Window)
    window.show_page("clients")
    album.take(window, "clients")
    window.clients.search.setText("lu")
    album.take(window, "clients-search")
    window.clients.search.setText("nobody of that name")
    album.take(window, "clients-nobody")
    window.clients.search.clear()
    album.dialog(NewClientDialog(vault, clock, window), "new-client")
    wrong = NewClientDialog(vault, clock, window)
    wrong.form.fields["legal_name"].setProperty("text", "Ada Quill")
    wrong.form.fields["birth_date"].setProperty("text", "31/31/1985")
    wrong.enter()
    album.dialog(wrong, "new-client-wrong")
    undo = clients.archive_client(vault, _client(vault, clock, "Peg"), clock())
    window.clients.refresh()
    window.messages.say(undo.words, undo)
    album.take(window, "message-undo")
    window.messages.undo()
    window.messages.hide()


def _chart(album: _Album, window: object, vault: Vault, clock: Callable[[], datetime]) -> None:
    from kapdesk.ui.chart import pictures as course_pictures
    from kapdesk.ui.disclosures import pictures as disclosure_pictures
    from kapdesk.ui.intake import pictures as intake_pictures
    from kapdesk.ui.notes import pictures as note_pictures
    from kapdesk.ui.orders import pictures as order_pictures
    from kapdesk.ui.plans import pictures as plan_pictures
    from kapdesk.ui.record import pictures as record_pictures
    from kapdesk.ui.window import Window

    assert isinstance(window, Window)
    somebody = _client(vault, clock, _SOMEBODY)
    window.open_client(somebody)
    window.messages.hide()  # what leaving the page before said
    album.take(window, "chart-overview")
    for tab in ("papers", "details", "history"):
        window.chart.open_tab(tab)
        album.take(window, f"chart-{tab}")
    window.chart.open_tab("details")
    window.chart.details.edit()
    album.take(window, "chart-details-form")
    window.chart.details.cancel()
    heads = notes.list_notes(vault, somebody, clock().date())
    for name, found in (
        ("chart-note-signed", [one for one in heads if one.signed_at and not one.addenda]),
        ("chart-note-addendum", [one for one in heads if one.addenda]),
        ("chart-note-draft", [one for one in heads if not one.signed_at]),
    ):
        window.chart.open_note(found[0].id)
        album.take(window, name)
    window.chart.notes.new_note()
    album.take(window, "chart-note-new")
    note_pictures.draw(album.take, album.dialog, window, vault, clock)
    plan_pictures.draw(album.take, album.dialog, window, vault, clock)
    course_pictures.draw(album.take, album.dialog, window, vault, clock)
    order_pictures.draw(album.take, album.dialog, window, vault, clock)
    disclosure_pictures.draw(album.take, album.dialog, window, vault, clock)
    record_pictures.draw(album.take, album.dialog, window, vault, clock)
    window.open_client(_client(vault, clock, _NOBODY_YET))
    album.take(window, "chart-no-course")
    window.chart.open_tab("papers")
    album.take(window, "chart-no-papers")
    intake_pictures.draw(album.take, window, vault, _client(vault, clock, _NOBODY_YET), clock)


def _papers(album: _Album, window: object, vault: Vault, clock: Callable[[], datetime]) -> None:
    from kapdesk.ui.papers import pictures as wording_pictures
    from kapdesk.ui.papers.choose_client import ChooseClientDialog
    from kapdesk.ui.window import Window

    assert isinstance(window, Window)
    window.show_page("papers")
    album.take(window, "papers")
    album.dialog(ChooseClientDialog(vault, clock, "Hand the introduction to", window), "choose-client")
    wording_pictures.draw(album.take, album.dialog, window, window.papers, vault, clock)
    window.show_paper("kap-introduction", _client(vault, clock, _SOMEBODY))
    album.take(window, "papers-for-client")


def _practice_page(album: _Album, window: object, vault: Vault, clock: Callable[[], datetime]) -> None:
    from kapdesk.ui.practice.page import TABS
    from kapdesk.ui.window import Window

    assert isinstance(window, Window)
    window.show_page("practice")
    for tab in TABS:
        window.practice.open_tab(tab)
        album.take(window, f"practice-{tab.lower()}")
    for days, name in ((0, "good"), (9, "amber"), (20, "red")):
        made = clock() - timedelta(days=days, hours=6)
        counts = {"client": 12, "note": 154}
        backups.record_backup(vault, BackupReport(Path("high-mesa.kdbk"), made, 600_000, counts), clock())
        window.refresh_frame()
        window.practice.open_tab("Backups")
        window.practice.refresh()
        album.take(window, f"backup-{name}")


def _crash(album: _Album, window: QWidget) -> None:
    from kapdesk.ui.crash import CrashDialog, report

    try:
        raise ValueError("words that must not be shown")
    except ValueError as error:
        text = report(type(error), error.__traceback__)
    album.dialog(CrashDialog(text, window), "crash")


def _missing(album: _Album, window: object, vault: Vault, clock: Callable[[], datetime]) -> None:
    from kapdesk.ui.window import Window

    assert isinstance(window, Window)
    facts = practice.get_practice(vault)
    practice.save_practice(vault, replace(facts, therapist="", phone="", email=""), clock())
    window.show_page("papers")
    album.take(window, "papers-questions")
    practice.save_practice(vault, facts, clock())


def _client(vault: Vault, clock: Callable[[], datetime], name: str) -> int:
    return next(row.id for row in clients.list_all_clients(vault, clock().date()) if row.name.startswith(name))
