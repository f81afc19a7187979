"""The end of an intake: what is looked at first, then the answers that have a place in the chart, each taken or left."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from kapdesk.domain.health import Weight
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.intake.proposal import FirstRow, ProposalRow
from kapdesk.ui.small_dialog import SmallDialog
from kapdesk.ui.theme import px
from kapdesk.usecases.asking import intake_chart, intake_review
from kapdesk.usecases.asking.intake_chart import Proposal
from kapdesk.usecases.asking.intake_pieces import How
from kapdesk.usecases.asking.intake_review import FirstLine
from kapdesk.usecases.house.undo import Undo
from kapdesk.vault.database import Vault

_NOTHING = "Nothing about risk, and nothing for the prescriber, was answered that waits to be looked at."


class ReviewPane(QWidget):
    """Shows both lists; Up and Down go from line to line, letters do what stands on a line."""

    said = Signal(str, object)
    changed = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock, self._client_id = vault, clock, 0
        self.first: list[FirstRow] = []
        self.rows: list[ProposalRow] = []
        self._inside = QWidget()
        self._column = look.column(self._inside, gap=8)
        self._area = look.scroll(self._inside)
        self._area.setMinimumHeight(px(240))
        self.error = look.error_line("review_error")
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            here = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(keys), self, self.take_new, context=here)
        layout = look.column(self, gap=8)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.error)

    def waiting(self, client_id: int) -> int:
        """How many lines wait to be looked at or decided."""
        first = sum(one.open for one in intake_review.first_lines(self._vault, client_id) if one.risk)
        return first + sum(one.open for one in intake_chart.proposals(self._vault, client_id))

    def show_client(self, client_id: int) -> None:
        """Read a client's lines; the line that had the focus keeps it, or the next one that waits."""
        focus = self.window().focusWidget()
        had = next((at for at, one in enumerate(self.lines()) if one.holds(focus)), None)
        other = client_id != self._client_id
        scrolled = 0 if other else self._area.verticalScrollBar().value()
        self._client_id = client_id
        look.clear(self._column)
        self._show_first(intake_review.first_lines(self._vault, client_id))
        self._show_proposals(intake_chart.proposals(self._vault, client_id))
        self._column.addStretch(1)
        QTimer.singleShot(0, self._area, lambda: self._area.verticalScrollBar().setValue(scrolled))
        if had is not None and self.lines():
            self._go_to(self.lines()[min(had, len(self.lines()) - 1)])

    def lines(self) -> list[FirstRow | ProposalRow]:
        """The lines that wait, from above."""
        return [*self.first, *self.rows]

    def start(self) -> None:
        """The first line that waits has the focus."""
        if self.lines():
            self._go_to(self.lines()[0])

    def see_to(self, line: FirstLine) -> None:
        """Ask what was done about an answer, and enter it."""
        words = look.text_box("seen_words", "What you did about it, or decided", 3)
        at = self._clock
        dialog = SmallDialog(
            line.asked,
            "Seen to",
            lambda: intake_review.see_to(self._vault, line.answer.id, words.toPlainText(), at()),
            self,
        )
        dialog.setObjectName("see_to_dialog")
        dialog.inside.addWidget(look.label(line.words, "strong"))
        dialog.add("words", "What did you do about it, or decide?", words)
        done, undo = dialog.exec(), dialog.result_undo
        dialog.deleteLater()
        if done and isinstance(undo, Undo):
            self._done(undo)

    def take(self, one: Proposal, how: How | None, weight: Weight | None) -> None:
        """Take a line into the chart."""
        at = self._clock()
        self._do(lambda: intake_chart.take(self._vault, one.answer.id, one.part, at, how, weight))

    def keep_chart(self, one: Proposal) -> None:
        """Leave the chart as it is."""
        self._do(lambda: intake_chart.keep_chart(self._vault, one.answer.id, one.part, self._clock()))

    def take_new(self) -> None:
        """Take everything of which the chart has nothing yet."""
        self._do(lambda: intake_chart.take_new(self._vault, self._client_id, self._clock()))

    def _show_first(self, lines: list[FirstLine]) -> None:
        today = self._clock().date()
        self._column.addWidget(look.label("Look at first", "heading"))
        still = [one for one in lines if one.open]
        self.first = []
        for one in still:
            row = FirstRow(one, today)
            row.seen_wanted.connect(partial(self.see_to, one))
            row.stepped.connect(partial(self._step, row))
            self.first.append(row)
            self._column.addWidget(row)
        if not still:
            self._column.addWidget(look.label(_NOTHING, "muted"))
        for one in lines:
            if not one.open:
                self._column.addWidget(FirstRow(one, today))

    def _show_proposals(self, found: list[Proposal]) -> None:
        waits = [one for one in found if one.open]
        new = look.button("Take all that is new   Ctrl+Enter", "take_new")
        new.setAutoDefault(False)
        new.clicked.connect(self.take_new)
        self._column.addWidget(look.rule())
        self._column.addLayout(look.row(look.label("Into the chart", "heading"), None, new))
        several = sum(one.state == "new" and one.target != "flag" for one in waits) > 1
        new.setVisible(several)  # now that it has its place: before, it would be a window of its own
        self.rows = []
        today = self._clock().date()
        for one in waits:
            row = ProposalRow(one, today)
            row.take_wanted.connect(partial(self.take, one))
            row.keep_wanted.connect(partial(self.keep_chart, one))
            row.stepped.connect(partial(self._step, row))
            self.rows.append(row)
            self._column.addWidget(row)
        if not waits:
            words = "Nothing waits." if found else "No answer has a place in the chart yet."
            self._column.addWidget(look.label(words, "muted"))
        for one in found:
            if not one.open:
                self._column.addWidget(look.label(_done_words(one), "small"))

    def _step(self, row: FirstRow | ProposalRow, by: int) -> None:
        lines = self.lines()
        self._go_to(lines[max(0, min(len(lines) - 1, lines.index(row) + by))])

    def _go_to(self, row: FirstRow | ProposalRow) -> None:
        row.show()  # else a line that was just made gets no focus
        row.setFocus()
        QTimer.singleShot(0, row, lambda: self._area.ensureWidgetVisible(row))

    def _do(self, act: Callable[[], Undo]) -> None:
        look.show_error(self.error, "")
        try:
            undo = act()
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
        else:
            self._done(undo)

    def _done(self, undo: Undo) -> None:
        self.said.emit(undo.words, undo)
        self.changed.emit()


def _done_words(one: Proposal) -> str:
    """`✓ Goals: taken`, `– Phone: the chart stays as it is`, `✓ Language: the chart has it`."""
    said = " ".join(one.said.split())
    said = said if len(said) <= 80 else f"{said[:79]}…"
    how = {"taken": "taken", "kept": "left as the chart has it"}.get(one.outcome.value, "the chart has it already")
    return f"{'–' if one.outcome.value == 'kept' else '✓'} {one.place}: {said} ({how})"
