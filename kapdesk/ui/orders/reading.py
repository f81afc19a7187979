"""Orders as they are read: the one in sight as a card, its versions, the other orders, scans, answers."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kapdesk.domain.orders import AnswerKind, Order, PrescriberAnswer
from kapdesk.ui import look
from kapdesk.ui.days import moment, shown
from kapdesk.ui.details.cards import add_rows, entry_row, titled
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.orders import fields
from kapdesk.ui.orders.scans import ScanCard
from kapdesk.ui.theme import px
from kapdesk.usecases.prescribing.orders import OrderFile, OrderVersion

if TYPE_CHECKING:
    from kapdesk.ui.orders.tab import OrdersTab

TONES = {"good": "good", "amber": "warning", "bad": "bad", "none": "warning"}
_AMBER = ("Blood pressure", "Pulse")
"""Where "not on file" is said as a limit, in amber."""


def reading(tab: "OrdersTab", files: Sequence[OrderFile], answers: Sequence[PrescriberAnswer]) -> QWidget:
    """All cards; `tab` says which order and which version is in sight."""
    inside = QWidget()
    whole = look.column(inside, gap=16)
    whole.setContentsMargins(0, 0, px(8), 0)
    sides = Columns(least=760, gap=16)
    left, right = QWidget(), QWidget()
    order_column, side_column = look.column(left, gap=16), look.column(right, gap=16)
    file = tab.in_sight(files)
    order_column.addWidget(_nothing_yet(tab) if file is None else _order_card(tab, file))
    if len(files) > 1:
        order_column.addWidget(_others(tab, files, file))
    if file is not None:
        side_column.addWidget(ScanCard(tab, file))
    side_column.addWidget(_answers(tab, answers, files))
    for column in (order_column, side_column):
        column.addStretch(1)
    sides.add(left, 3)
    sides.add(right, 2)
    whole.addWidget(sides)
    whole.addStretch(1)
    return look.scroll(inside)


def _nothing_yet(tab: "OrdersTab") -> QWidget:
    frame, layout = look.card()
    new = look.button("Enter the first order…", "first_order", "primary")
    new.clicked.connect(tab.new_order)
    words = (
        "What the prescriber wrote stands here: validity, doses, limits, holds. "
        "Readings, doses and dates are compared with it, and with nothing else."
    )
    layout.addWidget(look.empty("No order on file", words, new))
    return frame


def _order_card(tab: "OrdersTab", file: OrderFile) -> QWidget:
    version = tab.version_in_sight(file)
    today = tab.clock().date()
    frame, layout = look.card()
    title = version.order.named(today)
    heading = look.label(title[:1].upper() + title[1:], "heading", "order_heading")
    heading.setWordWrap(True)
    layout.addWidget(heading)
    chips = Flow(gap=8)
    chips.set_widgets([look.chip(words, tone) for words, tone in _chips(file, version, today)])
    layout.addWidget(chips)
    if not file.holds or version is not file.versions[0]:
        older = "an older version" if version is not file.versions[0] else "not the order that holds now"
        layout.addWidget(look.label(f"This is {older}.", "warning", "order_older"))
    if version.order.change:
        layout.addWidget(look.label(f"What changed: {version.order.change}", "body", "order_change"))
    layout.addWidget(_grid(version.order))
    layout.addWidget(look.label(fields.NEVER_STOP, "small"))
    layout.addWidget(_doses(file, today))
    if len(file.versions) > 1:
        layout.addWidget(look.rule())
        layout.addWidget(look.label("Versions", "strong"))
        for one in file.versions:
            layout.addWidget(_version_row(tab, one, one is version))
    return frame


def _chips(file: OrderFile, version: OrderVersion, today: date) -> list[tuple[str, str]]:
    standing = file.standing
    chips = [(standing.words, TONES[standing.level])] if file.holds or standing.state == "withdrawn" else []
    if file.order.in_error:
        chips = [("Entered in error", "bad")]
    if not file.holds and not chips:
        chips = [("Earlier order", "plain")]
    if file.holds and file.follow_up is not None and file.follow_up < today:
        chips.append((f"Follow-up was due {shown(file.follow_up, today)}", "warning"))
    if len(file.versions) > 1:
        chips.append((f"Version {version.order.version} of {len(file.versions)}", "plain"))
    return chips


def _grid(order: Order) -> QWidget:
    inside = QWidget()
    grid = QGridLayout(inside)
    grid.setContentsMargins(0, px(4), 0, px(4))
    grid.setHorizontalSpacing(px(20))
    grid.setVerticalSpacing(px(7))
    grid.setColumnStretch(1, 1)
    for number, (heading, words) in enumerate(fields.to_read(order)):
        name = look.label(heading, "muted")
        name.setWordWrap(False)
        grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
        limit = heading in _AMBER
        nothing = "no limit on file" if limit else "not on file"
        value = look.label(words or nothing, "body" if words else "warning" if limit else "muted")
        value.setObjectName(f"order_{heading.lower().replace(' ', '_')}")
        grid.addWidget(value, number, 1)
    return inside


def _doses(file: OrderFile, today: date) -> QWidget:
    """The days on which the doses of this order were taken, and when it allows the next one."""
    days = ", ".join(shown(day) for day in file.taken)
    allowed = f" of {file.order.doses_authorised}" if file.order.doses_authorised else ""
    words = f"Doses taken on this order: {len(file.taken)}{allowed}" + (f" ({days})" if days else "")
    if file.holds and file.earliest_next is not None and file.standing.state == "valid":
        words += f". By its interval the next from {shown(file.earliest_next, today)}."
    return look.label(words, "small", "order_doses")


def _version_row(tab: "OrdersTab", one: OrderVersion, in_sight: bool) -> QWidget:
    order = one.order
    names = dict.fromkeys(fields.name_of(name) for name in one.differs)
    lines = (
        f"Entered {moment(one.entered_at, tab.clock())}",
        order.change,
        f"Different: {', '.join(names)}" if names else "",
    )
    act = ("Show", f"show_version_{order.version}", partial(tab.show_version, order.version))
    chips = [("in sight", "plain")] if in_sight else []
    return entry_row(f"Version {order.version}", chips, lines, *(() if in_sight else (act,)))


def _others(tab: "OrdersTab", files: Sequence[OrderFile], in_sight: OrderFile | None) -> QWidget:
    frame, layout = titled("All orders")
    rows = []
    for file in files:
        order = file.order
        chips = [("holds now", "good" if file.standing.level == "good" else "plain")] if file.holds else []
        chips += [("entered in error", "bad")] if order.in_error else []
        allowed = f" of {order.doses_authorised}" if order.doses_authorised else ""
        until = f"valid until {shown(order.valid_until)}" if order.valid_until else "no end on file"
        line = f"{until} · {len(file.taken)}{allowed} doses taken"
        act = ("Show", f"show_order_{order.number}", partial(tab.show_order, order.number))
        words = f"{shown(order.written_on)} · {order.prescriber}"
        rows.append(entry_row(words, chips, (line,), *(() if file is in_sight else (act,))))
    add_rows(layout, rows, "")
    return frame


def _answers(tab: "OrdersTab", answers: Sequence[PrescriberAnswer], files: Sequence[OrderFile]) -> QWidget:
    frame, layout = titled("What the prescriber said later", ("Add…", "add_answer", tab.enter_answer))
    rows = [_answer_row(tab, one, _order_of(one, files)) for one in answers]
    add_rows(layout, rows, "Nothing yet: answers to your questions, and follow-up visits that were held.")
    return frame


def _answer_row(tab: "OrdersTab", one: PrescriberAnswer, order: Order | None) -> QWidget:
    visit = one.kind is AnswerKind.FOLLOW_UP
    by = " · ".join(part for part in (one.by_whom, one.how) if part)
    about = f"with {order.named(tab.clock().date())}" if order else "before there was an order"
    lines = (by, f"Asked: {one.asked}" if one.asked else "", one.words, about)
    chips = [("Follow-up visit", "plain")] if visit else []
    remove = ("Remove", f"remove_answer_{one.id}", partial(tab.remove_answer, one.id))
    return entry_row(shown(one.on), chips, lines, remove)


def _order_of(answer: PrescriberAnswer, files: Sequence[OrderFile]) -> Order | None:
    found = (one.order for file in files for one in file.versions if one.order.id == answer.order_id)
    return next(found, None)
