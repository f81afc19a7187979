"""What follows the width: nothing is cut off, whatever the size of the text."""

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kapdesk.ui import theme
from kapdesk.ui.flow import Columns, Flow, fit, roomy
from kapdesk.ui.look import button, label, number
from kapdesk.ui.window import Window
from kapdesk.usecases.people import clients
from tests.conftest import TODAY

pytestmark = pytest.mark.styled


@pytest.fixture
def flow(qtbot: QtBot) -> Flow:
    made = Flow(gap=10)
    qtbot.addWidget(made)
    made.resize(600, 40)
    made.show()
    made.set_widgets([button(f"Button {number}", f"button_{number}") for number in range(5)])
    return made


def lines(flow: Flow) -> list[int]:
    """How many widgets stand on each line."""
    tops = [one.geometry().center().y() for one in flow.widgets() if not one.isHidden()]
    return [tops.count(top) for top in dict.fromkeys(tops)]


def test_what_does_not_fit_goes_to_the_next_line(flow: Flow) -> None:
    assert lines(flow) == [5]
    flow.resize(220, 40)
    assert len(lines(flow)) == 3
    bottom = max(one.geometry().bottom() for one in flow.widgets())
    assert flow.height() == bottom + 1
    flow.resize(600, 40)
    assert lines(flow) == [5]


def test_what_is_hidden_takes_no_room(flow: Flow) -> None:
    flow.widgets()[0].hide()
    flow.arrange()
    assert flow.widgets()[1].x() == 0


def test_long_words_wrap(qtbot: QtBot) -> None:
    flow = Flow()
    qtbot.addWidget(flow)
    words = QLabel("a long name that is wider than its place by far")
    flow.set_widgets([words])
    flow.resize(90, 20)
    flow.show()
    assert words.width() == 90
    assert words.height() > words.fontMetrics().height() * 2
    flow.resize(900, 20)
    assert words.height() < words.fontMetrics().height() * 2
    assert words.width() < 900
    assert not words.wordWrap()


def test_columns_stand_below_each_other_where_it_is_narrow(qtbot: QtBot) -> None:
    both = Columns(least=400)
    qtbot.addWidget(both)
    left, right = QPushButton("left"), QPushButton("right")
    both.add(left, 1)
    both.add(right)
    both.resize(500, 100)
    both.show()
    assert not both.stacked
    both.resize(300, 100)
    QApplication.processEvents()
    assert both.stacked
    assert right.y() > left.y()


def test_a_page_that_is_too_large_scrolls(qtbot: QtBot) -> None:
    inside = QWidget()
    inside.setMinimumSize(500, 500)
    area = roomy(inside)
    qtbot.addWidget(area)
    area.resize(300, 300)
    area.show()
    QApplication.processEvents()
    assert area.horizontalScrollBar().maximum() > 0
    assert area.verticalScrollBar().maximum() > 0


def test_a_dialog_never_is_larger_than_its_window(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(500, 400)
    dialog = QDialog(parent)
    fit(dialog, 900, 200)
    assert (dialog.width(), dialog.height()) == (476, 200)


def test_the_smallest_window_is_enough_for_large_text(qapp: QApplication, request: pytest.FixtureRequest) -> None:
    """At 200 %: test_pictures.py."""
    theme.apply(qapp, False, 1.5)
    window: Window = request.getfixturevalue("window")
    window.resize(1024, 700)
    window.open_client(clients.list_clients(window.vault, TODAY)[0].id)
    for tab in ("overview", "notes", "papers", "details", "history"):
        window.chart.open_tab(tab)
        window.grab()
        assert (window.width(), window.height()) == (1024, 700), tab
    for page in ("clients", "papers"):
        window.show_page(page)
        window.grab()
        assert (window.width(), window.height()) == (1024, 700), page


def test_words_are_never_taken_for_markup() -> None:
    assert label("<b>bold</b>").text() == "<b>bold</b>"
    assert label("<b>bold</b>").textFormat().name == "PlainText"


def test_the_figure_in_a_number_field_is_in_sight(qtbot: QtBot) -> None:
    field = number("planned", "Planned sessions", 1, 99, 8)
    qtbot.addWidget(field)
    field.show()
    assert field.lineEdit().width() > field.fontMetrics().horizontalAdvance("88")
    assert field.accessibleName() == "Planned sessions"
