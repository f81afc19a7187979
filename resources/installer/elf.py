"""What the frozen folder asks of a Linux system: libraries by their names, and the C library's version."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from resources.installer.recipe import CannotBuild

PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libXau.so.6": "libxau6",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libbz2.so.1.0": "libbz2-1.0",
    "libcrypto.so.3": "libssl3t64 | libssl3",
    "libcups.so.2": "libcups2t64 | libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libffi.so.8": "libffi8",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "liblzma.so.5": "liblzma5",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""The Debian package of each library; where a release renamed one, both, the newer first."""
_C_LIBRARY = re.compile(r"(libc|libm|libdl|librt|libpthread|libresolv|libutil|ld-linux-x86-64)\.so\.\d")
_COPIES = {
    b"libXau": b"libXau.so.6",
    b"libxcb": b"libxcb.so.1",
    b"liblzma": b"liblzma.so.5",
    b"libzstd": b"libzstd.so.1",
}
"""Libraries that Pillow carries along and every desktop has (Qt asks for them too): the system's are taken."""


class Needs(NamedTuple):
    """Libraries by name, and the newest version of the C library that anything asks for, as 2.35."""

    libraries: frozenset[str]
    c_library: str


def needs(folder: Path) -> Needs:
    """What the folder asks for and does not hold itself."""
    own = {one.name for one in folder.rglob("*.so*")}
    asked, versions = set[str](), {(2, 17)}
    for file in programs(folder):
        told = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True).stdout
        asked |= set(re.findall(r"NEEDED\s+(\S+)", told))
        versions |= {(int(major), int(minor)) for major, minor in re.findall(r"GLIBC_(\d+)\.(\d+)", told)}
    newest = max(versions)
    return Needs(frozenset(one for one in asked - own if not _C_LIBRARY.fullmatch(one)), f"{newest[0]}.{newest[1]}")


def depends(asked: Needs) -> str:
    """The Depends line of the .deb."""
    unknown = sorted(asked.libraries - PACKAGES.keys())
    if unknown:
        raise CannotBuild(f"Name the Debian package of {', '.join(unknown)} in resources/installer/elf.py (PACKAGES).")
    named = sorted({PACKAGES[one] for one in asked.libraries})
    return ", ".join([f"libc6 (>= {asked.c_library})", *named])


def programs(folder: Path) -> Iterator[Path]:
    """Every ELF file, sorted."""
    for one in sorted(folder.rglob("*")):
        if one.is_file() and not one.is_symlink():
            with one.open("rb") as stream:
                if stream.read(4) == b"\x7fELF":
                    yield one


def prefer_systems(folder: Path) -> None:
    """Name the system's libraries where Pillow's own files ask for the copies they carry, and drop the copies."""
    copies = [one for one in folder.rglob("pillow.libs/*.so*") if one.name.split("-")[0].encode() in _COPIES]
    files = [one for one in programs(folder) if one.parent.name in ("pillow.libs", "PIL") and one not in copies]
    for file in files:
        content = file.read_bytes()
        for copy in copies:  # the name in the string table is written over in place, filled up with zeros
            name, instead = copy.name.encode() + b"\0", _COPIES[copy.name.split("-")[0].encode()]
            content = content.replace(b"\0" + name, b"\0" + instead.ljust(len(name), b"\0"))
        file.write_bytes(content)
    for copy in copies:
        copy.unlink()
