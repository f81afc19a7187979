"""A step that can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class Undo:
    """What was done, in words for the message bar, and the way back; the history records both."""

    words: str
    take_back: Callable[[Vault, datetime], object]
