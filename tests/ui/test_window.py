"""The desk as a whole: pages, keys, undo, what it shows and what it never shows."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from kapdesk.ui import ask
from kapdesk.ui.practice.page import TABS
from kapdesk.ui.window import PAGE_NAMES, Place, Window
from kapdesk.usecases.house import history, practice
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import words_on


def rosa(vault: Vault) -> int:
    """The sample's Rosa Delgado."""
    return next(row.id for row in clients.list_clients(vault, TODAY) if row.name == "Rosa Delgado")


def test_the_keys_of_the_pages(window: Window, qtbot: QtBot) -> None:
    for key, page in ((Qt.Key.Key_4, "papers"), (Qt.Key.Key_Comma, "practice"), (Qt.Key.Key_3, "clients")):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.page == page


def test_a_chart_opens_and_escape_goes_back(window: Window, sample: Vault, qtbot: QtBot) -> None:
    window.open_client(rosa(sample))
    assert window.page == "chart"
    assert "Rosa Delgado" in words_on(window.chart)
    assert "Ketamine session 3 of 8 today" in words_on(window.chart)
    assert history.client_history(sample, rosa(sample))[0].words == "Chart opened"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.page == "clients"


def test_the_title_never_says_more_than_the_programs_name(window: Window, sample: Vault) -> None:
    window.open_client(rosa(sample))
    assert window.windowTitle() == "kapdesk"


def test_a_step_can_be_undone_from_the_message_bar(window: Window, sample: Vault, qtbot: QtBot) -> None:
    undo = clients.archive_client(sample, rosa(sample), NOW)
    window.messages.say(undo.words, undo)
    assert words_on(window.messages).startswith("Rosa Delgado archived")
    qtbot.mouseClick(window.messages.findChild(QPushButton, "undo"), Qt.MouseButton.LeftButton)
    assert "Undone" in words_on(window.messages)
    assert rosa(sample)


def test_the_sample_says_on_every_page_that_it_is_fictional(window: Window, sample: Vault) -> None:
    for page in ("clients", "papers", "practice"):
        window.show_page(page)
        assert "Fictional sample" in words_on(window)


def test_a_real_practice_does_not_say_fictional(empty_window: Window) -> None:
    assert "Fictional" not in words_on(empty_window)


def test_no_backup_is_said_in_red_words(empty_window: Window) -> None:
    assert "No backup yet" in words_on(empty_window.sidebar)


def test_one_returns_to_the_same_place(window: Window, sample: Vault) -> None:
    window.open_client(rosa(sample))
    window.chart.open_tab("notes")
    place = window.place()
    window.show_page("papers")
    window.go_to(place)
    assert (window.page, window.chart.client_id, window.chart.tab) == ("chart", rosa(sample), "notes")
    window.go_to(Place("chart", None))
    assert window.page == "today"


def test_everything_that_can_be_acted_on_has_a_name(window: Window, sample: Vault) -> None:
    window.open_client(rosa(sample))
    for tab in ("overview", "notes", "papers", "details", "history"):
        window.chart.open_tab(tab)
    for page in ("today", "papers", "practice", "clients"):
        window.show_page(page)
    nameless = [
        one
        for kind in (QAbstractButton, QLineEdit, QComboBox, QTextEdit)
        for one in window.findChildren(kind)
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (one.objectName() and (one.accessibleName() or getattr(one, "text", str)()))
        and not one.objectName().startswith("qt_")
    ]
    assert nameless == []


@pytest.mark.parametrize("tab", TABS)
def test_the_parts_of_the_practice_page_are_read_without_a_mouse(window: Window, tab: str, qtbot: QtBot) -> None:
    window.show_page("practice")
    window.practice.open_tab(tab)
    shown = [part for part in window.practice._parts if part.isVisible()]
    assert len(shown) == 1


def test_the_practice_form_says_what_is_wrong_and_loses_nothing(window: Window, sample: Vault) -> None:
    window.show_page("practice")
    form = window.practice.facts
    form.lines["email"].setText("no at sign")
    form.lines["name"].setText("Another Name")
    form.save()
    assert "has no @" in words_on(form)
    assert form.lines["name"].text() == "Another Name"
    assert practice.get_practice(sample).name == "High Mesa Psychotherapy"
    form.lines["email"].setText("dana@example.org")
    form.save()
    assert practice.get_practice(sample).name == "Another Name"
    window.messages.undo()
    assert practice.get_practice(sample).name == "High Mesa Psychotherapy"


def test_a_backup_is_made_from_the_desk_and_said(window: Window, sample: Vault, qtbot: QtBot) -> None:
    to = sample.folder.parent / "desk.kdbk"
    ask.answer(str(to))
    with qtbot.waitSignal(window.practice.backups.changed):
        window.back_up()
    assert to.exists()
    assert "12 clients" in words_on(window.practice.backups)
    assert "Last good backup: today" in words_on(window.sidebar)


def test_a_backup_that_fails_is_said_and_leaves_no_file(window: Window, sample: Vault, qtbot: QtBot) -> None:
    to = sample.folder.parent / "no such folder" / "desk.kdbk"
    ask.answer(str(to))
    window.back_up()
    qtbot.waitUntil(lambda: "plugged in" in words_on(window.practice.backups))
    assert not to.parent.exists()


def test_the_background_check_waits_its_turn_and_says_damage_only(
    window: Window, sample: Vault, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import text

    monkeypatch.setattr("kapdesk.ui.window._CHECK_AGAIN", 1)
    go_on = threading.Event()
    window._tasks.run("Backing up", lambda _progress: go_on.wait(60), lambda _: None, lambda _: None)
    window.check_quietly()
    assert not window._checked
    go_on.set()
    qtbot.waitUntil(lambda: window._checked and not window._tasks.busy)
    assert not window.notices.damaged.isVisible()
    with sample.write() as db:
        db.execute(text("DROP TRIGGER signed_record_update_guard"))
        db.execute(text("UPDATE signed_record SET body = x'00' WHERE id = 1"))
    window._checked = False
    window.check_quietly()
    qtbot.waitUntil(window.notices.damaged.isVisible)
    assert "not as it was signed" in words_on(window.notices.damaged)
    assert "Doctor says what to do" in words_on(window.notices.damaged)


def test_pages_are_built_ahead_while_nothing_else_is_to_do(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kapdesk.ui.window._THE_REST_AFTER", 0)
    window._build_another()
    qtbot.waitUntil(lambda: set(PAGE_NAMES) <= set(vars(window)))
    assert window.page == "today"
