"""The chart's overview: the course, the sessions held, what is open, and whom to call."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kapdesk.domain.phases import Mark
from kapdesk.ui import look
from kapdesk.ui.calls.card import CallCard
from kapdesk.ui.chart.course_card import CourseCard
from kapdesk.ui.chart.session_line import SessionLine
from kapdesk.ui.days import days_ago, shown
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.lines import fill
from kapdesk.ui.notes.open_steps import OpenSteps
from kapdesk.ui.ready.card import ReadyCard
from kapdesk.ui.theme import px
from kapdesk.ui.todo.client_card import ClientTasks
from kapdesk.usecases.course import courses
from kapdesk.usecases.course.courses import SessionRow
from kapdesk.usecases.people import chart
from kapdesk.usecases.writing import notes
from kapdesk.usecases.writing.notes import NoteHead
from kapdesk.vault.database import Vault

_FIRST_SESSIONS = 10
"""Sessions shown before the rest is asked for."""


class Overview(QWidget):
    """What one wants to see before the client comes in; `note_wanted` opens a note, `note_for` begins one for a session."""

    said = Signal(str, object)
    changed = Signal()
    note_wanted = Signal(int)
    note_for = Signal(int)
    call_wanted = Signal()
    line_wanted = Signal(object, object)
    begin_wanted = Signal(int)
    resume_wanted = Signal(int)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._client_id = 0
        self._all_sessions = False
        self._drafts_shown: tuple[list[NoteHead], date] | None = None
        self._about_shown: list[tuple[str, str]] | None = None
        inner = QWidget()
        layout = look.column(inner, gap=16)
        layout.setContentsMargins(0, 0, px(8), 0)
        self.course = CourseCard(vault, clock)
        self.course.line.mark_chosen.connect(self._open_mark)
        self.course.said.connect(self.said)
        self.course.changed.connect(self.changed)
        layout.addWidget(self.course)
        below = Columns(least=640, gap=16)
        sessions = self._sessions_card()
        open_notes, self._open = look.card("Not signed yet")
        about, self._about = look.card("About")
        right = QWidget()
        beside = self._beside = look.column(right, gap=16)
        self.ready = ReadyCard(vault, clock)
        self.ready.said.connect(self.said)
        self.ready.changed.connect(self.changed)
        self.ready.act_wanted.connect(self.line_wanted)
        self.ready.begin_wanted.connect(self.begin_wanted)
        self.ready.resume_wanted.connect(self.resume_wanted)
        beside.addWidget(self.ready)
        self._steps_card, steps = look.card()
        self.steps = OpenSteps(vault, clock, "Steps from integration")
        self.steps.said.connect(self.said)
        self.steps.changed.connect(self.refresh)
        steps.addWidget(self.steps)
        beside.addWidget(self._steps_card)
        beside.addWidget(open_notes)
        self.tasks = ClientTasks(vault, clock)
        self.tasks.said.connect(self.said)
        self.tasks.changed.connect(self.changed)
        beside.addWidget(self.tasks)
        beside.addWidget(about, 1)
        self.call = CallCard(vault, clock)
        self.call.call_wanted.connect(self.call_wanted)
        beside.addWidget(self.call)
        below.add(sessions, 5)
        below.add(right, 4)
        layout.addWidget(below, 1)
        outer = look.column(self)
        self.area = look.scroll(inner)
        outer.addWidget(self.area)

    def show_client(self, client_id: int) -> None:
        """Show one client."""
        self._client_id = client_id
        self.course.show_client(client_id)
        self.ready.show_client(client_id)
        self.tasks.show_client(client_id)
        self.call.show_client(client_id)
        self._all_sessions = False
        self.area.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        """Read everything again."""
        self.course.refresh()
        self.ready.refresh()
        self._show_sessions(courses.list_sessions(self._vault, self._client_id))
        self._show_open()
        self.steps.show_client(self._client_id)
        self._steps_card.setVisible(not self.steps.isHidden())
        self.tasks.refresh()
        self.call.refresh()
        self._beside.insertWidget(0 if self.call.asking else self._beside.count() - 1, self.call)
        self._show_about()

    def _show_sessions(self, rows: list[SessionRow]) -> None:
        shown_rows = rows if self._all_sessions else rows[:_FIRST_SESSIONS]
        fill(self.sessions, len(shown_rows), self._session, self._session_lines)
        for line, row in zip(self.sessions, shown_rows, strict=False):
            line.show_row(row, shown(row.on, self._clock().date()))
        self._no_sessions.setVisible(not rows)
        self._rest.setVisible(len(rows) > len(shown_rows))
        self._rest.setText(f"Show all {len(rows)}")

    def _show_all_sessions(self) -> None:
        self._all_sessions = True
        self._show_sessions(courses.list_sessions(self._vault, self._client_id))

    def _sessions_card(self) -> QWidget:
        frame, inside = look.card("Sessions held")
        self.sessions: list[SessionLine] = []
        self._session_lines = look.column(gap=8)
        inside.addLayout(self._session_lines)
        words = "None yet. Enter a session once it was held; its note can be written from here."
        self._no_sessions = look.label(words, "muted")
        inside.addWidget(self._no_sessions)
        self._rest = look.button("Show all", "all_sessions", "quiet")
        self._rest.clicked.connect(self._show_all_sessions)
        inside.addLayout(look.row(self._rest, None))
        inside.addStretch(1)
        return frame

    def _session(self) -> SessionLine:
        line = SessionLine()
        line.note_wanted.connect(self._note)
        line.change_wanted.connect(self.course.change_session)
        line.remove_wanted.connect(self.course.remove_session)
        return line

    def _show_open(self) -> None:
        today = self._clock().date()
        drafts = notes.list_drafts(self._vault, self._client_id, today)
        if self._drafts_shown == (drafts, today):
            return  # nothing changed: its widgets stay
        self._drafts_shown = drafts, today
        _keep_heading(self._open)
        for head in drafts:
            self._open.addWidget(look.rule())
            on = shown(head.on, today)
            write = look.button("Write", f"write_{head.id}")
            write.setAccessibleName(f"Write: {head.kind.words}, {on}")
            write.clicked.connect(lambda _=False, note_id=head.id: self.note_wanted.emit(note_id))
            what = Flow(gap=10)
            what.set_widgets(
                [look.label(f"{head.kind.words}, {on}", "strong"), look.chip(days_ago(head.age_days), "warning")]
            )
            line = look.row(what, write)
            line.setStretch(0, 1)
            self._open.addLayout(line)
        if not drafts:
            self._open.addWidget(look.label("Every note is signed.", "muted"))

    def _show_about(self) -> None:
        about = chart.about(self._vault, self._client_id)
        if about == self._about_shown:
            return
        self._about_shown = about
        _keep_heading(self._about)
        for words, value in about:
            self._about.addWidget(look.rule())
            self._about.addWidget(look.label(words, "small"))
            self._about.addWidget(look.label(value or "not entered", "body" if value else "muted"))
        self._about.addStretch(1)

    def _note(self, session: SessionRow) -> None:
        if session.note_id is not None:
            self.note_wanted.emit(session.note_id)
        else:
            self.note_for.emit(session.id)

    def _open_mark(self, mark: Mark) -> None:
        if mark.note_id is not None:
            self.note_wanted.emit(mark.note_id)
        elif mark.session_id is not None:
            self.note_for.emit(mark.session_id)


def _keep_heading(layout: QVBoxLayout) -> None:
    heading = layout.takeAt(0)
    look.clear(layout)
    if heading is not None:
        layout.insertItem(0, heading)
