"""Arrangements that follow the width they are given, so that nothing is cut off when text is large."""

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QLayout, QScrollArea, QSizePolicy, QWidget

from kapdesk.ui.look import scroll
from kapdesk.ui.theme import px

_ASKED_ANEW = QEvent.Type.LayoutRequest


class Flow(QWidget):
    """Widgets one after the other, on as many lines as they need."""

    def __init__(self, gap: int = 8) -> None:
        super().__init__()
        self._gap = px(gap)
        self._widgets: list[QWidget] = []
        self._known = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_widgets(self, widgets: list[QWidget]) -> None:
        """Show these instead of the present ones."""
        for old in self._widgets:
            old.hide()
            old.deleteLater()
        self._widgets = widgets
        for widget in widgets:
            widget.setParent(self)
            if widget.isHidden():
                widget.show()
        if self.isVisible():
            self.arrange()
        else:  # measured when it is shown: out of sight it would be styled twice
            self.updateGeometry()

    def widgets(self) -> list[QWidget]:
        """What is shown."""
        return list(self._widgets)

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest of them that cannot wrap."""
        shown = self._shown()
        widest = max((size.width() for widget, size in shown if not isinstance(widget, QLabel)), default=px(120))
        return QSize(widest, self._height_at(max(self.width(), widest), shown))

    def sizeHint(self) -> QSize:
        """All on one line."""
        shown = self._shown()
        total = self._total(shown)
        return QSize(total, self._height_at(max(self.width(), 1), shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self.arrange()

    def event(self, event: QEvent) -> bool:
        """A widget in it changed its size."""
        if event.type() == _ASKED_ANEW:
            self.arrange()
        return super().event(event)

    def _shown(self) -> list[tuple[QWidget, QSize]]:
        """What is in sight, each with the size it would like: asked once for all that is made of it."""
        return [(widget, _wanted(widget)) for widget in self._widgets if not widget.isHidden()]

    def _total(self, shown: list[tuple[QWidget, QSize]]) -> int:
        return sum(size.width() for _, size in shown) + self._gap * max(0, len(shown) - 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Words may have changed while it was hidden."""
        super().showEvent(event)
        self.arrange()

    def _lines(self, width: int, shown: list[tuple[QWidget, QSize]]) -> list[list[tuple[QWidget, QSize]]]:
        """The lines of it, each widget with the size that it gets."""
        lines: list[list[tuple[QWidget, QSize]]] = []
        used = 0
        for widget, size in shown:
            wanted = size.width()
            if not lines or used + wanted > width:
                lines.append([])
                used = 0
            lines[-1].append((widget, _fitted(widget, size, width)))
            used += wanted + self._gap
        return lines

    def _height_at(self, width: int, shown: list[tuple[QWidget, QSize]]) -> int:
        heights = [max(size.height() for _, size in line) for line in self._lines(width, shown)]
        return sum(heights) + self._gap * max(0, len(heights) - 1)

    def arrange(self) -> None:
        """Set them anew, after one was shown or hidden."""
        y = 0
        for line in self._lines(self.width(), self._shown()):
            height = max(size.height() for _, size in line)
            x = 0
            for widget, size in line:
                widget.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
                x += size.width() + self._gap
            y += height + self._gap
        total = self._total(self._shown())
        if self._known != total:
            self._known = total
            self.updateGeometry()
        height = max(0, y - self._gap)
        if self.minimumHeight() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)


def page_margins(layout: QLayout, top: int = 22) -> None:
    """The air around a page; it does not grow with the text beyond what a small window can spare."""
    side = min(px(28), 32)
    layout.setContentsMargins(side, px(top), side, px(22))


def roomy(inside: QWidget) -> QScrollArea:
    """A page that fills its place, and scrolls both ways where the place is too small for it."""
    area = scroll(inside)
    area.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setMinimumSize(px(160), px(160))
    return area


def fit(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog a size at 100 %, but never more than the window or the screen has."""
    parent = dialog.parentWidget()
    room = parent.window().size() if parent is not None else dialog.screen().availableSize()
    dialog.resize(min(px(width), room.width() - 24), min(px(height), room.height() - 24))


def _fitted(widget: QWidget, size: QSize, width: int) -> QSize:
    """The size of a widget that would like `size`; words that are too long for a line wrap."""
    if not isinstance(widget, QLabel):
        return size
    if size.width() <= width:
        if widget.property("wrapped_here"):  # it was too narrow once
            widget.setProperty("wrapped_here", False)
            widget.setWordWrap(False)
            size = _wanted(widget)
        return size
    if not widget.wordWrap():
        widget.setProperty("wrapped_here", True)
        widget.setWordWrap(True)
    return QSize(width, widget.heightForWidth(width))


def _wanted(widget: QWidget) -> QSize:
    widget.ensurePolished()  # before it, sizes are those of another font
    size = widget.sizeHint()
    if isinstance(widget, QLabel) and widget.wordWrap():  # its hint is that of the wrapped words
        size = QSize(widget.fontMetrics().horizontalAdvance(widget.text()) + px(2), widget.fontMetrics().height())
    return size.expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())


class Columns(QWidget):
    """Widgets side by side while there is room for it, else one below the other."""

    def __init__(self, least: int, gap: int = 18) -> None:
        super().__init__()
        self._least = px(least)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(px(gap))
        self._widgets: list[QWidget] = []

    def add(self, widget: QWidget, stretch: int = 0, alignment: "QtCore.Qt.AlignmentFlag | None" = None) -> None:
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
