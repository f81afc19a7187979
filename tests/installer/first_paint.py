"""From the start of the process to the first paint: the frozen program against the environment it was made from.

By hand, on Linux with Xvfb:  python tests/installer/first_paint.py build/frozen/linux/kapdesk build/venv/bin/python PRACTICE
The display is black until a window is painted; a pixel is looked at every two milliseconds. Runs alternate; medians are told.
"""

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent.parent
DISPLAY, WIDE, HIGH, ROUNDS = ":78", 1400, 900, 11
Z_PIXMAP, ALL_PLANES = 2, ctypes.c_ulong(-1)


class Screen:
    """The display, looked at through the X library."""

    def __init__(self) -> None:
        self._x = x = ctypes.CDLL("libX11.so.6")
        x.XOpenDisplay.restype = x.XDefaultRootWindow.restype = x.XGetImage.restype = ctypes.c_void_p
        x.XGetPixel.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(x.XOpenDisplay(DISPLAY.encode()))
        self._root = ctypes.c_void_p(x.XDefaultRootWindow(self._display))

    def is_painted(self) -> bool:
        """Whether anything but black is in sight at one of nine places."""
        return any(self._pixel(WIDE * i // 4, HIGH * j // 4) for i in (1, 2, 3) for j in (1, 2, 3))

    def _pixel(self, left: int, top: int) -> int:
        picture = self._x.XGetImage(self._display, self._root, left, top, 1, 1, ALL_PLANES, Z_PIXMAP)
        value = self._x.XGetPixel(ctypes.c_void_p(picture), 0, 0) & 0xFFFFFF
        self._x.XDestroyImage(ctypes.c_void_p(picture))
        return int(value)


def first_paint(screen: Screen, command: list[str], environment: dict[str, str]) -> float:
    """Seconds from the start to the first paint."""
    while screen.is_painted():
        time.sleep(0.05)
    start = time.perf_counter()
    program = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not screen.is_painted():
        time.sleep(0.002)
    took = time.perf_counter() - start
    time.sleep(0.5)
    program.kill()
    program.wait()
    return took


def main(frozen: str, python: str, practice: str) -> None:
    """Measure both, alternating, and print medians in milliseconds and their ratio."""
    server = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", f"{WIDE}x{HIGH}x24"], stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        screen = Screen()
        settings = {"XDG_CONFIG_HOME": f"{practice}.settings", "DISPLAY": DISPLAY, "PYTHONPATH": str(ROOT)}
        environment = {**os.environ, **settings}
        commands = {
            "environment": [python, "-m", "kapdesk", practice],
            "frozen": [str(Path(frozen).resolve() / "kapdesk"), practice],
        }
        took: dict[str, list[float]] = {name: [] for name in commands}
        for round_ in range(ROUNDS + 1):
            for name, command in commands.items():
                seconds = first_paint(screen, command, environment)
                if round_:  # the first round warms the disk's cache
                    took[name].append(seconds)
        for name, times in took.items():
            print(f"{name:12} {1000 * median(times):6.0f} ms  ({1000 * min(times):.0f} to {1000 * max(times):.0f})")
        print(f"ratio        {median(took['frozen']) / median(took['environment']):6.2f}")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main(*sys.argv[1:4])
