"""Text snippets: a few letters after a semicolon that become words, with places to fill in braces."""

import re
from dataclasses import dataclass

from kapdesk.errors import BadInput

NAME = re.compile(r";[a-z][a-z0-9]{0,19}")
"""How a snippet is typed."""
PLACE = re.compile(r"\{([^{}\n]{1,80})\}")
"""A place to fill: what is asked for, in braces."""


@dataclass(frozen=True)
class Snippet:
    """`name` with its semicolon; `own` when the practice wrote it, else it is kapdesk's."""

    name: str
    text: str
    own: bool = False


SHIPPED = (
    Snippet(";call", "Telephone call with {whom}, {minutes} min. {what was said} Agreed: {what was agreed}."),
    Snippet(";int", "Intention, in the client’s words: “{intention}”."),
    Snippet(";ground", "Grounding was offered ({how}); the client {response}."),
    Snippet(";hard", "Strong feeling came up: {what}. It was met by {how}, and eased {how far}."),
    Snippet(";theme", "Theme of the experience: {theme}. What it means to the client: {meaning}."),
    Snippet(";change", "Change the client decided on: {what}, first step {when}."),
    Snippet(";presc", "Told the prescriber ({name}) by {how} on {day}: {what}. Answer: {answer}."),
    Snippet(";ride", "Ride home: {name}, {telephone}. Left at {time}."),
    Snippet(";consent", "Went over the consent again: voluntary, may stop at any time. The client {answer}."),
    Snippet(";sp", "Went over the safety plan. {what changed}"),
    Snippet(";next", "Next session: {kind} on {day}."),
)
"""kapdesk's own. `;mse` and `;risk` open the sheets of quick choices instead."""
SHEET_NAMES = {";mse": "mental_status", ";risk": "risk"}


def before_cursor(line: str) -> str:
    """The snippet's name that ends a line of text; empty when none does."""
    found = re.search(rf"(?:^|\s)({NAME.pattern})$", line)
    return found[1] if found else ""


def places(text: str) -> list[str]:
    """What is still to be filled."""
    return PLACE.findall(text)


def checked_snippet(name: str, text: str) -> tuple[str, str]:
    """A snippet as it is kept; BadInput with the field's name."""
    name = name.strip().lower()
    name = name if name.startswith(";") else f";{name}"
    if not NAME.fullmatch(name):
        raise BadInput("A snippet is a semicolon and up to 20 small letters or digits, such as ;call.", "name")
    if name in SHEET_NAMES:
        raise BadInput(f"{name} opens the quick choices. Choose another name.", "name")
    if not text.strip():
        raise BadInput("Write the words that the snippet stands for.", "text")
    return name, text
