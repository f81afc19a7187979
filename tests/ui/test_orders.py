"""Orders on the desk: entered by keyboard, never lost, followed by versions; scans, answers, the letter."""

import json
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kapdesk.domain.disclosures import Basis
from kapdesk.domain.orders import Limits
from kapdesk.errors import BadInput, DiskFull
from kapdesk.ui import ask, printer
from kapdesk.ui.details.entry import EntryDialog
from kapdesk.ui.orders.letter import LetterDialog
from kapdesk.ui.orders.scans import ScanCard, ScanDialog, read_scan
from kapdesk.ui.orders.tab import OrdersTab
from kapdesk.ui.window import Window
from kapdesk.usecases.people import clients, contacts, form_drafts
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.prescribing import orders
from kapdesk.usecases.register import disclosures
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import press, words_on
from tests.usecases.test_orders import ORDER, png

Clock = Callable[[], datetime]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


@pytest.fixture
def tab(qtbot: QtBot, vault: Vault, clock: Clock, ada: int) -> Iterator[OrdersTab]:
    made = OrdersTab(vault, clock)
    made.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show_client(ada)
    made.refresh()
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close_down()


def said_at(widget: QWidget, name: str) -> str:
    """The words at a place that is in sight."""
    QApplication.processEvents()
    (found,) = [one for one in widget.findChildren(QLabel, name) if one.isVisibleTo(widget)]
    return found.text()


def client_named(vault: Vault, name: str) -> int:
    """Somebody of the sample."""
    return next(row.id for row in clients.list_all_clients(vault, TODAY) if row.name.startswith(name))


def put(widget: QWidget, **typed: str) -> None:
    """Type into fields by their names, or choose."""
    for name, words in typed.items():
        field = next(one for one in widget.findChildren(QWidget, name) if not one.isHidden())
        if isinstance(field, QComboBox) and not field.isEditable():
            field.setCurrentText(words)
        elif isinstance(field, QComboBox):
            field.setEditText(words)
        elif isinstance(field, QPlainTextEdit):
            field.setPlainText(words)
        else:
            assert isinstance(field, QLineEdit)
            field.setText(words)


def answered(monkeypatch: pytest.MonkeyPatch, kind: type[QDialog], act: Callable[[QDialog], None]) -> None:
    """Instead of waiting for somebody, a dialog of that kind is filled in by `act`."""

    def run(dialog: QDialog) -> int:
        dialog.show()
        act(dialog)
        return dialog.result()

    monkeypatch.setattr(kind, "exec", run)


def test_an_order_is_entered_as_written_and_what_it_does_not_say_is_said(
    tab: OrdersTab, vault: Vault, ada: int
) -> None:
    assert "No order on file" in words_on(tab)
    press(tab, "first_order")
    assert tab.writer is not None
    assert not any(
        words for name, words in tab.writer.form.typed().items() if name not in ("booster", "spit_or_swallow")
    )
    assert "never stopped without the prescriber" in words_on(tab)
    put(tab, written_on="5/2/2026", valid_until="4/1/2026", doses_authorised="three", pressure_most="140")
    for field, sentence, typed in (
        ("doses_authorised", "“three” is not a whole number", "3"),
        ("pressure_most", "Type both numbers with a stroke", "140/90"),
        ("prescriber", "Say who wrote the order.", "Dr. Amari"),
        ("valid_until", "end before it was written", "7/1/2026"),
    ):
        press(tab, "enter_order")
        assert sentence in tab.writer.findChild(QLabel, f"{field}_error").text()
        put(tab, **{field: typed})
    press(tab, "enter_order")
    said = words_on(tab)
    for words in ("The order of May 2 (Dr. Amari)", "Order valid to Jul 1, 3 doses left, no limit for pulse on file"):
        assert words in said
    assert said_at(tab, "order_blood_pressure") == "up to 140/90"
    assert said_at(tab, "order_pulse") == "no limit on file"
    assert said_at(tab, "order_between_doses") == "not on file"
    assert orders.list_orders(vault, ada, TODAY)[0].order.limits == Limits(140, 90)
    assert form_drafts.get_form(vault, ada, "order") is None


def test_the_same_sheet_is_not_entered_twice_by_mistake(tab: OrdersTab, vault: Vault, ada: int) -> None:
    orders.enter_order(vault, ada, ORDER, NOW)
    tab.refresh()
    press(tab, "new_order")
    put(tab, prescriber="dr amari", written_on="5/2/2026")
    ask.answer(False)
    press(tab, "enter_order")
    assert ask.asked == ["An order of May 2, 2026 by Dr. Amari is on file already."]
    assert tab.writer is not None
    ask.answer(True)
    press(tab, "enter_order")
    assert tab.writer is None
    assert len(orders.list_orders(vault, ada, TODAY)) == 2


def test_what_is_typed_survives_a_lock_and_is_offered(
    tab: OrdersTab, vault: Vault, ada: int, clock: Clock, qtbot: QtBot
) -> None:
    press(tab, "first_order")
    put(tab, prescriber="Dr. Amari", written_on="5/", words="half a sentence")
    assert tab.close_down()
    again = OrdersTab(vault, clock)
    qtbot.addWidget(again)
    again.show_client(ada)
    again.refresh()
    again.show()
    assert "An order is begun and not entered yet." in words_on(again)
    press(again, "go_on_order")
    assert again.writer is not None
    typed = again.writer.form.typed()
    assert (typed["prescriber"], typed["written_on"], typed["words"]) == ("Dr. Amari", "5/", "half a sentence")
    ask.answer(False)
    press(again, "discard_order")
    assert again.writer is not None
    ask.answer(True)
    press(again, "discard_order")
    assert form_drafts.get_form(vault, ada, "order") is None
    assert "No order on file" in words_on(again)


def test_what_cannot_be_kept_stays_in_sight(tab: OrdersTab, monkeypatch: pytest.MonkeyPatch) -> None:
    press(tab, "first_order")
    put(tab, prescriber="Dr. Amari")

    def full(*_: object) -> None:
        raise DiskFull("The disk is full. Make room, then go on.")

    with monkeypatch.context() as broken:
        broken.setattr(form_drafts, "keep_form", full)
        assert not tab.close_down()
        assert "Not kept. The disk is full." in words_on(tab)
    assert tab.close_down()


def test_a_new_version_says_what_changed_and_the_older_one_can_be_seen(tab: OrdersTab, vault: Vault, ada: int) -> None:
    orders.enter_order(vault, ada, ORDER, NOW)
    tab.refresh()
    press(tab, "new_version")
    assert tab.writer is not None
    assert tab.writer.form.typed()["pressure_most"] == "140/90"
    put(tab, pressure_most="150/–")
    press(tab, "enter_order")
    assert "Say what changed" in tab.writer.findChild(QLabel, "change_error").text()
    put(tab, change="Raised by telephone")
    press(tab, "enter_order")
    said = words_on(tab)
    assert "What changed: Raised by telephone" in said
    assert "Different: Blood pressure" in said
    assert said_at(tab, "order_blood_pressure") == "up to 150/–"
    press(tab, "show_version_1")
    assert "This is an older version." in words_on(tab)
    assert "up to 140/90" in words_on(tab)


def test_one_form_at_a_time(tab: OrdersTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    orders.enter_order(vault, ada, ORDER, NOW)
    tab.refresh()
    press(tab, "new_order")
    put(tab, prescriber="Dr. Renn")
    press(tab, "close_order")
    with qtbot.waitSignal(tab.said) as said:
        press(tab, "new_version")
    assert "not entered yet" in said.args[0]
    assert tab.writer is not None
    assert tab.writer.before is None


def test_withdrawn_and_answered(tab: OrdersTab, vault: Vault, ada: int, monkeypatch: pytest.MonkeyPatch) -> None:
    orders.enter_order(vault, ada, ORDER, NOW)
    tab.refresh()

    def say(dialog: QDialog) -> None:
        assert isinstance(dialog, EntryDialog)
        dialog.save()
        assert "in the prescriber’s words" in dialog.form.fields["words"].accessibleName()
        assert not dialog.findChild(QLabel, "words_error").isHidden()
        put(dialog, words="Go on at the same dose.", how="by telephone")
        dialog.save()

    answered(monkeypatch, EntryDialog, say)
    press(tab, "prescriber_answered")
    assert "Go on at the same dose." in words_on(tab)

    def withdraw(dialog: QDialog) -> None:
        assert isinstance(dialog, EntryDialog)
        put(dialog, why="Dr. Amari wrote")
        dialog.save()

    answered(monkeypatch, EntryDialog, withdraw)
    undos: list[object] = []
    tab.said.connect(lambda _, undo: undos.append(undo))
    press(tab, "withdraw_order")
    assert "Order withdrawn Jun 9" in words_on(tab)
    assert not tab.findChild(QPushButton, "withdraw_order").isEnabled()
    undos[0].take_back(vault, NOW)  # type: ignore[attr-defined]  # an Undo
    tab.refresh()
    assert "Order valid to Jul 1, 3 doses left" in words_on(tab)
    (answer,) = orders.list_answers(vault, ada)
    press(tab, f"remove_answer_{answer.id}")
    assert orders.list_answers(vault, ada) == []
    assert tab.findChild(QPushButton, "new_version").isEnabled()
    number = orders.list_orders(vault, ada, TODAY)[0].order.id
    orders.withdraw_order(vault, number, TODAY, "another client’s", NOW, in_error=True)
    tab.refresh()
    assert not tab.findChild(QPushButton, "new_version").isEnabled(), "one entered in error stays so"


def bomb(path: Path) -> Path:
    """A PDF that is packed three times over."""
    packed = zlib.compress(zlib.compress(zlib.compress(b"0" * 10_000)))
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj\n<</Filter [" + b"/FlateDecode " * 3 + b"]>>\nstream\n" + packed + b"\nendstream\n"
    )
    return path


def test_a_scan_is_attached_dropped_opened_saved_and_removed(
    tab: OrdersTab, vault: Vault, ada: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    orders.enter_order(vault, ada, ORDER, NOW)
    tab.refresh()
    picture, other = tmp_path / "order.png", tmp_path / "order.docx"
    picture.write_bytes(png())
    other.write_bytes(b"PK not a scan")
    ask.answer(other)
    with qtbot.waitSignal(tab.said) as said:
        press(tab, "attach_scan")
    assert "PDF, PNG and JPEG" in said.args[0]
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(picture))])
    event = QDropEvent(
        QPointF(QPoint(5, 5)), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    )
    tab.findChild(ScanCard).dropEvent(event)
    with pytest.raises(BadInput, match="unfolds to far more"):
        read_scan(bomb(tmp_path / "bomb.pdf"))
    (scan,) = orders.list_orders(vault, ada, TODAY)[0].scans
    assert (scan.name, scan.media_type) == ("order.png", "image/png")
    saved = tmp_path / "copy"

    def look_and_save(dialog: QDialog) -> None:
        assert isinstance(dialog, ScanDialog)
        ask.answer(False)
        dialog.save()
        assert not saved.with_suffix(".png").exists()
        ask.answer(True, saved)
        dialog.save()

    answered(monkeypatch, ScanDialog, look_and_save)
    press(tab, f"open_scan_{scan.id}")
    assert saved.with_suffix(".png").read_bytes() == png()
    press(tab, f"remove_scan_{scan.id}")
    assert orders.list_orders(vault, ada, TODAY)[0].scans == ()


def test_a_locked_or_broken_pdf_is_refused(
    tab: OrdersTab, vault: Vault, ada: int, tmp_path: Path, qtbot: QtBot
) -> None:
    orders.enter_order(vault, ada, ORDER, NOW)
    tab.refresh()
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and nothing else")
    ask.answer(broken, tmp_path / "gone.pdf")
    for sentence in ("cannot be shown", "cannot be read"):
        with qtbot.waitSignal(tab.said) as said:
            press(tab, "attach_scan")
        assert sentence in said.args[0]


def test_the_letter_is_entered_as_it_is_saved(
    window: Window, sample: Vault, tmp_path: Path, qtbot: QtBot, clock: Clock
) -> None:
    rosa = client_named(sample, "Rosa")
    window.open_client(rosa)
    dialog = LetterDialog(sample, clock, rosa, window)
    dialog.show()
    assert not dialog.findChild(QPushButton, "print_letter").isEnabled()
    assert dialog.form.typed()["to"] == "Dr. S. Amari"  # who wrote the order in force
    assert "Cedar Wash Psychiatry" in dialog.form.typed()["address"]
    put(dialog, to="", address="")
    dialog.draw()
    assert "Say to whom the letter goes." in words_on(dialog)
    box = dialog.findChild(QComboBox, "to")
    box.setCurrentIndex(0)
    box.activated.emit(0)
    put(dialog, why="The third session is near.\n" * 60)
    assert "Cedar Wash Psychiatry" in dialog.form.typed()["address"]
    dialog.draw()
    assert "3 pages; shorten it or go on." in words_on(dialog)
    put(dialog, why="The third session is near.")
    dialog.form.ticks["order"].setChecked(True)
    dialog.reject()
    kept = form_drafts.get_form(sample, rosa, "letter")
    assert kept is not None
    assert json.loads(kept.typed["ticked"]) == ["order", "reply"]
    again = LetterDialog(sample, clock, rosa, window)
    again.show()
    assert "One page." in words_on(again)
    again.hand_out(save=True)
    assert "Say for what purpose." in again.findChild(QLabel, "purpose_error").text()
    put(again, purpose="Review of the order", basis=Basis.TREATMENT.words)
    path = tmp_path / "letter.pdf"
    ask.answer(path)
    again.hand_out(save=True)
    assert path.read_bytes().startswith(b"%PDF")
    assert again.done_words.endswith("Entered in the register of disclosures.")
    new = disclosures.list_disclosures(sample, rosa)[0]
    assert (new.to_whom, new.how) == ("Dr. S. Amari, Cedar Wash Psychiatry, Fax 505-555-0128", "letter, saved as PDF")
    assert form_drafts.get_form(sample, rosa, "letter") is None


def test_a_letter_that_was_not_printed_is_not_entered(
    window: Window, sample: Vault, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer, "choose_printer", lambda _: False)
    before = disclosures.list_disclosures(sample, 1)
    dialog = LetterDialog(sample, clock, 1, window)
    dialog.show()
    put(dialog, to="Dr. Amari", why="As we said.", purpose="Review", basis=Basis.TREATMENT.words)
    dialog.hand_out(save=False)
    assert disclosures.list_disclosures(sample, 1) == before
    ask.answer(True)
    dialog.discard()
    assert form_drafts.get_form(sample, 1, "letter") is None


@pytest.mark.parametrize(
    ("name", "chip"),
    [
        ("Rosa", "Order valid to Jul 1, 2 doses left"),
        ("Maya", "Order valid to Jun 13, 1 dose left"),
        ("Łukasz", "Order valid to Aug 9, 4 doses left, no limit for blood pressure on file"),
        ("Des", "Order expired May 30"),
        ("Ines", "No order on file"),
    ],
)
def test_the_head_of_a_chart_says_how_the_order_stands(window: Window, sample: Vault, name: str, chip: str) -> None:
    window.open_client(client_named(sample, name))
    assert chip in words_on(window.chart)


def test_everything_has_a_name_and_is_reached_by_keyboard(window: Window, sample: Vault, qtbot: QtBot) -> None:
    window.open_client(client_named(sample, "Rosa"))
    window.chart.open_tab("orders")
    shown = [one for one in window.chart.orders.findChildren(QPushButton) if one.isVisible()]
    assert all(one.objectName() and one.accessibleName() for one in shown)
    names = [one.objectName() for one in shown]
    assert len(set(names)) == len(names)
    window.chart.tabs.setFocus()
    seen: list[str] = []
    for _ in range(40):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget().objectName())
    assert {"new_order", "letter_to_prescriber", "attach_scan", "add_answer"} <= set(seen)


def test_prescribers_are_offered_the_clients_own_first(window: Window, sample: Vault) -> None:
    theo = client_named(sample, "Theo")
    window.open_client(theo)
    window.chart.open_tab("orders")
    press(window.chart.orders, "new_order")
    writer = window.chart.orders.writer
    assert writer is not None
    box = writer.findChild(QComboBox, "prescriber")
    offered = [box.itemText(at) for at in range(box.count())]
    assert offered[0] == "Lenore Pike, PMHNP"
    assert len(offered) == len(set(offered)) == 3
    assert box.currentText() == ""
    assert contacts.list_contacts(sample)
    put(writer, prescriber="Dr. Tobias Renn", written_on="6/8/2026")
    press(writer, "enter_order")
    newest = orders.list_orders(sample, theo, TODAY)[0].order
    assert newest.prescriber == "Dr. Tobias Renn"
    assert newest.prescriber_id is not None
    assert newest.written_on == date(2026, 6, 8)
