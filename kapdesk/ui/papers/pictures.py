"""Pictures of writing a wording: as it opens, with an error, the kind of change, the difference between versions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from kapdesk.domain.paper_states import KAP_CONSENT as CONSENT
from kapdesk.domain.signatures import Role
from kapdesk.ui import ask
from kapdesk.ui.papers.ask_again import AskAgainDialog
from kapdesk.ui.papers.editor import WordingEditor
from kapdesk.ui.papers.pack import PackDialog
from kapdesk.ui.papers.page import PapersPage
from kapdesk.ui.papers.save_version import SaveVersionDialog, lacking_question
from kapdesk.ui.papers.versions import VersionsDialog
from kapdesk.usecases.paper import asked_again, papers_on_paper, wording
from kapdesk.usecases.paper.papers_on_paper import OnPaper
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault

_PAPER = "kap-introduction"


def draw(
    take: Callable[[QWidget, str], None],
    dialog: Callable[[QDialog, str], None],
    window: QWidget,
    page: PapersPage,
    vault: Vault,
    clock: Callable[[], datetime],
) -> None:
    """Draw the editor; what was written for the pictures is put away again."""
    _library(take, dialog, window, page, vault, clock)
    page.edit_wording(_PAPER)
    editor = page.editor
    _ready(editor)
    take(window, "wording")
    editor.pane.text.go_to(3)
    editor.pane.text.insert_words(" Ask $somebody.")
    editor.proofs.start()
    _ready(editor)
    take(window, "wording-error")
    before = wording.current_wording(vault, _PAPER)
    body = before.text.body.replace("Take your time, and mark", "Take the time you need, and mark")
    editor.pane.text.replace_all(body)
    editor.keep()
    editor.proofs.start()
    _ready(editor)
    take(window, "wording-draft")
    dialog(VersionsDialog(vault, clock, before, editor.pane.written(), window), "wording-difference")
    differs = "Compared with version 1: 1 line added, 1 line removed."
    dialog(SaveVersionDialog(before.text.title, differs, (), window, 3), "wording-save")
    page.close_down()
    wording.discard_draft(vault, _PAPER, "en", clock())
    page.refresh()


def _library(
    take: Callable[[QWidget, str], None],
    dialog: Callable[[QDialog, str], None],
    window: QWidget,
    page: PapersPage,
    vault: Vault,
    clock: Callable[[], datetime],
) -> None:
    """The library: narrowed, in Spanish, a consent for nobody yet and for a client, a search in the pages."""
    page.library.filter.setText("consent")
    take(window, "papers-narrowed")
    page.library.filter.setText("nothing of the kind")
    take(window, "papers-none")
    page.open_paper(CONSENT)
    take(window, "papers-consent")
    page.open_paper("touch-agreement")
    preview = page.pane.preview
    preview.show_thumbnails(True)
    preview.fit("page")
    preview.search()
    preview.find_bar.words.setText("touch")
    take(window, "papers-search")
    preview.find_bar.words.clear()
    preview.end_find()
    preview.show_thumbnails(False)
    preview.set_zoom(1.0)
    somebody = next(row.id for row in clients.list_clients(vault, clock().date()) if row.name.startswith("Rosa"))
    page.open_paper("closing-letter", somebody)
    take(window, "papers-client-questions")
    page.pane.lines.setChecked(True)
    page.open_paper("closing-letter", somebody)
    take(window, "papers-client-lines")
    dialog(PackDialog(vault, clock, somebody, "", window), "intake-pack")
    dialog(PackDialog(vault, clock, None, "es", window), "intake-pack-nobody")
    page.open_paper(CONSENT, language="es")
    take(window, "papers-spanish")
    page.open_paper(_PAPER, language="en")
    text = wording.current_wording(vault, CONSENT).text
    lacking = ask.question(window, *lacking_question("consent", ("off-label use", "the ride home")))
    dialog(lacking, "wording-lacking")
    _signed(vault, clock)
    changed = replace(text, body=text.body.replace("\n\n", "\n\nAnew. ", 1))
    wording.save_wording(vault, CONSENT, "en", changed, "material", clock())
    page.refresh()
    take(window, "papers-ask-again")
    dialog(AskAgainDialog(vault, clock, "", window), "ask-again")
    wording.back_to_shipped(vault, CONSENT, "en", clock())
    page.refresh()


def _signed(vault: Vault, clock: Callable[[], datetime]) -> None:
    """Somebody signed the consent, where nobody in the sample did."""
    if asked_again.how_many(vault, CONSENT, "en", clock().date()):
        return
    for row in clients.list_clients(vault, clock().date())[:2]:
        signers = ((Role.CLIENT, row.name, ""), (Role.THERAPIST, "Dana Whitfield", ""))
        on = clock().date() - timedelta(days=30)
        told = OnPaper(CONSENT, on, signers, "1", kept_where="in the blue folder")
        papers_on_paper.file_from_paper(vault, row.id, told, (), clock())


def _ready(editor: WordingEditor) -> None:
    """Wait for the pages."""
    while editor.proofs.busy:
        QApplication.processEvents()
