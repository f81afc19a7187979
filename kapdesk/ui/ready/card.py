"""Ready for the next ketamine session? A card of the chart: each line with its sign, its words and what can be done now."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from kapdesk.domain.readiness import Line, open_lines
from kapdesk.ui import look
from kapdesk.ui.days import in_full
from kapdesk.ui.today.dialogs import TickDialog
from kapdesk.usecases import clients, ready
from kapdesk.vault.database import Vault

_SIGNS = {
    "green": ("✓", "there"),
    "amber": ("!", "open"),
    "red": ("✕", "missing"),
    "asked": ("○", "asked at the start"),
}
_ROLES: dict[str, look.Role] = {"amber": "warning", "red": "bad"}
_VERBS = {
    "tick": "Tick…",
    "book": "Book…",
    "order": "Order",
    "answer": "Enter…",
    "flag": "Flags",
    "person": "Name…",
    "note": "Notes",
}
_OWNERS = {"prescriber": "The prescriber’s.", "client": "The client’s.", "practice": "The practice’s."}


class ReadyCard(QWidget):
    """Shows the lines; `act_wanted` carries the line that is to be done something about, and the day of the ketamine session.
    Ticks are asked for here.
    """

    said = Signal(str, object)
    changed = Signal()
    act_wanted = Signal(object, object)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock, self._client_id = vault, clock, 0
        self._on = date.min
        frame, inside = look.card()
        self._heading = look.label("", "heading", "ready_heading")
        self._heading.setWordWrap(True)
        inside.addWidget(self._heading)
        self._rows = look.column(gap=6)
        inside.addLayout(self._rows)
        inside.addStretch(1)
        look.column(self).addWidget(frame)

    def show_client(self, client_id: int) -> None:
        """Whose lines are to be shown."""
        self._client_id = client_id

    def refresh(self) -> None:
        """Read the lines again; the card hides while no ketamine session comes next."""
        look.clear(self._rows)
        today = self._clock().date()
        found = ready.next_day(self._vault, self._client_id, today)
        self.setVisible(found is not None)
        if found is None:
            return
        self._on = found.on
        day = "today" if found.on == today else in_full(found.on, today)
        self._heading.setText(
            f"Ready for {day}?" if found.booked else f"Ready for the next ketamine session? (from {day})"
        )
        for line in sorted(open_lines(found.lines), key=lambda line: line.state != "red"):
            self._rows.addWidget(look.rule())
            self._rows.addWidget(self._open(line))
        self._rows.addWidget(look.rule())
        for line in found.lines:
            if line.state == "green":
                words = look.label(f"✓ {line.words}{f' · {line.why}' if line.why else ''}", "small")
                words.setAccessibleName(f"{line.words}, there. {line.why}")
                self._rows.addWidget(words)
        asked = [line.words for line in found.lines if line.state == "asked"]
        self._rows.addWidget(look.rule())
        self._rows.addWidget(look.label(f"○ Asked at the start: {'; '.join(asked)}", "muted", "asked_at_start"))

    def _open(self, line: Line) -> QWidget:
        sign, said = _SIGNS[line.state]
        words = look.label(f"{sign} {line.words}", _ROLES[line.state])
        words.setAccessibleName(f"{line.words}, {said}. {line.why}")
        box = QWidget()
        texts = look.column(gap=1)
        texts.addWidget(words)
        texts.addWidget(look.label(" ".join(part for part in (_OWNERS[line.owner], line.why) if part), "small"))
        row = look.row(gap=8)
        row.addLayout(texts, 1)
        if line.act:
            act = look.button(_VERBS[line.act], f"ready_{line.key}")
            act.setAccessibleName(f"{_VERBS[line.act].rstrip('…')}: {line.words}")
            act.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            act.clicked.connect(lambda _=False, line=line: self.do(line))
            row.addWidget(act)
        box.setLayout(row)
        return box

    def do(self, line: Line) -> None:
        """Tick a line here; hand everything else on."""
        if line.act != "tick":
            self.act_wanted.emit(line, self._on)
            return
        client = clients.get_client(self._vault, self._client_id).name
        dialog = TickDialog(self._vault, self._clock, self._client_id, line.key, client, self)
        if dialog.exec() and dialog.undo is not None:
            self.said.emit(dialog.undo.words, dialog.undo)
            self.changed.emit()
        dialog.deleteLater()
