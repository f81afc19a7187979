"""Touch in a ketamine session: what was agreed sober is in sight; in session it may be narrowed, never widened (kap-facts, 5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kapdesk.domain.medicine_day import EntryKind, Shown, of_kind
from kapdesk.errors import BadInput

PLACES = ("hand", "arm", "shoulder", "upper back", "feet", "head")
"""Where touch is usually agreed; other words can be typed."""


class TouchAct(StrEnum):
    """What happened about touch."""

    ASKED = "asked"
    GIVEN = "given"
    DECLINED = "declined"
    ENDED = "ended"
    NARROWED = "narrowed"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return self.value


@dataclass(frozen=True)
class Touch:
    """A touch entry: what happened, whose touch it is, where, asked by whom; `left` is what stays agreed once narrowed."""

    act: TouchAct
    who: str = ""
    where: str = ""
    asked_by: str = ""
    left: tuple[str, ...] = ()

    @property
    def data(self) -> dict[str, Any]:
        """As an entry keeps it."""
        kept: dict[str, Any] = {"act": self.act.value, "who": self.who, "where": self.where, "asked_by": self.asked_by}
        if self.act is TouchAct.NARROWED:
            kept["left"] = list(self.left)
        return {name: value for name, value in kept.items() if value or name == "left"}

    def checked(self, agreed: Sequence[str]) -> "Touch":
        """The same without outer blanks; BadInput when it leaves out who, where or by whom, or would widen what was agreed."""
        touch = Touch(self.act, self.who.strip(), self.where.strip(), self.asked_by.strip(), self.left)
        if touch.act is TouchAct.NARROWED:
            wider = [place for place in touch.left if place not in agreed]
            if wider:
                raise BadInput(
                    f"{', '.join(wider)} was not agreed sober. In session touch can be narrowed, never widened.", "left"
                )
            return touch
        if touch.act is not TouchAct.DECLINED and not touch.where:
            raise BadInput("Say where.", "where")
        if touch.act in (TouchAct.GIVEN, TouchAct.ENDED) and not touch.who:
            raise BadInput("Say who touches whom.", "who")
        if touch.act is not TouchAct.ENDED and not touch.asked_by:
            raise BadInput("Say who asked.", "asked_by")
        return touch


def touch_of(data: Mapping[str, Any]) -> Touch:
    """What `Touch.data` gave."""
    return Touch(
        TouchAct(data["act"]),
        data.get("who", ""),
        data.get("where", ""),
        data.get("asked_by", ""),
        tuple(data.get("left", ())),
    )


def agreed_now(agreed: Sequence[str], shown: Iterable[Shown]) -> tuple[str, ...]:
    """What is still agreed: what was agreed sober, less what was narrowed since."""
    left = tuple(agreed)
    for one in of_kind(shown, EntryKind.TOUCH):
        if one.data.get("act") == TouchAct.NARROWED:
            left = tuple(place for place in left if place in one.data.get("left", ()))
    return left


def beyond(touch: Touch, agreed: Sequence[str]) -> bool:
    """Whether touch was given elsewhere than agreed; it is recorded all the same, and said."""
    return touch.act is TouchAct.GIVEN and touch.where.casefold() not in {place.casefold() for place in agreed}
