"""Small files written so that a power cut leaves the old or the new one, and disk errors told in words."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kapdesk.errors import CannotWrite, DiskFull

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LEAST_ROOM = 64 * 1024
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; systems that cannot (Windows) do it by themselves."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a small file as a whole: temporary file, fsync, rename, fsync of the folder.

    Raises CannotWrite or DiskFull; the old file then stands as it was.
    """
    part = path.with_name(path.name + ".part")
    with disk_in_words(path):
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


@contextmanager
def disk_in_words(place: Path, reading: bool = False) -> Iterator[None]:
    """Turn an operating system's error at `place` into CannotWrite or DiskFull with a plain sentence."""
    try:
        yield
    except OSError as error:
        raise in_words(error, place, reading) from None


def in_words(error: OSError, place: Path, reading: bool = False) -> CannotWrite:
    """The sentence for an operating system's error at `place`."""
    place = folder_of(place)
    if error.errno in _FULL:
        return DiskFull(f"There is no room left at {place}. Free some space or choose another place, then try again.")
    if error.errno in _REFUSED and reading:
        return CannotWrite(f"{place} may not be read. Change its permissions, or sign in as the person whose it is.")
    if error.errno in _REFUSED:
        return CannotWrite(f"{place} may not be written to. Choose another place, or change its permissions.")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return CannotWrite(f"{place} is not there (any more). Is the drive plugged in?")
    return CannotWrite(
        f"{place} cannot be used: {os.strerror(error.errno or errno.EIO).lower()}. Try again or choose another place."
    )


def folder_of(place: Path) -> Path:
    """What a person knows of a place: of what is being made, the folder in which it will lie."""
    return next((one.parent for one in reversed((place, *place.parents)) if one.suffix.startswith(".part")), place)


def is_full(folder: Path) -> bool:
    """Whether there is no room for the journal's index, which the engine reports like a broken drive."""
    try:
        return shutil.disk_usage(folder).free < _LEAST_ROOM
    except OSError:
        return False


def check_room(folder: Path, needed: int) -> None:
    """Refuse (DiskFull) when `folder` has less than `needed` bytes free."""
    with disk_in_words(folder):
        free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFull(
            f"{folder_of(folder)} has {free / 1e6:.0f} MB free, and {needed / 1e6:.0f} MB are needed. "
            "Free some space or choose another place, then try again."
        )


def try_writing(folder: Path) -> None:
    """Write a small file of our own into `folder`, read it back and remove it; CannotWrite or DiskFull.

    Its name is one that the next opening of a practice sweeps away, should the power fail in between.
    """
    probe = folder / f"doctor-{secrets.token_hex(4)}.part"
    content = secrets.token_bytes(64)
    with suppress(OSError):
        for left in folder.glob("doctor-????????.part"):
            left.unlink()
    with disk_in_words(folder):
        try:
            with probe.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if probe.read_bytes() != content:
                raise OSError(errno.EIO, "differs")
        finally:
            probe.unlink(missing_ok=True)
