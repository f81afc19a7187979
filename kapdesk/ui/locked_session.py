"""The locked screen while a ketamine session runs: its clock, when vitals are due, whom to call. Nobody's name is on it but
the prescriber's.
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from kapdesk.domain.session_clock import elapsed, in_minutes
from kapdesk.ui import look
from kapdesk.ui.theme import px
from kapdesk.usecases.locked import LockedSession

_EVERY = 1_000


class LockedSessionCard(QWidget):
    """Counts on from the moments that were kept; `sound` says that vitals that are due are heard once."""

    def __init__(self, session: LockedSession, clock: Callable[[], datetime], sound: bool = False) -> None:
        super().__init__()
        self.setObjectName("locked_session")
        self._session, self._clock, self._sound = session, clock, sound
        frame, inside = look.card()
        inside.setSpacing(px(6))
        inside.addWidget(look.label("Session running" if session.since else "Session begun", "muted"))
        self._since = look.label("", "title", "locked_clock")
        self._since.setVisible(session.since is not None)
        self._vitals = look.label("", "strong", "locked_vitals")
        self._vitals.setVisible(session.vitals is not None)
        inside.addWidget(self._since)
        inside.addWidget(self._vitals)
        inside.addWidget(look.rule())
        inside.addWidget(look.label("Emergency: call 911", "key", "locked_911"))
        inside.addWidget(look.label(f"This room: {session.room or 'no address on file'}", "body", "locked_room"))
        prescriber = session.prescriber
        number = prescriber.phone or "no telephone number on file"
        words = f"Prescriber: {prescriber.name}, {number}" if prescriber.name else "No prescriber on file"
        inside.addWidget(look.label(words, "body", "locked_prescriber"))
        look.column(self).addWidget(frame)
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self.tick()

    def tick(self) -> None:
        """Show the present moment."""
        now, session = self._clock(), self._session
        if session.since is not None:
            self._since.setText(elapsed(session.since, now))
        if session.vitals is None:
            return
        due = session.vitals.at <= now
        self._vitals.setText(f"{'! ' if due else ''}Next vitals {in_minutes(session.vitals.at, now)}")
        look.set_role(self._vitals, "warning" if due else "strong")
        if due and self._sound:
            self._sound = False
            QApplication.beep()
