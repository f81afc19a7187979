"""Booking an appointment, or changing one; after a ketamine session the integration is offered in its window."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from kapdesk.domain.appointments import AppointmentKind, When, Which
from kapdesk.domain.dates import long
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.calendar.booking_form import BookingForm, Wish
from kapdesk.ui.calendar.offer import IntegrationOffer
from kapdesk.ui.calendar.words import overlap_in_words, span_in_words
from kapdesk.ui.flow import fit
from kapdesk.ui.theme import px
from kapdesk.usecases.calendar import appointments, free_time
from kapdesk.usecases.calendar.appointments import AppointmentRow
from kapdesk.usecases.calendar.free_time import Window
from kapdesk.usecases.course import ready
from kapdesk.usecases.house import practice
from kapdesk.usecases.house.undo import Undo
from kapdesk.vault.database import Vault

__all__ = ["BookedResult", "BookingDialog", "Wish"]


@dataclass(frozen=True)
class BookedResult:
    """What was booked or changed: the appointments, and the one way back for all of it."""

    ids: tuple[int, ...]
    day: date
    undo: Undo


class BookingDialog(QDialog):
    """Asks for a booking; `booked` once it was kept. With `Wish.appointment_id` it changes that one."""

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        wish: Wish = Wish(),  # noqa: B008  # frozen
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("booking_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._wish = vault, clock, wish
        self._zone = practice.get_practice(vault).time_zone
        self._row = None if wish.appointment_id is None else appointments.get(vault, wish.appointment_id)
        self.booked: BookedResult | None = None
        self._own_length = self._row is not None or wish.minutes is not None
        self._filling = False
        self._steps = QStackedWidget()
        look.column(self).addWidget(self._steps)
        self._steps.addWidget(self._first_step())
        fit(self, 600, 660)
        self._begin()

    def _first_step(self) -> QWidget:
        whole = QWidget()
        layout = look.column(whole, gap=12, margin=24)
        layout.addWidget(look.label("Change the appointment" if self._row else "Book an appointment", "heading"))
        self.form = BookingForm(self._vault, self._today(), self._zone, self._row)
        inside = QWidget()
        within = look.column(inside, gap=8)
        within.setContentsMargins(0, 0, px(12), 0)
        within.addWidget(self.form)
        self.overlap = look.label("", "warning", "booking_overlap")
        self.window_words = look.label("", "muted", "booking_window")
        self.outside = look.label("", "warning", "booking_outside")
        within.addStretch(1)
        self._scroll = look.scroll(inside)
        layout.addWidget(self._scroll, 1)
        self.open_lines = look.label("", "warning", "booking_open")
        for one in (self.overlap, self.window_words, self.outside, self.open_lines):
            one.hide()
            layout.addWidget(one)
        self.error = look.error_line("booking_error")
        layout.addWidget(self.error)
        cancel = look.button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        self.keep_button = look.button("", "keep_booking", "primary")
        self.keep_button.clicked.connect(self.keep)
        layout.addLayout(look.row(None, cancel, self.keep_button))
        return whole

    def _begin(self) -> None:
        wish, form = self._wish, self.form
        if self._row is None:
            form.client.choose(self._vault, wish.client_id)
            usual = AppointmentKind.PREPARATION if wish.client_id is not None else AppointmentKind.CALL
            form.kind.setCurrentIndex(form.kind.findData((wish.kind or usual).value))
        if wish.day is not None or self._row is None:
            form.day.set_day(wish.day or wish.not_before or self._today())
        if wish.minute is not None:
            form.start.set_minute(wish.minute)
        if wish.minutes is not None:
            form.minutes.setValue(wish.minutes)
        form.edited.connect(self._look_again)
        form.minutes.valueChanged.connect(self._take_own_length)
        form.kind.currentIndexChanged.connect(self._fill_length)
        form.client.editTextChanged.connect(self._fill_length)
        self._fill_length()
        if self._row is None and wish.minute is None:
            self._suggest_start()
        form.show_state()
        first = form.client if form.client_if_any() is None else form.start if wish.minute is None else form.kind
        first.setFocus()

    def _suggest_start(self) -> None:
        """The first time that is free on the day, or in the days that would be best."""
        last = self._wish.by or self._wish.day
        day = self._wish.day or self._wish.not_before or self._today()
        days = [day] if last is None else [day + timedelta(days=n) for n in range(max(0, (last - day).days) + 1)]
        free = free_time.first_free_time(self._vault, self.form.minutes.value(), days, self._clock())
        if free is not None:
            self.form.day.set_day(free.day)
            self.form.start.set_minute(free.starts.hour * 60 + free.starts.minute)

    def _fill_length(self) -> None:
        if not self._own_length:
            self._filling = True
            minutes = free_time.usual_minutes(self._vault, self.form.kind_chosen(), self.form.client_if_any())
            self.form.minutes.setValue(minutes)
            self._filling = False

    def _take_own_length(self) -> None:
        self._own_length = self._own_length or not self._filling

    # What follows from the fields

    def _look_again(self) -> None:
        overlapping = self._overlapping()
        look.show_error(self.overlap, overlap_in_words(overlapping))
        self._show_window()
        self._show_open()
        verb = "Save" if self._row else "Book"
        self.keep_button.setText(f"{verb} although it overlaps" if overlapping else verb)
        self.keep_button.setAccessibleName(self.keep_button.text())

    def _overlapping(self) -> list[AppointmentRow]:
        times = self.form.times_if_any()
        return appointments.overlaps(self._vault, times, self._wish.appointment_id) if times else []

    def _show_window(self) -> None:
        when = self.form.when_if_any()
        window = self._window(when)
        look.show_error(self.window_words, "" if window is None else _best(window))
        outside = window is not None and when is not None and not window.first <= when.day <= window.last
        look.show_error(self.outside, f"{_day(when)} is outside these days." if outside and when is not None else "")

    def _window(self, when: When | None) -> Window | None:
        wish = self._wish
        if wish.not_before is not None or wish.by is not None:
            first = wish.not_before or self._today()
            return Window(first, wish.by or date.max)
        client_id = self.form.client_if_any()
        if self.form.kind_chosen() is not AppointmentKind.INTEGRATION or client_id is None or when is None:
            return None
        return free_time.open_window(self._vault, client_id, when.day, wish.appointment_id)

    def _show_open(self) -> None:
        """What is to be looked at for a ketamine session, right under its day; how many things is said above the buttons."""
        was_empty = self.form.under_the_day.count() == 0
        look.clear(self.form.under_the_day)
        look.show_error(self.open_lines, "")
        when, client_id = self.form.when_if_any(), self.form.client_if_any()
        if self.form.kind_chosen() is not AppointmentKind.KETAMINE or when is None or client_id is None:
            return
        sentences = ready.missing_for(self._vault, client_id, when.day, self._today())
        if sentences:
            number = f"{len(sentences)} things" if len(sentences) > 1 else "1 thing"
            look.show_error(self.open_lines, f"{number} to look at for that day. You can book all the same.")
            self.form.under_the_day.addWidget(look.label("To look at for that day", "strong", "booking_look_at"))
            for sentence in sentences:
                self.form.under_the_day.addWidget(look.label(f"• {sentence}"))
            if was_empty:
                QTimer.singleShot(0, self, self._bring_open_into_sight)  # once it is laid out

    def _bring_open_into_sight(self) -> None:
        item = self.form.under_the_day.itemAt(0)
        headline = None if item is None else item.widget()
        if headline is not None:
            self._scroll.ensureWidgetVisible(headline, 0, px(90))

    # Keeping

    def keep(self) -> None:
        """Book it, or keep the changes; or say at the field what is not right."""
        look.show_error(self.error, "")
        try:
            booking = self.form.booking()
            repeat = self.form.series() if self._row is None else None
            if self._row is not None:
                which = Which(self.form.which.currentData())
                undo = appointments.change(self._vault, self._row.id, booking, self._clock(), which)
                self.booked = BookedResult((self._row.id,), booking.when.day, undo)
            elif repeat is not None:
                done = appointments.book_series(self._vault, booking, repeat, self._clock())
                self.booked = BookedResult(done.ids, booking.when.day, done.undo)
            else:
                done = appointments.book(self._vault, booking, self._clock())
                self.booked = BookedResult(done.ids, booking.when.day, done.undo)
        except BadInput as problem:
            if not self.form.show_problem(problem):
                look.show_error(self.error, str(problem))
            return
        except KapdeskError as error:
            look.show_error(self.error, str(error))
            return
        self.form.show_problem(None)
        offers = self._row is None and repeat is None and booking.kind is AppointmentKind.KETAMINE
        if offers and booking.client_id is not None and self._offer(booking.client_id, booking.when):
            return
        self.accept()

    def _offer(self, client_id: int, ketamine: When) -> bool:
        """Show the second step, unless an integration is booked in the window already."""
        window = free_time.integration_window(self._vault, client_id, ketamine.day)
        if free_time.open_window(self._vault, client_id, ketamine.day) is None:
            return False
        assert self.booked is not None
        self.offer = IntegrationOffer(
            self._vault, self._clock, client_id, window, self._zone, self.booked.undo.words, ketamine
        )
        self.offer.refused.connect(self.accept)
        self.offer.kept.connect(self._keep_integration)
        self._steps.addWidget(self.offer)
        self._steps.setCurrentWidget(self.offer)
        self.offer.begin()
        return True

    def _keep_integration(self, done: object) -> None:
        assert isinstance(done, appointments.Booked)
        assert self.booked is not None
        ids = (*self.booked.ids, *done.ids)
        both = appointments.booked_together(f"{self.booked.undo.words}, and the integration", ids)
        self.booked = BookedResult(ids, self.booked.day, both)
        self.accept()

    def reject(self) -> None:
        """Close; what was booked in the first step stays booked."""
        if self.booked is not None:
            self.accept()
        else:
            super().reject()

    def _today(self) -> date:
        return self._clock().astimezone(ZoneInfo(self._zone)).date()


def _best(window: Window) -> str:
    if window.last == date.max:
        return f"Best from {long(window.first, window.first)} on."
    span = span_in_words(window.first, window.last).replace(f", {window.first.year}", "")
    return f"Best {span}{', ' if window.why else ''}{window.why}."


def _day(when: When | None) -> str:
    return "" if when is None else long(when.day, when.day)
