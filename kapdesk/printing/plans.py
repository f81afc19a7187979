"""Treatment plan and safety plan on paper; every word that is not the therapist's stands in `papers/<lang>/plans.toml`."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from reportlab.platypus import Flowable

from kapdesk import paths
from kapdesk.domain.plans import EMERGENCY, Goal, GoalState, Person, Plan, SafetyPlan, TreatmentPlan, kind_of, lines_of
from kapdesk.errors import BadInput
from kapdesk.printing import fonts
from kapdesk.printing.blocks import Block, Span
from kapdesk.printing.disclosures import part2_notice
from kapdesk.printing.layout import Printed, Sheet, cannot_print, document, errors_without_words, letterhead
from kapdesk.printing.story import flow, signature_lines
from kapdesk.printing.styles import PAGES
from kapdesk.printing.words import in_full
from kapdesk.printing.words import words as of_pages

_BLANK = "_" * 22
"""Where a telephone is not on file: a line to fill in by hand."""
_TOO_LONG = 5
"""Pages that no other arrangement brings down to one."""


@dataclass(frozen=True)
class Facts:
    """What stands around a plan: which version, whose it is, and the practice; `called` is the client's own name.

    `client` and `therapist` sign a treatment plan; an empty therapist is a line for the therapist without a name.
    """

    version: int
    saved_on: date
    client: str
    called: str
    born: date | None
    practice: str
    therapist: str
    phone: str
    logo: bytes = b""
    fictional: bool = False
    part2: bool = False


def plan_page(plan: Plan, facts: Facts, page: str, printed_on: date, language: str = "en") -> Printed:
    """A plan as PDF; raises BadInput for an unknown page size and for a logo that is no picture."""
    if page not in PAGES:
        raise BadInput("The page size is either Letter or A4.", "page")
    words, around = wording(language)[kind_of(plan).value], of_pages(language)
    version = around["version_of"].format(version=facts.version, day=in_full(facts.saved_on, language))
    foot = f"{version} · {around['printed'].format(day=in_full(printed_on, language))}"
    sheet = Sheet(words["title"], facts.practice, foot, language, page, facts.fictional)
    if isinstance(plan, TreatmentPlan):
        return _laid_out(sheet, facts, list(_treatment(plan, facts, words, language)), _signers(facts, around))
    roomy = _laid_out(sheet, facts, list(_safety(plan, facts, words, "")))
    for between in ("\n", " · ") if 1 < roomy.pages < _TOO_LONG else ():
        dense = _laid_out(sheet, facts, list(_safety(plan, facts, words, between)))
        if dense.pages == 1:
            return dense
    return roomy


def _laid_out(sheet: Sheet, facts: Facts, blocks: list[Block], signers: Sequence[str] = ()) -> Printed:
    every_word = [facts.practice, *signers, *(block.words for block in blocks)]
    lacking = tuple(fonts.unprintable("\n".join(every_word)))
    with errors_without_words():
        story: list[Flowable] = [
            *letterhead(facts.practice, facts.logo, sheet.width),
            *part2_notice(facts.part2),
            *flow(blocks, sheet.width),
            *(signature_lines(signers, sheet.width, of_pages(sheet.language)["date"]) if signers else []),
            *cannot_print(lacking, sheet.language),
        ]
    pdf, pages = document(sheet, story)
    return Printed(pdf, pages, lacking)


@cache
def wording(language: str) -> dict[str, dict[str, str]]:
    """The papers' own words, by kind of plan."""
    content: dict[str, dict[str, str]] = tomllib.loads(
        (paths.resources() / "papers" / language / "plans.toml").read_text("utf-8")
    )
    return content


def _signers(facts: Facts, around: Mapping[str, str]) -> tuple[str, str]:
    """Who signs, each with the part she has in it."""
    therapist = f"{facts.therapist} ({around['therapist'].lower()})" if facts.therapist else around["therapist"]
    return f"{facts.client} ({around['client'].lower()})", therapist


def _treatment(plan: TreatmentPlan, facts: Facts, words: dict[str, str], language: str) -> Iterator[Block]:
    yield Block("heading", (Span(words["title"]),), 1)
    whose = words["whose"].format(client=facts.client)
    born = words["born"].format(born=in_full(facts.born, language)) if facts.born else ""
    yield _paragraph(", ".join(part for part in (whose, born) if part))
    yield from _section(words["concerns"], plan.concerns)
    for goal in plan.goals:
        yield from _goal(goal, words)
    yield from _section(words["agreed"], plan.agreed)
    if plan.review_on is not None:
        yield _heading(words["review"])
        yield _paragraph(words["review_on"].format(day=in_full(plan.review_on, language)))
    yield _heading(words["signed"])
    yield _paragraph(words["signing"])


def _goal(goal: Goal, words: dict[str, str]) -> Iterator[Block]:
    name = words["goal"].format(number=goal.number)
    yield _heading(name if goal.state is GoalState.OPEN else f"{name}, {words[goal.state.value]}")
    yield from map(_paragraph, lines_of(goal.words))
    yield from map(_item, goal.steps)
    if goal.progress:
        seen, *more = lines_of(goal.progress)
        yield Block("paragraph", (Span(f"{words['progress']} ", italic=True), Span(seen, value=True)))
        yield from map(_paragraph, more)


def _safety(plan: SafetyPlan, facts: Facts, words: dict[str, str], between: str) -> Iterator[Block]:
    """The plan's blocks; entries stand as a list, or with `between` one after the other where that saves a page."""
    yield Block("heading", (Span(words["title"]),), 1)
    yield _paragraph(words["whose"].format(called=facts.called))
    yield from _emergency(words)
    yield _paragraph(words["how"])
    for name in ("warning_signs", "what_helps", "distraction"):
        yield from _section(words[name], getattr(plan, name), between)
    if plan.people:
        yield _heading(words["people"])
        yield _people(plan.people)
    yield _heading(words["professionals"])
    yield _people((Person(facts.therapist, facts.phone, words["therapist"]), *plan.professionals))
    for name in ("safe_place", "reasons"):
        yield from _section(words[name], getattr(plan, name), between)


def _emergency(words: dict[str, str]) -> Iterator[Block]:
    """The framed box above everything else, so that it is on the first page however long the plan is."""
    yield Block("paragraph", (Span(words["emergency"], bold=True),), inset=1)
    for number, _ in EMERGENCY:
        shown, said = words[number].split("|")
        assert shown == number, "a safety plan always says whom to call"
        yield Block("paragraph", (Span(f"{shown}  ", bold=True), Span(said)), inset=1)


def _heading(words: str) -> Block:
    return Block("heading", (Span(words),), 2)


def _paragraph(words: str) -> Block:
    return Block("paragraph", (Span(words, value=True),))


def _item(words: str) -> Block:
    return Block("item", (Span(words, value=True),), 1, "•")


def _section(heading: str, text: str, between: str | None = None) -> Iterator[Block]:
    """A heading and its lines: as paragraphs, as a list (`between` is empty), or joined."""
    lines = lines_of(text)
    if not lines:
        return
    yield _heading(heading)
    if between:
        yield _paragraph(between.join(lines))
    else:
        yield from map(_item if between == "" and len(lines) > 1 else _paragraph, lines)


def _people(people: Sequence[Person]) -> Block:
    """Who can be called, one a line."""
    spans: list[Span] = []
    for person in people:
        name, when = f"{person.name or _BLANK} · ", f" · {person.when}" if person.when else ""
        spans += [Span(name, value=True), Span(person.phone or _BLANK, bold=True, value=True)]
        spans.append(Span(f"{when}\n" if person is not people[-1] else when, value=True))
    return Block("paragraph", tuple(spans))
