"""Fit to leave on the screen of the medicine day: readings side by side, the list, the judgement, released to."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QScrollArea, QStackedLayout, QWidget

from kapdesk.domain.leaving import Judgement
from kapdesk.domain.medicine_day import OpenLine
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.leaving.after_page import AfterPage
from kapdesk.ui.leaving.form import LeavingForm
from kapdesk.ui.leaving.sight import Sight
from kapdesk.usecases.medicine_day import day_entries, leaving
from kapdesk.usecases.medicine_day.leaving import AFTERWARDS
from kapdesk.usecases.medicine_day.medicine_days import Day
from kapdesk.vault.database import Vault

LINE = "fit"
"""The kind of the open line in which a look is kept as it is typed."""
_NONE = Qt.KeyboardModifier.NoModifier
_SAVE_AFTER = 500
"""Milliseconds after the first unsaved key; an answer is kept at once."""


class LeavingPanel(QWidget):
    """Shows “Fit to leave” of a day. `back`: to the clock; `changed`: something was written; `said`: a sentence and its
    Undo (or None); `ended`: the client has left, and what comes after was looked at; `look_wanted`: open something over
    the screen (`emergency`); `paper_wanted`: the name of a paper to print for the client; `offer_wanted`: what comes
    after (`note`, `integration`, `call`, `letter`).
    """

    said = Signal(str, object)
    changed = Signal()
    back = Signal()
    ended = Signal()
    look_wanted = Signal(str)
    paper_wanted = Signal(str)
    offer_wanted = Signal(str)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self._day: Day | None = None
        self._since: datetime | None = None
        self._kept: dict[str, Any] = {}
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER)
        self._timer.timeout.connect(self.keep_typed)
        self.sight, self.form = Sight(), LeavingForm(clock)
        self.after = AfterPage(vault, clock)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._form_page())
        self._pages.addWidget(look.scroll(self.after))
        self.form.edited.connect(self._edited)
        self.form.emergency.connect(lambda: self.look_wanted.emit("emergency"))
        self.form.paper.connect(lambda: self.paper_wanted.emit(AFTERWARDS))
        self.form.judgement.chosen.connect(self._name_keep)
        for one in (self.form.judgement, self.form.path, self.form.driver):
            one.chosen.connect(self._soon.start)
        self.after.offer_wanted.connect(self.offer_wanted)
        self.after.paper_wanted.connect(self.paper_wanted)
        self.after.done.connect(self.ended)

    def _form_page(self) -> QWidget:
        page = QWidget()
        whole = look.column(page, gap=12, margin=20)
        self._heading = look.label("Fit to leave", "title")
        whole.addWidget(self._heading)
        both = Columns(least=900, gap=16)
        both.add(self.sight, 5)
        both.add(self.form, 6)
        self._area: QScrollArea = look.scroll(both)
        whole.addWidget(self._area, 1)
        self.error = look.error_line("leaving_error")
        whole.addWidget(self.error)
        self.state = look.label("", "small", "leaving_state")
        back = look.button("Back to the clock   Esc", "leaving_back")
        back.setAccessibleName("Back to the clock")
        back.clicked.connect(self.go_back)
        card = look.button("Emergency card   E", "leaving_emergency")
        card.setAccessibleName("Emergency card")
        card.clicked.connect(lambda: self.look_wanted.emit("emergency"))
        self.keep = look.button("Keep this look", "keep_look", "primary")
        self.keep.setDefault(False)
        self.keep.setAutoDefault(False)
        self.keep.clicked.connect(self.keep_look)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), page, self.keep_look)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        acts = Flow(gap=10)
        acts.set_widgets([card, back, self.keep])
        foot = Columns(least=420, gap=8)
        foot.add(self.state, 1)
        foot.add(acts)
        whole.addWidget(foot)
        self._soon = QTimer(self, singleShot=True, interval=0)  # a field that was just shown has its place then
        self._soon.timeout.connect(self._bring_into_sight)
        QApplication.instance().focusChanged.connect(self._soon.start)  # type: ignore[union-attr]  # there is one
        return page

    def show_day(self, day: Day) -> None:
        """Show a day's list, read anew, with what was typed before; what comes after once the client has left."""
        same = self._day is not None and self._day.id == day.id
        self._day = day
        look.show_error(self.error, "")
        self.form.show_problem("")
        if day.ended_at is not None:
            self.put({})
            self._kept = self.form.typed()
            self._pages.setCurrentIndex(1)
            self.after.show_day(day)
            return
        self._pages.setCurrentIndex(0)
        if day.line is not None and day.line.kind == LINE:
            self._since = day.line.at
            self.put(_typed(day.line.text))
        elif not same:
            self._since = None
            self.put({})
        self.refresh()
        self._kept = self.form.typed() if day.line is not None and day.line.kind == LINE else _nothing(self.form)
        self.keep_typed()
        self.form.asked.start()
        self.show_top()

    def show_top(self) -> None:
        """The readings are seen before anything is answered."""
        self._soon.stop()
        self._area.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        """Read what stands on the left anew; what is typed stays."""
        if self._day is None:
            return
        view = leaving.leaving_view(self._vault, self._day.id, self._clock())
        self._day = view.day
        self._heading.setText("Fit to leave" if view.medicine else "Leaving, without medicine")
        self.sight.show_view(view)
        self.form.show_view(view)

    def keep_typed(self) -> bool:
        """Keep what is typed now, as the day's open line; False when it could not be kept, and then it stays here."""
        self._timer.stop()
        if self._day is None or self._day.ended_at is not None:
            return True
        typed = self.form.typed()
        if typed == self._kept:
            return True
        self._since = self._since or self._clock()
        try:
            text = json.dumps(typed, ensure_ascii=False, sort_keys=True)
            day_entries.keep_line(self._vault, self._day.id, OpenLine(LINE, text, self._since))
        except KapdeskError as error:
            look.show_error(self.error, f"Not saved. {error}")
            self._timer.start()
            return False
        self._kept = typed
        self.state.setText("Kept as you type; it is an entry once you keep the look.")
        return True

    def keep_look(self) -> None:
        """Make it an entry; what is left out is said at its field."""
        if self._day is None or self._day.ended_at is not None:
            return
        self.form.show_problem("")
        try:
            one = self.form.leaving()
            leaving.look(self._vault, self._day.id, one, self._clock(), self.form.tablets)
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
            self.form.show_problem(problem.field if isinstance(problem, BadInput) else "")
            return
        look.show_error(self.error, "")
        self._timer.stop()
        self._since = None
        self.put({})
        self._kept = self.form.typed()
        self.state.setText("")
        self.said.emit(f"Kept: {one.judgement.words.lower()}", None)
        if one.ends:
            self.refresh()
            self._pages.setCurrentIndex(1)
            self.after.show_day(self._day)
        self.changed.emit()
        if not one.ends:
            self.back.emit()

    def go_back(self) -> None:
        """To the clock; what was typed is kept and comes back with the panel."""
        if self.keep_typed():
            self.back.emit()

    def close_down(self) -> bool:
        """Before a lock or the end: keep what is typed."""
        return self.keep_typed()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What was laid over it went: on with the list, or with what comes after."""
        super().focusInEvent(event)
        if self._pages.currentIndex() == 0:
            self.form.asked.start()
        else:
            self.after.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the clock; E is the emergency card."""
        if event.key() == Qt.Key.Key_Escape and self._pages.currentIndex() == 0:
            self.go_back()
        elif event.key() == Qt.Key.Key_E and event.modifiers() in (_NONE, Qt.KeyboardModifier.ShiftModifier):
            self.look_wanted.emit("emergency")
        else:
            super().keyPressEvent(event)

    def put(self, typed: dict[str, Any]) -> None:
        """Show what was typed, by the fields' names; an empty one empties everything."""
        self.form.put(typed)
        self._name_keep()

    def _edited(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _name_keep(self) -> None:
        words = {
            Judgement.NOT_YET: "Keep: not yet",
            Judgement.FIT: "Keep: fit, has left",
            Judgement.NOT_FIT: "Keep: not fit",
            Judgement.AGAINST_ADVICE: "Keep: left against advice",
        }[self.form.judgement.value()]
        self.keep.setText(f"{words}   Ctrl+Enter")
        self.keep.setAccessibleName(words)

    def _bring_into_sight(self) -> None:
        """The field that has the cursor is never below the edge."""
        focused = QApplication.focusWidget()
        if focused is None or not self._area.isAncestorOf(focused):
            return
        if self.form.asks_for_more(focused):
            self._area.ensureWidgetVisible(self.form.words)  # what a judgement asks for stands below it
        self._area.ensureWidgetVisible(focused)


def _typed(text: str) -> dict[str, Any]:
    """What was kept of a look; nothing when it cannot be read."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _nothing(form: LeavingForm) -> dict[str, Any]:
    """What an empty form gives, so that only what is typed is kept."""
    return {
        name: Judgement.NOT_YET.value if name == "judgement" else type(value)() for name, value in form.typed().items()
    }
