"""Whether an installer file is the one that was published: its SHA-256, compared with a sum that came another way."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from pathlib import Path

from kapdesk.errors import BadInput
from kapdesk.vault.connection import Progress, silent
from kapdesk.vault.files import disk_in_words

SUMS = "SHA256SUMS"
"""The file of sums that lies beside the installers."""
_PIECE = 4 * 1024 * 1024
_MOST_OF_SUMS = 1024 * 1024
_SUM = re.compile(r"\b[0-9a-fA-F]{64}\b")
_LINE = re.compile(r"\\?([0-9a-fA-F]{64})[ \t]+\*?(.+)")


@dataclass(frozen=True)
class Compared:
    """A file's sum, and what it was compared with: `equal` is None while there was nothing to compare it with."""

    name: str
    sha256: str
    wanted: str = ""
    source: str = ""

    @property
    def equal(self) -> bool | None:
        """Whether the file is the one that was published."""
        return hmac.compare_digest(self.sha256, self.wanted) if self.wanted else None

    @property
    def words(self) -> str:
        """What came of it, in a sentence."""
        if self.equal is None:
            return (
                f"The sum of {self.name} stands below. There is nothing to compare it with: no {SUMS} file that names it lies "
                "beside it. Paste the published sum, and check again."
            )
        if self.equal:
            return f"Equal to {self.source}. {self.name} is the file that was published."
        return f"NOT equal to {self.source}: do not install {self.name}. Delete it and get it again."


def typed_sum(text: str) -> str:
    """The sum in what was typed or pasted (a line of a sums file will do); empty for nothing, BadInput for no sum."""
    if not text.strip():
        return ""
    found = set(_SUM.findall(re.sub(r"(?<=[0-9a-fA-F]) (?=[0-9a-fA-F]{2}\b)", "", text)))
    if len({one.lower() for one in found}) != 1:
        raise BadInput("A SHA-256 sum has 64 signs, 0 to 9 and a to f. Paste the whole sum, and only one.", "sum")
    return str(found.pop()).lower()


def sum_beside(file: Path) -> str:
    """The sum that the file of sums beside `file` gives for it; empty when there is none."""
    try:
        with (file.parent / SUMS).open("r", encoding="utf-8-sig", errors="replace") as sums:
            lines = sums.read(_MOST_OF_SUMS).splitlines()
    except OSError:
        return ""
    for line in lines:
        found = _LINE.fullmatch(line.strip())
        if found and Path(found[2].replace("\\", "/")).name == file.name:
            return found[1].lower()
    return ""


def check_download(file: Path, pasted: str = "", progress: Progress = silent) -> Compared:
    """Compute the SHA-256 of a file and compare it. For a worker; BadInput, CannotWrite (cannot be read), Cancelled."""
    wanted, source = typed_sum(pasted), "the sum you pasted"
    if not wanted:
        wanted, source = sum_beside(file), f"the sum in the {SUMS} file beside it"
    made, done = hashlib.sha256(), 0
    with disk_in_words(file, reading=True), file.open("rb") as content:
        whole = max(1, file.stat().st_size)
        while piece := content.read(_PIECE):
            made.update(piece)
            done += len(piece)
            progress("Reading the file", min(1.0, done / whole))
    progress("Reading the file", 1.0)
    return Compared(file.name, made.hexdigest(), wanted, source)


COMMANDS = (
    ("Windows", "certutil -hashfile FILE SHA256"),
    ("macOS", "shasum -a 256 FILE"),
    ("Linux", "sha256sum FILE"),
)
"""What prints a file's sum without kapdesk, system by system."""
