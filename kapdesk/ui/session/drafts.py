"""What is being typed in the line of the session screen, and what was put aside: as it is kept in the vault, and found again."""

import json
from dataclasses import dataclass
from datetime import datetime

from kapdesk.domain.medicine_day import PRIVATE, EntryKind, OpenLine

WORDS, CORRECT, WITHDRAW = "words", "correct", "withdraw"
"""Kinds of lines about an entry that is there; the others are kinds of new entries, and PRIVATE."""
PANEL = "panel:"
"""Begins the kind of what is typed in a panel; its text is the fields as JSON."""

_OWN = (
    *(WORDS, CORRECT, WITHDRAW, PRIVATE),
    *(EntryKind.VITALS, EntryKind.OBSERVATION, EntryKind.TABLETS_LEFT, EntryKind.NOT_TAKEN),
)


@dataclass(frozen=True)
class Draft:
    """A line: what for, about which entry, its text, and when it happened; `by_hand` says that the time was typed."""

    kind: str
    text: str
    at: datetime
    about: int | None = None
    by_hand: bool = False

    @property
    def is_own(self) -> bool:
        """Whether the line of this screen, or one of its panels, was typed in; else the gate, or fit to leave."""
        return self.kind in _OWN or self.kind.startswith(PANEL)

    @property
    def place(self) -> tuple[str, int | None]:
        """What it is for: a line put aside is offered again for the same."""
        return self.kind, self.about

    @property
    def tone(self) -> str:
        """How the line is framed."""
        return self.kind if self.kind in (PRIVATE, WITHDRAW, EntryKind.NOT_TAKEN) else WORDS


def to_line(draft: Draft | None, aside: tuple[Draft, ...]) -> OpenLine | None:
    """As the vault keeps it: the text on its first line; what else must be found again below it."""
    if draft is None and not aside:
        return None
    first = draft or aside[-1]
    rest = [_plain(one) for one in (aside if draft else aside[:-1])]
    more = {"by_hand": first.by_hand, "closed": draft is None, "aside": rest}
    simple = not first.by_hand and draft is not None and not rest
    text = first.text if simple else f"{first.text}\n{json.dumps(more, ensure_ascii=False)}"
    return OpenLine(first.kind, text, first.at, first.about)


def from_line(line: OpenLine | None) -> tuple[Draft | None, tuple[Draft, ...]]:
    """What was being typed, and what had been put aside."""
    if line is None:
        return None, ()
    text, _, below = line.text.partition("\n")
    more = json.loads(below) if below else {}
    first = Draft(line.kind, text, line.at, line.about, more.get("by_hand", False))
    aside = tuple(_draft(one, line.at) for one in more.get("aside", ()))
    return (None, (*aside, first)) if more.get("closed") else (first, aside)


def _plain(draft: Draft) -> list[object]:
    return [draft.kind, draft.text, draft.at.isoformat(), draft.about, draft.by_hand]


def _draft(kept: list[object], near: datetime) -> Draft:
    kind, text, at, about, by_hand = kept
    moment = datetime.fromisoformat(str(at)).astimezone(near.tzinfo)
    return Draft(str(kind), str(text), moment, about if isinstance(about, int) else None, bool(by_hand))
