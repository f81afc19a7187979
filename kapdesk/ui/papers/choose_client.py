"""Choose a client to hand a paper to."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from kapdesk.ui.flow import fit
from kapdesk.ui.look import button, column, label, line, row
from kapdesk.ui.theme import px
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault


class ChooseClientDialog(QDialog):
    """A search box over the current clients; `client_id` is the chosen one."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime], words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("choose_client_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock = vault, clock
        self.client_id: int | None = None
        layout = column(self, gap=12, margin=24)
        layout.addWidget(label(words, "heading"))
        self.search = line("choose_client_search", "Find a client", "Find a client…")
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        layout.addWidget(self.search)
        self.list = QListWidget()
        self.list.setObjectName("choose_client_list")
        self.list.setAccessibleName("Clients")
        self.list.itemActivated.connect(self.choose)
        layout.addWidget(self.list, 1)
        cancel = button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        self._choose = button("Choose", "choose_client", "primary")
        self._choose.clicked.connect(self.choose)
        layout.addLayout(row(None, cancel, self._choose))
        fit(self, 420, 480)
        self._fill()
        self.search.setFocus()

    def choose(self) -> None:
        """Take the chosen line."""
        item = self.list.currentItem()
        if item is not None:
            self.client_id = item.data(Qt.ItemDataRole.UserRole)
            self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Up move in the list while one types."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow(min(self.list.count() - 1, max(0, self.list.currentRow() + step)))
                return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        self.list.clear()
        for found in clients.list_clients(self._vault, self._clock().date(), self.search.text()):
            item = QListWidgetItem(found.name)
            item.setData(Qt.ItemDataRole.UserRole, found.id)
            item.setSizeHint(QSize(px(120), px(34)))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._choose.setEnabled(self.list.count() > 0)
