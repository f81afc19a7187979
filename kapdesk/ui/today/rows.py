"""The lines of Today, built once and filled anew at every look: an appointment, a need, a place where clients are."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus
from kapdesk.domain.clients import Place
from kapdesk.domain.needs import Need
from kapdesk.ui import look
from kapdesk.ui.flow import Columns
from kapdesk.ui.lines import retone
from kapdesk.ui.theme import px
from kapdesk.usecases.desk.today import Group, PutOffRow, TodayRow

_TONES = {"late": "bad", "today": "bad", "soon": "warning", "due": "plain"}
_PHASES = {
    AppointmentKind.CALL: ("Inquiry", "plain"),
    AppointmentKind.PREPARATION: ("Preparation", "preparation"),
    AppointmentKind.KETAMINE: ("Ketamine", "ketamine"),
    AppointmentKind.INTEGRATION: ("Integration", "integration"),
    AppointmentKind.OTHER: ("Other", "plain"),
    AppointmentKind.UNAVAILABLE: ("Unavailable", "plain"),
}


def _beside(first: QWidget, texts: Sequence[QWidget], acts: Sequence[QWidget]) -> Columns:
    """What comes first, words one below the other, and what can be done: at the right, or below where it is narrow."""
    left, right = QWidget(), QWidget()
    middle = look.column(gap=2)
    for one in texts:
        if isinstance(one, QPushButton):  # a button keeps its width: the room beside it is the line's
            middle.addLayout(look.row(one, None, gap=0))
        else:
            middle.addWidget(one)
    line = look.row(first, gap=10)
    line.addLayout(middle, 1)
    left.setLayout(line)
    right.setLayout(look.row(None, *acts, gap=8))
    columns = Columns(least=440, gap=8)
    columns.add(left, 1)
    columns.add(right)
    return columns


class AppointmentLine(QWidget):
    """When, who, what, how ready; `act` is Begin, Resume or Open, the name opens the chart."""

    wanted = Signal(object)
    client_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._row: TodayRow | None = None
        self.time = look.label("", "muted")
        self.time.setFixedWidth(px(96))
        self.name = look.button("", "", "name")
        self.name.clicked.connect(self._open_client)
        self.words = look.label("", "small")
        self.phase, self.open = look.chip("", "plain"), look.chip("", "warning")
        self.act = look.button("Open", "")
        self.act.clicked.connect(lambda: self.wanted.emit(self._row))
        self._line(look.rule())

    def _open_client(self) -> None:
        if self._row is not None and self._row.row.client_id is not None:
            self.client_wanted.emit(self._row.row.client_id)

    def _line(self, rule: QWidget) -> None:
        whole = look.column(self, gap=8)
        whole.addWidget(rule)
        whole.addWidget(_beside(self.time, (self.name, self.words), (self.phase, self.open, self.act)))

    def show_row(self, row: TodayRow) -> None:
        """Show another appointment."""
        self._row = row
        one = row.row
        self.time.setText(f"{one.when.at:%H:%M} –\n{one.when.until:%H:%M}")
        self.name.setText(one.title)
        self.name.setObjectName(f"chart_of_{one.id}")
        self.name.setAccessibleName(f"Chart of {one.client}" if one.client else one.title)
        self.name.setEnabled(one.client_id is not None)
        self.words.setText(row.words if row.words != one.title else "")
        self.words.setVisible(bool(self.words.text()))
        booked = one.status is AppointmentStatus.BOOKED
        words, tone = _PHASES[one.kind]
        retone(self.phase, words, tone)
        tone = "ketamine" if row.day_id else "warning" if row.lines else "plain"
        retone(self.open, row.open if booked or row.day_id else one.state, tone)
        self.open.setToolTip("\n".join(row.lines))
        self.open.setAccessibleDescription("; ".join(row.lines))
        if row.postponed:
            retone(self.open, "postponed", "warning")
        begins = (booked and one.kind is AppointmentKind.KETAMINE) or bool(row.day_id)
        self.act.setText("Resume" if row.day_id else "Begin" if begins else "Open")
        self.act.setVisible(one.kind is not AppointmentKind.UNAVAILABLE)
        look.set_role(self.act, "primary" if begins and not row.postponed else "plain")
        self.act.setObjectName(f"appointment_{one.id}")
        self.act.setAccessibleName(f"{self.act.text()}: {one.title}, {one.when.words}, {row.words}")


class NeedLine(QWidget):
    """By when, what and whose, the button that does it, and a way to put it off."""

    wanted = Signal(object)
    later_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.need: Need | None = None
        self.chip = look.chip("", "plain")
        self.words, self.why = look.label("", "strong"), look.label("", "small")
        self.words.setWordWrap(True)
        self.later = look.button("Later…", "", "quiet")
        self.later.clicked.connect(lambda: self.later_wanted.emit(self.need))
        self.act = look.button("", "")
        self.act.clicked.connect(lambda: self.wanted.emit(self.need))
        place = QWidget()
        place.setMinimumWidth(px(100))
        place.setLayout(look.row(self.chip, None, gap=0))
        whole = look.column(self, gap=8)
        whole.addWidget(look.rule())
        whole.addWidget(_beside(place, (self.words, self.why), (self.later, self.act)))

    def show_need(self, need: Need) -> None:
        """Show another line."""
        self.need = need
        retone(self.chip, need.label, _TONES[need.urgency])
        self.words.setText(need.words)
        self.why.setText(" · ".join(part for part in (need.client, need.why) if part))
        self.act.setText(need.act.verb)
        about = f"{need.words}{', ' + need.client if need.client else ''}"
        self.act.setAccessibleName(f"{need.act.verb}: {about}, {need.label}")
        self.act.setObjectName(f"need_{need.key}")
        self.later.setAccessibleName(f"Put off: {about}")
        self.later.setObjectName(f"later_{need.key}")


class PutOffLine(QWidget):
    """What was put off, until when and why, and the way back."""

    back_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._row: PutOffRow | None = None
        self.words, self.why = look.label("", "muted"), look.label("", "small")
        self.back = look.button("Bring back", "", "quiet")
        self.back.clicked.connect(lambda: self.back_wanted.emit(self._row))
        middle = look.column(gap=2)
        middle.addWidget(self.words)
        middle.addWidget(self.why)
        line = QHBoxLayout()
        line.addLayout(middle, 1)
        line.addWidget(self.back)
        whole = look.column(self, gap=8)
        whole.addWidget(look.rule())
        whole.addLayout(line)

    def show_row(self, row: PutOffRow, until: str) -> None:
        """Show another one."""
        self._row = row
        self.words.setText(" · ".join(part for part in (row.need.words, row.need.client) if part))
        self.why.setText(f"Put off to {until}: {row.reason}")
        self.back.setAccessibleName(f"Bring back: {row.need.words}, {row.need.client}")
        self.back.setObjectName(f"back_{row.need.key}")


class GroupLine(QWidget):
    """How many clients are somewhere; the button shows them."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._place = Place.LEFT
        self.act = QPushButton()
        self.act.setProperty("role", "group")
        self.act.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.act.setMinimumHeight(px(36))
        self.act.clicked.connect(lambda: self.wanted.emit(self._place))
        self.chip, self.number = look.chip("", "plain"), look.label("")
        for one in (self.chip, self.number):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = look.row(self.chip, None, self.number)
        inside.setContentsMargins(px(6), 0, px(8), 0)
        self.act.setLayout(inside)
        whole = look.column(self, gap=2)
        whole.addWidget(look.rule())
        whole.addWidget(self.act)

    def show_group(self, group: Group) -> None:
        """Show another one."""
        self._place = group.place
        retone(self.chip, group.place.words, group.tone)
        self.number.setText(str(group.number))
        self.act.setObjectName(f"group_{group.place}")
        self.act.setAccessibleName(f"{group.place.words}: {group.number}")
