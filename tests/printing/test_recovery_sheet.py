"""The recovery sheet: one page that opens everything, read back."""

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

from kapdesk.printing import recovery_sheet as sheets
from kapdesk.usecases.house.secrets import propose_recovery_key
from tests.printing.test_fonts import HOSTILE

KEY = propose_recovery_key()


def sheet(
    practice: str = "Juniper", file_name: str = "juniper.kapdesk", page: str = "letter", fictional: bool = False
) -> PdfReader:
    """The sheet of KEY, read back."""
    on = date(2026, 11, 23)
    pdf = sheets.recovery_sheet(practice, file_name, KEY.words, KEY.age_identity, on, page, fictional)
    return PdfReader(io.BytesIO(pdf))


def said(reader: PdfReader) -> str:
    """Its words on one line."""
    return " ".join(reader.pages[0].extract_text().split())


@pytest.mark.parametrize("page", ["letter", "a4"])
def test_it_is_one_page_with_both_forms_of_the_key(page: str) -> None:
    reader = sheet(page=page)
    words = said(reader)
    assert len(reader.pages) == 1
    assert "1 2 3 4 5 6 7 " + " ".join(KEY.groups[:7]) + " 8 9 10 11 12 13 14 " + " ".join(KEY.groups[7:]) in words
    assert KEY.age_identity in re.sub(r"\s", "", words)


def test_it_says_what_it_is_for_and_how_an_executor_uses_it() -> None:
    words = said(sheet())
    for told in (
        "Juniper", "juniper.kapdesk", "November 23, 2026", "sealed envelope", "away from the computer", "executor",
        "Use the recovery key", ".kdbk", "key.txt", "age -d -i key.txt payload.age | tar x", "vault.db", "SQLCipher 4",
        "rawkey.txt", "Make a new recovery key",
    ):  # fmt: skip
        assert told in words


def test_the_commands_are_those_of_the_backup_itself() -> None:
    from kapdesk.vault.archive import README

    assert "age -d -i key.txt payload.age | tar x" in README
    for name in ("rawkey.txt", "vault.db"):
        assert name in README
        assert name in said(sheet())


def test_the_same_key_gives_the_same_bytes_and_never_its_own_name_in_the_title() -> None:
    on = date(2026, 11, 23)
    first, second = (
        sheets.recovery_sheet("P", "f", KEY.words, KEY.age_identity, on, "letter", False) for _ in range(2)
    )
    assert first == second
    reader = PdfReader(io.BytesIO(first))
    assert reader.metadata is not None
    assert reader.metadata.title == "Recovery sheet"
    facts = " ".join(map(str, reader.metadata.values()))
    assert not [group for group in KEY.groups if group in facts]
    assert reader.trailer["/Root"]["/Lang"] == "en-US"


def test_every_font_is_embedded() -> None:
    fonts = [font.get_object() for font in sheet().pages[0]["/Resources"]["/Font"].values()]
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert any("Mono" in font["/BaseFont"] for font in fonts)


@pytest.mark.parametrize(
    ("name", "page"),
    [(name, "letter") for name in HOSTILE]  # the lower page; names of several lines on the narrower one as well
    + [(name, "a4") for name in HOSTILE if len(name) > 180 or name.count("\n") > 1],
)
def test_hostile_names_leave_it_one_page(name: str, page: str) -> None:
    reader = sheet(name, name, page, fictional=True)
    assert len(reader.pages) == 1
    words = said(reader)
    assert all(group in words for group in KEY.groups)
    assert "Fictional sample" in words


def test_what_cannot_be_printed_is_said() -> None:
    assert "U+65E5" in said(sheet("日本"))
    assert "could not print" not in said(sheet())


def test_the_code_holds_the_identity() -> None:
    from reportlab.graphics.barcode.qr import QrCodeWidget

    drawn = sheets._code(KEY.age_identity).contents[0]
    assert isinstance(drawn, QrCodeWidget)
    assert drawn.value == KEY.age_identity
