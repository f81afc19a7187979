"""What became of an appointment: held, missed, cancelled; a ketamine session says whether medicine was taken."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QButtonGroup, QDialog, QRadioButton, QWidget

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus, CancelledBy
from kapdesk.domain.phases import Medicine
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.calendar.words import appointment_in_words, day_in_words
from kapdesk.ui.flow import fit
from kapdesk.ui.theme import px
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.calendar.appointments import AppointmentRow
from kapdesk.usecases.house.undo import Undo
from kapdesk.vault.database import Vault

_CANCELLED = (AppointmentStatus.LATE_CANCELLATION, AppointmentStatus.CANCELLED)
_MEDICINE = ((Medicine.TAKEN, "Medicine was taken"), (Medicine.NOT_TAKEN, "No medicine was taken"))


class StatusDialog(QDialog):
    """Asks what became of it; `undo` once that was kept."""

    def __init__(
        self, vault: Vault, clock: Callable[[], datetime], row: AppointmentRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("status_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._row = vault, clock, row
        self.undo: Undo | None = None
        whole = look.column(self, gap=10, margin=24)
        whole.addWidget(look.label("What became of it?", "heading"))
        inside = QWidget()
        layout = look.column(inside, gap=8)
        layout.setContentsMargins(0, 0, px(12), 0)
        whole.addWidget(look.scroll(inside), 1)
        today = clock().date()
        layout.addWidget(look.label(f"{day_in_words(row.when.day, today)}, {appointment_in_words(row)}", "muted"))
        self._group = QButtonGroup(self)
        self.choices: dict[AppointmentStatus, QRadioButton] = {}
        for status in AppointmentStatus:
            one = _radio(status.words, f"status_{status.value}")
            self.choices[status] = one
            self._group.addButton(one)
            layout.addWidget(one)
            if status is AppointmentStatus.HELD:
                layout.addWidget(self._medicine())
        self.by = look.choice("cancelled_by", "Cancelled by")
        for by in CancelledBy:
            self.by.addItem(by.words or "Not said", by.value)
        self._by = look.field("Cancelled by", self.by)
        layout.addWidget(self._by)
        self.words = look.line("status_words", "Words about it", "such as “a cold, rang at eight”")
        layout.addWidget(look.field("Words (they stand in the calendar)", self.words))
        layout.addStretch(1)
        self.error = look.error_line("status_error")
        whole.addWidget(self.error)
        cancel = look.button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        keep = look.button("Save", "keep_status", "primary")
        keep.clicked.connect(self.keep)
        whole.addLayout(look.row(None, cancel, keep))
        fit(self, 460, 560)
        self._fill()

    def _medicine(self) -> QWidget:
        self._medicine_box = QWidget()
        layout = look.column(self._medicine_box, gap=6)
        layout.setContentsMargins(px(28), 0, 0, 0)
        self.medicine: dict[Medicine, QRadioButton] = {}
        group = QButtonGroup(self._medicine_box)
        for medicine, words in _MEDICINE:
            self.medicine[medicine] = _radio(words, f"medicine_{medicine.value}")
            group.addButton(self.medicine[medicine])
            layout.addWidget(self.medicine[medicine])
        return self._medicine_box

    def _fill(self) -> None:
        self.choices[self._row.status].setChecked(True)
        self.choices[self._row.status].setFocus()
        self.by.setCurrentIndex(self.by.findData(self._row.cancelled_by.value))
        self.words.setText(self._row.status_words)
        self._show_what_counts()
        for one in self.choices.values():
            one.toggled.connect(self._show_what_counts)

    def choose(self, status: AppointmentStatus) -> None:
        """Mark one of them."""
        self.choices[status].setChecked(True)

    def _chosen(self) -> AppointmentStatus:
        return next((status for status, one in self.choices.items() if one.isChecked()), self._row.status)

    def _show_what_counts(self) -> None:
        chosen = self._chosen()
        ketamine = self._row.kind is AppointmentKind.KETAMINE
        self._medicine_box.setVisible(chosen is AppointmentStatus.HELD and ketamine)
        self._by.setVisible(chosen in _CANCELLED)

    def keep(self) -> None:
        """Keep it, or say what is missing."""
        status, words = self._chosen(), self.words.text()
        medicine = next((one for one, button in self.medicine.items() if button.isChecked()), None)
        try:
            if status is AppointmentStatus.HELD:
                taken = medicine if self._row.kind is AppointmentKind.KETAMINE else None
                self.undo = appointments.hold(self._vault, self._row.id, self._clock(), taken, words)
            else:
                by = CancelledBy(self.by.currentData())
                self.undo = appointments.set_status(self._vault, self._row.id, status, self._clock(), by, words)
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
            if isinstance(problem, BadInput) and problem.field == "medicine":
                self.medicine[Medicine.TAKEN].setFocus()
            elif isinstance(problem, BadInput) and problem.field == "cancelled_by":
                self.by.setFocus()
            return
        self.accept()


def _radio(words: str, name: str) -> QRadioButton:
    one = QRadioButton(words)
    one.setObjectName(name)
    one.setAccessibleName(words)
    return one
