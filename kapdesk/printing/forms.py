"""What was ticked, initialled and signed, put into a paper's blocks and at its end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer, Table, TableStyle

from kapdesk.domain.filled import Filled
from kapdesk.domain.signatures import Role, Signature, signer_for
from kapdesk.printing import fonts
from kapdesk.printing.blocks import Block, Span
from kapdesk.printing.marks import Again, Drawn
from kapdesk.printing.story import SideHeading, Together
from kapdesk.printing.styles import MUTE, SIZE, column, style
from kapdesk.printing.text import TO_WRITE_ON, Wording
from kapdesk.printing.words import in_full, time_of_day, words

_TO_SIGN, _TO_WRITE = 36.0, 25.0
"""Room above a line to sign on, and to write on by hand, in points."""
_LEAST_WORDS, _LAST_WORDS, _LAST_UNSIGNED = 62.0, 140.0, 260.0
"""So much of the text's end stays together at least where it can be had, and at most with signatures and without, in points."""
_ENDLESS = 1e6


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
            made.append(replace(block, cells=tuple(map(_to_fill_in, block.cells))))
    return made


def _to_fill_in(cell: tuple[Span, ...]) -> tuple[Span, ...]:
    """A table's cell; where all of it is to be written by hand it is empty, which has more room than a line of words."""
    return () if "".join(span.words for span in cell).strip() == TO_WRITE_ON else cell


def _marked(block: Block, wording: Wording, filled: Filled) -> Iterator[Block]:
    for choice in wording.choices:
        if choice.name == block.name:
            ticked = filled.ticked.get(choice.name, ())
            for option in choice.options:
                yield Block("option", (Span(option.words),), ticked=option.key in ticked)
    for said in wording.acknowledged:
        if said.name == block.name:
            label, initials = words(wording.language)["acknowledged"], filled.initials.get(said.name, "")
            yield Block("acknowledged", (Span(said.words),), name=label, initials=initials)


def every_word(filled: Filled) -> Iterator[str]:
    """What a person entered and is printed beside the blocks' own words."""
    yield filled.present
    for one in filled.signed:
        yield from (one.name, one.relation)


def with_signatures(
    story: Sequence[Flowable], wording: Wording, filled: Filled, width: float, height: float
) -> list[Flowable]:
    """The story with a line for each who signs at its end, or the signature that was given, who was present, and the record.

    No page has the last lines of the text alone, nor signatures without them. Where all this is more than a page (`width` by
    `height`), each signer's part says again what is signed.
    """
    parts = list(signed(wording, filled, width))
    at = _last_words(story, width, _LAST_WORDS if parts else _LAST_UNSIGNED)
    before, last = list(story[:at]), list(story[at:])
    if not parts:
        return [*before, Together(_heights(last, width)), *last]
    whole = [*last, *(one for part in parts for one in part)]
    if (needed := _heights(whole, width)) <= height:
        return [*before, Together(needed), *whole]
    if (needed := _heights([*last, *parts[0]], width)) <= height:
        made = [*before, Together(needed), *last, *parts.pop(0)]
    else:
        made = [*before, *last]
    for part in parts:
        again = Again(fonts.markup(wording.title, italic=True), style("small", column(width)))
        made += [Together(min(height, _heights([again, *part], width))), again, *part]
    return made


def _last_words(story: Sequence[Flowable], width: float, most: float) -> int:
    """Where the last words begin: a section's only paragraph, or some short ones; with the heading that leads to them."""
    at, held, led = len(story), 0.0, False
    while at and not led and held < _LEAST_WORDS and held + _height(story[at - 1], width) <= most:
        at -= 1
        held += _height(story[at], width)
        led = bool(at) and getattr(story[at - 1], "leads", False)
    while at and (getattr(story[at - 1], "leads", False) or isinstance(story[at - 1], (SideHeading, CondPageBreak))):
        at -= 1
    return at


def _heights(flowables: Iterable[Flowable], width: float) -> float:
    return sum(_height(one, width) for one in flowables)


def _height(flowable: Flowable, width: float) -> float:
    if isinstance(flowable, CondPageBreak):
        return 0.0
    around = float(flowable.getSpaceBefore() + flowable.getSpaceAfter())
    return float(flowable.wrap(width, _ENDLESS)[1]) + around


def signed(wording: Wording, filled: Filled, width: float) -> Iterator[list[Flowable]]:
    """A part for each who signs; the last one says as well who was present and which wording this is."""
    said = words(wording.language)
    there = {signer_for(one.role): one for one in filled.signed}
    for name in wording.signatures:
        one = there.get(Role(name))
        rows = _to_sign(Role(name), said) if one is None else _signed(one, said, wording.language, width)
        end = name == wording.signatures[-1]
        yield [
            Spacer(1, 4),
            _block(said[name], rows, width),
            Spacer(1, 6),
            *(_record(wording, filled, width) if end else ()),
        ]


def _record(wording: Wording, filled: Filled, width: float) -> Iterator[Flowable]:
    said = words(wording.language)
    told = style("small", column(width))
    if filled.present:
        yield Paragraph(fonts.markup(said["present"].format(names=filled.present)), told)
    if filled.until is not None:
        yield Paragraph(fonts.markup(said["until"].format(day=in_full(filled.until, wording.language))), told)
    record = said["record"].format(name=wording.name, version=wording.version, sha256=wording.sha256)
    yield Spacer(1, 3)
    small = style("label").clone("record", leftIndent=column(width), spaceAfter=2)
    yield Paragraph(fonts.markup(record), small)


Rows = list[tuple[list[Flowable], list[Flowable], bool]]
"""Rows of a signer's part: what stands at the left, at the right, and whether both stand on a line."""


def _to_sign(role: Role, said: Mapping[str, str]) -> Rows:
    more = {Role.CLIENT: "relation_if", Role.ADULT: "relation_adult"}.get(role)
    rows: Rows = [
        ([Spacer(1, _TO_SIGN)], [Spacer(1, _TO_SIGN)], True),
        ([_label(said["signature"])], [_label(said["date_time"])], False),
        ([Spacer(1, _TO_WRITE)], [Spacer(1, _TO_WRITE)] if more else [], True),
        ([_label(said["name"])], [_label(said[more])] if more else [], False),
    ]
    return rows


def _signed(one: Signature, said: Mapping[str, str], language: str, width: float) -> Rows:
    room = (width - column(width)) * _LEFT - 6
    own: Flowable = Drawn(one.strokes, room, f"{said['signature']}: {fonts.clean(one.name)}")
    if one.how != "drawn" or not one.strokes:
        size = 16 if fonts.width(one.name, 16, fonts.ITALIC) <= room else 12
        own = Paragraph(
            fonts.markup(one.name, italic=True), style("signed").clone("s", fontSize=size, leading=1.2 * size)
        )
    below = [Paragraph(fonts.markup(one.name, bold=True), style("cell"))]
    if one.role is Role.REPRESENTATIVE:
        below.append(Paragraph(fonts.markup(said["representative"]), style("cell")))
    if one.relation:
        below.append(Paragraph(fonts.markup(one.relation), style("cell")))
    how = said[f"signed_{one.how}"]
    if one.at is None:
        return [([own], [], True), (below, [_label(said["no_time"])], False)]
    day, time = in_full(one.at.date(), language), time_of_day(one.at, language)
    return [([own], [], True), (below, [_label(how.format(day=day, time=time))], False)]


def _label(words: str) -> Flowable:
    return Paragraph(fonts.markup(words), style("label"))


_LEFT, _BETWEEN = 0.6, 0.05
"""The shares of the signature's line, and of the gap before what stands at its right."""


def _block(role: str, rows: Rows, width: float) -> Flowable:
    """A signer's part: the role beside its line, or above it on a narrow page."""
    indent = column(width)
    room = width - indent
    head = Paragraph(fonts.markup(role, bold=True), style("role"))
    cells: list[list[object]] = [[left, "", right] for left, right, _ in rows]
    widths = [room * _LEFT, room * _BETWEEN, room * (1 - _LEFT - _BETWEEN)]
    lined = [at for at, (_, _, line) in enumerate(rows) if line]
    if indent:
        cells = [[head if not at else "", *row] for at, row in enumerate(cells)]
        widths = [indent, *widths]
    else:
        cells, lined = [[head, "", ""], *cells], [at + 1 for at in lined]
    first = 1 if indent else 0
    looks: list[tuple[object, ...]] = [
        ("FONT", (0, 0), (-1, -1), fonts.BODY, SIZE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    for at in lined:
        columns = [first, first + 2] if cells[at][first + 2] else [first]
        looks += [("LINEBELOW", (one, at), (one, at), 0.7, MUTE) for one in columns]
        looks += [("VALIGN", (first, at), (-1, at), "BOTTOM")]
    return Table(cells, colWidths=widths, splitInRow=1, hAlign="LEFT", style=TableStyle(looks))
