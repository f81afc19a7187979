"""Entering a session that was held: its kind, its day, and of a ketamine session whether medicine was taken."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.ui.date_field import DateField
from kapdesk.ui.look import choice
from kapdesk.ui.small_dialog import SmallDialog, read_day

_TAKEN = (
    (Medicine.TAKEN, "Medicine was taken"),
    (Medicine.NOT_TAKEN, "Held without medicine"),
)
_HINT = "Without medicine it counts for no dose and asks for no integration window."


class SessionDialog(SmallDialog):
    """`keep(kind, day, medicine)` enters or changes it; nothing is chosen beforehand about medicine."""

    def __init__(
        self,
        heading: str,
        kind: SessionKind,
        day: date,
        keep: Callable[[SessionKind, date, Medicine], object],
        parent: QWidget | None = None,
        medicine: Medicine = Medicine.NOT_RECORDED,
    ) -> None:
        super().__init__(heading, "Enter" if heading.startswith("Enter") else "Save", self._keep_it, parent)
        self.setObjectName("session_dialog")
        self._keep_session = keep
        self.kind = choice("kind", "Kind of session")
        for one in SessionKind:
            self.kind.addItem(one.words, one.value)
        self.kind.setCurrentIndex(self.kind.findData(kind.value))
        self.day = DateField("day", "Day", day)
        self.medicine = choice("medicine", "Medicine in this session")
        for taken, words in _TAKEN:
            self.medicine.addItem(words, taken.value)
        self.medicine.setPlaceholderText("Not said yet")
        self.medicine.setCurrentIndex(self.medicine.findData(medicine.value))
        self.add("kind", "Kind", self.kind)
        self.add("on", "Held on", self.day)
        self._about_medicine = self.add("medicine", "Medicine", self.medicine, _HINT)
        self.kind.currentIndexChanged.connect(self._show_medicine)
        self._show_medicine()

    def _show_medicine(self) -> None:
        self._about_medicine.setVisible(self._chosen() is SessionKind.KETAMINE)
        self.grow()

    def _chosen(self) -> SessionKind:
        return SessionKind(self.kind.currentData())

    def _keep_it(self) -> object:
        asked = self._chosen() is SessionKind.KETAMINE
        medicine = Medicine(self.medicine.currentData() or "") if asked else Medicine.NOT_RECORDED
        return self._keep_session(self._chosen(), read_day(self.day), medicine)
