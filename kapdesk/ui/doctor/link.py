"""The quiet way to Doctor where no practice is open yet; it brings nothing heavy with it until it is used."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from kapdesk.ui.look import button


def doctor_link(folder: Path | None, clock: Callable[[], datetime]) -> QPushButton:
    """A quiet button that shows Doctor over its window, with the lines that need no key."""
    link = button("Is something wrong? Doctor", "doctor", "quiet")

    def show() -> None:
        from kapdesk.ui.doctor.dialog import show_doctor

        show_doctor(folder, clock, link.window())

    link.clicked.connect(show)
    return link
