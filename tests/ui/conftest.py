"""Fixtures for the windows: the house's look, answers instead of dialogs, warnings of Qt that fail."""

import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from kapdesk.app import Desk, now
from kapdesk.preferences import Preferences
from kapdesk.ui import ask, theme
from kapdesk.ui import window as desk_window
from kapdesk.ui.crash import CrashDialog
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.window import Window
from kapdesk.usecases.house import opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.vault.database import Vault
from tests.conftest import PASSPHRASE
from tests.ui.seen import PATIENCE

for waits in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitActive, QtBot.waitExposed):
    waits.__kwdefaults__["timeout"] = PATIENCE


@pytest.fixture(autouse=True)
def looks(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Light, 100 %, US English; preferences of its own; questions must be expected.

    What a test does and reads is the same without the style sheet, which takes a third of the time: a test that measures
    or draws asks for it with the mark `styled`, or by calling `theme.apply`. The pictures draw every page with it.
    """
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    theme.apply(qapp, False, 1.0)
    theme.load_more_fonts()
    if request.node.get_closest_marker("styled") is None:
        qapp.setStyleSheet("")
    ask.answer()
    yield
    ask._answers = None
    for left in qapp.topLevelWidgets():  # else every new look is given to all the old
        if left.parent() is None:
            left.hide()
            left.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def pages_when_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk builds no page ahead of its being wanted, which each whole-window test would pay for."""
    monkeypatch.setattr(desk_window, "_THE_REST_AFTER", 3_600_000)


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """A worker."""
    made = Tasks()
    yield made
    made.close_down()


@pytest.fixture
def desk(qapp: QApplication, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The program with the sample open."""
    for told in (sys, threading):
        monkeypatch.setattr(told, "excepthook", told.excepthook)
    crashes: list[str] = []
    monkeypatch.setattr(
        CrashDialog, "exec", lambda dialog: crashes.append(dialog.findChild(QPlainTextEdit).toPlainText())
    )
    made = Desk(qapp, Preferences())
    made.open_practice(opening.unlock(sample_folder, Secret.passphrase(PASSPHRASE), now()))
    yield made
    qapp.aboutToQuit.disconnect(made.end)
    made.end()
    if made.window is not None:
        made.window.hide()
        made.window.deleteLater()
        made.window = None
    assert crashes == []


@pytest.fixture
def window(qtbot: QtBot, sample: Vault, tasks: Tasks, clock: Callable[[], datetime]) -> Iterator[Window]:
    """The desk with the sample practice."""
    made = Window(sample, clock, tasks, Preferences())
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close_down()
    made.hide()


@pytest.fixture
def empty_window(qtbot: QtBot, vault: Vault, tasks: Tasks, clock: Callable[[], datetime]) -> Iterator[Window]:
    """The desk with a practice without clients."""
    made = Window(vault, clock, tasks, Preferences())
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close_down()
    made.hide()
