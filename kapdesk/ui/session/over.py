"""A panel over the session screen: a card in the middle, Escape closes it, and no key makes an entry meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QWidget

from kapdesk.ui import look
from kapdesk.ui.flow import Flow
from kapdesk.ui.theme import px

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FUNCTION = range(Qt.Key.Key_F1.value, Qt.Key.Key_F12.value + 1)


@dataclass
class Act:
    """A button of the panel: its name, words, what it does, its key; the default one is what Enter means."""

    name: str
    words: str
    do: Callable[[], object]
    key: str = ""
    default: bool = False
    button: QPushButton | None = field(default=None, compare=False)


class Over(QWidget):
    """Fill `inside`, then `offer` the acts; `closed` when it is gone, `changed` when something is typed in a field."""

    closed = Signal()
    changed = Signal()

    def __init__(self, name: str, title: str, tone: str = "", width: int = 640) -> None:
        super().__init__()
        self.setObjectName("over")
        self.setProperty("panel", name)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._width = width
        self._acts: list[Act] = []
        self._first: QWidget | None = None
        self._fields: dict[str, QLineEdit] = {}
        self._row: QHBoxLayout | None = None
        self.card = QFrame(self)
        self.card.setObjectName("over_card")
        self.card.setProperty("tone", tone)
        self._layout = layout = look.column(self.card)
        layout.setSpacing(min(px(10), 11))
        edge = min(px(26), 30)
        layout.setContentsMargins(edge, edge, edge, edge)
        self.title = look.label(title, "title", f"{name}_title")
        self.title.setWordWrap(True)
        layout.addWidget(self.title)
        self._body = body = QWidget()
        self.inside = look.column(body)
        self.inside.setSpacing(min(px(9), 10))
        self._area: QScrollArea = look.scroll(body)
        self.bar = self._area.verticalScrollBar()
        layout.addWidget(self._area, 1)
        self.problem = look.error_line(f"{name}_problem")
        layout.addWidget(self.problem)
        self._buttons = Flow(gap=8)
        layout.addWidget(self._buttons)
        self._body.installEventFilter(self)
        self.card.installEventFilter(self)

    def add_field(self, name: str, words: str, edit: QLineEdit, text: str = "", beside: bool = False) -> None:
        """A field under its words; `beside` puts it to the right of the one before."""
        if text:
            edit.setText(text)
        box = look.field(words, edit)
        if not beside or self._row is None:
            self._row = look.row(gap=12)
            self.inside.addLayout(self._row)
        self._row.addWidget(box, 1)
        self._fields[name] = edit
        edit.textChanged.connect(self.changed)
        self._first = self._first or edit

    def typed(self) -> dict[str, str]:
        """What stands in the fields now."""
        return {name: edit.text() for name, edit in self._fields.items()}

    def put(self, typed: dict[str, str]) -> None:
        """Put in what was typed before."""
        for name, text in typed.items():
            if name in self._fields:
                self._fields[name].setText(text)

    def mark(self, name: str) -> None:
        """Frame the field whose entry cannot be kept, and go to it; an empty name frames none."""
        for one, edit in self._fields.items():
            look.mark_wrong(edit, one == name)
            if one == name:
                edit.setFocus()

    def offer(self, *acts: Act) -> None:
        """The buttons below, in order; Escape always closes."""
        self._acts = list(acts)
        shown = []
        for act in acts:
            words = f"{act.words}  ({act.key})" if act.key else act.words
            made = look.button(words, act.name, "primary" if act.default else "plain")
            made.setAutoDefault(False)
            made.setDefault(False)
            made.clicked.connect(lambda _=False, act=act: act.do())
            act.button = made
            shown.append(made)
        self._buttons.set_widgets([*shown])
        self._watch()

    def _watch(self) -> None:
        """Fields hand on Enter and Escape, whatever they would do with them."""
        for widget in self.findChildren(QWidget):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter does the default from every field; a button with the cursor is pressed by it. Words that grow make room."""
        if event.type() == QEvent.Type.LayoutRequest and watched in (self.card, self._body):
            self._place()
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ENTER:
            if isinstance(watched, QPushButton) and not event.isAutoRepeat():
                watched.click()
                return True
            self.keyPressEvent(event)
            return True
        return False

    def take_focus(self) -> None:
        """The cursor to its first field."""
        self._place()
        (self._first or self).setFocus()

    def say(self, sentence: str) -> None:
        """Say why it cannot be kept."""
        look.show_error(self.problem, sentence)
        self._place()

    def close_over(self) -> None:
        """Go away."""
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes, Enter does the default, a letter what it stands for; nothing else happens beneath."""
        if event.key() in _FUNCTION or event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            event.ignore()
            return
        event.accept()
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
            return
        letter = event.text().upper()
        for act in self._acts:
            if (event.key() in _ENTER and act.default) or (letter and act.key == letter):
                act.do()
                return
        if event.key() == Qt.Key.Key_E:
            event.ignore()  # the emergency card, which the page shows

    def escape(self) -> None:
        """What Escape does."""
        self.close_over()

    def event(self, event: QEvent) -> bool:
        """Escape is for this panel, not for the window."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays in the panel."""
        found = [
            one
            for one in self.findChildren(QWidget)
            if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        if found:
            here = self.window().focusWidget()
            place = found.index(here) + (1 if forward else -1) if here in found else 0
            found[place % len(found)].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(found[place % len(found)])
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the card in the middle."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        width = min(px(self._width), self.width() - 40)
        layout = self._layout
        margins = layout.contentsMargins()
        room = width - margins.left() - margins.right()
        self._area.setMinimumHeight(0)
        height = (
            self.inside.totalHeightForWidth(room) if self.inside.hasHeightForWidth() else self._body.sizeHint().height()
        )
        self._buttons.setFixedWidth(room)
        self._buttons.arrange()
        rest = self.title.heightForWidth(room) + self._buttons.height() + margins.top() + margins.bottom()
        if not self.problem.isHidden():
            rest += self.problem.heightForWidth(room) + layout.spacing()
        whole = min(height + rest + 2 * layout.spacing() + 10, self.height() - 24)
        self.card.setGeometry((self.width() - width) // 2, (self.height() - whole) // 2, width, whole)
