"""The main window: sidebar, pages, message bar; how the pages lead to each other stands in `wiring`."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property, partial
from typing import TypeVar

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from kapdesk.errors import Cancelled, KapdeskError
from kapdesk.preferences import Preferences
from kapdesk.ui import place, ways, wiring
from kapdesk.ui.calendar.page import CalendarPage
from kapdesk.ui.chart.page import ChartPage
from kapdesk.ui.clients.page import ClientsPage
from kapdesk.ui.contacts.page import ContactsPage
from kapdesk.ui.doctor.dialog import show_doctor
from kapdesk.ui.frame import fictional_banner, foot_of, framed
from kapdesk.ui.help import show_about
from kapdesk.ui.keys import ShortcutsDialog
from kapdesk.ui.message_bar import MessageBar
from kapdesk.ui.moving import acts
from kapdesk.ui.moving.read_only import ReadOnly
from kapdesk.ui.moving.strip import Notices
from kapdesk.ui.papers.page import PapersPage
from kapdesk.ui.place import Place
from kapdesk.ui.practice.page import PracticePage
from kapdesk.ui.session.page import SessionPage
from kapdesk.ui.sidebar import Sidebar
from kapdesk.ui.signing.page import SigningPage
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.today.page import TodayPage
from kapdesk.ui.todo.page import TodoPage
from kapdesk.usecases.house import backups, moving, practice
from kapdesk.usecases.house.undo import Undo
from kapdesk.vault.database import Vault

Page = (
    TodayPage
    | CalendarPage
    | ClientsPage
    | ChartPage
    | PapersPage
    | TodoPage
    | ContactsPage
    | PracticePage
    | SessionPage
    | SigningPage
)
P = TypeVar("P", bound=Page)
PAGE_NAMES = ("today", "clients", "calendar", "chart", "papers", "todo", "contacts", "practice")
_CHECK_AGAIN = 20_000  # milliseconds until the quiet check is tried again when something else runs just then
_THE_REST_AFTER = 400
"""Milliseconds between one page that is built ahead and the next."""


class Window(QMainWindow):
    """The desk with one practice open; `lock_wanted` and `closed` are for whoever made it."""

    lock_wanted = Signal()
    closed = Signal()
    open_wanted = Signal(object)
    look_changed = Signal()
    own_wanted = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime], tasks: Tasks, preferences: Preferences) -> None:
        super().__init__()
        self.setWindowTitle("kapdesk")
        self.setObjectName("window")
        self.setMinimumSize(1024, 700)
        self.vault = vault
        self.clock = clock
        self.preferences = preferences
        self._tasks = tasks
        self._checked = False
        self.sidebar = Sidebar()
        self.messages = MessageBar()
        self._stack = QStackedWidget()
        self._built: list[Page] = []
        self._page = "today"
        self._only_note = False
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
        self.show_page("today")
        QTimer.singleShot(_THE_REST_AFTER, self._build_another)

    @cached_property
    def today(self) -> TodayPage:
        """The day; each page is built when it is first wanted, so that this one is in sight soon."""
        return self._add(wiring.today(self, self._tasks))

    @cached_property
    def clients(self) -> ClientsPage:
        """The list."""
        return self._add(wiring.clients(self))

    @cached_property
    def calendar(self) -> CalendarPage:
        """Appointments."""
        return self._add(wiring.calendar(self))

    @cached_property
    def chart(self) -> ChartPage:
        """A client's chart."""
        return self._add(wiring.chart(self, self._tasks))

    @cached_property
    def session(self) -> SessionPage:
        """The medicine day; not built ahead."""
        return self._add(wiring.session(self, self.preferences))

    @cached_property
    def signing(self) -> SigningPage:
        """A paper being signed; not built ahead."""
        return self._add(wiring.signing(self))

    @cached_property
    def papers(self) -> PapersPage:
        """The library of papers."""
        return self._add(wiring.papers(self))

    @cached_property
    def todo(self) -> TodoPage:
        """Tasks, and the notes to sign."""
        return self._add(wiring.todo(self))

    @cached_property
    def contacts(self) -> ContactsPage:
        """The contact book."""
        return self._add(wiring.contacts(self))

    @cached_property
    def practice(self) -> PracticePage:
        """The practice's own page."""
        return self._add(wiring.practice(self, self._tasks, self.preferences))

    def _add(self, page: P) -> P:
        self._built.append(page)
        self._stack.addWidget(page)
        if not isinstance(page, SessionPage):  # it has its own foot
            page.said.connect(self.messages.say)
            page.changed.connect(self.refresh_frame)
        return page

    def _build_another(self) -> None:
        """While nothing else is to do, build the pages that were not wanted yet, one at a time."""
        missing = next((name for name in PAGE_NAMES if name not in self.__dict__), None)
        if missing is not None and self._journal.isActive():
            getattr(self, missing)
            QTimer.singleShot(_THE_REST_AFTER, self._build_another)

    def _build(self) -> None:
        self.banner = fictional_banner(self.own_wanted.emit)
        self.notices = Notices(self.banner)
        self.foot = foot_of(self.messages)
        self._read_only = ReadOnly(self, self.messages)
        self.setCentralWidget(framed(self.sidebar, self.notices, self._stack, self.foot))

    def _wire(self) -> None:
        """Everything that connects one part with another."""
        self.sidebar.chosen.connect(self.show_page)
        self.sidebar.lock_wanted.connect(self.lock_wanted)
        self.sidebar.backup_wanted.connect(self.back_up)
        self.sidebar.help_wanted.connect(self.show_help)
        self.messages.taken_back.connect(self._take_back)
        self.notices.backup_wanted.connect(self.back_up)
        self.notices.work_here_wanted.connect(partial(acts.work_here_again, self))
        self.notices.settled.connect(partial(acts.settle, self))
        self._new_client, self._new_note = wiring.keys(self)

    def show_page(self, name: str) -> None:
        """Show a page, read anew; what was being written on the one before is kept."""
        if self._page != name:
            self.show_only_the_note(False)
            self._named(self._page).close_down()
        self._page = name
        ways.frame_for(self, name in ways.ALONE)
        self._new_client.setEnabled(name != "clients")  # that page has a button with the same key
        self._new_note.setEnabled(name != "chart")  # and so has the chart
        self._stack.setCurrentWidget(self._named(name))
        self._named(name).refresh()
        self.sidebar.show_page("clients" if name == "chart" else name)
        if name == "clients":
            self.clients.search_clients()
        elif name == "contacts":
            self.contacts.search_contacts()
        elif name == "todo":
            self.todo.start_typing()
        elif name == "calendar":
            self.calendar.start()

    def open_session(self, day_id: int) -> None:
        """Show a medicine day: its gate, or the running session; NotFound."""
        self.session.open_day(day_id)
        self.show_page("session")

    def _named(self, name: str) -> Page:
        page: Page = getattr(self, name)
        return page

    @property
    def page(self) -> str:
        """The page in sight."""
        return self._page

    def open_client(self, client_id: int) -> None:
        """Open a chart."""
        self.chart.open_client(client_id, read=False)  # read once, when it is shown
        if self.chart.client_id == client_id:
            self.show_page("chart")

    def turn_room(self) -> None:
        """Only the note that is being written, or everything again."""
        self.show_only_the_note(not self._only_note)

    def show_only_the_note(self, only: bool) -> None:
        """The note that is being written on the full screen and nothing else, or everything again."""
        if only == self._only_note:
            return
        self._only_note = only
        self.sidebar.setVisible(not only)
        self.chart.show_only_the_note(only)
        full = Qt.WindowState.WindowFullScreen
        self.setWindowState(self.windowState() | full if only else self.windowState() & ~full)

    def show_paper(self, name: str, client_id: int) -> None:
        """Show a paper for a client."""
        self.show_page("papers")
        self.papers.open_paper(name, client_id)

    def show_appointment(self, appointment_id: int) -> None:
        """Show an appointment in the calendar."""
        self.show_page("calendar")
        self.calendar.show_appointment(appointment_id)

    def open_note(self, client_id: int, note_id: int) -> None:
        """Open a note in its chart."""
        self.open_client(client_id)
        if self._page == "chart" and self.chart.client_id == client_id:
            self.chart.open_note(note_id)

    def find_anything(self) -> None:
        """Show the box that finds anything, and go where it says."""
        ways.find_anything(self)

    def new_note(self) -> None:
        """Begin a note of today: in the chart that is open, or in that of the client who is chosen in the list."""
        chosen = self.clients.current_row() if self._page == "clients" else None
        if chosen is not None:
            self.open_client(chosen.id)
        if self._page == "chart":
            self.chart.new_note()

    def new_task(self) -> None:
        """Ask for a task, from any page; in a chart it is this client's."""
        ways.new_task(self)

    def lock(self) -> None:
        """Lock the practice."""
        self.lock_wanted.emit()

    def show_practice(self, tab: str) -> None:
        """Show a part of the practice's page."""
        self.show_page("practice")
        self.practice.open_tab(tab)

    def show_doctor(self) -> None:
        """Say whether everything is well, and what to do when it is not."""
        show_doctor(self.vault.folder, self.clock, self, self.vault, self._tasks)

    def find_client(self) -> None:
        """Ready to type a client's name."""
        self.show_page("clients")
        self.clients.search_clients()

    def new_client(self) -> None:
        """Ask for a new client, from any page."""
        self.show_page("clients")
        self.clients.new_client()

    def back_up(self) -> None:
        """Make a backup, with its progress on the Practice page."""
        self.show_page("practice")
        self.practice.open_tab("Backups")
        self.practice.backups.back_up()

    def check_quietly(self) -> None:
        """Check the whole practice file in the background, once; only damage is said."""
        if self._checked or not self.vault.is_open:
            return
        if self._tasks.busy:
            QTimer.singleShot(_CHECK_AGAIN, self, self.check_quietly)
            return
        self._checked = True
        source = backups.prepare_backup(self.vault)
        self._tasks.run(
            "Checking the practice file",
            lambda progress: backups.check_practice(source, progress),
            lambda _report: None,
            self._found_damaged,
        )

    def _found_damaged(self, error: KapdeskError) -> None:
        if not isinstance(error, Cancelled):
            backups.record_damage(self.vault, error, self.clock())
            self.notices.say_damage(str(error))

    def show_help(self) -> None:
        """The topic of what is in sight, in a window beside."""
        show_about(self)

    def show_shortcuts(self) -> None:
        """All keys on one sheet."""
        dialog = ShortcutsDialog(self)
        dialog.exec()
        dialog.deleteLater()

    def refresh_frame(self) -> None:
        """Read what stands around the pages again."""
        facts = practice.get_practice(self.vault)
        self.sidebar.show_practice(facts.name)
        self.sidebar.show_backup(backups.backup_state(self.vault, self.clock()))
        alone = self._page in ways.ALONE
        self.banner.setVisible(facts.fictional and not alone)
        self.notices.show_state(moving.retired_since(self.vault), moving.restored_from(self.vault), alone)
        self._read_only.apply(self.vault.reads_only)

    def refresh_page(self) -> None:
        """Read the page in sight again, and what stands around it."""
        self._named(self._page).refresh()
        self.refresh_frame()

    def refresh_look(self) -> None:
        """Take on other colours."""
        self.sidebar.refresh_look()
        self.refresh_frame()
        self._named(self._page).refresh()

    def place(self) -> Place:
        """Where one is."""
        return place.here(self)

    def go_to(self, where: Place) -> None:
        """Return to where one was."""
        place.go_to(self, where, PAGE_NAMES)

    def take_up(self) -> None:
        """After a crash or a power loss: back to the session that is being held, or to the note that was being written."""
        place.take_up(self)

    def close_down(self) -> bool:
        """Before a lock or the end: keep drafts, forget undos, stop the timers; False when something could not be kept."""
        self._journal.stop()
        self._backup_look.stop()
        self._read_only.apply(False)
        self.messages.forget()
        kept = self.keep_all()
        self.preferences.geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self.preferences.save()
        return kept

    def keep_all(self) -> bool:
        """Keep what is being written on every page; False when something could not be kept."""
        kept = [page.close_down() is not False for page in self._built]  # each of them, whatever the one before said
        return all(kept)

    def _take_back(self, undo: Undo) -> None:
        try:
            undo.take_back(self.vault, self.clock())
        except KapdeskError as error:
            self.messages.say(str(error))
            return
        self.refresh_page()
        self.messages.say(f"Undone: {undo.words}")

    def escape(self) -> None:
        """Put the message away, or the full screen, or go back to the list."""
        if self.messages.isVisible():
            self.messages.hide()
        elif self._only_note:
            self.show_only_the_note(False)
        elif self._page == "chart":
            self.show_page("clients")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window ends the program, in order."""
        super().closeEvent(event)
        self.closed.emit()
