"""Whether a PDF can be unfolded without harm: what its parts grow to is measured before anything draws it."""

import re
import zlib

from kapdesk.errors import BadInput

MOST_UNFOLDED = 400 * 1024 * 1024
"""Bytes that all parts of a PDF may grow to: 25 MB of scans at 600 dots an inch stay below it."""
MOST_PIXELS = 120_000_000
"""Of one picture in it: a page of Letter size at 1,200 dots an inch has 135 million, at 600 a quarter of that."""
_STREAM = re.compile(rb"stream\r?\n")
_PACKED = re.compile(rb"/(?:FlateDecode|Fl)\b")
_SIDE = re.compile(rb"/(Width|W|Height|H)\s+(\d{1,12})")
_HEAD = 4_096
"""Bytes before a stream in which its dictionary is looked for."""
_STEP = 1 << 20
_MOST_LAYERS = 2
"""Times that a part may be packed; honest programs pack once."""


def check_pdf(data: bytes) -> None:
    """Refuse (BadInput) a PDF that would unfold to more than the desk should spend on it."""
    left = MOST_UNFOLDED
    for found in _STREAM.finditer(data):
        if data[max(0, found.start() - 3) : found.start()] == b"end":
            continue
        start = data.rfind(b" obj", max(0, found.start() - _HEAD), found.start())
        head = data[start if start >= 0 else max(0, found.start() - _HEAD) : found.start()]
        _check_picture(head)
        layers = len(_PACKED.findall(head))
        if layers:
            left -= _unfolded(data, found.end(), left, layers)
        if left <= 0 or layers > _MOST_LAYERS:
            raise BadInput(_TOO_LARGE, "scan")


_TOO_LARGE = "This PDF unfolds to far more than its size. Print it to a new PDF, or attach pictures of its pages."


def _check_picture(head: bytes) -> None:
    sides = {name[:1]: int(size) for name, size in _SIDE.findall(head)}
    if sides.get(b"W", 0) * sides.get(b"H", 0) > MOST_PIXELS:
        raise BadInput(_TOO_LARGE, "scan")


def _unfolded(data: bytes, at: int, most: int, layers: int) -> int:
    """The bytes that a packed part grows to, counted no further than `most`; each layer that is packed again counts too."""
    unpack = [zlib.decompressobj() for _ in range(min(layers, _MOST_LAYERS))]
    grown, place = 0, at
    try:
        while not unpack[0].eof and grown <= most:
            piece = unpack[0].unconsumed_tail
            if not piece:
                piece = data[place : place + _STEP]
                place += len(piece)
            if not piece:
                break
            grown += _through(unpack, piece, most - grown)
    except zlib.error:
        return grown  # cut or damaged: what draws it stops there too
    return grown


def _through(unpack: list["zlib._Decompress"], piece: bytes, most: int) -> int:
    out = unpack[0].decompress(piece, _STEP)
    grown = len(out)
    for layer in unpack[1:]:
        inner = layer.decompress(out, _STEP)
        grown += len(inner)
        while layer.unconsumed_tail and grown <= most:
            inner = layer.decompress(layer.unconsumed_tail, _STEP)
            grown += len(inner)
        out = inner
    return grown
