"""What fills a paper: values, boxes that are ticked, initials, signatures; and what is still missing before it can be filed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kapdesk.domain.signatures import Signature, signature_of


@dataclass(frozen=True)
class Filled:
    """`ticked` by the choice's name, the keys of its options; `initials` by the point's number (`1`, `2` …) or the name of what
    is acknowledged apart. `present` are those who were there beside the signers; `until` the last day on which it holds.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    ticked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    initials: Mapping[str, str] = field(default_factory=dict)
    signed: tuple[Signature, ...] = ()
    present: str = ""
    until: date | None = None

    def data(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "values": dict(self.values),
            "ticked": {name: list(keys) for name, keys in self.ticked.items()},
            "initials": dict(self.initials),
            "signed": [one.data() for one in self.signed],
            "present": self.present,
            "until": self.until.isoformat() if self.until else "",
        }


def filled_of(data: Mapping[str, Any]) -> Filled:
    """What `data` wrote."""
    return Filled(
        dict(data["values"]),
        {name: tuple(keys) for name, keys in data["ticked"].items()},
        dict(data["initials"]),
        tuple(signature_of(one) for one in data["signed"]),
        data["present"],
        date.fromisoformat(data["until"]) if data["until"] else None,
    )


def not_initialled(wanted: Iterable[str], filled: Filled) -> tuple[str, ...]:
    """The points and acknowledgments without initials, in order."""
    return tuple(one for one in wanted if not filled.initials.get(one, "").strip())


def not_ticked(wanted: Iterable[str], filled: Filled) -> tuple[str, ...]:
    """The choices of which nothing is ticked."""
    return tuple(one for one in wanted if not filled.ticked.get(one))
