"""Signing on the screen: the pad, the whole way by keyboard, a lock in the middle, what is not signed under the medicine."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kapdesk.domain.contacts import Contact, ContactKind
from kapdesk.domain.contacts import Role as ContactRole
from kapdesk.domain.paper_states import State
from kapdesk.domain.signatures import Role
from kapdesk.domain.tablets import Dose
from kapdesk.ui import ask
from kapdesk.ui.signing import acts
from kapdesk.ui.signing.pad import SignaturePad
from kapdesk.ui.signing.page import SigningPage
from kapdesk.ui.signing.signer import Way, Whose
from kapdesk.ui.signing.steps import Step
from kapdesk.ui.window import Window
from kapdesk.usecases.course import courses
from kapdesk.usecases.house import history
from kapdesk.usecases.medicine_day import medicine, medicine_days
from kapdesk.usecases.paper import filed_papers, paper_signing, paper_standings, papers
from kapdesk.usecases.people import clients, contacts
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.people.contacts import Link
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import type_keys, words_on
from tests.usecases.test_paper_signing import ready_to_sign, sign_all

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


def draw(pad: QWidget, *strokes: tuple[QPoint, ...]) -> None:
    """Draw with the mouse."""
    for stroke in strokes:
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=stroke[0])
        for point in stroke[1:]:
            QTest.mouseMove(pad, point)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=stroke[-1])


def test_the_whole_consent_is_signed_by_the_keyboard_alone(
    qtbot: QtBot, page: SigningPage, vault: Vault, ada: int
) -> None:
    draft = paper_signing.begin(vault, ada, "consent-kap", "en", NOW)
    page.open_paper(draft)
    hand = paper_signing.in_hand(vault, draft, TODAY)
    for one in (one for one in hand.fields if not one.value):
        assert QApplication.focusWidget().objectName() == f"field_{one.name}"
        type_keys("as told", Key.Key_Tab)
    page.prepare.present.setFocus()
    type_keys("nobody else", Key.Key_Return)
    assert page.step is Step.READ
    qtbot.waitUntil(lambda: not page.busy)
    assert page.read.preview.pages > 3
    type_keys(Key.Key_Return)
    type_keys(Key.Key_Return)
    assert "Type the initials" in words_on(page)
    type_keys("AQ", *[Key.Key_Return] * (len(hand.points) + len(hand.acknowledged)))
    assert "all initialled" in words_on(page)
    type_keys(Key.Key_Return)
    assert page.step is Step.SIGN
    type_keys(Key.Key_Return)
    assert "Nothing is signed yet" in words_on(page)
    type_keys(Key.Key_Backtab, Key.Key_Space)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.step is Step.COUNTERSIGN
    type_keys(Key.Key_Return)
    assert page.step is Step.FILE
    type_keys(Key.Key_Return)
    assert "On file" in words_on(page)
    standing = paper_standings.standing_of(vault, ada, "consent-kap", TODAY)
    assert standing.state is State.SIGNED
    signed = filed_papers.get_paper(vault, standing.paper_id or 0).filled.signed
    assert [(one.role, one.name, one.how) for one in signed] == [
        (Role.CLIENT, "Ada Quill", "typed"),
        (Role.THERAPIST, "Robin Alder, PhD, LPCC", "typed"),
    ]


def test_the_pad_takes_strokes_as_parts_of_its_width(qtbot: QtBot) -> None:
    pad = SignaturePad("pad", "Sign here")
    qtbot.addWidget(pad)
    pad.resize(600, 190)
    with qtbot.waitActive(pad):
        pad.show()
        pad.activateWindow()
    pad.setFocus()
    draw(
        pad, (QPoint(60, 90), QPoint(120, 30), QPoint(180, 120)), (QPoint(300, 60),), (QPoint(330, 60), QPoint(900, 60))
    )
    first, dot, over = pad.strokes
    assert [(round(one.x, 2), round(one.y, 2)) for one in first] == [(0.1, 0.15), (0.2, 0.05), (0.3, 0.2)]
    assert len(dot) == 1
    assert over[-1].x == 1.0, "what goes over the edge stays at the edge"
    inked = pad.grab().toImage()
    assert inked.pixelColor(120, 30).lightness() < 100
    assert inked.pixelColor(120, 90).lightness() > 200
    QTest.keyClick(pad, Key.Key_Backspace)
    QTest.keyClick(pad, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert pad.strokes == (first,)
    pen = QPointingDevice.primaryPointingDevice()
    for kind, x in ((QEvent.Type.TabletPress, 60), (QEvent.Type.TabletMove, 200), (QEvent.Type.TabletRelease, 300)):
        place = QPointF(x, 50)
        buttons = Qt.MouseButton.NoButton if kind is QEvent.Type.TabletRelease else Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        event = QTabletEvent(kind, pen, place, place, 0.5, 0, 0, 0, 0, 0, none, Qt.MouseButton.LeftButton, buttons)
        QApplication.sendEvent(pad, event)
        assert event.isAccepted()
    finger = QTest.createTouchDevice()
    for act in ("press", "move", "release"):
        touch = QTest.touchEvent(pad, finger)
        getattr(touch, act)(0, QPoint(60 if act == "press" else 240, 120), pad)
        touch.commit()
    assert [len(one) for one in pad.strokes] == [3, 3, 2]
    QTest.keyClick(pad, Key.Key_Delete)
    assert pad.strokes == ()


def test_a_lock_midway_loses_nothing(qtbot: QtBot, page: SigningPage, vault: Vault, ada: int, clock: Clock) -> None:
    draft = paper_signing.begin(vault, ada, "touch-agreement", "en", NOW)
    page.open_paper(draft)
    page.prepare.ticks["places"].put(("hand",))
    page.prepare.present.setText("Luis")
    page.prepare.until.setText("soon")
    page.go_on()
    assert page.step is Step.PREPARE
    assert "“soon” is not a day" in words_on(page)
    assert page.close_down()
    again = shown(qtbot, SigningPage(vault, clock))
    again.open_paper(draft)
    assert again.prepare.present.text() == "Luis"
    assert again.prepare.until.text() == "soon"
    again.prepare.until.setText("6/9/2027")
    again.go_on()
    again.go_on()
    form = again.signers[Step.SIGN]
    form.whose.choose(Whose.REPRESENTATIVE)
    form.whose.chosen.emit()
    form.name.setText("Jo Quill")
    form.relation.setText("mother")
    assert again.close_down()
    third = shown(qtbot, SigningPage(vault, clock))
    third.open_paper(draft)
    form = third.signers[Step.SIGN]
    assert third.step is Step.SIGN
    assert (form.name.text(), form.relation.text()) == ("Jo Quill", "mother")
    draw(form.pad, (QPoint(30, 30), QPoint(90, 60), QPoint(200, 40)))
    third.enter()
    assert third.step is Step.COUNTERSIGN
    third.go_back()
    third.go_back()
    third.go_back()
    assert not third.prepare.present.isEnabled()
    ask.answer(True)
    third.prepare._unsign.click()
    assert third.prepare.present.isEnabled()
    assert paper_signing.in_hand(vault, draft, TODAY).filled.signed == ()
    assert paper_signing.in_hand(vault, draft, TODAY).filled.until == date(2027, 6, 9)


def test_another_language_takes_what_was_entered_with_it(page: SigningPage, vault: Vault, ada: int) -> None:
    page.open_paper(paper_signing.begin(vault, ada, "touch-agreement", "en", NOW))
    page.prepare.present.setText("Luis")
    acts.change_language(page, "es")
    assert page.hand is not None
    assert (page.hand.language, page.prepare.present.text()) == ("es", "Luis")
    assert [one.id for one in paper_signing.drafts(vault, ada)] == [page.hand.id]


def test_a_release_is_filled_with_somebody_of_the_chart(page: SigningPage, vault: Vault, ada: int) -> None:
    person = Contact("Dr. S. Amari", ContactKind.PRESCRIBER, "Cedar Wash Psychiatry", "505-555-0100")
    contacts.save_person(vault, ada, person, Link(ContactRole.PRESCRIBER, ""), NOW)
    page.open_paper(paper_signing.begin(vault, ada, "release", "en", NOW))
    (offered,) = [one for one in page.findChildren(QPushButton) if one.accessibleName() == "Share with Dr. S. Amari"]
    offered.click()
    assert page.keep()
    assert page.hand is not None
    values = {one.name: one.value for one in page.hand.fields}
    assert values["recipient"] == "Dr. S. Amari"
    assert values["recipient_address"] == "Cedar Wash Psychiatry\n505-555-0100"


def test_a_gap_is_shown_where_it_is_filled(page: SigningPage, vault: Vault, ada: int) -> None:
    page.open_paper(paper_signing.begin(vault, ada, "release", "en", NOW))
    page.go_on()
    assert "Still open: the person or office to share with is not entered" in words_on(page)
    page.go_on()
    assert page.step is Step.PREPARE
    assert "This one is still empty" in words_on(page)
    assert QApplication.focusWidget() is page.prepare.fields["recipient"]
    expires = page.prepare.fields["expires"]
    expires.setFocus()
    type_keys("6/9/2027", Key.Key_Tab)
    assert page.prepare.until.text() == "6/9/2027", "a day stands as the end too, in sight"
    page.prepare.until.setText("6/9/2028")
    page.go_on()
    assert "The paper itself says Jun 9, 2027" in words_on(page)


def test_no_consent_under_the_medicine_and_another_paper_with_a_reason(
    page: SigningPage, vault: Vault, ada: int
) -> None:
    consent, release = ready_to_sign(vault, ada, "touch-agreement"), ready_to_sign(vault, ada, "release")
    courses.start_course(vault, ada, TODAY, NOW)
    medicine.take_in(vault, medicine_days.begin(vault, ada, NOW), Dose(2, 100), 2, "Ada", NOW, NOW)
    for draft in (consent, release):
        page.open_paper(draft)
        page.go_on()
        page.go_on()
        assert page.step is Step.SIGN
        page.signers[Step.SIGN].way.choose(Way.TYPED)
        page.enter()
        if draft == consent:
            assert "A consent is not given under the medicine" in words_on(page)
            assert page.step is Step.SIGN
    form = page.signers[Step.SIGN]
    assert "Say why this paper is signed all the same" in words_on(page)
    assert form.reason.isVisible()
    form.reason.setText("the ride home asks for it")
    page.enter()
    assert page.step is Step.FILE
    page.enter()
    assert page.filed_id is not None
    assert filed_papers.get_paper(vault, page.filed_id).reason == "the ride home asks for it"


def test_the_client_gets_a_copy_of_the_exact_bytes(page: SigningPage, vault: Vault, ada: int, tmp_path: Path) -> None:
    page.open_paper(ready_to_sign(vault, ada, "privacy-notice"))
    page.go_on()
    page.go_on()
    page.signers[Step.SIGN].way.choose(Way.TYPED)
    page.enter()
    page.enter()
    assert page.filed_id is not None
    ask.answer(tmp_path / "copy.pdf")
    page.file.buttons["saved"].click()
    assert (tmp_path / "copy.pdf").read_bytes() == filed_papers.exact_bytes(vault, page.filed_id)
    assert [one.how for one in papers.papers_of_client(vault, ada)] == ["saved"]
    assert not page.file.buttons["none"].isEnabled()


def test_that_no_copy_was_wanted_is_in_the_history(page: SigningPage, vault: Vault, ada: int) -> None:
    page.filed_id = sign_all(vault, ready_to_sign(vault, ada, "touch-agreement"))
    acts.copy(page, "none")
    assert "No copy was wanted" in page.file._given.text()
    assert history.client_history(vault, ada)[0].words == "No copy of a signed paper wanted"


def test_the_window_leads_to_it_and_back(window: Window) -> None:
    ada = clients.create_client(window.vault, ClientFacts("Ada Quill"), NOW)
    window.open_client(ada)
    window.chart.sign_wanted.emit(ada, "touch-agreement")
    assert window.page == "signing"
    assert window.sidebar.isHidden()
    type_keys(Key.Key_Escape)
    assert (window.page, window.chart.tab) == ("chart", "papers")
    assert not window.sidebar.isHidden()
    assert paper_signing.drafts(window.vault, ada) == []
    assert QApplication.focusWidget().objectName() == "sign_missing_consent-therapy", "the next one is an Enter away"
    window.chart.sign_wanted.emit(ada, "touch-agreement")
    window.signing.prepare.present.setText("Luis")
    here = window.place()
    window.show_page("today")
    window.go_to(here)
    assert (window.page, window.signing.prepare.present.text()) == ("signing", "Luis")
    window.signing.leave()
    window.chart.sign_wanted.emit(ada, "kap-introduction")
    assert window.page == "chart"
    assert "is not signed" in window.messages._words.text()
