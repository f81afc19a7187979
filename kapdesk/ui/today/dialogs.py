"""Putting a line off, and ticking what no part of the desk knows yet."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from kapdesk.domain.readiness import TICKS
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.date_field import DateField
from kapdesk.ui.theme import px
from kapdesk.usecases.course import ready
from kapdesk.usecases.desk import putting_off
from kapdesk.usecases.house import practice
from kapdesk.usecases.house.undo import Undo
from kapdesk.vault.database import Vault


class _Asking(QDialog):
    """A heading, some fields, an error line, two buttons; `undo` is the way back once it was kept."""

    def __init__(self, name: str, heading: str, words: str, verb: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle("kapdesk")
        self.setMinimumWidth(px(440))
        self.undo: Undo | None = None
        self._fields: dict[str, QLineEdit] = {}
        whole = look.column(self, gap=12, margin=24)
        whole.addWidget(look.label(heading, "heading"))
        whole.addWidget(look.label(words, "muted"))
        self.inside = look.column(gap=10)
        whole.addLayout(self.inside)
        self.error = look.error_line("asking_error")
        whole.addWidget(self.error)
        cancel = look.button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        keep = look.button(verb, "keep", "primary")
        keep.clicked.connect(self.keep)
        whole.addLayout(look.row(None, cancel, keep))

    def add(self, field: str, words: str, widget: QLineEdit, hint: str = "") -> None:
        """Put a field in; `field` is what a BadInput names."""
        self._fields[field] = widget
        self.inside.addWidget(look.field(words, widget, hint))

    def act(self) -> Undo:
        """What the primary button does."""
        raise AssertionError("each of these dialogs has its own")

    def keep(self) -> None:
        """Do it, or say at the field why not."""
        try:
            self.undo = self.act()
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
            wrong = problem.field if isinstance(problem, BadInput) else ""
            for name, widget in self._fields.items():
                look.mark_wrong(widget, wrong in (name, widget.objectName()))
                if wrong in (name, widget.objectName()):
                    widget.setFocus()
            return
        self.accept()


class PutOffDialog(_Asking):
    """Until when a line can wait, and why."""

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        need: str,
        words: str,
        client_id: int | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("put_off_dialog", "Put off", words, "Put off", parent)
        self._vault, self._clock, self._need, self._client_id = vault, clock, need, client_id
        self.until = DateField("until", "Until", clock().date() + timedelta(days=1))
        self.reason = look.line("reason", "Why it can wait")
        self.add("until", "Until", self.until, "On that day the line is here again.")
        self.add("reason", "Why it can wait", self.reason)
        self.reason.setFocus()

    def act(self) -> Undo:
        """Put it off."""
        until = self.until.day()
        if until is None:
            raise BadInput("Type the day on which the line is to be here again.", "until")
        return putting_off.put_off(self._vault, self._need, self._client_id, until, self.reason.text(), self._clock())


class TickDialog(_Asking):
    """That something is there: since when, who saw it, until when it holds."""

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        client_id: int,
        line: str,
        client: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("tick_dialog", TICKS[line], client, "Tick", parent)
        self._vault, self._clock, self._client_id, self._line = vault, clock, client_id, line
        self.on = DateField("on", "Since", clock().date())
        self.until = DateField("until", "Holds until")
        self.words = look.line("words", "Which version, where it lies")
        self.by_whom = look.line("by_whom", "Seen by")
        self.by_whom.setText(practice.get_practice(vault).therapist)
        self.add("on", "Signed or made on", self.on)
        self.add("until", "Holds until (if it ends)", self.until)
        self.add("words", "Which version, where it lies", self.words)
        self.add("by_whom", "Seen by", self.by_whom, "On your word: the desk does not hold this paper yet.")
        self.on.setFocus()

    def act(self) -> Undo:
        """Tick it."""
        on: date | None = self.on.day()
        if on is None:
            raise BadInput("Type the day on which it was signed or made.", "on")
        return ready.tick(
            self._vault,
            self._client_id,
            self._line,
            on,
            self.by_whom.text(),
            self.words.text(),
            self.until.day(),
            self._clock(),
        )
