"""The quiet way to the help where no practice is open yet; F1 does the same."""

from PySide6.QtWidgets import QPushButton

from kapdesk.ui.help import show_about
from kapdesk.ui.look import button


def help_link() -> QPushButton:
    """A quiet button that shows the help about its window."""
    link = button("Help", "help", "quiet")
    link.setToolTip("F1")
    link.clicked.connect(lambda: show_about(link.window()))
    return link
