"""A PDF in memory as pages on the screen; each page is drawn when it comes into sight."""

from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QSizePolicy, QWidget

from kapdesk.ui.look import button, column, label
from kapdesk.ui.theme import current, px

ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0)
"""1.0 is as wide as the place allows."""
_WIDEST = 760


class Preview(QScrollArea):
    """Shows a PDF; `page_shown` says which page of how many is in sight."""

    page_shown = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("preview")
        self.setAccessibleName("Preview of the paper")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWidgetResizable(True)
        self.setMinimumHeight(px(260))
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._zoom = 1.0
        self._sheets: list[_Sheet] = []
        self._inside = QWidget()
        self._column = column(self._inside, gap=14, margin=4)
        self._column.addStretch(1)
        self.setWidget(self._inside)
        self.verticalScrollBar().valueChanged.connect(self._say_page)

    @property
    def pages(self) -> int:
        """The number of pages."""
        return self._document.pageCount()

    @property
    def zoom(self) -> float:
        """How large the pages are; 1.0 fills the width."""
        return self._zoom

    def show_pdf(self, pdf: bytes, stay: bool = False) -> None:
        """Show other pages, from the first; with `stay` from where one was."""
        if not stay:
            self.clear()
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._remove_sheets(self._document.pageCount())
        for sheet in self._sheets:
            sheet.renew()
        for number in range(len(self._sheets), self._document.pageCount()):
            sheet = _Sheet(self._document, number)
            self._sheets.append(sheet)
            self._column.insertWidget(number, sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        self._size_sheets()
        if not stay:
            self.verticalScrollBar().setValue(0)
        self._say_page()

    def clear(self) -> None:
        """Show nothing, and let go of the PDF."""
        self._remove_sheets(0)
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray())

    def _remove_sheets(self, keep: int) -> None:
        for sheet in self._sheets[keep:]:
            self._column.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()
        del self._sheets[keep:]

    def set_zoom(self, zoom: float) -> None:
        """Draw the pages larger or smaller."""
        self._zoom = min(ZOOMS[-1], max(ZOOMS[0], zoom))
        self._size_sheets()
        self._say_page()

    def step_zoom(self, by: int) -> None:
        """The next larger or smaller size."""
        nearest = min(range(len(ZOOMS)), key=lambda at: abs(ZOOMS[at] - self._zoom))
        self.set_zoom(ZOOMS[min(len(ZOOMS) - 1, max(0, nearest + by))])

    def go_to(self, number: int) -> None:
        """Bring a page (from 1) into sight."""
        if 1 <= number <= len(self._sheets):
            self.verticalScrollBar().setValue(self._tops()[number - 1])

    def current_page(self) -> int:
        """The page that fills the middle of the view, from 1; 0 when there is none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return sum(top <= middle for top in self._tops()) or min(1, len(self._sheets))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pages follow the width."""
        super().resizeEvent(event)
        self._size_sheets()

    def event(self, event: QEvent) -> bool:
        """Another screen may have other pixels."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._size_sheets()
        return super().event(event)

    def _size_sheets(self) -> None:
        width = min(px(_WIDEST), self.viewport().width() - px(12))
        for sheet in self._sheets:
            sheet.set_width(max(px(120), round(width * self._zoom)))

    def _tops(self) -> list[int]:
        tops, y = [], self._column.contentsMargins().top()
        for sheet in self._sheets:
            tops.append(y)
            y += sheet.height() + self._column.spacing()
        return tops

    def _say_page(self) -> None:
        self.page_shown.emit(self.current_page(), len(self._sheets))


class _Sheet(QWidget):
    """One page on white paper, drawn once for its size."""

    def __init__(self, document: QPdfDocument, number: int) -> None:
        super().__init__()
        self._document = document
        self._number = number
        self.setObjectName(f"sheet_{number + 1}")
        self.setAccessibleName(f"Page {number + 1}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.renew()

    def renew(self) -> None:
        """The document holds another page now; picture and words are taken from it when they come into sight."""
        self._picture = QImage()
        self.update()

    def set_width(self, width: int) -> None:
        """Make the page that wide, in the proportions of its paper."""
        points = self._document.pagePointSize(self._number)
        size = QSize(width, round(width * points.height() / max(1.0, points.width())))
        if size != self.size():
            self.setFixedSize(size)
            self._picture = QImage()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page, and its edge."""
        if self._picture.isNull():
            self._picture = self._drawn()
            self.setAccessibleDescription(self._document.getAllText(self._number).text())
        with QPainter(self) as painter:
            painter.drawImage(QRect(QPoint(), self.size()), self._picture)
            painter.setPen(current()["line"])
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _drawn(self) -> QImage:
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        picture = QImage(size, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        with QPainter(picture) as painter:
            painter.drawImage(0, 0, self._document.render(self._number, size))
        return picture


def page_steps(preview: Preview, name: str = "") -> tuple[QPushButton, QPushButton, QLabel]:
    """What stands beside a preview: smaller, larger, and the page in sight; `name` begins their names."""
    smaller, larger = button("−", f"{name}zoom_out"), button("+", f"{name}zoom_in")
    for one, words, by in ((smaller, "Smaller pages", -1), (larger, "Larger pages", 1)):
        one.setAccessibleName(words)
        one.clicked.connect(partial(preview.step_zoom, by))
    page = label("", "small", f"{name}page_number")
    page.setWordWrap(False)
    page.setMinimumWidth(px(84))
    preview.page_shown.connect(lambda at, pages: page.setText(f"Page {at} of {pages}" if pages else ""))
    return smaller, larger, page


def unprintable_words(characters: tuple[str, ...]) -> str:
    """What is said of characters that no font on board has; "" when there are none."""
    if not characters:
        return ""
    shown = ", ".join(f"“{one}” (U+{ord(one[0]):04X})" for one in characters)
    return f"No font on board has {shown}. The page says so at its place; write it another way if it matters."
