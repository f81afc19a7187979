"""A tar that is made and taken apart as it streams, so that its secrets are never on a disk in plain."""

import hashlib
import io
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kapdesk.errors import BackupBad, Cancelled
from kapdesk.vault.connection import Progress

_BLOCK = 512
_CHUNK = 1 << 18
_SMALL = 1 << 20


@dataclass(frozen=True)
class Part:
    """A member of the tar: its bytes, or the file that holds them."""

    name: str
    content: bytes | Path

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size


class TarReader(io.RawIOBase):
    """Reads like a file that holds the tar; `error` keeps what stopped it inside a foreign library."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`."""
        try:
            while not self._rest:
                self._rest = next(self._chunks)
        except StopIteration:
            return b""
        except (Cancelled, OSError) as error:
            self.error = error
            raise
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


def tar_of(parts: Sequence[Part], at: int, words: str, progress: Progress) -> TarReader:
    """A reader of the tar of these parts, dated `at` (seconds since 1970)."""
    return TarReader(_chunks(parts, at, words, progress))


def _chunks(parts: Sequence[Part], at: int, words: str, progress: Progress) -> Iterator[bytes]:
    total, done = sum(part.size for part in parts) or 1, 0
    for part in parts:
        info = tarfile.TarInfo(part.name)
        info.size, info.mtime, info.mode = part.size, at, 0o600
        yield info.tobuf(tarfile.GNU_FORMAT)
        for chunk in _content(part):
            done += len(chunk)
            progress(words, done / total)
            yield chunk
        yield bytes(-info.size % _BLOCK)
    yield bytes(2 * _BLOCK)


def _content(part: Part) -> Iterator[bytes]:
    if isinstance(part.content, bytes):
        yield part.content
        return
    with part.content.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


class Unpacker(io.RawIOBase):
    """Takes a tar's bytes as they come: named members go to files, small ones stay in memory, anything else is
    refused.
    """

    def __init__(self, files: dict[str, Path], small: Sequence[str], progress: Progress) -> None:
        self.small: dict[str, bytes] = {}
        self.sizes: dict[str, int] = {}
        self.digests: dict[str, str] = {}
        self.total = 1
        self.error: Exception | None = None
        self._files = files
        self._names = {*files, *small}
        self._progress = progress
        self._buffer = bytearray()
        self._taken = 0
        self._left = 0
        self._padding = 0
        self._name = ""
        self._out: BinaryIO | None = None
        self._digest = hashlib.sha256()
        self._ended = False

    def write(self, data: bytes) -> int:  # type: ignore[override]  # pyrage gives bytes
        """Take the next bytes of the tar."""
        try:
            self._buffer += data
            self._taken += len(data)
            if len(self._buffer) >= _CHUNK:
                self._work()
                self._progress("Reading back", min(1.0, self._taken / self.total))
        except (Cancelled, BackupBad, OSError) as error:
            self.error = error
            raise
        return len(data)

    def finish(self) -> None:
        """The stream is over: everything must have been whole."""
        self._work()
        if not self._ended or self._left or self._names - set(self.sizes):
            raise BackupBad("The backup ends too early. Use another backup.")

    def close(self) -> None:
        """Close what is open."""
        if self._out is not None:
            self._out.close()
            self._out = None
        super().close()

    def _work(self) -> None:
        while self._buffer and not self._ended:
            if self._left or self._padding:
                self._take_content()
            elif len(self._buffer) >= _BLOCK:
                head = bytes(self._buffer[:_BLOCK])
                del self._buffer[:_BLOCK]
                self._begin(head)
            else:
                return
        if self._ended:
            if any(self._buffer):
                raise BackupBad("The backup holds more than it should. Use another backup.")
            self._buffer.clear()

    def _begin(self, head: bytes) -> None:
        if not any(head):
            self._ended = True
            return
        try:
            info = tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
        except tarfile.HeaderError:
            raise BackupBad("The backup's inner list is damaged. Use another backup.") from None
        fits = info.isreg() and info.name in self._names and info.name not in self.sizes
        if not fits or (info.name not in self._files and info.size > _SMALL):
            raise BackupBad("The backup holds something that does not belong there. It is not restored from.")
        self._name, self._left, self._padding = info.name, info.size, -info.size % _BLOCK
        self.sizes[info.name] = info.size
        self._digest = hashlib.sha256()
        if info.name in self._files:
            self._out = self._files[info.name].open("wb")
        else:
            self.small[info.name] = b""
        if not self._left:
            self._end_member()

    def _take_content(self) -> None:
        piece = bytes(self._buffer[: self._left])
        if self._left:
            del self._buffer[: len(piece)]
            self._digest.update(piece)
            if self._out is not None:
                self._out.write(piece)
            else:
                self.small[self._name] += piece
            self._left -= len(piece)
            if not self._left:
                self._end_member()
            return
        skip = min(self._padding, len(self._buffer))
        del self._buffer[:skip]
        self._padding -= skip

    def _end_member(self) -> None:
        self.digests[self._name] = self._digest.hexdigest()
        if self._out is not None:
            self._out.close()
            self._out = None
