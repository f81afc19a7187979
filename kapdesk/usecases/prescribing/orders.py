"""The prescriber's orders of a client: entered, entered anew, withdrawn; their scans, and what the prescriber said later.

What was entered never changes: each change is another version, with what changed and why.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain.dates import short
from kapdesk.domain.disclosures import OWN_FILE, GoingOut
from kapdesk.domain.limits import earliest_next
from kapdesk.domain.orders import (
    IN_ERROR,
    AnswerKind,
    Order,
    OrderStanding,
    PrescriberAnswer,
    differences,
    in_force,
    same_order,
    standing_of,
)
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.attachment import Attachment
from kapdesk.records.order import OrderAnswer, OrderScan, PrescriberOrder
from kapdesk.usecases.house.attachments import checked_kind, keep_file, let_go, read_file
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.prescribing.order_rows import (
    current_orders,
    days_taken,
    follow_ups_due,
    newest_versions,
    order_of,
)
from kapdesk.usecases.register.disclosures import add_going_out
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class OrderVersion:
    """A version as it was entered; `differs` names what it says differently than the one before."""

    order: Order
    entered_at: datetime
    differs: tuple[str, ...]


@dataclass(frozen=True)
class Scan:
    """A scan of an order; `size` in bytes."""

    id: int
    version: int
    name: str
    media_type: str
    size: int
    added_at: datetime


@dataclass(frozen=True)
class OrderFile:
    """One order with all that belongs to it; versions and answers the newest first.

    `taken` are the days of doses taken while it was the newest; `holds` says that it is the client's order now.
    `earliest_next` is the day from which it allows another dose, `follow_up` the visit that is not entered as held yet.
    """

    versions: tuple[OrderVersion, ...]
    scans: tuple[Scan, ...]
    answers: tuple[PrescriberAnswer, ...]
    taken: tuple[date, ...]
    standing: OrderStanding
    holds: bool
    earliest_next: date | None
    follow_up: date | None

    @property
    def order(self) -> Order:
        """The newest version."""
        return self.versions[0].order


def list_orders(vault: Vault, client_id: int, today: date) -> list[OrderFile]:
    """A client's orders with their versions: the one that holds first, then by the day that stands on them."""
    with vault.read() as db:
        rows = db.scalars(
            select(PrescriberOrder)
            .where(PrescriberOrder.client_id == client_id)
            .order_by(PrescriberOrder.number, PrescriberOrder.version.desc())
        ).all()
        versions: dict[int, list[PrescriberOrder]] = {}
        for row in rows:
            versions.setdefault(row.number, []).append(row)
        scans, answers = _scans(db, client_id), _answers(db, client_id)
        taken = days_taken(db, client_id).get(client_id, [])
        newest = [order_of(each[0]) for each in versions.values()]
        waiting = follow_ups_due(db, newest)
    holding = in_force(newest, today)
    found = []
    for each in versions.values():
        order, ids = order_of(each[0]), {row.id for row in each}
        days = _while_newest(order, newest, taken, today)
        found.append(
            OrderFile(
                _compared(each),
                tuple(scan for order_id, scan in scans if order_id in ids),
                tuple(answer for answer in answers if answer.order_id in ids),
                days,
                standing_of(order, days, today),
                holding is not None and holding.id == order.id,
                earliest_next(order, max((day for day in taken if day <= today), default=None)),
                waiting.get(order.id),
            )
        )
    return sorted(found, key=lambda one: (one.holds, one.order.written_on or date.min, one.order.number), reverse=True)


def get_order(vault: Vault, order_id: int) -> Order:
    """One version by its id; NotFound."""
    with vault.read() as db:
        return order_of(_find(db, order_id))


def twin_of(vault: Vault, client_id: int, order: Order) -> Order | None:
    """An order on file that looks like the same sheet of paper, to point out before it is entered twice."""
    with vault.read() as db:
        there = newest_versions(db, client_id).get(client_id, [])
    return next((one for one in there if not one.in_error and same_order(one, order)), None)


def enter_order(vault: Vault, client_id: int, order: Order, at: datetime) -> int:
    """Enter an order as it was written; BadInput with the field's name. Returns its id. It stays: rows never change."""
    checked = order.checked(at.date())
    with vault.write() as db:
        find_client(db, client_id)
        last = db.scalar(select(func.max(PrescriberOrder.number)).where(PrescriberOrder.client_id == client_id))
        row = _add(db, client_id, replace(checked, change="", withdrawn_on=None), (last or 0) + 1, 1, at)
        enter(db, at, "order", "created", row.id, client_id)
        return row.id


def enter_version(vault: Vault, order_id: int, order: Order, change: str, at: datetime) -> int:
    """Enter what an order says now; `change` says what changed and how it is known. BadInput when nothing did.

    The newest version is followed, whichever one `order_id` names. An order that was entered in error stays so (BadInput).
    """
    change = change.strip()
    if not change:
        raise BadInput("Say what changed, and how you know: a letter, a telephone call, a slip in typing.", "change")
    _check_not_marked(change, "change")
    with vault.write() as db:
        before = _newest(db, order_id)
        if order_of(before).in_error:
            raise BadInput("This order was entered in error. Enter a new order instead.", "")
        return _add_version(db, before, order, change, at)


def withdraw_order(vault: Vault, order_id: int, on: date, why: str, at: datetime, in_error: bool = False) -> Undo:
    """Enter that an order holds no longer, as another version; `in_error`: it never was this client's order."""
    why = why.strip()
    if not why:
        raise BadInput("Say in a few words why, and how you know.", "why")
    _check_not_marked(why, "why")
    with vault.write() as db:
        before = _newest(db, order_id)
        order = order_of(before)
        if order.withdrawn_on is not None:
            raise BadInput(f"The order was entered as withdrawn {short(order.withdrawn_on, at.date())} already.", "on")
        change = f"{IN_ERROR}: {why}" if in_error else why
        checked = replace(order, withdrawn_on=on, change=change).checked(at.date())
        row = _add(db, before.client_id, checked, before.number, before.version + 1, at)
        enter(db, at, "order", "withdrawn", row.id, before.client_id, detail="entered in error" if in_error else "")
        new_id = row.id

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            newest = _newest(db, new_id)
            if newest.id != new_id:
                raise BadInput("A later version of this order was entered meanwhile, so the withdrawal stays.", "")
            _add_version(db, newest, replace(order, withdrawn_on=None), "Withdrawal taken back", at)

    return Undo("Order put away as entered in error" if in_error else "Order entered as withdrawn", take_back)


def enter_answer(vault: Vault, client_id: int, answer: PrescriberAnswer, at: datetime) -> Undo:
    """Enter what the prescriber said, or that a follow-up visit was held; kept with the client's order of now, if any."""
    checked = answer.checked(at.date())
    with vault.write() as db:
        find_client(db, client_id)
        order_id = checked.order_id
        if order_id is None:
            current = current_orders(db, client_id, at.date()).get(client_id)
            order_id = current.id if current else None
        row = OrderAnswer(
            client_id=client_id,
            order_id=order_id,
            kind=checked.kind.value,
            asked=checked.asked,
            on_date=checked.on,
            by_whom=checked.by_whom,
            how=checked.how,
            words=checked.words,
            entered_at=at,
        )
        db.add(row)
        db.flush()
        enter(db, at, "order", "answered", row.id, client_id)
        answer_id = row.id
    return Undo(f"{checked.kind.words} entered", lambda vault, at: _remove_answer(vault, client_id, answer_id, at))


def remove_answer(vault: Vault, client_id: int, answer_id: int, at: datetime) -> Undo:
    """Take out an answer that was entered by mistake."""
    kept = _remove_answer(vault, client_id, answer_id, at)

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            db.add(OrderAnswer(**kept))
            db.flush()
            enter(db, at, "order", "answered", answer_id, client_id)

    return Undo("Answer removed", take_back)


def list_answers(vault: Vault, client_id: int) -> list[PrescriberAnswer]:
    """All that the prescriber said later about a client, the newest first."""
    with vault.read() as db:
        return _answers(db, client_id)


def add_scan(vault: Vault, order_id: int, name: str, data: bytes, at: datetime) -> Undo:
    """Attach a scan to a version of an order; BadInput for what cannot be kept, or is attached already."""
    checked_kind(data)
    with vault.write() as db:
        order = _find(db, order_id)
        scan_id = _attach(db, order, name, data, at)
        client_id = order.client_id
    return Undo("Scan added", lambda vault, at: remove_scan(vault, client_id, scan_id, at))


def remove_scan(vault: Vault, client_id: int, scan_id: int, at: datetime) -> Undo:
    """Take a scan off an order; the file goes when nothing else holds it."""
    with vault.write() as db:
        scan = _find_scan(db, client_id, scan_id)
        order_id, name, data = scan.order_id, scan.name, read_file(db, scan.attachment_id)
        db.delete(scan)
        let_go(db, scan.attachment_id)
        enter(db, at, "order", "scan_removed", order_id, client_id)

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            _attach(db, _find(db, order_id), name, data, at)

    return Undo("Scan removed", take_back)


def open_scan(vault: Vault, client_id: int, scan_id: int, at: datetime) -> bytes:
    """A scan's bytes, to be shown in the desk; entered in the history."""
    with vault.write() as db:
        scan = _find_scan(db, client_id, scan_id)
        data = read_file(db, scan.attachment_id)
        enter(db, at, "order", "scan_opened", scan.order_id, client_id)
    return data


def scan_saved(vault: Vault, client_id: int, scan_id: int, at: datetime, going: GoingOut = OWN_FILE) -> None:
    """Enter that a scan was saved outside the practice file; for somebody, in the register of disclosures too."""
    with vault.write() as db:
        scan = _find_scan(db, client_id, scan_id)
        add_going_out(db, client_id, going, "Scan of the prescriber’s order", "saved", at)
        enter(db, at, "order", "scan_saved", scan.order_id, client_id)


def _add(db: Session, client_id: int, order: Order, number: int, version: int, at: datetime) -> PrescriberOrder:
    values: dict[str, Any] = asdict(order)
    values.update(values.pop("limits"))
    for name in ("id", "number", "version"):
        del values[name]
    row = PrescriberOrder(client_id=client_id, number=number, version=version, entered_at=at, **values)
    db.add(row)
    db.flush()
    return row


def _add_version(db: Session, before: PrescriberOrder, order: Order, change: str, at: datetime) -> int:
    checked = order.checked(at.date())
    differ = differences(order_of(before), checked)
    if not differ:
        raise BadInput("Nothing is different from the version on file.", "change")
    row = _add(db, before.client_id, replace(checked, change=change), before.number, before.version + 1, at)
    enter(db, at, "order", "changed", row.id, before.client_id, differ, f"version {row.version}")
    return row.id


def _check_not_marked(words: str, field: str) -> None:
    """Typed words never begin like the mark of an order that was entered in error (BadInput)."""
    if words.startswith(IN_ERROR):
        raise BadInput(
            f"Words that begin with “{IN_ERROR}” would mark the order as never this client’s. For that choose it under "
            "“Withdrawn…”, or else begin with other words.",
            field,
        )


def _find(db: Session, order_id: int) -> PrescriberOrder:
    row = db.get(PrescriberOrder, order_id)
    if row is None:
        raise NotFound("This order is not on file.")
    return row


def _newest(db: Session, order_id: int) -> PrescriberOrder:
    one = _find(db, order_id)
    query = select(PrescriberOrder).where(
        PrescriberOrder.client_id == one.client_id, PrescriberOrder.number == one.number
    )
    return db.scalars(query.order_by(PrescriberOrder.version.desc()).limit(1)).one()


def _compared(rows: Sequence[PrescriberOrder]) -> tuple[OrderVersion, ...]:
    """Versions, the newest first, each beside the one before it."""
    orders = [order_of(row) for row in rows]
    older: list[Order | None] = [*orders[1:], None]
    return tuple(
        OrderVersion(order, row.entered_at, () if before is None else differences(before, order))
        for row, order, before in zip(rows, orders, older, strict=True)
    )


def _while_newest(order: Order, orders: Sequence[Order], taken: Sequence[date], today: date) -> tuple[date, ...]:
    """Of the days of doses those that belong to an order: from its day to the day of the one after it."""
    began = order.written_on or date.max
    return tuple(
        day for day in taken if began <= day <= today and (held := in_force(orders, day)) and held.id == order.id
    )


def _scans(db: Session, client_id: int) -> list[tuple[int, Scan]]:
    query = (
        select(OrderScan, Attachment.media_type, Attachment.size, PrescriberOrder.version)
        .join(Attachment, Attachment.id == OrderScan.attachment_id)
        .join(PrescriberOrder, PrescriberOrder.id == OrderScan.order_id)
        .where(PrescriberOrder.client_id == client_id)
        .order_by(OrderScan.id)
    )
    return [
        (one.order_id, Scan(one.id, version, one.name, kind, size, one.added_at))
        for one, kind, size, version in db.execute(query)
    ]


def _answers(db: Session, client_id: int) -> list[PrescriberAnswer]:
    query = select(OrderAnswer).where(OrderAnswer.client_id == client_id)
    return [
        PrescriberAnswer(
            AnswerKind(one.kind), one.asked, one.on_date, one.by_whom, one.how, one.words, one.order_id, one.id
        )
        for one in db.scalars(query.order_by(OrderAnswer.on_date.desc(), OrderAnswer.id.desc()))
    ]


def _remove_answer(vault: Vault, client_id: int, answer_id: int, at: datetime) -> dict[str, Any]:
    with vault.write() as db:
        row = db.get(OrderAnswer, answer_id)
        if row is None or row.client_id != client_id:
            raise NotFound("This answer is not there any more.")
        kept = {column.key: getattr(row, column.key) for column in row.__table__.columns}
        db.delete(row)
        enter(db, at, "order", "answer_removed", answer_id, client_id)
    return kept


def _attach(db: Session, order: PrescriberOrder, name: str, data: bytes, at: datetime) -> int:
    attachment_id = keep_file(db, data, at)
    versions = select(PrescriberOrder.id).where(
        PrescriberOrder.client_id == order.client_id, PrescriberOrder.number == order.number
    )
    there = select(func.count()).where(OrderScan.attachment_id == attachment_id, OrderScan.order_id.in_(versions))
    if db.scalar(there):
        raise BadInput("This file is attached to this order already.", "scan")
    scan = OrderScan(order_id=order.id, attachment_id=attachment_id, name=" ".join(name.split()), added_at=at)
    db.add(scan)
    db.flush()
    enter(db, at, "order", "scan_added", order.id, order.client_id)
    return scan.id


def _find_scan(db: Session, client_id: int, scan_id: int) -> OrderScan:
    scan = db.get(OrderScan, scan_id)
    if scan is None or _find(db, scan.order_id).client_id != client_id:
        raise NotFound("This scan is not there any more.")
    return scan
