"""Signing on the screen: the pad, the whole way by keyboard, a lock in the middle, what is not signed under the medicine."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kapdesk.domain.paper_states import State
from kapdesk.domain.signatures import Role
from kapdesk.ui.signing.page import SigningPage
from kapdesk.ui.signing.steps import Step
from kapdesk.ui.window import Window
from kapdesk.usecases import clients, filed_papers, paper_signing, paper_standings
from kapdesk.usecases.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY

Clock = Callable[[], datetime]
Key = Qt.Key


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill", birth_date=date(1990, 2, 3)), NOW)


@pytest.fixture
def page(qtbot: QtBot, vault: Vault, clock: Clock) -> SigningPage:
    return shown(qtbot, SigningPage(vault, clock))


def shown(qtbot: QtBot, page: SigningPage) -> SigningPage:
    qtbot.addWidget(page)
    page.resize(1024, 700)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def keys(*pressed: Key | str) -> None:
    """Type on whatever has the cursor."""
    for one in pressed:
        QApplication.processEvents()
        focused = QApplication.focusWidget()
        assert focused is not None
        if isinstance(one, str):
            QTest.keyClicks(focused, one)
        else:
            QTest.keyClick(focused, one)
    QApplication.processEvents()


def words_on(widget: QWidget) -> str:
    """All words in sight."""
    QApplication.processEvents()
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def draw(pad: QWidget, *strokes: tuple[QPoint, ...]) -> None:
    """Draw with the mouse."""
    for stroke in strokes:
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=stroke[0])
        for point in stroke[1:]:
            QTest.mouseMove(pad, point)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=stroke[-1])


def test_the_whole_consent_is_signed_by_the_keyboard_alone(page: SigningPage, vault: Vault, ada: int) -> None:
    draft = paper_signing.begin(vault, ada, "consent-kap", "en", NOW)
    page.open_paper(draft)
    hand = paper_signing.in_hand(vault, draft, TODAY)
    for one in (one for one in hand.fields if not one.value):
        assert QApplication.focusWidget().objectName() == f"field_{one.name}"
        keys("as told", Key.Key_Tab)
    page.prepare.present.setFocus()
    keys("nobody else", Key.Key_Return)
    assert page.step is Step.READ
    assert page.read.preview.pages > 3
    keys(Key.Key_Return)
    keys(Key.Key_Return)
    assert "Type the initials" in words_on(page)
    keys("AQ", *[Key.Key_Return] * (len(hand.points) + len(hand.acknowledged)))
    assert "all initialled" in words_on(page)
    keys(Key.Key_Return)
    assert page.step is Step.SIGN
    keys(Key.Key_Return)
    assert "Nothing is signed yet" in words_on(page)
    keys(Key.Key_Backtab, Key.Key_Space)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.step is Step.COUNTERSIGN
    keys(Key.Key_Return)
    assert page.step is Step.FILE
    keys(Key.Key_Return)
    assert "On file" in words_on(page)
    standing = paper_standings.standing_of(vault, ada, "consent-kap", TODAY)
    assert standing.state is State.SIGNED
    signed = filed_papers.get_paper(vault, standing.paper_id or 0).filled.signed
    assert [(one.role, one.name, one.how) for one in signed] == [
        (Role.CLIENT, "Ada Quill", "typed"),
        (Role.THERAPIST, "Robin Alder, PhD, LPCC", "typed"),
    ]


def test_the_window_leads_to_it_and_back(window: Window) -> None:
    ada = clients.create_client(window.vault, ClientFacts("Ada Quill"), NOW)
    window.open_client(ada)
    window.chart.sign_wanted.emit(ada, "touch-agreement")
    assert window.page == "signing"
    assert window.sidebar.isHidden()
    keys(Key.Key_Escape)
    assert (window.page, window.chart.tab) == ("chart", "papers")
    assert not window.sidebar.isHidden()
    assert paper_signing.drafts(window.vault, ada) == []
    window.chart.sign_wanted.emit(ada, "kap-introduction")
    assert window.page == "chart"
    assert "is not signed" in window.messages._words.text()
