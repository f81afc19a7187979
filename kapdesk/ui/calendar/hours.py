"""The practice's working hours, day by day."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QWidget

from kapdesk.domain.appointments import WorkingHours
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import days, look
from kapdesk.ui.flow import fit
from kapdesk.ui.theme import px
from kapdesk.ui.time_field import TimeField
from kapdesk.usecases.calendar import free_time
from kapdesk.usecases.house.undo import Undo
from kapdesk.vault.database import Vault

_USUAL = (9 * 60, 17 * 60)
_MONDAY = date(2026, 1, 5)


class HoursDialog(QDialog):
    """From when to when on which days; `undo` once it was kept."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hours_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock = vault, clock
        self.undo: Undo | None = None
        layout = look.column(self, gap=12, margin=24)
        layout.addWidget(look.label("Working hours", "heading"))
        layout.addWidget(
            look.label(
                "Other times are shaded in the calendar and are not suggested. You can book them all the same.", "muted"
            )
        )
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, px(12), 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(4, 1)
        self.worked: list[QCheckBox] = []
        self.begins: list[TimeField] = []
        self.ends: list[TimeField] = []
        for number, hours in enumerate(free_time.get_hours(vault).days):
            self._add_day(grid, number, hours)
        layout.addWidget(look.scroll(inside), 1)
        self.error = look.error_line("hours_error")
        layout.addWidget(self.error)
        cancel = look.button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        keep = look.button("Save", "keep_hours", "primary")
        keep.clicked.connect(self.keep)
        layout.addLayout(look.row(None, cancel, keep))
        fit(self, 460, 520)

    def _add_day(self, grid: QGridLayout, number: int, hours: tuple[int, int] | None) -> None:
        name = days.weekday(_MONDAY + timedelta(days=number))
        box = QCheckBox(name)
        box.setObjectName(f"worked_{number}")
        box.setAccessibleName(f"{name} is worked on")
        box.setChecked(hours is not None)
        begin = TimeField(f"begins_{number}", f"{name} from", (hours or _USUAL)[0])
        end = TimeField(f"ends_{number}", f"{name} to", (hours or _USUAL)[1])
        for column, widget in enumerate((box, begin, look.label("to"), end)):
            grid.addWidget(widget, number, column)
        for field in (begin, end):
            field.setFixedWidth(px(90))
            field.setEnabled(hours is not None)
            box.toggled.connect(field.setEnabled)
            field.time_changed.connect(partial(self._forget_problem, field))
        self.worked.append(box)
        self.begins.append(begin)
        self.ends.append(end)

    def _forget_problem(self, field: TimeField) -> None:
        """What was wrong is said no more once it is edited."""
        look.mark_wrong(field, False)
        look.show_error(self.error, "")

    def keep(self) -> None:
        """Keep them, or say at which day they cannot be."""
        for field in (*self.begins, *self.ends):
            look.mark_wrong(field, False)
        try:
            self.undo = free_time.save_hours(self._vault, self._hours(), self._clock())
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
            name = problem.field if isinstance(problem, BadInput) else ""
            for number, pair in enumerate(zip(self.begins, self.ends, strict=True)):
                for field in pair:
                    if name in (f"hours_{number}", field.objectName()):
                        look.mark_wrong(field, True)
                        field.setFocus()
            return
        self.accept()

    def _hours(self) -> WorkingHours:
        found: list[tuple[int, int] | None] = []
        for box, begin, end in zip(self.worked, self.begins, self.ends, strict=True):
            if not box.isChecked():
                found.append(None)
                continue
            first, last = begin.minute(), end.minute()
            if first is None or last is None:
                field = begin if first is None else end
                raise BadInput(f"{box.text()}: type from when to when, or take the tick off.", field.objectName())
            found.append((first, last))
        return WorkingHours(tuple(found))
