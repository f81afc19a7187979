"""The intake at the desk: asked by keyboard alone, nothing typed is lost, risk first, conflicts asked."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton
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
from tests.ui.seen import focus, in_dialog, type_keys, words_in_sight

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


def answers(vault: Vault, client: int) -> dict[str, Answer]:
    found = intake.read(vault, client)
    return {one.question.key: one.answer for group in found.groups for one in group.asked if one.answer is not None}


def say(vault: Vault, client: int, question: str, words: str = "", *choices: str) -> None:
    intake.answer(vault, client, question, Answer(question, "", Said.ANSWERED, words, choices), NOW)


def test_a_whole_group_is_answered_without_the_mouse(qtbot: QtBot, vault: Vault, tab: IntakeTab, ada: int) -> None:
    assert "No intake yet" in words_in_sight(tab)
    tab.findChild(QPushButton, "begin_intake").setFocus()
    type_keys(Qt.Key.Key_Space)
    assert focus().objectName() == "intake_legal_name"
    type_keys("Ada Maria Quill")
    type_keys(ENTER)
    type_keys(ENTER)  # the preferred name is left
    assert focus().objectName() == "intake_pronouns"
    type_keys(Qt.Key.Key_T, held=ALT)
    assert focus().objectName() == "intake_birth_date"
    type_keys("soon")
    type_keys(ENTER)
    assert "is not a day" in words_in_sight(tab)
    focus().selectAll()  # type: ignore[attr-defined]  # the day's field
    type_keys("2/3/1990")
    type_keys(ENTER)
    type_keys("1 Main Street")
    type_keys(ENTER, held=SHIFT)
    type_keys("Cedar Wash")
    type_keys(ENTER)
    type_keys("505-555-0101")
    type_keys(ENTER)
    assert focus().objectName() == "intake_phone_message_options"
    type_keys("n")
    type_keys(ENTER)
    found = answers(vault, ada)
    assert found["address"].words == "1 Main Street\nCedar Wash"
    assert (found["pronouns"].said, found["birth_date"].parts) == (Said.TALK, {"date": "1990-02-03"})
    assert found["phone_message"].choices == ("no",)
    assert "preferred_name" not in found
    assert "6 of 62 asked · begun June 9" in words_in_sight(tab)
    type_keys(Qt.Key.Key_PageDown, held=CTRL)
    assert focus().objectName() == "intake_emergency_name"
    for word in ("Luis", "brother", "505-555-0142"):
        type_keys(word)
        type_keys(ENTER)
    assert answers(vault, ada)["emergency"].parts == {"name": "Luis", "relation": "brother", "phone": "505-555-0142"}
    assert focus().objectName() == "intake_driver_name"
    type_keys(Qt.Key.Key_PageUp, held=CTRL)
    assert focus().objectName() == "intake_preferred_name"  # the first that is open


def test_choices_are_digits_and_what_is_urgent_stands_over_everything(
    qtbot: QtBot, vault: Vault, tab: IntakeTab, ada: int
) -> None:
    tab.open("safety")
    assert not tab.urgent.isVisible()
    type_keys("12")  # of two, the last
    type_keys(ENTER)
    type_keys(Qt.Key.Key_N, held=ALT)  # risk is never “nothing to tell”
    assert focus().objectName() == "intake_suicide_thoughts_options"
    type_keys("4")
    type_keys(Qt.Key.Key_Tab)
    type_keys("tonight")
    type_keys(ENTER)
    found = answers(vault, ada)
    assert found["death_thoughts"].choices == ("past",)
    assert (found["suicide_thoughts"].choices, found["suicide_thoughts"].words) == (("intent",), "tonight")
    assert tab.urgent.isVisible()
    assert "988" in words_in_sight(tab.urgent)
    with qtbot.waitSignal(tab.safety_wanted):
        tab.urgent.findChild(QPushButton, "urgent_safety_plan").click()
    tab.open("prescriber")
    type_keys("24")  # of several, both
    type_keys(ENTER)
    assert answers(vault, ada)["heart"].choices == ("heart_disease", "heart_attack")


def test_what_is_half_typed_is_there_again_after_a_lock(
    qtbot: QtBot, vault: Vault, clock: Clock, tab: IntakeTab, ada: int
) -> None:
    tab.open("goals")
    type_keys("To sle")
    assert tab.close_down()
    assert "goals" not in answers(vault, ada)
    again = shown(qtbot, vault, clock, ada)
    again.open("goals")
    field = again.findChild(QPlainTextEdit, "intake_goals")
    assert field.toPlainText() == "To sle"
    assert "typed, not kept yet" in words_in_sight(again)
    type_keys("ep")
    type_keys(Qt.Key.Key_Tab)  # left for the next question: it is the answer
    assert answers(vault, ada)["goals"].words == "To sleep"
    assert again.asking.rows[0].asked.typed is None
    again.close_down()


def test_opening_a_group_changes_no_answer(qtbot: QtBot, vault: Vault, tab: IntakeTab, ada: int) -> None:
    for question, words in (("sleep", "Badly"), ("household", "Alone"), ("faith", "Quaker")):
        say(vault, ada, question, words)
    tab.open("days")
    tab.open("culture")
    type_keys(Qt.Key.Key_Tab)
    tab.open("days")
    assert {name: one.id for name, one in answers(vault, ada).items()} == {"sleep": 1, "household": 2, "faith": 3}
    said: list[str] = []
    tab.said.connect(lambda words, undo: said.append(words))
    tab.asking.rows[0].start()
    focus().selectAll()  # type: ignore[attr-defined]  # the text box
    type_keys("Better")
    type_keys(ENTER)
    assert answers(vault, ada)["sleep"].words == "Better"
    assert said == ["“How do you sleep?”: answered"]
    assert "answered before on June 9" in words_in_sight(tab)


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
    in_dialog(SmallDialog, see_to, lambda: type_keys(Qt.Key.Key_S))
    assert "Seen to June 9: Asked about it" in words_in_sight(tab)
    with qtbot.waitActive(tab):  # a real window is given its focus back when a dialog closes
        tab.activateWindow()
    assert focus().objectName() == "first_heart"
    type_keys(Qt.Key.Key_Down)
    type_keys(Qt.Key.Key_1)
    type_keys(Qt.Key.Key_T)
    (flag,) = entries.entries_of(vault, ada, Flag)
    assert (flag.what, flag.weight) == ("Irregular heartbeat", Weight.STOP_AND_ASK)
    tab.review.lines()[-1].setFocus()
    type_keys(ENTER)  # nothing is done by chance where the chart has something else
    assert clients.get_client(vault, ada).goals == "Sleep"
    assert "The chart has: Sleep" in words_in_sight(tab)
    type_keys(Qt.Key.Key_A)
    assert clients.get_client(vault, ada).goals == "Sleep\nSing again"
    assert [one.objectName() for one in tab.review.lines()] == ["line_occupation_whole"]
    type_keys(Qt.Key.Key_K)
    assert clients.get_client(vault, ada).occupation == ""
    assert "Nothing waits." in words_in_sight(tab)


def see_to(dialog: SmallDialog) -> None:
    """Type into the small dialog."""
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
    type_keys(ENTER, held=CTRL)
    facts = clients.get_client(vault, ada)
    assert (facts.goals, facts.occupation) == ("Sing again", "Nurse")
    undos[-1].take_back(vault, clock())  # type: ignore[attr-defined]  # an Undo
    assert clients.get_client(vault, ada).occupation == ""


def test_answers_are_typed_from_a_paper_with_its_day(qtbot: QtBot, vault: Vault, tab: IntakeTab, ada: int) -> None:
    tab.open("days")
    tab.findChild(QComboBox, "intake_how").setCurrentIndex(1)
    tab.asking.start()
    type_keys("Badly")
    type_keys(ENTER)
    assert "Type the day on the paper" in words_in_sight(tab)
    assert "sleep" not in answers(vault, ada)
    tab.findChild(QLineEdit, "intake_said_on").setText("6/3/2026")
    tab.asking.start()
    type_keys(ENTER)
    assert "client wrote, June 3" in words_in_sight(tab)
    assert answers(vault, ada)["sleep"].said_on == date(2026, 6, 3)


def test_the_intake_is_printed_and_signed_with_what_stands_in_its_fields(
    qtbot: QtBot, vault: Vault, tab: IntakeTab, ada: int
) -> None:
    with qtbot.waitSignal(tab.print_wanted):
        tab.findChild(QPushButton, "print_blank_intake").click()
    tab.open("days")
    type_keys("Badly")
    with qtbot.waitSignal(tab.sign_wanted):
        tab.findChild(QPushButton, "sign_intake").click()
    assert answers(vault, ada)["sleep"].words == "Badly"
