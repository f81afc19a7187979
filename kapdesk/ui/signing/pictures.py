"""A paper being signed as pictures: each step, under the medicine, and what was filed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from kapdesk.domain.strokes import Point
from kapdesk.ui.signing import acts
from kapdesk.ui.signing.signer import Way, Whose
from kapdesk.ui.signing.steps import Step
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.signing.page import SigningPage
    from kapdesk.ui.window import Window

_RELEASE = {
    "recipient": "Dr. Amari",
    "recipient_address": "14 Alder Way, Cedar Wash, NM",
    "release_what": "nothing more",
    "release_purpose": "to plan the treatment together",
    "expires": "the end of the treatment",
}
_HAND = (
    ((0.10, 0.17), (0.13, 0.08), (0.16, 0.06), (0.17, 0.10), (0.13, 0.15), (0.18, 0.14), (0.21, 0.21)),
    ((0.24, 0.18), (0.27, 0.15), (0.25, 0.20), (0.29, 0.19), (0.31, 0.16), (0.32, 0.20), (0.36, 0.15), (0.38, 0.21)),
    ((0.44, 0.08), (0.45, 0.15), (0.44, 0.22), (0.50, 0.20), (0.53, 0.13), (0.48, 0.08), (0.44, 0.09)),
    ((0.57, 0.19), (0.60, 0.15), (0.58, 0.21), (0.63, 0.19), (0.66, 0.07), (0.65, 0.20), (0.72, 0.18), (0.84, 0.15)),
)


def draw(take: Callable[[QWidget, str], None], window: "Window", vault: Vault, clock: Callable[[], datetime]) -> None:
    """Draw all steps for somebody who has no papers yet."""
    client_id = clients.create_client(vault, ClientFacts("Hanna Morrow", birth_date=date(1979, 11, 23)), clock())
    window.open_client(client_id)
    page = window.signing
    window.chart.sign_wanted.emit(client_id, "release")
    take(window, "signing-release")
    for name, words in _RELEASE.items():
        field = page.prepare.fields[name]
        field.setProperty("text" if field.metaObject().className() == "QLineEdit" else "plainText", words)
    page.leave()
    window.chart.sign_wanted.emit(client_id, "consent-kap")
    take(window, "signing-prepare")
    _fill(page)
    page.go_on()
    _wait(page)
    take(window, "signing-read")
    page.go_on()
    page.initial.initials.setText("H. M.")
    take(window, "signing-initial")
    for _ in page.initial._points():
        if page.initial.at == len(page.hand.points if page.hand else ()):
            take(window, "signing-initial-apart")
        page.initial.enter()
    page.go_on()
    take(window, "signing-sign")
    form = page.signers[Step.SIGN]
    form.whose.choose(Whose.REPRESENTATIVE)
    form.whose.chosen.emit()
    form.name.setText("Jamie Marsh")
    form.way.choose(Way.TYPED)
    form.way.chosen.emit()
    acts.sign(page)
    take(window, "signing-representative")
    form.put_texts({})
    scribble(page)
    take(window, "signing-drawn")
    acts.sign(page)
    take(window, "signing-countersign")
    acts.sign(page)
    _wait(page)
    take(window, "signing-file")
    acts.file_now(page)
    take(window, "signing-filed")
    acts.copy(page, "none")
    page.leave()


def _wait(page: "SigningPage") -> None:
    """Until the pages are there."""
    while page.busy:
        QCoreApplication.processEvents()


def scribble(page: "SigningPage") -> None:
    """Sign as somebody would."""
    pad = page.signers[Step.SIGN].pad
    pad.put_strokes(tuple(tuple(Point(x, y) for x, y in stroke) for stroke in _HAND))


def _fill(page: "SigningPage") -> None:
    """Type into every gap of the paper in hand."""
    assert page.hand is not None
    for one in page.hand.fields:
        if not one.value:
            field = page.prepare.fields[one.name]
            kind = "text" if field.metaObject().className() == "QLineEdit" else "plainText"
            field.setProperty(kind, f"({one.ask})")
    page.prepare.present.setText("nobody else")
    page.keep()
