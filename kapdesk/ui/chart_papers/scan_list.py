"""Scans that are to be filed: chosen or dropped, several at once, read and checked beside the window; nothing hangs."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from kapdesk.errors import BadInput, KapdeskError, NotFound
from kapdesk.ui import ask, look, printer
from kapdesk.ui.details.cards import entry_row
from kapdesk.ui.orders.scans import FILES, KINDS, size_words
from kapdesk.ui.tasks import Progress, Tasks
from kapdesk.usecases.house import attachments
from kapdesk.usecases.paper import safe_pdf

MOST_PAGES = 400
"""Pages of one PDF: a scanned record of another clinic may have some hundreds."""
_MOST_POINTS = 14_400
"""Length of a page's side in points (200 inches), as the format itself allows."""
_LONGEST = 30
"""Times that a page is longer than it is wide: a long receipt, no trick."""
_MOST_FILES = 30


class ScanList(QWidget):
    """Takes files; `changed` when one came, went, or could not be taken."""

    changed = Signal()

    def __init__(self, name: str = "scans") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAcceptDrops(True)
        self._tasks = Tasks(self)
        self._files: list[tuple[str, str, bytes]] = []
        self._reading = 0
        frame, layout = look.card()
        add = look.button("Add scans…", f"{name}_add")
        add.clicked.connect(self.choose)
        self.add_button = add
        words = look.label("Or drop files here: PDF, PNG or JPEG, up to 25 MB each.", "small")
        line = look.row(add, words)
        line.setStretch(1, 1)
        layout.addLayout(line)
        self._rows = look.column(gap=4)
        layout.addLayout(self._rows)
        self.state = look.label("", "muted", f"{name}_state")
        self.state.hide()
        layout.addWidget(self.state)
        self.error = look.error_line(f"{name}_error")
        layout.addWidget(self.error)
        look.column(self).addWidget(frame)

    @property
    def files(self) -> list[bytes]:
        """What was taken, in order."""
        return [data for _, _, data in self._files]

    @property
    def busy(self) -> bool:
        """Whether a file is being read."""
        return self._reading > 0

    def choose(self) -> None:
        """Choose files."""
        self.take(ask.open_files(self, "Choose scans of the paper", Path.home(), FILES))

    def take(self, paths: Sequence[Path]) -> None:
        """Read and check files beside the window; what cannot be taken is said, and the others are."""
        look.show_error(self.error, "")
        if len(self._files) + self._reading + len(paths) > _MOST_FILES:
            look.show_error(self.error, f"More than {_MOST_FILES} files. Scan the pages into one PDF.")
            return
        for path in paths:
            self._reading += 1
            self._tasks.run(
                "Reading", partial(_work, path), partial(self._taken, path.name), partial(self._refused, path.name)
            )
        self._show()

    def close_down(self) -> None:
        """Stop reading, and let go of the files."""
        self._tasks.close_down()
        self._files, self._reading = [], 0

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        event.acceptProposedAction()
        self.take(dropped(event))

    def _taken(self, name: str, found: tuple[str, bytes]) -> None:
        kind, data = found
        try:
            if kind == "application/pdf":
                check_pages(data)
        except BadInput as problem:
            self._refused(name, problem)
            return
        self._reading -= 1
        if data not in self.files:
            self._files.append((name, kind, data))
        self._show()
        self.changed.emit()

    def _refused(self, name: str, problem: KapdeskError) -> None:
        self._reading -= 1
        before = f"{self.error.text()}\n" if self.error.text() else ""
        look.show_error(self.error, f"{before}{name}: {problem}")
        self._show()
        self.changed.emit()

    def _remove(self, at: int) -> None:
        del self._files[at]
        self._show()
        self.changed.emit()
        self.add_button.setFocus()

    def _show(self) -> None:
        look.clear(self._rows)
        for at, (name, kind, data) in enumerate(self._files):
            act = ("Remove", f"remove_scan_{at}", partial(self._remove, at))
            self._rows.addWidget(entry_row(name, (), (f"{KINDS[kind]}, {size_words(len(data))}",), act))
        look.show_error(
            self.state, f"Reading {self._reading} file{'' if self._reading == 1 else 's'}…" if self.busy else ""
        )


def check_pages(data: bytes) -> None:
    """Refuse (BadInput) a PDF that cannot be shown page by page; on the window's thread, which draws it."""
    with printer.opened(data) as document:
        pages = document.pageCount()
        if not pages:
            raise BadInput(
                "This PDF cannot be shown: it is damaged, or locked with a password. Ask for one without a password.",
                "scan",
            )
        if pages > MOST_PAGES:
            raise BadInput(f"This PDF has {pages:,} pages; kapdesk takes {MOST_PAGES}. Attach it in parts.", "scan")
        sizes = [document.pagePointSize(at) for at in range(pages)]
    sides = [sorted((size.width(), size.height())) for size in sizes]
    if any(short < 1 or long > _MOST_POINTS or long > _LONGEST * short for short, long in sides):
        raise BadInput("A page of this PDF has no usable size. Print it to a new PDF.", "scan")


def dropped(event: QDropEvent) -> list[Path]:
    """The files of this computer that are dropped."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _work(path: Path, progress: Progress) -> tuple[str, bytes]:
    """In the worker: a file's kind and bytes; its size is known before it is read."""
    progress(path.name, 0.0)
    try:
        if not path.is_file():
            raise NotFound("This is not a file that can be read. Choose another one.")
        attachments.check_size(path.stat().st_size)
        with path.open("rb") as file:
            data = file.read(attachments.MOST_BYTES + 1)
    except OSError:
        raise NotFound("It cannot be read. Choose another file.") from None
    kind = attachments.checked_kind(data)
    if kind == "application/pdf":
        safe_pdf.check_pdf(data)
    return kind, data
