"""The pages of the desk, each made and connected with the others: where a click on one leads is said here, and nowhere else."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from kapdesk.preferences import Preferences
from kapdesk.ui import ways
from kapdesk.ui.calendar.booking_form import Wish
from kapdesk.ui.calendar.page import CalendarPage
from kapdesk.ui.chart.page import ChartPage
from kapdesk.ui.clients.page import ClientsPage
from kapdesk.ui.contacts.page import ContactsPage
from kapdesk.ui.leaving import after
from kapdesk.ui.moving import acts as moving_acts
from kapdesk.ui.papers.page import PapersPage
from kapdesk.ui.practice.page import PracticePage
from kapdesk.ui.session.page import SessionPage
from kapdesk.ui.sidebar import PAGES
from kapdesk.ui.signing.page import SigningPage
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.today import acts, first_thing
from kapdesk.ui.today.page import TodayPage
from kapdesk.ui.todo.page import TodoPage

if TYPE_CHECKING:
    from kapdesk.ui.window import Window


def keys(window: "Window") -> tuple[QShortcut, QShortcut]:
    """The keys that work on every page; gives back those for a new client and a new note, which some pages have too."""
    acts: tuple[tuple[str, Callable[[], object]], ...] = (
        ("Ctrl+L", window.lock_wanted.emit),
        ("Ctrl+K", window.find_anything),
        ("Ctrl+F", window.find_client),
        ("Ctrl+T", window.new_task),
        ("Ctrl+Shift+B", window.back_up),
        ("Ctrl+/", window.show_shortcuts),
        ("Ctrl+Z", lambda: (window.session if window.page == "session" else window).messages.undo()),
        ("F1", window.show_help),
        ("Ctrl+Q", window.close),
        ("Escape", window.escape),
        *((f"Ctrl+{key}", partial(window.show_page, name)) for name, _, key in PAGES),
    )
    for pressed, act in acts:
        QShortcut(QKeySequence(pressed), window, act)
    return (
        QShortcut(QKeySequence("Ctrl+N"), window, window.new_client),
        QShortcut(QKeySequence("Ctrl+Shift+N"), window, window.new_note),
    )


def today(window: "Window", tasks: Tasks) -> TodayPage:
    """The day."""
    page = TodayPage(window.vault, window.clock)
    page.client_chosen.connect(window.open_client)
    page.appointment_wanted.connect(partial(acts.open_appointment, window))
    page.need_wanted.connect(partial(acts.do, window))
    page.group_wanted.connect(partial(acts.show_group, window))
    page.day_wanted.connect(partial(ways.show_day, window))
    page.booking_wanted.connect(lambda: acts.book(window, Wish()))
    page.find_wanted.connect(window.find_anything)
    page.new_client_wanted.connect(window.new_client)
    page.first_thing_wanted.connect(partial(first_thing.do, window, tasks))
    return page


def calendar(window: "Window") -> CalendarPage:
    """Appointments."""
    page = CalendarPage(window.vault, window.clock)
    page.client_chosen.connect(window.open_client)
    page.note_wanted.connect(window.open_note)
    page.begin_wanted.connect(partial(ways.begin_session, window))
    hand_out = partial(ways.hand_out_calendar, window, window.vault, window.clock)
    page.print_wanted.connect(partial(hand_out, False))
    page.export_wanted.connect(partial(hand_out, True))
    return page


def clients(window: "Window") -> ClientsPage:
    """The list."""
    page = ClientsPage(window.vault, window.clock)
    page.client_chosen.connect(window.open_client)
    return page


def chart(window: "Window", tasks: Tasks) -> ChartPage:
    """A client's chart."""
    page = ChartPage(window.vault, window.clock, tasks)
    page.back.connect(lambda: window.show_page("clients"))
    page.paper_wanted.connect(window.show_paper)
    page.appointment_wanted.connect(window.show_appointment)
    page.room_wanted.connect(window.turn_room)
    page.overview.begin_wanted.connect(partial(ways.begin_session, window))
    page.overview.resume_wanted.connect(window.open_session)
    page.session_wanted.connect(window.open_session)
    page.sign_wanted.connect(partial(ways.sign_paper, window))
    page.papers.go_on_wanted.connect(partial(ways.go_on_signing, window))
    return page


def signing(window: "Window") -> SigningPage:
    """A paper being signed."""
    page = SigningPage(window.vault, window.clock)
    page.left.connect(partial(ways.leave_signing, window))
    return page


def session(window: "Window", preferences: Preferences) -> SessionPage:
    """The medicine day."""
    page = SessionPage(window.vault, window.clock, lambda: preferences.session_sound)
    page.ended.connect(lambda day: window.open_client(day.client_id))
    page.said.connect(window.messages.say)
    page.act_wanted.connect(partial(ways.do_in_chart, window))
    page.paper_wanted.connect(lambda name, day: window.show_paper(name, day.client_id))
    page.offer_wanted.connect(lambda offer, day: after.do(window, day, offer))
    return page


def papers(window: "Window") -> PapersPage:
    """The library of papers."""
    page = PapersPage(window.vault, window.clock)
    page.sign_wanted.connect(partial(ways.sign_paper, window))
    return page


def todo(window: "Window") -> TodoPage:
    """Tasks, and the notes to sign."""
    page = TodoPage(window.vault, window.clock)
    page.note_wanted.connect(window.open_note)
    return page


def contacts(window: "Window") -> ContactsPage:
    """The contact book."""
    page = ContactsPage(window.vault, window.clock)
    page.client_chosen.connect(window.open_client)
    return page


def practice(window: "Window", tasks: Tasks, preferences: Preferences) -> PracticePage:
    """The practice's own page."""
    page = PracticePage(window.vault, window.clock, tasks, preferences)
    page.client_chosen.connect(window.open_client)
    page.look_changed.connect(window.look_changed)
    page.backups.open_wanted.connect(window.open_wanted)
    page.backups.ask_to_retire = partial(moving_acts.ask_to_retire, window)
    page.about.doctor_wanted.connect(window.show_doctor)
    return page
