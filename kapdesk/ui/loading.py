"""The program as the system knows it, and what is brought in while the passphrase is typed."""

import contextlib
import importlib
import os
import sys
import threading
from collections.abc import Callable

from PySide6 import QtCore
from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QApplication

from kapdesk.errors import KapdeskError
from kapdesk.ui import collecting, theme

_LATER = (
    "sqlcipher3.dbapi2",
    "cryptography.hazmat.primitives.kdf.argon2",
    "sqlalchemy",
    "sqlalchemy.orm",
    "kapdesk.usecases.house.opening",
    "kapdesk.usecases.house.backups",
    "kapdesk.usecases.paper.papers",
    "kapdesk.ui.window",
)
"""What the unlock window does without, in the order in which it is brought in."""
_NO_SCREEN = (
    "There is no screen to show a window on, or a part of the system that windows need is missing. Start kapdesk from the "
    "computer’s desktop, or see kapdesk --help for what can be done here."
)
_REFERENCES = 300


def application() -> QApplication:
    """The program as the system knows it: name, icon, language; ended by the desk and not by the last window."""
    app = QApplication.instance() or _on_a_screen()
    assert isinstance(app, QApplication)
    app.setApplicationName("kapdesk")
    app.setDesktopFileName("kapdesk")
    if sys.platform != "darwin":  # a Mac takes the icon of the program's own folder
        app.setWindowIcon(theme.icon())
    app.setQuitOnLastWindowClosed(False)
    QLocale.setDefault(QLocale.system())
    refuse_leaking_qt()
    return app


def _on_a_screen() -> QApplication:
    """The program, or its end with a sentence on standard error where no window can be shown: Qt would only abort."""
    before = QtCore.qInstallMessageHandler(_no_screen)
    try:
        return QApplication(["kapdesk"])
    finally:
        QtCore.qInstallMessageHandler(before)


def _no_screen(kind: QtCore.QtMsgType, _where: QtCore.QMessageLogContext, words: str) -> None:
    fatal = kind == QtCore.QtMsgType.QtFatalMsg
    if sys.stderr is not None:  # a windowed program on Windows has none; there Qt shows its own window
        sys.stderr.write(f"{words.rstrip()}\n" + (f"kapdesk: {_NO_SCREEN}\n" if fatal else ""))
        sys.stderr.flush()
    if fatal:
        os._exit(1)


def refuse_leaking_qt() -> None:
    """Some versions of PySide6 lose a reference at every call and abort after some thousand; such a one is not used."""
    probe = QObject()
    before = sys.getrefcount(None)
    for _ in range(_REFERENCES):
        probe.setObjectName("probe")
    if sys.getrefcount(None) < before - _REFERENCES // 2:
        raise KapdeskError("This copy of Qt does not work with this Python. Install kapdesk as its README says.")


def import_the_rest(loaded: Callable[[], None], also: tuple[str, ...] = ()) -> None:
    """Import the costly modules in a thread; `loaded` is called from there."""

    def work() -> None:
        for name in (*_LATER, *also):
            importlib.import_module(name)
        importlib.import_module("kapdesk.usecases.house.practice").time_zone_names()
        with contextlib.suppress(RuntimeError):  # the program has ended meanwhile
            loaded()

    collecting.here_only()
    threading.Thread(target=work, daemon=True, name="imports").start()
