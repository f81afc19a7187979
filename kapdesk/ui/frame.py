"""The main window's arrangement: the sidebar at the left; banner, pages and message bar at the right."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kapdesk.ui.look import button, label, row
from kapdesk.ui.theme import px


def framed(sidebar: QWidget, banner: QWidget, pages: QWidget, foot: QWidget) -> QWidget:
    """All of them in one widget; `foot` as `foot_of` made it."""
    right = QVBoxLayout()
    right.setContentsMargins(0, 0, 0, 0)
    right.setSpacing(0)
    right.addWidget(banner)
    right.addWidget(pages, 1)
    right.addWidget(foot)
    whole = QHBoxLayout()
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(sidebar)
    whole.addLayout(right, 1)
    middle = QWidget()
    middle.setObjectName("page")
    middle.setLayout(whole)
    return middle


def foot_of(messages: QWidget) -> QWidget:
    """The strip at the foot of the window with the message bar in it."""
    foot = QWidget()
    below = QHBoxLayout(foot)
    below.setContentsMargins(px(28), 0, px(28), px(14))
    below.addWidget(messages)
    return foot


def fictional_banner(start_own: Callable[[], object]) -> QWidget:
    """The strip over a fictional practice, with the way to one's own."""
    words = label("Fictional sample. No such practice, no such people.", "banner", "fictional_banner")
    words.setWordWrap(True)
    own = button("Start my own practice…", "start_own", "quiet")
    own.clicked.connect(start_own)
    banner = QFrame()
    banner.setProperty("role", "banner")
    beside = row(words, own)
    beside.setStretch(0, 1)
    banner.setLayout(beside)
    return banner
