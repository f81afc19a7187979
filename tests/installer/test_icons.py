"""The icon: every size is the drawing, and the two systems' files hold the sizes they should."""

import io
import struct

import pytest
from PIL import Image, ImageChops
from PySide6.QtWidgets import QApplication

from resources.installer import icons


@pytest.mark.parametrize("size", icons.SIZES)
def test_the_kept_pngs_are_what_the_drawing_gives(qapp: QApplication, size: int) -> None:
    kept, drawn = Image.open(io.BytesIO(icons.png_path(size).read_bytes())), Image.open(io.BytesIO(icons.png(size)))
    assert kept.size == (size, size)
    difference = ImageChops.difference(kept.convert("RGBA"), drawn.convert("RGBA"))
    assert max(high for _low, high in difference.getextrema()) <= 4, "run python resources/installer/icons.py"


def test_windows_has_its_sizes_and_macos_its_kinds() -> None:
    assert Image.open(io.BytesIO(icons.ICO.read_bytes())).info["sizes"] == {
        (one, one) for one in (16, 20, 24, 32, 40, 48, 64, 256)
    }
    data = icons.ICNS.read_bytes()
    assert struct.unpack(">4sI", data[:8]) == (b"icns", len(data))
    assert (512, 512, 2) in Image.open(io.BytesIO(data)).info["sizes"]
