"""A field for a client: typed, completed from the list, or chosen from it."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter

from kapdesk.domain.names import fold
from kapdesk.errors import BadInput
from kapdesk.ui import look
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault


class ClientField(QComboBox):
    """Every client but the archived; the first line is nobody."""

    def __init__(self, name: str, vault: Vault, today: date, chosen: int | None = None) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("Client")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setEditable(True)
        self.words = look.line(f"{name}_words", "Client", "Type a name, or leave empty")
        self.setLineEdit(self.words)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(14)
        self.addItem("", None)
        rows = clients.list_clients(vault, today)
        names = [row.name for row in rows]
        for row in rows:
            self.addItem(row.name if names.count(row.name) == 1 else f"{row.name} (chart {row.id})", row.id)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.words.editingFinished.connect(self._complete)
        self.choose(vault, chosen)

    def choose(self, vault: Vault, client_id: int | None) -> None:
        """Put a client in, also one of the archive."""
        at = 0 if client_id is None else self.findData(client_id)
        if at < 0 and client_id is not None:
            self.addItem(clients.get_client(vault, client_id).name, client_id)
            at = self.count() - 1
        self.setCurrentIndex(at)

    def client_id(self) -> int | None:
        """Whose; None for an empty field. BadInput when it is nobody's name."""
        text = self.currentText().strip()
        if text == self.itemText(self.currentIndex()):
            return self._id(self.currentIndex())
        alike = [at for at in range(1, self.count()) if fold(self.itemText(at)) == fold(text)]
        if not text or alike:
            return self._id(alike[0] if alike else 0)
        raise BadInput(f"There is no client “{text}”. Choose one from the list, or leave the field empty.", "client")

    def _complete(self) -> None:
        """When the field is left: the only name that begins as is typed is taken."""
        typed = fold(self.currentText().strip())
        alike = [at for at in range(1, self.count()) if typed and fold(self.itemText(at)).startswith(typed)]
        if len(alike) == 1:
            self.setCurrentIndex(alike[0])
            self.setEditText(self.itemText(alike[0]))

    def _id(self, at: int) -> int | None:
        found: int | None = self.itemData(at)
        return found
