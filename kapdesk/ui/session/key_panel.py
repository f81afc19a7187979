"""The keys of the session at the right, two by two, each a button too: one key, one entry."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from kapdesk.ui import look
from kapdesk.ui.theme import px

ROWS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("V", "Vitals"),),
    (("K", "Medicine in"), ("U", "Medicine out")),
    (("X", "Booster"),),
    (("Q", "Not taken"), ("G", "Tablets left")),
    (("O", "Onset"), ("P", "Peak")),
    (("S", "Spoke"), ("I", "Silence")),
    (("T", "Tears"), ("D", "Distress")),
    (("M", "Music"), ("R", "Returning")),
    (("N", "Nausea"), ("B", "Bathroom")),
    (("L", "Food, drink"), ("W", "Observation")),
    (("H", "Touch: given, declined, ended"),),
    (("J", "A line for psychotherapy notes"),),
    (("A", "Adverse event"),),
    (("E", "Emergency card"),),
)
LOOK_UPS = (("F2", "Chart"), ("F3", "Order"), ("F4", "Safety plan"), ("F5", "Touch"))
_BAD = ("A", "E")
_HEAD = "One key, one entry"
_MOST = 19
"""Pixels: all keys stay in sight in the smallest window, however large the text is."""


class KeyButton(QPushButton):
    """Words at the left, the key at the right; never takes the cursor from the screen."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__()
        self.key = key
        self.setObjectName(f"key_{key}")
        self.setProperty("role", "entry")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(min(px(25), 29))
        self.setMaximumHeight(px(38))
        self._words = QLabel()
        self._words.setProperty("textFormat", "PlainText")
        self._cap = QLabel(key)
        self._cap.setProperty("role", "keycap")
        for one, most in ((self._words, _MOST), (self._cap, _MOST - 4)):
            font = one.font()
            font.setPixelSize(min(px(14 if one is self._words else 12), most))
            one.setFont(font)
        self._cap.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(10), 0, px(7), 0)
        layout.setSpacing(px(4))
        layout.addWidget(self._words, 1)
        layout.addWidget(self._cap)
        self.say(words)

    def say(self, words: str, tone: str = "") -> None:
        """Other words, another tone: `dim` for what the order does not allow, `bad` for an emergency."""
        self._words.setText(words)
        self.setAccessibleName(f"{words}, key {self.key}")
        self.setToolTip(words)
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            for one in (self, self._words):
                one.style().unpolish(one)
                one.style().polish(one)


class KeyPanel(QWidget):
    """All keys; `pressed` carries the key of the button that was clicked."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("key_panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(min(px(308), 376))
        self.buttons: dict[str, KeyButton] = {}
        self._grid = QGridLayout(self)
        side = min(px(18), 20)
        self._grid.setContentsMargins(side, px(14), side, px(14))
        self._grid.setHorizontalSpacing(px(6))
        self._grid.setVerticalSpacing(min(px(6), 6))
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self.head = look.label(_HEAD, "muted", "keys_head")
        self._grid.addWidget(self.head, 0, 0, 1, 2)
        for number, row in enumerate(ROWS, 1):
            self._put(number, row)
        last = len(ROWS) + 1
        self._grid.setRowStretch(last, 1)
        self._put(last + 1, LOOK_UPS[:2])
        self._put(last + 2, LOOK_UPS[2:])
        self._put(last + 3, (("F", "Fit to leave…"),))
        for key in _BAD:
            self.buttons[key].say(dict(pair for row in ROWS for pair in row)[key], "bad")

    def _put(self, place: int, row: tuple[tuple[str, str], ...]) -> None:
        for column, (key, words) in enumerate(row):
            button = KeyButton(key, words)
            button.clicked.connect(lambda _=False, key=key: self.pressed.emit(key))
            self.buttons[key] = button
            self._grid.addWidget(button, place, column, 1, 3 - len(row) if len(row) == 1 else 1)
        self._grid.setRowStretch(place, 3)

    def say_fictional(self, fictional: bool) -> None:
        """The sample practice is fictional; that stays in sight."""
        self.head.setText(f"{_HEAD} · fictional sample" if fictional else _HEAD)

    def show_medicine(self, taken: bool, not_taken: bool, booster: bool) -> None:
        """Dim what does not come next; nothing of it is blocked."""
        self.buttons["K"].say("Medicine in", "dim" if taken or not_taken else "")
        self.buttons["Q"].say("Not taken", "dim" if taken or not_taken else "")
        self.buttons["U"].say("Medicine out", "" if taken else "dim")
        self.buttons["X"].say(
            "Booster" if booster else "Booster: not on this order", "" if booster and taken else "dim"
        )

    def show_typing(self, typing: bool) -> None:
        """While a line is open letters are words: the keys are quiet, the emergency card is on F6."""
        for key, button in self.buttons.items():
            if len(key) == 1 and key != "E":
                button.setEnabled(not typing)
