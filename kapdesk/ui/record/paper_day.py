"""A day that was kept on paper, entered line by line with the times of the sheet; each line is in the practice file at once."""

from collections.abc import Callable
from datetime import datetime, time
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.entry_words import hour, whole_words
from kapdesk.domain.medicine_day import DayEnding, EntryKind, Shown, standing
from kapdesk.domain.vitals import EXAMPLE
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.date_field import DateField
from kapdesk.ui.days import in_full
from kapdesk.ui.details.cards import add_rows, entry_row
from kapdesk.ui.flow import Columns, fit, roomy
from kapdesk.ui.record.scans import DayScansDialog
from kapdesk.ui.small_dialog import SmallDialog
from kapdesk.ui.theme import px
from kapdesk.ui.time_field import TimeField
from kapdesk.usecases.medicine_day import day_entries, medicine, medicine_days, paper_days
from kapdesk.usecases.medicine_day.paper_days import PaperLine
from kapdesk.vault.database import Vault

_KINDS = (
    EntryKind.VITALS,
    EntryKind.MEDICINE_IN,
    EntryKind.MEDICINE_OUT,
    EntryKind.BOOSTER,
    EntryKind.NOT_TAKEN,
    EntryKind.ONSET,
    EntryKind.PEAK,
    EntryKind.SPOKE,
    EntryKind.SILENCE,
    EntryKind.TEARS,
    EntryKind.DISTRESS,
    EntryKind.MUSIC,
    EntryKind.TOUCH,
    EntryKind.NAUSEA,
    EntryKind.BATHROOM,
    EntryKind.FOOD,
    EntryKind.RETURNING,
    EntryKind.OBSERVATION,
    EntryKind.ADVERSE_EVENT,
    EntryKind.TABLETS_LEFT,
    EntryKind.FIT_TO_LEAVE,
)
_HINTS = {
    EntryKind.VITALS: f"Pressure, pulse, saturation, breathing: {EXAMPLE} 14. Or “refused”, or “not possible”.",
    EntryKind.NOT_TAKEN: "Why no medicine was taken.",
    EntryKind.TOUCH: "What happened, who, where, asked by whom.",
    EntryKind.TABLETS_LEFT: "How many, and what was done with them.",
    EntryKind.FIT_TO_LEAVE: "What was looked at, to whom the client was released.",
    EntryKind.ADVERSE_EVENT: "What, severity, what was done, outcome, prescriber told when and how.",
}
_FIELDS = ("time", "words", "taken", "strength", "brought")


class BeginDialog(SmallDialog):
    """Of which day the sheet is, and when the client arrived; `day_id` once it is opened."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime], client_id: int, parent: QWidget | None) -> None:
        super().__init__("Enter a medicine day from paper", "Begin", self._begin, parent)
        self.setObjectName("paper_begin")
        self._vault, self._clock, self._client_id = vault, clock, client_id
        self.day_id = 0
        self.on = DateField("on", "Day of the sheet", clock().date())
        self.begun = TimeField("begun", "Arrived")
        self.add("on", "Day", self.on)
        self.add("begun", "Arrived", self.begun)

    def _begin(self) -> None:
        on = self.on.day()
        if on is None:
            raise BadInput("Type the day that stands on the sheet.", "on")
        self.day_id = paper_days.begin(self._vault, self._client_id, on, _time(self.begun), self._clock())


class PaperDayDialog(QDialog):
    """The lines of a sheet; closed before its end the day stays open and is taken up again. `changed` says that something was kept."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime], day_id: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("paper_day_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._day_id = vault, clock, day_id
        self.changed = self.ended = False
        inside = QWidget()
        layout = look.column(inside, gap=12)
        layout.setContentsMargins(0, 0, px(8), 0)
        self._heading = look.label("", "heading", "paper_heading")
        layout.addWidget(self._heading)
        layout.addWidget(look.label("Every line is kept as you enter it, and marked “from paper”.", "muted"))
        layout.addWidget(self._line_card())
        entered, self._entered = look.card("Entered")
        layout.addWidget(entered, 1)
        layout.addWidget(self._end_card())
        outer = look.column(self, gap=12, margin=20)
        outer.addWidget(roomy(inside), 1)
        scan = look.button("Scans…", "paper_scans")
        scan.clicked.connect(self.open_scans)
        close = look.button("Close, go on later", "close_paper_day")
        close.clicked.connect(self.reject)
        end = look.button("End the day", "end_paper_day")
        end.clicked.connect(self.end)
        outer.addLayout(look.row(scan, None, close, end))
        self._show_kind()
        self.refresh()
        self.time.setFocus()
        fit(self, 760, 860)

    def _line_card(self) -> QWidget:
        frame, layout = look.card("A line of the sheet")
        self.time = TimeField("paper_time", "Time on the sheet")
        self.kind = look.choice("paper_kind", "What happened")
        for kind in _KINDS:
            self.kind.addItem(kind.words, kind)
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.words = look.line("paper_words", "Words on the sheet")
        self.taken = look.line("paper_taken", "Tablets taken", "2, 1.5 or ½")
        self.strength = look.line("paper_strength", "Strength of one tablet in mg", "100")
        self.brought = look.line("paper_brought", "Tablets brought")
        self.out = look.choice("paper_out", "Spat or swallowed")
        for words, value in (("Not said", ""), ("Spat", "spat"), ("Swallowed", "swallowed")):
            self.out.addItem(words, value)
        first = Columns(least=420, gap=10)
        first.add(look.field("Time", self.time), 1)
        first.add(look.field("What", self.kind), 2)
        self._tablets = Columns(least=420, gap=10)
        for words, edit in (("Taken", self.taken), ("Strength, mg", self.strength), ("Brought", self.brought)):
            self._tablets.add(look.field(words, edit), 1)
        self._out = look.field("Then", self.out)
        self._said = look.field("Words", self.words)
        self._hint = look.label("", "small", "paper_hint")
        self.error = look.error_line("paper_error")
        add = look.button("Enter the line", "paper_add", "primary")
        add.clicked.connect(self.add_line)
        for one in (first, self._tablets, self._out, self._said, self._hint, self.error):
            layout.addWidget(one)
        layout.addLayout(look.row(None, add))
        return frame

    def _end_card(self) -> QWidget:
        frame, layout = look.card("How the day ended")
        self.ending = look.choice("paper_ending", "How the day ended")
        for one in DayEnding:
            self.ending.addItem("Choose…" if one is DayEnding.OPEN else one.words, one)
        self.ended_at = TimeField("paper_ended", "Time of leaving")
        self.ending_words = look.line("paper_ending_words", "Words about the ending")
        both = Columns(least=420, gap=10)
        both.add(look.field("Time", self.ended_at), 1)
        both.add(look.field("How", self.ending), 2)
        layout.addWidget(both)
        layout.addWidget(look.field("Words", self.ending_words))
        self.end_error = look.error_line("paper_end_error")
        layout.addWidget(self.end_error)
        return frame

    def refresh(self) -> None:
        """Read what is entered."""
        day = medicine_days.get_day(self._vault, self._day_id, self._clock())
        self._heading.setText(f"{in_full(day.on)}, from paper: arrived {hour(day.begun_at)}")
        look.clear(self._entered)
        self._entered.addWidget(look.label("Entered", "heading"))
        shown = standing(day.entries)
        add_rows(self._entered, [self._row(one, shown) for one in shown], "Nothing yet.")

    def add_line(self) -> None:
        """Enter what is typed; what cannot be kept is said at its field."""
        for edit in (self.time, self.words, self.taken, self.strength, self.brought):
            look.mark_wrong(edit, False)
        look.show_error(self.error, "")
        try:
            paper_days.enter_line(self._vault, self._day_id, self._typed(), self._clock())
        except KapdeskError as problem:
            self._show_problem(problem)
            return
        for edit in (self.time, self.words, self.taken, self.strength, self.brought):
            edit.clear()
        self.out.setCurrentIndex(0)
        self.changed = True
        self.refresh()
        self.time.setFocus()

    def end(self) -> None:
        """End the day as the sheet says; it can be opened again until its note is signed."""
        look.show_error(self.end_error, "")
        if any(edit.text().strip() for edit in (self.words, self.taken)):
            look.show_error(self.end_error, "A line is typed and not entered yet. Enter it, or clear it.")
            return
        try:
            ending = DayEnding(self.ending.currentData())
            paper_days.end(
                self._vault, self._day_id, ending, self.ending_words.text(), _time(self.ended_at), self._clock()
            )
        except KapdeskError as problem:
            look.show_error(self.end_error, str(problem))
            return
        self.changed = self.ended = True
        self.accept()

    def open_scans(self) -> None:
        """Attach the sheet."""
        dialog = DayScansDialog(self._vault, self._clock, self._day_id, False, self)
        dialog.exec()
        self.changed = self.changed or dialog.undo is not None
        dialog.deleteLater()

    def reject(self) -> None:
        """Close; a line that is typed and not entered is not thrown away without a question."""
        typed = any(edit.text().strip() for edit in (self.words, self.taken, self.brought, self.ending_words))
        if not typed or ask.confirm(self, "Close without entering what you typed?", "Close without entering"):
            super().reject()

    def _typed(self) -> PaperLine:
        kind = EntryKind(self.kind.currentData())
        return PaperLine(
            kind,
            _time(self.time),
            self.words.text(),
            self.taken.text(),
            self.strength.text(),
            self.brought.text(),
            out=self.out.currentData() if kind is EntryKind.MEDICINE_OUT else "",
        )

    def _show_problem(self, problem: KapdeskError) -> None:
        look.show_error(self.error, str(problem))
        wrong = getattr(problem, "field", "")
        edit = getattr(self, "time" if wrong == "paper_time" else wrong, None) if wrong else None
        if wrong in (*_FIELDS, "paper_time") and isinstance(edit, QWidget):
            look.mark_wrong(edit, True)
            edit.setFocus()

    def _show_kind(self) -> None:
        kind = EntryKind(self.kind.currentData())
        tablets = kind in (EntryKind.MEDICINE_IN, EntryKind.BOOSTER)
        self._tablets.setVisible(tablets)
        self.brought.setEnabled(kind is EntryKind.MEDICINE_IN)
        self._out.setVisible(kind is EntryKind.MEDICINE_OUT)
        self._hint.setText(_HINTS.get(kind, "Words are welcome, and not needed."))

    def _row(self, one: Shown, every: tuple[Shown, ...]) -> QWidget:
        words = f"{hour(one.at)}  {whole_words(one, every)}"
        acts = [] if one.withdrawn else [("Withdraw", f"withdraw_{one.id}", partial(self._withdraw, one))]
        return entry_row(words, (), (), *acts)

    def _withdraw(self, one: Shown) -> None:
        """A line that was entered wrongly stays, struck; the right one is entered anew."""
        why = "typed wrongly from the sheet"
        sentence = f"Withdraw “{one.kind.words}” of {hour(one.at)}? It stays in the record, struck through."
        if not ask.confirm(self, sentence, "Withdraw"):
            return
        medicines = (EntryKind.MEDICINE_IN, EntryKind.NOT_TAKEN)
        act = medicine.withdraw_medicine if one.kind in medicines else day_entries.withdraw
        try:
            act(self._vault, one.id, why, self._clock())
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
            return
        self.changed = True
        self.refresh()


def _time(edit: TimeField) -> time | None:
    """The typed time; BadInput with the field's name."""
    minute = edit.minute()
    return None if minute is None else time(minute // 60, minute % 60)
