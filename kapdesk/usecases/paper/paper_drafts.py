"""What lies in the practice file of a paper that is being signed: what fills it, and what its signatures and initials stand
under. From the first signature on it holds the practice as it was printed then, so that the page that was signed stays the same.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from kapdesk.domain.filled import Filled, filled_of
from kapdesk.errors import NotFound
from kapdesk.records.filed_paper import PaperDraft
from kapdesk.usecases.house.practice import PracticeFacts, facts_of

if TYPE_CHECKING:
    from kapdesk.printing.text import Wording


@dataclass(frozen=True)
class Draft:
    """`wording` is the SHA-256 of what was signed (`signed_as`), empty before; `initialled` that of the wording whose points
    were initialled; `reason` why it is signed although something spoke against it; `practice` as at the first signature.
    """

    filled: Filled = field(default_factory=Filled)
    wording: str = ""
    reason: str = ""
    initialled: str = ""
    practice: PracticeFacts | None = None

    def text(self) -> str:
        """As it lies in the practice file."""
        content = {"filled": self.filled.data(), "wording": self.wording, "reason": self.reason}
        content["initialled"] = self.initialled
        if self.practice is not None:
            content["practice"] = {**asdict(self.practice), "logo": b64encode(self.practice.logo).decode("ascii")}
        return json.dumps(content, ensure_ascii=False)


def find_draft(db: Session, draft_id: int) -> PaperDraft:
    """The row; NotFound once it is filed or put away."""
    row = db.get(PaperDraft, draft_id)
    if row is None:
        raise NotFound("This paper is not in hand any more: it was filed, or put away.")
    return row


def draft_of(row: PaperDraft) -> Draft:
    """What lies there."""
    content: dict[str, Any] = json.loads(row.body)
    held = content.get("practice")
    practice = PracticeFacts(**{**held, "logo": b64decode(held["logo"])}) if held else None
    filled, initialled = filled_of(content["filled"]), content.get("initialled", "")
    return Draft(filled, content["wording"], content["reason"], initialled, practice)


def for_wording(draft: Draft, wording: "Wording") -> Filled:
    """What fills the paper under this wording: initials that were given for the points of another one do not count, unless
    they are signed (then the signatures are taken off first).
    """
    if draft.filled.signed or draft.initialled in ("", wording.sha256):
        return draft.filled
    return replace(draft.filled, initials={})


def practice_of(db: Session, draft: Draft) -> PracticeFacts:
    """The practice as it is printed on the paper."""
    return draft.practice or facts_of(db)
