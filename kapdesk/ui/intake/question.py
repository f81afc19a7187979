"""A question of the intake with the fields that answer it, and what was answered before."""

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QWidget

from kapdesk.domain.intake import PERSON, Answer, Said
from kapdesk.errors import BadInput
from kapdesk.ui import look
from kapdesk.ui.date_field import DateField
from kapdesk.ui.days import in_full, typed
from kapdesk.ui.flow import Columns
from kapdesk.ui.intake.options import Options, is_in
from kapdesk.usecases.asking.intake import Asked

_PERSON = {"name": "Name", "relation": "Who this is to you", "phone": "Telephone"}
_MORE = "In the client’s own words, if there is more to say"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CHOOSING = ("one", "several", "yes_no")


class QuestionRow(QFrame):
    """`typed` when something in it was changed, `done` at Enter in its last field."""

    typed = Signal()
    done = Signal()

    def __init__(self, asked: Asked, today: date) -> None:
        super().__init__()
        self.asked, self._today = asked, today
        question = asked.question
        self.key = question.key
        self.setObjectName(f"question_{self.key}")
        self.setProperty("role", "intake_question")
        layout = look.column(self, gap=5, margin=10)
        self._words = look.label(question.words, "body", f"asked_{self.key}")
        self.state = look.label("", "small", f"state_{self.key}")
        self.error = look.error_line(f"error_{self.key}")
        layout.addWidget(self._words)
        if question.hint:
            layout.addWidget(look.label(question.hint, "small"))
        self.options: Options | None = None
        self.fields: dict[str, QWidget] = {}
        for widget in self._made():
            layout.addWidget(widget)
        layout.addWidget(self.state)
        layout.addWidget(self.error)
        for one in self._stops():
            one.installEventFilter(self)
        self._put(asked.typed or asked.answer)
        self._show_state()

    def show_asked(self, asked: Asked) -> None:
        """Show what was answered; what is typed and not kept stays in the fields."""
        keep = self.is_dirty
        self.asked = asked
        if asked.typed is not None and not keep:
            self._put(asked.typed)
        elif not keep:
            self._put(asked.answer)
        self._show_state()

    def put_asked(self, asked: Asked) -> None:
        """The answer was kept: show it as it is on file now."""
        self.asked = asked
        self._put(asked.answer)
        self._show_state()

    @property
    def is_dirty(self) -> bool:
        """Whether something else stands in the fields than what was answered."""
        answer = self.asked.answer
        words, choices, parts = (answer.words, answer.choices, answer.parts) if answer else ("", (), {})
        return self.content() != (words, tuple(choices), self._shown_parts(parts))

    def content(self) -> tuple[str, tuple[str, ...], dict[str, str]]:
        """What stands in the fields: words, choices, parts as they are typed."""
        words = self.fields.get("words")
        typed = {name: _text(one).strip() for name, one in self.fields.items() if name != "words"}
        return (
            _text(words).strip() if words is not None else "",
            self.options.keys() if self.options is not None else (),
            {name: text for name, text in typed.items() if text},
        )

    def given(self) -> Answer:
        """The answer that the fields say, "not asked" when they are empty; BadInput for a day that is none."""
        words, choices, parts = self.content()
        day = self.fields.get("date")
        if isinstance(day, DateField) and (on := day.day()) is not None:
            parts = {"date": on.isoformat()}
        said = Said.ANSWERED if words or choices or parts else Said.SKIPPED
        return Answer(self.key, "", said, words, choices, parts)

    def draft(self) -> Answer | None:
        """What is typed and not kept; None when there is nothing."""
        if not self.is_dirty:
            return None
        words, choices, parts = self.content()
        return Answer(self.key, "", Said.ANSWERED, words, choices, parts)

    def start(self) -> None:
        """The next key goes into the first field, or chooses."""
        first = self._stops()[0]
        self.show()  # else a question that was just made gets no focus
        first.setFocus()
        if isinstance(first, QLineEdit):
            first.setCursorPosition(len(first.text()))
        elif isinstance(first, QPlainTextEdit):
            first.moveCursor(first.textCursor().MoveOperation.End)

    def mark(self, current: bool) -> None:
        """Show whether it is the one that is being asked."""
        look.set_role(self._words, "strong" if current else "body")
        self._words.setWordWrap(True)
        if self.property("current") is not current:
            self.setProperty("current", current)
            self.style().unpolish(self)
            self.style().polish(self)

    def say_error(self, problem: Exception | None) -> None:
        """Say at the question why its answer cannot be kept; None takes it away."""
        look.show_error(self.error, str(problem) if problem is not None else "")
        field = problem.field if isinstance(problem, BadInput) else ""
        for name, one in self.fields.items():
            look.mark_wrong(one, problem is not None and (name == field or one.objectName() == field))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on to the next field, and after the last to the next question; with Shift it is a new line."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or event.key() not in _ENTER:
            return False
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        stops = self._stops()
        at = stops.index(watched) if watched in stops else len(stops) - 1
        if len(self.fields) > 1 and at < len(stops) - 1 and _text(stops[at]).strip():
            stops[at + 1].setFocus()
        else:
            self.done.emit()
        return True

    def _made(self) -> list[QWidget]:
        """The fields by the kind of the question."""
        question, name = self.asked.question, f"intake_{self.key}"
        made: list[QWidget] = []
        if question.kind in _CHOOSING:
            self.options = Options(f"{name}_options", question.words, question.kind, question.options)
            self.options.chosen.connect(self.typed)
            made.append(self.options)
            self.fields["words"] = look.line(name, f"{question.words} {_MORE}", _MORE)
        elif question.kind == "contact":
            person = Columns(least=420, gap=10)
            for part in PERSON:
                self.fields[part] = look.line(f"{name}_{part}", f"{question.words} {_PERSON[part]}")
                person.add(look.field(_PERSON[part], self.fields[part]), 1)
            made.append(person)
        elif question.kind == "date":
            self.fields["date"] = DateField(name, question.words)
        elif question.kind == "text":
            self.fields["words"] = look.line(name, question.words)
        else:
            self.fields["words"] = look.text_box(name, question.words, 2)
        for one in self.fields.values():
            changed = one.textChanged  # type: ignore[attr-defined]  # lines and boxes have it
            changed.connect(self.typed)
        return made if question.kind == "contact" else [*made, *self.fields.values()]

    def _stops(self) -> list[QWidget]:
        return [*([self.options] if self.options is not None else []), *self.fields.values()]

    def _shown_parts(self, parts: dict[str, str]) -> dict[str, str]:
        """Parts of an answer as they stand in the fields."""
        day = self.fields.get("date")
        if not isinstance(day, DateField) or "date" not in parts:
            return dict(parts)
        return {"date": typed(_day(parts["date"])) or parts["date"]}

    def _put(self, answer: Answer | None) -> None:
        words, choices, parts = (answer.words, answer.choices, answer.parts) if answer else ("", (), {})
        if self.options is not None:
            self.options.put(choices)
        for name, one in self.fields.items():
            text = words if name == "words" else self._shown_parts(parts).get(name, "")
            one.blockSignals(True)
            if isinstance(one, QPlainTextEdit):
                one.setPlainText(text)
            elif isinstance(one, QLineEdit):
                one.setText(text)
                one.setCursorPosition(0)
            one.blockSignals(False)

    def _show_state(self) -> None:
        answer = self.asked.answer
        parts = []
        if answer is not None:
            said = "" if answer.said is Said.ANSWERED else f"{answer.said.words} · "
            parts.append(f"✓ {said}{answer.how.words}, {in_full(answer.said_on, self._today)}")
        if self.asked.earlier:
            before = self.asked.earlier[0]
            parts.append(f"answered before on {in_full(before.said_on, self._today)}")
        if self.is_dirty:
            parts.append("typed, not kept yet")
        self.state.setText(" · ".join(parts))
        self.state.setVisible(bool(parts))

    def refresh_state(self) -> None:
        """Say anew whether what is typed was kept."""
        self._show_state()

    def holds(self, widget: QWidget | None) -> bool:
        """Whether a widget is one of its own."""
        return is_in(widget, self)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _text(widget: QWidget) -> str:
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    return widget.text() if isinstance(widget, QLineEdit) else ""
