"""The sheet of the introductory call: filled on the telephone, by keyboard, every word kept as it is typed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QWidget

from kapdesk.domain.calls import Call, Fit, NextStep, Safety
from kapdesk.domain.contacts import Answer
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.calls.intent import IntentCard
from kapdesk.ui.calls.next_step import NextStepPart
from kapdesk.ui.choices import Choices
from kapdesk.ui.date_field import DateField
from kapdesk.ui.days import clock_time, shown
from kapdesk.ui.flow import Columns, fit
from kapdesk.ui.theme import px
from kapdesk.ui.todo.task_dialog import TaskDialog
from kapdesk.usecases.house.moving import READ_ONLY
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people import calls, clients, wait_list
from kapdesk.vault.database import Vault

_SAVE_AFTER = 1_500
"""Milliseconds after the first unsaved key; so a power cut costs less than 3 s of typing."""
_TASKS = {NextStep.THINK: "Hear from {name} after the introductory call", NextStep.REFER: "Send {name} other names"}


class CallDialog(QDialog):
    """One client's sheet; `safety_wanted` asks for the safety plan, `book` says once it is closed that a first preparation
    is to be booked. However it is closed, what was typed is kept.
    """

    said = Signal(str, object)
    safety_wanted = Signal()

    def __init__(
        self, vault: Vault, clock: Callable[[], datetime], client_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("call_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._client_id = vault, clock, client_id
        self._view = calls.view(vault, client_id)
        self._kept = self._view.call
        self.book = False
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER)
        self._timer.timeout.connect(self.keep)
        layout = look.column(self, gap=10, margin=22)
        heading = look.label(f"Introductory call with {self._view.name}", "heading", "call_title")
        heading.setWordWrap(True)
        self.called_on = DateField("called_on", "Day of the call")
        self.called_on.setMaximumWidth(px(150))
        head = Columns(least=420, gap=10)
        head.add(heading, 1)
        head.add(look.field("Day of the call", self.called_on))
        layout.addWidget(head)
        numbers = " · ".join(self._view.phones) or "no telephone on file"
        about = f"{numbers} · about {self._view.minutes} minutes. What you do not ask reads “not asked”."
        inside = QWidget()
        self._form = look.column(inside, gap=12)
        self._form.setContentsMargins(0, 0, px(14), 0)
        self._form.addWidget(look.label(about, "muted", "call_about"))
        self._build()
        self._form.addStretch(1)
        self._area = look.scroll(inside)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._foot())
        self._show()
        if vault.reads_only:
            self._only_read()
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.keep)
        QApplication.instance().focusChanged.connect(self._bring_into_sight)  # type: ignore[union-attr]  # there is one
        fit(self, 820, 860)
        (self.reason if self.intent.isHidden() else self.intent.plan).setFocus()

    def _build(self) -> None:
        self.reason = look.text_box("reason", "Reason, in the client’s words", 3)
        self.prescriber: Choices[Answer] = Choices("prescriber", "Is there a prescriber?", Answer)
        self.prescriber_words = look.line("prescriber_words", "Who the prescriber is", "such as name and town")
        self.safety_now: Choices[Safety] = Choices("safety_now", "Safety now", Safety)
        self.safety = look.text_box("safety", "Safety, what was said", 2)
        self.intent = IntentCard()
        self.intent.safety_wanted.connect(self._want_safety_plan)
        self.fit: Choices[Fit] = Choices("fit", "Fit", Fit)
        self.fit_words = look.line("fit_words", "Fit, in words", "such as “easy to talk to”")
        self.space = look.line("space", "What the client was told about space", "what you told the client")
        self.next = NextStepPart()
        self._asked = look.label("", "small", "safety_asked")
        self._add("Reason, in the client’s words", self.reason)
        self._add(
            "Is there a prescriber?", _answer_and_words(self.prescriber, "Who the prescriber is", self.prescriber_words)
        )
        self._add("Safety now: thoughts of dying, of harming yourself or somebody else?", self.safety_now)
        self._form.addWidget(self.intent)
        self._add("What was said", self.safety)
        self._form.addWidget(self._asked)
        self._add("Fit", _answer_and_words(self.fit, "Your impression, in words", self.fit_words))
        self._add(self._view.space.words, self.space)
        self._add("Next step", self.next)
        for choice in (self.prescriber, self.safety_now, self.fit):
            choice.chosen.connect(self._answered)
        self.next.chosen.connect(self._answered)
        self.next.act_wanted.connect(self.do_next_step)
        for box in (self.reason, self.safety):
            box.textChanged.connect(self._typed)
        for line in (self.prescriber_words, self.fit_words, self.space):
            line.textEdited.connect(self._typed)
        self.called_on.textEdited.connect(self._typed)
        self.next.typed.connect(self._typed)

    def _add(self, words: str, widget: QWidget) -> None:
        self._form.addWidget(look.field(words, widget))

    def _foot(self) -> QWidget:
        self.error = look.error_line("call_error")
        self.state = look.label("Kept as you type.", "small", "call_state")
        self._undo_button = look.button("Undo", "undo_step", "quiet")
        self._undo_button.clicked.connect(self.take_back)
        self._undo_button.setToolTip(QKeySequence("Ctrl+Z").toString(QKeySequence.SequenceFormat.NativeText))
        QShortcut(QKeySequence("Ctrl+Z"), self, self.take_back)
        self._undo_button.hide()
        self._undo: Undo | None = None
        close = look.button("Close", "close_call")
        close.setAccessibleName("Close; the sheet is kept")
        close.clicked.connect(self.reject)
        foot = QWidget()
        layout = look.column(foot, gap=6)
        layout.addWidget(self.error)
        line = look.row(self.state, self._undo_button, close)
        line.setStretch(0, 1)
        layout.addLayout(line)
        return foot

    def _show(self) -> None:
        call = self._kept
        for widget in (self.reason, self.safety):
            widget.blockSignals(True)
        to_come = self._view.asking or not self._view.begun
        self.called_on.set_day(call.called_on or (self._clock().date() if to_come else None))
        self.reason.setPlainText(call.reason)
        self.prescriber.choose(call.prescriber)
        self.prescriber_words.setText(call.prescriber_words)
        self.safety_now.choose(call.safety_now)
        self.safety.setPlainText(call.safety)
        self.fit.choose(call.fit)
        self.fit_words.setText(call.fit_words)
        self.space.setText(call.space)
        for widget in (self.reason, self.safety):
            widget.blockSignals(False)
        for line in (self.prescriber_words, self.fit_words, self.space):
            line.setCursorPosition(0)
        self.intent.show_people(self._view.phones, self._view.emergency)
        self.next.show_call(self._view)
        self._first = self.written(self.called_on.day())
        self._show_safety()

    def _only_read(self) -> None:
        """The file is retired: what was typed into it could not be kept, and the sheet would not close over it."""
        for line in self.findChildren(QLineEdit):
            line.setReadOnly(True)
        for box in self.findChildren(QPlainTextEdit):
            box.setReadOnly(True)
        for act in (self.prescriber, self.safety_now, self.fit, self.next.steps, self.next.act):
            act.setEnabled(False)
        self.state.setText(READ_ONLY)

    def written(self, called_on: date | None) -> Call:
        """The sheet as it stands in the fields, with the day of the call, which may be none as it is typed."""
        return Call(
            called_on,
            self.reason.toPlainText(),
            self.prescriber.value(),
            self.prescriber_words.text(),
            self.safety_now.value(),
            self.safety.toPlainText(),
            self._kept.safety_asked_on,
            self.fit.value(),
            self.fit_words.text(),
            self.space.text(),
            self.next.steps.value(),
            self.next.words.text(),
        )

    def keep(self) -> bool:
        """Keep the sheet now; whether all of it could be. A day that is none waits at its field, the rest is kept."""
        self._timer.stop()
        problem = ""
        try:
            day = self.called_on.day()
        except BadInput as error:
            day, problem = self._kept.called_on, str(error)
        try:
            self._save(self.written(day))
        except BadInput as error:
            problem = str(error)
            self._save(self.written(self._kept.called_on))
        except KapdeskError as error:
            look.show_error(self.error, f"Not saved. {error}")
            self._timer.start()
            return False
        look.mark_wrong(self.called_on, bool(problem))
        look.show_error(self.error, problem)
        return not problem

    def _save(self, call: Call) -> None:
        if call in (self._kept, self._first):  # the day that stands there at first is kept with the first answer
            return
        at = self._clock()
        self._kept = self._first = calls.save_call(self._vault, self._client_id, call, at)
        self.state.setText(f"Kept {clock_time(at)}")
        self._show_safety()

    def do_next_step(self, step: NextStep) -> None:
        """Do what was agreed; the sheet says it too."""
        self.next.steps.choose(step)
        if not self.keep():
            self.called_on.setFocus()
            return
        if step is NextStep.BOOK:
            self.book = True
            self.accept()
        elif step in _TASKS:
            self._enter_task(_TASKS[step].format(name=self._view.name))
        else:
            act = wait_list.join if step is NextStep.WAIT else calls.close_inquiry
            self._do(lambda: act(self._vault, self._client_id, self._clock()))

    def take_back(self) -> None:
        """Take back the step that was just done."""
        if self._undo is None:
            return
        undo, self._undo = self._undo, None
        self._do(lambda: Undo(f"Undone: {undo.words}", undo.take_back), undo.take_back)

    def _do(self, act: Callable[[], Undo], first: Callable[..., Any] | None = None) -> None:
        try:
            if first is not None:
                first(self._vault, self._clock())
            undo = act()
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
            return
        self._undo = None if first else undo
        self._undo_button.setVisible(self._undo is not None)
        self.state.setText(undo.words)
        self.said.emit(undo.words, self._undo)
        self.next.set_status(clients.get_client(self._vault, self._client_id).status)

    def _enter_task(self, words: str) -> None:
        dialog = TaskDialog(self._vault, self._clock, self._client_id, None, self)
        dialog.words.setText(words)
        dialog.due.setFocus()
        if dialog.exec() and dialog.undo is not None:
            undo = dialog.undo
            self._do(lambda: undo)
        dialog.deleteLater()

    def showEvent(self, event: QShowEvent) -> None:
        """What must be seen at once is."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._show_intent)

    def reject(self) -> None:
        """Close; the sheet is kept first, and what cannot be kept stays in sight."""
        if self.keep():
            super().reject()
        else:
            self.called_on.setFocus()

    def done(self, result: int) -> None:
        """Close whatever comes, at a lock for instance; keep what can be kept."""
        self.keep()
        super().done(result)

    def _want_safety_plan(self) -> None:
        self.keep()
        self.safety_wanted.emit()

    def _answered(self) -> None:
        self.keep()
        self._show_safety()

    def _typed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
        self.state.setText("Writing…")

    def _show_safety(self) -> None:
        now, asked = self.safety_now.value(), self._kept.safety_asked_on
        appeared = now is Safety.INTENT and self.intent.isHidden()
        self.intent.setVisible(now is Safety.INTENT)
        self._asked.setText(f"Asked {shown(asked, self._clock().date())}" if asked else "")
        self._asked.setVisible(bool(asked))
        if appeared:
            QTimer.singleShot(0, self, self._show_intent)

    def _show_intent(self) -> None:
        """Its first line at the top, unless all of it is in sight."""
        bar, top = self._area.verticalScrollBar(), self.intent.y()
        if not self.intent.isHidden() and not bar.value() <= top <= bar.value() + bar.pageStep() - self.intent.height():
            bar.setValue(top)

    def _bring_into_sight(self, _old: QWidget | None, field: QWidget | None) -> None:
        """The field that has the cursor is never below the edge."""
        if field is self.intent.plan:
            self._show_intent()
        elif field is not None and self._area.isAncestorOf(field):
            self._area.ensureWidgetVisible(field)


def _answer_and_words(answer: QWidget, label: str, words: QWidget) -> Columns:
    """The answers and the words beside them, while there is room for both."""
    pair = Columns(least=560, gap=10)
    words.setMinimumWidth(px(180))
    pair.add(answer, 3)
    pair.add(look.field(label, words), 2)
    return pair
