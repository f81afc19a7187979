"""Python's collector of circular garbage must not run in a worker's thread: it may free widgets, which Qt allows in one thread only."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_at_work: list[int] = []


@contextmanager
def put_off() -> Iterator[None]:
    """While a worker is in here nothing is collected, nor afterwards until `go_on` is called on the window's thread."""
    me = threading.get_ident()
    with _lock:
        gc.disable()
        _at_work.append(me)
    try:
        yield
    finally:
        with _lock:
            _at_work.remove(me)


def go_on() -> None:
    """Collect again, unless a worker is at work; on the window's thread, once a worker's word has arrived there."""
    with _lock:
        if not _at_work:
            gc.enable()
