"""What is put before the clinician's eyes: readings side by side with the order's limits, the minimum stay, what is missing."""

from PySide6.QtWidgets import QFrame, QLabel, QWidget

from kapdesk.domain.entry_words import entry_words
from kapdesk.ui.flow import Columns
from kapdesk.ui.lines import fill
from kapdesk.ui.look import Role, card, column, label, set_role
from kapdesk.usecases.medicine_day.leaving import LeavingView, ReadingThen

_ROLES: dict[str, Role] = {"good": "muted", "amber": "warning", "bad": "bad"}


class _Reading(QFrame):
    """One reading: when, in large figures, and each comparison with its order in words."""

    def __init__(self, name: str, heading: str) -> None:
        super().__init__()
        layout = column(self, gap=2)
        self._heading = heading
        self.head = label(heading, "small", f"{name}_head")
        self.words = label("", "title", name)
        self.words.setWordWrap(True)
        layout.addWidget(self.head)
        layout.addWidget(self.words)
        self._rows: list[QLabel] = []
        self._layout = column(gap=2)
        layout.addLayout(self._layout)
        layout.addStretch(1)

    def show_reading(self, reading: ReadingThen | None, otherwise: str) -> None:
        """Show it, or say that there is none."""
        self.head.setText(f"{self._heading} · {reading.at:%H:%M}" if reading else self._heading)
        self.words.setText(reading.words if reading else otherwise)
        compared = reading.compared if reading else ()
        fill(self._rows, len(compared), lambda: label("", "small"), self._layout)
        for row, one in zip(self._rows, compared, strict=False):
            row.setText(f"{one.what}: {one.words}")
            set_role(row, "small" if one.level == "good" else _ROLES[one.level])


class Sight(QWidget):
    """Shows a `LeavingView`."""

    def __init__(self) -> None:
        super().__init__()
        whole = column(self, gap=12)
        frame, inside = card("Readings")
        self.start = _Reading("reading_start", "at the start")
        self.last = _Reading("reading_last", "last")
        side = Columns(least=320, gap=18)
        side.add(self.start, 1)
        side.add(self.last, 1)
        inside.addWidget(side)
        self.limits = label("", "muted", "limits")
        self.stay = label("", "muted", "stay")
        inside.addWidget(self.limits)
        inside.addWidget(self.stay)
        whole.addWidget(frame)
        self._missing: list[QLabel] = []
        self._missing_in = column(gap=2)
        self._card, within = card("Not there yet")
        within.addLayout(self._missing_in)
        whole.addWidget(self._card)
        self._looks: list[QLabel] = []
        self._looks_in = column(gap=2)
        self._earlier, earlier = card("Looked at before")
        earlier.addLayout(self._looks_in)
        whole.addWidget(self._earlier)
        whole.addStretch(1)

    def show_view(self, view: LeavingView) -> None:
        """Show another one; everything that depends on the time of day is read anew by the caller."""
        self.start.show_reading(view.start, "none")
        self.last.show_reading(view.last, "none after the start")
        since = f" · {_readings(view.readings_since)} since the medicine" if view.medicine else ""
        self.limits.setText(f"Order: {view.limits}{since}")
        last = f"Last medicine at {view.last_medicine:%H:%M}. " if view.last_medicine else ""
        over = f"{view.stay}{', passed' if view.stay_over else ''}." if view.stay else ""
        self.stay.setText(f"{last}{over}".strip())
        self.stay.setVisible(bool(self.stay.text()))
        set_role(self.stay, "muted" if view.stay_over else "warning")
        fill(self._missing, len(view.missing), lambda: label("", "warning"), self._missing_in)
        for row, words in zip(self._missing, view.missing, strict=False):
            row.setText(f"! {words}")
        self._card.setVisible(bool(view.missing))
        fill(self._looks, len(view.looks), lambda: label("", "muted"), self._looks_in)
        for row, one in zip(self._looks, view.looks, strict=False):
            row.setText(f"{one.at:%H:%M}  {entry_words(one)}")
        self._earlier.setVisible(bool(view.looks))


def _readings(number: int) -> str:
    return f"{number} reading{'' if number == 1 else 's'}"
