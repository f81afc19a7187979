"""What the locked screen keeps of a running session: the clock, the cue for vitals, the emergency card. No name of a client."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame

from kapdesk.domain import session_clock
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.session.emergency import Emergency, EmergencyCard
from kapdesk.ui.theme import darken, px
from kapdesk.usecases.medicine_day import locked
from kapdesk.vault.database import Vault

_SECOND = 1_000


@dataclass(frozen=True)
class StandBy:
    """Moments and plain words, taken before the practice is closed; kept in memory only."""

    medicine_at: datetime | None
    vitals_at: datetime | None
    emergency: Emergency
    sound: bool = False


def standing_by(vault: Vault, now: datetime, sound: bool) -> StandBy | None:
    """What the locked screen keeps of a session that runs, whatever page is in sight; None while none runs."""
    try:
        running = locked.behind_the_lock(vault, now)
    except KapdeskError:  # the lock itself must not wait for it
        return None
    if running is None:
        return None
    card = Emergency(running.room, running.prescriber.words)
    return StandBy(running.since, running.vitals.at if running.vitals else None, card, sound)


class StandByStrip(QFrame):
    """Stands above the passphrase; F6 or its button shows the emergency card over the window."""

    def __init__(self, said: StandBy, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("stand_by")
        self._said, self._clock, self._told = said, clock, False
        self._over: EmergencyCard | None = None
        self.elapsed = look.label("", "title", "stand_by_elapsed")
        self.vitals = look.label("", "body", "stand_by_vitals")
        self.vitals.setWordWrap(False)
        card = look.button("Emergency card (F6)", "stand_by_emergency", "danger")
        card.clicked.connect(self.show_card)
        first = said.emergency
        whom = f"Emergency: 911 first · this room: {first.room or 'no address on file'} · {first.prescriber or 'no prescriber on file'}"
        layout = look.column(self, gap=8)
        layout.setContentsMargins(px(4), px(4), px(4), px(10))
        layout.addLayout(look.row(self.elapsed, self.vitals, None, card, gap=14))
        layout.addWidget(look.label(whom, "body", "stand_by_emergency_words"))
        QShortcut(QKeySequence("F6"), self, self.show_card)
        self._timer = QTimer(self, interval=_SECOND)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self.tick()

    def tick(self) -> None:
        """Another second, reckoned from the moments."""
        now, said = self._clock(), self._said
        since = session_clock.elapsed(said.medicine_at, now) if said.medicine_at else ""
        self.elapsed.setText(since or "Session running")
        due = said.vitals_at is not None and now >= said.vitals_at
        words = session_clock.in_minutes(said.vitals_at, now) if said.vitals_at else ""
        self.vitals.setText((f"⚑ vitals due {words}" if due else f"vitals {words}") if words else "")
        if bool(self.vitals.property("cue")) != due:
            self.vitals.setProperty("cue", due)
            self.vitals.style().unpolish(self.vitals)
            self.vitals.style().polish(self.vitals)
        if due and not self._told:
            self._told = True
            if said.sound:
                QApplication.beep()

    def show_card(self) -> None:
        """The emergency card over the whole window, without the client's people."""
        if self._over is not None:
            return
        over = EmergencyCard(self._said.emergency, unlocked=False)
        over.setParent(self.window())
        darken(over)
        over.setGeometry(self.window().rect())
        self._over = over
        over.closed.connect(self._gone)
        over.show()
        over.raise_()
        over.take_focus()

    def _gone(self) -> None:
        self._over = None
