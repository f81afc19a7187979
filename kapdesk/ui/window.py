"""The main window: sidebar, pages, message bar, and all the wiring between them in one block."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from kapdesk.errors import KapdeskError
from kapdesk.preferences import Preferences
from kapdesk.ui import look
from kapdesk.ui.chart.page import ChartPage
from kapdesk.ui.clients.page import ClientsPage
from kapdesk.ui.message_bar import MessageBar
from kapdesk.ui.papers.page import PapersPage
from kapdesk.ui.practice.page import PracticePage
from kapdesk.ui.sidebar import PAGES, Sidebar
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.theme import px
from kapdesk.usecases import backups, practice
from kapdesk.usecases.undo import Undo
from kapdesk.vault.database import Vault

SHORTCUTS = (
    ("Ctrl+K", "Find a client"),
    ("Ctrl+N", "New client"),
    ("Ctrl+Shift+N", "New note, in a chart"),
    ("Ctrl+Return", "Sign the note, save the details"),
    ("Ctrl+S", "Save the note now (it is kept by itself)"),
    ("Alt+1 … Alt+5", "Parts of a chart"),
    ("Alt+Left", "Back to all clients"),
    ("Ctrl+P", "Print the paper"),
    ("Ctrl+Z", "Undo the last step (in a text: the last typing)"),
    ("Ctrl+3, Ctrl+4, Ctrl+,", "Clients, papers, practice"),
    ("Ctrl+L", "Lock"),
    ("F1", "This list"),
)


@dataclass(frozen=True)
class Place:
    """Where one was, so that unlocking returns there; kept in memory only, as numbers."""

    page: str = "clients"
    client_id: int | None = None
    tab: str = "overview"
    note_id: int | None = None


class ShortcutsDialog(QDialog):
    """All keys on one sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts_dialog")
        self.setWindowTitle("kapdesk")
        layout = look.column(self, gap=8, margin=24)
        layout.addWidget(look.label("Keys", "heading"))
        for keys, words in SHORTCUTS:
            key = look.label(keys, "strong")
            key.setMinimumWidth(px(190))
            layout.addLayout(look.row(key, look.label(words), None))
        close = look.button("Close", "close", "primary")
        close.clicked.connect(self.accept)
        layout.addLayout(look.row(None, close))


class Window(QMainWindow):
    """The desk with one practice open; `lock_wanted` and `closed` are for whoever made it."""

    lock_wanted = Signal()
    closed = Signal()
    look_changed = Signal()
    idle_changed = Signal(int)

    def __init__(self, vault: Vault, clock: Callable[[], datetime], tasks: Tasks, preferences: Preferences) -> None:
        super().__init__()
        self.setWindowTitle("kapdesk")
        self.setObjectName("window")
        self.setMinimumSize(1024, 700)
        self._vault = vault
        self._clock = clock
        self._preferences = preferences
        self.sidebar = Sidebar()
        self.messages = MessageBar()
        self.clients = ClientsPage(vault, clock)
        self.chart = ChartPage(vault, clock)
        self.papers = PapersPage(vault, clock)
        self.practice = PracticePage(vault, clock, tasks, preferences)
        self._pages: dict[str, QWidget] = {
            "clients": self.clients,
            "chart": self.chart,
            "papers": self.papers,
            "practice": self.practice,
        }
        self._page = "clients"
        self._build()
        self._wire()
        self._journal = QTimer(self, interval=2_000)
        self._journal.timeout.connect(vault.checkpoint)
        self._journal.start()
        self._backup_look = QTimer(self, interval=600_000)
        self._backup_look.timeout.connect(self.refresh_frame)
        self._backup_look.start()
        self.resize(1280, 800)
        if preferences.geometry:
            self.restoreGeometry(QByteArray.fromBase64(preferences.geometry.encode("ascii", "replace")))
        self.refresh_frame()
        self.show_page("clients")

    def _build(self) -> None:
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._banner = look.label("Fictional sample. No such practice, no such people.", "banner", "fictional_banner")
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._banner)
        right.addWidget(self._stack, 1)
        below = QHBoxLayout()
        below.setContentsMargins(px(28), 0, px(28), px(14))
        below.addWidget(self.messages)
        right.addLayout(below)
        whole = QHBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.sidebar)
        whole.addLayout(right, 1)
        middle = QWidget()
        middle.setObjectName("page")
        middle.setLayout(whole)
        self.setCentralWidget(middle)

    def _wire(self) -> None:
        """Everything that connects one part with another."""
        self.sidebar.chosen.connect(self.show_page)
        self.sidebar.lock_wanted.connect(self.lock_wanted)
        self.sidebar.backup_wanted.connect(self.back_up)
        self.clients.client_chosen.connect(self.open_client)
        self.chart.back.connect(lambda: self.show_page("clients"))
        self.chart.paper_wanted.connect(self.show_paper)
        for page in (self.clients, self.chart, self.papers, self.practice):
            page.said.connect(self.messages.say)
            page.changed.connect(self.refresh_frame)
        self.practice.look_changed.connect(self.look_changed)
        self.practice.idle_changed.connect(self.idle_changed)
        self.messages.taken_back.connect(self._take_back)
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+L", self.lock_wanted.emit),
            ("Ctrl+K", self.find_client),
            ("Ctrl+F", self.find_client),
            ("Ctrl+Z", self.messages.undo),
            ("F1", self.show_shortcuts),
            ("Ctrl+Q", self.close),
            ("Escape", self._escape),
            *((f"Ctrl+{key}", partial(self.show_page, name)) for name, _, key in PAGES),
        )
        for keys, act in acts:
            QShortcut(QKeySequence(keys), self, act)

    def show_page(self, name: str) -> None:
        """Show a page, read anew; what was being written on the one before is kept."""
        if self._page != name:
            self._pages[self._page].close_down()  # type: ignore[attr-defined]  # every page has it
        self._page = name
        self._stack.setCurrentWidget(self._pages[name])
        self._pages[name].refresh()  # type: ignore[attr-defined]  # every page has it
        self.sidebar.show_page("clients" if name == "chart" else name)
        if name == "clients":
            self.clients.search_clients()

    @property
    def page(self) -> str:
        """The page in sight."""
        return self._page

    def open_client(self, client_id: int) -> None:
        """Open a chart."""
        self.chart.open_client(client_id)
        if self.chart.client_id == client_id:
            self.show_page("chart")

    def show_paper(self, name: str, client_id: int) -> None:
        """Show a paper for a client."""
        self.show_page("papers")
        self.papers.open_paper(name, client_id)

    def find_client(self) -> None:
        """Ready to type a client's name."""
        self.show_page("clients")
        self.clients.search_clients()

    def back_up(self) -> None:
        """Make a backup, with its progress on the Practice page."""
        self.show_page("practice")
        self.practice.open_tab("Backups")
        self.practice.backups.back_up()

    def show_shortcuts(self) -> None:
        """All keys on one sheet."""
        dialog = ShortcutsDialog(self)
        dialog.exec()
        dialog.deleteLater()

    def refresh_frame(self) -> None:
        """Read what stands around the pages again."""
        facts = practice.get_practice(self._vault)
        self.sidebar.show_practice(facts.name)
        self.sidebar.show_backup(backups.backup_state(self._vault, self._clock()))
        self._banner.setVisible(facts.fictional)

    def place(self) -> Place:
        """Where one is."""
        if self._page != "chart":
            return Place(self._page)
        return Place("chart", self.chart.client_id, self.chart.tab, self.chart.notes.shown)

    def go_to(self, place: Place) -> None:
        """Return to where one was."""
        if place.page != "chart" or place.client_id is None:
            self.show_page(place.page if place.page in self._pages and place.page != "chart" else "clients")
            return
        self.open_client(place.client_id)
        self.chart.open_tab(place.tab)
        if place.tab == "notes" and place.note_id is not None:
            self.chart.open_note(place.note_id)

    def close_down(self) -> None:
        """Before a lock or the end: keep drafts, forget undos, stop the timers."""
        self._journal.stop()
        self._backup_look.stop()
        self.messages.forget()
        for page in self._pages.values():
            page.close_down()  # type: ignore[attr-defined]  # every page has it
        self._preferences.geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._preferences.save()

    def _take_back(self, undo: Undo) -> None:
        try:
            undo.take_back(self._vault, self._clock())
        except KapdeskError as error:
            self.messages.say(str(error))
            return
        self._pages[self._page].refresh()  # type: ignore[attr-defined]  # every page has it
        self.refresh_frame()
        self.messages.say(f"Undone: {undo.words}")

    def _escape(self) -> None:
        if self.messages.isVisible():
            self.messages.hide()
        elif self._page == "chart":
            self.show_page("clients")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window ends the program, in order."""
        super().closeEvent(event)
        self.closed.emit()
