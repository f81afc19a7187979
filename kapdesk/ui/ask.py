"""The one seam for questions and for choosing files; tests answer through `answer`."""

from collections import deque
from pathlib import Path
from typing import Any

from PySide6 import QtCore
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget

_answers: deque[Any] | None = None
asked: list[str] = []
"""The questions that were answered by `answer`, for tests."""


def answer(*values: Any) -> None:
    """From here on questions are not shown but answered with these values, in order (tests and pictures)."""
    global _answers
    _answers = deque(values)
    asked.clear()


def _prepared(question: str) -> tuple[bool, Any]:
    if _answers is None:
        return False, None
    asked.append(question)
    if not _answers:
        raise AssertionError("a question was asked that nobody expected")
    return True, _answers.popleft()


def question(parent: QWidget | None, sentence: str, verb: str, detail: str = "", danger: bool = True) -> QMessageBox:
    """The box of `confirm`: Cancel is the default and what Escape means; the other button carries the verb, and Alt with its first letter."""
    box = QMessageBox(parent)
    box.setWindowTitle("kapdesk")
    box.setTextFormat(QtCore.Qt.TextFormat.PlainText)
    box.setText(sentence)
    box.setInformativeText(detail)
    act = box.addButton(f"&{verb}", QMessageBox.ButtonRole.AcceptRole)
    act.setObjectName("confirm")
    act.setProperty("role", "danger" if danger else "plain")
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    cancel.setObjectName("cancel")
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.setEscapeButton(QMessageBox.StandardButton.Cancel)
    return box


def confirm(parent: QWidget | None, sentence: str, verb: str, detail: str = "", danger: bool = True) -> bool:
    """Ask before what cannot be undone."""
    known, value = _prepared(sentence)
    if known:
        return bool(value)
    box = question(parent, sentence, verb, detail, danger)
    box.exec()
    return box.clickedButton() is not None and box.clickedButton().objectName() == "confirm"


def tell(parent: QWidget | None, sentence: str) -> None:
    """Say something that must be read before going on."""
    if _answers is not None:
        asked.append(sentence)
        return
    box = QMessageBox(parent)
    box.setWindowTitle("kapdesk")
    box.setTextFormat(QtCore.Qt.TextFormat.PlainText)
    box.setText(sentence)
    box.exec()


def take_back_all() -> bool:
    """Close every open question, dialog and menu as if it was cancelled; whether there was one."""
    found = False
    for widget in QApplication.topLevelWidgets():
        if not widget.isVisible():
            continue
        if isinstance(widget, QDialog):
            widget.done(QDialog.DialogCode.Rejected)
            found = True
        elif widget.windowType() == QtCore.Qt.WindowType.Popup:
            widget.close()
            found = True
    return found


def save_file(parent: QWidget | None, title: str, suggested: Path, filters: str) -> Path | None:
    """Where to save; the system's own dialog, which also asks before something is replaced."""
    known, value = _prepared(title)
    if known:
        return value if value is None else Path(value)
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), filters)
    return Path(chosen) if chosen else None


def open_file(parent: QWidget | None, title: str, folder: Path, filters: str) -> Path | None:
    """Which file to open."""
    known, value = _prepared(title)
    if known:
        return value if value is None else Path(value)
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(folder), filters)
    return Path(chosen) if chosen else None


def open_files(parent: QWidget | None, title: str, folder: Path, filters: str) -> list[Path]:
    """Which files to open; none when it was cancelled."""
    known, value = _prepared(title)
    if known:
        return [Path(one) for one in value or ()]
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, str(folder), filters)
    return [Path(one) for one in chosen]


def folder(parent: QWidget | None, title: str, start: Path) -> Path | None:
    """Which folder."""
    known, value = _prepared(title)
    if known:
        return value if value is None else Path(value)
    chosen = QFileDialog.getExistingDirectory(parent, title, str(start))
    return Path(chosen) if chosen else None
