"""The cards of a chart's disclosures as they are read: requests with their clocks, releases, the tag of Part 2, the register."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from kapdesk.domain.authorizations import Release, listed
from kapdesk.domain.disclosures import Disclosure
from kapdesk.domain.paper_states import RELEASE, RELEASE_NOTES, State, in_words
from kapdesk.domain.requests import SOON_DAYS, Request, RequestKind, clock_words, letters_of
from kapdesk.ui import look
from kapdesk.ui.days import shown
from kapdesk.ui.details.cards import add_rows, entry_row, titled
from kapdesk.ui.flow import Flow

if TYPE_CHECKING:
    from kapdesk.ui.disclosures.tab import DisclosuresTab

_NO_REQUEST = (
    "Nothing was asked for. A client may ask for a copy, an amendment or an accounting; enter it on the day it comes, and "
    "Today reminds you before its last day."
)
_NO_RELEASE = "No release is on file. Treatment, a duty by law and a threat to safety need none; all else does."
_NO_ENTRY = (
    "Nothing is entered yet. What you print or save for somebody enters itself; what you tell somebody by telephone you enter "
    "by hand. The client may ask for an accounting."
)


def request_card(tab: "DisclosuresTab", found: Sequence[Request], today: date) -> QWidget:
    """Requests with their clocks, the one due first at the head."""
    frame, layout = titled("Requests", ("New request…", "new_request", tab.new_request))
    add_rows(layout, [_request_row(tab, one, today) for one in found], _NO_REQUEST)
    return frame


def _request_row(tab: "DisclosuresTab", one: Request, today: date) -> QWidget:
    days = (one.due - today).days
    tone = "plain" if not one.open else "bad" if days <= 0 else "warning" if days <= SOON_DAYS else "good"
    lines = [f"came {shown(one.received_on)} · {one.days} days", one.words]
    if one.extra_days:
        lines.append(f"30 days more since {shown(one.extended_on)}: {one.extended_words}")
    lines.append(one.answer_words)
    acts = []
    if one.open:
        acts.append(("Answer…", f"answer_request_{one.id}", partial(tab.answer_request, one)))
        if not one.extra_days and days >= 0:
            acts.append(("More time…", f"extend_request_{one.id}", partial(tab.extend_request, one)))
    if letters_of(one):
        acts.append(("Letter…", f"letter_request_{one.id}", partial(tab.write_letter, one)))
    if one.kind is RequestKind.AMENDMENT:
        acts.append(("Addendum…", f"addendum_request_{one.id}", partial(tab.begin_addendum, one)))
    acts.append(("Remove", f"remove_request_{one.id}", partial(tab.remove_request, one)))
    words = one.kind.words if one.kind else ""
    return _row(words, [(clock_words(one, today), tone)], lines, acts)


def release_card(tab: "DisclosuresTab", found: Sequence[Release], today: date) -> QWidget:
    """Releases with their states; each can be opened to be signed anew."""
    new = (
        ("New…", "sign_release", partial(tab.sign_wanted.emit, tab.client_id, RELEASE)),
        ("For psychotherapy notes…", "sign_release_notes", partial(tab.sign_wanted.emit, tab.client_id, RELEASE_NOTES)),
    )
    frame, layout = titled("Releases", *new)
    add_rows(layout, [_release_row(tab, one, today) for one in found], _NO_RELEASE)
    return frame


def _release_row(tab: "DisclosuresTab", one: Release, today: date) -> QWidget:
    stands = one.standing
    notes = stands.name == RELEASE_NOTES
    tone = "good" if stands.state is State.SIGNED else "warning" if stands.state is State.NARROWED else "bad"
    covers = f"Covers {listed(one.covers)}" if one.covers else "What it covers is on the paper"
    lines = (
        in_words(stands, today),
        "Psychotherapy notes only" if notes else covers,
        one.more,
        f"Ends: {one.ends}" if one.ends and stands.until is None else "",
        "They may give to you only" if one.one_way == "get" else "",
    )
    acts = []
    if not stands.state.holds:
        again = partial(tab.sign_wanted.emit, tab.client_id, stands.name)
        acts.append(("Sign anew…", f"sign_again_{stands.paper_id or 0}", again))
    return _row(stands.about or "Nobody named", [(stands.state.words, tone)], lines, acts)


def part2_card(tab: "DisclosuresTab", tags: dict[int | None, str], titles: dict[int, str]) -> QWidget:
    """Whether the record, or papers of it, are tagged as Part 2 records."""
    whole = None in tags
    act = ("Take the tag off", "untag_part2", tab.untag) if whole else ("Tag the record…", "tag_part2", tab.tag)
    frame, layout = titled("42 CFR Part 2", act)
    words = "Substance use records from a federally assisted program. Handing them out asks first, and prints the law’s notice."
    layout.addWidget(look.label(words, "small"))
    rows = [entry_row("The whole record", [("tagged", "warning")], (tags[None],))] if whole else []
    for number, said in tags.items():
        if number is not None:
            title = titles.get(number, "A paper")
            off = ("Take off", f"untag_paper_{number}", partial(tab.untag, number))
            rows.append(_row(title, [("tagged", "warning")], (said,), (off,)))
    add_rows(layout, rows, "Nothing of this chart is tagged.")
    return frame


def disclosure_row(one: Disclosure) -> QWidget:
    """An entry of the register."""
    basis = one.basis.words if one.basis else ""
    by = " · ".join(part for part in (basis, one.basis_words, one.how) if part)
    chips = [("Part 2", "warning")] if one.part2 else []
    chips += [("in the accounting", "plain")] if one.basis is not None and one.basis.accounted else []
    return entry_row(f"{shown(one.on)} · {one.to_whom}", chips, (one.what, f"Purpose: {one.purpose}", by))


def register_rows(found: Sequence[Disclosure], filtered: bool) -> tuple[list[QWidget], str]:
    """The rows, and what is said when there is none."""
    nothing = "No entry is like that." if filtered else _NO_ENTRY
    return [disclosure_row(one) for one in found], nothing


def _row(
    what: str, chips: Sequence[tuple[str, str]], lines: Sequence[str], acts: "Sequence[tuple[str, str, partial[None]]]"
) -> QWidget:
    """A row whose acts stand on a line of their own below, since there may be several."""
    whole = QWidget()
    column = look.column(whole, gap=4)
    column.addWidget(entry_row(what, chips, lines))
    if acts:
        buttons: list[QWidget] = []
        for verb, name, act in acts:
            one = look.button(verb, name, "quiet")
            one.setAccessibleName(f"{verb.rstrip('…')}: {what}")
            one.clicked.connect(lambda _=False, act=act: act())
            buttons.append(one)
        flow = Flow(gap=4)
        flow.set_widgets(buttons)
        column.addWidget(flow)
    return whole
