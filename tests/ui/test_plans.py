"""Plans on the desk: written by keyboard, never lost, read calmly, printed, entered as signed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kapdesk.app import Desk
from kapdesk.domain.plans import Goal, GoalState, Person, PlanKind, SafetyPlan, TreatmentPlan
from kapdesk.errors import DiskFull
from kapdesk.ui import ask, printer, theme
from kapdesk.ui.chart.plans import PlansTab
from kapdesk.ui.plans import writer
from kapdesk.ui.plans.pane import PlanPane
from kapdesk.ui.plans.safety_form import PeopleRows
from kapdesk.ui.plans.safety_plan import SafetyPlanDialog
from kapdesk.ui.plans.signed_on_paper import SignedOnPaperDialog
from kapdesk.ui.plans.treatment_form import TreatmentForm
from kapdesk.ui.unlock import UnlockWindow
from kapdesk.ui.window import Window
from kapdesk.usecases.house import history, opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.paper import papers
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import plans
from kapdesk.vault.database import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.domain.test_plans import SAFETY, SLEEP, TREATMENT
from tests.ui.seen import button, type_keys, words_on

Clock = Callable[[], datetime]
CTRL = Qt.KeyboardModifier.ControlModifier
T, S = PlanKind.TREATMENT, PlanKind.SAFETY


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


@pytest.fixture
def tab(qtbot: QtBot, vault: Vault, clock: Clock, ada: int) -> Iterator[PlansTab]:
    made = PlansTab(vault, clock)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show_client(ada)
    made.refresh()
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close_down()


def form_of(pane: PlanPane) -> TreatmentForm:
    """The open form of a treatment plan."""
    assert pane.writer is not None
    assert isinstance(pane.writer.form, TreatmentForm)
    return pane.writer.form


def pressed(qtbot: QtBot, owner: QWidget, name: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Press Ctrl and a key where the cursor stands; it is that button's."""
    QApplication.processEvents()
    field = QApplication.focusWidget()
    assert field is not None
    with qtbot.waitSignal(button(owner, name).clicked):
        qtbot.keyClick(field, key, CTRL)


def in_the_dialog(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, act: Callable[[SafetyPlanDialog], None]) -> list[str]:
    """Let the safety plan be used as soon as it opens; the list holds what it said first."""
    seen: list[str] = []

    def run(dialog: SafetyPlanDialog) -> int:
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        seen.append(words_on(dialog))
        act(dialog)
        assert not dialog.isVisible()
        return dialog.result()

    monkeypatch.setattr(SafetyPlanDialog, "exec", run)
    return seen


def to_a_file(monkeypatch: pytest.MonkeyPatch, made: Path) -> None:
    """Answer the system's print dialog: print into a file."""

    def choose(dialog: QPrintDialog) -> bool:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(made))
        return True

    monkeypatch.setattr(printer, "choose_printer", choose)


def test_the_language_of_a_plan_begins_with_the_clients_and_can_be_chosen(
    qtbot: QtBot, vault: Vault, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    luz = clients.create_client(vault, ClientFacts("Luz Amaro", language="Spanish"), NOW)
    plans.save_version(vault, luz, SAFETY, NOW)
    pane = PlanPane(vault, clock, S)
    qtbot.addWidget(pane)
    pane.show_client(luz)
    pane.refresh()

    def saved(name: str) -> str:
        ask.answer(tmp_path / name)
        button(pane, "save_safety").click()
        return PdfReader(tmp_path / name).pages[0].extract_text()

    assert "El plan de Luz Amaro" in saved("spanish.pdf")
    choice = pane.findChildren(QComboBox, "language_safety")[0]
    assert choice.currentText() == "Español"
    choice.setCurrentIndex(choice.findData("en"))
    choice.activated.emit(choice.currentIndex())
    pane.refresh()
    assert "Luz Amaro’s plan" in saved("english.pdf")
    pane.show_client(luz)
    pane.refresh()
    assert "El plan de Luz Amaro" in saved("again.pdf")


def test_from_an_empty_chart_to_a_printed_safety_plan_by_keyboard(
    empty_window: Window, vault: Vault, ada: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = tmp_path / "printed.pdf"
    to_a_file(monkeypatch, made)

    def write(dialog: SafetyPlanDialog) -> None:
        tab_key = Qt.Key.Key_Tab
        type_keys("no answers to messages", tab_key)
        type_keys("walk round the block", tab_key)
        type_keys("the library", tab_key)
        type_keys("Luis", tab_key)
        type_keys("505-555-0142", tab_key, tab_key, tab_key)
        type_keys("Dr. Amari", tab_key)
        type_keys("505-555-0150", tab_key)
        type_keys("weekdays", Qt.Key.Key_Return)
        assert dialog.pane.writer is not None
        pressed(qtbot, dialog, "save_plan")
        assert "Safety plan saved as version 1" in words_on(dialog)
        pressed(qtbot, dialog, "print_safety", Qt.Key.Key_P)
        assert "Safety plan printed, and entered in the chart" in words_on(dialog)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    in_the_dialog(monkeypatch, qtbot, write)
    empty_window.open_client(ada)
    button(empty_window, "safety_plan").setFocus()
    type_keys("", Qt.Key.Key_Space)
    current = plans.current_plan(vault, ada, S)
    assert current is not None
    assert current.plan == SafetyPlan(
        "no answers to messages",
        "walk round the block",
        "the library",
        (Person("Luis", "505-555-0142"),),
        (Person("Dr. Amari", "505-555-0150", "weekdays"),),
    )
    assert len(PdfReader(str(made)).pages) == 1
    assert papers.papers_of_client(vault, ada)[0].title == "Safety plan"
    assert history.client_history(vault, ada)[0].words == "Paper printed: Safety plan, version 1"
    assert empty_window.chart.safety_plan is None


def test_one_click_shows_the_safety_plan_with_help_first(
    empty_window: Window, vault: Vault, ada: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans.save_version(vault, ada, SAFETY, NOW)
    seen = in_the_dialog(monkeypatch, qtbot, lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return))
    empty_window.open_client(ada)
    button(empty_window, "safety_plan").click()
    (words,) = seen
    assert words.index("988") < words.index("911") < words.index("Warning signs")
    for expected in (
        "Safety plan of Ada Quill",
        "Version 1 · saved June 9, 14:02",
        "Luis · 505-555-0142",
        "Robin Alder, PhD, LPCC · 505-555-0199",
        "Dr. Amari · 505-555-0150 · Mon–Thu",
    ):
        assert expected in words
    assert "not written yet" not in words


def test_what_is_missing_on_a_safety_plan_is_said(
    qtbot: QtBot, vault: Vault, clock: Clock, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans.save_version(vault, ada, SafetyPlan("one sign", people=(Person("Luis"),)), NOW)
    dialog = SafetyPlanDialog(vault, clock, ada)
    qtbot.addWidget(dialog)
    dialog.show()
    assert words_on(dialog).count("not written yet") == 4
    assert "Luis · no telephone entered" in words_on(dialog)


def test_a_lock_keeps_what_is_being_written_and_it_is_offered_again(
    empty_window: Window, vault: Vault, ada: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lock(dialog: SafetyPlanDialog) -> None:
        type_keys("three words here")
        assert "Writing…" in words_on(dialog)
        assert ask.take_back_all()

    in_the_dialog(monkeypatch, qtbot, lock)
    empty_window.open_client(ada)
    button(empty_window, "safety_plan").click()
    draft = plans.get_draft(vault, ada, S)
    assert draft is not None
    assert draft.plan == SafetyPlan("three words here")
    empty_window.chart.open_tab("plans")
    assert "None yet. A draft of June 9, 14:02 is kept." in words_on(empty_window.chart)
    with qtbot.waitActive(empty_window):
        empty_window.activateWindow()
    empty_window.chart.plans.pane.edit()
    type_keys("low mood")
    assert empty_window.close_down()
    draft = plans.get_draft(vault, ada, T)
    assert draft is not None
    assert draft.plan == TreatmentPlan("low mood")
    assert "A draft of June 9, 14:02 is kept." in words_on(empty_window.chart)
    button(empty_window.chart, "first_treatment").click()
    assert form_of(empty_window.chart.plans.pane).concerns.toPlainText() == "low mood"


def test_the_desk_locks_over_an_open_safety_plan(desk: Desk, sample_folder: Path, qtbot: QtBot) -> None:
    window = desk.window
    assert isinstance(window, Window)
    window.open_client(3)

    def write_and_lock() -> None:
        dialog = window.chart.safety_plan
        assert dialog is not None
        assert dialog.pane.writer is not None
        dialog.pane.writer.form.fields["warning_signs"].setPlainText("one sign")  # type: ignore[union-attr]
        desk.lock()

    QTimer.singleShot(0, write_and_lock)
    window.chart.open_safety_plan()
    qtbot.waitUntil(lambda: isinstance(desk.window, UnlockWindow))
    desk.open_practice(opening.unlock(sample_folder, Secret.passphrase(PASSPHRASE), NOW))
    draft = plans.get_draft(desk._vault, 3, S)
    assert draft is not None
    assert draft.plan == SafetyPlan("one sign")


def test_words_are_kept_while_they_are_typed(
    tab: PlansTab, vault: Vault, ada: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_SAVE_AFTER", 1)
    button(tab, "first_treatment").click()
    type_keys("Low mood")
    qtbot.waitUntil(lambda: plans.get_draft(vault, ada, T) is not None)
    assert "Draft saved 14:02" in words_on(tab)


def test_what_cannot_be_kept_stays_on_the_screen(
    tab: PlansTab, vault: Vault, ada: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise DiskFull("The drive is full. Make room, then go on.")

    tab.pane.edit()
    type_keys("Low mood")
    with monkeypatch.context() as broken:
        broken.setattr(plans, "save_draft", full)
        assert not tab.close_down()
    assert "Not saved. The drive is full. Make room, then go on." in words_on(tab)
    assert form_of(tab.pane).concerns.toPlainText() == "Low mood"
    assert tab.close_down()
    assert plans.get_draft(vault, ada, T) is not None


def test_a_dialog_that_cannot_keep_its_words_does_not_close(
    qtbot: QtBot, vault: Vault, clock: Clock, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise DiskFull("The drive is full. Make room, then go on.")

    dialog = SafetyPlanDialog(vault, clock, ada)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    type_keys("one sign")
    with monkeypatch.context() as broken:
        broken.setattr(plans, "save_draft", full)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "The drive is full." in words_on(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert plans.get_draft(vault, ada, S) is not None


def test_a_dialog_that_is_closed_from_outside_keeps_its_words(
    qtbot: QtBot, vault: Vault, clock: Clock, ada: int
) -> None:
    dialog = SafetyPlanDialog(vault, clock, ada)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    type_keys("one sign")
    dialog.done(0)
    draft = plans.get_draft(vault, ada, S)
    assert draft is not None
    assert draft.plan == SafetyPlan("one sign")


def test_a_treatment_plan_is_written_by_keyboard(tab: PlansTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    tab_key = Qt.Key.Key_Tab
    button(tab, "first_treatment").setFocus()
    type_keys("", Qt.Key.Key_Space)
    type_keys("Low mood", tab_key, Qt.Key.Key_Space)
    assert QApplication.focusWidget().objectName() == "goal_1_words"
    type_keys("Sleep", tab_key)
    type_keys("", Qt.Key.Key_N, Qt.Key.Key_O, Qt.Key.Key_Return)
    type_keys("screen", tab_key)
    type_keys("diary", tab_key, tab_key)
    type_keys("weekly", tab_key)
    type_keys("9/1/2026")
    pressed(qtbot, tab, "save_plan")
    current = plans.current_plan(vault, ada, T)
    assert current is not None
    goal = Goal(1, "Sleep", ("no", "screen"), "diary")
    assert current.plan == TreatmentPlan("Low mood", (goal,), "weekly", date(2026, 9, 1), 1)
    words = words_on(tab)
    for expected in ("Version 1 · saved June 9, 14:02", "Goal 1", "•  screen", "Seen by: diary", "September 1, 2026"):
        assert expected in words
    assert QApplication.focusWidget().objectName() == "edit_treatment"


def test_a_day_that_is_none_is_told_at_its_field_and_kept(tab: PlansTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    tab.pane.edit()
    form = form_of(tab.pane)
    form.concerns.setPlainText("Low mood")
    form.review.setText("9/31/2026")
    pressed(qtbot, tab, "save_plan")
    assert "“9/31/2026” is not a day." in words_on(tab)
    assert plans.current_plan(vault, ada, T) is None
    assert tab.close_down()
    tab.pane.edit()
    assert form_of(tab.pane).review.text() == "9/31/2026"


def test_a_goal_without_words_is_told_at_its_card(tab: PlansTab, qtbot: QtBot) -> None:
    tab.pane.edit()
    form = form_of(tab.pane)
    form.add_goal()
    form.cards[0].progress.setPlainText("diary")
    pressed(qtbot, tab, "save_plan")
    assert form.cards[0].error.text() == "Goal 1 has no words of its own. Say what is to change."
    assert QApplication.focusWidget() is form.cards[0].words


def test_nothing_written_is_no_version(tab: PlansTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    tab.pane.edit()
    pressed(qtbot, tab, "save_plan")
    assert "Nothing is written yet. Write the first entry, then save." in words_on(tab)
    assert plans.current_plan(vault, ada, T) is None


def test_goals_are_moved_and_keep_their_numbers(tab: PlansTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    plans.save_version(vault, ada, TREATMENT, NOW)
    tab.refresh()
    tab.pane.edit()
    button(tab, "goal_2_up").setFocus()
    type_keys("", Qt.Key.Key_Space)
    assert QApplication.focusWidget().objectName() == "goal_2_down"
    assert not button(tab, "goal_2_up").isEnabled()
    assert button(tab, "goal_1_up").isEnabled()
    form = form_of(tab.pane)
    form.cards[1].state.setCurrentIndex(form.cards[1].state.findData("set_aside"))
    pressed(qtbot, tab, "save_plan")
    goals = plans.goals_of(vault, ada)
    assert [(one.number, one.state) for one in goals] == [(2, GoalState.REACHED), (1, GoalState.SET_ASIDE)]


def test_a_removed_goal_comes_back_with_undo(tab: PlansTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    plans.save_version(vault, ada, TREATMENT, NOW)
    tab.refresh()
    tab.pane.edit()
    with qtbot.waitSignal(tab.said) as said:
        button(tab, "goal_1_remove").click()
    assert said.args[0] == "Goal 1 removed"
    assert QApplication.focusWidget().objectName() == "goal_2_words"
    form_of(tab.pane).agreed.setPlainText("typed meanwhile")
    said.args[1].take_back(vault, NOW)
    form = form_of(tab.pane)
    assert [card.goal() for card in form.cards] == list(TREATMENT.goals)
    assert form.agreed.toPlainText() == "typed meanwhile"
    form.cards[0].removed.emit()
    form.add_goal()
    assert form.cards[-1].goal().number == 4


def test_a_goal_comes_back_after_its_plan_was_saved_without_it(
    tab: PlansTab, vault: Vault, ada: int, qtbot: QtBot
) -> None:
    plans.save_version(vault, ada, TREATMENT, NOW)
    tab.refresh()
    tab.pane.edit()
    with qtbot.waitSignal(tab.said) as said:
        button(tab, "goal_1_remove").click()
    assert tab.pane.writer is not None
    tab.pane.writer.save()
    assert plans.goals_of(vault, ada) == TREATMENT.goals[1:]
    said.args[1].take_back(vault, NOW)
    tab.refresh()
    assert "is kept and not saved as a version yet." in words_on(tab)
    button(tab, "go_on_treatment").click()
    assert form_of(tab.pane).cards[0].goal() == SLEEP


def test_a_draft_is_discarded_with_undo(tab: PlansTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    tab.pane.edit()
    assert not button(tab, "discard_plan").isEnabled()
    type_keys("Low mood")
    with qtbot.waitSignal(tab.said) as said:
        button(tab, "discard_plan").click()
    assert said.args[0] == "Draft of the treatment plan discarded"
    assert plans.get_draft(vault, ada, T) is None
    assert "No treatment plan yet" in words_on(tab)
    said.args[1].take_back(vault, NOW)
    tab.refresh()
    button(tab, "first_treatment").click()
    assert form_of(tab.pane).concerns.toPlainText() == "Low mood"


def test_older_versions_are_read_and_said_to_be_old(tab: PlansTab, vault: Vault, ada: int) -> None:
    plans.save_version(vault, ada, TREATMENT, NOW)
    plans.save_version(vault, ada, replace(TREATMENT, concerns="better already"), NOW)
    tab.refresh()
    assert "better already" in words_on(tab)
    choice = tab.findChild(QComboBox, "treatment_versions")
    assert [choice.itemText(at) for at in range(2)] == ["Version 2, Jun 9, 2026", "Version 1, Jun 9, 2026"]
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    words = words_on(tab)
    assert "Version 1 · saved June 9, 14:02 · this is an older version" in words
    assert "Low mood since winter" in words
    button(tab, "edit_treatment").click()
    assert form_of(tab.pane).concerns.toPlainText() == "better already"


def test_saving_what_did_not_change_says_so(tab: PlansTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    plans.save_version(vault, ada, TREATMENT, NOW)
    tab.refresh()
    tab.pane.edit()
    assert tab.pane.writer is not None
    with qtbot.waitSignal(tab.said) as said:
        tab.pane.writer.save()
    assert said.args[0] == "Treatment plan is as it was; nothing had changed"
    assert len(plans.versions(vault, ada, T)) == 1


def test_a_plan_is_saved_as_pdf(tab: PlansTab, vault: Vault, ada: int, qtbot: QtBot, tmp_path: Path) -> None:
    plans.save_version(vault, ada, TREATMENT, NOW)
    tab.refresh()
    ask.answer(tmp_path / "plan", tmp_path / "missing" / "plan.pdf")
    with qtbot.waitSignal(tab.said) as said:
        button(tab, "save_treatment").click()
    assert said.args[0] == "Treatment plan saved as plan.pdf, and entered in the chart"
    assert "Sleep through most nights" in PdfReader(str(tmp_path / "plan.pdf")).pages[0].extract_text()
    assert papers.papers_of_client(vault, ada)[0].how == "saved"
    button(tab, "save_treatment").click()
    assert "plan.pdf could not be saved there" in words_on(tab)
    assert len(papers.papers_of_client(vault, ada)) == 1


def test_a_safety_plan_of_two_pages_says_so(
    qtbot: QtBot, vault: Vault, clock: Clock, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs = "\n".join(f"sign {number} with words enough for a line of its own on the page" for number in range(45))
    plans.save_version(vault, ada, SafetyPlan(signs, "漢"), NOW)
    dialog = SafetyPlanDialog(vault, clock, ada)
    qtbot.addWidget(dialog)
    dialog.show()
    monkeypatch.setattr(printer, "choose_printer", lambda _dialog: False)
    button(dialog, "print_safety").click()
    assert "It takes 2 pages; shorten it if it is to fit on one." in words_on(dialog)
    assert "Some characters cannot be printed; the page says which." in words_on(dialog)
    assert papers.papers_of_client(vault, ada) == []


def test_signatures_on_paper_are_entered(
    tab: PlansTab, vault: Vault, ada: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans.save_version(vault, ada, TREATMENT, NOW)
    tab.refresh()

    def sign(dialog: SignedOnPaperDialog) -> int:
        assert not any(one.isChecked() for one in dialog.buttons)
        dialog.enter()
        assert dialog.error.text() == "Say who signed."
        for one in dialog.buttons:
            one.click()
        dialog.other.setText("Bea Quill, her mother")
        dialog.day.setText("6/10/2026")
        dialog.enter()
        assert dialog.error.text() == "June 10 is still to come. Enter the day on which it was signed."
        dialog.day.setText("6/8/2026")
        dialog.enter()
        return dialog.result()

    monkeypatch.setattr(SignedOnPaperDialog, "exec", sign)
    with qtbot.waitSignal(tab.said) as said:
        button(tab, "signed_treatment").click()
    assert said.args[0] == "Treatment plan entered as signed on paper"
    assert "signed on paper by Ada Quill (client), Jun 8, 2026 and Robin Alder, PhD, LPCC (therapist)" in words_on(tab)
    current = plans.current_plan(vault, ada, T)
    assert current is not None
    assert [one.on for one in current.signatures] == [date(2026, 6, 8)] * 3


def test_people_without_a_name_are_told_at_their_row(qtbot: QtBot, vault: Vault, clock: Clock, ada: int) -> None:
    dialog = SafetyPlanDialog(vault, clock, ada)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    assert dialog.pane.writer is not None
    rows = dialog.pane.writer.form.fields["people"]  # type: ignore[union-attr]
    assert isinstance(rows, PeopleRows)
    rows.rows[0]["phone"].setText("505-555-0142")
    assert len(rows.rows) == 2
    pressed(qtbot, dialog, "save_plan")
    assert "Say who this is." in words_on(dialog)
    assert QApplication.focusWidget() is rows.rows[0]["name"]
    rows.rows[0]["name"].setText("Luis")
    pressed(qtbot, dialog, "save_plan")
    assert "Luis · 505-555-0142" in words_on(dialog)


@pytest.mark.parametrize("scale", [0.8, 2.0])
def test_every_field_can_be_named_reached_and_read_at_any_size(
    qapp: QApplication, qtbot: QtBot, vault: Vault, clock: Clock, ada: int, scale: float
) -> None:
    theme.apply(qapp, False, scale)
    plans.save_version(vault, ada, TREATMENT, NOW)
    plans.save_version(vault, ada, SAFETY, NOW)
    made, dialog = PlansTab(vault, clock), SafetyPlanDialog(vault, clock, ada)
    made.show_client(ada)
    signing = SignedOnPaperDialog(vault, clock, plans.versions(vault, ada, T)[0])
    for one in (made, dialog, signing):
        qtbot.addWidget(one)
        one.resize(900, 640)
        one.show()
    made.refresh()
    for editing in (False, True):
        if editing:
            made.pane.edit()
            dialog.pane.edit()
        QApplication.processEvents()
        for owner in (made, dialog, signing):
            for kind in (QPushButton, QLineEdit, QComboBox, QPlainTextEdit):
                for widget in owner.findChildren(kind):
                    if widget.isVisibleTo(owner) and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                        assert widget.objectName(), widget
                        assert widget.accessibleName(), widget.objectName()
                        assert widget.height() >= widget.fontMetrics().height(), widget.objectName()
            assert not [one for one in owner.findChildren(QLabel) if one.isVisibleTo(owner) and one.width() > 900]
    made.close_down()


def test_a_plan_belongs_to_its_client(tab: PlansTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    bea = clients.create_client(vault, ClientFacts("Bea Ito"), NOW)
    plans.save_version(vault, ada, TREATMENT, NOW)
    tab.refresh()
    tab.pane.edit()
    with qtbot.waitSignal(tab.said) as said:
        button(tab, "goal_1_remove").click()
    assert tab.close_down()
    tab.show_client(bea)
    tab.refresh()
    tab.pane.edit()
    type_keys("of Bea")
    said.args[1].take_back(vault, NOW)
    assert tab.close_down()
    drafts = [plans.get_draft(vault, one, T) for one in (ada, bea)]
    assert [draft.plan if draft else None for draft in drafts] == [None, TreatmentPlan("of Bea")]
