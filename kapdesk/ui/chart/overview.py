"""The chart's overview: the course, the sessions held, what is open, and whom to call."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kapdesk.domain.phases import Mark, Medicine, SessionKind
from kapdesk.ui import look
from kapdesk.ui.calls.card import CallCard
from kapdesk.ui.chart.course_card import CourseCard
from kapdesk.ui.days import days_ago, shown
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.ready.card import ReadyCard
from kapdesk.ui.theme import px
from kapdesk.ui.todo.client_card import ClientTasks
from kapdesk.usecases import chart, courses, notes
from kapdesk.usecases.courses import SessionRow
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

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._client_id = 0
        self._all_sessions = False
        inner = QWidget()
        layout = look.column(inner, gap=16)
        layout.setContentsMargins(0, 0, px(8), 0)
        self.course = CourseCard(vault, clock)
        self.course.line.mark_chosen.connect(self._open_mark)
        self.course.said.connect(self.said)
        self.course.changed.connect(self.changed)
        layout.addWidget(self.course)
        below = Columns(least=640, gap=16)
        sessions, self._sessions = look.card("Sessions held")
        open_notes, self._open = look.card("Not signed yet")
        about, self._about = look.card("About")
        right = QWidget()
        beside = self._beside = look.column(right, gap=16)
        self.ready = ReadyCard(vault, clock)
        self.ready.said.connect(self.said)
        self.ready.changed.connect(self.changed)
        self.ready.act_wanted.connect(self.line_wanted)
        beside.addWidget(self.ready)
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
        outer.addWidget(look.scroll(inner))

    def show_client(self, client_id: int) -> None:
        """Show one client."""
        self._client_id = client_id
        self.course.show_client(client_id)
        self.ready.show_client(client_id)
        self.tasks.show_client(client_id)
        self.call.show_client(client_id)
        self._all_sessions = False

    def refresh(self) -> None:
        """Read everything again."""
        self.course.refresh()
        self.ready.refresh()
        self._show_sessions(courses.list_sessions(self._vault, self._client_id))
        self._show_open()
        self.tasks.refresh()
        self.call.refresh()
        self._beside.insertWidget(0 if self.call.asking else self._beside.count() - 1, self.call)
        self._show_about()

    def _show_sessions(self, rows: list[SessionRow]) -> None:
        _keep_heading(self._sessions)
        shown_rows = rows if self._all_sessions else rows[:_FIRST_SESSIONS]
        for session in shown_rows:
            self._sessions.addWidget(look.rule())
            self._sessions.addWidget(self._session(session))
        if not rows:
            words = "None yet. Enter a session once it was held; its note can be written from here."
            self._sessions.addWidget(look.label(words, "muted"))
        elif len(rows) > len(shown_rows):
            rest = look.button(f"Show all {len(rows)}", "all_sessions", "quiet")
            rest.clicked.connect(self._show_all_sessions)
            self._sessions.addLayout(look.row(rest, None))
        self._sessions.addStretch(1)

    def _show_all_sessions(self) -> None:
        self._all_sessions = True
        self._show_sessions(courses.list_sessions(self._vault, self._client_id))

    def _session(self, session: SessionRow) -> QWidget:
        words, on = session.words, shown(session.on, self._clock().date())
        day = look.label(on, "muted")
        day.setWordWrap(False)
        what: list[QWidget] = [look.chip(words, session.kind.value), day]
        if session.note_id and not session.note_signed:
            what.append(look.chip("not signed", "warning"))
        if session.kind is SessionKind.KETAMINE and session.medicine is Medicine.NOT_RECORDED:
            what.append(look.chip(session.medicine.words, "warning"))
        acts: list[tuple[str, str, Callable[[SessionRow], None]]] = []
        if not session.note_signed:
            acts.append(("Remove", "remove_session", self.course.remove_session))
            acts.append(("Change", "change_session", self.course.change_session))
        acts.append(("Open note" if session.note_id else "Write note", "note_of_session", self._note))
        buttons: list[QWidget] = []
        for verb, name, act in acts:
            one = look.button(verb, f"{name}_{session.id}", "quiet")
            one.setAccessibleName(f"{verb}: {words}, {on}")
            one.clicked.connect(lambda _=False, act=act: act(session))
            buttons.append(one)
        left, right = Flow(gap=8), Flow(gap=0)
        left.set_widgets(what)
        right.set_widgets(buttons)
        line = Columns(least=380, gap=4)
        line.add(left, 1)
        line.add(right)
        return line

    def _show_open(self) -> None:
        _keep_heading(self._open)
        drafts = notes.list_drafts(self._vault, self._client_id, self._clock().date())
        for head in drafts:
            self._open.addWidget(look.rule())
            on = shown(head.on, self._clock().date())
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
        _keep_heading(self._about)
        for words, value in chart.about(self._vault, self._client_id):
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
