"""The safety plan as a form: a field for each part, and rows of people that grow as they are filled."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from kapdesk.domain.plans import Person, Plan, SafetyPlan
from kapdesk.errors import BadInput
from kapdesk.ui import look
from kapdesk.ui.flow import Columns
from kapdesk.ui.theme import px

PARTS = {
    "warning_signs": ("Warning signs", "Thoughts, moods, places, habits that tell it is coming. One a line."),
    "what_helps": ("What helps, alone", "What the client can do without anybody else. One a line."),
    "distraction": ("Places and people for distraction", "Where there is life around, and with whom. One a line."),
    "people": ("People to ask for help", "Who may know that it is hard, and how to reach them."),
    "professionals": ("Professionals", "Prescriber, physician, clinic. You stand on the plan already."),
    "safe_place": ("Making the place safe", "What is put out of reach, by whom, and where it is kept. One a line."),
    "reasons": ("Reasons to stay", "Who and what it is worth staying for. One a line."),
}
"""The parts in their order: what each is called, and a hint for writing."""
_TITLES = {"name": "name", "phone": "telephone", "when": "when, what for"}


class SafetyForm(QWidget):
    """The fields; `changed` with each key, `written` reads them, `show_problem` puts a sentence where it belongs."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, look.PlainText | PeopleRows] = {}
        layout = look.column(self, gap=14)
        layout.setContentsMargins(0, 0, px(14), 0)
        for name, (words, hint) in PARTS.items():
            if name in ("people", "professionals"):
                columns = ("name", "phone", "when") if name == "professionals" else ("name", "phone")
                rows = PeopleRows(name, words, columns)
                rows.changed.connect(self.changed)
                rows.grown.connect(self._arrange)
                self.fields[name] = rows
            else:
                box = look.text_box(name, words, 3)
                box.textChanged.connect(self.changed)
                self.fields[name] = box
            layout.addWidget(look.field(words, self.fields[name], hint))
        layout.addStretch(1)

    def show_plan(self, plan: Plan, review_typed: str = "") -> None:
        """Fill the fields; nothing of it counts as typed."""
        self.blockSignals(True)
        for name, part in self.fields.items():
            if isinstance(part, PeopleRows):
                part.show_people(getattr(plan, name))
            else:
                part.setPlainText(getattr(plan, name))
        self._arrange()
        self.blockSignals(False)

    def written(self) -> tuple[Plan, str]:
        """The plan as it stands in the fields; it has no day that could be none."""
        values = {
            name: part.people() if isinstance(part, PeopleRows) else part.toPlainText()
            for name, part in self.fields.items()
        }
        return SafetyPlan(**values), ""  # type: ignore[arg-type]  # each field gives its own type

    def check(self) -> None:
        """Everything that can be typed here can be read."""

    def show_problem(self, problem: BadInput) -> bool:
        """Tell a problem at its field; whether it has one here."""
        found = False
        for part in self.fields.values():
            found |= isinstance(part, PeopleRows) and part.show_problem(problem)
        return found

    def start(self) -> None:
        """The cursor in the first field."""
        self.fields["warning_signs"].setFocus()

    def _arrange(self) -> None:
        """Tab goes through the fields as they stand, rows that were just added too."""
        stops: list[QWidget] = []
        for part in self.fields.values():
            stops += [edit for row in part.rows for edit in row.values()] if isinstance(part, PeopleRows) else [part]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)


class PeopleRows(QWidget):
    """Names and telephones, a row each; there is always one more row than is filled, `grown` when one was added."""

    changed = Signal()
    grown = Signal()

    def __init__(self, name: str, words: str, columns: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._words, self._columns = words, columns
        self.rows: list[dict[str, QLineEdit]] = []
        self._errors: list[QLabel] = []
        self._layout = look.column(self, gap=6)
        self.show_people(())

    def show_people(self, people: Sequence[Person]) -> None:
        """Show these instead of the present ones."""
        look.clear(self._layout)
        self.rows, self._errors = [], []
        for person in (*people, Person()):
            self._add_row(person)

    def people(self) -> tuple[Person, ...]:
        """What is typed, a person a row; the last, empty row is none."""
        typed = [Person(**{name: edit.text() for name, edit in row.items()}) for row in self.rows]
        return tuple(typed[:-1] if typed[-1] == Person() else typed)

    def show_problem(self, problem: BadInput) -> bool:
        """Tell a problem at its row; whether it is about one of these."""
        found = False
        for number, (row, error) in enumerate(zip(self.rows, self._errors, strict=True), 1):
            here = problem.field == f"{self.objectName()}_{number}"
            look.mark_wrong(row["name"], here)
            look.show_error(error, str(problem) if here else "")
            if here:
                row["name"].setFocus()
            found |= here
        return found

    def _add_row(self, person: Person) -> None:
        number = len(self.rows) + 1
        line = Columns(least=420, gap=8)
        row = {}
        for name in self._columns:
            edit = look.line(f"{self.objectName()}_{number}_{name}", f"{self._words}, {number}: {_TITLES[name]}")
            edit.setPlaceholderText(_TITLES[name].capitalize())
            edit.setText(getattr(person, name))
            edit.textChanged.connect(self._typed)
            row[name] = edit
            line.add(edit, 2 if name == "phone" else 3)
        self.rows.append(row)
        self._errors.append(look.error_line(f"{self.objectName()}_{number}_error"))
        self._layout.addWidget(line)
        self._layout.addWidget(self._errors[-1])

    def _typed(self) -> None:
        if any(edit.text() for edit in self.rows[-1].values()):
            self._add_row(Person())
            self.grown.emit()
        self.changed.emit()
