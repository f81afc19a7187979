"""What the desk does when a practice moves: retire the file, work in it again, put away what was read."""

from contextlib import suppress
from typing import TYPE_CHECKING

from kapdesk.errors import KapdeskError
from kapdesk.ui import ask
from kapdesk.usecases.house import moving
from kapdesk.usecases.medicine_day import locked

if TYPE_CHECKING:
    from kapdesk.ui.window import Window

_RUNS = "A ketamine session is running in this file. End it first; then the file can be retired."
_NOT_KEPT = "Something that you typed could not be kept yet, so the file was not retired. Look at the pages first."


def ask_to_retire(window: "Window") -> bool:
    """Retire this file after a question; what is being written is kept before. Whether it was done."""
    if locked.running_day(window.vault, window.clock()) is not None:
        window.messages.say(_RUNS)
        return False
    if not ask.confirm(
        window,
        "Retire the practice file on this computer?",
        "Retire this file",
        "It stays here and can be read, printed and backed up, but nothing more can be written into it. Work goes on in "
        "the file at the other computer. “Work here again…” takes this back.",
    ):
        return False
    if not window.keep_all():
        window.messages.say(_NOT_KEPT)
        return False
    try:
        moving.retire(window.vault, window.clock())
    except KapdeskError as error:
        window.messages.say(str(error))
        return False
    window.messages.forget()  # what could be undone cannot be any more
    window.refresh_page()
    return True


def work_here_again(window: "Window") -> None:
    """Take a retired file up again, after a warning."""
    if ask.confirm(
        window,
        "Work in this file again?",
        "Work here again",
        "If something is written at the other computer too, the two files drift apart, and nothing puts them together "
        "again. Do this only when the other file is not used any more, or was never opened.",
    ):
        try:
            moving.take_up_again(window.vault, window.clock())
        except KapdeskError as error:
            window.messages.say(str(error))
            return
        window.preferences.practice = str(window.vault.folder)
        window.preferences.save()
        window.refresh_frame()  # what was sealed is free first, then each page says what can be pressed
        window.refresh_page()
        window.messages.say("This file is worked in again. Retire the other one.")


def settle(window: "Window") -> None:
    """What is to be known after a restoring was read."""
    with suppress(KapdeskError):  # it is said again at the next opening
        moving.settle_in(window.vault)
