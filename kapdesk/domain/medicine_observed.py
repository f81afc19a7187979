"""The medicine of a session as it was observed, gathered from its entries: brought, taken, kept, held, boosters, left behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kapdesk.domain.entry_words import OUT, entry_words, hour, taken_before
from kapdesk.domain.limits import Compared
from kapdesk.domain.medicine_day import EntryKind, Shown, of_kind
from kapdesk.domain.tablets import Dose, count_words, milligrams_words


@dataclass(frozen=True)
class Observed:
    """What was seen of the medicine; counts in half tablets, `hold_minutes` from in to out, `why_not` when none was taken."""

    taken_at: datetime | None = None
    dose: Dose | None = None
    brought: int | None = None
    label: str = ""
    out_at: datetime | None = None
    hold_minutes: int | None = None
    out_how: str = ""
    boosters: tuple[tuple[datetime, Dose, bool], ...] = ()
    left_behind: tuple[str, ...] = ()
    not_taken_at: datetime | None = None
    why_not: str = ""

    @property
    def kept(self) -> int | None:
        """Half tablets that the client keeps; None while what was brought is not known."""
        if self.brought is None or self.dose is None:
            return None
        return self.brought - self.dose.halves - sum(dose.halves for _, dose, _ in self.boosters)

    @property
    def total(self) -> float | None:
        """Milligrams taken in all; None when a strength was not read."""
        doses = [
            dose.milligrams for dose in (*((self.dose,) if self.dose else ()), *(one for _, one, _ in self.boosters))
        ]
        return sum(one for one in doses if one is not None) if doses and None not in doses else None


def observed(shown: Sequence[Shown]) -> Observed:
    """What the time line says of the medicine; what was withdrawn is left out."""
    left = tuple(entry_words(one) for one in of_kind(shown, EntryKind.TABLETS_LEFT))
    taken = of_kind(shown, EntryKind.MEDICINE_IN)
    refused = of_kind(shown, EntryKind.NOT_TAKEN)
    if not taken:
        if not refused:
            return Observed(left_behind=left)
        return Observed(not_taken_at=refused[-1].at, why_not=refused[-1].words, left_behind=left)
    first = taken[0]
    outs = of_kind(shown, EntryKind.MEDICINE_OUT)
    out = next((one for one in outs if one.at >= first.at), None)
    boosters = tuple(
        (one.at, Dose(one.data.get("taken", 0), one.data.get("strength_mg")), bool(one.data.get("not_on_order")))
        for one in of_kind(shown, EntryKind.BOOSTER)
    )
    return Observed(
        taken_at=first.at,
        dose=Dose(first.data.get("taken", 0), first.data.get("strength_mg")),
        brought=first.data.get("brought"),
        label=first.data.get("label", ""),
        out_at=out.at if out else None,
        hold_minutes=_held(out.at, shown) if out else None,
        out_how=OUT.get(out.data.get("how", ""), "") if out else "",
        boosters=boosters,
        left_behind=left,
    )


def _held(out: datetime, shown: Sequence[Shown]) -> int | None:
    since = taken_before(out, shown)
    return None if since is None else int((out - since).total_seconds() // 60)


def observed_lines(seen: Observed, compared: Compared | None) -> tuple[tuple[str, str], ...]:
    """What was seen, as (what, words); what is not known is said as not entered."""
    if seen.dose is None:
        why = f"{hour(seen.not_taken_at)}: {seen.why_not}" if seen.not_taken_at else "No medicine is entered."
        rows = [("Not taken today" if seen.not_taken_at else "Medicine", why)]
        return (*rows, *(("Left behind", words) for words in seen.left_behind))
    strength = f"{seen.dose.strength_mg} mg a tablet" if seen.dose.strength_mg is not None else "strength not read"
    rows = [
        ("Label", ", ".join(part for part in (seen.label or "not entered", strength) if part)),
        ("Tablets", _counted(seen)),
        ("In", f"{hour(seen.taken_at)}, {seen.dose.words}, taken by the client"),
        ("Dose", compared.words if compared else "no strength read, so it is not compared with the order"),
        ("Out", _out_words(seen)),
    ]
    for at, dose, beyond in seen.boosters:
        rows.append(("Booster", f"{hour(at)}, {dose.words}{', not on the order' if beyond else ''}"))
    if seen.boosters:
        total = milligrams_words(seen.total) if seen.total is not None else "not known, a strength was not read"
        rows.append(("In all", f"{total}, with {'the booster' if len(seen.boosters) == 1 else 'the boosters'}"))
    rows += [("Left behind", words.partition(": ")[2] or words) for words in seen.left_behind]
    return tuple(rows)


def _counted(seen: Observed) -> str:
    assert seen.dose is not None
    taken = seen.dose.halves + sum(dose.halves for _, dose, _ in seen.boosters)
    if seen.brought is None or seen.kept is None:
        return f"{count_words(taken)} taken; how many were brought is not entered"
    kept = count_words(seen.kept) if seen.kept >= 0 else "more taken than brought"
    return f"{count_words(seen.brought)} brought, {count_words(taken)} taken, {kept}{' kept' if seen.kept >= 0 else ''}"


def _out_words(seen: Observed) -> str:
    if seen.out_at is None:
        return "not entered"
    minutes = f"held {seen.hold_minutes} min" if seen.hold_minutes is not None else ""
    return ", ".join(part for part in (hour(seen.out_at), minutes, seen.out_how) if part)
