"""The practice's own fields, and a client's photo."""

import io

import pytest
from PIL import Image

from kapdesk.errors import BadInput
from kapdesk.usecases.house import history
from kapdesk.usecases.people import clients, details
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import NOW


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


def picture(size: tuple[int, int] = (1200, 800), kind: str = "JPEG", **more: object) -> bytes:
    """A picture as somebody may choose it."""
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, kind, **more)
    return made.getvalue()


def test_a_field_of_ones_own_stands_with_every_client(vault: Vault, ada: int) -> None:
    ben = clients.create_client(vault, ClientFacts("Ben Reyes"), NOW)
    details.add_field(vault, "  Best  time to call ", NOW)
    (field,) = details.own_fields(vault, ada)
    assert (field.name, field.value) == ("Best time to call", "")
    undo = details.save_values(vault, ada, {field.id: " after four "}, NOW)
    assert details.own_fields(vault, ada)[0].value == "after four"
    assert details.own_fields(vault, ben)[0].value == ""
    assert history.client_history(vault, ada)[0].words == "Details changed (Best time to call)"
    undo.take_back(vault, NOW)
    assert details.own_fields(vault, ada)[0].value == ""


def test_a_field_that_is_put_away_keeps_what_it_holds(vault: Vault, ada: int) -> None:
    ben = clients.create_client(vault, ClientFacts("Ben Reyes"), NOW)
    details.add_field(vault, "Hearing", NOW)
    field = details.list_fields(vault)[0]
    details.save_values(vault, ada, {field.id: "left"}, NOW)
    undo = details.retire_field(vault, field.id, NOW)
    assert details.list_fields(vault) == []
    assert [one.value for one in details.own_fields(vault, ada)] == ["left"]
    assert details.own_fields(vault, ben) == []
    undo.take_back(vault, NOW)
    assert len(details.list_fields(vault)) == 1
    details.retire_field(vault, field.id, NOW)
    details.add_field(vault, "hearing", NOW)
    assert [one.id for one in details.list_fields(vault)] == [field.id]


@pytest.mark.parametrize("name", ["", "x" * 61, "HEARING"])
def test_a_field_needs_a_name_of_its_own(vault: Vault, name: str) -> None:
    details.add_field(vault, "Hearing", NOW)
    with pytest.raises(BadInput) as problem:
        details.add_field(vault, name, NOW)
    assert problem.value.field == "name"


def test_a_photo_is_kept_small_and_without_anything_but_its_pixels(vault: Vault, ada: int) -> None:
    undo = details.set_photo(vault, ada, picture(comment=b"where it was taken"), NOW)
    kept = details.photo_of(vault, ada)
    with Image.open(io.BytesIO(kept)) as shown:
        assert (shown.format, shown.size) == ("PNG", (320, 213))
    assert b"where it was taken" not in kept
    details.set_photo(vault, ada, picture((100, 100), "PNG"), NOW).take_back(vault, NOW)
    assert details.photo_of(vault, ada) == kept
    details.remove_photo(vault, ada, NOW)
    assert details.photo_of(vault, ada) == b""
    undo.take_back(vault, NOW)
    assert details.photo_of(vault, ada) == b""


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (b"no picture", "cannot be read"),
        (picture()[:200], "cannot be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "cannot be read"),
        (picture((1, 1), "PNG") + bytes(details.LARGEST_FILE), "larger than 20 MB"),
    ],
    ids=["words", "cut", "svg", "large"],
)
def test_what_is_no_picture_is_said(vault: Vault, ada: int, chosen: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        details.set_photo(vault, ada, chosen, NOW)
    assert details.photo_of(vault, ada) == b""


def test_a_bomb_of_pixels_is_refused_before_it_is_decoded(vault: Vault, ada: int) -> None:
    header = bytearray(picture((1, 1), "PNG"))
    header[16:24] = (60_000).to_bytes(4, "big") * 2
    with pytest.raises(BadInput, match=r"80 million|cannot be read"):
        details.set_photo(vault, ada, bytes(header), NOW)
