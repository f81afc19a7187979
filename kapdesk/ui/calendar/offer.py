"""The second step after a ketamine session was booked: its integration, in its window."""

from collections.abc import Callable
from datetime import datetime, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk.domain.appointments import AppointmentKind, When
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.calendar.words import day_in_words, overlap_in_words, span_in_words
from kapdesk.ui.date_field import DateField
from kapdesk.ui.flow import Columns
from kapdesk.ui.time_field import TimeField
from kapdesk.usecases.calendar import appointments, free_time
from kapdesk.usecases.calendar.appointments import Booking
from kapdesk.usecases.calendar.free_time import Window
from kapdesk.vault.database import Vault


class IntegrationOffer(QWidget):
    """Offers the first free time in the window; `kept` carries what was booked, `refused` that nothing was."""

    kept = Signal(object)
    refused = Signal()

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        client_id: int,
        window: Window,
        zone: str,
        said: str,
        ketamine: When,
    ) -> None:
        super().__init__()
        self._vault, self._clock, self._client_id, self._zone = vault, clock, client_id, zone
        self._window = window
        layout = look.column(self, gap=12, margin=24)
        layout.addWidget(look.label(said, "muted", "offer_said"))
        span = span_in_words(window.first, window.last).replace(f", {window.first.year}", "")
        title = look.label(f"Book the integration {span}?", "heading", "offer_title")
        title.setWordWrap(True)
        layout.addWidget(title)
        self.minutes = free_time.usual_minutes(vault, AppointmentKind.INTEGRATION, client_id)
        free = free_time.first_free_time(vault, self.minutes, window.days, max(clock(), ketamine.until))
        words = "Nothing is free in the working hours of these days. Choose another time, or leave it for later."
        if free is not None:
            words = (
                f"The first free time in your working hours: {day_in_words(free.day, clock().date())}, {free.words}."
            )
        layout.addWidget(look.label(words, "body", "offer_free"))
        self.day = DateField("offer_day", "Day", free.day if free else window.first)
        self.start = TimeField("offer_start", "Begins at", free.starts.hour * 60 + free.starts.minute if free else None)
        line = Columns(least=300, gap=14)
        line.add(look.field("Day", self.day), 1)
        line.add(look.field(f"Begins at ({self.minutes} minutes)", self.start), 1)
        layout.addWidget(line)
        self.warning = look.label("", "warning", "offer_warning")
        self.warning.hide()
        layout.addWidget(self.warning)
        self.error = look.error_line("offer_error")
        layout.addWidget(self.error)
        layout.addStretch(1)
        later = look.button("Not now", "offer_later")
        later.clicked.connect(self.refused)
        self.keep_button = look.button("Book the integration", "offer_keep", "primary")
        self.keep_button.clicked.connect(self.keep)
        layout.addLayout(look.row(None, later, self.keep_button))
        self.day.textChanged.connect(self._look_again)
        self.start.time_changed.connect(self._look_again)
        self._look_again()

    def begin(self) -> None:
        """Ready to be answered."""
        self.keep_button.setDefault(True)
        self.keep_button.setFocus()

    def keep(self) -> None:
        """Book it, or say what is not right."""
        try:
            booking = Booking(AppointmentKind.INTEGRATION, self._when(), self._client_id)
            done = appointments.book(self._vault, booking, self._clock())
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
            return
        self.kept.emit(done)

    def _when(self) -> When:
        day, minute = self.day.day(), self.start.minute()
        if day is None:
            raise BadInput("Type the day.", "offer_day")
        if minute is None:
            raise BadInput("Type the time at which it begins, such as 9:00.", "offer_start")
        return When(datetime.combine(day, time(minute // 60, minute % 60)), self.minutes, self._zone)

    def _look_again(self) -> None:
        look.show_error(self.error, "")
        try:
            when = self._when()
        except BadInput:
            look.show_error(self.warning, "")
            return
        words = overlap_in_words(appointments.overlaps(self._vault, when))
        if not self._window.first <= when.day <= self._window.last:
            words = f"{day_in_words(when.day, when.day).removesuffix(' (today)')} is outside these days. {words}"
        look.show_error(self.warning, words.strip())
