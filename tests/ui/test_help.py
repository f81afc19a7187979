"""Help: its texts name real buttons, keys, pages and pictures; it is found by page and by words, and leads nowhere outside."""

import ast
import re
import tomllib
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import kapdesk
from kapdesk import preferences
from kapdesk.app import Desk
from kapdesk.domain.choices import SHEETS
from kapdesk.preferences import Preferences
from kapdesk.ui import help as help_
from kapdesk.ui import theme, ways
from kapdesk.ui.chart.page import TABS as CHART_TABS
from kapdesk.ui.help import topics
from kapdesk.ui.help.f1 import F1, pages_of
from kapdesk.ui.help.paper import topic_pdf
from kapdesk.ui.help.window import HelpWindow, help_window
from kapdesk.ui.keys import COMMANDS, SHORTCUTS
from kapdesk.ui.practice.page import TABS as PRACTICE_TABS
from kapdesk.ui.window import PAGE_NAMES, Window
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault

PACKAGE = Path(kapdesk.__file__).parent
BOLD = re.compile(r"\*\*(.+?)\*\*")
KEY = re.compile(r"`([^`]+)`")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")


@pytest.fixture
def shown(qapp: QApplication) -> HelpWindow:
    """The window of the help, in sight."""
    window = help_window()
    window.search.clear()
    window.go_to(topics.INDEX)
    window.show()
    return window


@pytest.fixture(autouse=True)
def put_away() -> object:
    """No help is left over."""
    yield
    help_window().close()


@cache
def words_of_the_desk() -> frozenset[str]:
    """Every string that the desk's code holds, as it is shown: without the keys and the mark of a key that stand in it."""
    found: set[str] = {*(name.capitalize() for name in CHART_TABS), *(f"{sheet.title}…" for sheet in SHEETS)}
    pages = (*(PACKAGE / "ui").rglob("*.py"), *(PACKAGE / "domain").rglob("*.py"))
    for path in (*pages, PACKAGE / "usecases" / "house" / "setup.py"):
        tree = ast.parse(path.read_text("utf-8"))
        documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
                found.add(re.split(r" {3}|\t", node.value)[0].replace("&", "").strip())
    return frozenset(found)


def test_every_bold_word_is_a_button_tab_or_field_of_the_desk() -> None:
    for topic in topics.all_topics():
        for section in topic.sections:
            for words in BOLD.findall(section.text):
                assert words in words_of_the_desk(), (topic.name, section.heading, words)
    assert "Do the magic…" not in words_of_the_desk()


def test_every_key_is_a_key_of_the_desk() -> None:
    known = {key for keys, _ in SHORTCUTS for key in (keys, *re.split(r", | or | … ", keys))} | words_of_the_desk()
    known |= {"Tab"}
    for topic in topics.all_topics():
        for section in topic.sections:
            assert set(KEY.findall(section.text)) <= known, (topic.name, section.heading)
    assert ("F1", "Help about what is in sight") in SHORTCUTS
    assert any(act == "show_help" for _, _, act, _ in COMMANDS)


def test_every_picture_is_there_none_is_too_many_and_they_are_small() -> None:
    pictures = topics.folder() / "pictures"
    assert topics.pictures_named() == {path.stem for path in pictures.glob("*.png")}
    assert sum(path.stat().st_size for path in pictures.glob("*.png")) <= 3_000_000
    without = {topic.name for topic in topics.all_topics() if not topics.pictures_of(topic)}
    assert without <= {"protected", "keys", "whats-new"}


def test_every_page_of_the_desk_has_a_topic_and_every_page_named_is_one() -> None:
    parts = {*(f"chart/{tab}" for tab in CHART_TABS), *(f"practice/{tab.lower()}" for tab in PRACTICE_TABS)}
    pages = {*PAGE_NAMES, "session", "signing", *parts}
    known = {page: (topic, anchor) for topic in topics.all_topics() for page, anchor in topic.pages}
    assert pages <= set(known)
    classes = {
        name
        for path in (PACKAGE / "ui").rglob("*.py")
        for name in re.findall(r"^class (\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert {"UnlockWindow", "FirstLaunch", "GatePanel", "RunningScreen", "LeavingPanel"} <= set(known)
    assert set(known) - pages <= classes
    for page, (topic, anchor) in known.items():
        assert not anchor or anchor in {section.anchor for section in topic.sections}, page
    for path in topics.folder().glob("*.md"):
        there = topics.get_topic(topics.linked(path.name)[0])
        also = tomllib.loads(path.read_text("utf-8").split("+++\n", 2)[1]).get("also", {})
        assert there is not None
        assert set(also) <= {section.anchor for section in there.sections}, path.name


def test_no_link_leads_outside_and_every_link_leads_somewhere() -> None:
    for topic in topics.all_topics():
        for section in topic.sections:
            assert not re.search("https?:|www\\.|<", section.text), section.heading
            for target in LINK.findall(section.text):
                name, anchor = topics.linked(target) if not target.startswith("#") else (topic.name, target[1:])
                there = topics.get_topic(name)
                assert there is not None, target
                assert not anchor or anchor in {one.anchor for one in there.sections}, target


def test_the_list_of_topics_holds_all_of_them_and_each_has_its_words(shown: HelpWindow) -> None:
    text = shown.reader.toPlainText()
    assert all(topic.title in text and topic.summary in text for topic in topics.all_topics())
    assert shown.list.count() == len(topics.all_topics()) >= 12
    assert all(keys in help_.topic_html("keys").replace("&lt;", "<") for keys, _ in SHORTCUTS)


@pytest.mark.parametrize(
    ("line", "topic", "heading"),
    [
        ("lost passphrase", "passphrase", "Lost passphrase"),
        ("PASSPHRASE lóst", "passphrase", "Lost passphrase"),
        ("computer dead", "backups", "The computer is dead, lost or stolen"),
        ("executor envelope", "executor", ""),
        ("forgot my password", "passphrase", "Lost passphrase"),
        ("undo a mistake", "today", "A step too far"),
        ("fit to leave", "medicine-day", "Fit to leave"),
        ("intake pack", "papers", "The intake pack"),
    ],
)
def test_the_search_finds_the_right_topic(line: str, topic: str, heading: str) -> None:
    first = topics.find(line)[0]
    assert (first.topic.name, first.section.heading) == (topic, heading)


def test_enter_goes_from_hit_to_hit_the_words_are_marked_and_one_can_go_back(shown: HelpWindow, qtbot: QtBot) -> None:
    shown.start_search()
    qtbot.keyClicks(shown.search, "recovery sheet")
    hits = topics.find("recovery sheet")
    assert shown.list.count() == len(hits) > 2
    for hit in hits[:2]:
        qtbot.keyClick(shown.search, Qt.Key.Key_Return)
        assert shown.here == (hit.topic.name, hit.section.anchor)
    marked = {one.cursor.selectedText().lower() for one in shown.reader.extraSelections()}
    assert {"recovery", "sheet"} <= marked
    shown.go_back()
    assert shown.here == (hits[0].topic.name, hits[0].section.anchor)
    shown.go_forward()
    assert shown.here == (hits[1].topic.name, hits[1].section.anchor)
    shown.search.setText("zzzz")
    assert shown.count.text().startswith("Nothing found")


def test_nothing_but_shipped_pictures_is_loaded_and_links_stay_inside(shown: HelpWindow, tmp_path: Path) -> None:
    image = int(QTextDocument.ResourceType.ImageResource.value)
    assert shown.reader.loadResource(image, QUrl("pictures/today.png")) is not None
    secret = tmp_path / "today.png"
    secret.write_bytes((topics.folder() / "pictures" / "today.png").read_bytes())
    for url in (f"file://{secret}", "pictures/../../fonts/x.png", "https://example.org/pictures/today.png"):
        assert shown.reader.loadResource(image, QUrl(url)) is None
    shown.reader.anchorClicked.emit(QUrl("08-passphrase.md#lost-passphrase"))
    assert shown.here == ("passphrase", "lost-passphrase")
    shown.reader.anchorClicked.emit(QUrl("#a-new-recovery-key"))
    assert shown.here == ("passphrase", "a-new-recovery-key")


def test_f1_shows_the_topic_of_what_is_in_sight(window: Window, qtbot: QtBot) -> None:
    def helped() -> tuple[str, str]:
        help_window().close()
        qtbot.keyClick(window, Qt.Key.Key_F1)
        assert help_window().isVisible()
        return help_window().here

    assert helped() == ("today", "today")
    window.show_page("calendar")
    assert helped() == ("today", "the-calendar")
    window.open_client(clients.list_clients(window.vault, window.clock().date())[0].id)
    window.chart.open_tab("papers")
    assert helped() == ("papers", "how-each-paper-stands")
    window.show_practice("Backups")
    window.sidebar.findChild(QPushButton, "help").click()
    assert help_window().here == ("backups", "make-a-backup")
    assert not help_window().reader.dark
    rosa = next(row.id for row in clients.list_clients(window.vault, window.clock().date()) if "Rosa" in row.name)
    ways.begin_session(window, rosa)
    assert helped() == ("medicine-day", "the-gate")
    assert help_window().reader.dark


def test_no_client_of_the_sample_is_named_in_it(sample: Vault, clock: Callable[[], datetime]) -> None:
    text = "".join(topics.html_of(topic) for topic in topics.all_topics())
    for client in clients.list_all_clients(sample, clock().date()):
        assert client.name not in text
        assert client.name.split()[-1] not in text


def test_help_comes_before_a_practice_is_open_and_stays_after_a_lock(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr("threading.excepthook", None)
    desk = Desk(qapp, Preferences())
    desk.show_unlock(tmp_path / "none.kapdesk")
    assert desk.window is not None
    with qtbot.waitActive(desk.window):
        desk.window.activateWindow()
    F1(qapp, desk)._moved(None, desk.window)
    qtbot.keyClick(desk.window, Qt.Key.Key_F1)
    assert help_window().here == ("passphrase", "lost-passphrase")
    desk.show_first_launch()
    assert help_window().isVisible()
    assert topics.topic_of(pages_of(desk.window))[0] == "first-day"
    qapp.aboutToQuit.disconnect(desk.end)
    desk.end()
    desk.window.hide()
    desk.window.deleteLater()


def test_a_dialog_that_must_be_answered_does_not_block_the_help(qtbot: QtBot, qapp: QApplication) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    QVBoxLayout(dialog).addWidget(QPushButton("Yes"))
    dialog.setModal(True)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    help_.show_help("backups")
    assert help_window().parentWidget() is dialog
    contents = help_window().contents
    place = contents.mapTo(help_window(), contents.rect().center())
    qtbot.mouseClick(help_window().windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert help_window().here == (topics.INDEX, "")
    dialog.done(0)
    assert help_window().parentWidget() is None
    assert help_window().isVisible()


def test_it_is_dark_in_a_dark_room_and_prints_on_paper(shown: HelpWindow, qapp: QApplication) -> None:
    session = QWidget()
    theme.darken(session)
    shown._follow_look(None, QPushButton("in the session", session))
    assert shown.palette().window().color().lightness() < 128
    shown._follow_look(None, QPushButton("the desk"))
    assert shown.palette().window().color().lightness() > 128
    assert topic_pdf("backups").startswith(b"%PDF")


def test_it_keeps_place_way_and_size_while_the_program_runs_and_the_size_beyond(qapp: QApplication) -> None:
    help_.show_help("today", "today")
    window = help_window()
    window.go_to("backups")
    window.zoom(1)
    bar = window.reader.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    window.close()
    help_.show_help("today", "today")  # from the same place of the desk: one goes on reading
    assert (window.here, bar.value()) == (("backups", ""), before)
    window.close()
    help_.show_help("papers")
    assert window.here == ("papers", "")
    window.go_back()
    assert (window.here, bar.value()) == (("backups", ""), before)
    assert preferences.load().help_size == 1.15
    window._build_anew()  # as for another size of all text
    again = help_window()
    assert again is not window
    assert (again.here, again.reader.zoom) == (("backups", ""), 1.15)
    again.go_forward()
    assert again.here == ("papers", "")
    again.zoom(0)
    assert preferences.load().help_size == 1.0


def test_in_a_dark_room_a_light_picture_is_dark_and_a_dark_one_stays(shown: HelpWindow) -> None:
    def lightness(name: str) -> int:
        url = QUrl(f"pictures/{name}.png")
        picture = shown.reader.loadResource(QTextDocument.ResourceType.ImageResource.value, url)
        return int(picture.pixelColor(picture.width() // 2, picture.height() - 4).lightness())

    light, session = lightness("first-launch-1"), lightness("session-running")
    shown.dress(True)
    assert light > 200
    assert lightness("first-launch-1") < 60
    assert abs(lightness("session-running") - session) < 3


def test_what_is_new_since_a_version() -> None:
    assert "## 0.2.0" in help_.whats_new_since("0.1.0")
    assert "## 0.1.0" not in help_.whats_new_since("0.1.0")
    assert help_.whats_new_since(kapdesk.__version__) == ""
    assert "## 0.1.0" in help_.whats_new_since("")
