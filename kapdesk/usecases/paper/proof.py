"""What fills a paper's fields, and proofs: a text laid out for looking at while it is being written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kapdesk.errors import BadWording
from kapdesk.usecases.house.practice import PracticeFacts

if TYPE_CHECKING:
    from kapdesk.printing.heads import Field
    from kapdesk.printing.layout import Printed
    from kapdesk.printing.text import Wording

_ASK = {
    "practice_name": "the name of your practice",
    "therapist": "your name",
    "contact": "your telephone number or email address",
    "phone": "your telephone number",
    "email": "your email address",
    "address": "your address",
    "licence": "your license number",
}
"""The fields that every paper may use, and the words to ask for them with."""


@dataclass(frozen=True)
class PaperText:
    """What one writes of a paper: its title, what it is for, and its words as Markdown."""

    title: str
    purpose: str
    body: str


@dataclass(frozen=True)
class Proof:
    """A text laid out; `warnings` are sentences, `unprintable` characters that no font on board has.

    `lacking` names the parts that such a paper must have and of which the text says nothing.
    """

    pdf: bytes
    pages: int
    unprintable: tuple[str, ...]
    warnings: tuple[str, ...]
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class WordingField:
    """A field to insert as `$name`: what it stands for, and what it prints now ("" when nothing is on file)."""

    name: str
    ask: str
    value: str


def values_of(practice: PracticeFacts) -> dict[str, str]:
    """The values that papers' fields take from the practice's facts."""
    return {
        "practice_name": practice.name,
        "therapist": practice.signer if practice.therapist else "",
        "licence": practice.licence,
        "contact": practice.contact,
        "phone": practice.phone,
        "email": practice.email,
        "address": practice.address,
    }


def common_fields() -> tuple["Field", ...]:
    """The fields that every paper may use."""
    from kapdesk.printing.heads import Field

    return tuple(Field(name, ask) for name, ask in _ASK.items())


def fields_of(shipped: "Wording", practice: PracticeFacts) -> list[WordingField]:
    """The fields that the practice's wording of a paper can use, those of the shipped text first."""
    values = values_of(practice)
    asked = {one.name: one.ask for one in (*common_fields(), *shipped.fields)}
    order = dict.fromkeys([*(one.name for one in shipped.fields), *asked])
    return [WordingField(name, asked[name], values.get(name, "")) for name in order]


def written_anew(shipped: "Wording", written: PaperText, version: int) -> "Wording":
    """A text as the practice's wording; BadWording with its line, BadInput for title or purpose."""
    from kapdesk.printing import own

    return own.own(shipped, written.title, written.purpose, written.body, version, common_fields())


def maker(shipped: "Wording", practice: PracticeFacts, version: int, today: date) -> Callable[[PaperText], Proof]:
    """What makes a proof of a text; it may run in any thread. What is not on file stands there in brackets.

    It raises what `written_anew` raises.
    """

    def make(written: PaperText) -> Proof:
        from kapdesk.printing import own, text

        made = written_anew(shipped, written, version)
        printed = _lay_out(made, practice, today)
        lacking = tuple(one.words for one in text.parts_left_out(made))
        warnings = (
            *((no_longer_says(made.kind, lacking),) if lacking else ()),
            *(
                f"Your text leaves out ${one.name} ({one.ask}), which the shipped text prints."
                for one in own.left_out(shipped, made)
            ),
        )
        return Proof(printed.pdf, printed.pages, printed.unprintable, warnings, lacking)

    return make


def no_longer_says(kind: str, lacking: Sequence[str]) -> str:
    """That parts are left out which such a paper must have."""
    return f"This {_CALLED.get(kind, 'paper')} no longer covers: {'; '.join(lacking)}."


_CALLED = {"consent": "consent", "notice": "notice", "release": "release", "letter": "letter"}


def check_can_print(made: "Wording", today: date) -> None:
    """Raise BadWording for a text that no page can hold."""
    _lay_out(made, PracticeFacts(), today)


def _lay_out(made: "Wording", practice: PracticeFacts, today: date) -> "Printed":
    from kapdesk.printing import layout

    values = values_of(practice)
    filled = {one.name: values.get(one.name, "").strip() or f"[{one.ask}]" for one in made.fields}
    try:
        return layout.handout(
            made,
            {"practice_name": practice.name, **filled},
            page=practice.page,
            made_on=today,
            fictional=practice.fictional,
            logo=practice.logo,
        )
    except RuntimeError:
        raise BadWording("No page can hold this text. Make its tables and lists simpler.") from None
