"""A client's chart: who it is, where the course stands, and the tabs."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from kapdesk.domain.appointments import AppointmentKind
from kapdesk.domain.paper_states import INTAKE
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.calendar.booking import BookingDialog, Wish
from kapdesk.ui.calls.sheet import CallDialog
from kapdesk.ui.chart.overview import Overview
from kapdesk.ui.chart.plans import PlansTab
from kapdesk.ui.chart_papers.tab import PapersTab
from kapdesk.ui.details.tab import DetailsTab
from kapdesk.ui.disclosures.tab import DisclosuresTab
from kapdesk.ui.flow import Columns, Flow, page_margins, roomy
from kapdesk.ui.intake.tab import IntakeTab
from kapdesk.ui.notes.print_notes import PrintNotesDialog
from kapdesk.ui.notes.private_notes import PrivateNotesTab
from kapdesk.ui.notes.tab import NotesTab
from kapdesk.ui.orders.tab import OrdersTab
from kapdesk.ui.plans.safety_plan import SafetyPlanDialog
from kapdesk.ui.ready import acts
from kapdesk.ui.record.tab import SessionsTab
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.theme import px
from kapdesk.ui.trail import TrailPane
from kapdesk.usecases.calendar.next_booking import next_booking
from kapdesk.usecases.people import chart
from kapdesk.usecases.people.chart import ChartHead
from kapdesk.vault.database import Vault

TABS = (
    "overview", "notes", "sessions", "plans", "orders", "papers", "intake", "disclosures", "details", "history",
    "psychotherapy",
)  # fmt: skip
KEYS = "1234567890-"
"""With Alt, the key of each part in its order."""
_WORDS = {"psychotherapy": "Psychotherapy notes", "sessions": "Ketamine sessions"}
"""What a tab is called, where it is not its name."""


class ChartPage(QWidget):
    """Shows one client at a time; `back` asks for the list, `paper_wanted` for a paper's preview for this client,
    `sign_wanted` (client, name of the paper) for its signing.
    """

    said = Signal(str, object)
    changed = Signal()
    back = Signal()
    paper_wanted = Signal(str, int)
    room_wanted = Signal()
    appointment_wanted = Signal(int)
    session_wanted = Signal(int)
    sign_wanted = Signal(int, str)

    def __init__(self, vault: Vault, clock: Callable[[], datetime], tasks: Tasks) -> None:
        super().__init__()
        self.setObjectName("page")
        self.vault = vault
        self._clock = clock
        self._tasks = tasks
        self.client_id: int | None = None
        self._head: ChartHead | None = None
        self._build_head()
        self._pages = QStackedWidget()
        self._whole.addWidget(self._pages, 1)  # in its place before it is filled: what is moved is styled anew
        self.overview = Overview(vault, clock)
        self.notes = NotesTab(vault, clock)
        self.sessions = SessionsTab(vault, clock)
        self.plans = PlansTab(vault, clock)
        self.safety_plan: SafetyPlanDialog | None = None
        self.orders = OrdersTab(vault, clock)
        self.papers = PapersTab(vault, clock)
        self.intake = IntakeTab(vault, clock)
        self.disclosures = DisclosuresTab(vault, clock)
        self.details = DetailsTab(vault, clock)
        self.history = TrailPane(vault, clock, tasks, whole=False)
        self.private = PrivateNotesTab(vault, clock, tasks)
        self._parts = (
            self.overview,
            self.notes,
            self.sessions,
            self.plans,
            self.orders,
            self.papers,
            self.intake,
            self.disclosures,
            self.details,
            self.history,
            self.private,
        )
        for part in self._parts:
            self._pages.addWidget(part)
        self._connect()

    def _build_head(self) -> None:
        whole = QWidget()
        look.column(self).addWidget(roomy(whole))
        self._whole = QVBoxLayout(whole)
        page_margins(self._whole, top=14)
        self._whole.setSpacing(px(8))
        back = look.button("‹ All clients", "back_to_clients", "quiet", "Alt+Left")
        back.setAccessibleName("Back to all clients")
        back.clicked.connect(self.back)
        self._whole.addLayout(look.row(back, None))
        self._name = look.label("", "title", "client_name")
        self._line = look.label("", "muted", "client_line")
        self._line.setWordWrap(False)
        introduce = look.button("Hand over the introduction…", "hand_introduction")
        introduce.clicked.connect(lambda: self._want_paper("kap-introduction"))
        new = look.button("New note", "new_note", "primary", "Ctrl+Shift+N")
        new.clicked.connect(self.new_note)
        who, acts = Flow(gap=12), Flow(gap=12)
        who.set_widgets([self._name, self._line])
        safety = look.button("Safety plan", "safety_plan")
        safety.clicked.connect(self.open_safety_plan)
        book = look.button("Book…", "chart_book")
        book.setAccessibleName("Book an appointment")
        book.clicked.connect(lambda: self.book())
        acts.set_widgets([introduce, safety, book, new])
        head = Columns(least=640, gap=12)
        head.add(who, 1)
        head.add(acts)
        self._whole.addWidget(head)
        self._chips = Flow(gap=8)
        self._whole.addWidget(self._chips)
        self.tabs = QTabBar()
        self.tabs.setObjectName("chart_tabs")
        self.tabs.setAccessibleName("Parts of the chart")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for number, name in enumerate(TABS):
            self.tabs.addTab(_WORDS.get(name, name.capitalize()))
            QShortcut(QKeySequence(f"Alt+{KEYS[number]}"), self, lambda at=number: self.tabs.setCurrentIndex(at))
        self._whole.addWidget(self.tabs)
        self._whole.addWidget(look.rule())
        self._whole.addSpacing(px(8))

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_tab)
        for tab in (
            self.overview, self.notes, self.sessions, self.plans, self.orders, self.intake, self.disclosures, self.details,
            self.private,
        ):  # fmt: skip
            tab.said.connect(self.said)
            tab.changed.connect(self._changed)
        self.disclosures.sign_wanted.connect(self.sign_wanted)
        self.disclosures.addendum_wanted.connect(self.begin_addendum)
        self.notes.room_wanted.connect(self.room_wanted)
        self.notes.print_wanted.connect(self.print_notes)
        self.notes.appointment_wanted.connect(self.appointment_wanted)
        self.history.said.connect(self.said)
        self.sessions.session_wanted.connect(self.session_wanted)
        self.sessions.note_wanted.connect(self.note_of_day)
        self.overview.note_wanted.connect(self.open_note)
        self.overview.note_for.connect(self.note_for)
        self.overview.call_wanted.connect(self.open_call)
        self.overview.line_wanted.connect(partial(acts.do, self))
        self.plans.safety_wanted.connect(self.open_safety_plan)
        self.intake.safety_wanted.connect(self.open_safety_plan)
        self.intake.print_wanted.connect(partial(self._want_paper, INTAKE))
        self.intake.sign_wanted.connect(partial(self.sign_paper, INTAKE))
        self.papers.paper_wanted.connect(self._want_paper)
        self.papers.said.connect(self.said)
        self.papers.changed.connect(self._changed)
        self.papers.sign_wanted.connect(self.sign_wanted)
        self.papers.intake_wanted.connect(partial(self.open_tab, "intake"))
        QShortcut(QKeySequence("Ctrl+Tab"), self, lambda: self._step(1))
        QShortcut(QKeySequence("Ctrl+Shift+Tab"), self, lambda: self._step(-1))

    def open_client(self, client_id: int, read: bool = True) -> None:
        """Open a chart at its overview; that it was opened is entered in the history. Without `read` the overview waits to be
        read until `refresh`, for whoever shows the page next.
        """
        if not self.close_down():
            return
        at = self._clock()
        try:
            head = chart.open_chart(self.vault, client_id, at, at.date())
        except KapdeskError as error:
            self.said.emit(str(error), None)
            self.back.emit()
            return
        self.client_id = client_id
        self._show_head(head)
        for part in self._parts:
            part.show_client(client_id)
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(0)
        self.tabs.blockSignals(False)
        self._show_tab(0, read)
        self.tabs.setFocus()

    def open_tab(self, name: str) -> None:
        """Show a part of the chart."""
        if self.tab == name:
            self._show_tab(TABS.index(name))
        else:
            self.tabs.setCurrentIndex(TABS.index(name))

    def sign_paper(self, name: str) -> None:
        """Ask for a paper to be taken in hand for this client."""
        if self.client_id is not None:
            self.sign_wanted.emit(self.client_id, name)

    @property
    def tab(self) -> str:
        """The part of the chart in sight."""
        return TABS[self.tabs.currentIndex()]

    def open_intake_review(self) -> None:
        """Show what an intake has to be looked at, and for the chart."""
        self.open_tab("intake")
        self.intake.open_review()

    def open_note(self, note_id: int) -> None:
        """Show a note."""
        self.open_tab("notes")
        self.notes.open_note(note_id)
        if self.notes.editor.note_id == note_id:
            self.notes.editor.text.setFocus()

    def begin_addendum(self, note_id: int, reason: str, words: str) -> None:
        """Show a signed note with an addendum begun; it is signed, or left, as any other."""
        self.open_note(note_id)
        self.notes.reader.begin_addendum(reason, words)

    def new_note(self) -> None:
        """Begin a note of today."""
        self.open_tab("notes")
        self.notes.new_note()

    def book(self, wish: Wish | None = None) -> None:
        """Ask for an appointment with this client."""
        if self.client_id is None:
            return
        dialog = BookingDialog(self.vault, self._clock, wish or self._next_wish(self.client_id), self)
        if dialog.exec() and dialog.booked is not None:
            self.said.emit(dialog.booked.undo.words, dialog.booked.undo)
            self._changed()
        dialog.deleteLater()

    def _next_wish(self, client_id: int) -> Wish:
        """What the course asks for next."""
        asked = next_booking(self.vault, client_id, self._clock().date())
        if asked is None:
            return Wish(client_id)
        kind, not_before, by = asked
        return Wish(client_id, AppointmentKind(kind.value), not_before=not_before, by=by)

    def print_notes(self, note_id: int) -> None:
        """Ask which notes to print or save; 0 when no note is open."""
        if self.client_id is None or not self.notes.close_down():
            return
        dialog = PrintNotesDialog(self.vault, self._clock, self._tasks, self.client_id, note_id or None, self.window())
        dialog.exec()
        if dialog.done_words:
            self.said.emit(dialog.done_words, None)
            self.changed.emit()
        dialog.deleteLater()
        self.notes.refresh()

    def show_only_the_note(self, only: bool) -> None:
        """Leave out all but the note that is being written, or show it again."""
        for number in range(self._whole.indexOf(self._pages)):
            look.show_item(self._whole.itemAt(number), not only)
        self.notes.show_only_the_note(only)

    def open_safety_plan(self) -> None:
        """Show the client's safety plan, or begin it; what could not be kept when it was closed comes back."""
        if self.client_id is None:
            return
        if self.safety_plan is None:
            self.safety_plan = SafetyPlanDialog(self.vault, self._clock, self.client_id, self)
            self.safety_plan.said.connect(self.said)
        dialog = self.safety_plan
        dialog.exec()
        if dialog.pane.close_down():
            self.safety_plan = None
            dialog.deleteLater()
            self._changed()

    def open_call(self) -> None:
        """Show the sheet of the introductory call."""
        if self.client_id is None:
            return
        dialog = CallDialog(self.vault, self._clock, self.client_id, self)
        dialog.said.connect(self.said)
        dialog.safety_wanted.connect(self.open_safety_plan)
        dialog.exec()
        dialog.deleteLater()
        self._changed()
        if dialog.book:
            self.book(Wish(self.client_id, AppointmentKind.PREPARATION))

    def refresh(self) -> None:
        """Read what is in sight again."""
        if self.client_id is None:
            return
        self._show_head(chart.chart_head(self.vault, self.client_id, self._clock().date()))
        self._show_tab(self.tabs.currentIndex())

    def close_down(self) -> bool:
        """Keep what is being written; False when it cannot be kept, and then it stays where it is."""
        self.history.close_down()
        if not self.notes.close_down():
            self.said.emit("The note could not be kept. It stays open until it can.", None)
            return False
        if not self.private.close_down():
            self.said.emit("The psychotherapy note could not be kept. It stays open until it can.", None)
            return False
        if not self.plans.close_down() or (self.safety_plan is not None and not self.safety_plan.pane.close_down()):
            self.said.emit("The plan could not be kept. It stays open until it can.", None)
            return False
        if not self.orders.close_down():
            self.said.emit("The order being entered could not be kept. It stays open until it can.", None)
            return False
        if not self.intake.close_down():
            self.said.emit("What is typed in the intake could not be kept. It stays open until it can.", None)
            return False
        if not self.details.close_down():
            words = "The details in the open chart have an entry that cannot be kept. Correct it there, or cancel."
            self.said.emit(words, None)
            return False
        return True

    def _show_tab(self, number: int, read: bool = True) -> None:
        for at, part in enumerate(self._parts):  # only the part in sight asks for room
            policy = QSizePolicy.Policy.Preferred if at == number else QSizePolicy.Policy.Ignored
            part.setSizePolicy(policy, policy)
        self._pages.setCurrentIndex(number)
        if self.client_id is not None and read:
            self._parts[number].refresh()

    def _show_head(self, head: ChartHead) -> None:
        if head == self._head:
            return  # nothing changed: its chips stay
        self._head = head
        self._name.setText(head.name)
        self._line.setText(head.line)
        self._chips.set_widgets([look.chip(chip.words, chip.tone) for chip in head.chips])

    def _changed(self) -> None:
        self.refresh()
        self.changed.emit()

    def note_for(self, session_id: int) -> None:
        """Begin the note of a session."""
        self.open_tab("notes")
        self.notes.note_for_session(session_id)

    def note_of_day(self, day_id: int) -> None:
        """Open the note of a medicine day."""
        self.open_tab("notes")
        self.notes.note_of_day(day_id)

    def _want_paper(self, name: str) -> None:
        if self.client_id is not None:
            self.paper_wanted.emit(name, self.client_id)

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(TABS))
