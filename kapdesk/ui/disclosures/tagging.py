"""The question before a tag of 42 CFR Part 2 is set: where these records come from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QWidget

from kapdesk.ui.details.entry import Ask, EntryDialog
from kapdesk.usecases.register import part2
from kapdesk.vault.database import Vault

_ASKS = (Ask("words", "Where these records come from", hint="such as the program that sent them"),)


@dataclass(frozen=True)
class _Reason:
    """Why something is tagged."""

    words: str = ""


def tag_dialog(
    vault: Vault, clock: Callable[[], datetime], client_id: int, parent: QWidget | None, paper_id: int | None = None
) -> EntryDialog:
    """The dialog that tags one paper, or without one the whole record."""
    heading = "Tag the record as Part 2" if paper_id is None else "Tag this paper as Part 2"
    what = "Everything of this chart" if paper_id is None else "A copy of this paper"
    return EntryDialog(
        heading,
        _ASKS,
        _Reason(),
        lambda typed: part2.tag(vault, client_id, typed.words, clock(), paper_id),
        parent=parent,
        hint=f"{what} that goes to somebody else then asks first and carries the notice of 42 CFR Part 2.",
    )
