"""The course line: what stands where, and that nothing covers anything."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from kapdesk.domain.phases import CourseFacts, Held, Mark, SessionKind, marks
from kapdesk.ui.chart.course_labels import joined
from kapdesk.ui.chart.course_line import CourseLine, fitted_rows, in_words
from tests.conftest import TODAY

pytestmark = pytest.mark.styled

START = date(2025, 10, 1)


def course(ketamine: int, integrations: int = 1, planned: int = 8, every: int = 14) -> tuple[Mark, ...]:
    """A course with three preparations and so many ketamine sessions, each integrated."""
    held = [Held(number, SessionKind.PREPARATION, START + timedelta(days=7 * number)) for number in range(3)]
    for number in range(ketamine):
        day = START + timedelta(days=30 + every * number)
        held.append(Held(100 + number, SessionKind.KETAMINE, day))
        held += [
            Held(1000 + 10 * number + after, SessionKind.INTEGRATION, day + timedelta(days=1 + 2 * after))
            for after in range(integrations)
        ]
    return marks(CourseFacts(planned_ketamine=planned), held, TODAY)


@pytest.fixture
def line(qtbot: QtBot) -> CourseLine:
    made = CourseLine()
    qtbot.addWidget(made)
    made.resize(980, 200)
    made.show()
    return made


@pytest.mark.parametrize("width", [240, 320, 420, 560, 700, 820, 980, 1400])
@pytest.mark.parametrize(("ketamine", "integrations"), [(0, 0), (1, 0), (3, 1), (8, 2), (12, 3), (5, 6)])
def test_no_label_covers_another_and_none_leaves_the_picture(
    line: CourseLine, width: int, ketamine: int, integrations: int
) -> None:
    line.resize(width, line.height())
    line.show_course(course(ketamine, integrations), "Preparation 3 of 3")
    line.resize(width, line.height())
    boxes = [label.box for label in line.labels()]
    for number, box in enumerate(boxes):
        assert box.left() >= 0
        assert box.right() <= width + 1
        assert 0 <= box.top() < box.bottom() <= line.height() + 1
        for other in boxes[number + 1 :]:
            assert not box.intersects(other), [label.words for label in line.labels()]


def test_a_usual_course_fits_one_line(line: CourseLine) -> None:
    line.show_course(course(3), "Preparation 3 of 3")
    assert len({placed.at.y() for placed in line.placed()}) == 1


def test_a_long_course_takes_more_lines_and_each_session_keeps_its_integrations(line: CourseLine) -> None:
    line.resize(420, 200)
    line.show_course(course(10, 2, planned=10), "Preparation 3 of 3")
    rows: dict[float, list[Mark]] = {}
    for placed in line.placed():
        rows.setdefault(placed.at.y(), []).append(placed.mark)
    assert len(rows) > 1
    assert all(row[0].kind is not SessionKind.INTEGRATION for row in rows.values())


def test_lines_are_of_about_equal_length() -> None:
    rows, _ = fitted_rows(course(8, 1), 600)
    sizes = [len(row) for row in rows]
    assert min(sizes[:-1]) - sizes[-1] < 6
    assert fitted_rows((), 600) == ([], 1.0)


def test_the_whole_is_described_in_words(line: CourseLine) -> None:
    line.show_course(course(2), "Preparation 3 of 3")
    said = line.accessibleDescription()
    assert said.startswith("Preparation 1, held Oct 1, 2025; Preparation 2, held Oct 8, 2025")
    assert "Ketamine session 8, planned" in said
    assert line.accessibleName() == "The course"


def test_what_is_due_and_what_is_late_are_said() -> None:
    held = [Held(1, SessionKind.KETAMINE, TODAY - timedelta(days=1))]
    due = marks(CourseFacts(), held, TODAY)[1]
    assert in_words(due) == "Integration by Jun 11"
    late = marks(CourseFacts(), [Held(1, SessionKind.KETAMINE, TODAY - timedelta(days=9))], TODAY)[1]
    assert in_words(late) == "Integration was due Jun 3"
    assert in_words(marks(CourseFacts(), held, TODAY)[2]) == "Ketamine session 2, planned (from Jun 22)"


def test_days_after_are_put_together() -> None:
    assert joined(["+1 day"]) == "+1 day"
    assert joined(["+2 days", "+5 days"]) == "+2, +5 days"
    assert joined(["same day", "+3 days"]) == "same day, +3 days"
    assert joined(["+1 day", "+2 days", "+3 days", "+4 days", "+5 days"]) == "+1 day … +5 days"


def test_a_mark_under_the_mouse_says_what_it_is(line: CourseLine, qtbot: QtBot) -> None:
    line.show_course(course(2), "Preparation 3 of 3")
    first = line.placed()[0]
    assert line.mark_at(first.at) == first.mark
    assert line.mark_at(QPointF(0, 0)) is None
    line.event(QHelpEvent(QHelpEvent.Type.ToolTip, first.at.toPoint(), line.mapToGlobal(first.at.toPoint())))
    assert QToolTip.text() == "Preparation 1, held Oct 1, 2025"
    line.event(QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(0, 0), QPoint(0, 0)))


def test_a_click_chooses_a_mark(line: CourseLine, qtbot: QtBot) -> None:
    line.show_course(course(1), "Preparation 3 of 3")
    with qtbot.waitSignal(line.mark_chosen) as chosen:
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.placed()[3].at.toPoint())
    assert chosen.args[0].kind is SessionKind.KETAMINE


def test_it_draws_every_state_in_both_looks(line: CourseLine) -> None:
    held = [Held(1, SessionKind.PREPARATION, TODAY), Held(2, SessionKind.KETAMINE, TODAY)]
    line.show_course(marks(CourseFacts(), held, TODAY), "Preparation 1 of 3")
    assert not line.grab().isNull()
    line.show_course((), "")
    assert not line.grab().isNull()
