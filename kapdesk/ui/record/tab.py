"""The chart's ketamine sessions: every medicine day, and the record of the chosen one to read, print and resume."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from kapdesk.domain.session_record import SessionRecord
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.days import shown
from kapdesk.ui.details.cards import entry_row
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.record.paper import PaperDialog, blank_dialog, record_dialog
from kapdesk.ui.record.paper_day import BeginDialog, PaperDayDialog
from kapdesk.ui.record.scans import DayScansDialog
from kapdesk.ui.record.view import RecordView
from kapdesk.ui.theme import px
from kapdesk.usecases.medicine_day import session_record
from kapdesk.usecases.medicine_day.session_record import DayRow
from kapdesk.vault.database import Vault


class SessionsTab(QWidget):
    """`session_wanted` asks for a day's screen, `note_wanted` for the note of a day; both carry the day's id."""

    said = Signal(str, object)
    changed = Signal()
    session_wanted = Signal(int)
    note_wanted = Signal(int)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self._client_id = 0
        self._day_id: int | None = None
        self._rows: list[DayRow] = []
        self._seen: tuple[SessionRecord | None, list[DayRow]] | None = None
        outer = look.column(self, gap=12)
        outer.addWidget(self._bar())
        sides = Columns(least=820, gap=16)
        days, self._days = look.card("Medicine days")
        sides.add(look.scroll(days), 2)
        record, inside = look.card()
        self._acts = self._buttons()
        inside.addWidget(self._acts)
        self.view = RecordView()
        inside.addWidget(self.view, 1)
        self._record = look.scroll(record)
        sides.add(self._record, 5)
        for area in (self._record, days):
            area.setMinimumHeight(px(200))
        outer.addWidget(sides, 1)

    def show_client(self, client_id: int) -> None:
        """Show another client."""
        self._client_id, self._day_id, self._seen = client_id, None, None

    def refresh(self) -> None:
        """Read again; what did not change stays as it is, with its place on the page."""
        self._rows = session_record.list_days(self._vault, self._client_id, self._clock())
        row = self._chosen()
        self._day_id = row.id if row else None
        record = session_record.get_record(self._vault, row.id, self._clock()) if row else None
        if self._seen == (record, self._rows):
            return
        self._seen = (record, self._rows)
        self._show_days()
        self._record.setVisible(row is not None)
        self.view.show_record(record)
        if row is not None:
            self._resume.setVisible(row.open or (row.session_id is not None and not row.signed))
            self._resume.setText(
                ("Go on entering…" if row.from_paper else "Resume") if row.open else "Correct entries…"
            )
            self._note.setVisible(row.session_id is not None)

    def hasHeightForWidth(self) -> bool:
        """List and record scroll in their own places."""
        return False

    def show_day(self, day_id: int) -> None:
        """Show the record of another day."""
        self._day_id = day_id
        self._record.verticalScrollBar().setValue(0)
        self.refresh()

    def resume(self) -> None:
        """Go on with a day that is open, on its screen or from its sheet; of one that is not signed entries are corrected."""
        row = self._chosen()
        if row is not None and row.from_paper and row.open:
            self._enter_lines(row.id)
        elif row is not None:
            self.session_wanted.emit(row.id)

    def open_note(self) -> None:
        """Ask for the day's note."""
        if self._day_id is not None:
            self.note_wanted.emit(self._day_id)

    def print_record(self) -> None:
        """Show the record as it will be on paper."""
        day_id = self._day_id
        if day_id is not None:
            self._paper(lambda: record_dialog(self._vault, self._clock, day_id, self.window()))

    def print_blank(self) -> None:
        """Show the blank record for this client."""
        self._paper(lambda: blank_dialog(self._vault, self._clock, self._client_id, self.window()))

    def open_scans(self) -> None:
        """Show the scans of the day's sheet."""
        row = self._chosen()
        if row is None:
            return
        dialog = DayScansDialog(self._vault, self._clock, row.id, row.signed, self.window())
        dialog.exec()
        if dialog.undo is not None:
            self.said.emit(dialog.undo.words, dialog.undo)
            self.changed.emit()
        dialog.deleteLater()

    def enter_from_paper(self) -> None:
        """Enter a day that was kept on paper."""
        dialog = BeginDialog(self._vault, self._clock, self._client_id, self.window())
        begun = dialog.exec() == QDialog.DialogCode.Accepted
        day_id = dialog.day_id
        dialog.deleteLater()
        if begun:
            self._enter_lines(day_id)

    def _enter_lines(self, day_id: int) -> None:
        dialog = PaperDayDialog(self._vault, self._clock, day_id, self.window())
        dialog.exec()
        ended = dialog.ended
        dialog.deleteLater()
        self._day_id = day_id
        words = "The medicine day is entered from paper. Its note can be written now."
        self.said.emit(words if ended else "The day stays open; go on entering it from here.", None)
        self.changed.emit()

    def _paper(self, make: Callable[[], PaperDialog]) -> None:
        try:
            dialog = make()
        except KapdeskError as problem:
            self.said.emit(str(problem), None)
            return
        dialog.exec()
        if dialog.done_words:
            self.said.emit(dialog.done_words, None)
            self.changed.emit()
        dialog.deleteLater()

    def _chosen(self) -> DayRow | None:
        """The day in sight: the one asked for, else the newest."""
        asked = (row for row in self._rows if row.id == self._day_id)
        return next(asked, self._rows[0] if self._rows else None)

    def _show_days(self) -> None:
        heading = self._days.takeAt(0)
        look.clear(self._days)
        if heading is not None:
            self._days.insertItem(0, heading)
        for row in self._rows:
            self._days.addWidget(look.rule())
            self._days.addWidget(self._row(row))
        if not self._rows:
            words = (
                "None yet. A medicine day is begun from Today or the calendar, at “Begin”; one that was kept on paper "
                "is entered here."
            )
            self._days.addWidget(look.label(words, "muted", "no_days"))
        self._days.addStretch(1)

    def _row(self, row: DayRow) -> QWidget:
        chips = [(row.state, "good" if row.signed else "warning")]
        if row.from_paper:
            chips.append(("From paper", "plain"))
        title = f"Session {row.number}" if row.session_id is not None else "Medicine day"
        lines = (
            row.dose,
            row.times,
            f"Vitals {row.vitals}" if row.vitals else "",
            "" if row.open else row.ending.words,
        )
        here = row.id == self._day_id
        act = ("Show", f"show_day_{row.id}", partial(self.show_day, row.id))
        return entry_row(f"{title} · {shown(row.on, self._clock().date())}", chips, lines, *(() if here else (act,)))

    def _bar(self) -> Flow:
        bar = Flow(gap=10)
        bar.set_widgets(
            [
                self._made("Enter from paper…", "enter_from_paper", self.enter_from_paper),
                self._made("Blank record…", "blank_record", self.print_blank),
            ]
        )
        return bar

    def _buttons(self) -> Flow:
        self._resume = self._made("Resume", "resume_day", self.resume)
        self._note = self._made("Note", "note_of_day", self.open_note)
        paper = self._made("Print…", "print_day", self.print_record)
        paper.setAccessibleName("Print the record, or save it as PDF")
        acts = Flow(gap=10)
        acts.set_widgets([self._resume, self._note, paper, self._made("Scans…", "day_scans", self.open_scans)])
        return acts

    @staticmethod
    def _made(words: str, name: str, act: Callable[[], None]) -> QPushButton:
        made = look.button(words, name)
        made.clicked.connect(lambda: act())
        return made
