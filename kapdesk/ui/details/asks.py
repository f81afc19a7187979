"""What each kind of entry asks for."""

from kapdesk.domain.contacts import Answer, ContactKind, Role, WayKind
from kapdesk.domain.flags import OFFERED
from kapdesk.domain.health import HowKnown, Weight, looks_like_icd10
from kapdesk.ui.details.entry import Ask

_ANSWERS = tuple((one.words, one) for one in Answer)


def _code_warning(code: str) -> str:
    if not code.strip() or looks_like_icd10(code):
        return ""
    return "This does not look like a code of ICD-10 (such as F33.1). It is kept as you type it."


WAY = (
    Ask("kind", "Kind", "choice", choices=tuple((one.words, one) for one in WayKind)),
    Ask("label", "Which", hint="such as mobile, home, work"),
    Ask("value", "Number or address", alone=True),
    Ask("may_leave_message", "May I leave a message there?", "choice", choices=_ANSWERS),
    Ask("may_write", "May I write there?", "choice", choices=_ANSWERS),
)
FLAG = (
    Ask(
        "what",
        "What the prescriber is to know",
        "offered",
        "choose, or type your own words",
        tuple((one, one) for one in OFFERED),
    ),
    Ask(
        "how_known",
        "How it is known",
        "choice",
        choices=(("Choose…", None), *((one.words, one) for one in HowKnown)),
    ),
    Ask("weight", "What it asks for", "choice", choices=(("Choose…", None), *((one.words, one) for one in Weight))),
    Ask("words", "In more words", "text"),
    Ask("noted_on", "Noted on", "day"),
    Ask("told_on", "Prescriber told on", "day"),
    Ask("told_how", "Told how", hint="such as by telephone, to the office", alone=True),
    Ask("answer", "The prescriber's answer", "text"),
    Ask("answered_by", "Answered by"),
    Ask("answered_on", "Answered on", "day"),
    Ask("closed_on", "Closed on", "day"),
)
ALLERGY = (
    Ask("substance", "Substance"),
    Ask("told_on", "Told on", "day"),
    Ask("reaction", "What it does", "text"),
)
MEDICINE = (
    Ask("name", "Name"),
    Ask("dose", "Dose, as told"),
    Ask("prescribed_by", "Prescribed by"),
    Ask("since", "Since", hint="such as two years, spring"),
    Ask("source", "Told by", hint="such as the client, from the label"),
    Ask("last_asked", "Last asked on", "day"),
    Ask("stopped_on", "Stopped on", "day"),
)
DIAGNOSIS = (
    Ask("code", "Code (ICD-10)", warn=_code_warning),
    Ask("by_whom", "Made by"),
    Ask("words", "Words", "text"),
    Ask("from_on", "From", "day"),
    Ask("until_on", "Until", "day"),
)
CONTACT = (
    Ask("name", "Name", hint="of the person or the place"),
    Ask("kind", "Kind", "choice", choices=tuple((one.words, one) for one in ContactKind)),
    Ask("organization", "Organization"),
    Ask("phone", "Telephone"),
    Ask("email", "Email"),
    Ask("fax", "Fax"),
    Ask("address", "Address", "text"),
    Ask("notes", "Notes", "text"),
)
LINK = (
    Ask("role", "What this person is to the client", "choice", choices=tuple((one.words, one) for one in Role)),
    Ask("relation", "Relation", hint="such as husband, sister"),
    Ask("note", "Note for this client", alone=True),
)
