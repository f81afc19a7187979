"""Slow work beside the window: results, errors, stopping, closing down."""

import gc
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from kapdesk.errors import Cancelled, DiskFull, KapdeskError
from kapdesk.ui.tasks import _AT_WORK, Tasks

Step = Callable[[str, float], None]


def nothing(_: Any) -> None:
    """A result nobody waits for."""


def until_stopped(begun: threading.Event) -> Callable[[Step], None]:
    """Work that goes on until it is stopped."""

    def work(progress: Step) -> None:
        begun.set()
        while True:
            progress("working", 0.5)
            time.sleep(0.005)

    return work


def test_the_result_comes_back_on_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[tuple[object, object]] = []
    workers: list[object] = []

    def work(_progress: Step) -> int:
        workers.append(threading.current_thread())
        return 42

    tasks.run("Working", work, lambda result: told.append((result, threading.current_thread())), nothing)
    assert tasks.busy
    qtbot.waitUntil(lambda: bool(told))
    assert told == [(42, threading.main_thread())]
    assert workers[0] is not threading.main_thread()
    assert not tasks.busy


def test_what_the_person_can_act_on_comes_back_as_it_is(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[KapdeskError] = []

    def work(_progress: Step) -> None:
        raise DiskFull("There is no room left.")

    tasks.run("Working", work, nothing, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert str(told[0]) == "There is no room left."


def test_any_other_error_goes_to_the_crash_dialog(qtbot: QtBot, tasks: Tasks, monkeypatch: pytest.MonkeyPatch) -> None:
    crashed: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: crashed.append(kind))
    failed: list[KapdeskError] = []
    tasks.run("Working", lambda _progress: {}["missing"], nothing, failed.append)
    qtbot.waitUntil(lambda: bool(crashed))
    assert crashed == [KeyError]
    assert failed == []


def test_stopping_ends_it_and_leaves_the_next_one_alone(qtbot: QtBot, tasks: Tasks) -> None:
    begun, told = threading.Event(), list[object]()
    tasks.run("Working", until_stopped(begun), nothing, told.append)
    assert begun.wait(60)
    tasks.stop()
    tasks.run("Next", lambda progress: progress("next", 1.0) or "done", told.append, told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert isinstance(told[0], Cancelled)
    assert told[1] == "done"


def test_closing_down_stops_waits_and_tells_nobody(qtbot: QtBot, tasks: Tasks) -> None:
    begun, told = threading.Event(), list[object]()
    tasks.run("Working", until_stopped(begun), told.append, told.append)
    assert begun.wait(60)
    tasks.close_down()
    assert not tasks.busy
    qtbot.wait(30)
    assert told == []


def test_progress_is_told_in_words(qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.waitSignal(tasks.progressed) as got:
        tasks.run("Working", lambda progress: progress("reading back", 0.25), nothing, nothing)
    assert got.args == ["reading back", 0.25]
    qtbot.waitUntil(lambda: not tasks.busy)


class _Ring:
    """Garbage that only the collector finds."""

    def __init__(self, told: list[object]) -> None:
        self.me, self.told = self, told

    def __del__(self) -> None:
        self.told.append(threading.current_thread())


def test_garbage_is_collected_on_the_windows_thread_only(qtbot: QtBot, tasks: Tasks) -> None:
    where: list[object] = []

    def work(_progress: Step) -> None:
        _Ring(where)
        for _ in range(2 * gc.get_threshold()[0]):  # far more than Python would wait for
            _Ring([])

    tasks.run("Working", work, nothing, nothing)
    tasks.run("Hanging for ever", until_stopped(threading.Event()), nothing, nothing)
    qtbot.waitUntil(lambda: bool(where))
    assert where == [threading.main_thread()]


def test_an_owner_may_go_while_its_work_runs(qtbot: QtBot) -> None:
    """Qt takes a window down with Python's lock held, which the worker needs for its last word."""
    begun, go_on, told, ended = threading.Event(), threading.Event(), list[object](), list[object]()

    def work(progress: Step) -> None:
        begun.set()
        go_on.wait(60)
        progress("Nobody listens any more", 0.5)
        ended.append(True)

    owner = QObject()
    Tasks(owner).run("Working", work, told.append, told.append)
    assert begun.wait(60)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    go_on.set()
    qtbot.waitUntil(lambda: not _AT_WORK)
    assert (told, ended) == ([], [True])
