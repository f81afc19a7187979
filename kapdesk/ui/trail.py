"""The history as a page's part: of one client or of the whole practice, narrowed, checked, printed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QLabel, QStackedWidget, QTableView, QVBoxLayout, QWidget

from kapdesk import paths
from kapdesk.domain.authorizations import Content
from kapdesk.domain.disclosures import GoingOut
from kapdesk.errors import BadInput, HistoryBroken, KapdeskError
from kapdesk.ui import ask, look, printer
from kapdesk.ui.clients.table import SharedWidths
from kapdesk.ui.date_field import DateField
from kapdesk.ui.days import moment
from kapdesk.ui.disclosures.entering import Handing
from kapdesk.ui.disclosures.for_whom import ForWhomBox
from kapdesk.ui.flow import Flow
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.theme import px
from kapdesk.usecases.house import history, history_print
from kapdesk.usecases.house.history import GROUPS, Acts, HistoryRow, Links
from kapdesk.vault.database import Vault

Index = QModelIndex | QPersistentModelIndex

_AT_ONCE = 200
"""Entries read at a time, and more as one scrolls."""


class TrailModel(QAbstractTableModel):
    """Entries in a table, the newest first; `more` reads those before an entry."""

    def __init__(self, whole: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = ("When", "Client", "What") if whole else ("When", "What")
        self._rows: list[HistoryRow] = []
        self._more: Callable[[int | None], Sequence[HistoryRow]] = lambda _before: ()
        self._ended = True
        self._now: datetime | None = None

    def show(self, more: Callable[[int | None], Sequence[HistoryRow]], now: datetime) -> None:
        """Read anew; times are shown in the time zone of `now`."""
        self.beginResetModel()
        self._more, self._now = more, now
        self._rows = list(more(None))
        self._ended = len(self._rows) < _AT_ONCE
        self.endResetModel()

    def rows(self) -> list[HistoryRow]:
        """What was read so far."""
        return self._rows

    @property
    def ended(self) -> bool:
        """Whether all entries were read."""
        return self._ended

    def canFetchMore(self, parent: Index) -> bool:
        """Whether older entries may be there."""
        return not parent.isValid() and not self._ended

    def fetchMore(self, parent: Index) -> None:
        """Read older entries."""
        found = self._more(self._rows[-1].id)
        self._ended = len(found) < _AT_ONCE
        if found:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(found) - 1)
            self._rows += found
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        """Entries read so far."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        """When, whose and what."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words; all of a row for a screen reader."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        cells = {"When": moment(row.at, self._now), "Client": row.client, "What": row.words}
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cells[self._headings[index.column()]]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(cells[name] for name in self._headings if cells[name])
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return self._headings[section] if role == Qt.ItemDataRole.DisplayRole else None


class TrailPane(QWidget):
    """The list with what narrows it; without a client it is the whole practice's, and `client_chosen` opens a chart."""

    said = Signal(str, object)
    client_chosen = Signal(int)

    def __init__(self, vault: Vault, clock: Callable[[], datetime], tasks: Tasks, whole: bool) -> None:
        super().__init__()
        self._vault, self._clock, self._tasks, self._whole = vault, clock, tasks, whole
        self._name = "practice" if whole else "client"
        self.client_id: int | None = None
        self._links = Links()
        self._step = QTimer(self, interval=0)
        self._step.timeout.connect(self.check_on)
        self._wait = QTimer(self, interval=0, singleShot=True)
        self._wait.timeout.connect(self._show)
        layout = look.column(self, gap=10)
        layout.addWidget(self._narrowing())
        self.error = look.error_line(f"{self._name}_history_error")
        self.verdict = look.label("", "body", f"{self._name}_history_verdict")
        self.verdict.hide()
        layout.addWidget(self.error)
        layout.addWidget(self.verdict)
        self.model = TrailModel(whole, self)
        self.table = self._table()
        self._states = QStackedWidget()
        frame, inside = look.card()
        self._list(inside)
        self._states.addWidget(frame)
        self._states.addWidget(self._nothing())
        layout.addWidget(self._states, 1)

    def _narrowing(self) -> QWidget:
        name = self._name
        self.words = look.line(f"{name}_history_words", "Words of the entry", "Find in the history…")
        self.words.setFixedWidth(px(190))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._wait.start)
        self.group = look.choice(f"{name}_history_kind", "Kind of entry")
        self.group.addItem("Every kind", "")
        for one in GROUPS:
            self.group.addItem(one, one)
        self.group.setMinimumWidth(px(190))
        self.group.currentIndexChanged.connect(self._wait.start)
        self.since = DateField(f"{name}_history_from", "From this day")
        self.until = DateField(f"{name}_history_to", "To this day")
        for box in (self.since, self.until):
            box.setFixedWidth(px(120))
            box.setPlaceholderText("any day")
            box.day_changed.connect(self._show)
        self._check = look.button("Check the chain", f"{name}_history_check")
        self._check.clicked.connect(self.check)
        acts: list[QWidget] = [self._check]
        if not self._whole:
            save = look.button("Save as PDF…", "save_history")
            save.clicked.connect(lambda: self.hand_out("saved"))
            print_it = look.button("Print…", "print_history")
            print_it.clicked.connect(lambda: self.hand_out("printed"))
            self.for_whom = ForWhomBox()
            acts += [self.for_whom, save, print_it]
        bar = Flow(gap=8)
        days = [_named("from", self.since), _named("to", self.until)]
        bar.set_widgets([self.words, self.group, *days, *acts])
        return bar

    def _table(self) -> QTableView:
        table = QTableView()
        table.setObjectName(f"{self._name}_history")
        table.setAccessibleName("History, the newest first")
        table.setModel(self.model)
        table.setMinimumHeight(px(150))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(px(34))
        table.horizontalHeader().setHighlightSections(False)
        table.activated.connect(self._open)
        self._shared = SharedWidths(table, self._widths)
        return table

    def _widths(self, room: int) -> tuple[int, ...]:
        first = (px(190), px(170)) if self._whole else (px(190),)
        return (*first, max(px(260), room - sum(first)))

    def _list(self, inside: QVBoxLayout) -> None:
        inside.setContentsMargins(px(8), px(8), px(8), px(10))
        inside.addWidget(self.table, 1)
        self.count = look.label("", "small", f"{self._name}_history_count")
        self.count.setContentsMargins(px(10), 0, 0, 0)
        inside.addWidget(self.count)

    def _nothing(self) -> QWidget:
        frame, inside = look.card()
        every = look.button("Show every entry", f"{self._name}_history_all")
        every.clicked.connect(self.show_all)
        words = "Every opening, change, signature and printing is entered here. Nothing is like what you chose."
        nothing = look.empty("Nothing found", words, every)
        nothing.findChildren(QLabel)[1].setObjectName(f"{self._name}_history_nothing")
        inside.addWidget(nothing)
        return frame

    def show_client(self, client_id: int) -> None:
        """Another client's history is to be shown, all of it."""
        self.client_id = client_id
        self.verdict.hide()
        self._forget()

    def show_all(self) -> None:
        """Narrow it no more."""
        self._forget()
        self._show()

    def _forget(self) -> None:
        self.words.clear()
        self.group.setCurrentIndex(0)
        self.since.set_day(None)
        self.until.set_day(None)
        self._wait.stop()

    def refresh(self) -> None:
        """Read again."""
        self._show()

    def close_down(self) -> None:
        """Before a lock: read and check no more."""
        self._stop()
        self._wait.stop()

    def wanted(self) -> Acts:
        """Which entries are asked for; BadInput for a day that is none."""
        group = self.group.currentData()
        return Acts(self.client_id, self.words.text(), group, self.since.day(), self.until.day())

    def _show(self) -> None:
        try:
            wanted = self.wanted()
        except BadInput as problem:
            look.show_error(self.error, str(problem))
            return
        look.show_error(self.error, "")
        now = self._clock()
        self.model.show(
            lambda before: history.read_history(self._vault, wanted, now.tzinfo, before, _AT_ONCE),
            now,
        )
        self._shared.share()
        self._states.setCurrentIndex(0 if self.model.rowCount() else 1)
        number = self.model.rowCount()
        words = "1 entry" if number == 1 else f"{number:,} entries"
        self.count.setText(words if self.model.ended else f"The newest {number:,} entries; older ones as you scroll")

    def check(self) -> None:
        """Check the whole chain, piece by piece, or stop that."""
        if self._step.isActive():
            self._stop()
            self._say("Stopped. Nothing was found wrong so far.", "muted")
            return
        self._links = Links()
        self._check.setText("Stop")
        self._step.start()

    @property
    def checking(self) -> bool:
        """Whether the chain is being checked."""
        return self._step.isActive()

    def check_on(self) -> None:
        """Check the next entries, and say how far it is."""
        try:
            self._links = history.check_on(self._vault, self._links)
        except HistoryBroken as broken:
            self._stop()
            self._say(str(broken), "bad")
            return
        if not self._links.done:
            self._say(f"Checking: {self._links.checked:,} of {self._links.entries:,} entries", "muted")
            return
        self._stop()
        self._say(
            f"The chain holds: all {self._links.entries:,} entries of the practice are as they were made.", "body"
        )

    def _stop(self) -> None:
        self._step.stop()
        self._check.setText("Check the chain")

    def _say(self, sentence: str, role: str) -> None:
        self.verdict.setText(sentence)
        self.verdict.setProperty("role", role)
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)
        self.verdict.show()

    def hand_out(self, how: Literal["printed", "saved"]) -> None:
        """Print the entries that are asked for, or save them as PDF; that is entered too."""
        path: Path | None = None
        assert self.client_id is not None
        handing = Handing(self.client_id, "History of the chart", (Content.ATTENDANCE, Content.OTHER))
        going = self.for_whom.ask(self._vault, self._clock, handing)
        if going is None:
            return
        try:
            prepared = history_print.prepare_history(self._vault, self.wanted(), self._clock(), going.part2)
        except KapdeskError as problem:
            self.said.emit(str(problem), None)
            return
        if how == "saved":
            path = ask.save_file(self, "Save the history", paths.documents() / "history.pdf", "PDF (*.pdf)")
            if path is None:
                return
            path = path if path.suffix else path.with_suffix(".pdf")
        client_id = self.client_id
        assert client_id is not None
        self._tasks.run(
            "Laying out the history",
            lambda _progress: history_print.history_pdf(prepared),
            lambda made: self._give(client_id, going, made.pdf, path),
            lambda error: self.said.emit(str(error), None),
        )

    def _give(self, client_id: int, going: GoingOut, pdf: bytes, path: Path | None) -> None:
        try:
            if path is not None:
                printer.save_pdf(path, pdf)
            elif not printer.print_pdf(self, pdf, "History of the chart"):
                return
            how: Literal["printed", "saved"] = "saved" if path else "printed"
            history_print.enter_history_printed(self._vault, client_id, how, self._clock(), going)
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        if self.client_id == client_id:
            self._show()
        self.said.emit(f"History saved as {path.name}" if path else "History printed", None)

    def _open(self, index: Index) -> None:
        row = self.model.rows()[index.row()]
        if self._whole and row.client_id is not None:
            self.client_chosen.emit(row.client_id)


def _named(words: str, field: QWidget) -> QWidget:
    """A field with a word before it, kept on one line."""
    both = QWidget()
    before = look.label(words, "muted")
    before.setWordWrap(False)
    both.setLayout(look.row(before, field, gap=6))
    return both
