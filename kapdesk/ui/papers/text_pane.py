"""What one writes of a paper: title, purpose and Markdown, with the keys for them and what is wrong said at its line."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from kapdesk.errors import BadWording, KapdeskError
from kapdesk.ui.flow import Flow
from kapdesk.ui.look import button, column, error_line, field, label, line, mark_wrong, show_error
from kapdesk.ui.papers.numbered_text import NumberedText
from kapdesk.ui.theme import px
from kapdesk.usecases.paper.proof import PaperText, WordingField

_STYLE = (
    ("B", "bold", "Bold", "Ctrl+B"),
    ("I", "italic", "Italic", "Ctrl+I"),
    ("H", "heading", "Heading", "Ctrl+H"),
    ("•", "bullets", "List", "Ctrl+Shift+8"),
    ("1.", "numbers", "Numbered list", "Ctrl+Shift+7"),
)
_LONGEST_VALUE = 40


class TextPane(QWidget):
    """The left side of the editor; `typed` with each change by hand."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._putting = False
        self._offered: Sequence[WordingField] = ()
        layout = column(self, gap=8)
        self.title = line("paper_title", "Title of the paper")
        self.purpose = line("paper_purpose", "What the paper is for")
        layout.addWidget(field("Title, in the library and at the foot of each page", self.title))
        layout.addWidget(field("What it is for, in the library", self.purpose))
        self.text = NumberedText("wording_text", "Words of the paper, in Markdown")
        self.text.setMinimumHeight(px(220))
        layout.addWidget(self._build_bar())
        layout.addWidget(self.text, 1)
        self.error = error_line("wording_error")
        self._to_line = button("Go to the line", "go_to_error", "quiet")
        self._to_line.setToolTip("F8")
        self._to_line.clicked.connect(self.go_to_error)
        QShortcut(QKeySequence("F8"), self, self.go_to_error)
        self._wrong = Flow(gap=8)
        self._wrong.set_widgets([self.error, self._to_line])
        self._warning = label("", "warning", "wording_warning")
        layout.addWidget(self._wrong)
        layout.addWidget(self._warning)
        for one in (self.title, self.purpose):
            one.textEdited.connect(lambda _text: self.typed.emit())
        self.text.textChanged.connect(self._changed)
        self.show_error("")
        self.show_warnings(())

    def written(self) -> PaperText:
        """What stands there."""
        return PaperText(self.title.text(), self.purpose.text(), self.text.words())

    def put(self, text: PaperText, undoable: bool) -> None:
        """Put another text in; `undoable` when Ctrl+Z shall bring back the words that stood there."""
        self._putting = True
        self.title.setText(text.title)
        self.purpose.setText(text.purpose)
        if undoable:
            self.text.replace_all(text.body)
        else:
            self.text.setPlainText(text.body)
        for one in (self.title, self.purpose):
            one.setCursorPosition(0)
        self._putting = False
        self.show_error("")
        self.show_warnings(())

    def offer(self, fields: Sequence[WordingField]) -> None:
        """From now on these fields can be inserted."""
        self._offered = fields

    def field_menu(self) -> QMenu:
        """The fields: what each stands for, what it prints now, and its name."""
        menu = QMenu(self)
        menu.setObjectName("field_menu")
        menu.aboutToHide.connect(menu.deleteLater)
        for one in self._offered:
            value = one.value if len(one.value) <= _LONGEST_VALUE else one.value[:_LONGEST_VALUE] + "…"
            words = f"{one.ask[:1].upper()}{one.ask[1:]}: {value or 'nothing on file yet'}"
            menu.addAction(f"{words.replace('&', '&&')}\t${one.name}", partial(self.text.insert_field, one.name))
        return menu

    def show_problem(self, error: KapdeskError) -> None:
        """Say what is wrong with the text, and where."""
        self.show_error(str(error), error.line if isinstance(error, BadWording) else 0)
        wrong = self._field(error)
        if wrong is not None:
            mark_wrong(wrong, True)

    def go_to_problem(self, error: KapdeskError) -> None:
        """The cursor to what is wrong."""
        wrong = self._field(error)
        if wrong is not None:
            wrong.setFocus()
        else:
            self.go_to_error()

    def show_error(self, sentence: str, at: int = 0) -> None:
        """Say a sentence below the text, or take it away; a line is pointed at."""
        for one in (self.title, self.purpose):
            mark_wrong(one, False)
        self.text.point_at(at)
        show_error(self.error, sentence)
        self._to_line.setVisible(at > 0)
        self._wrong.setVisible(bool(sentence))
        self._wrong.arrange()

    def show_warnings(self, sentences: Sequence[str]) -> None:
        """Say what is no error but should be known."""
        show_error(self._warning, "\n".join(sentences))

    def go_to_error(self) -> None:
        """The cursor to the line that is pointed at."""
        self.text.go_to(self.text.wrong_line)

    def _build_bar(self) -> QWidget:
        widgets: list[QWidget] = []
        for sign, name, words, keys in _STYLE:
            one = button(sign, f"wording_{name}", "quiet")
            one.setAccessibleName(words)
            one.setToolTip(f"{words}  {keys}")
            one.clicked.connect(partial(self._style, getattr(self.text, name)))
            widgets.append(one)
        insert = button("Insert a field…", "insert_field", "quiet", "Ctrl+Shift+F")
        insert.clicked.connect(lambda: self.field_menu().popup(insert.mapToGlobal(QPoint(0, insert.height()))))
        bar = Flow(gap=2)
        bar.set_widgets([*widgets, insert])
        return bar

    def _style(self, act: Callable[[], None]) -> None:
        act()
        self.text.setFocus()

    def _changed(self) -> None:
        if not self._putting:
            self.typed.emit()

    def _field(self, error: KapdeskError) -> QWidget | None:
        return {"title": self.title, "purpose": self.purpose}.get(getattr(error, "field", ""))
