"""Ready for the next ketamine session? A card of the chart: each line with its sign, its words and what can be done now."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kapdesk.domain.readiness import Line, open_lines
from kapdesk.ui import look
from kapdesk.ui.days import in_full
from kapdesk.ui.lines import fill
from kapdesk.ui.today.dialogs import TickDialog
from kapdesk.usecases import clients, ready
from kapdesk.vault.database import Vault

SIGNS = {
    "green": ("✓", "there"),
    "amber": ("!", "open"),
    "red": ("✕", "missing"),
    "asked": ("○", "asked at the start"),
}
ROLES: dict[str, look.Role] = {"amber": "warning", "red": "bad"}
VERBS = {
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
        self._open: list[OpenLine] = []
        self._there: list[QLabel] = []
        self._open_rows, self._there_rows = look.column(gap=6), look.column(gap=4)
        self._asked = look.label("", "muted", "asked_at_start")
        inside.addLayout(self._open_rows)
        inside.addWidget(look.rule())
        inside.addLayout(self._there_rows)
        inside.addWidget(look.rule())
        inside.addWidget(self._asked)
        inside.addStretch(1)
        look.column(self).addWidget(frame)

    def show_client(self, client_id: int) -> None:
        """Whose lines are to be shown."""
        self._client_id = client_id

    def refresh(self) -> None:
        """Read the lines again; the card hides while no ketamine session comes next."""
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
        still = sorted(open_lines(found.lines), key=lambda line: line.state != "red")
        fill(self._open, len(still), self._open_line, self._open_rows)
        for row, line in zip(self._open, still, strict=False):
            row.show_line(line)
        there = [line for line in found.lines if line.state == "green"]
        fill(self._there, len(there), lambda: look.label("", "small"), self._there_rows)
        for label, line in zip(self._there, there, strict=False):
            label.setText(f"✓ {line.words}{f' · {line.why}' if line.why else ''}")
            label.setAccessibleName(f"{line.words}, there. {line.why}")
        asked = "; ".join(line.words for line in found.lines if line.state == "asked")
        self._asked.setText(f"○ Asked at the start: {asked}")

    def _open_line(self) -> "OpenLine":
        line = OpenLine()
        line.wanted.connect(self.do)
        return line

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


class OpenLine(QWidget):
    """A line that is open: its sign, its words, whose it is and why, and what can be done now."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._line: Line | None = None
        self.words, self.why = look.label("", "warning"), look.label("", "small")
        self.act = look.button("", "")
        self.act.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.act.clicked.connect(lambda: self.wanted.emit(self._line))
        texts = look.column(gap=1)
        texts.addWidget(self.words)
        texts.addWidget(self.why)
        row = look.row(gap=8)
        row.addLayout(texts, 1)
        row.addWidget(self.act)
        whole = look.column(self, gap=6)
        whole.addWidget(look.rule())
        whole.addLayout(row)

    def show_line(self, line: Line) -> None:
        """Show another line."""
        self._line = line
        sign, said = SIGNS[line.state]
        look.set_role(self.words, ROLES[line.state])
        self.words.setText(f"{sign} {line.words}")
        self.words.setAccessibleName(f"{line.words}, {said}. {line.why}")
        self.why.setText(" ".join(part for part in (_OWNERS[line.owner], line.why) if part))
        self.act.setVisible(bool(line.act))
        self.act.setObjectName(f"ready_{line.key}")
        self.act.setText(VERBS.get(line.act, ""))
        self.act.setAccessibleName(f"{self.act.text().rstrip('…')}: {line.words}")
