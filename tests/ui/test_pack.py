"""The intake pack on the screen: chosen, printed one after the other, saved one file each, stopped."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kapdesk.ui import ask, printer
from kapdesk.ui.chart_papers.tab import PapersTab
from kapdesk.ui.papers.pack import PackDialog
from kapdesk.usecases.paper import papers
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import NOW
from tests.ui.seen import words_in_sight

Clock = Callable[[], datetime]


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill", language="Spanish"), NOW)


@pytest.fixture
def dialog(qtbot: QtBot, vault: Vault, clock: Clock, ada: int) -> PackDialog:
    """Ada's pack, with two papers chosen."""
    made = PackDialog(vault, clock, ada)
    qtbot.addWidget(made)
    made.show()
    assert made.language.currentData() == "es"
    made.language.setCurrentIndex(made.language.findData("en"))
    made.language.activated.emit(0)
    for name, box in made.boxes.items():
        box.setChecked(name in ("touch-agreement", "electronic-signing"))
    return made


def test_a_pack_is_saved_one_file_each_and_never_over_another(
    dialog: PackDialog, vault: Vault, ada: int, tmp_path: Path, qtbot: QtBot
) -> None:
    assert "For Ada Quill" in words_in_sight(dialog)
    (tmp_path / "2-touch-agreement.pdf").write_bytes(b"something else")
    ask.answer(tmp_path, tmp_path)
    dialog.save()
    qtbot.waitUntil(lambda: "There is a file 2-touch-agreement.pdf in this folder already." in words_in_sight(dialog))
    assert (tmp_path / "2-touch-agreement.pdf").read_bytes() == b"something else"
    assert papers.papers_of_client(vault, ada) == []
    (tmp_path / "2-touch-agreement.pdf").unlink()
    dialog.save()
    assert not dialog.findChild(QPushButton, "print_pack").isEnabled()
    qtbot.waitUntil(lambda: bool(dialog.done_words))
    assert sorted(one.name for one in tmp_path.glob("*-*.pdf")) == ["1-electronic-signing.pdf", "2-touch-agreement.pdf"]
    assert [one.how for one in papers.papers_of_client(vault, ada)] == ["saved", "saved"]
    assert "entered in the chart" in dialog.done_words


def test_a_pack_is_printed_in_one_go(
    dialog: PackDialog, vault: Vault, ada: int, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "printed.pdf"

    def choose(chosen: QPrintDialog) -> bool:
        chosen.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        chosen.printer().setOutputFileName(str(to))
        return True

    monkeypatch.setattr(printer, "choose_printer", choose)
    for box in dialog.boxes.values():
        box.setChecked(False)
    dialog.print_now()
    assert "Choose at least one paper." in words_in_sight(dialog)
    dialog.boxes["touch-agreement"].setChecked(True)
    dialog.boxes["electronic-signing"].setChecked(True)
    dialog.print_now()
    qtbot.waitUntil(lambda: bool(dialog.done_words))
    assert dialog.done_words == "Intake pack: 2 papers printed; entered in the chart."
    with printer.opened(to.read_bytes()) as document:
        assert document.pageCount() >= 4
    assert len(papers.papers_of_client(vault, ada)) == 2


def test_closing_stops_it_and_enters_nothing(dialog: PackDialog, vault: Vault, ada: int) -> None:
    dialog.print_now()
    dialog.reject()
    assert papers.papers_of_client(vault, ada) == []


def test_the_chart_offers_the_pack_of_its_client(
    qtbot: QtBot, vault: Vault, clock: Clock, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = PapersTab(vault, clock)
    qtbot.addWidget(tab)
    tab.show_client(ada)
    tab.refresh()
    seen: list[tuple[int | None, str]] = []

    def look(dialog: PackDialog) -> int:
        seen.append((dialog.client_id, dialog.language.currentData()))
        dialog.done_words = "Intake pack: 2 papers printed."
        return 1

    monkeypatch.setattr(PackDialog, "exec", look)
    with qtbot.waitSignal(tab.said) as said:
        tab.findChild(QPushButton, "print_pack").click()
    assert seen == [(ada, "es")]
    assert said.args[0] == "Intake pack: 2 papers printed."
