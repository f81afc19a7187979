"""What is typed in a long form and not kept yet: it lies in the practice file, so that a lock or a power cut loses none of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from kapdesk.usecases.house.settings import read_setting, write_setting
from kapdesk.usecases.people.clients import find_client
from kapdesk.vault.database import Vault

FormName = Literal["order", "letter", "signing", "intake", "on_paper"]


@dataclass(frozen=True)
class FormDraft:
    """The fields as typed, by their names, and when that was."""

    typed: dict[str, str]
    changed_at: datetime


def keep_form(vault: Vault, client_id: int, form: FormName, typed: dict[str, str] | None, at: datetime) -> None:
    """Keep what stands in a client's form; None when it is done with."""
    with vault.write() as db:
        find_client(db, client_id)
        put_form(db, client_id, form, typed, at)


def put_form(db: Session, client_id: int, form: FormName, typed: dict[str, str] | None, at: datetime) -> None:
    """The same in the caller's write."""
    value = None if typed is None else {"typed": typed, "at": at.isoformat()}
    write_setting(db, _name(client_id, form), value)


def get_form(vault: Vault, client_id: int, form: FormName) -> FormDraft | None:
    """What was typed and is not kept yet; None when there is nothing."""
    with vault.read() as db:
        return form_in(db, client_id, form)


def form_in(db: Session, client_id: int, form: FormName) -> FormDraft | None:
    """The same in a caller's transaction."""
    kept = read_setting(db, _name(client_id, form))
    return None if kept is None else FormDraft(kept["typed"], datetime.fromisoformat(kept["at"]))


def _name(client_id: int, form: FormName) -> str:
    return f"form.{form}.{client_id}"
