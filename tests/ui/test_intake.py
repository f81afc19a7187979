"""The intake at the desk: asked by keyboard alone, nothing typed is lost, risk first, conflicts asked."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kapdesk.domain.health import Flag, Weight
from kapdesk.domain.intake import Answer, Said
from kapdesk.ui.intake.tab import IntakeTab
from kapdesk.ui.small_dialog import SmallDialog
from kapdesk.usecases.asking import intake
from kapdesk.usecases.people import clients, entries
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import NOW

Clock = Callable[[], datetime]
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
ENTER = Qt.Key.Key_Return


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill", goals="Sleep"), NOW)


@pytest.fixture
def tab(qtbot: QtBot, vault: Vault, clock: Clock, ada: int) -> Iterator[IntakeTab]:
    made = shown(qtbot, vault, clock, ada)
    yield made
    made.close_down()


def shown(qtbot: QtBot, vault: Vault, clock: Clock, client: int) -> IntakeTab:
    made = IntakeTab(vault, clock)
    made.changed.connect(made.refresh)  # as the chart does
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show_client(client)
    made.refresh()
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def key(qtbot: QtBot, key: Qt.Key, more: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    qtbot.keyClick(focus(), key, more)
    QApplication.processEvents()


def type_in(qtbot: QtBot, words: str) -> None:
    qtbot.keyClicks(focus(), words)


def answers(vault: Vault, client: int) -> dict[str, Answer]:
    found = intake.read(vault, client)
    return {one.question.key: one.answer for group in found.groups for one in group.asked if one.answer is not None}


def words_on(widget: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def say(vault: Vault, client: int, question: str, words: str = "", *choices: str) -> None:
    intake.answer(vault, client, question, Answer(question, "", Said.ANSWERED, words, choices), NOW)


def test_a_whole_group_is_answered_without_the_mouse(qtbot: QtBot, vault: Vault, tab: IntakeTab, ada: int) -> None:
    assert "No intake yet" in words_on(tab)
    tab.findChild(QPushButton, "begin_intake").setFocus()
    key(qtbot, Qt.Key.Key_Space)
    assert focus().objectName() == "intake_legal_name"
    type_in(qtbot, "Ada Maria Quill")
    key(qtbot, ENTER)
    key(qtbot, ENTER)  # the preferred name is left
    assert focus().objectName() == "intake_pronouns"
    key(qtbot, Qt.Key.Key_T, ALT)
    assert focus().objectName() == "intake_birth_date"
    type_in(qtbot, "soon")
    key(qtbot, ENTER)
    assert "is not a day" in words_on(tab)
    focus().selectAll()  # type: ignore[attr-defined]  # the day's field
    type_in(qtbot, "2/3/1990")
    key(qtbot, ENTER)
    type_in(qtbot, "1 Main Street")
    key(qtbot, ENTER, SHIFT)
    type_in(qtbot, "Cedar Wash")
    key(qtbot, ENTER)
    type_in(qtbot, "505-555-0101")
    key(qtbot, ENTER)
    assert focus().objectName() == "intake_phone_message_options"
    type_in(qtbot, "n")
    key(qtbot, ENTER)
    found = answers(vault, ada)
    assert found["address"].words == "1 Main Street\nCedar Wash"
    assert (found["pronouns"].said, found["birth_date"].parts) == (Said.TALK, {"date": "1990-02-03"})
    assert found["phone_message"].choices == ("no",)
    assert "preferred_name" not in found
    assert "6 of 62 asked · begun June 9" in words_on(tab)
    key(qtbot, Qt.Key.Key_PageDown, CTRL)
    assert focus().objectName() == "intake_emergency_name"
    for word in ("Luis", "brother", "505-555-0142"):
        type_in(qtbot, word)
        key(qtbot, ENTER)
    assert answers(vault, ada)["emergency"].parts == {"name": "Luis", "relation": "brother", "phone": "505-555-0142"}
    assert focus().objectName() == "intake_driver_name"
    key(qtbot, Qt.Key.Key_PageUp, CTRL)
    assert focus().objectName() == "intake_preferred_name"  # the first that is open


def test_choices_are_digits_and_what_is_urgent_stands_over_everything(
    qtbot: QtBot, vault: Vault, tab: IntakeTab, ada: int
) -> None:
    tab.open("safety")
    assert not tab.urgent.isVisible()
    type_in(qtbot, "12")  # of two, the last
    key(qtbot, ENTER)
    key(qtbot, Qt.Key.Key_N, ALT)  # risk is never “nothing to tell”
    assert focus().objectName() == "intake_suicide_thoughts_options"
    type_in(qtbot, "4")
    key(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "tonight")
    key(qtbot, ENTER)
    found = answers(vault, ada)
    assert found["death_thoughts"].choices == ("past",)
    assert (found["suicide_thoughts"].choices, found["suicide_thoughts"].words) == (("intent",), "tonight")
    assert tab.urgent.isVisible()
    assert "988" in words_on(tab.urgent)
    with qtbot.waitSignal(tab.safety_wanted):
        tab.urgent.findChild(QPushButton, "urgent_safety_plan").click()
    tab.open("prescriber")
    type_in(qtbot, "24")  # of several, both
    key(qtbot, ENTER)
    assert answers(vault, ada)["heart"].choices == ("heart_disease", "heart_attack")


def test_what_is_half_typed_is_there_again_after_a_lock(
    qtbot: QtBot, vault: Vault, clock: Clock, tab: IntakeTab, ada: int
) -> None:
    tab.open("goals")
    type_in(qtbot, "To sle")
    assert tab.close_down()
    assert "goals" not in answers(vault, ada)
    again = shown(qtbot, vault, clock, ada)
    again.open("goals")
    field = again.findChild(QPlainTextEdit, "intake_goals")
    assert field.toPlainText() == "To sle"
    assert "typed, not kept yet" in words_on(again)
    type_in(qtbot, "ep")
    key(qtbot, Qt.Key.Key_Tab)  # left for the next question: it is the answer
    assert answers(vault, ada)["goals"].words == "To sleep"
    assert again.asking.rows[0].asked.typed is None
    again.close_down()


def test_opening_a_group_changes_no_answer(qtbot: QtBot, vault: Vault, tab: IntakeTab, ada: int) -> None:
    for question, words in (("sleep", "Badly"), ("household", "Alone"), ("faith", "Quaker")):
        say(vault, ada, question, words)
    tab.open("days")
    tab.open("culture")
    key(qtbot, Qt.Key.Key_Tab)
    tab.open("days")
    assert {name: one.id for name, one in answers(vault, ada).items()} == {"sleep": 1, "household": 2, "faith": 3}
    said: list[str] = []
    tab.said.connect(lambda words, undo: said.append(words))
    tab.asking.rows[0].start()
    focus().selectAll()  # type: ignore[attr-defined]  # the text box
    type_in(qtbot, "Better")
    key(qtbot, ENTER)
    assert answers(vault, ada)["sleep"].words == "Better"
    assert said == ["“How do you sleep?”: answered"]
    assert "answered before on June 9" in words_on(tab)


def test_the_review_goes_by_letters_and_asks_a_conflict(qtbot: QtBot, vault: Vault, tab: IntakeTab, ada: int) -> None:
    say(vault, ada, "attempts", "at nineteen", "year_ago")
    say(vault, ada, "heart", "", "rhythm")
    say(vault, ada, "goals", "Sing again")
    say(vault, ada, "occupation", "Nurse")
    tab.open_review()
    assert [one.objectName() for one in tab.review.lines()] == [
        "first_attempts", "first_heart", "line_heart_rhythm", "line_occupation_whole", "line_goals_whole",
    ]  # fmt: skip
    assert focus().objectName() == "first_attempts"
    QTimer.singleShot(0, lambda: see_to(qtbot))
    key(qtbot, Qt.Key.Key_S)
    assert "Seen to June 9: Asked about it" in words_on(tab)
    with qtbot.waitActive(tab):  # a real window is given its focus back when a dialog closes
        tab.activateWindow()
    assert focus().objectName() == "first_heart"
    key(qtbot, Qt.Key.Key_Down)
    key(qtbot, Qt.Key.Key_1)
    key(qtbot, Qt.Key.Key_T)
    (flag,) = entries.entries_of(vault, ada, Flag)
    assert (flag.what, flag.weight) == ("Irregular heartbeat", Weight.STOP_AND_ASK)
    tab.review.lines()[-1].setFocus()
    key(qtbot, ENTER)  # nothing is done by chance where the chart has something else
    assert clients.get_client(vault, ada).goals == "Sleep"
    assert "The chart has: Sleep" in words_on(tab)
    key(qtbot, Qt.Key.Key_A)
    assert clients.get_client(vault, ada).goals == "Sleep\nSing again"
    assert [one.objectName() for one in tab.review.lines()] == ["line_occupation_whole"]
    key(qtbot, Qt.Key.Key_K)
    assert clients.get_client(vault, ada).occupation == ""
    assert "Nothing waits." in words_on(tab)


def see_to(qtbot: QtBot) -> None:
    """Type into the small dialog, as soon as it is there."""
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, SmallDialog) or not dialog.isActiveWindow():
        QTimer.singleShot(10, lambda: see_to(qtbot))
        return
    dialog.findChild(QPlainTextEdit, "seen_words").setPlainText("Asked about it; none now")
    dialog.keep()


def test_all_that_is_new_is_taken_with_one_undo(
    qtbot: QtBot, vault: Vault, clock: Clock, tab: IntakeTab, ada: int
) -> None:
    clients.update_client(vault, ada, replace(clients.get_client(vault, ada), goals=""), NOW)
    say(vault, ada, "goals", "Sing again")
    say(vault, ada, "occupation", "Nurse")
    undos: list[object] = []
    tab.said.connect(lambda words, undo: undos.append(undo))
    tab.open_review()
    key(qtbot, ENTER, CTRL)
    facts = clients.get_client(vault, ada)
    assert (facts.goals, facts.occupation) == ("Sing again", "Nurse")
    undos[-1].take_back(vault, clock())  # type: ignore[attr-defined]  # an Undo
    assert clients.get_client(vault, ada).occupation == ""


def test_answers_are_typed_from_a_paper_with_its_day(qtbot: QtBot, vault: Vault, tab: IntakeTab, ada: int) -> None:
    tab.open("days")
    tab.findChild(QComboBox, "intake_how").setCurrentIndex(1)
    tab.asking.start()
    type_in(qtbot, "Badly")
    key(qtbot, ENTER)
    assert "Type the day on the paper" in words_on(tab)
    assert "sleep" not in answers(vault, ada)
    tab.findChild(QLineEdit, "intake_said_on").setText("6/3/2026")
    tab.asking.start()
    key(qtbot, ENTER)
    assert "client wrote, June 3" in words_on(tab)
    assert answers(vault, ada)["sleep"].said_on == date(2026, 6, 3)


def test_the_intake_is_printed_and_signed_with_what_stands_in_its_fields(
    qtbot: QtBot, vault: Vault, tab: IntakeTab, ada: int
) -> None:
    with qtbot.waitSignal(tab.print_wanted):
        tab.findChild(QPushButton, "print_blank_intake").click()
    tab.open("days")
    type_in(qtbot, "Badly")
    with qtbot.waitSignal(tab.sign_wanted):
        tab.findChild(QPushButton, "sign_intake").click()
    assert answers(vault, ada)["sleep"].words == "Badly"
