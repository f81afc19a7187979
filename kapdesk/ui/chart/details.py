"""A client's details: read, and changed as a whole."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from kapdesk.domain.clients import Status
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.clients.form import WHOLE, WORDS, ClientForm
from kapdesk.ui.days import shown
from kapdesk.ui.theme import px
from kapdesk.usecases import clients
from kapdesk.vault.database import Vault


class DetailsTab(QWidget):
    """Shows the details; Edit turns them into a form."""

    said = Signal(str, object)
    changed = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._client_id = 0
        self.form: ClientForm | None = None
        self._places = QStackedWidget()
        outer = look.column(self)
        outer.addWidget(self._places)

    def show_client(self, client_id: int) -> None:
        """Show another client."""
        self._client_id = client_id
        self.form = None

    def refresh(self) -> None:
        """Read again; a form that is open stays."""
        if self.form is None:
            self._show(self._reading())

    def editing(self) -> bool:
        """Whether the form is open."""
        return self.form is not None

    def edit(self) -> None:
        """Turn the details into a form."""
        frame, layout = look.card("Details")
        self.form = ClientForm(WHOLE, clients.get_client(self._vault, self._client_id))
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
        if facts == clients.get_client(self._vault, self._client_id):
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
            undo = clients.update_client(self._vault, self._client_id, self.form.facts(), self._clock())
        except BadInput as problem:
            self.form.show_problem(problem)
        except KapdeskError as error:
            look.show_error(self.form.error, str(error))
        else:
            self.form = None
            self.refresh()
            self.said.emit(undo.words, undo)
            self.changed.emit()

    def _reading(self) -> QWidget:
        facts = clients.get_client(self._vault, self._client_id)
        frame, layout = look.card("Details")
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(12))
        grid.setColumnStretch(1, 1)
        for number, name in enumerate(WHOLE):
            value = getattr(facts, name)
            words = value.words if isinstance(value, Status) else shown(value) if isinstance(value, date) else value
            grid.addWidget(look.label(WORDS[name][0], "muted"), number, 0)
            grid.addWidget(look.label(words or "not entered", "body" if words else "muted", f"shown_{name}"), number, 1)
        inside = QWidget()
        inside.setLayout(grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setRowStretch(len(WHOLE), 1)
        layout.addWidget(look.scroll(inside), 1)
        edit = look.button("Edit", "edit_details")
        edit.clicked.connect(self.edit)
        archived = facts.status is Status.ARCHIVED
        archive = look.button("Take back from the archive" if archived else "Archive", "archive", "quiet")
        archive.clicked.connect(lambda: self._archive(archived))
        layout.addLayout(look.row(archive, None, edit))
        return frame

    def _archive(self, archived: bool) -> None:
        act = clients.restore_client if archived else clients.archive_client
        try:
            undo = act(self._vault, self._client_id, self._clock())
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        self.refresh()
        self.said.emit(undo.words, undo)
        self.changed.emit()

    def _show(self, widget: QWidget) -> None:
        while (old := self._places.widget(0)) is not None:
            self._places.removeWidget(old)
            old.deleteLater()
        self._places.addWidget(widget)
