"""Orders as they stand, for one client or for all at once; the reads that other pages rest on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from kapdesk.domain.contacts import Answer
from kapdesk.domain.orders import (
    AnswerKind,
    Limits,
    Order,
    OrderStanding,
    SpitOrSwallow,
    in_force,
    standing_of,
)
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.records.course import HeldSession
from kapdesk.records.order import OrderAnswer, PrescriberOrder
from kapdesk.usecases.course.standing import withheld_sessions

_LIMITS = tuple(field.name for field in fields(Limits))
_PLAIN = tuple(field.name for field in fields(Order) if field.name not in ("limits", "booster", "spit_or_swallow"))


def order_of(row: Any) -> Order:
    """A kept version as plain values; `row` is a record, or a row of its table."""
    return Order(
        **{name: getattr(row, name) for name in _PLAIN},
        limits=Limits(**{name: getattr(row, name) for name in _LIMITS}),
        booster=Answer(row.booster),
        spit_or_swallow=SpitOrSwallow(row.spit_or_swallow),
    )


def newest_versions(db: Session, client_id: int | None = None) -> dict[int, list[Order]]:
    """Of each client every order in its newest version, in the order of their numbers."""
    found: dict[int, list[Order]] = defaultdict(list)
    rows = db.connection().execute(_newest(client_id is not None), {"client": client_id}).all()
    for row in rows:  # rows, not records: a third of the time
        found[row.client_id].append(order_of(row))
    return dict(found)


@cache
def _newest(of_one: bool) -> Any:
    """The question itself, of one client or of all: to put it together costs more than its answer, so it is done once."""
    newest = select(
        PrescriberOrder.client_id, PrescriberOrder.number, func.max(PrescriberOrder.version).label("version")
    ).group_by(PrescriberOrder.client_id, PrescriberOrder.number)
    if of_one:
        newest = newest.where(PrescriberOrder.client_id == bindparam("client"))
    last = newest.subquery()
    table = PrescriberOrder.__table__
    same = (
        (table.c.client_id == last.c.client_id)
        & (table.c.number == last.c.number)
        & (table.c.version == last.c.version)
    )
    return select(table).join(last, same).order_by(table.c.number)


def current_orders(db: Session, client_id: int | None = None, today: date | None = None) -> dict[int, Order]:
    """Each client's order: the one written last (not after `today`, where given), in its newest version.

    Whether it still holds is `standings`' to say.
    """
    found = ((client, in_force(orders, today)) for client, orders in newest_versions(db, client_id).items())
    return {client: order for client, order in found if order is not None}


def standings(db: Session, today: date, client_id: int | None = None) -> dict[int, OrderStanding]:
    """How the order of each client who has one stands; a client without an order is left out (`NO_ORDER`)."""
    return standings_from(newest_versions(db, client_id), days_taken(db, client_id), today)


def standings_from(
    orders: Mapping[int, Sequence[Order]], taken: Mapping[int, Sequence[date]], today: date
) -> dict[int, OrderStanding]:
    """The same from the orders and the days of the sessions, where they were read already."""
    found = ((client, in_force(several, today)) for client, several in orders.items())
    return {client: standing_of(one, taken.get(client, ()), today) for client, one in found if one is not None}


def days_taken(db: Session, client_id: int | None = None) -> dict[int, list[date]]:
    """The days of each client's ketamine sessions in which medicine was taken, or nothing was recorded about it."""
    found: dict[int, list[date]] = defaultdict(list)
    for client, held_on in db.connection().execute(_taken(client_id is not None), {"client": client_id}).all():
        found[client].append(held_on)
    return dict(found)


@cache
def _taken(of_one: bool) -> Any:
    query = (
        select(HeldSession.client_id, HeldSession.held_on)
        .where(
            HeldSession.kind == SessionKind.KETAMINE.value,
            HeldSession.medicine != Medicine.NOT_TAKEN.value,
            HeldSession.id.not_in(withheld_sessions()),
        )
        .order_by(HeldSession.held_on)
    )
    return query.where(HeldSession.client_id == bindparam("client")) if of_one else query


def follow_ups_due(db: Session, orders: Iterable[Order]) -> dict[int, date]:
    """Of these orders (by their id) the next follow-up visit with the prescriber, until it is entered as held.

    A visit that was entered with an earlier version counts only when that version named the same day.
    """
    waiting = {order.id: order.follow_up_on for order in orders if order.follow_up_on is not None}
    if not waiting:
        return {}
    version = PrescriberOrder.__table__.alias("version")
    held = (
        select(version.c.id)
        .join(PrescriberOrder, PrescriberOrder.follow_up_on == version.c.follow_up_on)
        .join(OrderAnswer, OrderAnswer.order_id == PrescriberOrder.id)
        .where(
            PrescriberOrder.client_id == version.c.client_id,
            PrescriberOrder.number == version.c.number,
            OrderAnswer.kind == AnswerKind.FOLLOW_UP.value,
            version.c.id.in_(waiting),
        )
    )
    done = set(db.scalars(held))
    return {order_id: day for order_id, day in waiting.items() if order_id not in done}
