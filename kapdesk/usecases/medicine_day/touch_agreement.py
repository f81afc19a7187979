"""What the signed touch agreement says: where touch was agreed to, and what was narrowed since."""

from datetime import date

from kapdesk.domain.paper_states import TOUCH, State, in_words
from kapdesk.usecases.paper.filed_papers import get_paper
from kapdesk.usecases.paper.paper_standings import standing_of
from kapdesk.vault.database import Vault


def in_sight(vault: Vault, client_id: int, today: date) -> tuple[str, ...]:
    """Lines for the session: how the agreement stands, and the places that were ticked on it; it is read, not decided here."""
    found = standing_of(vault, client_id, TOUCH, today)
    stands = in_words(found, today)
    lines = [f"{stands[:1].upper()}{stands[1:]}."]
    if found.paper_id is not None and found.state in (State.SIGNED, State.NARROWED, State.OUT_OF_DATE):
        paper = get_paper(vault, found.paper_id)
        places = places_ticked(paper.filled.ticked.get("places", ()))
        if places:
            lines.append(f"Ticked on it: {', '.join(places)}.")
        elif paper.facts.how != "screen":
            lines.append("It was signed on paper: look at the scan for the places.")
    return tuple(lines)


def places_ticked(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The places by the keys of the paper's boxes, as the session names them."""
    return tuple("no touch" if key == "none" else key.replace("_", " ") for key in keys)
