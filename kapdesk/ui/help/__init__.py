"""Help in the program: texts and pictures that are shipped, in a window beside the desk; it knows no practice and no client."""

from PySide6.QtWidgets import QWidget


def show_help(topic: str = "", anchor: str = "") -> None:
    """Show a topic, at a heading, in the window of the help; without one the list of all topics."""
    from kapdesk.ui.help import topics
    from kapdesk.ui.help.window import help_window

    help_window().show_at(topic or topics.INDEX, anchor)


def show_about(window: QWidget) -> None:
    """Show the topic of what is in sight in a window."""
    from kapdesk.ui.help import topics
    from kapdesk.ui.help.f1 import pages_of

    show_help(*topics.topic_of(pages_of(window)))


def topic_html(name: str) -> str:
    """A topic as HTML; empty when there is none of that name."""
    from kapdesk.ui.help import topics

    topic = topics.get_topic(name)
    return topics.html_of(topic) if topic else ""


def whats_new_since(version: str) -> str:
    """What is new after this version, in words for a therapist, as Markdown; empty when nothing is."""
    from kapdesk.ui.help import topics

    return topics.newer_sections(version)
