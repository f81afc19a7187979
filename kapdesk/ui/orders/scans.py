"""The scans of an order: attached by a file or by dropping one, looked at inside the desk, saved outside only when asked."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImageIOHandler,
    QImageReader,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QVBoxLayout, QWidget

from kapdesk import paths
from kapdesk.domain.disclosures import GoingOut
from kapdesk.errors import BadInput, KapdeskError, NotFound
from kapdesk.ui import ask, look, printer
from kapdesk.ui.days import shown
from kapdesk.ui.details.cards import add_rows, entry_row, titled
from kapdesk.ui.disclosures.for_whom import ForWhomBox
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.papers.preview import Preview, page_steps
from kapdesk.ui.theme import px
from kapdesk.usecases.house import attachments
from kapdesk.usecases.paper import safe_pdf
from kapdesk.usecases.prescribing import orders
from kapdesk.usecases.prescribing.orders import OrderFile, Scan

if TYPE_CHECKING:
    from kapdesk.ui.orders.tab import OrdersTab

FILES = "Scans (*.pdf *.png *.jpg *.jpeg)"
KINDS = {"application/pdf": "PDF", "image/png": "PNG", "image/jpeg": "JPEG"}


class ScanCard(QWidget):
    """Lists the scans of an order; a file that is dropped on it is attached."""

    def __init__(self, tab: "OrdersTab", file: OrderFile) -> None:
        super().__init__()
        self.setObjectName("order_scans")
        self._tab, self._file = tab, file
        self.setAcceptDrops(True)
        frame, layout = titled("Scans of the order", ("Attach…", "attach_scan", self.choose))
        rows = [self._row(scan) for scan in file.scans]
        add_rows(layout, rows, "None yet. Attach a file, or drop one here: PDF, PNG or JPEG, up to 25 MB.")
        look.column(self).addWidget(frame)

    def choose(self) -> None:
        """Choose a file and attach it."""
        path = ask.open_file(self._tab, "Choose a scan of the order", Path.home(), FILES)
        if path is not None:
            self.attach(path)

    def attach(self, path: Path) -> None:
        """Attach a file to the order in sight, or say why not."""
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # 25 MB take half a second
        try:
            self._tab.do(
                lambda: orders.add_scan(
                    self._tab.vault, self._file.order.id, path.name, read_scan(path), self._tab.clock()
                )
            )
        finally:
            QGuiApplication.restoreOverrideCursor()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped, file by file."""
        paths_dropped = _dropped(event)
        event.acceptProposedAction()
        for path in paths_dropped:
            self.attach(path)

    def _row(self, scan: Scan) -> QWidget:
        lines = (f"{KINDS[scan.media_type]}, {size_words(scan.size)} · attached {shown(scan.added_at.date())}",)
        return entry_row(
            scan.name or "Scan",
            [(f"version {scan.version}", "plain")] if len(self._file.versions) > 1 else [],
            lines,
            ("Open", f"open_scan_{scan.id}", partial(self._tab.open_scan, scan)),
            ("Remove", f"remove_scan_{scan.id}", partial(self._tab.remove_scan, scan)),
        )


class ScanDialog(QDialog):
    """A scan inside the desk, from memory; `ask_for_whom` is asked before it is saved outside, `enter_saved` is told when it
    was, and `saved` holds the words for the message bar.
    """

    def __init__(
        self,
        parent: QWidget,
        name: str,
        media_type: str,
        data: bytes,
        enter_saved: Callable[[GoingOut], object],
        ask_for_whom: Callable[[ForWhomBox, QDialog], GoingOut | None],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("scan_dialog")
        self.setWindowTitle("kapdesk")
        self._media_type, self._data, self._enter_saved = media_type, data, enter_saved
        self._ask_for_whom = ask_for_whom
        self.saved = ""
        layout = look.column(self, gap=10, margin=20)
        heading = look.label(name or "Scan", "heading", "scan_name")
        heading.setWordWrap(True)
        layout.addWidget(heading)
        self.error = look.error_line("scan_error")
        layout.addWidget(self.error)
        steps = self._show(layout)
        save = look.button("Save outside kapdesk…", "save_scan")
        save.clicked.connect(self.save)
        close = look.button("Close", "close_scan", "primary")
        close.clicked.connect(self.accept)
        self.for_whom = ForWhomBox()
        acts = Flow(gap=10)
        acts.set_widgets([*steps, self.for_whom, save, close])
        layout.addWidget(acts)
        fit(self, 860, 940)

    def save(self) -> None:
        """Save a copy outside; entered in the history."""
        going = self._ask_for_whom(self.for_whom, self)
        if going is None:
            return
        ending = attachments.ENDINGS[self._media_type]
        sentence = "Save this scan outside kapdesk? The file is not encrypted there."
        if not ask.confirm(self, sentence, "Save a copy", "Whoever can open the folder can read it.", danger=False):
            return
        path = ask.save_file(self, "Save the scan", paths.documents() / f"scan{ending}", f"Scan (*{ending})")
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(ending)
        try:
            printer.save_pdf(path, self._data)
            self._enter_saved(going)
        except KapdeskError as error:
            look.show_error(self.error, str(error))
            return
        self.saved = f"Scan saved as {path.name}. The file is not encrypted: keep it where nobody else reads it."
        self.accept()

    def _show(self, layout: QVBoxLayout) -> tuple[QWidget, ...]:
        """Put the scan into its place; what stands beside it: smaller, larger, the page."""
        if self._media_type == "application/pdf":
            preview = Preview()
            preview.setAccessibleName("The scan")
            layout.addWidget(preview, 1)
            steps = page_steps(preview, "scan_")
            preview.show_pdf(self._data)
            if not preview.pages:
                look.show_error(self.error, _LOCKED)
            return steps
        picture = PictureView(self._data)
        layout.addWidget(picture, 1)
        if not picture.shown:
            look.show_error(
                self.error, "The picture is damaged and cannot be shown. Saved outside, another program may open it."
            )
        smaller, larger = look.button("−", "scan_zoom_out"), look.button("+", "scan_zoom_in")
        for one, words, factor in ((smaller, "Smaller picture", 0.8), (larger, "Larger picture", 1.25)):
            one.setAccessibleName(words)
            one.clicked.connect(partial(picture.zoom_by, factor))
        return smaller, larger


class PictureView(QScrollArea):
    """A picture from memory, as wide as its place at first; turned as the camera says."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.setObjectName("scan_picture")
        self.setAccessibleName("The scan")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._data = data
        self._picture = QPixmap()
        self._zoom = 1.0
        self._label = QLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(self._label)
        self.setWidgetResizable(True)
        self._whole = self._read(_AT_FIRST)

    @property
    def shown(self) -> bool:
        """Whether there is a picture."""
        return not self._picture.isNull()

    def zoom_by(self, factor: float) -> None:
        """Draw it larger or smaller."""
        self._zoom = min(5.0, max(0.2, self._zoom * factor))
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture follows the width."""
        super().resizeEvent(event)
        self._draw()

    def _read(self, width: int) -> bool:
        """Unfold the picture, not much wider than it is needed: that takes a third of the time. Whether that is all of it."""
        buffer = QBuffer()
        buffer.setData(QByteArray(self._data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)
        size = reader.size()
        turned = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
        across = size.height() if turned else size.width()
        if across > width > 0:
            reader.setScaledSize(size * (width / across))
        self._picture = QPixmap.fromImage(reader.read())
        return across <= width

    def _draw(self) -> None:
        if not self.shown:
            return
        width = max(px(80), round((self.viewport().width() - px(4)) * self._zoom))
        if width > self._picture.width() and not self._whole:
            self._whole = self._read(2 * width)
        if width != self._label.pixmap().width():
            self._label.setPixmap(self._picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation))


_AT_FIRST = 1_200
"""Pixels across to which a picture is unfolded at first; more when one looks closer."""
_LOCKED = "This PDF cannot be shown: it is damaged, or locked with a password. Ask for one without a password and attach that."


def read_scan(path: Path) -> bytes:
    """A file that was chosen; BadInput when it is too large or cannot be shown, NotFound when it cannot be read."""
    try:
        attachments.check_size(path.stat().st_size)
        data = path.read_bytes()
    except OSError:
        raise NotFound(f"{path.name} cannot be read. Choose another file.") from None
    if attachments.checked_kind(data) == "application/pdf":
        safe_pdf.check_pdf(data)  # before anything unfolds it
        with printer.opened(data) as document:
            if not document.pageCount():
                raise BadInput(_LOCKED, "scan")
    return data


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def size_words(size: int) -> str:
    """`840 KB`, `2.1 MB`."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"
