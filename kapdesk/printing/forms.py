"""What was ticked, initialled and signed, put into a paper's blocks and at its end."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.platypus import Flowable, Paragraph, Spacer

from kapdesk.domain.filled import Filled
from kapdesk.domain.signatures import signer_for
from kapdesk.printing import fonts
from kapdesk.printing.blocks import Block, Span
from kapdesk.printing.story import signature_lines
from kapdesk.printing.styles import style
from kapdesk.printing.text import Wording
from kapdesk.printing.words import words

_BOX, _TICKED = "☐", "☒"


def entered(blocks: Sequence[Block], wording: Wording, filled: Filled) -> list[Block]:
    """The blocks with what was ticked and initialled in the places for it."""
    made: list[Block] = []
    point = 0
    for block in blocks:
        if block.kind == "mark":
            made += _marked(block, wording, filled)
        elif wording.initials and block.kind == "item" and block.bullet.endswith(".") and not block.inset:
            point += 1
            made.append(replace(block, initials=filled.initials.get(str(point), "")))
        else:
            made.append(block)
    return made


def signed(wording: Wording, filled: Filled, width: float) -> list[Flowable]:
    """A line for each who signs, or the signature that was given."""
    said = words(wording.language)
    there = {signer_for(one.role): one for one in filled.signed}
    made: list[Flowable] = []
    for role in wording.signatures:
        one = there.get(role)  # type: ignore[call-overload]
        made += signature_lines([said[role] if one is None else f"{said[role]}: {one.name}"], width)
        if one is not None and one.at is not None:
            made += [Paragraph(fonts.markup(f"{one.how} {one.at:%Y-%m-%d %H:%M}"), style("small")), Spacer(1, 2)]
    return made


def _marked(block: Block, wording: Wording, filled: Filled) -> Iterator[Block]:
    for choice in wording.choices:
        if choice.name == block.name:
            ticked = filled.ticked.get(choice.name, ())
            for option in choice.options:
                box = _TICKED if option.key in ticked else _BOX
                yield Block("item", (Span(option.words),), 1, box)
    for said in wording.acknowledged:
        if said.name == block.name:
            initials = filled.initials.get(said.name, "")
            yield Block("item", (Span(said.words, bold=True),), 1, "1.", initials=initials)
