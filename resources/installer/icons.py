"""The program's icon in every size and form, made from its one drawing `resources/icons/kapdesk.svg`.

`python resources/installer/icons.py` makes them anew. They are kept in the repository: the running program reads the PNGs (the
drawing would cost Qt's SVG plug-in at the start), and an installer is then built without Qt.
"""

import io
import os
import struct
from pathlib import Path

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""What Linux desktops look for; Windows and macOS take theirs from these too."""
_ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""100 to 250 % of Windows' small and large icons."""
_ICNS_KINDS = (
    (b"icp4", 16),
    (b"icp5", 32),
    (b"ic07", 128),
    (b"ic08", 256),
    (b"ic09", 512),
    (b"ic10", 1024),
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic13", 256),
    (b"ic14", 512),
)
"""The kinds of an .icns file with the pixels of each; the last four are the doubled ones of a fine screen."""
_MAC_SHARE = 824 / 1024
"""A Mac's icons leave a margin around the tile."""
_HERE = Path(__file__).resolve().parent
_FOLDER = _HERE.parent / "icons"
_DRAWING = _FOLDER / "kapdesk.svg"
ICO = _HERE / "kapdesk.ico"
ICNS = _HERE / "kapdesk.icns"
SIDE = _HERE / "kapdesk-side.bmp"
"""The picture at the side of the first and the last page of Windows' installer."""
_SIDE_SIZE = (164, 314)


def png_path(size: int) -> Path:
    """Where the PNG of a size lies."""
    return _FOLDER / f"kapdesk-{size}.png"


def png(size: int, share: float = 1.0) -> bytes:
    """The drawing as a PNG of so many pixels; it fills `share` of them and the rest is a clear margin."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        png.app = QGuiApplication(["icons"])  # type: ignore[attr-defined]  # it lives as long as the program
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    margin = size * (1 - share) / 2
    QSvgRenderer(str(_DRAWING)).render(painter, QRectF(margin, margin, size - 2 * margin, size - 2 * margin))
    painter.end()
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub asks for bytes, Qt for words
    return bytes(kept.data())


def write_ico(target: Path) -> None:
    """The icon of Windows: each size is drawn for itself, none is shrunk from another."""
    from PIL import Image

    images = [Image.open(io.BytesIO(png(size))) for size in _ICO_SIZES]
    images[-1].save(target, format="ICO", sizes=[(size, size) for size in _ICO_SIZES], append_images=images[:-1])


def write_side(target: Path) -> None:
    """The drawing on a ground of its darkest colour, in the 256 colours of a small .bmp."""
    from PIL import Image

    width, height = _SIDE_SIZE
    side = Image.new("RGB", _SIDE_SIZE, "#1B514C")
    drawn = Image.open(io.BytesIO(png(width - 40)))
    side.paste(drawn, (20, height // 2 - width // 2), drawn)
    side.quantize(dither=Image.Dither.NONE).save(target, format="BMP")


def write_icns(target: Path) -> None:
    """The icon of macOS: PNGs one after the other, each behind its kind and length."""
    parts = [(kind, png(size, _MAC_SHARE)) for kind, size in _ICNS_KINDS]
    body = b"".join(kind + struct.pack(">I", len(data) + 8) + data for kind, data in parts)
    target.write_bytes(b"icns" + struct.pack(">I", len(body) + 8) + body)


if __name__ == "__main__":
    for _size in SIZES:
        png_path(_size).write_bytes(png(_size))
    write_ico(ICO)
    write_icns(ICNS)
    write_side(SIDE)
