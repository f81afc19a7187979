"""One page of a PDF on white paper, drawn when it comes into sight, with what was searched for marked on it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QSizePolicy, QWidget

from kapdesk.ui.theme import current, tokens

Found = tuple[Sequence[QRectF], Sequence[QRectF]]
"""Where words were found on a page, in points from its corner; and the place that is looked at."""
_AIR = 1.5
"""Points around a word that was found."""


class Sheet(QWidget):
    """A page; its picture is made once for its size, and can be let go of while it is out of sight."""

    def __init__(self, document: QPdfDocument, number: int, found: Callable[[int], Found]) -> None:
        super().__init__()
        self._document = document
        self._number = number
        self._found = found
        self.setObjectName(f"sheet_{number + 1}")
        self.setAccessibleName(f"Page {number + 1}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.renew()

    @property
    def drawn(self) -> bool:
        """Whether its picture is held."""
        return not self._picture.isNull()

    def renew(self) -> None:
        """The document holds another page now; picture and words are taken from it when they come into sight."""
        self._picture = QImage()
        self.update()

    def let_go(self) -> None:
        """Hold no picture; it is drawn again when it comes into sight."""
        self._picture = QImage()

    def set_width(self, width: int) -> None:
        """Make the page that wide, in the proportions of its paper."""
        points = self._document.pagePointSize(self._number)
        size = QSize(width, round(width * points.height() / max(1.0, points.width())))
        if size != self.size():
            self.setFixedSize(size)
            self._picture = QImage()

    def place_of(self, words: QRectF) -> QRect:
        """Where a place in points is on the screen's page."""
        factor = self.width() / max(1.0, self._document.pagePointSize(self._number).width())
        words = words.adjusted(-_AIR, -_AIR, _AIR, _AIR)
        return QRectF(words.topLeft() * factor, words.size() * factor).toAlignedRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page, what is marked on it, and its edge."""
        if self._picture.isNull():
            self._picture = self._drawn()
            self.setAccessibleDescription(self._document.getAllText(self._number).text())
        with QPainter(self) as painter:
            painter.drawImage(QRect(QPoint(), self.size()), self._picture)
            self._mark_found(painter)
            painter.setPen(current()["line"])
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _mark_found(self, painter: QPainter) -> None:
        """Like a marker's ink; the one that is looked at has an edge too, so that colour is not all that tells it."""
        found, here = self._found(self._number)
        if not found:
            return
        light = tokens(False)  # the paper is white in the dark look too
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for one in found:
            painter.fillRect(self.place_of(one), light["preparation_soft"].darker(108))
        for one in here:
            painter.fillRect(self.place_of(one), QColor(light["preparation_mark"]).lighter(150))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(QPen(light["preparation"], 2))
        for one in here:
            painter.drawRect(self.place_of(one))

    def _drawn(self) -> QImage:
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        picture = QImage(size, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        with QPainter(picture) as painter:
            painter.drawImage(0, 0, self._document.render(self._number, size))
        return picture
