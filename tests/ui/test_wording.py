"""Writing one's own wording: the live pages, drafts that stay, errors at their line, versions, files."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kapdesk.domain.signatures import Role
from kapdesk.errors import DiskFull
from kapdesk.ui import ask, theme
from kapdesk.ui.papers.ask_again import AskAgainDialog
from kapdesk.ui.papers.editor import WordingEditor
from kapdesk.ui.papers.page import PapersPage
from kapdesk.ui.papers.save_version import SaveVersionDialog
from kapdesk.ui.papers.versions import VersionsDialog
from kapdesk.ui.window import Window
from kapdesk.usecases.house import history, practice
from kapdesk.usecases.paper import papers_on_paper, wording
from kapdesk.usecases.paper.papers_on_paper import OnPaper
from kapdesk.usecases.paper.proof import PaperText
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import FACTS, NOW
from tests.ui.seen import words_on

Clock = Callable[[], datetime]
NAME = "kap-introduction"
OWN = PaperText("Before you begin", "For newcomers.", "# Before you begin\n\nI am $therapist.\n\nCall $contact.\n")


@pytest.fixture
def editor(qtbot: QtBot, vault: Vault, clock: Clock) -> Iterator[WordingEditor]:
    """The introduction's wording, open, with its pages."""
    made = WordingEditor(vault, clock)
    qtbot.addWidget(made)
    made.resize(1060, 780)
    made.show()
    made.open(NAME)
    ready(qtbot, made)
    yield made
    made.close_down()


def ready(qtbot: QtBot, editor: WordingEditor) -> None:
    """Wait until the pages are those of the text."""
    qtbot.waitUntil(lambda: not editor.proofs.busy)


def lay_out(qtbot: QtBot, editor: WordingEditor) -> None:
    """What happens soon after the last key, now."""
    editor.proofs.start()
    ready(qtbot, editor)


def type_at_line(qtbot: QtBot, editor: WordingEditor, line: int, words: str) -> None:
    """Type at the end of a line."""
    editor.pane.text.go_to(line)
    qtbot.keyClicks(editor.pane.text, words)


def page_words(editor: WordingEditor) -> str:
    """The words of the first page that is shown."""
    sheet = editor.pages.widget().findChild(QWidget, "sheet_1")
    sheet.grab()
    return " ".join(sheet.accessibleDescription().split())


def answer_save(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, key: Qt.Key) -> list[str]:
    """Answer the next question for the kind of change with Alt and a letter; the words that the dialog showed."""
    seen: list[str] = []

    def choose(dialog: SaveVersionDialog) -> int:
        with qtbot.waitActive(dialog):
            dialog.show()
        seen.append(words_on(dialog))
        qtbot.keyClick(dialog, key, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: not dialog.isVisible())
        return dialog.result()

    monkeypatch.setattr(SaveVersionDialog, "exec", choose)
    return seen


def draft(vault: Vault) -> PaperText | None:
    found = wording.draft_of(vault, NAME)
    return found.text if found else None


def test_the_text_stands_beside_its_pages(editor: WordingEditor) -> None:
    assert editor.pane.text.words().startswith("# An introduction to ketamine-assisted psychotherapy\n")
    assert editor.pane.title.text() == "An introduction to ketamine-assisted psychotherapy"
    assert "+++" not in editor.pane.text.words()
    assert editor.pages.pages == 4
    assert "Juniper Street Psychotherapy" in page_words(editor)
    assert "Version 1, as shipped" in words_on(editor)
    assert editor.pane.text.hasFocus() or not editor.isActiveWindow()


def test_what_is_typed_is_laid_out_and_the_view_stays(editor: WordingEditor, qtbot: QtBot) -> None:
    editor.pages.set_zoom(1.25)
    QApplication.processEvents()
    editor.pages.verticalScrollBar().setValue(300)
    type_at_line(qtbot, editor, 3, " Welcome here.")
    assert editor.proofs.busy  # soon after the last key, by itself
    ready(qtbot, editor)
    assert "Welcome here." in page_words(editor)
    assert editor.pages.verticalScrollBar().value() == 300
    assert editor.pages.zoom == 1.25


def test_an_error_is_said_at_its_line_and_the_good_pages_stay(editor: WordingEditor, qtbot: QtBot) -> None:
    type_at_line(qtbot, editor, 3, " Ask $nobody.")
    lay_out(qtbot, editor)
    assert "Line 3: the field $nobody is not one of this paper’s." in words_on(editor)
    assert editor.pane.text.wrong_line == 3
    assert editor.pages.pages == 4
    assert "$nobody" not in page_words(editor)
    editor.pane.text.go_to(9)
    qtbot.keyClick(editor, Qt.Key.Key_F8)
    assert editor.pane.text.textCursor().blockNumber() == 2
    for _ in "$nobody.":
        qtbot.keyClick(editor.pane.text, Qt.Key.Key_Backspace)
    lay_out(qtbot, editor)
    assert "Line 3" not in words_on(editor)
    assert editor.pane.text.wrong_line == 0


def test_saving_a_wrong_text_goes_to_the_line_and_asks_nothing(editor: WordingEditor, qtbot: QtBot) -> None:
    type_at_line(qtbot, editor, 3, " ![a](b)")
    editor.pane.text.go_to(9)
    editor.save()
    ready(qtbot, editor)
    assert "Line 3: image cannot be printed" in words_on(editor)
    assert editor.pane.text.textCursor().blockNumber() == 2
    editor.pane.text.undo()
    editor.pane.title.clear()
    editor.save()
    ready(qtbot, editor)
    assert "The title is still empty. Type a few words." in words_on(editor)
    assert editor.pane.title.property("wrong")


def test_a_version_is_saved_with_the_kind_of_its_change(
    qtbot: QtBot, vault: Vault, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PapersPage(vault, clock)
    qtbot.addWidget(page)
    page.resize(1060, 780)
    page.show()
    page.open_paper(NAME)
    page.findChild(QPushButton, "edit_wording").click()
    assert page.editing
    seen = answer_save(monkeypatch, qtbot, Qt.Key.Key_M)
    type_at_line(qtbot, page.editor, 3, " Welcome here.")
    with qtbot.waitSignal(page.said) as said:
        page.editor.save()
    assert "Compared with version 1: 1 line added, 1 line removed." in seen[0]
    assert "Who signed an older one is asked again." in seen[0]
    assert said.args[0].startswith("Version 2 of “An introduction to ketamine-assisted psychotherapy” saved.")
    assert wording.versions(vault, NAME)[0].change == "material"
    assert draft(vault) is None
    qtbot.keyClicks(page.editor.pane.text, "$here.")
    with qtbot.waitSignal(page.said) as said:
        qtbot.keyClick(page.editor.pane.text, Qt.Key.Key_Escape)
    assert said.args[0].startswith("Your draft of “An introduction")
    assert not page.editing
    assert "Version 2, your own wording · your draft of June 9, 14:02 waits" in words_on(page)
    assert page.pane.printed is not None
    assert page.pane.printed.version == "2"
    page.edit_wording("nothing")
    assert not page.editing
    page.edit_wording(NAME)
    assert "Welcome here.$here." in page.editor.pane.text.words()
    assert page.close_down()


def test_a_text_that_lacks_a_part_is_asked_about_and_who_signed_is_listed(
    qtbot: QtBot, vault: Vault, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = ((Role.CLIENT, "Ada Quill", ""), (Role.THERAPIST, "Robin Alder", ""))
    told = OnPaper("consent-kap", date(2026, 3, 2), both, "1", kept_where="blue folder")
    ada = clients.create_client(vault, ClientFacts("Ada Quill"), NOW)
    papers_on_paper.file_from_paper(vault, ada, told, [], NOW)
    page = PapersPage(vault, clock)
    qtbot.addWidget(page)
    page.resize(1060, 780)
    page.show()
    page.edit_wording("consent-kap")
    page.editor.pane.text.replace_all(re.sub("off.label", "freely", page.editor.pane.text.words(), flags=re.I))
    lay_out(qtbot, page.editor)
    assert "This consent no longer covers: off-label use." in words_on(page.editor)
    ask.answer(False, True)
    seen = answer_save(monkeypatch, qtbot, Qt.Key.Key_M)
    page.editor.save()
    assert (seen, wording.current_wording(vault, "consent-kap").own) == ([], False)
    assert ask.asked[0].endswith("A paper of this kind should. Save all the same?")
    listed: list[str] = []

    def begin(dialog: AskAgainDialog) -> int:
        listed.append(words_on(dialog))
        dialog.findChild(QPushButton, "sign_again_0").click()
        return dialog.result()

    monkeypatch.setattr(AskAgainDialog, "exec", begin)
    with qtbot.waitSignal(page.sign_wanted) as wanted, qtbot.waitSignal(page.said) as said:
        page.editor.save()
    assert "Due again for 1 client." in seen[0]
    assert said.args[0].endswith("It is due again for 1 client.")
    assert "signed Mar 2, version 1" in listed[0]
    assert wanted.args == [ada, "consent-kap", "en"]
    page.editor.leave()
    assert page.findChild(QPushButton, "ask_again").text() == "Ask again (1)…"
    page.findChild(QPushButton, "ask_again").click()
    assert len(listed) == 2


def test_enter_alone_does_not_say_what_kind_of_change_it_is(qtbot: QtBot) -> None:
    dialog = SaveVersionDialog("Title", "1 line added.", ["It leaves out $contact."])
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    assert "It leaves out $contact." in words_on(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.change is None


def test_the_draft_is_kept_by_itself(editor: WordingEditor, vault: Vault, qtbot: QtBot) -> None:
    editor._timer.setInterval(1)
    type_at_line(qtbot, editor, 3, " Welcome $here.")
    qtbot.waitUntil(lambda: draft(vault) is not None)
    assert "your draft was kept 14:02; it is not printed yet" in words_on(editor)


def test_leaving_without_a_change_keeps_no_draft(editor: WordingEditor, vault: Vault) -> None:
    before = len(history.practice_history(vault))
    editor.leave()
    assert draft(vault) is None
    assert len(history.practice_history(vault)) == before
    assert editor.pane.text.words() == ""


def test_pages_of_the_window_and_a_lock_keep_the_draft(window: Window, sample: Vault, qtbot: QtBot) -> None:
    window.show_page("papers")
    window.papers.edit_wording(NAME)
    editor = window.papers.editor
    type_at_line(qtbot, editor, 3, " Welcome here.")
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert "Welcome here." in editor.pane.text.words()
    qtbot.keyClick(editor.pane.text, Qt.Key.Key_Escape)
    assert not window.papers.editing
    assert "Your draft of" in words_on(window.messages)
    window.papers.edit_wording(NAME)
    type_at_line(qtbot, editor, 3, " And more.")
    assert window.close_down()
    found = draft(sample)
    assert found is not None
    assert "Welcome here. And more." in found.body


def test_a_discarded_draft_comes_back_with_undo(window: Window, sample: Vault, qtbot: QtBot) -> None:
    window.show_page("papers")
    window.papers.edit_wording(NAME)
    editor = window.papers.editor
    before = editor.pane.text.words()
    type_at_line(qtbot, editor, 3, " Welcome here.")
    editor.keep()
    editor.findChild(QPushButton, "discard_draft").click()
    assert editor.pane.text.words() == before
    type_at_line(qtbot, editor, 1, " Typed since.")
    window.messages.undo()
    assert "Welcome here." in editor.pane.text.words()
    editor.pane.text.undo()  # what was typed in between is not lost either
    assert "Typed since." in editor.pane.text.words()
    ready(qtbot, editor)


def test_back_to_the_shipped_text_and_undone(window: Window, sample: Vault, qtbot: QtBot) -> None:
    wording.save_wording(sample, NAME, "en", OWN, "wording", NOW)
    window.show_page("papers")
    window.papers.edit_wording(NAME)
    editor = window.papers.editor
    assert editor.pane.written() == OWN
    editor.findChild(QPushButton, "back_to_shipped").click()
    assert "is back to the shipped text" in words_on(window.messages)
    assert "Version 1, as shipped" in words_on(editor)
    assert not editor.findChild(QPushButton, "back_to_shipped").isEnabled()
    window.messages.undo()
    assert editor.pane.written() == OWN
    assert "Version 4, your own wording" in words_on(editor)
    ready(qtbot, editor)


def test_a_field_is_inserted_from_the_list(editor: WordingEditor, vault: Vault, qtbot: QtBot) -> None:
    practice.save_practice(vault, replace(FACTS, address="", name="Ash & Elm"), NOW)
    editor.refresh()
    menu = editor.pane.field_menu()
    lines = [one.text() for one in menu.actions()]
    assert "The name of your practice: Ash && Elm\t$practice_name" in lines
    assert "Your address: nothing on file yet\t$address" in lines
    editor.pane.text.go_to(1)
    next(one for one in menu.actions() if one.text().endswith("$licence")).trigger()
    assert editor.pane.text.words().startswith("# An introduction to ketamine-assisted psychotherapy$licence\n")
    editor.pane.text.moveCursor(QTextCursor.MoveOperation.Start)
    editor.pane.text.insert_field("phone")
    assert editor.pane.text.words().startswith("$phone# An")
    editor.pane.text.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    editor.pane.text.moveCursor(QTextCursor.MoveOperation.PreviousWord)
    editor.pane.text.insert_field("phone")
    assert "$phone licence" in editor.pane.text.words()


def test_warnings_are_said_and_words_made_bold(editor: WordingEditor, qtbot: QtBot) -> None:
    editor.pane.text.replace_all("I am $therapist of $practice_name. 👩")
    lay_out(qtbot, editor)
    assert "Your text leaves out $contact" in words_on(editor)
    assert "No font on board has “👩” (U+1F469)." in words_on(editor)
    editor.pane.text.replace_all("words")
    editor.pane.text.selectAll()
    qtbot.keyClick(editor.pane.text, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert editor.pane.text.words() == "**words**"
    editor.findChild(QPushButton, "wording_bold").click()
    editor.findChild(QPushButton, "wording_italic").click()
    assert editor.pane.text.words() == "*words*"


def test_versions_show_what_differs_with_signs(editor: WordingEditor, vault: Vault, clock: Clock, qtbot: QtBot) -> None:
    wording.save_wording(vault, NAME, "en", OWN, "wording", NOW)
    editor.refresh()
    type_at_line(qtbot, editor, 3, " Hello.")
    current = wording.current_wording(vault, NAME)
    dialog = VersionsDialog(vault, clock, current, editor.pane.written())
    qtbot.addWidget(dialog)
    dialog.show()
    lines = [dialog.list.item(at).text() for at in range(dialog.list.count())]
    assert lines[0].startswith("Your text in the editor\nnot saved")
    assert lines[1].startswith("Version 2 · wording only · printed now\nJune 9, 14:02 · 9 words")
    assert lines[2].startswith("The shipped text\n2,0")
    shown = dialog.difference.toPlainText().splitlines()
    assert "− I am $therapist." in shown
    assert "+ I am $therapist. Hello." in shown
    assert "1 line added, 1 line removed." in words_on(dialog)
    assert not dialog.findChild(QPushButton, "take_version").isEnabled()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert any(line.startswith("− You may be reading this") for line in dialog.difference.toPlainText().splitlines())
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert "Nothing differs." in words_on(dialog)
    dialog.with_what.setCurrentIndex(1)
    dialog.with_what.activated.emit(1)
    assert "+ Title: An introduction" in dialog.difference.toPlainText()
    dialog.findChild(QPushButton, "take_version").click()
    assert dialog.taken is not None
    assert dialog.taken.title.startswith("An introduction")


def test_one_goes_on_writing_from_an_older_version(
    editor: WordingEditor, vault: Vault, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wording.save_wording(vault, NAME, "en", OWN, "wording", NOW)
    editor.refresh()

    def take_shipped(dialog: VersionsDialog) -> int:
        dialog.list.setCurrentRow(dialog.list.count() - 1)
        dialog.take()
        return dialog.result()

    monkeypatch.setattr(VersionsDialog, "exec", take_shipped)
    editor.findChild(QPushButton, "show_versions").click()
    assert editor.pane.text.words().startswith("# An introduction")
    found = draft(vault)
    assert found is not None
    assert found.title.startswith("An introduction")
    ready(qtbot, editor)


def test_export_and_import(editor: WordingEditor, vault: Vault, tmp_path: Path, qtbot: QtBot) -> None:
    wording.save_wording(vault, NAME, "en", OWN, "wording", NOW)
    editor.refresh()
    type_at_line(qtbot, editor, 3, " Hello.")
    ask.answer(tmp_path / "mine", tmp_path / "mine.md", tmp_path / "bad.md", None, None)
    with qtbot.waitSignal(editor.said) as said:
        editor.findChild(QPushButton, "export_wording").click()
    assert said.args[0] == "Version 2 exported as mine.md. Your draft is not in it."
    assert ask.asked == ["Export version 2"]
    with qtbot.waitSignal(editor.said) as said:
        editor.findChild(QPushButton, "import_wording").click()
    assert said.args[0] == "mine.md read in as a draft"
    assert editor.pane.written() == OWN
    said.args[1].take_back(vault, NOW)
    editor.refresh()
    assert "Hello." in editor.pane.text.words()
    (tmp_path / "bad.md").write_text((tmp_path / "mine.md").read_text("utf-8") + "\n$nobody", "utf-8")
    editor.read_in()
    line = (tmp_path / "bad.md").read_text("utf-8").count("\n") + 1
    assert f"bad.md, line {line}: the field $nobody is not one of this paper’s." in words_on(editor)
    assert "Hello." in editor.pane.text.words()
    editor.read_in()
    editor.export()
    ready(qtbot, editor)


def test_a_newer_shipped_text_is_said(
    editor: WordingEditor, vault: Vault, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kapdesk.printing import text

    wording.save_wording(vault, NAME, "en", OWN, "wording", NOW)
    newer = replace(text.load(NAME), version=5)
    monkeypatch.setattr(text, "load", lambda name, language="en": newer)
    editor.refresh()
    assert "kapdesk now ships version 5 of this text; yours was written on version 1." in words_on(editor)
    assert wording.save_wording(vault, NAME, "en", replace(OWN, title="T"), "wording", NOW).version == 6
    ready(qtbot, editor)


def test_text_that_cannot_be_kept_stays_on_the_screen(
    editor: WordingEditor, vault: Vault, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_at_line(qtbot, editor, 3, " Welcome here.")
    left: list[bool] = []
    editor.left.connect(lambda: left.append(True))

    def full(*_arguments: object) -> None:
        raise DiskFull("There is no room left.")

    with monkeypatch.context() as patch:
        patch.setattr(wording, "keep_draft", full)
        editor.leave()
        assert "Not kept. There is no room left." in words_on(editor)
        assert "Welcome here." in editor.pane.text.words()
        assert left == []
    editor.leave()
    assert left == [True]
    found = draft(vault)
    assert found is not None
    assert "Welcome here." in found.body


def test_everything_has_a_name_and_is_reached_by_tab(editor: WordingEditor, qtbot: QtBot) -> None:
    nameless = [
        one.objectName()
        for kind in (QAbstractButton, QLineEdit, QComboBox)
        for one in editor.findChildren(kind)
        if not (one.objectName() and one.accessibleName())
    ]
    assert nameless == []
    window = editor.window()
    with qtbot.waitActive(window):
        window.activateWindow()
    editor.pane.title.setFocus()
    seen = []
    for _ in range(20):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus.objectName())
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    for name in (
        "paper_title",
        "paper_purpose",
        "insert_field",
        "wording_text",
        "preview",
        "save_version",
        "export_wording",
    ):
        assert name in seen, " ".join(seen)


def test_large_text_fits_the_smallest_window(window: Window, qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, True, 2.0)
    window.resize(1024, 700)
    window.show_page("papers")
    window.papers.edit_wording(NAME)
    ready(qtbot, window.papers.editor)
    QApplication.processEvents()
    assert window.size().width() == 1024
    editor = window.papers.editor
    for one in editor.findChildren(QPushButton):
        if one.isVisibleTo(editor):
            assert one.width() >= one.minimumSizeHint().width(), one.objectName()
            assert one.mapTo(editor, one.rect().bottomRight()).x() <= editor.width(), one.objectName()
