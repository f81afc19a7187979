"""The pages of a PDF as small pictures beside it; only those in sight are drawn."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kapdesk.ui.theme import current, px

WIDTH = 132
"""Of the strip, at 100 %."""
_PICTURE = 84
Index = QModelIndex | QPersistentModelIndex


class _Pages(QAbstractListModel):
    def __init__(self, document: QPdfDocument, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self._pictures: dict[int, QImage] = {}
        self._pages = 0

    def renew(self) -> None:
        """The document holds other pages."""
        self.beginResetModel()
        self._pictures.clear()
        self._pages = max(0, self._document.pageCount())
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """The number of pages."""
        return 0 if parent.isValid() else self._pages

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The number of a page."""
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"Page {index.row() + 1}"
        return None

    def size(self, row: int) -> QSize:
        """Of a page's picture."""
        points = self._document.pagePointSize(row)
        return QSize(px(_PICTURE), round(px(_PICTURE) * points.height() / max(1.0, points.width())))

    def picture(self, row: int, ratio: float) -> QImage:
        """A page's picture, drawn once."""
        if row not in self._pictures:
            size = self.size(row) * ratio
            picture = QImage(size, QImage.Format.Format_RGB32)
            picture.fill(Qt.GlobalColor.white)
            with QPainter(picture) as painter:
                painter.drawImage(0, 0, self._document.render(row, size))
            self._pictures[row] = picture
        return self._pictures[row]


class _Drawing(QStyledItemDelegate):
    def __init__(self, pages: _Pages, parent: QWidget) -> None:
        super().__init__(parent)
        self._pages = pages

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the picture and the number below it."""
        return QSize(px(_PICTURE + 24), self._pages.size(index.row()).height() + px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The picture, framed when it is the page in sight, and its number."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        area: QRect = option.rect
        size = self._pages.size(index.row())
        place = QRect(area.left() + (area.width() - size.width()) // 2, area.top() + px(8), size.width(), size.height())
        painter.save()
        painter.drawImage(place, self._pages.picture(index.row(), option.widget.devicePixelRatioF()))
        painter.setPen(QPen(current()["accent"], px(3)) if chosen else QPen(current()["line"], 1))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))
        font = painter.font()
        font.setPixelSize(px(13))
        font.setBold(chosen)
        painter.setFont(font)
        painter.setPen(current()["accent" if chosen else "mute"])
        below = QRect(area.left(), place.bottom() + px(3), area.width(), px(20))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))
        painter.restore()


class Thumbnails(QListView):
    """The strip; `page_chosen` when one goes to another page (from 1)."""

    page_chosen = Signal(int)

    def __init__(self, document: QPdfDocument, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("thumbnails")
        self.setAccessibleName("Pages")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self._pages = _Pages(document, self)
        self._quiet = False
        self.setModel(self._pages)
        self.setItemDelegate(_Drawing(self._pages, self))
        self.selectionModel().currentChanged.connect(lambda now, _before: self._go(now.row()))
        self.hide()

    def renew(self) -> None:
        """Other pages."""
        self._quiet = True
        self._pages.renew()
        self._quiet = False

    def show_page(self, number: int) -> None:
        """Point at the page in sight."""
        index = self._pages.index(number - 1)
        if index.isValid() and index != self.currentIndex():
            self._quiet = True
            self.setCurrentIndex(index)
            self._quiet = False

    def _go(self, row: int) -> None:
        if row >= 0 and not self._quiet:
            self.page_chosen.emit(row + 1)
