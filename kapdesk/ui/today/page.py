"""Today: what the day holds, what needs the therapist, where everyone is; each with the one thing to do about it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kapdesk.domain.first_things import FirstThing
from kapdesk.domain.needs import Kind, Need
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.days import in_full, shown
from kapdesk.ui.days import locale as computer
from kapdesk.ui.flow import Columns, Flow, page_margins, roomy
from kapdesk.ui.lines import fill
from kapdesk.ui.today.dialogs import PutOffDialog
from kapdesk.ui.today.first_thing import FirstThingCard
from kapdesk.ui.today.rows import AppointmentLine, GroupLine, NeedLine, PutOffLine
from kapdesk.ui.today.week import WeekStrip
from kapdesk.usecases.desk import putting_off, today
from kapdesk.usecases.desk.today import PutOffRow, TodayView
from kapdesk.usecases.house import setup
from kapdesk.vault.database import Vault

_FIRST_NEEDS = 12
"""Lines shown before the rest is asked for; how many there are is always said."""


class TodayPage(QWidget):
    """The page of the day. What is wanted goes up: an appointment's row, a need, a day, a place where clients are."""

    said = Signal(str, object)
    changed = Signal()
    client_chosen = Signal(int)
    appointment_wanted = Signal(object)
    need_wanted = Signal(object)
    day_wanted = Signal(object)
    group_wanted = Signal(object)
    find_wanted = Signal()
    new_client_wanted = Signal()
    booking_wanted = Signal()
    first_thing_wanted = Signal(object)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._vault, self._clock = vault, clock
        self._all, self._waiting_shown = False, False
        self.view: TodayView | None = None
        self.appointments: list[AppointmentLine] = []
        self.needs: list[NeedLine] = []
        self.put_off: list[PutOffLine] = []
        self.groups: list[GroupLine] = []
        whole = QWidget()
        look.column(self).addWidget(roomy(whole))
        layout = look.column(whole, gap=16)
        page_margins(layout)
        layout.addWidget(self._header())
        self.first_thing = FirstThingCard()
        self.first_thing.wanted.connect(self.first_thing_wanted)
        self.first_thing.put_off.connect(self.put_off_first_thing)
        layout.addWidget(self.first_thing)
        both = Columns(least=760, gap=18)
        left, right = QWidget(), QWidget()
        beside = look.column(left, gap=18)
        beside.addWidget(self._appointments_card())
        beside.addWidget(self._needs_card(), 1)
        beside = look.column(right, gap=18)
        beside.addWidget(self._groups_card())
        beside.addWidget(self._week_card())
        beside.addStretch(1)
        both.add(left, 17)
        both.add(right, 10)
        layout.addWidget(both, 1)

    def _header(self) -> Columns:
        self.title = look.label("", "title", "today_title")
        find = look.button("Find a client, note, paper…", "find_from_today")
        find.setToolTip(QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText))
        find.clicked.connect(self.find_wanted)
        new = look.button("New client", "new_client_from_today", "primary")
        new.clicked.connect(self.new_client_wanted)
        acts = Flow(gap=12)
        acts.set_widgets([find, new])
        header = Columns(least=620, gap=12)
        header.add(self.title, 1)
        header.add(acts)
        return header

    def _appointments_card(self) -> QWidget:
        frame, self._appointments = look.card("Today’s appointments")
        self._free_day = QWidget()
        empty = look.column(self._free_day, gap=8)
        empty.addWidget(look.label("Nothing is booked today.", "strong"))
        self._free_words = look.label("", "muted", "free_day")
        empty.addWidget(self._free_words)
        book = look.button("Book an appointment…", "book_from_today")
        book.clicked.connect(self.booking_wanted)
        empty.addLayout(look.row(book, None))
        self._appointments.addWidget(self._free_day)
        self._lines = look.column(gap=8)
        self._appointments.addLayout(self._lines)
        return frame

    def _needs_card(self) -> QWidget:
        frame, inside = look.card()
        self.heading = look.label("Needs you", "heading", "needs_heading")
        self._count = look.label("", "small", "needs_count")
        inside.addLayout(look.row(self.heading, None, self._count))
        self._nothing = look.label("", "muted", "nothing_needed")
        inside.addWidget(self._nothing)
        self._need_lines: QVBoxLayout = look.column(gap=8)
        inside.addLayout(self._need_lines)
        self._more = look.button("", "more_needs", "quiet")
        self._more.clicked.connect(self._show_all)
        self._waiting = look.button("", "show_put_off", "quiet")
        self._waiting.clicked.connect(self.show_what_was_put_off)
        self._foot = Flow(gap=8)
        self._foot.set_widgets([self._more, self._waiting])
        inside.addWidget(self._foot)
        self._put_off_lines: QVBoxLayout = look.column(gap=8)
        inside.addLayout(self._put_off_lines)
        inside.addStretch(1)
        return frame

    def _groups_card(self) -> QWidget:
        frame, inside = look.card("Where everyone is")
        self._group_lines: QVBoxLayout = look.column(gap=2)
        inside.addLayout(self._group_lines)
        return frame

    def _week_card(self) -> QWidget:
        frame, inside = look.card("This week")
        self.week = WeekStrip()
        self.week.day_chosen.connect(self.day_wanted)
        inside.addWidget(self.week)
        return frame

    def refresh(self) -> None:
        """Read the day again."""
        now = self._clock()
        thing = setup.first_thing(self._vault, now.date())
        view = today.read_today(self._vault, now, computer().firstDayOfWeek().value)
        if thing is not None and thing.name == "backups":  # said once
            view = replace(view, needs=tuple(need for need in view.needs if need.kind is not Kind.BACKUP))
        self.first_thing.show_thing(thing)
        self.show_view(view)

    def show_view(self, view: TodayView) -> None:
        """Show what was read."""
        self.view = view
        weekday = computer().dayName(view.on.isoweekday(), QLocale.FormatType.LongFormat)
        self.title.setText(f"{weekday}, {in_full(view.on, view.on)}")
        fill(self.appointments, len(view.appointments), self._appointment, self._lines)
        for line, row in zip(self.appointments, view.appointments, strict=False):
            line.show_row(row)
        self._free_day.setVisible(not view.appointments)
        self._free_words.setText(
            "A free day. What waits stands below." if view.needs else "A free day, and nothing waits for you."
        )
        self._show_needs(view)
        fill(self.groups, len(view.groups), self._group, self._group_lines)
        for place, group in zip(self.groups, view.groups, strict=False):
            place.show_group(group)
        self.week.show_week(view.monday, view.week, view.on)

    def _show_needs(self, view: TodayView) -> None:
        shown_needs = view.needs if self._all else view.needs[:_FIRST_NEEDS]
        fill(self.needs, len(shown_needs), self._need, self._need_lines)
        for line, need in zip(self.needs, shown_needs, strict=False):
            line.show_need(need)
        late = sum(need.urgency in ("late", "today") for need in view.needs)
        self._count.setText(f"{len(view.needs)} in all, {late} due by today" if view.needs else "")
        self._nothing.setText("Nothing needs you now. What becomes due appears here, on its day.")
        self._nothing.setVisible(not view.needs)
        rest = len(view.needs) - len(shown_needs)
        self._more.setText(f"Show the other {rest}" if rest else "Show the first ones only")
        self._more.setVisible(bool(rest) or (self._all and len(view.needs) > _FIRST_NEEDS))
        number = len(view.put_off)
        self._waiting.setText(f"{'Hide' if self._waiting_shown else 'Show'} what was put off ({number})")
        self._waiting.setVisible(bool(number))
        for one in (self._more, self._waiting):
            one.setAccessibleName(one.text())
        self._foot.setVisible(not self._more.isHidden() or bool(number))
        self._foot.arrange()
        waiting = view.put_off if self._waiting_shown else ()
        fill(self.put_off, len(waiting), self._put_off, self._put_off_lines)
        for line_off, row in zip(self.put_off, waiting, strict=False):
            line_off.show_row(row, shown(row.until, view.on))

    def put_off_need(self, need: Need) -> None:
        """Ask until when a line can wait, and why."""
        words = f"{need.words}{' · ' + need.client if need.client else ''}"
        dialog = PutOffDialog(self._vault, self._clock, need.key, words, need.client_id, self)
        if dialog.exec() and dialog.undo is not None:
            self.said.emit(dialog.undo.words, dialog.undo)
            self._changed()
        dialog.deleteLater()

    def put_off_first_thing(self, thing: FirstThing) -> None:
        """Not now."""
        undo = setup.put_off(self._vault, thing, self._clock().date())
        self.said.emit(undo.words, undo)
        self._changed()

    def bring_back(self, row: PutOffRow) -> None:
        """Have a line back now."""
        try:
            undo = putting_off.bring_back(self._vault, row.need.key, self._clock())
        except KapdeskError as error:
            self.said.emit(str(error), None)
        else:
            self.said.emit(undo.words, undo)
        self._changed()

    def close_down(self) -> bool:
        """Nothing is typed here that could be lost."""
        return True

    def _changed(self) -> None:
        self.refresh()
        self.changed.emit()

    def _show_all(self) -> None:
        self._all = not self._all
        if self.view is not None:
            self._show_needs(self.view)

    def show_what_was_put_off(self) -> None:
        """Show the lines that were put off, or hide them."""
        self._waiting_shown = not self._waiting_shown
        if self.view is not None:
            self._show_needs(self.view)

    def _appointment(self) -> AppointmentLine:
        line = AppointmentLine()
        line.wanted.connect(self.appointment_wanted)
        line.client_wanted.connect(self.client_chosen)
        return line

    def _need(self) -> NeedLine:
        line = NeedLine()
        line.wanted.connect(self.need_wanted)
        line.later_wanted.connect(self.put_off_need)
        return line

    def _put_off(self) -> PutOffLine:
        line = PutOffLine()
        line.back_wanted.connect(self.bring_back)
        return line

    def _group(self) -> GroupLine:
        line = GroupLine()
        line.wanted.connect(self.group_wanted)
        return line
