"""The head of the running session: who and with which order, the clock since medicine in, vitals and their cue, the band."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kapdesk.domain import session_clock
from kapdesk.domain.dates import short
from kapdesk.domain.leaving import next_look
from kapdesk.domain.limits import limits_in_words, together
from kapdesk.domain.medicine_day import EntryKind, Shown, of_kind
from kapdesk.domain.touch import agreed_now
from kapdesk.domain.vitals import Vitals, vitals_of
from kapdesk.ui import look
from kapdesk.ui.session.band import BandBar
from kapdesk.ui.theme import px
from kapdesk.usecases.medicine_day.medicine_days import Day

_BIG, _MIDDLE = 88, 35
"""Heights of the clock and of what stands beside it, in pixels at 100 %; less where the window is small."""


_WIDE, _TALL = 700, 640
"""Pixels at 100 % from which on the limits stand beneath the reading, and the touch agreed beneath the intention."""


class ClockPanel(QWidget):
    """Shows a day; `tick` shows it at another moment. `due` is sent once when vitals become due."""

    due = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("session_clock")
        self._day: Day | None = None
        self._shown: tuple[Shown, ...] = ()
        self._told: datetime | None = None
        self._is_time = True
        self._tight = False
        self._build()

    def _build(self) -> None:
        layout = look.column(self)
        layout.setSpacing(min(px(6), 6))
        self.head = look.label("", "muted", "session_head")
        self.intention = look.label("", "body", "session_intention")
        self.intention.setProperty("role", "intention")
        self.touch = look.label("", "muted", "session_touch")
        self.time = _right("session_time")
        self.booked = _right("session_booked")
        left, right = look.column(gap=4), look.column(gap=2)
        for one in (self.head, self.intention, self.touch):
            left.addWidget(one)
        for one in (self.time, self.booked):
            right.addWidget(one)
        right.addStretch(1)
        above = look.row(gap=16)
        above.addLayout(left, 1)
        above.addLayout(right)
        layout.addLayout(above)
        self.since = look.label("", "muted", "session_since")
        self.clock = _large("session_elapsed")
        self.next_words = look.label("next vitals", "muted")
        self.next = _large("next_vitals")
        self.last_words = look.label("last vitals", "muted", "last_vitals_time")
        self.last = _large("last_vitals")
        self.limits = look.label("", "small", "session_limits")
        beside = look.row()
        beside.setSpacing(min(px(28), 30))
        beside.addLayout(_stacked(self.since, self.clock), 0)
        beside.addLayout(_stacked(self.next_words, self.next), 0)
        beside.addLayout(_stacked(self.last_words, self.last, self.limits), 1)
        layout.addLayout(beside)
        self.below = look.label("", "small", "session_limits_below")
        layout.addWidget(self.below)
        self.outside = look.label("", "bad", "session_outside")
        layout.addWidget(self.outside)
        self.band = BandBar()
        layout.addWidget(self.band)

    def show_day(self, day: Day, shown: tuple[Shown, ...], now: datetime) -> None:
        """Show a day as it is now."""
        self._day, self._shown = day, shown
        self.intention.setVisible(bool(day.intention))
        self._show_intention()
        self.touch.setText(touch_words(day, shown))
        until = day.booked_until
        self.booked.setText(f"booked to {until:%H:%M}" if until else "")
        self._vitals(day, now)
        self.band.show_day(day, shown)
        self.tick(now)

    def tick(self, now: datetime) -> None:
        """Show what depends on the moment; nothing is counted, all is reckoned from the moments that are kept."""
        if self._day is None:
            return
        time = f"{now.astimezone(self._day.begun_at.tzinfo):%H:%M}"
        self.time.setText(time)
        today = now.astimezone(self._day.begun_at.tzinfo).date()
        late = (
            f"Left open on {short(self._day.on, today)} · " if today > self._day.on and not self._day.ended_at else ""
        )
        head = late + _head(self._day)
        self.head.setText(f"{time} · {head}" if self._tight else head)
        _set_role(self.head, "warning" if late else "muted")
        since = session_clock.medicine_in(self._shown)
        running = since is not None  # taken after all: the clock runs, whatever was entered before
        without = bool(of_kind(self._shown, EntryKind.NOT_TAKEN))
        ended = self._day.ended_at
        self.since.setText("medicine in to the end" if ended else "since medicine in")
        self.since.setVisible(running)
        words = "Without medicine" if without else "No medicine yet"
        self.clock.setText(session_clock.elapsed(since, ended or now) if since is not None and running else words)
        if self._is_time is not running:
            self._is_time = running
            self._fit()
        self._next(now)
        self.band.tick(ended or now)

    def _next(self, now: datetime) -> None:
        assert self._day is not None
        if self._day.ended_at is not None:
            self.next_words.setText("ended")
            self.next.setText(f"{self._day.ended_at:%H:%M}")
            return
        due, what = session_clock.next_vitals(self._shown, self._day.figures.vitals_minutes), "vitals"
        again = next_look(self._shown)
        if again is not None and (due is None or again < due.at):
            due, what = session_clock.Due(again, "not fit to leave: looked at again"), "look"
        is_due = due is not None and now >= due.at
        taken = session_clock.medicine_in(self._shown) is not None
        for one in (self.next_words, self.next):
            one.setVisible(due is not None or taken)
        if due is None:
            self.next.setText("at the end")
            self.next_words.setText("next vitals")
        else:
            words = session_clock.in_minutes(due.at, now)
            self.next.setText(f"⚑ {what}" if is_due else words)
            self.next_words.setText(f"due {words}" if is_due else f"next {what}")
        if bool(self.next.property("cue")) != is_due:
            self.next.setProperty("cue", is_due)
            self.next.style().unpolish(self.next)
            self.next.style().polish(self.next)
            self.next.updateGeometry()
        if is_due and due is not None and self._told != due.at:
            self._told = due.at
            self.due.emit()

    def _vitals(self, day: Day, now: datetime) -> None:
        limits = limits_in_words(day.order)
        amber = "no limit on file" in limits
        self.limits.setText(f"order: {limits}" if day.order else limits)
        self._say_below()
        for one in (self.limits, self.below):
            _set_role(one, "limits_amber" if amber else "limits")
        readings = _readings(day, self._shown)
        if not readings:
            self.last_words.setText("last vitals")
            self.last.setText("none yet")
            _set_role(self.last, "body")
            self.outside.hide()
            return
        newest, said = readings[-1]
        at, last = next(((at, one) for at, one in reversed(readings) if not one.state), readings[-1])
        missed = f"{said.words} {newest:%H:%M}, " if said.state and not last.state else ""
        self.last_words.setText(f"{missed}last vitals {at:%H:%M}")
        self.last.setText(last.words.replace(", ", " · ", 1).split(",")[0])
        out = session_clock.still_outside(day.order, readings, now.date())
        _set_role(self.last, "reading_out" if out and out[0][0] == at else "body")
        words = "; ".join(together(of) + (f" (at {when:%H:%M})" if when != newest else "") for when, of in out)
        person = day.around.prescriber
        call = f". {person.name}: {person.phone or 'no telephone entered'}" if person.name else ""
        self.outside.setText(f"▲ {_upper(words)}{call}" if out else "")
        self.outside.setVisible(bool(out))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the figures be as large as the window has room for."""
        super().resizeEvent(event)
        self._fit()

    def _say_below(self) -> None:
        touch = f" · {self.touch.text()}" if self.touch.isHidden() and self.touch.text() else ""
        self.below.setText(self.limits.text() + touch)

    def _show_intention(self) -> None:
        """Two lines of it; the whole of a longer one is on the sheet of the chart."""
        if self._day is None:
            return
        words = " ".join(self._day.intention.split())
        room = 2 * max(self.intention.width(), self.width() - px(150)) - px(120)
        metrics = self.intention.fontMetrics()
        if metrics.horizontalAdvance(words) > room > 0:
            while words and metrics.horizontalAdvance(words) > room:
                words = words.rpartition(" ")[0]
            self.intention.setText(f"“{words} …” (F2: all)")
        else:
            self.intention.setText(f"“{words}”" if words else "")

    def _fit(self) -> None:
        width, height = self.width(), self.window().height()
        wide, tall = width >= px(_WIDE), height >= px(_TALL)
        self.limits.setVisible(wide)
        self.below.setVisible(not wide)
        self.touch.setVisible(tall or wide)  # else it stands beside the limits: it is never out of sight
        self._say_below()
        self._show_intention()
        self._tight = not tall
        for one in (self.time, self.booked):  # then the time is in the head, and the booked end on the band
            one.setVisible(tall)
        big = min(px(_BIG), round(width * (0.13 if wide else 0.105)), round(height * 0.13))
        middle = min(px(_MIDDLE), round(width * 0.05), round(height * 0.055))
        self.clock.setFont(_figures(self.clock, big if self._is_time else middle))
        for one in (self.next, self.last):
            one.setFont(_figures(one, middle))


def _readings(day: Day, shown: tuple[Shown, ...]) -> list[tuple[datetime, Vitals]]:
    """The reading before the medicine and those after it, in the order of their times."""
    before = day.answer("vitals")
    first = [(before.at, vitals_of(before.data))] if before is not None and before.data else []
    return [*first, *((one.at, vitals_of(one.data)) for one in of_kind(shown, EntryKind.VITALS))]


def touch_words(day: Day, shown: tuple[Shown, ...]) -> str:
    """What touch is agreed now, and that it was narrowed; that it was not asked is said."""
    if day.agreed is None:
        return "touch not asked today"
    now = agreed_now(day.agreed, shown)
    words = ", ".join(now) if now else "no touch"
    return f"touch agreed: {words}" + (", narrowed in session" if now != day.agreed else "")


def _head(day: Day) -> str:
    order = f"order of {short(day.order.written_on, day.on)}, {day.order.prescriber}" if day.order and day.order.written_on else "no order on file"  # fmt: skip
    ride = f"ride: {day.around.ride.words}" if day.around.ride.words else "no ride on file"
    return " · ".join((f"Ketamine session {day.number}", day.initials, order, ride))


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _right(name: str) -> QLabel:
    made = look.label("", "muted", name)
    made.setWordWrap(False)
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    return made


def _large(name: str) -> QLabel:
    made = look.label("", "body", name)
    made.setWordWrap(False)
    return made


def _stacked(above: QLabel, *below: QLabel) -> QVBoxLayout:
    above.setWordWrap(False)
    layout = look.column(gap=0)
    layout.addStretch(1)
    layout.addWidget(above)
    for one in below:
        layout.addWidget(one)
    layout.addStretch(1)
    return layout


def _figures(label: QLabel, pixels: int) -> QFont:
    font = QFont(label.font())
    font.setPixelSize(pixels)
    font.setFeature(QFont.Tag("tnum"), 1)  # figures of one width, so that nothing moves from second to second
    return font


def _set_role(label: QLabel, role: str) -> None:
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
