"""Writing a plan: every word is in the vault within seconds; saving makes a version that never changes."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from kapdesk.domain import plans as rules
from kapdesk.domain.plans import PlanKind
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.days import clock_time, moment
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.plans.safety_form import SafetyForm
from kapdesk.ui.plans.treatment_form import TreatmentForm
from kapdesk.usecases.writing import plans
from kapdesk.vault.database import Vault

_SAVE_AFTER = 1_500
"""Milliseconds after the first unsaved key; so a power cut costs less than 3 s of typing."""


class PlanWriter(QWidget):
    """A client's plan in the making; `saved` with the new version, `left` when it is put away or discarded."""

    said = Signal(str, object)
    saved = Signal(object)
    left = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime], client_id: int, kind: PlanKind) -> None:
        super().__init__()
        self._vault, self._clock, self._client_id, self._kind = vault, clock, client_id, kind
        self.form = TreatmentForm() if kind is PlanKind.TREATMENT else SafetyForm()
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER)
        self._timer.timeout.connect(self.keep)
        layout = look.column(self, gap=10)
        self._area = look.scroll(self.form)
        layout.addWidget(self._area, 1)
        self._soon = QTimer(self, singleShot=True, interval=0)  # a field that was just made has its place then
        self._soon.timeout.connect(self._bring_into_sight)
        QApplication.instance().focusChanged.connect(self._soon.start)  # type: ignore[union-attr]  # there is one
        self.error = look.error_line("plan_error")
        layout.addWidget(self.error)
        self.state = look.label("", "small", "plan_state")
        self._discard = look.button("Discard draft", "discard_plan", "quiet")
        self._discard.clicked.connect(self.discard)
        close = look.button("Close", "close_plan")
        close.setAccessibleName("Close; the draft is kept")
        close.clicked.connect(self.leave)
        self._save = look.button("", "save_plan", "primary")
        self._save.setDefault(False)  # Enter in a field of one line must not make a version
        self._save.setAutoDefault(False)
        self._save.clicked.connect(self.save)
        acts = Flow(gap=10)
        acts.set_widgets([self._discard, close, self._save])
        foot = Columns(least=420, gap=8)
        foot.add(self.state, 1)
        foot.add(acts)
        layout.addWidget(foot)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.keep)
        self.reload()
        self.form.changed.connect(self._typed)

    def reload(self) -> None:
        """Show the draft as it lies in the vault, else the newest version, else nothing yet."""
        draft = plans.get_draft(self._vault, self._client_id, self._kind)
        current = plans.current_plan(self._vault, self._client_id, self._kind)
        if draft is not None:
            self.form.show_plan(draft.plan, draft.review_typed)
        else:
            self.form.show_plan(current.plan if current else rules.empty(self._kind))
        self._kept = self.form.written()
        self._has_draft = draft is not None
        self._save.setText(f"Save as version {current.version + 1 if current else 1}")
        self._save.setAccessibleName(self._save.text())
        self._save.setShortcut(QKeySequence("Ctrl+Return"))  # a new text takes the shortcut away
        self._save.setToolTip(self._save.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
        kept = moment(draft.changed_at, self._clock()) if draft else ""
        self._show_state(f"Draft of {kept}" if draft else "Kept as you type; it becomes a version when you save it.")

    def keep(self) -> bool:
        """Keep the draft now; on failure it stays on the screen and the sentence says what to do."""
        self._timer.stop()
        written, at = self.form.written(), self._clock()
        if written == self._kept:
            return True
        try:
            self._has_draft = plans.save_draft(self._vault, self._client_id, written[0], at, written[1])
        except KapdeskError as error:
            look.show_error(self.error, f"Not saved. {error}")
            self._timer.start()
            return False
        self._kept = written
        look.show_error(self.error, "")
        self._show_state(f"Draft saved {clock_time(at)}" if self._has_draft else "As it was saved; nothing is changed.")
        return True

    def save(self) -> None:
        """Make a version of what is written; what cannot be kept is said at its field."""
        if not self.keep():
            return
        try:
            self.form.check()
            version = plans.save_version(self._vault, self._client_id, self.form.written()[0], self._clock())
        except BadInput as problem:
            at_a_field = self.form.show_problem(problem)
            look.show_error(self.error, "" if at_a_field else str(problem))
            return
        except KapdeskError as error:
            look.show_error(self.error, f"Not saved. {error}")
            return
        self.saved.emit(version)

    def discard(self) -> None:
        """Throw away what was written since the last version; the message bar can bring it back."""
        if not self.keep():
            return
        if self._has_draft:
            try:
                undo = plans.discard_draft(self._vault, self._client_id, self._kind, self._clock())
            except KapdeskError as error:
                look.show_error(self.error, str(error))
                return
            self.said.emit(undo.words, undo)
        self.left.emit()

    def leave(self) -> None:
        """Put it away; the draft is kept."""
        if self.keep():
            self.left.emit()

    def _bring_into_sight(self) -> None:
        """The field that has the cursor is never below the edge."""
        field = QApplication.focusWidget()
        if field is not None and self.form.isAncestorOf(field):
            self._area.ensureWidgetVisible(field)

    def _typed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
        self._show_state("Writing…")

    def _show_state(self, words: str) -> None:
        self.state.setText(words)
        self._discard.setEnabled(self._has_draft or self._timer.isActive())
