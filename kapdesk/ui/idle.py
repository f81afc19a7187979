"""When to lock by itself: after idle minutes, and when the computer wakes.

Waking is seen as a jump of the clock: the wall clock runs on while the monotonic one stands still, or, on systems where
both run on, the timer that looks every few seconds has not looked for a minute.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

_LOOK_EVERY = 5_000
_JUMP = 60.0
_A_MINUTE = 60.0
_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletPress,
    QEvent.Type.TabletMove,
    QEvent.Type.InputMethod,  # dictation, and scripts that are composed
}
_BEFORE_PAINTING = {QEvent.Type.UpdateRequest, QEvent.Type.Expose, QEvent.Type.WindowActivate}


class IdleWatch(QObject):
    """Watches the program's input and the window; `expired` says that it is time to lock.

    `minutes` says how long nothing may happen, each time anew; 0: as long as it likes.
    """

    expired = Signal()

    def __init__(
        self,
        window: QWidget,
        minutes: Callable[[], int],
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._minutes = minutes
        self._monotonic, self._wall = monotonic, wall
        self._last_input = monotonic()
        self._apart = wall() - monotonic()
        self._looked = wall()
        self._timer = QTimer(self, interval=_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def stop(self) -> None:
        """Stop watching."""
        self._timer.stop()

    def look(self) -> bool:
        """Whether it is time to lock; then `expired` is sent."""
        woke = self._woke()
        self._looked = self._wall()
        rested = self._monotonic() - self._last_input
        idle = rested >= _A_MINUTE and 0 < 60 * self._minutes() <= rested
        if not (woke or idle) or not self._timer.isActive():
            return False
        self._timer.stop()
        self.expired.emit()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note input; after a jump of the clock nothing of the window is painted any more."""
        kind = event.type()
        if kind in _INPUT:
            self._last_input = self._monotonic()
        elif kind in _BEFORE_PAINTING and watched in (self._window, self._window.windowHandle()) and self._woke():
            self._window.hide()
            return self.look()
        return False

    def _woke(self) -> bool:
        apart = self._wall() - self._monotonic()
        return abs(apart - self._apart) > _JUMP or self._wall() - self._looked > _JUMP
