"""The fields of a booking: for whom, what, when, how long, how often."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kapdesk.domain.appointments import LONGEST, AppointmentKind, When, Which, check_when, clock, is_shown_twice
from kapdesk.domain.series import MOST, Repeat, Rhythm, occurrences
from kapdesk.errors import BadInput
from kapdesk.ui import days, look
from kapdesk.ui.client_field import ClientField
from kapdesk.ui.date_field import DateField
from kapdesk.ui.flow import Columns
from kapdesk.ui.time_field import TimeField
from kapdesk.usecases.calendar.appointments import ONE_BY_ONE, AppointmentRow, Booking
from kapdesk.vault.database import Vault

_ONCE, _WEEKS, _MONTHS = range(3)


@dataclass(frozen=True)
class Wish:
    """What a booking begins with: a client, a kind, a day (minutes after midnight for its time), the days that would be
    best, or an appointment that is to be changed.
    """

    client_id: int | None = None
    kind: AppointmentKind | None = None
    day: date | None = None
    minute: int | None = None
    not_before: date | None = None
    by: date | None = None
    appointment_id: int | None = None
    minutes: int | None = None


class BookingForm(QWidget):
    """Reads and shows a booking; `edited` with every change of it."""

    edited = Signal()

    def __init__(self, vault: Vault, today: date, zone: str, row: AppointmentRow | None) -> None:
        super().__init__()
        self._zone, self._row = zone, row
        self.client = ClientField("booking_client", vault, today, row.client_id if row else None)
        self.kind = look.choice("booking_kind", "What it is")
        for kind in AppointmentKind:
            self.kind.addItem(kind.words, kind.value)
        self.day = DateField("booking_day", "Day")
        self.start = TimeField("booking_start", "Begins at")
        self.minutes = look.number("booking_minutes", "Minutes", 1, LONGEST, 50)
        self.second = look.choice("booking_second", "Which of the two")
        self.second.addItems(["The first, before clocks go back", "The second, after clocks went back"])
        self.words = look.line("booking_words", "Words", "such as “brings her sister”")
        self._errors: dict[str, QLabel] = {}
        self._build()
        if row is not None:
            self._fill(row)
        self._connect()

    def _build(self) -> None:
        layout = look.column(self, gap=10)
        first, second = Columns(least=380, gap=14), Columns(least=380, gap=14)
        first.add(self._boxed("client", "Client", self.client), 3)
        first.add(self._boxed("kind", "What it is", self.kind), 2)
        second.add(self._boxed("day", "Day", self.day), 2)
        second.add(self._boxed("starts", "Begins at", self.start), 2)
        self.ends = look.label("", "small", "booking_ends")
        length = self._boxed("minutes", "Minutes", self.minutes)
        second.add(length, 2)
        layout.addWidget(first)
        layout.addWidget(second)
        layout.addWidget(self.ends)
        self._twice = look.field("Clocks show this time twice on that day. Which one is meant?", self.second)
        layout.addWidget(self._twice)
        self._twice.hide()
        self.under_the_day = look.column(gap=4)
        layout.addLayout(self.under_the_day)
        layout.addWidget(self._boxed("words", "Words (they stand in the calendar)", self.words))
        self.which = look.choice("booking_which", "Which of the series")
        for which in Which:
            self.which.addItem(which.words, which.value)
        self._of_series = look.field("This is one of a series. Change", self.which)
        layout.addWidget(self._of_series)
        self._of_series.setVisible(self._row is not None and bool(self._row.series))
        self._again = self._series()
        layout.addWidget(self._again)
        self._one_by_one = look.label(ONE_BY_ONE, "small", "booking_one_by_one")
        self._one_by_one.hide()
        layout.addWidget(self._one_by_one)

    def _series(self) -> QWidget:
        self.repeat = look.choice("booking_repeat", "How often")
        self.repeat.addItems(["Once", "Every … weeks", "Each month on this weekday"])
        self.every = look.number("booking_every", "Every how many weeks or months", 1, 52, 1)
        self.times = look.number("booking_times", "How many times in all", 2, MOST, 4)
        self.until = DateField("booking_until", "Until which day, instead of a number")
        self.until.setPlaceholderText("or leave empty")
        whole = QWidget()
        layout = look.column(whole, gap=4)
        line = Columns(least=420, gap=14)
        line.add(look.field("How often", self.repeat), 3)
        self._rhythm = [
            look.field("Every", self.every),
            look.field("Times in all", self.times),
            look.field("or until", self.until),
        ]
        for one in self._rhythm:
            line.add(one, 2)
            one.hide()
        layout.addWidget(line)
        for name in ("every", "times", "until"):
            self._errors[name] = look.error_line(f"booking_{name}_error")
            layout.addWidget(self._errors[name])
        return whole

    def _boxed(self, name: str, words: str, widget: QWidget) -> QWidget:
        box = look.field(words, widget)
        self._errors[name] = look.error_line(f"booking_{name}_error")
        layout = box.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self._errors[name])
        layout.addStretch(1)
        return box

    def _connect(self) -> None:
        for name, changed in (
            ("client", self.client.editTextChanged),
            ("kind", self.kind.currentIndexChanged),
            ("day", self.day.textChanged),
            ("starts", self.start.textChanged),
            ("minutes", self.minutes.valueChanged),
            ("words", self.words.textChanged),
            ("every", self.every.valueChanged),
            ("times", self.times.valueChanged),
            ("until", self.until.textChanged),
        ):
            changed.connect(partial(self._forget_problem, name))
        self.client.editTextChanged.connect(self._changed)
        self.kind.currentIndexChanged.connect(self._changed)
        self.day.textChanged.connect(self._changed)
        self.start.time_changed.connect(self._changed)
        self.minutes.valueChanged.connect(self._changed)
        self.second.currentIndexChanged.connect(self._changed)
        self.repeat.currentIndexChanged.connect(self._changed)
        self.every.valueChanged.connect(self._changed)
        self.times.valueChanged.connect(self._changed)
        self.until.textChanged.connect(self._changed)

    def _fill(self, row: AppointmentRow) -> None:
        self.kind.setCurrentIndex(self.kind.findData(row.kind.value))
        self.day.set_day(row.when.day)
        self.start.set_minute(row.when.starts.hour * 60 + row.when.starts.minute)
        self.minutes.setValue(row.when.minutes)
        self.second.setCurrentIndex(int(row.when.second))
        self.words.setText(row.words)

    def _changed(self) -> None:
        ketamine = self.kind_chosen() is AppointmentKind.KETAMINE
        self._again.setVisible(self._row is None and not ketamine)
        self._one_by_one.setVisible(self._row is None and ketamine)
        for one in self._rhythm:
            one.setVisible(self.repeat.currentIndex() != _ONCE)
        when = self.when_if_any()
        self._twice.setVisible(when is not None and is_shown_twice(when))
        self.ends.setText("" if when is None else _ends_in_words(when))
        self.edited.emit()

    def show_state(self) -> None:
        """Bring what follows from the fields up to date."""
        self._changed()

    def kind_chosen(self) -> AppointmentKind:
        """What is being booked."""
        return AppointmentKind(self.kind.currentData())

    def client_if_any(self) -> int | None:
        """The client, as far as one is typed."""
        try:
            return self.client.client_id()
        except BadInput:
            return None

    def when_if_any(self) -> When | None:
        """When it is, as far as that is typed and can be."""
        try:
            when = self._when()
            check_when(when)
        except BadInput:
            return None
        return when

    def times_if_any(self) -> list[When]:
        """All times of the series, or the one."""
        when = self.when_if_any()
        if when is None:
            return []
        try:
            repeat = self.series()
            return [when] if repeat is None else occurrences(when, repeat)
        except BadInput:
            return [when]

    def booking(self) -> Booking:
        """What is typed; BadInput with the field's name."""
        client_id = self.client.client_id()
        when = self._when()
        return Booking(self.kind_chosen(), when, client_id, self.words.text())

    def series(self) -> Repeat | None:
        """How it comes again; a ketamine session never does. BadInput."""
        chosen = self.repeat.currentIndex()
        if chosen == _ONCE or self.kind_chosen() is AppointmentKind.KETAMINE:
            return None
        until = self.until.day()
        rhythm = Rhythm.WEEKLY if chosen == _WEEKS else Rhythm.MONTHLY
        return Repeat(rhythm, self.every.value(), None if until else self.times.value(), until)

    def show_problem(self, problem: BadInput | None) -> bool:
        """Tell an error at its field, and take the cursor there; False when it is about none of them."""
        name = {"booking_day": "day", "booking_start": "starts", "booking_until": "until"}.get(
            problem.field if problem else "", problem.field if problem else ""
        )
        widgets = self._widgets()
        for each, line in self._errors.items():
            look.show_error(line, str(problem) if each == name else "")
        for each, widget in widgets.items():
            look.mark_wrong(widget, each == name)
        if name in widgets:
            widgets[name].setFocus()
        return name in widgets

    def _forget_problem(self, name: str, *_: object) -> None:
        """What was wrong in a field is said no more once it is edited."""
        if self._errors[name].isVisibleTo(self):
            look.show_error(self._errors[name], "")
            look.mark_wrong(self._widgets()[name], False)

    def _widgets(self) -> dict[str, QWidget]:
        return {
            "client": self.client.words,
            "day": self.day,
            "starts": self.start,
            "minutes": self.minutes,
            "kind": self.kind,
            "words": self.words,
            "every": self.every,
            "times": self.times,
            "until": self.until,
        }

    def _when(self) -> When:
        day, minute = self.day.day(), self.start.minute()
        if day is None:
            raise BadInput("Type the day.", "day")
        if minute is None:
            raise BadInput("Type the time at which it begins, such as 9:00.", "starts")
        starts = datetime.combine(day, time(minute // 60, minute % 60))
        when = When(starts, self.minutes.value(), self._zone)
        return When(starts, when.minutes, self._zone, is_shown_twice(when) and self.second.currentIndex() == 1)


def _ends_in_words(when: When) -> str:
    hours, minutes = divmod(when.minutes, 60)
    length = f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
    day = (
        ""
        if when.last_day == when.day
        else f"{days.weekday(when.ends.date())}, {days.in_full(when.ends.date(), when.day)}, "
    )
    on_the_wall = (when.ends - when.starts).total_seconds() / 60
    turned = "back" if on_the_wall < when.minutes else "forward" if on_the_wall > when.minutes else ""
    clocks = f", after clocks went {turned}" if turned else ""
    return f"Ends {day}{clock(when.ends)}{clocks} ({length})."
