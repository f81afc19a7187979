"""All engines of the program share what was compiled for one of them."""

from sqlalchemy import select
from sqlalchemy.engine.interfaces import CacheStats

from kapdesk.records.client import Client
from kapdesk.vault.database import Vault


def test_a_worker_compiles_nothing_that_was_asked_before(vault: Vault) -> None:
    asked = select(Client.id, Client.id, Client.id)  # as nobody else asks
    with vault.read() as db:
        db.connection().execute(asked)
    source = vault.source()
    with source.read() as db:
        assert db.connection().execute(asked).context.cache_hit is CacheStats.CACHE_HIT
    source.key.wipe()
