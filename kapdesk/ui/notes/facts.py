"""What a session's note carries beside its words: start and stop, place, who was present, modality, diagnosis."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from kapdesk.domain.notes import MODALITIES, SessionFacts
from kapdesk.ui.days import clock_time, parse_time
from kapdesk.ui.flow import Flow
from kapdesk.ui.look import button, column, field, line, mark_wrong, row
from kapdesk.ui.theme import px


class NoteFacts(QWidget):
    """The fields; `edited` when one was changed and left. Times are as they were, in the practice's time zone."""

    edited = Signal()

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._clock = clock
        self._shown = SessionFacts()
        self.start = self._time("note_started_at", "Start")
        self.stop = self._time("note_stopped_at", "Stop")
        self.place = line("note_place", "Place", "such as the office")
        self.present = line("note_present", "Who was present", "client alone, or who else")
        self.modality = self._choice("note_modality", "Modality", MODALITIES)
        self.diagnosis = self._choice("note_diagnosis", "Diagnosis addressed", ())
        for one, width in ((self.place, 150), (self.present, 190), (self.modality, 140), (self.diagnosis, 210)):
            one.setFixedWidth(px(width))
        for words in (self.place, self.present):
            words.editingFinished.connect(self.edited)
        flow = Flow(gap=10)
        flow.set_widgets(
            [
                self._with_now("Start", self.start),
                self._with_now("Stop", self.stop),
                field("Place", self.place),
                field("Present", self.present),
                field("Modality", self.modality),
                field("Diagnosis addressed", self.diagnosis),
            ]
        )
        column(self).addWidget(flow)

    def show_facts(self, facts: SessionFacts, diagnoses: Sequence[str] = ()) -> None:
        """Show a note's facts; `diagnoses` are those on file, to choose from."""
        self._shown = facts
        self.start.setText(clock_time(facts.started_at) if facts.started_at else "")
        self.stop.setText(clock_time(facts.stopped_at) if facts.stopped_at else "")
        self.place.setText(facts.place)
        self.present.setText(facts.present)
        self.modality.setEditText(facts.modality)
        self.diagnosis.clear()
        self.diagnosis.addItems(list(diagnoses))
        self.diagnosis.setEditText(facts.diagnosis)
        for one in (self.start, self.stop):
            mark_wrong(one, False)

    def facts(self, day: date) -> SessionFacts:
        """The facts as typed, on this day; BadInput with the field's name for what is no time."""
        return SessionFacts(
            self._moment(self.start, day),
            self._moment(self.stop, day),
            self.place.text().strip(),
            self.present.text().strip(),
            self.modality.currentText().strip(),
            self.diagnosis.currentText().strip(),
        )

    def summary(self) -> str:
        """The facts on one line, for where the fields are folded away."""
        times = "–".join(one.text().strip() for one in (self.start, self.stop) if one.text().strip())
        words = (
            times,
            self.place.text(),
            self.present.text(),
            self.modality.currentText(),
            self.diagnosis.currentText(),
        )
        return " · ".join(one.strip() for one in words if one.strip())

    def show_problem(self, name: str) -> None:
        """Frame the field that cannot be kept, and no other."""
        for one in (self.start, self.stop):
            mark_wrong(one, one.objectName() in (name, f"note_{name}"))

    def _moment(self, typed: QLineEdit, day: date) -> datetime | None:
        time = parse_time(typed.text(), typed.objectName())
        return None if time is None else datetime.combine(day, time, self._clock().tzinfo)

    def _time(self, name: str, words: str) -> QLineEdit:
        one = line(name, words, "9:05")
        one.setFixedWidth(px(74))
        one.editingFinished.connect(self.edited)
        return one

    def _with_now(self, words: str, typed: QLineEdit) -> QWidget:
        now = button("Now", f"{typed.objectName()}_now", "quiet")
        now.setAccessibleName(f"{words} now")
        now.clicked.connect(partial(self._put_now, typed))
        both = QWidget()
        both.setLayout(row(typed, now, gap=2))
        return field(words, both)

    def _put_now(self, typed: QLineEdit) -> None:
        typed.setText(clock_time(self._clock()))
        self.edited.emit()

    def _choice(self, name: str, words: str, choices: Sequence[str]) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItems(list(choices))
        box.setEditText("")
        typed = box.lineEdit()
        assert typed is not None  # it is editable
        typed.setAccessibleName(words)
        typed.setObjectName(f"{name}_typed")
        typed.editingFinished.connect(self.edited)
        box.activated.connect(lambda _: self.edited.emit())
        return box
