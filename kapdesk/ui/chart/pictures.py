"""The course as pictures: its dialogs, and the overview when something is late, near the end, moved by hand, or over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.phases import Medicine, SessionKind, Stage
from kapdesk.domain.protocol import FOUNDING
from kapdesk.errors import BadInput
from kapdesk.ui.chart.course_dialogs import (
    EndCourseDialog,
    FiguresDialog,
    MoveStageDialog,
    StartCourseDialog,
    WordsDialog,
)
from kapdesk.ui.chart.sessions import SessionDialog
from kapdesk.usecases.course import course_stages
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window

_LATE, _NEAR_END, _ENDED, _FOLLOWED_UP, _MOVED, _WITHOUT = "Łukasz", "Des", "Zoë", "Peg", "Wren", "Maya"


def draw(
    take: Callable[[QWidget, str], None],
    show: Callable[[QDialog, str], None],
    window: "Window",
    vault: Vault,
    clock: Callable[[], datetime],
) -> None:
    """Draw them all; `take` draws a widget as it is, `show` a dialog. What is changed for it is taken back."""
    _dialogs(show, window, clock)
    at, today = clock(), clock().date()
    ids = {row.name.split()[0]: row.id for row in clients.list_all_clients(vault, today)}
    card = window.chart.overview.course
    for name, picture in (
        (_LATE, "chart-overview-late"),
        (_NEAR_END, "chart-overview-near-end"),
        (_ENDED, "chart-overview-ended"),
        (_WITHOUT, "chart-overview-without"),
    ):
        window.open_client(ids[name])
        take(window, picture)
        card.why.setChecked(True)
        take(window, f"{picture}-why")
    window.open_client(ids[_FOLLOWED_UP])
    take(window, "chart-overview-followed-up")
    undo = course_stages.move_stage(vault, ids[_MOVED], Stage.CLOSING, "Moves to another state in August", at)
    window.open_client(ids[_MOVED])
    card.why.setChecked(True)
    take(window, "course-moved")
    undo.take_back(vault, at)


def _dialogs(show: Callable[[QDialog, str], None], window: "Window", clock: Callable[[], datetime]) -> None:
    def nothing(*_entered: object) -> None:
        """Nothing is kept for a picture."""

    def unsaid(*_entered: object) -> None:
        raise BadInput("Say whether medicine was taken in this session.", "medicine")

    today = clock().date()
    show(SessionDialog("Enter a session", SessionKind.INTEGRATION, today, nothing, window), "session")
    lacking = SessionDialog("Enter a session", SessionKind.KETAMINE, today, unsaid, window, Medicine.NOT_RECORDED)
    lacking.show()
    lacking.keep()
    show(lacking, "session-medicine")
    show(StartCourseDialog(today, FOUNDING, nothing, window), "course-start")
    show(EndCourseDialog(today, nothing, window), "course-end")
    show(MoveStageDialog(Stage.UNDER_WAY, nothing, window), "course-move")
    own = replace(FOUNDING, planned_ketamine=6, recommended_interval_days=21)
    show(FiguresDialog(own, FOUNDING, nothing, window), "course-figures")
    wrong = FiguresDialog(own, FOUNDING, nothing, window)
    wrong.show()
    wrong.fields.lines["integration_within_days"].setText("three")
    wrong.keep()
    show(wrong, "course-figures-wrong")
    review = ("What they say", "What each of them thinks of ending, going on, or planning fewer or more sessions.", "")
    show(
        WordsDialog(
            "Review with client and prescriber", "review_dialog", ("Gone over on", today), review, nothing, window
        ),
        "course-review",
    )
    heard = ("What you heard", "“No answer” is an answer too.", "")
    heading = "Follow-up, 3 months after the course"
    show(WordsDialog(heading, "follow_up_dialog", ("Asked on", today), heard, nothing, window), "follow-up")
