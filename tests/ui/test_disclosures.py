"""Disclosures on the desk: for whom something is printed, what is said before it goes, requests, the accounting, Part 2."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kapdesk.domain.authorizations import PART2_NOTICE, Content
from kapdesk.domain.disclosures import Basis, ForWhom
from kapdesk.domain.notes import NoteKind
from kapdesk.domain.paper_states import RELEASE
from kapdesk.domain.requests import RequestAnswer, RequestKind
from kapdesk.ui import ask, printer
from kapdesk.ui.chart_papers.reader import PaperDialog
from kapdesk.ui.details.entry import EntryDialog
from kapdesk.ui.disclosures.accounting import AccountingDialog
from kapdesk.ui.disclosures.asked import LimitsCard, RequestLetterDialog
from kapdesk.ui.disclosures.entering import DisclosureDialog, Handing
from kapdesk.ui.disclosures.for_whom import ForWhomBox
from kapdesk.ui.disclosures.tab import DisclosuresTab
from kapdesk.ui.notes.print_notes import PrintNotesDialog
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.window import Window
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.paper import filed_papers
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.register import disclosures, part2, requests
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.test_orders import answered, press, put, words_on
from tests.usecases.test_disclosures import release, words_of

Clock = Callable[[], datetime]


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill", address="7 Elm St"), NOW)


@pytest.fixture
def tab(qtbot: QtBot, vault: Vault, clock: Clock, ada: int) -> DisclosuresTab:
    made = DisclosuresTab(vault, clock)
    made.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    made.show_client(ada)
    made.refresh()
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_told_by_telephone_needs_a_basis_and_is_found_again(
    tab: DisclosuresTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Nothing is entered yet." in words_on(tab)

    def tell(dialog: QDialog) -> None:
        assert isinstance(dialog, EntryDialog)
        put(dialog, to_whom="County Court", what="Dates", purpose="Subpoena", how="told by telephone")
        dialog.save()
        assert "Choose the basis" in dialog.findChild(QLabel, "basis_error").text()
        put(dialog, basis=Basis.REQUIRED_BY_LAW.words)
        dialog.save()

    answered(monkeypatch, DisclosureDialog, tell)
    press(tab, "enter_disclosure")
    assert "County Court" in words_on(tab)
    tab.search.setText("nobody")
    assert "No entry is like that." in words_on(tab)
    tab.search.setText("court subpoena")
    tab.filter.setCurrentText("To the client")
    assert "told by telephone" not in words_on(tab)
    tab.filter.setCurrentText("What an accounting lists")
    assert "told by telephone" in words_on(tab)


def test_an_authorization_without_a_release_asks_and_the_way_back_is_the_default(
    qtbot: QtBot, vault: Vault, clock: Clock, ada: int
) -> None:
    paper = release(vault, ada, "Dr. S. Amari", "attendance")
    handing = Handing(ada, "Notes", (Content.SUMMARY, Content.ATTENDANCE))
    dialog = DisclosureDialog(vault, clock, ada, None, handing)
    qtbot.addWidget(dialog)
    dialog.show()
    put(dialog, to_whom="County Court", purpose="As asked", basis=Basis.AUTHORIZATION.words)
    assert dialog.findChild(QLabel, "release_says").text() == "No release for County Court is on file."
    ask.answer(False)
    dialog.save()
    assert ask.asked == ["No release for County Court is on file."]
    assert dialog.going is None
    put(dialog, to_whom="Dr. S. Amari, Cedar Wash")
    assert "not summary and plan" in dialog.findChild(QLabel, "release_says").text()
    dialog.findChild(QCheckBox, "holds_summary").setChecked(False)
    assert "covers attendance and dates." in dialog.findChild(QLabel, "release_says").text()
    ask.answer()
    dialog.save()
    assert dialog.going is not None
    assert dialog.going.entry is not None
    assert dialog.going.entry.paper_id == paper
    assert disclosures.list_disclosures(vault, ada) == []  # it is entered by what prints
    treatment = DisclosureDialog(vault, clock, ada, None, handing)
    qtbot.addWidget(treatment)
    put(treatment, to_whom="Dr. Else", purpose="Care", basis=Basis.TREATMENT.words)
    treatment.save()
    assert treatment.going is not None
    part2.tag(vault, ada, "Mesa Recovery", NOW)
    tagged = DisclosureDialog(vault, clock, ada, None, handing)
    qtbot.addWidget(tagged)
    put(tagged, to_whom="Dr. Else", purpose="Care", basis=Basis.TREATMENT.words)
    ask.answer(True)
    tagged.save()
    assert "42 CFR Part 2" in ask.asked[0]
    assert tagged.going is not None
    assert tagged.going.part2


def test_the_quick_path_asks_nothing_and_for_somebody_else_is_entered_as_it_prints(
    qtbot: QtBot, vault: Vault, clock: Clock, tasks: Tasks, ada: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = notes.start_note(vault, ada, NoteKind.GENERAL, TODAY, NOW, text="of today")
    notes.sign_note(vault, note, NOW)

    def hand_out(choice: ForWhom, name: str) -> None:
        dialog = PrintNotesDialog(vault, clock, tasks, ada, note)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.for_whom.choose(choice)
        ask.answer(tmp_path / name)
        dialog.make(save=True)
        qtbot.waitUntil(lambda: bool(dialog.done_words))

    hand_out(ForWhom.OWN, "own.pdf")
    assert disclosures.list_disclosures(vault, ada) == []
    hand_out(ForWhom.CLIENT, "client.pdf")

    def agree(dialog: QDialog) -> None:
        assert isinstance(dialog, EntryDialog)
        put(dialog, to_whom="Dr. Else", purpose="Care", basis=Basis.TREATMENT.words)
        dialog.save()

    answered(monkeypatch, DisclosureDialog, agree)
    hand_out(ForWhom.ELSE, "else.pdf")
    entered = [(one.to_whom, one.basis) for one in disclosures.list_disclosures(vault, ada)]
    assert entered == [("Dr. Else", Basis.TREATMENT), ("Ada Quill", Basis.TO_CLIENT)]
    monkeypatch.setattr(DisclosureDialog, "exec", lambda _: 0)
    box = ForWhomBox(ForWhom.ELSE)
    qtbot.addWidget(box)
    assert box.ask(vault, clock, Handing(ada, "Notes")) is None


def test_a_request_is_entered_extended_answered_and_taken_back_on_the_page(
    tab: DisclosuresTab, vault: Vault, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    undone: list[Undo] = []
    tab.said.connect(lambda _, undo: undone.append(undo) if undo else None)

    def enter(dialog: QDialog) -> None:
        assert isinstance(dialog, EntryDialog)
        dialog.findChild(QComboBox, "kind").setCurrentIndex(2)
        dialog.save()
        assert "what is to be amended" in dialog.findChild(QLabel, "words_error").text()
        put(dialog, words="Monday, not Tuesday", on="6/1/2026")
        dialog.save()

    answered(monkeypatch, EntryDialog, enter)
    press(tab, "new_request")
    (one,) = requests.list_requests(vault, ada)
    assert "52 days left, due Jul 31" in words_on(tab)
    letters: list[str] = []
    monkeypatch.setattr(RequestLetterDialog, "exec", lambda dialog: letters.append(dialog.which.currentText()) or 0)

    def extend(dialog: QDialog) -> None:
        assert isinstance(dialog, EntryDialog)
        put(dialog, words="The notes are with the archive.")
        dialog.save()

    answered(monkeypatch, EntryDialog, extend)
    press(tab, f"extend_request_{one.id}")
    assert letters == ["More time for your request"]
    assert "30 days more since" in words_on(tab)

    def deny(dialog: QDialog) -> None:
        assert isinstance(dialog, EntryDialog)
        put(dialog, answer="Denied")
        dialog.save()
        assert "on what ground" in dialog.findChild(QLabel, "words_error").text()
        put(dialog, words="It is accurate.")
        dialog.save()

    answered(monkeypatch, EntryDialog, deny)
    press(tab, f"answer_request_{one.id}")
    assert "denied Jun 9" in words_on(tab)
    undone[-1].take_back(vault, NOW)
    tab.refresh()
    assert "extended" in words_on(tab)
    wanted: list[tuple[int, str, str]] = []
    tab.addendum_wanted.connect(lambda *what: wanted.append(what))
    note = notes.start_note(vault, ada, NoteKind.GENERAL, TODAY, NOW, text="of today")
    assert tab.notes_menu(one).actions()[0].text() == "No note is signed yet"
    notes.sign_note(vault, note, NOW)
    tab.notes_menu(one).actions()[0].trigger()
    assert wanted[0][0] == note
    assert wanted[0][2] == "The client’s words: Monday, not Tuesday"
    press(tab, f"remove_request_{one.id}")
    assert requests.list_requests(vault, ada) == []


def test_the_accounting_is_shown_corrected_printed_and_answers_its_request(
    qtbot: QtBot, vault: Vault, clock: Clock, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests.enter_request(vault, ada, RequestKind.ACCOUNTING, TODAY - timedelta(days=3), "", NOW)
    waiting = requests.list_requests(vault, ada)
    dialog = AccountingDialog(vault, clock, ada, None, waiting)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.preview.pages == 1
    dialog.first.setText("6/1/2020")
    dialog.hand_out("printed")
    assert "six years at most" in dialog.error.text()
    assert not dialog.findChild(QPushButton, "print_accounting").isEnabled()
    dialog.first.setText("6/9/2020")
    dialog.draw()
    printed: list[bytes] = []
    monkeypatch.setattr(printer, "print_pdf", lambda _, pdf, __: bool(printed.append(pdf)) or True)
    dialog.hand_out("printed")
    assert dialog.done_words.endswith("The request is entered as answered.")
    assert printed[0].startswith(b"%PDF")
    assert requests.list_requests(vault, ada)[0].answer is RequestAnswer.GIVEN
    assert [one.basis for one in disclosures.list_disclosures(vault, ada)] == [Basis.TO_CLIENT]


def test_a_letter_about_a_request_asks_for_what_is_missing(
    qtbot: QtBot, vault: Vault, clock: Clock, tmp_path: Path
) -> None:
    bo = clients.create_client(vault, ClientFacts("Bo Reed"), NOW)
    requests.enter_request(vault, bo, RequestKind.COPY, TODAY, "", NOW)
    dialog = RequestLetterDialog(vault, clock, requests.list_requests(vault, bo)[0].id, None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "the client’s address" in dialog.error.text()
    put(dialog, letter_client_address="7 Elm St")
    assert dialog.preview.pages == 1
    ask.answer(tmp_path / "letter.pdf")
    dialog.hand_out("saved")
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
    assert disclosures.list_disclosures(vault, bo)[0].what == "Letter: Your request about your record"


def test_releases_part_2_and_the_limits_are_seen_and_changed(
    tab: DisclosuresTab, qtbot: QtBot, vault: Vault, clock: Clock, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[tuple[int, str]] = []
    tab.sign_wanted.connect(lambda *what: wanted.append(what))
    assert "No release is on file." in words_on(tab)
    press(tab, "sign_release")
    assert wanted == [(ada, RELEASE)]
    release(vault, ada, "Dr. S. Amari", "attendance")

    def tag(dialog: QDialog) -> None:
        assert isinstance(dialog, EntryDialog)
        put(dialog, words="Mesa Recovery")
        dialog.save()

    answered(monkeypatch, EntryDialog, tag)
    press(tab, "tag_part2")
    assert "Covers attendance and dates" in words_on(tab)
    assert "Mesa Recovery" in words_on(tab)
    press(tab, "untag_part2")
    assert part2.tags_of(vault, ada) == {}
    said: list[object] = []
    card = LimitsCard(vault, clock, lambda words, undo: said.append(words))
    qtbot.addWidget(card)
    card.numbers[RequestKind.COPY].setValue(15)
    card.refresh()
    card.save()
    assert requests.get_limits(vault)[RequestKind.COPY] == 15
    assert said == ["Days to answer a request changed"]


def test_today_leads_to_the_request_and_an_amendment_to_its_addendum(window: Window, sample: Vault) -> None:
    rosa = next(row.id for row in clients.list_all_clients(sample, TODAY) if row.name.startswith("Rosa"))
    requests.enter_request(sample, rosa, RequestKind.AMENDMENT, TODAY - timedelta(days=58), "It was Monday.", NOW)
    window.show_page("today")
    window.refresh_page()
    QApplication.processEvents()
    (number,) = [one.id for one in requests.list_requests(sample, rosa)]
    press(window, f"need_request:{number}")
    assert window.chart.tab == "disclosures"
    shown = [one for one in window.chart.disclosures.findChildren(QPushButton) if one.isVisible()]
    assert all(one.objectName() and one.accessibleName() for one in shown)
    assert len({one.objectName() for one in shown}) == len(shown)
    menu = window.chart.disclosures.notes_menu(requests.get_request(sample, number))
    menu.actions()[0].trigger()
    assert window.chart.tab == "notes"
    assert window.chart.notes.reader.words.toPlainText() == "The client’s words: It was Monday."


def test_a_copy_of_a_paper_for_somebody_else_goes_with_the_notice_and_its_bytes_are_not_touched(
    qtbot: QtBot, vault: Vault, clock: Clock, ada: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = release(vault, ada, "Dr. S. Amari", "attendance")
    part2.tag(vault, ada, "Mesa Recovery", NOW, paper)
    dialog = PaperDialog(vault, clock, paper, "Release", None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.for_whom.value() is ForWhom.CLIENT
    dialog.for_whom.choose(ForWhom.ELSE)

    def agree(asked: QDialog) -> None:
        assert isinstance(asked, EntryDialog)
        put(asked, to_whom="County Court", purpose="Order", basis=Basis.REQUIRED_BY_LAW.words)
        asked.save()

    answered(monkeypatch, DisclosureDialog, agree)
    ask.answer(True, tmp_path / "copy.pdf")
    dialog.copy("saved")
    assert (tmp_path / "copy.pdf").read_bytes() == filed_papers.exact_bytes(vault, paper)
    assert PART2_NOTICE in words_of((tmp_path / "copy-notice.pdf").read_bytes())
    (entry,) = disclosures.list_disclosures(vault, ada)
    assert (entry.part2, entry.to_whom) == (True, "County Court")
