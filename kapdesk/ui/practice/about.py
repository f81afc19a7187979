"""What kapdesk is and what it is made of: versions, Doctor, the sum of a download, all licences."""

from collections.abc import Callable
from functools import partial

from PySide6 import __version__ as qt_version
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from kapdesk import __version__
from kapdesk.ui import help as help_
from kapdesk.ui import look
from kapdesk.ui.flow import Flow
from kapdesk.ui.help import topics
from kapdesk.ui.practice.download import DownloadCard
from kapdesk.ui.practice.licences import LicencesCard
from kapdesk.ui.tasks import Tasks
from kapdesk.usecases.house import doctor


class AboutPart(QWidget):
    """The last tab of the practice's page; `doctor_wanted` leads on from it."""

    doctor_wanted = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        layout = look.column(self, gap=16)
        frame, inner = look.card("About kapdesk")
        inner.addWidget(look.label(f"Version {__version__}", "strong", "version"))
        self._engines = look.label("", "muted", "engines")
        inner.addWidget(self._engines)
        inner.addWidget(
            look.label(
                "kapdesk keeps the records of a practice for ketamine-assisted psychotherapy, on this computer alone. It records what "
                "was observed and says what is missing; it never decides medicine. It has no network code.",
            )
        )
        inner.addWidget(look.label("License: Apache License 2.0. You may use it, copy it and pass it on.", "muted"))
        inner.addWidget(self._ways())
        layout.addWidget(frame)
        self.download = DownloadCard(tasks)
        layout.addWidget(self.download)
        self.licences = LicencesCard()
        layout.addWidget(self.licences)

    def _ways(self) -> Flow:
        buttons: list[QWidget] = []
        ways: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("Doctor: is everything well?", "open_doctor", self.doctor_wanted.emit),
            ("What is new", "open_news", partial(help_.show_help, topics.NEWS)),
        )
        for words, name, act in ways:
            one = look.button(words, name)
            one.clicked.connect(act)
            buttons.append(one)
        flow = Flow(gap=10)
        flow.set_widgets(buttons)
        return flow

    def showEvent(self, event: QShowEvent) -> None:
        """The engines are asked once, when somebody wants to know."""
        super().showEvent(event)
        if not self._engines.text():
            made = doctor.engines()
            self._engines.setText(
                f"Qt {qt_version}, SQLite {made.sqlite}, SQLCipher {made.sqlcipher}, {made.openssl}; "
                f"practice files of schema {made.schema}"
            )
