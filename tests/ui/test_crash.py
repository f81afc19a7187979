"""The crash dialog: never a client's word, never two at once, going on or closing."""

import sys
from types import TracebackType

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from kapdesk.ui import crash
from kapdesk.ui.crash import CrashDialog
from tests.ui.seen import in_dialog, press


def fallen() -> tuple[type[BaseException], BaseException, TracebackType | None]:
    """A bug that holds a client's words, in its message, its cause and a variable."""
    note = "Rosa said it is wide here"
    try:
        try:
            raise KeyError(note)
        except KeyError as inner:
            raise ValueError(f"cannot read {note}") from inner
    except ValueError as error:
        return type(error), error, error.__traceback__


def test_the_report_names_the_kind_the_versions_and_the_places_only() -> None:
    kind, _, trace = fallen()
    lines = crash.report(kind, trace).splitlines()
    assert lines[0] == "ValueError"
    assert lines[1].startswith("kapdesk ")
    assert lines[2].startswith("test_crash.py:")
    assert "Rosa" not in "".join(lines)


def test_the_report_can_be_copied(qtbot: QtBot) -> None:
    kind, _, trace = fallen()
    dialog = CrashDialog(crash.report(kind, trace))
    qtbot.addWidget(dialog)
    dialog.findChild(QPushButton, "copy_report").click()
    assert QGuiApplication.clipboard().text() == dialog.findChild(QPlainTextEdit, "crash_report").toPlainText()


@pytest.mark.parametrize(("button", "closes"), [("go_on", False), ("close_kapdesk", True)])
def test_one_goes_on_or_closes(
    qapp: QApplication, qtbot: QtBot, capsys: pytest.CaptureFixture[str], button: str, closes: bool
) -> None:
    closed: list[bool] = []

    def fall() -> None:
        crash.told(lambda: None, lambda: closed.append(True), *fallen())

    in_dialog(CrashDialog, lambda dialog: press(dialog, button), fall)
    assert bool(closed) is closes
    assert "Rosa" not in capsys.readouterr().err


def test_a_timer_that_fails_again_and_again_shows_one_dialog(
    qapp: QApplication, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[int] = []

    def again(dialog: CrashDialog) -> None:
        crash.told(lambda: None, lambda: None, *fallen())
        crash.told(lambda: None, lambda: None, *fallen())
        shown.append(sum(isinstance(one, CrashDialog) and one.isVisible() for one in QApplication.topLevelWidgets()))
        dialog.close()

    in_dialog(CrashDialog, again, lambda: crash.told(lambda: None, lambda: None, *fallen()))
    assert shown == [1]
    assert capsys.readouterr().err.count("ValueError") == 3


def test_control_c_in_the_terminal_closes_without_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    closed: list[bool] = []
    crash.told(lambda: None, lambda: closed.append(True), KeyboardInterrupt, KeyboardInterrupt(), None)
    assert closed == [True]
    assert capsys.readouterr().err == ""


def test_a_windowed_program_without_a_terminal_shows_it_all_the_same(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[bool] = []
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(CrashDialog, "exec", lambda _dialog: shown.append(True))
    crash.told(lambda: None, lambda: None, *fallen())
    assert shown == [True]
