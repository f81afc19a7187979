"""What was true when the practice was last closed, under a seal, beside the database.

It tells a whole old file put back from the newest one; the content (the head of the history and some counts) is the
caller's.
"""

import hmac
import json
from pathlib import Path
from typing import Any

from kapdesk.vault.files import disk_in_words, write_atomically
from kapdesk.vault.keys import DataKey

NAME = "lastclose.json"


def leave(folder: Path, key: DataKey, content: dict[str, Any]) -> None:
    """Write the record of this close, with the size that the database had."""
    with disk_in_words(folder):
        size = (folder / "vault.db").stat().st_size
    body = json.dumps({**content, "size": size}, sort_keys=True)
    write_atomically(
        folder / NAME, json.dumps({"content": body, "seal": key.seal("last close", body.encode())}).encode()
    )


def read(folder: Path, key: DataKey) -> dict[str, Any] | None:
    """The record of the last close; None when there is none or its seal does not hold."""
    try:
        outer = json.loads((folder / NAME).read_bytes())
        body = str(outer["content"])
        if not hmac.compare_digest(str(outer["seal"]), key.seal("last close", body.encode())):
            return None
        content = json.loads(body)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return content if isinstance(content, dict) else None


def unproved(folder: Path) -> dict[str, Any]:
    """What the record of the last close says while no key is there to prove its seal; empty when there is none."""
    try:
        content = json.loads(str(json.loads((folder / NAME).read_bytes())["content"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def size_at_close(folder: Path, key: DataKey) -> int:
    """The database's size in bytes when it was last closed; 0 when that is not known. A database never shrinks."""
    found = read(folder, key)
    return int(found.get("size", 0)) if found else 0
