"""The list of clients on paper: every row, the head on each page, confidential, the same bytes each time."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from kapdesk.errors import BadInput
from kapdesk.printing.client_list import client_list
from kapdesk.printing.layout import Printed

HEADINGS = ("Client", "Status", "Missing")


def made(number: int, page: str = "letter") -> Printed:
    """A list of so many clients."""
    cells = [(f"Person & <b>{at}</b> Zoë", "Active", "birth date, prescriber") for at in range(number)]
    return client_list(
        "High Mesa", "All current", HEADINGS, cells, (3, 1, 3), page=page, made_on=date(2026, 6, 9), fictional=True
    )


def words_of(printed: Printed) -> list[str]:
    """The words of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(printed.pdf)).pages]


@pytest.mark.parametrize("page", ["letter", "a4"])
def test_every_row_and_the_head_on_each_page(page: str) -> None:
    printed = made(120, page)
    pages = words_of(printed)
    assert printed.pages == len(pages) > 2
    assert "All current · 120 clients" in pages[0]
    assert all("Client" in words and "Missing" in words for words in pages)
    assert all(f"page {number} of {len(pages)}" in words for number, words in enumerate(pages, 1))
    whole = "\n".join(pages).replace("\n", " ")
    assert all(f"Person & <b>{at}</b> Zoë" in whole for at in range(120))
    assert "confidential · printed June 9, 2026" in pages[-1]


def test_one_and_none() -> None:
    assert "1 client" in words_of(made(1))[0]
    assert "0 clients" in words_of(made(0))[0]


def test_the_same_list_gives_the_same_bytes() -> None:
    assert made(3).pdf == made(3).pdf


def test_another_page_size_is_refused() -> None:
    with pytest.raises(BadInput, match="Letter or A4"):
        made(1, "a5")


def test_a_letter_that_no_font_has_is_named() -> None:
    printed = client_list("P", "x", ("Client",), [("\U0001f9ff",)], (1,), page="letter", made_on=date(2026, 6, 9))
    assert printed.unprintable
