"""The course on the chart's overview: its line, what it asks for, why, and what can be done about it."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from kapdesk.domain.appointments import AppointmentStatus
from kapdesk.domain.course import Due
from kapdesk.domain.course_words import by_order, explained
from kapdesk.domain.phases import Ending, Medicine, SessionKind, Stage
from kapdesk.domain.protocol import Protocol
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.chart.course_dialogs import (
    EndCourseDialog,
    FiguresDialog,
    MoveStageDialog,
    StartCourseDialog,
    WordsDialog,
)
from kapdesk.ui.chart.course_line import CourseLine
from kapdesk.ui.chart.sessions import SessionDialog
from kapdesk.ui.days import shown
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.small_dialog import SmallDialog
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.course import course_stages, courses, follow_ups
from kapdesk.usecases.course.courses import CourseView, SessionRow
from kapdesk.usecases.course.follow_ups import FollowUpRow
from kapdesk.usecases.course.protocol import get_protocol
from kapdesk.usecases.house.undo import Undo
from kapdesk.vault.database import Vault

_CHIPS = {"late": ("late", "bad"), "due": ("due", "warning"), "planned": ("to come", "plain")}
_NONE_YET = "No course yet. It starts with the first session you enter, usually a preparation."


class CourseCard(QWidget):
    """One client's newest course; every act is undone from the message bar."""

    said = Signal(str, object)
    changed = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self._client_id = 0
        self.course: CourseView | None = None
        self._shown: tuple[CourseView, date] | None = None
        frame, box = look.card()
        look.column(self).addWidget(frame)
        box.addWidget(self._head())
        self.line = CourseLine()
        box.addWidget(self.line)
        self._no_course = look.label("", "muted", "no_course")
        box.addWidget(self._no_course)
        self._rows: QVBoxLayout = look.column(gap=6)
        box.addLayout(self._rows)
        self._reasons: QVBoxLayout = look.column(gap=4)
        box.addLayout(self._reasons)

    def _head(self) -> Columns:
        self._what = Flow(gap=10)
        self.why = look.button("Why this?", "why_course", "quiet")
        self.why.setAccessibleName("Why the course stands as it does")
        self.why.setCheckable(True)
        self.why.toggled.connect(self._show_why)
        self._start = look.button("Start a course…", "start_course", "quiet")
        self._start.clicked.connect(self.start_course)
        self._more = look.button("More", "course_menu_button", "quiet")
        self._more.setAccessibleName("What can be done with this course")
        self._more.setMenu(self._menu())
        enter = look.button("Enter a session…", "enter_session")
        enter.clicked.connect(self.enter_session)
        self._acts = Flow(gap=10)
        self._acts.set_widgets([self.why, self._start, self._more, enter])
        head = Columns(least=420, gap=8)
        head.add(self._what, 1)
        head.add(self._acts)
        return head

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("course_menu")
        self.acts: dict[str, QAction] = {}
        for name, words, act in (
            ("course_figures", "Figures of this course…", self.change_figures),
            ("move_stage", "Move to another stage…", self.move_stage),
            ("follow_again", "Follow what was held again", self.follow_again),
            ("enter_review", "Enter the review with client and prescriber…", self.enter_review),
            ("end_course", "End the course…", self.end_course),
        ):
            action = menu.addAction(words, act)
            action.setObjectName(name)
            self.acts[name] = action
        return menu

    def show_client(self, client_id: int) -> None:
        """Whose course is to be shown; its reasons stay folded."""
        self._client_id = client_id
        self.why.setChecked(False)

    def refresh(self) -> None:
        """Read the course again."""
        today = self._clock().date()
        course = self.course = courses.course_view(self._vault, self._client_id, today)
        if self._shown == (course, today):
            return  # nothing changed: its widgets stay
        self._shown = course, today
        self._show_head(course)
        self.line.setVisible(bool(course.marks))
        self.line.show_course(course.marks, course.summary)
        ended = f"{course.position}." if course.ended_on else ""
        self._no_course.setText(_NONE_YET if course.course_id is None else ended)
        self._no_course.setVisible(bool(self._no_course.text()))
        look.clear(self._rows)
        if course.now is not None:
            self._show_now(course, today)
        self._show_why()

    def _show_head(self, course: CourseView) -> None:
        words: list[QWidget] = [
            look.label(f"Course {course.number}" if course.number > 1 else "The course", "heading", "course_words")
        ]
        if course.now is not None:
            stage = look.chip(course.now.stage.words, "plain")
            stage.setObjectName("course_stage")
            words.append(stage)
            if course.running and course.facts.stage_by_hand is not None:
                words.append(look.chip("moved by hand", "warning"))
            if course.now.near_end:
                words.append(look.chip("near its end", "integration"))
        self._what.set_widgets(words)
        self._start.setText(_start_words(course))
        self._start.setAccessibleName(_start_words(course))
        self._start.setVisible(not course.running)
        self._more.setVisible(course.running)
        self.why.setVisible(course.now is not None)
        self.acts["follow_again"].setVisible(course.facts.stage_by_hand is not None)
        self._acts.arrange()

    def _show_now(self, course: CourseView, today: date) -> None:
        now = course.now
        assert now is not None
        for words in now.binding:
            self._rows.addWidget(look.label(words, "bad"))
        first_follow_up = next((one for one in now.due if one.kind == "follow_up"), None)
        for one in now.due:
            self._rows.addWidget(self._due(one, course, one is first_follow_up))
        for done in course.follow_ups:
            self._rows.addWidget(self._followed_up(done, today))
        if course.facts.reviewed_on is not None:
            on = shown(course.facts.reviewed_on, today)
            self._rows.addWidget(look.label(f"Gone over with client and prescriber on {on}: {course.review}", "muted"))

    def _due(self, one: Due, course: CourseView, next_follow_up: bool) -> QWidget:
        words, tone = _CHIPS[one.state]
        parts: list[QWidget] = [look.chip(words, tone), look.label(one.words)]
        if one.kind == "ketamine" and course.now is not None:
            beside, role = by_order(course.now.earliest_next, course.order.order is not None, self._today())
            if beside:
                parts.append(look.label(beside, "warning" if role == "warning" else "muted", "by_order"))
        what = Flow(gap=8)
        what.set_widgets(parts)
        line = Columns(least=380, gap=4)
        line.add(what, 1)
        act = self._act_of(one, next_follow_up)
        if act is not None:
            verb, run = act
            do = look.button(verb, f"do_{one.kind}_{one.number}", "quiet")
            do.setAccessibleName(f"{verb.rstrip('…')}: {one.words}")
            do.clicked.connect(lambda: run())
            line.add(do)
        return line

    def _act_of(self, one: Due, next_follow_up: bool) -> tuple[str, Callable[[], None]] | None:
        if one.kind == "review":
            return "Enter the review…", self.enter_review
        if one.kind == "ending":
            return "End the course…", self.end_course
        if one.kind == "follow_up" and (one.state != "planned" or next_follow_up):
            return "Enter what you heard…", lambda: self.enter_follow_up(one.number)
        return None

    def _followed_up(self, done: FollowUpRow, today: date) -> QWidget:
        months = f"{done.months} month" + ("" if done.months == 1 else "s")
        words = f"Follow-up after {months}, asked {shown(done.asked_on, today)}: {done.words}"
        what = Flow(gap=8)
        what.set_widgets([look.chip("done", "good"), look.label(words)])
        back = look.button("Take back", f"remove_follow_up_{done.months}", "quiet")
        back.setAccessibleName(f"Take back the follow-up after {months}")
        back.clicked.connect(lambda: self._do(lambda at: follow_ups.remove_follow_up(self._vault, done.id, at)))
        line = Columns(least=380, gap=4)
        line.add(what, 1)
        line.add(back)
        return line

    def _show_why(self) -> None:
        look.clear(self._reasons)
        self.why.setText("Hide why" if self.why.isChecked() else "Why this?")
        self._acts.arrange()
        course = self.course
        if course is None or course.now is None or not self.why.isChecked():
            return
        self._reasons.addWidget(look.rule())
        for sentence in explained(course.now):
            self._reasons.addWidget(look.label(sentence, "muted"))

    def enter_session(self) -> None:
        """Enter a session that was held."""
        held = self.course.now.sessions if self.course is not None and self.course.now is not None else ()
        taken = any(one.kind is SessionKind.KETAMINE for one in held)
        kind = SessionKind.INTEGRATION if taken else SessionKind.PREPARATION

        def keep(kind: SessionKind, day: date, medicine: Medicine) -> Undo:
            return courses.add_session(self._vault, self._client_id, kind, day, self._clock(), medicine)

        self._run(SessionDialog("Enter a session", kind, self._today(), keep, self))

    def change_session(self, session: SessionRow) -> None:
        """Correct a session."""

        def keep(kind: SessionKind, day: date, medicine: Medicine) -> Undo:
            return courses.change_session(self._vault, session.id, kind, day, self._clock(), medicine)

        self._run(SessionDialog("Change the session", session.kind, session.on, keep, self, session.medicine))

    def remove_session(self, session: SessionRow) -> None:
        """Remove a session entered by mistake."""
        self._do(lambda at: courses.remove_session(self._vault, session.id, at))

    def start_course(self) -> None:
        """Start a course."""

        def keep(day: date, planned: int) -> Undo:
            return courses.start_course(self._vault, self._client_id, day, self._clock(), planned)

        self._run(StartCourseDialog(self._today(), get_protocol(self._vault), keep, self))

    def end_course(self) -> None:
        """End the course."""

        def keep(day: date, ending: Ending, why: str) -> Undo:
            return course_stages.end_course(self._vault, self._client_id, day, ending, why, self._clock())

        self._run(EndCourseDialog(self._today(), keep, self, self._open_ends()))

    def _open_ends(self) -> list[str]:
        """What is still open when the course ends: appointments to come, and an end that was not gone over."""
        today, said = self._today(), []
        booked = [
            f"{one.kind.words.lower()} {shown(one.when.day, today)}"
            for one in appointments.of_client(self._vault, self._client_id)
            if one.status is AppointmentStatus.BOOKED and one.when.day >= today
        ]
        if len(booked) == 1:
            said.append(f"1 appointment is still booked: {booked[0]}; it stays in the calendar.")
        elif booked:
            said.append(f"{len(booked)} appointments are still booked: {', '.join(booked)}; they stay in the calendar.")
        course = self.course
        held = course is not None and any(one.kind is SessionKind.KETAMINE for one in course.held)
        if course is not None and held and course.facts.reviewed_on is None:
            said.append("The end was not gone over with client and prescriber yet.")
        return said

    def change_figures(self) -> None:
        """Change the figures of this course alone."""

        def keep(figures: Protocol) -> Undo:
            return course_stages.change_figures(self._vault, self._client_id, figures, self._clock())

        if self.course is not None:
            self._run(FiguresDialog(self.course.figures, get_protocol(self._vault), keep, self))

    def move_stage(self) -> None:
        """Move the course to another stage by hand."""

        def keep(stage: Stage, why: str) -> Undo:
            return course_stages.move_stage(self._vault, self._client_id, stage, why, self._clock())

        if self.course is not None and self.course.now is not None:
            self._run(MoveStageDialog(self.course.now.stage, keep, self))

    def follow_again(self) -> None:
        """Let the stage follow from what was held."""
        self._do(lambda at: course_stages.follow_again(self._vault, self._client_id, at))

    def enter_review(self) -> None:
        """Enter that the end was gone over with client and prescriber; what was entered before stands there to go on."""

        def keep(day: date, words: str) -> Undo:
            return course_stages.enter_review(self._vault, self._client_id, day, words, self._clock())

        before = self.course.review if self.course else ""
        hint = "What each of them thinks of ending, going on, or planning fewer or more sessions."
        self._run(
            WordsDialog(
                "Review with client and prescriber",
                "review_dialog",
                ("Gone over on", self._today()),
                ("What they say", hint, before),
                keep,
                self,
            )
        )

    def enter_follow_up(self, months: int, course_id: int | None = None) -> None:
        """Enter how it goes so many months after the end, of this course or of one before it."""
        course_id = course_id or (self.course.course_id if self.course else None)
        if course_id is None:
            return

        def keep(day: date, words: str) -> Undo:
            return follow_ups.enter_follow_up(self._vault, course_id, months, day, words, self._clock())

        self._run(
            WordsDialog(
                f"Follow-up, {months} month{'' if months == 1 else 's'} after the course",
                "follow_up_dialog",
                ("Asked on", self._today()),
                ("What you heard", "“No answer” is an answer too.", ""),
                keep,
                self,
            )
        )

    def _today(self) -> date:
        return self._clock().date()

    def _do(self, act: Callable[[datetime], Undo]) -> None:
        try:
            undo = act(self._clock())
        except KapdeskError as problem:
            self.said.emit(str(problem), None)
            return
        self.said.emit(undo.words, undo)
        self.changed.emit()

    def _run(self, dialog: SmallDialog) -> None:
        if dialog.exec():
            undo = dialog.result_undo
            self.said.emit(getattr(undo, "words", ""), undo)
            self.changed.emit()
        dialog.deleteLater()


def _start_words(course: CourseView) -> str:
    return {0: "Start a course…", 1: "Start a second course…"}.get(course.number, "Start another course…")
