"""What a Linux desktop knows of the program: its entry in the menu, its icon, its file types, its page in a software centre."""

from datetime import UTC, datetime

from resources.installer import icons
from resources.installer.recipe import HERE, IDENTIFIER, NAME, ROOT, Build, fill


def shared_files(build: Build) -> dict[str, bytes]:
    """Every file by its path below /usr/share (or below ~/.local/share, for one person)."""
    linux = HERE / "linux"
    drawing = (ROOT / "resources" / "icons" / "kapdesk.svg").read_bytes()
    return {
        f"applications/{NAME}.desktop": (linux / "kapdesk.desktop").read_bytes(),
        f"metainfo/{IDENTIFIER}.metainfo.xml": metainfo(build).encode(),
        f"mime/packages/{NAME}.xml": (linux / "kapdesk-mime.xml").read_bytes(),
        f"icons/hicolor/scalable/apps/{NAME}.svg": drawing,
        **{f"icons/hicolor/{size}x{size}/apps/{NAME}.png": icons.png_path(size).read_bytes() for size in icons.SIZES},
    }


def metainfo(build: Build) -> str:
    """The AppStream data of this version; its day is the day of the last commit."""
    day = datetime.fromtimestamp(build.epoch, UTC).date().isoformat()
    return fill(f"linux/{IDENTIFIER}.metainfo.xml.in", build, day=day)
