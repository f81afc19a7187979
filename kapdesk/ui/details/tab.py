"""A client's details in the chart: read as cards, changed piece by piece."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from kapdesk.domain.clients import Status
from kapdesk.domain.contacts import Way
from kapdesk.domain.health import Allergy, Diagnosis, Flag, Medicine
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.clients.form import WHOLE, ClientForm
from kapdesk.ui.details import asks
from kapdesk.ui.details.entry import Ask, EntryDialog, run_dialog
from kapdesk.ui.details.own import FieldsDialog, OwnFieldsDialog
from kapdesk.ui.details.person import PersonDialog
from kapdesk.ui.details.reading import reading
from kapdesk.usecases.asking import intake_chart
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people import clients, details, entries, health
from kapdesk.usecases.people.contacts import PersonRow
from kapdesk.usecases.people.entries import Entry
from kapdesk.usecases.people.health import Asked
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class _AskedOn:
    """The day on which the client was asked, as a form takes it."""

    asked_on: date | None


class DetailsTab(QWidget):
    """Shows the details; Edit turns the client's own ones into a form, the rest is changed in small dialogs."""

    said = Signal(str, object)
    changed = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.vault = vault
        self._clock = clock
        self.client_id = 0
        self.form: ClientForm | None = None
        self.sources: Mapping[str, str] = {}
        self._places = QStackedWidget()
        outer = look.column(self)
        outer.addWidget(self._places)

    def show_client(self, client_id: int) -> None:
        """Show another client."""
        self.client_id = client_id
        self.form = None

    def refresh(self) -> None:
        """Read again; a form that is open stays, and so does the place in the page."""
        if self.form is not None:
            return
        focus = self.window().focusWidget()  # also while a dialog is just being closed
        name = focus.objectName() if focus is not None and self.isAncestorOf(focus) else ""
        at = self._scrolled()
        self.sources = intake_chart.sources(self.vault, self.client_id, self._clock().date())
        area = reading(self)
        self._show(area)
        area.verticalScrollBar().setValue(at)
        if name and (again := area.findChild(QWidget, name)) is not None:
            again.setFocus()

    def editing(self) -> bool:
        """Whether the form is open."""
        return self.form is not None

    def edit(self) -> None:
        """Turn the client's own details into a form."""
        frame, layout = look.card("Person")
        self.form = ClientForm(WHOLE, clients.get_client(self.vault, self.client_id))
        layout.addWidget(look.scroll(self.form), 1)
        cancel = look.button("Cancel", "cancel_details")
        cancel.clicked.connect(self.cancel)
        keep = look.button("Save", "save_details", "primary", "Ctrl+Return")
        keep.clicked.connect(self.save)
        layout.addLayout(look.row(None, cancel, keep))
        self._show(frame)
        self.form.fields["legal_name"].setFocus()

    def close_down(self) -> bool:
        """Keep what was changed in an open form; False when it cannot be kept, and then the form stays."""
        if self.form is None:
            return True
        try:
            facts = self.form.facts()
        except BadInput as problem:
            self.form.show_problem(problem)
            return False
        if facts == clients.get_client(self.vault, self.client_id):
            self.cancel()
        else:
            self.save()
        return self.form is None

    def cancel(self) -> None:
        """Leave the form; nothing is changed."""
        self.form = None
        self.refresh()

    def save(self) -> None:
        """Keep the form; what cannot be kept is said at its field."""
        if self.form is None:
            return
        try:
            undo = clients.update_client(self.vault, self.client_id, self.form.facts(), self._clock())
        except BadInput as problem:
            self.form.show_problem(problem)
        except KapdeskError as error:
            look.show_error(self.form.error, str(error))
        else:
            self.form = None
            self._done(undo)

    def edit_way(self, way: Way | None = None) -> None:
        """Enter a way to reach the client, or change it."""
        self._edit_entry("Way to reach the client", asks.WAY, way or Way(), way)

    def put_first(self, way: Way) -> None:
        """Try this way to reach the client before the others."""
        self._do(lambda: entries.put_first(self.vault, self.client_id, way.id, self._clock()))

    def edit_flag(self, flag: Flag | None = None) -> None:
        """Enter a flag for the prescriber, or change it: told, answered, closed."""
        today = self._clock().date()
        hint = "You decide what is told; the prescriber decides what follows. A flag stays in sight until it is closed."
        self._edit_entry("Flag for the prescriber", asks.FLAG, flag or Flag(noted_on=today), flag, hint)

    def edit_allergy(self, allergy: Allergy | None = None) -> None:
        """Enter an allergy, or change it."""
        self._edit_entry("Allergy, as told", asks.ALLERGY, allergy or Allergy(), allergy)

    def edit_medicine(self, medicine: Medicine | None = None) -> None:
        """Enter a medicine, or change it."""
        hint = "As it was told to you. Nobody stops a prescribed medicine without the prescriber."
        self._edit_entry("Medicine, as told", asks.MEDICINE, medicine or Medicine(), medicine, hint)

    def edit_diagnosis(self, diagnosis: Diagnosis | None = None) -> None:
        """Enter a diagnosis, or change it."""
        self._edit_entry("Diagnosis", asks.DIAGNOSIS, diagnosis or Diagnosis(), diagnosis)

    def edit_asked(self, about: Asked) -> None:
        """Enter the day on which the client was asked about allergies or medicines."""
        told = health.health_of(self.vault, self.client_id)
        before = told.allergies_asked_on if about == "allergies" else told.medicines_asked_on
        dialog = EntryDialog(
            f"Asked about {about}",
            (Ask("asked_on", "Asked on", "day"),),
            _AskedOn(before or self._clock().date()),
            lambda entry: health.asked(self.vault, self.client_id, about, entry.asked_on, self._clock()),
            parent=self,
            hint="So that “none told” is known to be an answer. Empty the field to take the day away.",
        )
        self._run(dialog)

    def edit_person(self, person: PersonRow | None = None) -> None:
        """Name somebody in the chart, or change that."""
        self._run(PersonDialog(self.vault, self._clock, self.client_id, person, self))

    def edit_own(self) -> None:
        """Fill in the practice's own fields."""
        self._run(OwnFieldsDialog(self.vault, self._clock, self.client_id, self))

    def edit_fields(self) -> None:
        """Choose which fields the practice keeps beside the usual ones."""
        dialog = FieldsDialog(self.vault, self._clock, self._done, self)
        dialog.exec()
        dialog.deleteLater()

    def choose_photo(self) -> None:
        """Keep a photo of the client, from a PNG or JPEG."""
        path = ask.open_file(self, "Choose a photo", Path.home(), "Pictures (*.png *.jpg *.jpeg)")
        if path is None:
            return
        try:
            with path.open("rb") as file:
                chosen = file.read(details.LARGEST_FILE + 1)
        except OSError:
            self.said.emit(f"{path.name} cannot be read. Choose another file.", None)
            return
        self._do(lambda: details.set_photo(self.vault, self.client_id, chosen, self._clock()))

    def remove_photo(self) -> None:
        """Keep no photo any more."""
        self._do(lambda: details.remove_photo(self.vault, self.client_id, self._clock()))

    def archive_or_restore(self) -> None:
        """Put the client into the archive, or take her back from it."""
        archived = clients.get_client(self.vault, self.client_id).status is Status.ARCHIVED
        act = clients.restore_client if archived else clients.archive_client
        self._do(lambda: act(self.vault, self.client_id, self._clock()))

    def _edit_entry(self, heading: str, what: tuple[Ask, ...], entry: Any, kept: Entry | None, hint: str = "") -> None:
        dialog = EntryDialog(
            heading,
            what,
            entry,
            lambda typed: entries.save_entry(self.vault, self.client_id, typed, self._clock()),
            (lambda: entries.remove_entry(self.vault, self.client_id, kept, self._clock())) if kept else None,
            self,
            hint,
        )
        self._run(dialog)

    def _run(self, dialog: EntryDialog | PersonDialog | OwnFieldsDialog) -> None:
        _, undo = run_dialog(dialog)
        if undo is not None:
            self._done(undo)

    def _do(self, act: Callable[[], Undo]) -> None:
        try:
            undo = act()
        except KapdeskError as error:
            self.said.emit(str(error), None)
        else:
            self._done(undo)

    def _done(self, undo: Undo) -> None:
        self.said.emit(undo.words, undo)
        self.changed.emit()

    def _scrolled(self) -> int:
        area = self._places.currentWidget()
        return area.verticalScrollBar().value() if isinstance(area, QScrollArea) else 0

    def _show(self, widget: QWidget) -> None:
        while (old := self._places.widget(0)) is not None:
            self._places.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._places.addWidget(widget)
