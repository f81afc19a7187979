"""What was typed for one print of a paper, of a client or of nobody in particular: kept until it was printed or saved, so that a lock loses nothing."""

from collections.abc import Mapping

from kapdesk.usecases.house.settings import read_setting, write_setting
from kapdesk.vault.database import Vault


def typed_for(vault: Vault, client_id: int | None, name: str, language: str) -> dict[str, str]:
    """What was typed for this paper and not printed yet, by the field's name."""
    with vault.read() as db:
        found: dict[str, str] = read_setting(db, _name(client_id, name, language), {})
    return found


def keep_typed(vault: Vault, client_id: int | None, name: str, language: str, values: Mapping[str, str]) -> None:
    """Keep it; without words it is forgotten."""
    kept = {field: words for field, words in values.items() if words.strip()}
    with vault.write() as db:
        write_setting(db, _name(client_id, name, language), kept or None)


def _name(client_id: int | None, name: str, language: str) -> str:
    return f"paper_typed:{client_id or 0}:{language}:{name}"
