"""The protocol's figures as fields: each with its unit, its source beside it, and the way back to the usual value."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QScrollArea, QWidget

from kapdesk.domain.protocol import FIGURES, FOUNDING, OWN_START, Figure, Protocol
from kapdesk.errors import BadInput
from kapdesk.ui import look
from kapdesk.ui.flow import Flow
from kapdesk.ui.theme import px

Value = int | tuple[int, ...]


class FigureFields(QWidget):
    """Fields for some of the figures; `edited` when one was typed in. Numbers of a list are typed as `1, 3, 6`."""

    edited = Signal()

    def __init__(self, names: Iterable[str], usual: Protocol, whose: str = "") -> None:
        """`usual` are the values to go back to, `whose` they are in words; each figure's own source otherwise."""
        super().__init__()
        wanted = set(names)
        self.figures = [one for one in FIGURES if one.name in wanted]
        self._usual = usual
        self._whose = whose
        self._shown = usual
        self.lines: dict[str, QLineEdit] = {}
        self.errors: dict[str, QLabel] = {}
        self._back: dict[str, QPushButton] = {}
        self._flows: dict[str, Flow] = {}
        layout = look.column(self, gap=6)
        for number, figure in enumerate(self.figures):
            if number:
                layout.addWidget(look.rule())
            layout.addWidget(self._row(figure))
        self.show_figures(usual)

    def show_figures(self, protocol: Protocol) -> None:
        """Put values in, as they are kept."""
        self._shown = protocol
        for figure in self.figures:
            self.lines[figure.name].setText(in_words(getattr(protocol, figure.name)))
        self.mark(None)
        self._show_ways_back()

    def typed(self, otherwise: Protocol) -> Protocol:
        """The figures as they stand in the fields, the others as in `otherwise`; BadInput with the figure's name."""
        values = {figure.name: _read(figure, self.lines[figure.name].text()) for figure in self.figures}
        return replace(otherwise, **values)  # type: ignore[arg-type]  # numbers, and lists of them where lists are kept

    def has_unsaved(self) -> bool:
        """Whether something stands there that was not put in."""
        return any(one.text() != in_words(getattr(self._shown, name)) for name, one in self.lines.items())

    def mark(self, problem: BadInput | None) -> bool:
        """Say a problem at its field and go there, or take all such away; whether it is one of these fields."""
        at = problem.field if problem is not None else ""
        for name, line in self.lines.items():
            look.mark_wrong(line, name == at)
            look.show_error(self.errors[name], str(problem) if name == at else "")
        if at in self.lines:
            self.lines[at].setFocus()
            self.lines[at].selectAll()
            _scroll_to(self.lines[at])
        return at in self.lines

    def _row(self, figure: Figure) -> QWidget:
        box = QWidget()
        layout = look.column(box, gap=3)
        words = look.label(figure.words)
        line = look.line(figure.name, f"{figure.words}, in {figure.unit}")
        line.setFixedWidth(px(110))
        line.textEdited.connect(self._edited)
        words.setBuddy(line)
        usual: Value = getattr(self._usual, figure.name)
        back = look.button(f"Back to {in_words(usual)}", f"back_{figure.name}", "quiet")
        back.setAccessibleName(f"{figure.words}: back to {in_words(usual)}")
        back.clicked.connect(partial(self._put_back, figure.name))
        flow = Flow(gap=10)
        flow.set_widgets([line, look.label(figure.unit, "muted"), back])
        error = look.error_line(f"{figure.name}_error")
        self.lines[figure.name], self._back[figure.name], self.errors[figure.name] = line, back, error
        self._flows[figure.name] = flow
        layout.addWidget(words)
        layout.addWidget(flow)
        layout.addWidget(error)
        layout.addWidget(look.label(self._source(figure, usual), "small", f"{figure.name}_source"))
        return box

    def _source(self, figure: Figure, usual: Value) -> str:
        if self._whose:
            return f"{self._whose}: {in_words(usual)} · {figure.source}"
        own = "kapdesk’s start value" if figure.source == OWN_START else "Founding document’s value"
        if figure.name in ("vitals_minutes", "follow_up_months"):
            own = "Usual value"
        return f"{own}: {in_words(getattr(FOUNDING, figure.name))} · {figure.source}"

    def _put_back(self, name: str) -> None:
        self.lines[name].setText(in_words(getattr(self._usual, name)))
        self.lines[name].setFocus()
        self._edited()

    def _edited(self) -> None:
        self._show_ways_back()
        self.edited.emit()

    def _show_ways_back(self) -> None:
        for name, back in self._back.items():
            back.setVisible(self.lines[name].text().strip() != in_words(getattr(self._usual, name)))
            self._flows[name].arrange()


def _scroll_to(line: QWidget) -> None:
    """Bring a field with its words and its error into sight, where it stands in something that scrolls."""
    place = line.parentWidget()
    while place is not None and not isinstance(place, QScrollArea):
        place = place.parentWidget()
    if place is not None:
        place.ensureWidgetVisible(line, px(20), px(60))


def in_words(value: Value) -> str:
    """A figure as it is typed: `14`, `1, 3, 6`."""
    return ", ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)


def _read(figure: Figure, text: str) -> Value:
    several = isinstance(getattr(FOUNDING, figure.name), tuple)
    parts = [part.strip() for part in text.split(",")] if several else [text.strip()]
    if several and parts == [""]:
        return ()
    if not all(part.isascii() and part.isdigit() for part in parts):
        example = in_words(getattr(FOUNDING, figure.name))
        kind = "whole numbers with commas between them" if several else "a whole number"
        raise BadInput(f"“{text.strip()}” cannot be kept. Type {kind}, such as {example}.", figure.name)
    numbers = tuple(int(part) for part in parts)
    return numbers if several else numbers[0]
