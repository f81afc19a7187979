"""Tags for those who have a page read to them: what is a heading, a paragraph, a list, a table, a picture, and in which order.

reportlab draws; here each thing that it draws is put between marks, and the tree of all of them is entered in the PDF at its end
(ISO 32000-1, 14.7 and 14.8). What is only decoration is marked as that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import XMP, PDFArray, PDFDictionary, PDFName, PDFString, PDFtrue
from reportlab.platypus import (
    ActionFlowable,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    Image,
    Paragraph,
    Spacer,
    Table,
)

_ITEMS = ("item", "number", "option", "initialled")
"""The styles of what stands in a list, by the first word of their names."""


class Element:
    """A node of the tree: a role, what is in it, and for a leaf the page and the number of what is drawn."""

    def __init__(self, role: str, alt: str = "", page: Any = None, number: int = -1) -> None:
        self.role, self.alt, self.page, self.number = role, alt, page, number
        self.kids: list[Element] = []

    def data(self, doc: Any, parent: Any, leaves: dict[int, Any]) -> Any:
        """Itself and all in it as objects of a PDF; a reference to it. Notes the leaves' references."""
        entry = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(self.role), "P": parent})
        reference = doc.Reference(entry)
        if self.page is not None:
            entry["Pg"], entry["K"] = self.page, self.number
            leaves[id(self)] = reference
        else:
            entry["K"] = PDFArray([kid.data(doc, reference, leaves) for kid in self.kids])
        if self.alt:
            entry["Alt"] = PDFString(self.alt)
        if self.role == "TH":
            entry["A"] = PDFDictionary({"O": PDFName("Table"), "Scope": PDFName("Column")})
        return reference


class Tags:
    """The tree of a document while it is drawn."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._open = [Element("Document")]
        self._pages: list[list[Element]] = [[]]
        self._level = 0
        self._marking = False

    def heading(self, level: int) -> str:
        """The role of a heading; it is never more than a level below the one before."""
        self._level = min(level, self._level + 1)
        return f"H{min(6, self._level)}"

    @contextmanager
    def node(self, role: str) -> Iterator[None]:
        """What is added in here belongs to this."""
        self._open.append(self._add(Element(role)))
        yield
        self._open.pop()

    @contextmanager
    def leaf(self, role: str, alt: str = "") -> Iterator[None]:
        """What is drawn in here is this; what is drawn inside of that again is a part of it."""
        if self._marking:
            yield
            return
        page = self._pages[-1]
        page.append(self._add(Element(role, alt, self._canvas._doc.thisPageRef(), len(page))))
        with self._marked(f"/{role} <</MCID {len(page) - 1}>> BDC"):
            yield

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """What is drawn in here is not read."""
        if self._marking:
            yield
            return
        with self._marked("/Artifact BMC"):
            yield

    @contextmanager
    def _marked(self, begin: str) -> Iterator[None]:
        self._canvas._code.append(begin)
        self._marking = True
        yield
        self._marking = False
        self._canvas._code.append("EMC")

    @contextmanager
    def item(self) -> Iterator[None]:
        """A point of a list; the list goes on while nothing else comes between."""
        kids = self._open[-1].kids
        if not kids or kids[-1].role != "L":
            self._add(Element("L"))
        self._open.append(kids[-1])
        with self.node("LI"), self.leaf("LBody"):
            yield
        self._open.pop()

    @property
    def busy(self) -> bool:
        """Whether something is being drawn whose parts are not told apart."""
        return self._marking

    def _add(self, made: Element) -> Element:
        self._open[-1].kids.append(made)
        return made

    def next_page(self) -> None:
        """Enter the page that was just finished as one with tags, and begin the next."""
        page = self._canvas._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = len(self._pages) - 1, PDFName("S")
        self._pages.append([])

    def finish(self, title: str, language: str) -> None:
        """Enter the tree in the document."""
        doc = self._canvas._doc
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        reference = doc.Reference(root)
        leaves: dict[int, Any] = {}
        root["K"] = PDFArray([self._open[0].data(doc, reference, leaves)])
        numbers: list[Any] = []
        for at, page in enumerate(self._pages):
            numbers += [at, PDFArray([leaves[id(one)] for one in page])]
        root["ParentTree"] = doc.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        root["ParentTreeNextKey"] = len(self._pages)
        doc.Catalog.StructTreeRoot = reference
        doc.Catalog.MarkInfo = PDFDictionary({"Marked": PDFtrue})
        said = _XMP.format(title=escape(title), language=escape(language))
        doc.Catalog.Metadata = XMP(creator=lambda _: said.encode())


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@contextmanager
def spoken(canvas: Any, words: str) -> Iterator[None]:
    """What is drawn in here is read as these words."""
    canvas._code.append(f"/Span <</ActualText <feff{words.encode('utf-16-be').hex()}>>> BDC")
    yield
    canvas._code.append("EMC")


class TaggedFrame(Frame):  # type: ignore[misc]  # reportlab has no types
    """A frame that tags what is put in it."""

    def _add(self, flowable: Flowable, canv: Any, trySplit: int = 0) -> int:  # noqa: N803  # reportlab's name
        tag(flowable)
        return int(super()._add(flowable, canv, trySplit) or 0)

    add = _add


def tag(flowable: Flowable) -> None:
    """Have this flowable draw itself as what it is."""
    if not isinstance(flowable, (Spacer, CondPageBreak, ActionFlowable)) and "drawOn" not in vars(flowable):
        vars(flowable)["drawOn"] = partial(_draw, flowable)  # a drawing lets nothing be set that it does not know


def _draw(flowable: Flowable, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N803  # reportlab's name
    tags, plain = getattr(canvas, "tags", None), partial(type(flowable).drawOn, flowable, canvas, x, y, _sW)
    if tags is None or tags.busy:
        plain()
    elif isinstance(flowable, Table):
        data = flowable.repeatRows > 0
        flowable._renderCB = _Rows(tags, data)
        with tags.node("Table" if data else "Div"):
            plain()
    else:
        with _as_it_is(flowable, tags):
            plain()


def _as_it_is(flowable: Flowable, tags: Tags) -> Any:
    """What a flowable is for the reader."""
    if (level := getattr(flowable, "heading_level", 0)) > 0:
        return tags.leaf(tags.heading(level))
    if isinstance(flowable, HRFlowable) or getattr(flowable, "decorates", False):
        return tags.decoration()
    if isinstance(flowable, Image) or hasattr(flowable, "alt"):
        return tags.leaf("Figure", getattr(flowable, "alt", ""))
    if isinstance(flowable, Paragraph) and flowable.style.name.split(" ")[0] in _ITEMS:
        return tags.item()
    return tags.leaf("P")


class _Rows:
    """Tells of a table's parts while it is drawn; one without a head is only for the look of things."""

    def __init__(self, tags: Tags, data: bool) -> None:
        self._tags, self._data = tags, data
        self._nodes: list[Any] = []
        self._head = False

    def __call__(self, table: Table, what: str, *about: Any) -> None:
        if what in ("startBG", "startLines"):
            self._enter(self._tags.decoration())
        elif what == "startRow":
            self._head = about[0] < table.repeatRows
            self._enter(self._tags.node("TR") if self._data else None)
        elif what == "startCell":
            self._cell(about[2])
        elif what in ("endBG", "endLines", "endRow", "endCell"):
            for node in reversed(self._nodes.pop()):
                node.__exit__(None, None, None)

    def _cell(self, cell: Any) -> None:
        inside = cell if isinstance(cell, (list, tuple)) else [cell]
        for one in inside:
            if isinstance(one, Flowable):
                tag(one)
        words = self._tags.leaf("P") if isinstance(cell, str) and cell else None
        self._enter(self._tags.node("TH" if self._head else "TD") if self._data else None, words)

    def _enter(self, *nodes: Any) -> None:
        entered = [node for node in nodes if node is not None]
        for node in entered:
            node.__enter__()
        self._nodes.append(entered)
