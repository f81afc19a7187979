"""The cards of the chart's papers: on file, begun, missing, handed over, the library."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from kapdesk.domain.paper_states import PRIVACY, Event, State
from kapdesk.ui import look
from kapdesk.ui.chart_papers import words
from kapdesk.ui.days import moment
from kapdesk.ui.details.cards import add_rows, titled
from kapdesk.ui.flow import Flow
from kapdesk.usecases.paper.client_papers import SIGNED_KINDS, ClientPapers, MissingPaper, ToldOf
from kapdesk.usecases.paper.paper_signing import DraftRow
from kapdesk.usecases.paper.paper_standings import PaperRow
from kapdesk.usecases.paper.papers import PaperGiven
from kapdesk.usecases.paper.papers import PaperRow as LibraryRow
from kapdesk.usecases.writing.between_sessions import TITLE

if TYPE_CHECKING:
    from kapdesk.ui.chart_papers.tab import PapersTab

Act = tuple[str, str, Callable[[], None]]
_BETWEEN = "One page of this client’s own: intention, what came, the steps with their days, room to write or draw."
_GIVEN = {"printed": "printed", "saved": "saved as PDF"}
_AGAIN = (State.OUT_OF_DATE, State.EXPIRED, State.INCOMPLETE, State.REVOKED)


def filed_card(tab: "PapersTab", found: ClientPapers, today: date) -> QWidget:
    """The papers on file, and what was said of papers that are not in the list of the missing ones."""
    frame, layout = titled(
        "On file",
        ("Signed on paper…", "signed_on_paper", tab.on_paper),
        ("From outside…", "receive_paper", tab.receive),
    )
    rows = [_filed_row(tab, one, today) for one in found.filed]
    rows += [_told_row(tab, one, today) for one in found.told]
    add_rows(
        layout, rows, "Nothing yet. What is signed on the screen or on paper stands here, with how it stands today."
    )
    return frame


def begun_card(tab: "PapersTab", begun: Sequence[DraftRow]) -> QWidget:
    """Papers that are in hand."""
    frame, layout = titled("Begun, not filed")
    rows = [
        _row(
            one.title,
            [("✓ signed, to be filed", "warning") if one.signed else ("in hand", "plain")],
            [f"last changed {moment(one.changed_at, tab.clock())}"],
            ("Go on", f"go_on_{one.id}", partial(tab.go_on, one)),
            ("Put away", f"put_away_{one.id}", partial(tab.put_away, one)),
        )
        for one in begun
    ]
    add_rows(layout, rows, "")
    return frame


def missing_card(tab: "PapersTab", found: ClientPapers, begun: set[str], today: date) -> QWidget:
    """What a new client signs, and this one has not, or not as it holds today."""
    frame, layout = titled("Still missing", ("Print the intake pack…", "print_pack", tab.print_pack))
    rows = [_missing_row(tab, one, today) for one in found.missing if one.name not in begun]
    add_rows(layout, rows, "✓ Everything that a new client signs is on file, or in hand.")
    return frame


def given_card(given: Sequence[PaperGiven]) -> QWidget:
    """What the client was handed."""
    frame, layout = look.card("Handed over")
    for one in given:
        layout.addWidget(look.rule())
        version = f"version {one.version} · " if one.version else ""
        line = f"{version}{_GIVEN[one.how]} {moment(one.given_at)} · SHA-256 {one.sha256[:12]}…"
        title = look.label(one.title, "strong")
        title.setWordWrap(True)
        layout.addWidget(title)
        layout.addWidget(look.label(line, "small"))
    if not given:
        layout.addWidget(look.label("Nothing yet. What you print or save for this client is entered here.", "muted"))
    return frame


def library_card(tab: "PapersTab", library: Sequence[LibraryRow]) -> QWidget:
    """Every paper, to be handed over or signed."""
    frame, layout = look.card("Hand over or sign a paper")
    rows = [
        _row(TITLE, (), [_BETWEEN], ("Words…", "between_sessions", tab.between_sessions)),
        *(
            _row(
                one.title,
                (),
                [one.purpose],
                ("Preview…", f"preview_{one.name}", partial(tab.paper_wanted.emit, one.name)),
                *([("Sign…", f"sign_{one.name}", partial(tab.sign, one.name))] if one.kind in SIGNED_KINDS else []),
            )
            for one in library
        ),
    ]
    add_rows(layout, rows, "")
    return frame


def _filed_row(tab: "PapersTab", one: PaperRow, today: date) -> QWidget:
    received = one.how == "received"
    acts: list[Act] = [("Open", f"open_paper_{one.id}", partial(tab.open_paper, one))] if one.files else []
    if not received and one.standing.state not in (State.REPLACED, State.REVOKED, State.DECLINED):
        acts.append(("Narrowed, revoked…", f"tell_{one.id}", partial(tab.tell_of, one)))
    if one.standing.state in _AGAIN:
        acts.append(("Sign anew…", f"sign_anew_{one.id}", partial(tab.sign, one.name)))
    tagged = tab.tags.get(one.id)
    if tagged is None:
        acts.append(("Tag as Part 2…", f"tag_paper_{one.id}", partial(tab.tag, one)))
    else:
        acts.append(("Take the tag off", f"untag_paper_{one.id}", partial(tab.untag, one)))
    chips = [("from outside", "plain") if received else words.chip_of(one.standing.state)]
    lines = words.lines_of(one, today)
    if tagged is not None:
        chips.append(("! Part 2", "warning"))
        lines.append(f"42 CFR Part 2: {tagged}" if tagged else "")
    row = _row(words.title_of(one), chips, lines, *acts)
    layout = row.layout()
    assert layout is not None
    for event in one.events:
        layout.addWidget(_event_row(tab, event, today))
    return row


def _told_row(tab: "PapersTab", one: ToldOf, today: date) -> QWidget:
    """A paper that is not on file, and what was said of it; it can be signed all the same."""
    sign = ("Sign…", f"sign_told_{one.name}", partial(tab.sign, one.name))
    open_still = one.kind in SIGNED_KINDS and one.standing.paper_id is None
    row = _row(one.title, [words.chip_of(one.standing.state)], (), *([sign] if open_still else []))
    layout = row.layout()
    assert layout is not None
    for event in one.told:
        layout.addWidget(_event_row(tab, event, today))
    return row


def _event_row(tab: "PapersTab", event: Event, today: date) -> QWidget:
    line = words.event_line(event, today)
    back = look.button("A mistake…", f"take_back_{event.id}", "quiet")
    back.setAccessibleName(f"This entry was a mistake: {line}")
    back.clicked.connect(partial(tab.take_back, event))
    box = QWidget()
    said = look.label(line, "body", f"event_{event.id}")
    whole = look.row(said, back, gap=8)
    whole.setStretch(0, 1)
    box.setLayout(whole)
    return box


def _missing_row(tab: "PapersTab", one: MissingPaper, today: date) -> QWidget:
    signed = one.kind in SIGNED_KINDS
    begin: Act = ("Ask…", "ask_intake", tab.intake_wanted.emit)
    if signed:
        begin = ("Sign…", f"sign_missing_{one.name}", partial(tab.sign, one.name))
    acts: list[Act] = [begin, ("On paper…", f"on_paper_{one.name}", partial(tab.on_paper, one.name))]
    acts.append(("Print…", f"print_missing_{one.name}", partial(tab.paper_wanted.emit, one.name)))
    if signed and one.standing.state is State.MISSING:
        verb = "Refused…" if one.name == PRIVACY else "Declined…"
        acts.append((verb, f"declined_{one.name}", partial(tab.tell_missing, one)))
    on_file = one.standing.paper_id is not None
    lines = [words.sentence(one.standing, today)] if on_file else []
    row = _row(one.title, [words.chip_of(one.standing.state)], lines, *acts)
    layout = row.layout()
    assert layout is not None
    for event in one.told:
        layout.addWidget(_event_row(tab, event, today))
    return row


def _row(title: str, chips: Sequence[tuple[str, str]], lines: Sequence[str], *acts: Act) -> QWidget:
    """A title with its chips, small lines, and what can be done below them, wrapping where there is little room."""
    row = QWidget()
    column = look.column(row, gap=3)
    head = Flow(gap=8)
    head.set_widgets([look.label(title, "strong"), *(look.chip(*one) for one in chips)])
    column.addWidget(head)
    for line in filter(None, lines):
        column.addWidget(look.label(line, "small"))
    buttons: list[QWidget] = []
    for verb, name, act in acts:
        one = look.button(verb, name, "quiet")
        one.setAccessibleName(f"{verb.removesuffix('…')}: {title}")
        one.clicked.connect(lambda _=False, act=act: act())
        buttons.append(one)
    if buttons:
        below = Flow(gap=2)
        below.set_widgets(buttons)
        column.addWidget(below)
    return row
