"""A client's releases as they stand, and which of them lets something go to somebody."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain import authorizations as rules
from kapdesk.domain.authorizations import Content, Cover, Found, Release
from kapdesk.domain.disclosures import Basis
from kapdesk.domain.paper_states import RELEASE, RELEASE_NOTES, Standing, State
from kapdesk.records.filed_paper import FiledPaper
from kapdesk.usecases.paper.paper_standings import read_on_file
from kapdesk.vault.database import Vault

_WHAT, _DIRECTION, _MORE, _ENDS = "what", "direction", "release_what", "expires"
"""The names that the wording of a release has for its choices and fields."""


def list_releases(vault: Vault, client_id: int, on: date) -> list[Release]:
    """Every release of a client, those for psychotherapy notes last; each with how it stands on that day."""
    with vault.read() as db:
        return releases_in(db, client_id, on)


def releases_in(db: Session, client_id: int, on: date) -> list[Release]:
    """The same in a caller's transaction; a name of which there is none is left out."""
    files = read_on_file(db, client_id)
    found = [one for name in (RELEASE, RELEASE_NOTES) for one in files.standings(client_id, name, on)]
    return [_release(db, one) for one in found if one.state is not State.MISSING]


def look(
    vault: Vault, client_id: int, to_whom: str, contents: Sequence[Content], basis: Basis | None, on: date
) -> Cover | None:
    """What a client's releases say before this goes to somebody; None where a basis is enough.

    Treatment needs no release; that the client took one back is said all the same.
    """
    needed = rules.needs_release(basis, contents)
    if not needed and basis is not Basis.TREATMENT:
        return None
    cover = rules.covering(list_releases(vault, client_id, on), to_whom, contents, on)
    if needed:
        return cover
    if cover.found is not Found.REVOKED:
        return None
    return replace(cover, sentence=f"{cover.sentence} Treatment needs no release; the client said no all the same.")


def _release(db: Session, stands: Standing) -> Release:
    body = db.scalar(select(FiledPaper.body).where(FiledPaper.id == stands.paper_id)) if stands.paper_id else None
    if body is None:
        return Release(stands)
    filled = json.loads(body.decode("utf-8", "surrogatepass"))["filled"]
    ticked, values = filled["ticked"], filled["values"]
    direction = ticked.get(_DIRECTION, ())
    return Release(
        stands,
        rules.scope_of(ticked.get(_WHAT, ())),
        direction[0] if direction else "",
        " ".join(values.get(_MORE, "").split()),
        " ".join(values.get(_ENDS, "").split()),
    )
