"""The pieces that every page is made of; each looks and behaves the same everywhere.

What the unlock window needs is set by the property's name where `Qt`'s own would do: that namespace costs 25 ms, a tenth
of the time until the first window is painted.
"""

from typing import Literal

from PySide6 import QtCore
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from kapdesk.ui.theme import px

Role = Literal[
    "title", "heading", "body", "strong", "muted", "small", "warning", "bad", "key", "banner", "question", "number"
]
_FEW_LINES = 4
"""Fields of so many lines keep their height; higher ones take what room there is."""

ButtonRole = Literal["plain", "primary", "quiet", "danger", "nav", "choice", "name"]


def label(text: str, role: Role = "body", name: str = "") -> QLabel:
    """Words, never taken for markup; long ones wrap."""
    widget = QLabel(text)
    widget.setProperty("textFormat", "PlainText")
    widget.setProperty("role", role)
    widget.setWordWrap(role not in ("title", "strong", "heading", "banner"))
    widget.setObjectName(name)
    return widget


def chip(words: str, tone: str) -> QLabel:
    """A few words on a coloured ground; the words say what the colour says."""
    widget = QLabel(words)
    widget.setProperty("textFormat", "PlainText")
    widget.setProperty("tone", tone)
    widget.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return widget


def button(text: str, name: str, role: ButtonRole = "plain", shortcut: str = "") -> QPushButton:
    """A button; its shortcut, when it has one, stands in the tool tip."""
    widget = QPushButton(text)
    widget.setObjectName(name)
    widget.setAccessibleName(text.replace("&", ""))
    widget.setProperty("role", role)
    widget.setAutoDefault(role == "primary")
    widget.setDefault(role == "primary")
    widget.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    if shortcut:
        widget.setShortcut(QKeySequence(shortcut))
        widget.setToolTip(QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText))
    return widget


def line(name: str, words: str, placeholder: str = "", secret: bool = False) -> QLineEdit:
    """A field of one line; `words` is what a screen reader says."""
    widget = QLineEdit()
    widget.setObjectName(name)
    widget.setAccessibleName(words)
    widget.setPlaceholderText(placeholder)
    if secret:
        widget.setEchoMode(QLineEdit.EchoMode.Password)
    return widget


def number(name: str, words: str, least: int, most: int, value: int) -> QSpinBox:
    """A field for a whole number; Up and Down change it."""
    widget = QSpinBox()
    widget.setObjectName(name)
    widget.setAccessibleName(words)
    widget.setRange(least, most)
    widget.setValue(value)
    widget.setMinimumHeight(px(38))
    widget.lineEdit().setContentsMargins(px(10), 0, px(4), 0)
    return widget


def choice(name: str, words: str) -> QComboBox:
    """A field with a few answers to choose from; long answers do not make it wide."""
    widget = QComboBox()
    widget.setObjectName(name)
    widget.setAccessibleName(words)
    widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    widget.setMinimumContentsLength(10)
    return widget


class PlainText(QPlainTextEdit):
    """A field of several lines that takes plain text only; Tab leaves it."""

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words, nothing else."""
        self.insertPlainText(source.text())


def text_box(name: str, words: str, lines: int = 4) -> PlainText:
    """A field of several lines."""
    widget = PlainText()
    widget.setObjectName(name)
    widget.setAccessibleName(words)
    widget.setTabChangesFocus(True)
    height = px(22) * lines + px(16)
    if lines <= _FEW_LINES:
        widget.setFixedHeight(height)
    else:
        widget.setMinimumHeight(height)
    return widget


def field(words: str, widget: QWidget, hint: str = "") -> QWidget:
    """A field under its label, with a hint below."""
    box = QWidget()
    layout = column(box, gap=4)
    above = label(words, "small")
    above.setBuddy(widget)
    layout.addWidget(above)
    layout.addWidget(widget)
    if hint:
        layout.addWidget(label(hint, "small"))
    return box


def column(owner: QWidget | None = None, gap: int = 12, margin: int = 0) -> QVBoxLayout:
    """A vertical layout with the house's distances."""
    layout = QVBoxLayout()
    layout.setContentsMargins(px(margin), px(margin), px(margin), px(margin))
    layout.setSpacing(px(gap))
    if owner is not None:
        owner.setLayout(layout)
    return layout


def row(*widgets: QWidget | None, gap: int = 12) -> QHBoxLayout:
    """Widgets side by side; None is the place that stretches."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(px(gap))
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget)
    return layout


def card(title: str = "") -> tuple[QFrame, QVBoxLayout]:
    """A card, and the layout to fill it."""
    frame = QFrame()
    frame.setProperty("role", "card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(px(18), px(16), px(18), px(16))
    layout.setSpacing(px(8))
    if title:
        layout.addWidget(label(title, "heading"))
    return frame, layout


def rule() -> QFrame:
    """A faint line between rows."""
    frame = QFrame()
    frame.setProperty("role", "rule")
    return frame


def page(title: str) -> tuple[QWidget, QHBoxLayout, QVBoxLayout, QLabel]:
    """A page: itself, its header (for what stands at the right), its body, its title."""
    widget = QWidget()
    widget.setObjectName("page")
    whole = QVBoxLayout(widget)
    whole.setContentsMargins(px(28), px(22), px(28), px(22))
    whole.setSpacing(px(16))
    heading = label(title, "title")
    header = row(heading, None)
    body = column(gap=16)
    whole.addLayout(header)
    whole.addLayout(body, 1)
    return widget, header, body, heading


def empty(headline: str, words: str, action: QPushButton | None = None) -> QWidget:
    """What an empty page says: what it is for, and the first step."""
    widget = QWidget()
    layout = column(widget, gap=10, margin=24)
    layout.addStretch(1)
    for one in (label(headline, "heading"), label(words, "muted")):
        one.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(one)
    if action is not None:
        layout.addLayout(row(None, action, None))
    layout.addStretch(2)
    return widget


def error_line(name: str) -> QLabel:
    """A line for a sentence that says what to do; hidden while there is none."""
    widget = label("", "bad", name)
    widget.hide()
    return widget


def show_error(widget: QLabel, sentence: str) -> None:
    """Put a sentence on an error line, or take it away."""
    widget.setText(sentence)
    widget.setVisible(bool(sentence))


def scroll(widget: QWidget) -> QScrollArea:
    """A widget that scrolls when it is higher than its place."""
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setProperty("focusPolicy", "NoFocus")
    area.setProperty("horizontalScrollBarPolicy", "ScrollBarAlwaysOff")
    return area


def set_role(widget: QLabel | QPushButton, role: Role | ButtonRole) -> None:
    """Let words or a button that are there already look another way."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def mark_wrong(widget: QWidget, wrong: bool) -> None:
    """Frame a field whose entry cannot be kept."""
    widget.setProperty("wrong", wrong)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def show_item(item: QLayoutItem | None, shown: bool) -> None:
    """Show or hide what stands at a place of a layout."""
    if item is None:
        return
    if (widget := item.widget()) is not None:
        widget.setVisible(shown)
    elif (inner := item.layout()) is not None:
        for number in range(inner.count()):
            show_item(inner.itemAt(number), shown)


def clear(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
            inner.deleteLater()
