"""A practice or a backup that was opened from the desktop. On a Mac it arrives as an event, not as a word of the command."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent


class Documents(QObject):
    """Watches the application; `wanted` carries what a double click in the file list asks for."""

    wanted = Signal(object)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is opened; everything else goes on."""
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent) and event.file():
            self.wanted.emit(Path(event.file()))
            return True
        return super().eventFilter(watched, event)
