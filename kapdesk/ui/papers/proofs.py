"""The pages of a text while it is being written: laid out beside the window, the newest text only."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from kapdesk.errors import KapdeskError
from kapdesk.ui.tasks import Progress, Tasks
from kapdesk.usecases.paper.proof import PaperText, Proof

_AFTER = 400
"""Milliseconds after the last key until the pages are made anew."""


class Proofs(QObject):
    """Makes proofs one at a time; `made` and `failed` tell of the newest text, with that text."""

    made = Signal(object, object)
    failed = Signal(object, object)

    def __init__(self, read: Callable[[], PaperText], parent: QObject) -> None:
        super().__init__(parent)
        self._read = read
        self._tasks = Tasks(self)  # of its own: a backup that runs must not hold up the pages
        self._make: Callable[[PaperText], Proof] | None = None
        self._again = False
        self._timer = QTimer(self, singleShot=True, interval=_AFTER)
        self._timer.timeout.connect(self.start)

    @property
    def busy(self) -> bool:
        """Whether pages are being made, or will be soon."""
        return self._tasks.busy or self._timer.isActive()

    def begin(self, make: Callable[[PaperText], Proof]) -> None:
        """From now on make proofs in this way, the first at once."""
        self._make = make
        self.start()

    def soon(self) -> None:
        """A key was typed."""
        self._timer.start()

    def start(self) -> None:
        """Make a proof of the present text, now or as soon as the one before is ready."""
        self._timer.stop()
        if self._make is None:
            return
        if self._tasks.busy:
            self._again = True
            return
        self._again = False
        make, text = self._make, self._read()

        def work(_progress: Progress) -> Proof:
            return make(text)

        self._tasks.run("Laying out", work, lambda proof: self._done(text, proof), lambda error: self._bad(text, error))

    def end(self) -> None:
        """Stop, and forget the text."""
        self._timer.stop()
        self._make = None
        self._again = False
        self._tasks.close_down()

    def _done(self, text: PaperText, proof: Proof) -> None:
        self.made.emit(text, proof)
        self._go_on()

    def _bad(self, text: PaperText, error: KapdeskError) -> None:
        self.failed.emit(text, error)
        self._go_on()

    def _go_on(self) -> None:
        if self._again:
            self.start()
