"""A chart's details: cards that are read, small dialogs that change them, by keyboard, nothing typed lost."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kapdesk.domain.clients import Status
from kapdesk.domain.contacts import Answer, Contact, ContactKind, Role, Way
from kapdesk.domain.health import Allergy, Diagnosis, Flag, HowKnown, Medicine, Weight
from kapdesk.ui import ask
from kapdesk.ui.details.entry import EntryDialog
from kapdesk.ui.details.own import FieldsDialog, OwnFieldsDialog
from kapdesk.ui.details.person import PersonDialog
from kapdesk.ui.details.tab import DetailsTab
from kapdesk.ui.window import Window
from kapdesk.usecases.people import clients, contacts, details, entries, health
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.people.contacts import Link
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import press, words_on

Clock = Callable[[], datetime]
Filled = Callable[[QDialog], None]


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill", status=Status.ACTIVE), NOW)


@pytest.fixture
def tab(qtbot: QtBot, vault: Vault, clock: Clock, ada: int) -> DetailsTab:
    made = DetailsTab(vault, clock)
    qtbot.addWidget(made)
    made.changed.connect(made.refresh)
    made.resize(1000, 700)
    made.show_client(ada)
    made.refresh()
    made.show()
    return made


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[Filled], None]:
    """The next dialog is filled by this instead of by hand."""

    def wait(fill: Filled) -> None:
        def run(dialog: QDialog) -> int:
            dialog.show()
            fill(dialog)
            assert dialog.isHidden(), "the dialog stayed open"
            return dialog.result()

        for kind in (EntryDialog, PersonDialog, OwnFieldsDialog, FieldsDialog):
            monkeypatch.setattr(kind, "exec", run)

    return wait


def put(dialog: QDialog, **values: str) -> None:
    """Type into fields; of a choice, its words."""
    for name, value in values.items():
        field = dialog.findChild(QWidget, name)
        if isinstance(field, QComboBox) and not field.isEditable():
            assert field.findText(value) >= 0, (name, value)
            field.setCurrentIndex(field.findText(value))
            field.activated.emit(field.currentIndex())
        elif isinstance(field, QComboBox):
            field.setEditText(value)
        elif isinstance(field, QPlainTextEdit):
            field.setPlainText(value)
        else:
            assert isinstance(field, QLineEdit), name
            field.setText(value)


def test_an_empty_chart_says_what_each_card_is_for(tab: DetailsTab) -> None:
    words = words_on(tab)
    for sentence in (
        "No telephone or address yet. Ask as well whether you may leave a message there.",
        "Nobody yet: the emergency contact, the prescriber, who drives home, the pharmacy.",
        "Not asked about allergies yet.",
        "Not asked about medicines yet.",
        "None entered. Code and words as you type them, with who made the diagnosis.",
        "Whatever else your practice wants to keep of every client.",
    ):
        assert sentence in words


def test_a_way_is_added_with_what_was_agreed(
    tab: DetailsTab, vault: Vault, ada: int, answers: Callable[[Filled], None], qtbot: QtBot
) -> None:
    def fill(dialog: QDialog) -> None:
        press(dialog, "save_entry")
        assert dialog.findChild(QLabel, "value_error").text() == "Type the number or the address, or cancel."
        put(dialog, value="505-555-0177", label="mobile", may_leave_message="No", may_write="Yes")
        with qtbot.waitActive(dialog):
            dialog.activateWindow()
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    answers(fill)
    with qtbot.waitSignal(tab.said) as said:
        press(tab, "add_way")
    assert "Telephone · mobile · may not leave a message, may write" in words_on(tab)
    assert "No message" in words_on(tab)
    said.args[1].take_back(vault, NOW)
    assert entries.entries_of(vault, ada, Way) == []


def test_another_number_is_tried_first(tab: DetailsTab, vault: Vault, ada: int) -> None:
    for value in ("505-555-0101", "505-555-0102"):
        entries.save_entry(vault, ada, Way(value=value), NOW)
    tab.refresh()
    second = entries.entries_of(vault, ada, Way)[1]
    press(tab, f"first_way_{second.id}")
    assert [way.value for way in entries.entries_of(vault, ada, Way)] == ["505-555-0102", "505-555-0101"]
    assert words_on(tab).count("tried first") == 1


def test_a_flag_needs_to_say_how_it_is_known_and_what_it_asks_for(
    tab: DetailsTab, vault: Vault, ada: int, answers: Callable[[Filled], None]
) -> None:
    def fill(dialog: QDialog) -> None:
        put(dialog, what="Blood pressure")
        press(dialog, "save_entry")
        assert dialog.findChild(QLabel, "how_known_error").text() == "Choose how it is known."
        put(dialog, how_known="Measured")
        press(dialog, "save_entry")
        assert dialog.findChild(QLabel, "weight_error").text() == "Choose what it asks for."
        put(dialog, weight="Tell the prescriber", words="168/98 after the second")
        press(dialog, "save_entry")

    answers(fill)
    press(tab, "add_flag")
    (flag,) = entries.entries_of(vault, ada, Flag)
    assert (flag.what, flag.how_known, flag.weight, flag.noted_on) == (
        "Blood pressure",
        HowKnown.MEASURED,
        Weight.TELL,
        TODAY,
    )
    assert "Prescriber not told yet" in words_on(tab)

    def told(dialog: QDialog) -> None:
        put(dialog, told_on="6/9/2026", told_how="by telephone")
        press(dialog, "save_entry")

    answers(told)
    press(tab, f"edit_flag_{flag.id}")
    assert "Prescriber told Jun 9, 2026: by telephone" in words_on(tab)
    assert "told, no answer yet" in words_on(tab)


def test_the_facts_flags_are_offered_and_own_words_are_taken(
    tab: DetailsTab, vault: Vault, ada: int, answers: Callable[[Filled], None]
) -> None:
    def fill(dialog: QDialog) -> None:
        what = dialog.findChild(QComboBox, "what")
        offered = [what.itemText(at) for at in range(what.count())]
        assert {"Stroke", "Sleep apnea", "Pregnancy", "Allergy to ketamine"} <= set(offered)
        assert what.currentText() == ""
        put(dialog, what="Dizzy in the lift", how_known="The client said so", weight="Note only")
        press(dialog, "save_entry")

    answers(fill)
    press(tab, "add_flag")
    assert entries.entries_of(vault, ada, Flag)[0].what == "Dizzy in the lift"


def test_a_code_that_looks_wrong_is_warned_about_and_kept(
    tab: DetailsTab, vault: Vault, ada: int, answers: Callable[[Filled], None]
) -> None:
    def fill(dialog: QDialog) -> None:
        warning = dialog.findChild(QLabel, "code_warning")
        assert not warning.isVisible()
        put(dialog, code="F33.1")
        assert not warning.isVisible()
        put(dialog, code="296.33", words="Depression")
        assert warning.text().startswith("This does not look like a code of ICD-10")
        press(dialog, "save_entry")

    answers(fill)
    press(tab, "add_diagnosis")
    assert entries.entries_of(vault, ada, Diagnosis)[0].code == "296.33"
    assert "296.33 Depression" in words_on(tab)


def test_none_told_is_said_once_it_was_asked(
    tab: DetailsTab, vault: Vault, ada: int, answers: Callable[[Filled], None]
) -> None:
    answers(lambda dialog: press(dialog, "save_entry"))
    press(tab, "asked_allergies")
    assert "None told, asked on Jun 9, 2026." in words_on(tab)
    assert "Not asked about medicines yet." in words_on(tab)
    assert health.health_of(vault, ada).medicines_asked_on is None


def test_medicines_and_allergies_read_as_told_and_are_removed_with_undo(
    tab: DetailsTab, vault: Vault, ada: int, answers: Callable[[Filled], None], qtbot: QtBot
) -> None:
    entries.save_entry(vault, ada, Medicine("Lamotrigine", "one a day", "Dr. Renn", "spring", "the client", TODAY), NOW)
    entries.save_entry(vault, ada, Allergy("Penicillin", "rash"), NOW)
    tab.refresh()
    words = words_on(tab)
    assert "one a day · prescribed by Dr. Renn · since spring" in words
    assert "told by the client · last asked Jun 9, 2026" in words
    answers(lambda dialog: press(dialog, "remove_entry"))
    (allergy,) = entries.entries_of(vault, ada, Allergy)
    with qtbot.waitSignal(tab.said) as said:
        press(tab, f"edit_allergy_{allergy.id}")
    assert said.args[0] == "Allergy removed"
    assert "Penicillin" not in words_on(tab)
    said.args[1].take_back(vault, NOW)
    assert entries.entries_of(vault, ada, Allergy) == [allergy]


def test_somebody_new_is_named_in_one_step(
    tab: DetailsTab, vault: Vault, ada: int, answers: Callable[[Filled], None]
) -> None:
    def fill(dialog: QDialog) -> None:
        press(dialog, "save_person")
        assert dialog.findChild(QLabel, "name_error").text() == "Enter a name, of the person or of the place."
        put(dialog, role="Prescriber", name="Dr. Amari", phone="505-555-0120")
        assert dialog.findChild(QComboBox, "kind").currentText() == "Prescriber"
        press(dialog, "save_person")

    answers(fill)
    press(tab, "add_person")
    (person,) = contacts.people_of(vault, ada)
    assert (person.link.role, person.contact.kind, person.contact.phone) == (
        Role.PRESCRIBER,
        ContactKind.PRESCRIBER,
        "505-555-0120",
    )
    assert "Dr. Amari" in words_on(tab)


def test_somebody_from_the_book_is_chosen_and_the_dialog_says_who_shares_her(
    tab: DetailsTab, vault: Vault, ada: int, answers: Callable[[Filled], None]
) -> None:
    ben = clients.create_client(vault, ClientFacts("Ben Reyes"), NOW)
    amari = Contact("Dr. Amari", ContactKind.PRESCRIBER, phone="505-555-0120")
    contacts.save_person(vault, ben, amari, Link(Role.PRESCRIBER), NOW)

    def fill(dialog: QDialog) -> None:
        put(dialog, who="Dr. Amari · 505-555-0120", role="Prescriber")
        assert dialog.findChild(QLabel, "shared").text() == (
            "Also in the chart of Ben Reyes. What you change below is changed there too."
        )
        put(dialog, phone="505-555-0199")
        press(dialog, "save_person")

    answers(fill)
    press(tab, "add_person")
    assert contacts.people_of(vault, ben)[0].contact.phone == "505-555-0199"
    assert len(contacts.list_contacts(vault)) == 1
    (person,) = contacts.people_of(vault, ada)
    answers(lambda dialog: press(dialog, "remove_person"))
    press(tab, f"edit_person_{person.link.id}")
    assert contacts.people_of(vault, ada) == []
    assert len(contacts.people_of(vault, ben)) == 1


def test_own_fields_are_added_filled_and_put_away(
    tab: DetailsTab, vault: Vault, ada: int, answers: Callable[[Filled], None]
) -> None:
    def add(dialog: QDialog) -> None:
        press(dialog, "add_field")
        assert "Type what the field is called" in words_on(dialog)
        put(dialog, field_name="Hearing")
        press(dialog, "add_field")
        assert "Hearing" in words_on(dialog)
        press(dialog, "close")

    answers(add)
    press(tab, "edit_fields")
    (field,) = details.list_fields(vault)

    def fill(dialog: QDialog) -> None:
        put(dialog, **{f"own_{field.id}": "aid on the left"})
        press(dialog, "save_own")

    answers(fill)
    press(tab, "edit_own")
    assert "aid on the left" in words_on(tab)


def test_a_photo_is_chosen_shown_and_removed(tab: DetailsTab, vault: Vault, ada: int, tmp_path: Path) -> None:
    made = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(made, "JPEG")
    path = tmp_path / "face.jpg"
    path.write_bytes(made.getvalue())
    said: list[str] = []
    tab.said.connect(lambda words, _: said.append(words))
    ask.answer(path, tmp_path / "missing.jpg")
    press(tab, "choose_photo")
    assert tab.findChild(QLabel, "photo").pixmap().width() > 0
    press(tab, "choose_photo")
    assert said == ["Photo kept", "missing.jpg cannot be read. Choose another file."]
    press(tab, "remove_photo")
    assert details.photo_of(vault, ada) == b""
    path.write_text("no picture")
    ask.answer(path)
    press(tab, "choose_photo")
    assert said[-1] == "That file cannot be read as a PNG or JPEG picture. Choose another one."


def test_closing_a_dialog_with_words_in_it_is_asked_about(qtbot: QtBot, tab: DetailsTab, vault: Vault) -> None:
    dialog = PersonDialog(vault, lambda: NOW, tab.client_id, parent=tab)
    dialog.show()
    put(dialog, name="Somebody")
    ask.answer(False)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    ask.answer(True)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_after_a_change_the_focus_and_the_place_stay(
    tab: DetailsTab, vault: Vault, ada: int, answers: Callable[[Filled], None], qtbot: QtBot
) -> None:
    for number in range(12):
        entries.save_entry(vault, ada, Way(value=f"505-555-01{number:02}"), NOW)
    tab.refresh()
    QApplication.processEvents()
    tab.activateWindow()
    way = entries.entries_of(vault, ada, Way)[9]
    button = tab.findChild(QPushButton, f"edit_way_{way.id}")
    button.setFocus()
    area = tab._places.currentWidget()
    assert isinstance(area, QScrollArea)
    area.verticalScrollBar().setValue(150)

    def fill(dialog: QDialog) -> None:
        put(dialog, label="work")
        press(dialog, "save_entry")

    answers(fill)
    button.click()
    QApplication.processEvents()
    focus = tab.window().focusWidget()
    assert focus is not None
    assert (focus.objectName(), focus.isVisible()) == (f"edit_way_{way.id}", True)
    again = tab._places.currentWidget()
    assert isinstance(again, QScrollArea)
    assert again.verticalScrollBar().value() > 0


def test_every_button_of_the_cards_is_reached_by_tab_and_has_a_name(window: Window, qtbot: QtBot) -> None:
    window.open_client(1)
    window.chart.open_tab("details")
    window.chart.tabs.setFocus()
    seen: list[str] = []
    while (name := window.focusWidget().objectName()) not in seen:
        seen.append(name)
        assert window.focusWidget().accessibleName(), name
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert {"edit_details", "add_way", "add_person", "add_flag", "asked_medicines", "add_diagnosis"} <= set(seen)


def test_the_flag_of_the_sample_stands_in_the_head(window: Window) -> None:
    rosa = next(row.id for row in clients.list_clients(window.vault, TODAY) if row.name == "Rosa Delgado")
    window.open_client(rosa)
    assert "Told prescriber: blood pressure" in words_on(window.chart)


@pytest.mark.styled
@pytest.mark.parametrize("width", [430, 700, 1000])
def test_no_card_is_wider_than_the_place(tab: DetailsTab, vault: Vault, ada: int, width: int) -> None:
    entries.save_entry(vault, ada, Way(value="x" * 20, label="many words " * 6, may_write=Answer.NO), NOW)
    tab.resize(width, 600)
    tab.refresh()
    QApplication.processEvents()
    area = tab._places.currentWidget()
    assert isinstance(area, QScrollArea)
    assert area.widget().width() <= area.viewport().width()
