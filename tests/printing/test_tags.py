"""Tags for screen readers: all that is drawn is told, in order, as what it is."""

import io
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

from kapdesk.printing.notes import Around, NotePage, notes_pdf
from tests.printing import test_client_list
from tests.printing.test_forms import made
from tests.printing.test_layout import TODAY, introduction, paper, picture

_PAINTS = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"b", b"Do", b"sh", b"BI"}


def tree(pdf: bytes) -> list[Any]:
    """The roles of the tree, nested, after a look at each page: nothing is drawn outside of marks, each leaf is found both ways."""
    reader = PdfReader(io.BytesIO(pdf))
    root: Any = reader.trailer["/Root"]["/StructTreeRoot"]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    numbers = root["/ParentTree"]["/Nums"]
    leaves = dict(zip(numbers[::2], (one.get_object() for one in numbers[1::2]), strict=True))
    for page in reader.pages:
        told = _marks(page.get_contents(), reader)
        parents = leaves[page["/StructParents"]]
        assert told == list(range(len(parents)))
        for number, leaf in enumerate(parents):
            assert leaf.get_object()["/K"] == number
            assert leaf.get_object()["/Pg"].get_object() == page
    return _roles(root["/K"][0].get_object(), root)


def _marks(contents: Any, reader: PdfReader) -> list[int]:
    """The numbers of what is marked on a page, in order."""
    found, within = [], 0
    for operands, operator in ContentStream(contents, reader).operations:
        if operator in (b"BDC", b"BMC"):
            within += 1
            if len(operands) > 1 and "/MCID" in operands[1]:
                found.append(int(operands[1]["/MCID"]))
                assert within == 1
        elif operator == b"EMC":
            within -= 1
        elif operator in _PAINTS:
            assert within, operator
    assert not within
    return found


def _roles(element: Any, parent: Any) -> list[Any]:
    assert element["/P"].get_object() == parent
    kids = element["/K"]
    inside = [] if isinstance(kids, int) else [_roles(one.get_object(), element) for one in kids]
    return [str(element["/S"]), *inside]


def flat(roles: list[Any]) -> list[str]:
    """All roles in the order of reading."""
    return [roles[0], *(one for inside in roles[1:] for one in flat(inside))]


def test_a_form_is_told_as_what_it_is() -> None:
    roles = tree(made().pdf)
    assert roles[0] == "/Document"
    assert [one[0] for one in roles[1:7]] == ["/P", "/H1", "/P", "/L", "/Div", "/H2"]
    assert roles[4][1:] == [["/LI", ["/LBody"]]] * 4  # two points, two boxes
    assert flat(roles).count("/Figure") == 2
    pdf = made().pdf
    assert pdf == made().pdf
    reader = PdfReader(io.BytesIO(pdf))
    assert "Signature: Ada Quill" in " ".join(_alts(reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0]))
    drawn = b"".join(page.get_contents().get_data() for page in reader.pages)  # type: ignore[union-attr]
    assert drawn.count(b"/ActualText <feff2612>") == drawn.count(b"/ActualText <feff2610>") == 1
    assert reader.xmp_metadata is not None
    assert reader.xmp_metadata.dc_title == {"x-default": "A consent"}


def _alts(element: Any) -> list[str]:
    element = element.get_object()
    kids = element["/K"]
    below = [] if isinstance(kids, int) else [alt for one in kids for alt in _alts(one)]
    return [str(element.get("/Alt", "")), *below]


def test_tables_have_heads_and_pages_go_on() -> None:
    body = "# T\n\nlead\n\n## S\n\n| a | b |\n|---|---|\n" + "| c | d |\n" * 60 + "\n- x\n- y\n\n---\n\nend"
    roles = flat(tree(paper(body, logo=picture()).pdf))
    assert roles.count("/TH") == 2 * roles.count("/Table") > 2
    assert roles.count("/TD") == 120
    assert roles.count("/L") == 1
    assert "/Figure" in roles


def test_every_page_of_the_practice_is_tagged() -> None:
    tree(introduction().pdf)
    notes = [NotePage("Integration 1", ("9:05–10:00",), "## Themes\n\nwords\n\n- a\n- b", "Signed")]
    tree(notes_pdf(notes, (), Around("Ada", None, "Juniper", "Robin", "", "Head"), "letter", TODAY).pdf)
    assert flat(tree(test_client_list.made(60).pdf)).count("/TD") == 180
