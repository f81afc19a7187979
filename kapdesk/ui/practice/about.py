"""What kapdesk is, and what it is made of."""

from PySide6 import __version__ as qt_version
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from kapdesk import __version__, paths
from kapdesk.ui import look
from kapdesk.ui.theme import px


def about_card() -> QWidget:
    """Version, licence, and the notices of what is bundled."""
    frame, layout = look.card("About kapdesk")
    layout.addWidget(look.label(f"Version {__version__}, with Qt {qt_version}", "strong"))
    layout.addWidget(
        look.label(
            "kapdesk keeps the records of a practice for ketamine-assisted psychotherapy, on this computer alone. It records what "
            "was observed and says what is missing; it never decides medicine. It has no network code.",
        )
    )
    notices = QPlainTextEdit((paths.resources() / "licences" / "NOTICES.md").read_text("utf-8").removeprefix("# "))
    notices.setObjectName("notices")
    notices.setAccessibleName("Notices of what is bundled")
    notices.setReadOnly(True)
    notices.setMinimumHeight(px(320))
    layout.addWidget(notices)
    return frame
