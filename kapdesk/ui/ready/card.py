"""Ready for the next ketamine session? A card of the chart: each line with its sign, its words and what can be done now."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kapdesk.domain.readiness import Line, open_lines
from kapdesk.ui import look
from kapdesk.ui.days import in_full
from kapdesk.ui.lines import fill
from kapdesk.ui.today.dialogs import TickDialog
from kapdesk.usecases.course import ready
from kapdesk.usecases.medicine_day import gate
from kapdesk.usecases.medicine_day.gate import OpenGate
from kapdesk.usecases.people import clients
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
    "paper": "Sign…",
}
_OWNERS = {"prescriber": "The prescriber’s.", "client": "The client’s.", "practice": "The practice’s."}


class ReadyCard(QWidget):
    """Shows the lines; `act_wanted` carries the line that is to be done something about, and the day of the ketamine session.
    Ticks are asked for here. `begin_wanted` carries the client, `resume_wanted` the medicine day that is open.
    """

    said = Signal(str, object)
    changed = Signal()
    act_wanted = Signal(object, object)
    begin_wanted = Signal(int)
    resume_wanted = Signal(int)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock, self._client_id = vault, clock, 0
        self._on, self._day_id = date.min, 0
        frame, inside = look.card()
        self._heading = look.label("", "heading", "ready_heading")
        self._heading.setWordWrap(True)
        self.begin = look.button("Begin", "ready_begin", "quiet")
        self.begin.clicked.connect(self._begin)
        inside.addLayout(look.row(self._heading, self.begin))
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
        """Read the lines again: those of the medicine day that is open, else of the next one; the card hides while no ketamine
        session comes next.
        """
        now = self._clock()
        opened = gate.open_gate(self._vault, self._client_id, now)
        if opened is not None:
            self._show_open(opened, now.date())
            return
        found = ready.next_day(self._vault, self._client_id, now.date())
        self.setVisible(found is not None)
        if found is None:
            return
        self._on, self._day_id = found.on, 0
        day = "today" if found.on == now.date() else in_full(found.on, now.date())
        self._heading.setText(
            f"Ready for {day}?" if found.booked else f"Ready for the next ketamine session? (from {day})"
        )
        self._offer("Begin", found.on == now.date() or not found.booked, "quiet")
        self._show_lines(found.lines, {})

    def _show_open(self, opened: OpenGate, today: date) -> None:
        """What the day itself answered stands with the rest; what let a line go on is said."""
        self.setVisible(True)
        self._on, self._day_id = opened.on, opened.day_id
        day = "today" if opened.on == today else in_full(opened.on, today)
        since = f"medicine in since {opened.closed_at:%H:%M}" if opened.closed_at else "at its gate"
        self._heading.setText(f"Ketamine session of {day}: {since}")
        self._offer("Resume", True, "primary")
        self._show_lines([one.line for one in opened.lines], {one.line.key: one.passed_by for one in opened.lines})

    def _offer(self, words: str, shown: bool, role: look.ButtonRole) -> None:
        self.begin.setText(words)
        self.begin.setAccessibleName(f"{words} the ketamine session")
        look.set_role(self.begin, role)
        self.begin.setVisible(shown)

    def _begin(self) -> None:
        if self._day_id:
            self.resume_wanted.emit(self._day_id)
        else:
            self.begin_wanted.emit(self._client_id)

    def _show_lines(self, lines: Sequence[Line], passed: Mapping[str, str]) -> None:
        """Those that are open, those that are there or were passed, and those that the day itself asks."""
        still = [line for line in open_lines(lines) if not passed.get(line.key)]
        still.sort(key=lambda line: line.state != "red")
        fill(self._open, len(still), self._open_line, self._open_rows)
        for row, line in zip(self._open, still, strict=False):
            row.show_line(line)
        there = [line for line in lines if line.state == "green" or passed.get(line.key)]
        fill(self._there, len(there), lambda: look.label("", "small"), self._there_rows)
        for label, line in zip(self._there, there, strict=False):
            sign, said = SIGNS[line.state]
            why = passed.get(line.key) or line.why
            label.setText(f"{sign} {line.words}{f' · {why}' if why else ''}")
            label.setAccessibleName(f"{line.words}, {said}. {why}")
        asked = "; ".join(line.words for line in lines if line.state == "asked")
        self._asked.setText(f"○ {'Still to be asked' if self._day_id else 'Asked at the start'}: {asked}")
        self._asked.setVisible(bool(asked))

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
