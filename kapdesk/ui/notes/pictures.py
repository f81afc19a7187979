"""Notes in depth as pictures: being written, quick choices, struck through, in the wrong chart, kept apart, to be printed."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.choices import MENTAL_STATUS, RISK, sentences
from kapdesk.domain.notes import AddendumKind, NoteKind
from kapdesk.ui.notes import integration_pictures
from kapdesk.ui.notes.print_notes import PrintNotesDialog
from kapdesk.ui.notes.wrong_chart import WrongChartDialog
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.writing.sheets import SheetDialog
from kapdesk.usecases.people import clients
from kapdesk.usecases.writing import notes, private_notes
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window

_WORDS = """## Since the ketamine session
Slept *well* for three nights. Told her sister about **the roof**.

- walked on Sunday
- wrote two pages

## What came
Ride: {name}, {telephone}.
"""


def draw(
    take: Callable[[QWidget, str], None],
    put_away: Callable[[QDialog, str], None],
    window: "Window",
    vault: Vault,
    clock: Callable[[], datetime],
) -> None:
    """Draw them of a client of the sample; the copy is changed by it."""
    now = clock()
    client_id = next(row.id for row in clients.list_clients(vault, now.date(), "Theo"))
    window.open_client(client_id)
    chart = window.chart
    chart.open_tab("notes")
    chart.notes.new_note(NoteKind.INTEGRATION)
    editor = chart.notes.editor
    editor.text.set_text(_WORDS)
    editor.text.put_under(RISK.title, sentences(RISK, {"Self-harm": ["asked, denied"]}, {}))
    editor.fold.setChecked(True)
    editor.facts.start.setText("9:05")
    editor.facts.place.setText("office")
    editor.text.go_to_section(-1)
    editor.save()
    take(window, "note-written")
    window.show_only_the_note(True)
    take(window, "note-alone")
    window.show_only_the_note(False)
    for sheet in (MENTAL_STATUS, RISK):
        dialog = SheetDialog(sheet, window)
        dialog.choose(sheet.groups[0].name, sheet.groups[0].choices[0])
        put_away(dialog, f"sheet-{sheet.key.replace('_', '-')}")
    editor.fold.setChecked(False)
    signed = next(one for one in notes.list_notes(vault, client_id, now.date()) if one.signed_at)
    put_away(WrongChartDialog(vault, clock, signed, window), "wrong-chart")
    put_away(PrintNotesDialog(vault, clock, Tasks(), client_id, signed.id, window), "print-notes")
    notes.add_addendum(vault, signed.id, "Written for another day", "", now, AddendumKind.ERROR)
    chart.open_note(signed.id)
    take(window, "note-in-error")
    chart.open_tab("psychotherapy")
    take(window, "psychotherapy-closed")
    undo = private_notes.set_asks_again(vault, False, now)
    private_notes.start_note(vault, client_id, now.date(), "What I noticed in myself, and want to take along.", now)
    chart.private.refresh()
    take(window, "psychotherapy-open")
    undo.take_back(vault, now)
    chart.private.close_notes()
    integration_pictures.draw(take, put_away, window, vault, clock)
