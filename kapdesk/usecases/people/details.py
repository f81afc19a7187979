"""What the practice keeps of a client beside the standard fields: fields of its own, and a photo."""

import io
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain.names import fold
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.client import ClientDetail, ClientPhoto, DetailField
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import find_client
from kapdesk.vault.database import Vault

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of a photo as it is chosen; what is kept is small."""
_MOST_PIXELS = 80_000_000
_SIDE = 320
"""Pixels of the longer side of what is kept."""
_LONGEST_NAME = 60


@dataclass(frozen=True)
class OwnField:
    """A field of the practice's own, and what it holds for a client."""

    id: int
    name: str
    value: str = ""


def own_fields(vault: Vault, client_id: int) -> list[OwnField]:
    """The practice's own fields with what they hold for a client; a retired one only when it holds something."""
    query = (
        select(DetailField, ClientDetail.value)
        .outerjoin(ClientDetail, (ClientDetail.field_id == DetailField.id) & (ClientDetail.client_id == client_id))
        .where(DetailField.retired.is_(False) | ClientDetail.value.is_not(None))
        .order_by(DetailField.position, DetailField.id)
    )
    with vault.read() as db:
        return [OwnField(field.id, field.name, value or "") for field, value in db.execute(query)]


def list_fields(vault: Vault) -> list[OwnField]:
    """The practice's own fields."""
    query = select(DetailField).where(DetailField.retired.is_(False)).order_by(DetailField.position, DetailField.id)
    with vault.read() as db:
        return [OwnField(field.id, field.name) for field in db.scalars(query)]


def add_field(vault: Vault, name: str, at: datetime) -> Undo:
    """Add a field to every client's details; one of that name that was put away comes back with what it holds."""
    name = " ".join(name.split())
    if not name:
        raise BadInput("Type what the field is called, for instance “Pharmacy card”.", "name")
    if len(name) > _LONGEST_NAME:
        raise BadInput(f"A field's name has at most {_LONGEST_NAME} letters.", "name")
    with vault.write() as db:
        same = next((one for one in db.scalars(select(DetailField)) if fold(one.name) == fold(name)), None)
        if same is not None and not same.retired:
            raise BadInput(f"There is a field called “{same.name}” already.", "name")
        if same is None:
            most = db.scalar(select(func.max(DetailField.position))) or 0
            same = DetailField(name=name, position=most + 1, retired=False)
            db.add(same)
        same.retired = False
        db.flush()
        enter(db, at, "field", "created", same.id)
        field_id = same.id
    return Undo(f"Field “{name}” added to every client", lambda vault, at: retire_field(vault, field_id, at))


def retire_field(vault: Vault, field_id: int, at: datetime) -> Undo:
    """Put a field away; what it holds stays with the clients it was filled for."""
    with vault.write() as db:
        field = _field(db, field_id)
        field.retired = True
        enter(db, at, "field", "retired", field_id)
        name = field.name
    return Undo(f"Field “{name}” put away", lambda vault, at: _take_back(vault, field_id, at))


def save_values(vault: Vault, client_id: int, values: dict[int, str], at: datetime) -> Undo:
    """Keep what the practice's own fields hold for a client, by the fields' ids."""
    with vault.write() as db:
        find_client(db, client_id)
        before = {field_id: _put(db, client_id, field_id, value.strip()) for field_id, value in values.items()}
        changed = [_field(db, field_id).name for field_id, value in values.items() if before[field_id] != value.strip()]
        if changed:
            enter(db, at, "client", "changed", client_id, client_id, [name.replace(",", " ") for name in changed])
    return Undo("Own fields saved", lambda vault, at: save_values(vault, client_id, before, at))


def photo_of(vault: Vault, client_id: int) -> bytes:
    """A client's photo as PNG; empty when there is none."""
    with vault.read() as db:
        return db.scalar(select(ClientPhoto.picture).where(ClientPhoto.client_id == client_id)) or b""


def set_photo(vault: Vault, client_id: int, chosen: bytes, at: datetime) -> Undo:
    """Keep a photo: decoded, made small and encoded anew, so that nothing of the file but its pixels is kept."""
    return _set_photo(vault, client_id, _small(chosen), at)


def remove_photo(vault: Vault, client_id: int, at: datetime) -> Undo:
    """Keep no photo any more."""
    return _set_photo(vault, client_id, b"", at)


def _set_photo(vault: Vault, client_id: int, picture: bytes, at: datetime) -> Undo:
    with vault.write() as db:
        find_client(db, client_id)
        row = db.scalars(select(ClientPhoto).where(ClientPhoto.client_id == client_id)).first()
        before = row.picture if row is not None else b""
        if row is not None and picture:
            row.picture = picture
        elif row is not None:
            db.delete(row)
        elif picture:
            db.add(ClientPhoto(client_id=client_id, picture=picture))
        enter(db, at, "client", "changed", client_id, client_id, ("photo",))
    words = "Photo kept" if picture else "Photo removed"
    return Undo(words, lambda vault, at: _set_photo(vault, client_id, before, at))


def _small(chosen: bytes) -> bytes:
    """A PNG of at most 320 pixels; BadInput for what is no picture, or a bomb of one."""
    import warnings

    from PIL import Image, ImageOps

    if len(chosen) > LARGEST_FILE:
        raise BadInput("The picture's file is larger than 20 MB. Choose a smaller one.", "photo")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(chosen), formats=("PNG", "JPEG"))
            if picture.width * picture.height > _MOST_PIXELS:
                raise Image.DecompressionBombError
            picture.draft("RGB", (_SIDE * 2, _SIDE * 2))
            shown = ImageOps.exif_transpose(picture).convert("RGB")
        shown.thumbnail((_SIDE, _SIDE))
        kept = io.BytesIO()
        shown.save(kept, "PNG")
    except Image.DecompressionBombError:
        raise BadInput("The picture has more than 80 million pixels. Choose a smaller one.", "photo") from None
    except Exception:
        raise BadInput("That file cannot be read as a PNG or JPEG picture. Choose another one.", "photo") from None
    return kept.getvalue()


def _put(db: Session, client_id: int, field_id: int, value: str) -> str:
    """Keep one value; what stood there before."""
    _field(db, field_id)
    row = db.scalars(
        select(ClientDetail).where(ClientDetail.client_id == client_id, ClientDetail.field_id == field_id)
    ).first()
    before = row.value if row is not None else ""
    if row is not None and value:
        row.value = value
    elif row is not None:
        db.delete(row)
    elif value:
        db.add(ClientDetail(client_id=client_id, field_id=field_id, value=value))
    return before


def _take_back(vault: Vault, field_id: int, at: datetime) -> None:
    with vault.write() as db:
        _field(db, field_id).retired = False
        enter(db, at, "field", "taken_back", field_id)


def _field(db: Session, field_id: int) -> DetailField:
    field = db.get(DetailField, field_id)
    if field is None:
        raise NotFound("This field is not there any more.")
    return field
