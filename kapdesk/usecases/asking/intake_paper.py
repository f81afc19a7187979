"""The intake as a paper that is signed: what the client answered belongs to it, and is filed with it."""

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from kapdesk.domain.paper_states import INTAKE
from kapdesk.usecases.asking.intake import as_data, read_in
from kapdesk.usecases.writing.signed import canonical

if TYPE_CHECKING:
    from kapdesk.printing.text import Wording


def belongs_to(db: Session, client_id: int, wording: "Wording") -> dict[str, Any]:
    """What is filed with a paper beside what fills it: with an intake every answer that counts, else nothing."""
    if wording.kind != INTAKE:
        return {}
    groups = read_in(db, client_id, wording.language).groups
    return {"answers": [as_data(one.answer) for group in groups for one in group.asked if one.answer is not None]}


def signed_as(db: Session, client_id: int, wording: "Wording") -> str:
    """What a signature stands under: the wording's SHA-256; with an intake, of the wording and the answers together."""
    more = belongs_to(db, client_id, wording)
    return hashlib.sha256(wording.sha256.encode() + canonical(more)).hexdigest() if more else wording.sha256
