"""What is brought in while the passphrase is typed, and the copy of Qt that must not be used."""

import contextlib
import importlib
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject

from kapdesk.errors import KapdeskError

_LATER = (
    "sqlcipher3.dbapi2",
    "cryptography.hazmat.primitives.kdf.argon2",
    "sqlalchemy",
    "sqlalchemy.orm",
    "kapdesk.usecases.opening",
    "kapdesk.usecases.backups",
    "kapdesk.usecases.papers",
    "kapdesk.ui.window",
)
"""What the unlock window does without, in the order in which it is brought in."""
_REFERENCES = 300


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
        importlib.import_module("kapdesk.usecases.practice").time_zone_names()
        with contextlib.suppress(RuntimeError):  # the program has ended meanwhile
            loaded()

    threading.Thread(target=work, daemon=True, name="imports").start()
