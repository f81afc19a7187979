"""What is typed while a paper is being signed and does not stand on it yet: kept with the client until the paper is filed."""

from datetime import datetime

from kapdesk.ui.signing.steps import Step
from kapdesk.usecases.people import form_drafts
from kapdesk.vault.database import Vault


def keep(vault: Vault, client_id: int, draft_id: int, typed: dict[str, str] | None, at: datetime) -> None:
    """Keep it beside that of the client's other papers; None when this paper is done with."""
    before = form_drafts.get_form(vault, client_id, "signing")
    kept = dict(before.typed) if before else {}
    others = {name: words for name, words in kept.items() if not name.startswith(f"{draft_id}.")}
    mine = {f"{draft_id}.{name}": words for name, words in (typed or {}).items() if words}
    if {**others, **mine} != kept:
        form_drafts.keep_form(vault, client_id, "signing", {**others, **mine} or None, at)


def bring_back(vault: Vault, client_id: int, draft_id: int) -> dict[str, str]:
    """What was typed for this paper."""
    before = form_drafts.get_form(vault, client_id, "signing")
    return part(before.typed if before else {}, str(draft_id))


def part(typed: dict[str, str], name: str) -> dict[str, str]:
    """What belongs to a name, without it."""
    return {key.removeprefix(f"{name}."): words for key, words in typed.items() if key.startswith(f"{name}.")}


def step_of(word: str, otherwise: Step) -> Step:
    """The step that was kept."""
    return Step(word) if word in set(Step) else otherwise
