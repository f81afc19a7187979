"""Integration as pictures: the strip folded and open, worrying answers, signed, from last time, the page between sessions."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.contacts import Answer
from kapdesk.domain.integration import Integration, Said, Step
from kapdesk.domain.notes import NoteKind
from kapdesk.ui.notes.between import BetweenDialog
from kapdesk.ui.notes.open_steps import OutcomeDialog
from kapdesk.usecases.people import clients
from kapdesk.usecases.writing import integration, notes
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window

_TEXT = "## What came\nA wide sea, and her brother at the shore.\n\n## What was hard\nThe way back into the room.\n"


def draw(
    take: Callable[[QWidget, str], None],
    put_away: Callable[[QDialog, str], None],
    window: "Window",
    vault: Vault,
    clock: Callable[[], datetime],
) -> None:
    """Draw them of a client of the sample who had ketamine sessions; the copy is changed by it."""
    now = clock()
    client_id = next(row.id for row in clients.list_clients(vault, now.date()) if row.name.startswith("Rosa"))
    window.open_client(client_id)
    chart = window.chart
    chart.open_tab("notes")
    chart.notes.new_note(NoteKind.INTEGRATION)
    editor = chart.notes.editor
    editor.text.set_text(_TEXT)
    editor.save()
    take(window, "integration-folded")
    note_id = editor.note_id
    assert note_id is not None
    kept = integration.get(vault, note_id)
    steps = (
        Step("Sit on the porch before work", now.date() + timedelta(days=5)),
        Step("Call her sister", now.date() - timedelta(days=1)),
    )
    asked = {"mood_dip": Said(Answer.YES, "on Thursday"), "sleep": Said(Answer.NO), "bladder": Said(Answer.NO)}
    ketamine_id = kept.ketamine_id if kept is not None else None
    integration.keep(vault, note_id, Integration(ketamine_id, asked, steps), now)
    _reopen(window, client_id, note_id)
    editor.strip.fold.setChecked(True)
    take(window, "integration-open")
    fields = editor.strip.fields
    fields.asked.put({"bladder": "yes", "safety": "yes"})
    fields.asked.answered.emit("safety")
    take(window, "integration-worrying")
    fields.asked.put({name: one.answer.value for name, one in asked.items()})
    editor.strip.fold.setChecked(False)
    editor.save()
    put_away(BetweenDialog(vault, clock, client_id, note_id, window), "between-sessions")
    notes.sign_note(vault, note_id, now)
    editor.let_go()
    _reopen(window, client_id, note_id)
    take(window, "integration-signed")
    open_ones = integration.open_steps(vault, client_id)
    put_away(OutcomeDialog(vault, clock, open_ones[0].id, open_ones[0].words, window), "integration-outcome")
    chart.notes.new_note(NoteKind.PREPARATION)
    take(window, "integration-from-last-time")
    chart.open_tab("overview")
    take(window, "chart-overview-steps")


def _reopen(window: "Window", client_id: int, note_id: int) -> None:
    window.show_page("today")
    window.open_note(client_id, note_id)
