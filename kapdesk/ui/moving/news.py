"""What is new, once after an update, in words for a therapist; never while somebody is being seen."""

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

import kapdesk
from kapdesk.domain.appointments import AppointmentStatus
from kapdesk.preferences import Preferences
from kapdesk.ui import look
from kapdesk.ui.flow import fit
from kapdesk.ui.help import topics, whats_new_since
from kapdesk.ui.help.reader import Reader
from kapdesk.ui.theme import is_dark
from kapdesk.ui.ways import ALONE
from kapdesk.usecases.calendar import appointment_rows
from kapdesk.usecases.house import practice
from kapdesk.usecases.medicine_day import locked
from kapdesk.vault.migrate import numbers

if TYPE_CHECKING:
    from kapdesk.ui.window import Window

_AT_THE_DOOR = timedelta(minutes=20)


class WhatsNewDialog(QDialog):
    """The newer sections of what is new; Enter and Escape close it."""

    def __init__(self, markdown: str, dark: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("whats_new_dialog")
        self.setWindowTitle("kapdesk")
        layout = look.column(self, gap=12, margin=24)
        layout.addWidget(look.label(f"What is new in kapdesk {kapdesk.__version__}", "title"))
        self.text = Reader()
        self.text.dark = dark
        self.text.setTabChangesFocus(True)
        layout.addWidget(self.text, 1)
        close = look.button("Close", "close_news", "primary")
        close.clicked.connect(self.accept)
        layout.addWidget(look.label("This stands in the help too (F1).", "small"))
        layout.addLayout(look.row(None, close))
        fit(self, 620, 480)
        self.text.show_html(topics.as_html(markdown))
        close.setFocus()


def news_for(preferences: Preferences) -> str:
    """What is new since the version that was seen last; empty when nothing is, after a downgrade, and at a first start."""
    if numbers(preferences.seen_version) >= numbers(kapdesk.__version__):
        return ""
    return whats_new_since(preferences.seen_version)


def show_once(window: "Window") -> None:
    """Show what is new once it can be read in peace; the next opening tries again otherwise."""
    preferences = window.preferences
    words = news_for(preferences)
    if words and _is_needed_elsewhere(window):
        return
    if numbers(preferences.seen_version) < numbers(kapdesk.__version__):
        preferences.seen_version = kapdesk.__version__
        preferences.save()
    if words:
        dialog = WhatsNewDialog(words, is_dark(), window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _is_needed_elsewhere(window: "Window") -> bool:
    """Whether a ketamine session runs, a client is in front of the page in sight, or one is at the door."""
    now = window.clock()
    if window.page in ALONE or locked.running_day(window.vault, now) is not None:
        return True
    zone = practice.get_practice(window.vault).time_zone
    today = appointment_rows.list_between(window.vault, now.date(), now.date(), zone)
    return any(
        one.client_id is not None
        and one.status is AppointmentStatus.BOOKED
        and one.when.at - _AT_THE_DOOR <= now <= one.when.until
        for one in today
    )
