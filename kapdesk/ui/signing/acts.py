"""What is done with a paper that is being signed: initial, sign, take off, another language, file, copy."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from kapdesk.domain.filled import Filled
from kapdesk.errors import KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.signing import copies, typing
from kapdesk.ui.signing.steps import Step
from kapdesk.usecases.house import practice
from kapdesk.usecases.paper import paper_signing
from kapdesk.usecases.paper.paper_signing import PaperInHand
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.signing.page import SigningPage


def sign(page: "SigningPage") -> None:
    """Put the signature of this step on the paper, at this moment."""
    if page.hand is None or not page.keep():
        return
    form = page.signers[page.step]
    form.show_problem(None)
    try:
        signature = form.signature()
        paper_signing.sign(page.vault, page.hand.id, signature, page.clock(), form.reason.text().strip())
    except KapdeskError as problem:
        form.show_problem(problem)
        return
    form.put_texts({})
    page.reread()
    page.changed.emit()
    page.go_on()


def take_signatures_off(page: "SigningPage") -> None:
    """Ask, and take all signatures off, so that the paper can be changed and signed anew."""
    if page.hand is None:
        return
    names = ", ".join(one.name for one in page.hand.filled.signed)
    sentence = f"Take the signatures off ({names})? The paper is signed anew then."
    if not ask.confirm(page, sentence, "Take off", "They are not on file yet; that they were there stays known."):
        return
    paper_signing.take_signatures_off(page.vault, page.hand.id, page.clock())
    page.reread()
    page.furthest = Step.PREPARE
    page.show_step(Step.PREPARE)
    page.changed.emit()


def change_language(page: "SigningPage", language: str) -> None:
    """The same paper in another language; what was typed and ticked goes with it, initials do not."""
    if page.hand is None or language == page.hand.language or not page.keep():
        page.prepare.show_language(page.hand.language if page.hand else "")
        return
    old, at = page.hand, page.clock()
    try:
        new = paper_signing.begin(page.vault, old.client_id, old.name, language, at)
    except KapdeskError as error:
        look.show_error(page.error, f"There is no such paper in this language yet. {error}")
        page.prepare.show_language(old.language)
        return
    there = paper_signing.in_hand(page.vault, new, at.date()).filled
    if there == Filled():
        paper_signing.keep(page.vault, new, replace(old.filled, initials={}, signed=()), at)
    paper_signing.put_away(page.vault, old.id, at)
    page.open_paper(new)


def file_now(page: "SigningPage") -> None:
    """File it: its exact bytes, for ever."""
    if page.hand is None:
        return
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # the exact bytes are laid out, a third of a second
    try:
        page.filed_id = paper_signing.file_signed(page.vault, page.hand.id, page.clock())
    except KapdeskError as problem:
        look.show_error(page.file.error, str(problem))
        return
    finally:
        QGuiApplication.restoreOverrideCursor()
    typing.keep(page.vault, page.hand.client_id, page.hand.id, None, page.clock())
    page.changed.emit()
    page.show_step(Step.FILE)


def copy(page: "SigningPage", how: str) -> None:
    """Hand the client a copy, or note that none was wanted."""
    if page.filed_id is None:
        return
    look.show_error(page.file.error, "")
    try:
        words = copies.hand_over(page, page.vault, page.clock, page.filed_id, how)
    except KapdeskError as problem:
        look.show_error(page.file.error, str(problem))
        return
    if words:
        page.file.say_given(words)
        page.changed.emit()
        page.primary.setFocus()


def put_initials(page: "SigningPage", name: str, initials: str) -> None:
    """One point: in the practice file at once."""
    if page.hand is None or not page.keep():
        return
    there = {**page.hand.filled.initials, name: initials}
    filled = replace(page.hand.filled, initials={one: words for one, words in there.items() if words})
    try:
        paper_signing.keep(page.vault, page.hand.id, filled, page.clock())
    except KapdeskError as problem:
        look.show_error(page.initial.error, str(problem))
        return
    page.reread()
    if initials:
        page.initial.go_on()


def offered(hand: PaperInHand, step: Step, vault: Vault) -> str:
    """The name that stands on the line at first: from the paper's own fields, else as the desk knows it."""
    values = {one.name: one.value for one in hand.fields}
    if step is Step.SIGN:
        return values.get("client_name", hand.client)
    if step is Step.ADULT:
        return values.get("adult_name", "")
    return values.get("therapist") or practice.get_practice(vault).signer
