"""Python's collector of circular garbage must not run in a worker's thread: it may free widgets there, which Qt allows in one thread only.

So whoever starts a thread first calls `here_only`. From then on nothing is collected by chance; a timer of the window's thread
does it, as often as Python would, and no thread that hangs can keep it from doing so.
"""

import gc

from PySide6.QtCore import QCoreApplication, QTimer

_LOOK_EVERY = 1_000


def here_only() -> None:
    """Collect on the window's thread only, from now on for as long as the program runs."""
    gc.disable()
    app = QCoreApplication.instance()
    if app is not None and app.findChild(QTimer, "collecting") is None:
        timer = QTimer(app, interval=_LOOK_EVERY)
        timer.setObjectName("collecting")
        timer.timeout.connect(collect_due)
        timer.start()


def collect_due() -> None:
    """Collect what Python would have collected by now: the oldest generation that is due, and with it the younger ones."""
    for generation, (count, most) in reversed(list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))):
        if most and count > most:
            gc.collect(generation)
            return
