"""Kinds of notes, and what must hold before one is signed."""

from enum import StrEnum

from kapdesk.errors import BadInput


class NoteKind(StrEnum):
    """What a progress note is about."""

    CONTACT = "contact"
    PREPARATION = "preparation"
    KETAMINE = "ketamine"
    INTEGRATION = "integration"
    GENERAL = "general"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return "Ketamine session" if self is NoteKind.KETAMINE else self.value.capitalize()


class AddendumKind(StrEnum):
    """What an addendum says: more, or that the whole note is an error."""

    ADDENDUM = "addendum"
    ERROR = "error"


class Printed(StrEnum):
    """Whether a note in the wrong chart ever left the desk on paper, as far as the therapist knows."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


def check_can_sign(text: str, therapist: str) -> None:
    """Refuse (BadInput) to sign nothing, or in nobody's name."""
    if not text.strip():
        raise BadInput("This note is empty. Write it first, then sign it.", "text")
    if not therapist.strip():
        raise BadInput("Your name is missing on the Practice page. Enter it there, then sign the note.", "therapist")


def check_addendum(reason: str, text: str) -> None:
    """An addendum says why and what (BadInput)."""
    if not reason.strip():
        raise BadInput("Say why the addendum is written.", "reason")
    if not text.strip():
        raise BadInput("The addendum is empty. Write what is to be added.", "text")


def first_words(text: str, most: int = 90) -> str:
    """The beginning of a note on one line, for a list; Markdown's signs left out."""
    flat = " ".join(text.replace("**", "").replace("#", "").split())
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0] + " …"
