"""SQLAlchemy's engines over connections of the vault's own making.

All of them share one dialect and the statements compiled for it: a practice that is opened again, or looked into by a
worker, does not compile everything anew. At a lock it is dropped (`forget`).
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

_compiled: dict[Any, Any] = {}


def engine_over(connect: Callable[[], Any]) -> Engine:
    """An engine that takes one connection, of the thread that uses it first, and keeps it.

    A transaction begins as the execution option `kapdesk_begin` says: "BEGIN" by itself, none where it is empty.
    """
    pool = StaticPool(connect, dialect=_dialect())
    engine = Engine(
        pool,
        _dialect(),
        URL.create("sqlite"),
        execution_options={"compiled_cache": _compiled},
        hide_parameters=True,  # they are clients' words
    )
    event.listen(engine, "begin", _begin)
    return engine


def forget() -> None:
    """Drop what was compiled: a statement keeps the values that it was asked with first, which may be a client's words."""
    _compiled.clear()


@cache
def _dialect() -> Dialect:
    """SQLite's dialect, told once what this engine can do."""
    engine = create_engine("sqlite://", module=sqlcipher, poolclass=StaticPool)
    engine.connect().close()
    engine.dispose()
    return engine.dialect


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get("kapdesk_begin", "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)
