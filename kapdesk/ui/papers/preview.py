"""A PDF in memory as pages on the screen, with zoom, small pictures of its pages, and search; pages are drawn when in sight."""

from collections.abc import Callable
from functools import partial
from typing import Literal

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtWidgets import QDialog, QLabel, QMenu, QPushButton, QScrollArea, QWidget

from kapdesk.ui.look import button, column, label
from kapdesk.ui.papers.find_bar import FindBar
from kapdesk.ui.papers.sheet import Found, Sheet
from kapdesk.ui.papers.thumbnails import WIDTH, Thumbnails
from kapdesk.ui.theme import px

ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0)
"""1.0 is as wide as the place allows, but not wider than paper is read."""
_WIDEST = 760
_SMALLEST, _LARGEST = 0.2, 4.0
_AT_ONCE = 30
"""Pages that are searched at once; the others while nothing else is to do."""
_HELD = 12
"""Pages whose pictures are held; those that are further away are drawn anew."""
Fit = Literal["width", "page"]


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
        self._fit: Fit | None = None
        self._order: list[tuple[int, int, int, int]] = []
        self._sheets: list[Sheet] = []
        self._inside = QWidget()
        self._column = column(self._inside, gap=14, margin=4)
        self._column.addStretch(1)
        self.setWidget(self._inside)
        self.verticalScrollBar().valueChanged.connect(self._say_page)
        self.thumbnails = Thumbnails(self._document, self)
        self.thumbnails.page_chosen.connect(self.go_to)
        self._build_search()
        self._ctrl_f: QShortcut | None = None

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
            sheet = Sheet(self._document, number, self._found_on)
            self._sheets.append(sheet)
            self._column.insertWidget(number, sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        self._size_sheets()
        self.thumbnails.renew()
        if not stay:
            self.verticalScrollBar().setValue(0)
        self._search_again()
        self._say_page()

    def clear(self) -> None:
        """Show nothing, and let go of the PDF."""
        self._search.setSearchString("")
        self._at = 0
        self._remove_sheets(0)
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray())
        self.thumbnails.renew()
        self._say_page()

    def set_zoom(self, zoom: float) -> None:
        """Draw the pages larger or smaller."""
        self._fit = None
        self._zoom = min(ZOOMS[-1], max(ZOOMS[0], zoom))
        self._size_sheets()
        self._say_page()

    def step_zoom(self, by: int) -> None:
        """The next larger or smaller size."""
        nearest = min(range(len(ZOOMS)), key=lambda at: abs(ZOOMS[at] - self._zoom))
        self.set_zoom(ZOOMS[min(len(ZOOMS) - 1, max(0, nearest + by))])

    def fit(self, to: Fit) -> None:
        """Let the page fill the width, or be seen as a whole, also when the place changes its size."""
        page = self.current_page()
        self._fit = to
        self._size_sheets()
        self._column.activate()
        self.go_to(page)

    def go_to(self, number: int) -> None:
        """Bring a page (from 1) into sight."""
        if 1 <= number <= len(self._sheets):
            self.verticalScrollBar().setValue(self._tops()[number - 1])

    def current_page(self) -> int:
        """The page that fills the middle of the view, from 1; 0 when there is none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return sum(top <= middle for top in self._tops()) or min(1, len(self._sheets))

    def show_thumbnails(self, shown: bool) -> None:
        """Show or hide the small pictures of the pages."""
        self.thumbnails.setVisible(shown)
        self._place_beside()
        self._say_page()

    def search(self) -> None:
        """Open the bar in which one types what to search for."""
        if self.pages > 0:
            self.find_bar.start()
            self._place_beside()

    def find_words(self, words: str) -> None:
        """Mark these words wherever they stand, and go to the first from the page in sight on."""
        here = self.current_page() - 1
        self._order = []
        self._search.setSearchString(words.strip())
        for page in range(min(_AT_ONCE, max(0, self.pages)) if words.strip() else 0):
            self._search.resultsOnPage(page)
        pages = [page for page, *_ in self._in_order()]
        self._at = next((at for at, page in enumerate(pages) if page >= here), 0)
        self._show_found()

    @property
    def found(self) -> int:
        """How often what is searched for stands there, as far as was looked."""
        return self._search.rowCount(QModelIndex()) if self._search.searchString() else 0

    def step(self, by: int) -> None:
        """Go to the next place that was found, or the one before; from the last to the first."""
        if self.found:
            self._at = (self._at + by) % self.found
            self._show_found()

    def end_find(self) -> None:
        """Close the search, and take its marks away."""
        self.find_bar.hide()
        self._search.setSearchString("")
        self._at = 0
        self._mark()
        self._place_beside()
        self.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pages follow the width."""
        super().resizeEvent(event)
        self._place_beside()
        self._size_sheets()

    def showEvent(self, event: QShowEvent) -> None:
        """In a dialog, Ctrl+F searches wherever the focus is."""
        super().showEvent(event)
        if self._ctrl_f is None and isinstance(self.window(), QDialog):
            self._ctrl_f = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self.window(), self.search)

    def event(self, event: QEvent) -> bool:
        """Another screen may have other pixels; keys of a page that is read come before those of the window."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._size_sheets()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._act_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, pages, search; the arrows and Page Up and Down scroll."""
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _act_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does here, beside scrolling."""
        control = Qt.KeyboardModifier.ControlModifier
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        acts: dict[Qt.Key, Callable[[], None]]
        if held == control:
            acts = {
                Qt.Key.Key_F: self.search,
                Qt.Key.Key_0: partial(self.fit, "width"),
                Qt.Key.Key_9: partial(self.fit, "page"),
                Qt.Key.Key_Plus: partial(self.step_zoom, 1),
                Qt.Key.Key_Equal: partial(self.step_zoom, 1),
                Qt.Key.Key_Minus: partial(self.step_zoom, -1),
                Qt.Key.Key_PageDown: partial(self._turn, 1),
                Qt.Key.Key_PageUp: partial(self._turn, -1),
            }
        elif held:
            return None
        else:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            acts = {
                Qt.Key.Key_Home: partial(self.go_to, 1),
                Qt.Key.Key_End: partial(self.go_to, self.pages),
                Qt.Key.Key_F3: partial(self.step, -1 if back else 1),
            }
            if self.find_bar.isVisible():
                acts[Qt.Key.Key_Escape] = self.end_find
        return acts.get(Qt.Key(event.key()))

    def _turn(self, by: int) -> None:
        self.go_to(min(self.pages, max(1, self.current_page() + by)))

    def _build_search(self) -> None:
        self._search = QPdfSearchModel(self)
        self._search.setDocument(self._document)
        self._search.countChanged.connect(self._say_found)
        self._at = 0
        self.find_bar = FindBar(self)
        self.find_bar.typed.connect(self.find_words)
        self.find_bar.step_wanted.connect(self.step)
        self.find_bar.closed.connect(self.end_find)

    def _search_again(self) -> None:
        """The pages are others now; what is searched for stays."""
        self._search.setSearchString("")
        if self.find_bar.isVisible() and self.find_bar.words.text().strip():
            self.find_words(self.find_bar.words.text())

    def _show_found(self) -> None:
        """Mark what was found, and bring the one that is looked at into sight."""
        self._say_found()
        if not self.found:
            return
        page, *_, number = self._in_order()[self._at]
        link = self._search.resultAtIndex(number)
        place = self._sheets[page].place_of(link.rectangles()[0]).translated(0, self._tops()[page])
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if not bar.value() + px(20) <= place.top() <= bar.value() + room - px(60):
            bar.setValue(place.top() - room // 3)

    def _say_found(self) -> None:
        self.find_bar.say(self._at + 1, self.found)
        self._mark()

    def _mark(self) -> None:
        for sheet in self._sheets:
            sheet.update()

    def _found_on(self, number: int) -> Found:
        """Where the words stand on a page, and the place that is looked at; asked for pages in sight only."""
        if not self._search.searchString():
            return (), ()
        all_of_it = [one for link in self._search.resultsOnPage(number) for one in link.rectangles()]
        order = self._in_order()
        here = self._search.resultAtIndex(order[self._at][-1]) if self._at < len(order) else None
        return all_of_it, here.rectangles() if here is not None and here.page() == number else ()

    def _in_order(self) -> list[tuple[int, int, int, int]]:
        """What was found as it is read: page, from top to bottom, from left to right; at the end its number in the search."""
        if len(self._order) != self.found:
            found = [(self._search.resultAtIndex(at), at) for at in range(self.found)]
            self._order = sorted(
                (link.page(), round(link.location().y()), round(link.location().x()), at) for link, at in found
            )
        return self._order

    def _place_beside(self) -> None:
        """The search above the pages, the small pictures at their left."""
        top = self.find_bar.sizeHint().height() if self.find_bar.isVisibleTo(self) else 0
        left = px(WIDTH) if self.thumbnails.isVisibleTo(self) else 0
        margins = self.viewportMargins()
        if (margins.left(), margins.top()) != (left, top):
            self.setViewportMargins(left, top, 0, 0)
        edge = self.frameWidth()
        width, height = self.width() - 2 * edge, self.height() - 2 * edge
        self.find_bar.setGeometry(QRect(QPoint(edge, edge), self.find_bar.sizeHint()))
        self.find_bar.resize(width - self.verticalScrollBar().sizeHint().width(), top)
        self.thumbnails.setGeometry(edge, edge + top, left, height - top)

    def _remove_sheets(self, keep: int) -> None:
        for sheet in self._sheets[keep:]:
            self._column.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()
        del self._sheets[keep:]

    def _size_sheets(self) -> None:
        room = self.viewport().width() - px(12)
        width = min(px(_WIDEST), room)
        if self._fit is not None and self._sheets:
            points = self._document.pagePointSize(max(0, self.current_page() - 1))
            high = (self.viewport().height() - px(12)) * points.width() / max(1.0, points.height())
            wanted = room if self._fit == "width" else min(room, high)
            self._zoom = min(_LARGEST, max(_SMALLEST, wanted / max(1, width)))
        for sheet in self._sheets:
            sheet.set_width(max(px(120), round(width * self._zoom)))

    def _tops(self) -> list[int]:
        tops, y = [], self._column.contentsMargins().top()
        for sheet in self._sheets:
            tops.append(y)
            y += sheet.height() + self._column.spacing()
        return tops

    def _say_page(self) -> None:
        page = self.current_page()
        for number, sheet in enumerate(self._sheets, 1):
            if sheet.drawn and abs(number - page) > _HELD:
                sheet.let_go()
        self.thumbnails.show_page(page)
        self.page_shown.emit(page, len(self._sheets))


def page_steps(preview: Preview, name: str = "") -> tuple[QPushButton, QPushButton, QPushButton, QLabel]:
    """What stands beside a preview: smaller, larger, how to look at it, and the page in sight; `name` begins their names."""
    smaller, larger = button("−", f"{name}zoom_out"), button("+", f"{name}zoom_in")
    for one, words, by, keys in ((smaller, "Smaller pages", -1, "Ctrl+−"), (larger, "Larger pages", 1, "Ctrl++")):
        one.setAccessibleName(words)
        one.setToolTip(keys)
        one.clicked.connect(partial(preview.step_zoom, by))
    look = button("View…", f"{name}view")
    look.setAccessibleName("How to look at the pages: size, small pictures, search")
    look.clicked.connect(lambda: view_menu(preview).popup(look.mapToGlobal(QPoint(0, look.height()))))
    page = label("", "small", f"{name}page_number")
    page.setWordWrap(False)
    page.setMinimumWidth(px(84))
    preview.page_shown.connect(lambda at, pages: page.setText(f"Page {at} of {pages}" if pages else ""))
    return smaller, larger, look, page


def view_menu(preview: Preview) -> QMenu:
    """How to look at the pages."""
    menu = QMenu(preview)
    menu.setObjectName("view_menu")
    menu.aboutToHide.connect(menu.deleteLater)
    menu.addAction("Find in this paper…\tCtrl+F", preview.search)
    menu.addSeparator()
    menu.addAction("As wide as there is room\tCtrl+0", partial(preview.fit, "width"))
    menu.addAction("The whole page\tCtrl+9", partial(preview.fit, "page"))
    menu.addAction("Usual size", partial(preview.set_zoom, 1.0))
    menu.addSeparator()
    shown = menu.addAction("Small pictures of the pages")
    shown.setCheckable(True)
    shown.setChecked(preview.thumbnails.isVisibleTo(preview))
    shown.toggled.connect(preview.show_thumbnails)
    return menu


def unprintable_words(characters: tuple[str, ...]) -> str:
    """What is said of characters that no font on board has; "" when there are none."""
    if not characters:
        return ""
    shown = ", ".join(f"“{one}” (U+{ord(one[0]):04X})" for one in characters)
    return f"No font on board has {shown}. The page says so at its place; write it another way if it matters."
