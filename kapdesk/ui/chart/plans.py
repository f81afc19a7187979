"""The chart's plans: the treatment plan at the left, the way to the safety plan at the right."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk.domain.plans import PlanKind
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.days import in_full, moment
from kapdesk.ui.flow import Columns
from kapdesk.ui.plans.pane import PlanPane
from kapdesk.usecases.writing import plans
from kapdesk.vault.database import Vault


class PlansTab(QWidget):
    """Reads and writes the treatment plan; `safety_wanted` asks for the safety plan."""

    said = Signal(str, object)
    changed = Signal()
    safety_wanted = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self._client_id = 0
        treatment, inside = look.card("Treatment plan")
        self.pane = PlanPane(vault, clock, PlanKind.TREATMENT)
        self.pane.said.connect(self.said)
        self.pane.changed.connect(self.changed)
        inside.addWidget(self.pane, 1)
        safety, beside = look.card("Safety plan")
        self._safety = look.label("", "muted", "safety_state")
        beside.addWidget(self._safety)
        self._open = look.button("Open…", "open_safety_plan")
        self._open.setAccessibleName("Open the safety plan")
        self._open.clicked.connect(self.safety_wanted)
        beside.addLayout(look.row(self._open, None))
        beside.addStretch(1)
        whole = Columns(least=700, gap=16)
        whole.add(treatment, 3)
        whole.add(safety, 1)
        look.column(self).addWidget(whole)

    def show_client(self, client_id: int) -> None:
        """Show another client."""
        self._client_id = client_id
        self.pane.show_client(client_id)

    def refresh(self) -> None:
        """Read again; what is being written stays."""
        self.pane.refresh()
        try:
            current = plans.current_plan(self._vault, self._client_id, PlanKind.SAFETY)
            draft = plans.get_draft(self._vault, self._client_id, PlanKind.SAFETY)
        except KapdeskError as error:
            self._safety.setText(str(error))
            return
        words = f"Version {current.version} of {in_full(current.saved_at.date())}." if current else "None yet."
        if draft is not None:
            words += f" A draft of {moment(draft.changed_at, self._clock())} is kept."
        self._safety.setText(words)
        self._open.setText("Open…" if current else "Go on…" if draft else "Write it…")

    def hasHeightForWidth(self) -> bool:
        """The plan scrolls in its own place; the page need not be as high as its words."""
        return False

    def close_down(self) -> bool:
        """Keep what is being written; False when that failed, and then it stays open."""
        return self.pane.close_down()
