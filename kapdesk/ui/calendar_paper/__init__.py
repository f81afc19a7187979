"""The calendar on paper, and as a file for other calendars."""

from kapdesk.ui.calendar_paper.export import show_export
from kapdesk.ui.calendar_paper.paper import show_print

__all__ = ["show_export", "show_print"]
