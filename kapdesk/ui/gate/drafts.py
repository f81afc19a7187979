"""What is typed at the gate and not kept yet: all of it is the day's open line, so that a lock or a crash loses nothing."""

import json
from datetime import datetime

from kapdesk.domain.medicine_day import OpenLine
from kapdesk.ui.gate.views import Turn, turn_of
from kapdesk.usecases.medicine_day import day_entries
from kapdesk.vault.database import Vault

KIND = "gate:"
"""What the kind of such an open line begins with; the turn's name follows, and its text holds all drafts as JSON."""


class Drafts:
    """The fields that are typed in, by the turn to which they belong."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._all: dict[str, dict[str, str]] = {}

    def load(self, line: OpenLine | None) -> Turn:
        """Take up what an open line holds; what was being typed then, an empty turn when nothing of the gate was."""
        self._all = {}
        if line is None or not line.kind.startswith(KIND):
            return Turn()
        self._all = json.loads(line.text)
        return turn_of(line.kind.removeprefix(KIND))

    def of(self, turn: Turn) -> dict[str, str]:
        """What was typed at a turn."""
        return self._all.setdefault(turn.name, {})

    def drop(self, turn: Turn) -> None:
        """It was kept as an answer."""
        self._all.pop(turn.name, None)

    @property
    def any(self) -> bool:
        """Whether something is typed and not kept."""
        return any(any(values.values()) for values in self._all.values())

    def keep(self, day_id: int, turn: Turn, at: datetime) -> None:
        """Keep all of it in the vault as it is now; `turn` is where one is."""
        left = {name: values for name, values in self._all.items() if any(values.values())}
        text = json.dumps(left, ensure_ascii=False)
        day_entries.keep_line(self._vault, day_id, OpenLine(f"{KIND}{turn.name}", text, at) if left else None)
