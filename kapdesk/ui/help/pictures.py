"""The help in its states: the list of topics, a topic, what was found, in the dark."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from kapdesk.ui import theme
from kapdesk.ui.help import topics
from kapdesk.ui.help.window import HelpWindow


def draw(take: Callable[[QWidget, str], None], size: tuple[int, int]) -> None:
    """Draw them all; `size` is the desk's."""
    window = HelpWindow()
    window.resize(min(size[0], 980), min(size[1], 740))
    window.show()
    window.dress(theme.is_dark())
    window.go_to(topics.INDEX)
    take(window, "help")
    window.go_to("backups", "make-a-backup")
    window.reader.draw_again()
    take(window, "help-topic")
    window.search.setText("lost passphrase")
    window.next_hit()
    take(window, "help-search")
    window.search.setText("unicorn")
    take(window, "help-nothing")
    window.search.clear()
    window.dress(dark=True)
    window.go_to("medicine-day", "the-session")
    take(window, "help-dark")
    window.dress(theme.is_dark())
    window.close()
    window.deleteLater()
