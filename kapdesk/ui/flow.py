"""Arrangements that follow the width they are given, so that nothing is cut off when text is large."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from kapdesk.ui.theme import px


class Flow(QWidget):
    """Widgets one after the other, on as many lines as they need."""

    def __init__(self, gap: int = 8) -> None:
        super().__init__()
        self._gap = px(gap)
        self._widgets: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_widgets(self, widgets: list[QWidget]) -> None:
        """Show these instead of the present ones."""
        for old in self._widgets:
            old.hide()
            old.deleteLater()
        self._widgets = widgets
        for widget in widgets:
            widget.setParent(self)
            widget.show()
        self._arrange()

    def widgets(self) -> list[QWidget]:
        """What is shown."""
        return list(self._widgets)

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest of them."""
        widest = max((widget.sizeHint().width() for widget in self._widgets), default=0)
        return QSize(widest, self._height_at(max(self.width(), widest)))

    def sizeHint(self) -> QSize:
        """All on one line."""
        return QSize(self._total(), self._height_at(max(self.width(), 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """A widget in it changed its size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _total(self) -> int:
        widths = [widget.sizeHint().width() for widget in self._widgets]
        return sum(widths) + self._gap * max(0, len(widths) - 1)

    def _places(self, width: int) -> tuple[list[tuple[int, int]], int]:
        x = y = line_height = 0
        places = []
        for widget in self._widgets:
            size = widget.sizeHint()
            if x and x + size.width() > width:
                x, y, line_height = 0, y + line_height + self._gap, 0
            places.append((x, y))
            x += size.width() + self._gap
            line_height = max(line_height, size.height())
        return places, y + line_height

    def _height_at(self, width: int) -> int:
        return self._places(width)[1]

    def _arrange(self) -> None:
        places, height = self._places(self.width())
        for widget, (x, y) in zip(self._widgets, places, strict=True):
            widget.setGeometry(x, y, min(widget.sizeHint().width(), max(1, self.width())), widget.sizeHint().height())
        self.setVisible(bool(self._widgets))
        if self.minimumHeight() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)


class Columns(QWidget):
    """Widgets side by side while there is room for it, else one below the other."""

    def __init__(self, least: int, gap: int = 18) -> None:
        super().__init__()
        self._least = px(least)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(px(gap))
        self._widgets: list[QWidget] = []

    def add(self, widget: QWidget, stretch: int = 0, alignment: Qt.AlignmentFlag | None = None) -> None:
        """Add a widget with its share of the width."""
        self._widgets.append(widget)
        if alignment is None:
            self._box.addWidget(widget, stretch)
        else:
            self._box.addWidget(widget, stretch, alignment)

    @property
    def stacked(self) -> bool:
        """Whether they stand one below the other."""
        return self._box.direction() is QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest of them, since they can be stacked."""
        hints = [widget.minimumSizeHint().expandedTo(widget.minimumSize()) for widget in self._widgets]
        width = max((hint.width() for hint in hints), default=0)
        return QSize(width, self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack or unstack."""
        super().resizeEvent(event)
        narrow = event.size().width() < self._least
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._box.direction() is not direction:
            self._box.setDirection(direction)
            self.updateGeometry()
