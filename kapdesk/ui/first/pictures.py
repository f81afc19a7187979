"""The first launch as pictures: each step, and the backup made. A practice is made for it, which opens to nobody."""

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QWidget

from kapdesk.preferences import Preferences
from kapdesk.ui.drives import Drive
from kapdesk.ui.first import typed
from kapdesk.ui.first.window import FirstLaunch
from kapdesk.ui.tasks import Tasks
from kapdesk.usecases.house import opening
from kapdesk.usecases.house.practice import PracticeFacts
from kapdesk.usecases.house.secrets import recovery_key_of

_STICK = Drive(Path("/media/dana/STICK"), "STICK", 27_800_000_000)
_DISK = Drive(Path("/media/dana/Archive"), "Archive", 412_000_000_000)
_NEVER_USED = "velvet orbit lantern gravel thimble"


def draw(take: Callable[[QWidget, str], None], clock: Callable[[], datetime]) -> None:
    """Draw them all; `take` draws a widget as it is."""
    with tempfile.TemporaryDirectory() as folder:
        first = FirstLaunch(Tasks(), clock, Preferences())
        first.step_one.set_folder(Path("Documents"))
        first.show()
        try:
            _draw(take, first, Path(folder), clock)
        finally:
            first.hand_on()
            typed.forget()


def _draw(
    take: Callable[[QWidget, str], None], first: FirstLaunch, folder: Path, clock: Callable[[], datetime]
) -> None:
    first.fill_time_zones()
    take(first, "first-launch-1")
    first.fields["name"].setText("High Mesa Psychotherapy")
    first.step_one.file_name.setText("High Mesa")
    first.step_one.more.setChecked(True)
    take(first, "first-launch-more")
    first.go_on()
    first.passphrase.first.setText("several unrelated words")
    take(first, "first-launch-2")
    file = folder / "High Mesa.kapdesk"
    created = opening.create_practice(file, _NEVER_USED, PracticeFacts(name="High Mesa"), clock(), guided=True)
    first._made(SimpleNamespace(unlocked=created.unlocked, recovery_key=recovery_key_of(bytes(range(32)))))
    take(first, "first-launch-3")
    first.put_off()
    _places(take, first)


def _places(take: Callable[[QWidget, str], None], first: Any) -> None:
    place = first.place
    place.offer([])
    take(first, "first-launch-no-drive")
    place.offer([_DISK, _STICK])
    place.set_place(_STICK.folder)
    place.offer([_DISK, _STICK])
    take(first, "first-launch-4")
