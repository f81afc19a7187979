"""Boxes to tick with words that may be long: they wrap beside their box, and a click on the words ticks it too."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QLabel, QRadioButton, QWidget

from kapdesk.ui import look
from kapdesk.usecases.paper.paper_signing import AskedChoice


class Words(QLabel):
    """The words beside a box."""

    def __init__(self, words: str, box: QAbstractButton) -> None:
        super().__init__(words)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._box = box

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick it."""
        if self._box.isEnabled():
            self._box.setFocus()
            self._box.click()


class Ticks(QWidget):
    """One question of a paper with its boxes, or round ones where only one answer fits; `ticked` at each change."""

    ticked = Signal()

    def __init__(self, choice: AskedChoice) -> None:
        super().__init__()
        self.setObjectName(f"choice_{choice.name}")
        self.setAccessibleName(choice.ask)
        self.name = choice.name
        self._boxes: dict[str, QAbstractButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(not choice.several)
        layout = look.column(self, gap=6)
        more = "tick all that fit" if choice.several else "choose one"
        ask = look.label(f"{choice.ask} ({more})", "strong")
        ask.setWordWrap(True)
        layout.addWidget(ask)
        self.error = look.error_line(f"choice_{choice.name}_error")
        for key, words in choice.options:
            box: QAbstractButton = QCheckBox() if choice.several else QRadioButton()
            box.setObjectName(f"tick_{choice.name}_{key}")
            box.setAccessibleName(f"{choice.ask} {words}")
            box.clicked.connect(self.ticked)
            self._group.addButton(box)
            self._boxes[key] = box
            line = look.row(box, Words(words, box), gap=8)
            line.setAlignment(box, Qt.AlignmentFlag.AlignTop)
            line.setStretch(1, 1)
            layout.addLayout(line)
        layout.addWidget(self.error)

    def value(self) -> tuple[str, ...]:
        """The keys of what is ticked, in the paper's order."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    def put(self, keys: tuple[str, ...]) -> None:
        """Tick these."""
        self._group.setExclusive(False)
        for key, box in self._boxes.items():
            box.setChecked(key in keys)
        self._group.setExclusive(any(isinstance(box, QRadioButton) for box in self._boxes.values()))

    def start(self) -> None:
        """The cursor on the first box."""
        next(iter(self._boxes.values())).setFocus()
