"""Who signed a paper, in what capacity, how and when; and when nobody may sign one.

A consent is never given under the medicine: not while the client's ketamine session runs, nor after medicine on that day.
Other papers may then be signed with a reason. Declining, narrowing and revoking are accepted at any time (kap-facts, 6).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from kapdesk.domain import strokes as pen
from kapdesk.domain.strokes import Strokes
from kapdesk.errors import BadInput

_LONGEST_NAME = 200


class Role(StrEnum):
    """In what capacity somebody signs."""

    CLIENT = "client"
    REPRESENTATIVE = "representative"
    ADULT = "adult"
    THERAPIST = "therapist"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {
            "client": "Client",
            "representative": "Representative of the client",
            "adult": "The adult who takes the client home",
            "therapist": "Therapist",
        }[self.value]


How = Literal["drawn", "typed", "paper"]


@dataclass(frozen=True)
class Signature:
    """One signature; `relation` says what a representative (or the adult) is to the client, with what authority.

    `strokes` are empty for a typed name; `at` is None only while nobody signed yet, or for a paper without a time.
    """

    role: Role
    name: str
    how: How
    at: datetime | None = None
    relation: str = ""
    strokes: Strokes = ()

    def checked(self) -> "Signature":
        """The same without outer blanks; BadInput when it is none."""
        signature = replace(self, name=" ".join(self.name.split()), relation=" ".join(self.relation.split()))
        if not signature.name:
            raise BadInput("Type the name of who signs.", "name")
        if len(signature.name) > _LONGEST_NAME:
            raise BadInput(f"This name is longer than {_LONGEST_NAME} letters. Make it shorter.", "name")
        if signature.role is Role.REPRESENTATIVE and not signature.relation:
            raise BadInput("Say what the representative is to the client, and by what authority she signs.", "relation")
        if signature.how == "drawn":
            return replace(signature, strokes=pen.checked(signature.strokes))
        return replace(signature, strokes=())

    def data(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "role": self.role.value,
            "name": self.name,
            "how": self.how,
            "at": self.at.isoformat() if self.at else "",
            "relation": self.relation,
            "strokes": pen.to_data(self.strokes),
            "picture": pen.picture(self.strokes),
        }


def signature_of(data: dict[str, Any]) -> Signature:
    """The signature that `data` wrote."""
    at = datetime.fromisoformat(data["at"]) if data["at"] else None
    return Signature(Role(data["role"]), data["name"], data["how"], at, data["relation"], pen.of_data(data["strokes"]))


def signer_for(role: Role) -> Role:
    """Whose line of the paper a signature stands on: a representative signs on the client's."""
    return Role.CLIENT if role is Role.REPRESENTATIVE else role


def still_to_sign(wanted: tuple[str, ...], signed: tuple[Signature, ...]) -> tuple[Role, ...]:
    """Who is still to sign, in order."""
    there = {signer_for(one.role) for one in signed}
    return tuple(Role(one) for one in wanted if Role(one) not in there)


@dataclass(frozen=True)
class UnderMedicine:
    """What the client's day says: whether a ketamine session runs after medicine, whether some was taken on that day, and when
    first (None when the time is not known).
    """

    running: bool = False
    taken: bool = False
    medicine_at: datetime | None = None


def why_not_now(day: UnderMedicine, at: datetime | None) -> str:
    """Why nobody should sign at this moment (None: at an unknown time of that day); empty when nothing speaks against it."""
    if day.running and at is not None and (day.medicine_at is None or at >= day.medicine_at):
        return "A ketamine session of this client is running."
    if not day.taken:
        return ""
    if day.medicine_at is None:
        return "Medicine was taken on this day."
    if at is None:
        return f"Medicine was taken at {day.medicine_at:%H:%M} on this day, and no time of signing is given."
    return f"Medicine was taken at {day.medicine_at:%H:%M} on this day." if at >= day.medicine_at else ""


def check_may_sign(kind: str, day: UnderMedicine, at: datetime | None, reason: str) -> None:
    """Raise BadInput when a paper of this kind cannot be signed at this moment, or only with a reason."""
    why = why_not_now(day, at)
    if not why:
        return
    if kind == "consent":
        raise BadInput(f"{why} A consent is not given under the medicine: sign it on another day.", "consent")
    if not reason.strip():
        raise BadInput(f"{why} Say why this paper is signed all the same.", "reason")
