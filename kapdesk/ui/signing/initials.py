"""Initial: one point at a time, by one key; what is acknowledged apart comes after the points, in a frame of its own."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from kapdesk.ui import look
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.theme import px
from kapdesk.usecases.paper.paper_signing import PaperInHand

_MOST = 12
"""Letters of initials."""


class InitialStep(QWidget):
    """Asks point after point; `initialled` with the point's number or name and the initials, empty when they are taken back;
    `typed` when other initials are typed; `finished` after the last one.
    """

    initialled = Signal(str, str)
    typed = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._hand: PaperInHand | None = None
        self.at = 0
        whole = QWidget()
        layout = look.column(whole, gap=14)
        look.column(self).addWidget(look.scroll(whole))
        self._where = look.label("", "muted", "initial_where")
        layout.addWidget(self._where)
        self._frame = QFrame()
        self._frame.setObjectName("initial_frame")
        self._frame.setProperty("role", "asking")
        inside = look.column(self._frame, gap=12, margin=20)
        self._heading = look.label("Acknowledged apart", "strong", "initial_apart")
        inside.addWidget(self._heading)
        self._words = look.label("", "body", "initial_words")
        self._words.setProperty("role", "point")
        inside.addWidget(self._words)
        self._there = look.label("", "body", "initial_there")
        inside.addWidget(self._there)
        inside.addStretch(1)
        self._area = look.scroll(self._frame)
        self._area.setMinimumHeight(px(110))
        layout.addWidget(self._area, 1)
        self.initials = look.line("initials", "Initials of who signs", "typed once")
        self.initials.setProperty("large", True)
        self.initials.setMaxLength(_MOST)
        self.initials.setMaximumWidth(px(180))
        self.initials.textChanged.connect(self._on_typed)
        self.initials.installEventFilter(self)
        self.error = look.error_line("initial_error")
        self._earlier = look.button("‹ Point before", "initial_before")
        self._later = look.button("Next point, leave this open ›", "initial_later")
        self._off = look.button("Take these initials off", "initial_off", "quiet")
        self._earlier.clicked.connect(lambda: self.step(-1))
        self._later.clicked.connect(lambda: self.step(1))
        self._off.clicked.connect(self.take_off)
        acts = Flow(gap=10)
        acts.set_widgets([self._earlier, self._later, self._off])
        foot = Columns(least=560, gap=14)
        foot.add(look.field("Initials", self.initials))
        foot.add(acts, 1)
        layout.addWidget(foot)
        layout.addWidget(self.error)

    @property
    def verb(self) -> str:
        """What Enter does now."""
        if self._all_there():
            return "Go on"
        initials = self.initials.text().strip()
        return f"Yes: put “{initials}”" if initials else "Yes: put the initials"

    def show_hand(self, hand: PaperInHand) -> None:
        """Show a paper, at its first open point when it is another one."""
        another = self._hand is None or self._hand.id != hand.id
        self._hand = hand
        points = self._points()
        if another:
            first = next(iter(hand.filled.initials.values()), "")
            self.initials.setText(first)
            self.at = next((at for at, (name, _) in enumerate(points) if not self._of(name)), 0)
        self.at = min(self.at, max(0, len(points) - 1))
        locked = bool(hand.filled.signed)
        for one in (self.initials, self._off):
            one.setEnabled(not locked)
        self._show()

    def start(self) -> None:
        """Ready to type the initials, or to say yes."""
        self.initials.setFocus()

    def enter(self) -> None:
        """The client said yes to the point in sight."""
        if self._hand is None:
            return
        if self._all_there():
            self.finished.emit()
            return
        initials = " ".join(self.initials.text().split())
        if not initials:
            look.mark_wrong(self.initials, True)
            look.show_error(self.error, "Type the initials of who signs first, as she would write them.")
            self.initials.setFocus()
            return
        name, _ = self._points()[self.at]
        self.initialled.emit(name, initials)

    def go_on(self) -> None:
        """After a point was kept: to the next open one."""
        points = self._points()
        later = [*range(self.at + 1, len(points)), *range(self.at + 1)]
        self.at = next((at for at in later if not self._of(points[at][0])), self.at)
        self._show()

    def step(self, by: int) -> None:
        """Another point; nothing is put there."""
        self.at = min(max(0, self.at + by), max(0, len(self._points()) - 1))
        self._show()

    def take_off(self) -> None:
        """The initials of the point in sight were a mistake."""
        name, _ = self._points()[self.at]
        self.initialled.emit(name, "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the initials Up and Down go from point to point, the page keys scroll a long one."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if by is not None:
                self.step(by)
                return True
            if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                QApplication.sendEvent(self._area.verticalScrollBar(), event)
                return True
        return super().eventFilter(watched, event)

    def _points(self) -> list[tuple[str, str]]:
        return [*self._hand.points, *self._hand.acknowledged] if self._hand else []

    def _of(self, name: str) -> str:
        return self._hand.filled.initials.get(name, "").strip() if self._hand else ""

    def _all_there(self) -> bool:
        return all(self._of(name) for name, _ in self._points())

    def _on_typed(self) -> None:
        look.mark_wrong(self.initials, False)
        look.show_error(self.error, "")
        self.typed.emit()

    def _show(self) -> None:
        if self._hand is None or not self._points():
            return
        points = self._points()
        name, words = points[self.at]
        apart = self.at >= len(self._hand.points)
        open_ones = sum(not self._of(one) for one, _ in points)
        left = f"{open_ones} still open" if open_ones else "all initialled"
        self._where.setText(f"Point {self.at + 1} of {len(points)} · {left}")
        self._heading.setVisible(apart)
        self._words.setText(words if apart else f"{name}. {words}")
        there = self._of(name)
        self._there.setText(f"✓ Initialled: {there}" if there else "○ Not initialled yet")
        self._frame.setAccessibleName(f"{self._where.text()}. {words}. {self._there.text()}")
        self._earlier.setEnabled(self.at > 0)
        self._later.setEnabled(self.at < len(points) - 1)
        self._later.setText("Next point ›" if there else "Next point, leave this open ›")
        self._off.setVisible(bool(there) and not self._hand.filled.signed)
        self._area.verticalScrollBar().setValue(0)
        self.typed.emit()
