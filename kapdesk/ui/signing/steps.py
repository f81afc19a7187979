"""The steps of signing a paper, and which of them a paper has."""

from enum import StrEnum

from kapdesk.domain.signatures import Role, signer_for
from kapdesk.usecases.paper.paper_signing import PaperInHand


class Step(StrEnum):
    """One thing after the other."""

    PREPARE = "prepare"
    READ = "read"
    INITIAL = "initial"
    SIGN = "sign"
    ADULT = "adult"
    COUNTERSIGN = "countersign"
    FILE = "file"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {"read": "Read together", "adult": "Adult signs", "file": "File and copy"}.get(
            self.value, self.value.capitalize()
        )


SIGNED_BY = {Step.SIGN: Role.CLIENT, Step.ADULT: Role.ADULT, Step.COUNTERSIGN: Role.THERAPIST}


def steps_of(hand: PaperInHand) -> tuple[Step, ...]:
    """The steps of a paper, in order."""
    signers = {*hand.unsigned, *(signer_for(one.role) for one in hand.filled.signed)}
    found = [Step.PREPARE, Step.READ]
    if hand.points or hand.acknowledged:
        found.append(Step.INITIAL)
    found += [step for step, role in SIGNED_BY.items() if role in signers]
    return (*found, Step.FILE)


def open_before(hand: PaperInHand) -> Step | None:
    """The first step in which something is missing before anybody signs; None when nothing is."""
    if any(not one.value.strip() for one in hand.fields):
        return Step.PREPARE
    if any(not hand.filled.ticked.get(one.name) for one in hand.choices):
        return Step.PREPARE
    wanted = [number for number, _ in (*hand.points, *hand.acknowledged)]
    if any(not hand.filled.initials.get(one, "").strip() for one in wanted):
        return Step.INITIAL
    return None


def first_open(hand: PaperInHand) -> Step:
    """Where a paper that was begun goes on when nothing else is known: signatures that are missing, else its filing."""
    if not hand.filled.signed:
        return Step.PREPARE
    return next((step for step, role in SIGNED_BY.items() if role in hand.unsigned), Step.FILE)


def is_done(hand: PaperInHand, step: Step, seen: Step) -> bool:
    """Whether a step has what it asks for; preparing and reading are done once one went on from them."""
    steps = steps_of(hand)
    if step in (Step.PREPARE, Step.READ):
        missing = step is Step.PREPARE and open_before(hand) is Step.PREPARE
        return steps.index(seen) > steps.index(step) and not missing
    if step is Step.INITIAL:
        return open_before(hand) is None
    return step in SIGNED_BY and SIGNED_BY[step] not in hand.unsigned
