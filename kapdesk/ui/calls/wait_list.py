"""The wait list: who waits, for how long, why, and whether there is space; each with what can be done."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.calls import Safety
from kapdesk.domain.clients import Status
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.date_field import DateField
from kapdesk.ui.days import shown
from kapdesk.ui.flow import Columns, Flow, fit
from kapdesk.ui.theme import px
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people import capacity, wait_list
from kapdesk.usecases.people.wait_list import Waiting
from kapdesk.vault.database import Vault

_TONES = {Safety.INTENT: "bad", Safety.THOUGHTS: "warning"}


class WaitListDialog(QDialog):
    """In the order of joining; `chosen` is the client whose chart is wanted, once one was. Every step can be undone here."""

    said = Signal(str, object)

    def __init__(self, vault: Vault, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wait_list_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock = vault, clock
        self.chosen: int | None = None
        self.changed = False
        self._undo: Undo | None = None
        layout = look.column(self, gap=12, margin=22)
        head = Columns(least=420, gap=8)
        head.add(look.label("Wait list", "title"), 1)
        self.space = look.label("", "muted", "space")
        self.space.setWordWrap(False)
        head.add(self.space)
        layout.addWidget(head)
        inside = QWidget()
        self._rows = look.column(inside, gap=10)
        self._rows.setContentsMargins(0, 0, px(10), 0)
        self._area = look.scroll(inside)
        layout.addWidget(self._area, 1)
        self.message = look.label("", "small", "wait_list_message")
        self._undo_button = look.button("Undo", "undo_wait_list", "quiet")
        self._undo_button.clicked.connect(self.take_back)
        self._undo_button.setToolTip(QKeySequence("Ctrl+Z").toString(QKeySequence.SequenceFormat.NativeText))
        QShortcut(QKeySequence("Ctrl+Z"), self, self.take_back)
        self._undo_button.hide()
        close = look.button("Close", "close_wait_list")
        close.clicked.connect(self.reject)
        foot = look.row(self.message, self._undo_button, close)
        foot.setStretch(0, 1)
        layout.addLayout(foot)
        fit(self, 860, 640)
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        look.clear(self._rows)
        self._first: QWidget | None = None
        here = capacity.space(self._vault)
        self.space.setText(here.words)
        waiting = wait_list.list_waiting(self._vault, self._clock().date())
        for row in waiting:
            self._rows.addWidget(self._row(row, bool(here.free)))
        if not waiting:
            words = (
                "Somebody for whom there is no space yet stands here, the longest waiting first. The sheet of the "
                "introductory call puts a client on the list, and so does the status in the details."
            )
            self._rows.addWidget(look.empty("Nobody is waiting", words))
        self._rows.addStretch(1)
        if self._first is not None:
            QTimer.singleShot(0, self._first, self._first.setFocus)  # it is shown then

    def take_back(self) -> None:
        """Take back the last step."""
        if self._undo is None:
            return
        undo, self._undo = self._undo, None
        try:
            undo.take_back(self._vault, self._clock())
        except KapdeskError as problem:
            self.message.setText(str(problem))
            return
        self._say(f"Undone: {undo.words}", None)

    def _row(self, waiting: Waiting, first_offered: bool) -> QWidget:
        today = self._clock().date()
        frame, inside = look.card()
        chips: list[QWidget] = [look.label(f"{waiting.place}.  {waiting.name}", "strong")]
        since = f"{waiting.waits}, since {shown(waiting.on, today)}" if waiting.on else waiting.waits
        chips.append(look.chip(since if waiting.on != today else waiting.waits, "plain"))
        if waiting.safety_now in _TONES:
            chips.append(look.chip(waiting.safety_now.words, _TONES[waiting.safety_now]))
        head = Flow(gap=8)
        head.set_widgets(chips)
        inside.addWidget(head)
        inside.addWidget(look.label(waiting.reason or "Reason not entered", "body" if waiting.reason else "muted"))
        inside.addWidget(look.label(" · ".join((waiting.safety, waiting.phone or "no telephone on file")), "small"))
        begin = "primary" if waiting.place == 1 and first_offered else "plain"
        acts: list[QWidget] = []
        for words, name, role, act in (
            ("Open the chart", "open", "plain", self._open),
            ("Make active", "begin", begin, partial(self._leave, Status.ACTIVE)),
            ("Back to inquiry", "inquiry", "quiet", partial(self._leave, Status.INQUIRY)),
            ("Other day…", "day", "quiet", self._other_day),
        ):
            one = look.button(words, f"{name}_{waiting.client_id}", role)  # type: ignore[arg-type]  # one of the roles
            one.setDefault(False)
            one.setAccessibleName(f"{words.removesuffix('…')}: {waiting.name}")
            one.clicked.connect(lambda _=False, act=act: act(waiting))
            acts.append(one)
        self._first = self._first or acts[0]
        buttons = Flow(gap=8)
        buttons.set_widgets(acts)
        inside.addWidget(buttons)
        return frame

    def _open(self, waiting: Waiting) -> None:
        self.chosen = waiting.client_id
        self.accept()

    def _leave(self, to: Status, waiting: Waiting) -> None:
        self._do(lambda: wait_list.leave(self._vault, waiting.client_id, to, self._clock()))

    def _other_day(self, waiting: Waiting) -> None:
        dialog = DayDialog(
            waiting.name,
            waiting.on,
            lambda on: wait_list.set_day(self._vault, waiting.client_id, on, self._clock()),
            self,
        )
        if dialog.exec() and dialog.undo is not None:
            undo = dialog.undo
            self._do(lambda: undo)
        dialog.deleteLater()

    def _do(self, act: Callable[[], Undo]) -> None:
        try:
            undo = act()
        except KapdeskError as problem:
            self.message.setText(str(problem))
            return
        self._undo = undo
        self._say(undo.words, undo)

    def _say(self, words: str, undo: Undo | None) -> None:
        self.changed = True
        self._undo_button.setVisible(undo is not None)
        self.refresh()
        self.message.setText(words)
        self.said.emit(words, undo)


class DayDialog(QDialog):
    """Since which day somebody waits; an empty field: it is not known."""

    def __init__(
        self, name: str, on: date | None, keep: Callable[[date | None], Undo], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("wait_day_dialog")
        self.setWindowTitle("kapdesk")
        self.setMinimumWidth(px(400))
        self._keep = keep
        self.undo: Undo | None = None
        layout = look.column(self, gap=12, margin=22)
        heading = look.label(f"{name} waits since", "heading")
        heading.setWordWrap(True)
        layout.addWidget(heading)
        self.day = DateField("waits_since", "Day on which the client was put on the list", on)
        layout.addWidget(look.field("Day", self.day, "Leave it empty when it is not known."))
        self.error = look.error_line("wait_day_error")
        layout.addWidget(self.error)
        cancel = look.button("Cancel", "cancel_day")
        cancel.clicked.connect(self.reject)
        save = look.button("Save", "keep_day", "primary")
        save.clicked.connect(self.keep)
        layout.addLayout(look.row(None, cancel, save))
        self.day.setFocus()

    def keep(self) -> None:
        """Keep the day, or say why not."""
        try:
            self.undo = self._keep(self.day.day())
        except KapdeskError as problem:
            look.mark_wrong(self.day, True)
            look.show_error(self.error, str(problem))
            return
        self.accept()
