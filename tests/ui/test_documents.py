"""A practice or a backup opened from the desktop of a Mac."""

from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from kapdesk.app import Desk
from kapdesk.ui import ask, beginnings, theme
from kapdesk.ui.documents import Documents
from kapdesk.ui.unlock import UnlockWindow


def test_a_double_click_arrives_as_the_path(qapp: QApplication) -> None:
    documents, wanted = Documents(), []
    documents.wanted.connect(wanted.append)
    qapp.installEventFilter(documents)
    QCoreApplication.sendEvent(qapp, QFileOpenEvent("/Users/ada/North Street.kapdesk"))
    qapp.removeEventFilter(documents)
    assert wanted == [Path("/Users/ada/North Street.kapdesk")]


def test_it_opens_when_no_practice_is_open_and_else_says_what_to_do(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, restored = tmp_path / "other.kapdesk", Mock()
    monkeypatch.setattr(beginnings, "restore_practice", restored)
    ask.answer()
    desk.open_document(other)
    assert desk._vault is not None
    assert ask.asked == ["A practice is open here. Lock it first (Ctrl+L), then open other.kapdesk again."]
    desk.lock()
    desk.open_document(other)
    assert isinstance(desk.window, UnlockWindow)
    assert desk.window.folder == other
    desk.open_document(tmp_path / "a.kdbk")
    assert restored.call_args.args[-1] == tmp_path / "a.kdbk"


def test_the_icon_has_the_sizes_of_a_frame_and_a_task_bar(qapp: QApplication) -> None:
    assert [size.width() for size in theme.icon().availableSizes()] == [16, 32, 128]
