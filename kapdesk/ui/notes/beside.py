"""What the note editor reads and says beside the note itself."""

from kapdesk.domain import forms, snippets
from kapdesk.domain.forms import Form
from kapdesk.usecases.people import health
from kapdesk.vault.database import Vault


def diagnoses_of(vault: Vault, client_id: int) -> list[str]:
    """The client's present diagnoses, as they are addressed in a note."""
    found = health.health_of(vault, client_id).diagnoses
    return [" ".join(part for part in (one.code, one.words) if part) for one in found if one.until_on is None]


def what_signing_does(words: str, form: Form) -> str:
    """What is said before signing: what is left out, what is still to fill, that it is for ever."""
    said = []
    empty = forms.empty_sections(words, form)
    if empty:
        said.append(f"Left out, because nothing stands there: {', '.join(empty)}.")
    lacking = snippets.places(forms.without_empty_sections(words, form))
    if lacking:
        said.append(f"Still to fill: {', '.join(f'{{{one}}}' for one in lacking)}.")
    said.append("It can then never be changed; addenda can be added.")
    return " ".join(said)
