"""Pictures of writing a wording: as it opens, with an error, the kind of change, the difference between versions."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from kapdesk.ui.papers.editor import WordingEditor
from kapdesk.ui.papers.page import PapersPage
from kapdesk.ui.papers.save_version import SaveVersionDialog
from kapdesk.ui.papers.versions import VersionsDialog
from kapdesk.usecases import wording
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
    dialog(SaveVersionDialog(before.text.title, differs, (), window), "wording-save")
    page.close_down()
    wording.discard_draft(vault, _PAPER, "en", clock())
    page.refresh()


def _ready(editor: WordingEditor) -> None:
    """Wait for the pages."""
    while editor.proofs.busy:
        QApplication.processEvents()
