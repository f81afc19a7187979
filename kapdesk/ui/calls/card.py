"""The introductory call in the chart's overview: its line, and the way to its sheet."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk.domain.calls import Safety
from kapdesk.ui import look
from kapdesk.usecases.people import calls
from kapdesk.vault.database import Vault


class CallCard(QWidget):
    """Stands first for somebody who asks or waits; `asking` says so. Hidden where there was no call to speak of."""

    call_wanted = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self._client_id = 0
        self.asking = False
        frame, inside = look.card("Introductory call")
        look.column(self).addWidget(frame)
        self._line = look.label("", "body", "call_summary")
        self._intent = look.chip("Current intent was said", "bad")
        self._space = look.label("", "small", "call_space")
        self._open = look.button("Introductory call…", "introductory_call", "primary")
        self._open.setDefault(False)
        self._open.clicked.connect(self.call_wanted)
        for widget in (self._intent, self._line, self._space):
            inside.addWidget(widget)
        inside.addLayout(look.row(self._open, None))

    def show_client(self, client_id: int) -> None:
        """Whose call is to be shown."""
        self._client_id = client_id

    def refresh(self) -> None:
        """Read it again."""
        view = calls.view(self._vault, self._client_id)
        self.asking = view.asking
        self.setVisible(view.begun or view.asking)
        none = f"Not begun. About {view.minutes} minutes; the sheet keeps what you type while you talk."
        self._line.setText(view.call.summary(self._clock().date()) if view.begun else none)
        self._intent.setVisible(view.call.safety_now is Safety.INTENT)
        self._space.setText(view.space.words)
        self._space.setVisible(view.asking)
        self._open.setText("Open the sheet…" if view.begun else "Introductory call…")
        self._open.setAccessibleName("Introductory call: open its sheet")
