"""The right side of the gate: every line by its owner, how it stands, what it needs, and the button that does it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from kapdesk.domain.gate import NEEDS, QUESTIONS, GateLine
from kapdesk.ui import look
from kapdesk.ui.lines import fill
from kapdesk.ui.ready.card import ROLES, SIGNS, VERBS
from kapdesk.ui.theme import px

OWNERS = {"prescriber": "The prescriber’s", "client": "The client’s", "practice": "The practice’s"}
NUMBERS = {one.line: str((place + 1) % 10) for place, one in enumerate(QUESTIONS)}
"""The digit of each of the day's own lines, in the order in which they are asked; 0 is the tenth."""
_SHORT = 60
"""So long may the why of a green line be to stand beside its words."""
_VERBS = {"ask": "Ask", "seen": "Seen", "prescriber": "Answer…", "reason": "Reason…"}


class GateList(QWidget):
    """The lines; `wanted` carries an act's name (ask, seen, prescriber, reason, do) and the line."""

    wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("gate_lines")
        self.rows: dict[str, list[GateRow]] = {owner: [] for owner in OWNERS}
        self._heads: dict[str, QLabel] = {}
        whole = look.column(self, gap=4)
        whole.setContentsMargins(0, 0, 8, 0)
        self._places = {}
        for owner, words in OWNERS.items():
            self._heads[owner] = look.label(words, "heading")
            self._places[owner] = look.column(gap=2)
            whole.addWidget(self._heads[owner])
            whole.addLayout(self._places[owner])
            whole.addSpacing(10)
        whole.addStretch(1)

    def show_lines(self, found: Sequence[GateLine], current: str, now: datetime, closed: bool) -> None:
        """Fill the lines anew; with the gate closed nothing can be done about them."""
        for owner, words in OWNERS.items():
            own = sorted((one for one in found if one.line.owner == owner), key=lambda one: not one.needs)
            still = sum(bool(one.needs) for one in own)
            self._heads[owner].setText(f"{words} · {still} open" if still else f"{words} · done")
            fill(self.rows[owner], len(own), self._row, self._places[owner])
            for row, one in zip(self.rows[owner], own, strict=False):
                row.show_line(one, one.line.key == current, now, closed)

    def row_of(self, key: str) -> "GateRow | None":
        """The row of a line; None when no line has this key."""
        shown = [row for rows in self.rows.values() for row in rows if row.found is not None and not row.isHidden()]
        return next((row for row in shown if row.found is not None and row.found.line.key == key), None)

    def _row(self) -> "GateRow":
        row = GateRow()
        row.wanted.connect(self.wanted)
        return row


class GateRow(QFrame):
    """One line: its sign, its words and why, what let it go on or what it needs, and its buttons."""

    wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "gate_line")
        self.found: GateLine | None = None
        self._verb = ""
        self.words, self.why = look.label(""), look.label("", "small")
        self.needs = look.label("", "small")
        self.first, self.act = look.button("", ""), look.button("", "", "quiet")
        for one in (self.first, self.act):
            one.setDefault(False)
            one.setAutoDefault(False)
        self.first.clicked.connect(lambda: self.wanted.emit(self._verb, self.found))
        self.act.clicked.connect(partial(self._emit, "do"))
        texts, acts = look.column(gap=1), look.column(gap=4)
        for widget in (self.words, self.why, self.needs):
            texts.addWidget(widget)
        for button in (self.first, self.act):
            acts.addWidget(button)
        texts.addStretch(1)
        acts.addStretch(1)
        inside = look.row(gap=8)
        inside.setContentsMargins(px(6), px(3), px(6), px(3))
        inside.addLayout(texts, 1)
        inside.addLayout(acts)
        self.setLayout(inside)

    def _emit(self, verb: str) -> None:
        self.wanted.emit(verb, self.found)

    def show_line(self, one: GateLine, current: bool, now: datetime, closed: bool) -> None:
        """Show another line, or the same as it stands now."""
        self.found = one
        line, number = one.line, NUMBERS.get(one.line.key, "")
        sign, said = SIGNS[line.state]
        passed = bool(one.passed_by)
        quiet = line.state in ("asked", "green") or passed
        role: look.Role = "muted" if quiet else ROLES.get(line.state, "body")
        look.set_role(self.words, role)
        there = line.state == "green" and line.why and len(line.why) <= _SHORT
        words = f"{sign} {number + ' ' if number and not closed else ''}{line.words}"
        self.words.setText(f"{words} · {line.why}" if there else words)
        self.why.setText(line.why)
        self.why.setVisible(bool(line.why) and not there)
        needs = "" if closed else _needs(one, now)
        look.set_role(self.needs, "warning" if one.is_due(now) else "small")
        self.needs.setText(one.passed_by or needs)
        self.needs.setVisible(bool(self.needs.text()))
        self.setAccessibleName(". ".join(part for part in (line.words, said, line.why, self.needs.text()) if part))
        if self.property("current") != current:
            self.setProperty("current", current)
            self.style().unpolish(self)
            self.style().polish(self)
        self._show_acts(one, bool(number), closed)

    def _show_acts(self, one: GateLine, of_the_day: bool, closed: bool) -> None:
        answered = of_the_day and one.needs in ("", "client")
        self._verb = "ask" if answered else str(one.needs)
        self.first.setText("Again" if answered else _VERBS.get(self._verb, ""))
        self.first.setVisible(bool(self.first.text()) and not closed)
        look.set_role(self.first, "quiet" if answered else "plain")
        self.first.setObjectName(f"gate_line_{one.line.key}")
        self.first.setAccessibleName(f"{self.first.text().rstrip('…')}: {one.line.words}")
        self.act.setText(VERBS.get(one.line.act, ""))
        self.act.setVisible(bool(one.line.act) and bool(one.needs) and not closed)
        self.act.setObjectName(f"gate_do_{one.line.key}")
        self.act.setAccessibleName(f"{self.act.text().rstrip('…')}: {one.line.words}")


def _needs(one: GateLine, now: datetime) -> str:
    if not one.left:
        return NEEDS[one.needs]
    if one.is_due(now):
        return f"due: {one.left}, {one.again_at:%H:%M}"
    return f"later: {one.left}{f', {one.again_at:%H:%M}' if one.again_at else ''}"
