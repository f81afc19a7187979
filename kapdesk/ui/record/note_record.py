"""Below a note on a ketamine session: the session's record, read-only, folded in when the room is wanted for writing."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from kapdesk.domain.medicine_observed import observed
from kapdesk.domain.session_record import SessionRecord
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.flow import Flow
from kapdesk.ui.record.view import RecordView
from kapdesk.ui.theme import px
from kapdesk.usecases.medicine_day import session_record
from kapdesk.usecases.medicine_day.session_record import dose_words
from kapdesk.vault.database import Vault


class NoteRecord(QWidget):
    """A line that says what the record holds, and the record below it; hidden for a note that has none."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self._record: SessionRecord | None = None
        layout = look.column(self, gap=6)
        layout.addWidget(look.rule())
        self.line = look.label("", "small", "note_record_line")
        self.fold = look.button("Show the record", "note_record_fold", "quiet")
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._fold)
        head = Flow(gap=10)
        head.set_widgets([self.line, self.fold])
        layout.addWidget(head)
        self.view = RecordView(compact=True)
        self.area = look.scroll(self.view)
        self.area.setMinimumHeight(px(220))
        self.area.hide()
        layout.addWidget(self.area, 1)
        self.hide()

    def show_note(self, note_id: int | None) -> None:
        """Show the record of another note; what is there already stays as it was folded."""
        try:
            record = session_record.record_of_note(self._vault, note_id, self._clock()) if note_id else None
        except KapdeskError:
            record = None  # the note itself says what is wrong with it
        if record == self._record:
            return
        self._record = record
        self.setVisible(record is not None)
        if record is None:
            self.view.show_record(None)
            return
        self.line.setText(_line(record))
        if self.fold.isChecked():
            self.view.show_record(record)

    def _fold(self, shown: bool) -> None:
        self.fold.setText("Hide the record" if shown else "Show the record")
        if shown:
            self.view.show_record(self._record)
        self.area.setVisible(shown)


def _line(record: SessionRecord) -> str:
    """`Of the session: 2 × 100 mg; vitals 124/78, 72 → 126/80, 76; fit to leave`: what is there already."""
    vitals = [one.vitals.words for one in record.readings]
    shown = " → ".join(dict.fromkeys([*vitals[:1], *vitals[-1:]]))
    parts = (
        dose_words(observed(record.shown)),
        f"vitals {shown}" if shown else "no vitals",
        f"{len(record.shown)} entries",
        record.ending.words.lower() if record.ended_at else "not ended",
    )
    return f"In the record of this session, signed with the note: {'; '.join(parts)}."
