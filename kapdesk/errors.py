"""The errors that the person at the desk can act on.

Each carries one plain sentence (sometimes two) that says what happened and what to do. Everything else that goes wrong
is a bug
and is not caught.
"""


class KapdeskError(Exception):
    """Something the person at the desk can act on; `str(error)` is the sentence to show."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Cancelled(KapdeskError):
    """The person stopped the work; nothing was left half done."""

    def __init__(self, sentence: str = "Stopped. Nothing was changed.") -> None:
        super().__init__(sentence)


class BadInput(KapdeskError):
    """An entry cannot be kept as it is; `field` names the entry when there is one."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class NotFound(KapdeskError):
    """A record, paper or file that was asked for does not exist."""


class RecordSigned(KapdeskError):
    """A signed record cannot be changed; an addendum is the way."""


class MissingFields(KapdeskError):
    """A paper needs facts that are not on file; `fields` names them."""

    def __init__(self, sentence: str, fields: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.fields = fields


class BadWording(KapdeskError):
    """A paper's wording cannot be used; the sentence says where and why, `line` is where (0: no line of the text)."""

    def __init__(self, sentence: str, line: int = 0) -> None:
        super().__init__(sentence)
        self.line = line


# Opening


class WrongSecret(KapdeskError):
    """The passphrase or recovery key does not open this file; wait `wait_seconds` before the next try."""

    def __init__(self, sentence: str, wait_seconds: float = 0.0) -> None:
        super().__init__(sentence)
        self.wait_seconds = wait_seconds


class WrongPassphrase(WrongSecret):
    """The passphrase is not the one of this file."""


class WrongRecoveryKey(WrongSecret):
    """The recovery key is mistyped or belongs to another file."""


class PassphraseTooWeak(KapdeskError):
    """A new passphrase would be guessed too easily."""


class NotAPractice(KapdeskError):
    """The given folder or file is not a kapdesk practice or backup."""


class PracticeDamaged(KapdeskError):
    """The practice file is damaged; a backup is the way back."""


class PracticeCut(PracticeDamaged):
    """The practice file is shorter than it should be."""


class PracticeEmpty(PracticeDamaged):
    """The practice file has no content at all."""


class PracticeForeign(KapdeskError):
    """The file is a database, but not the one that belongs here."""


class PracticeNewer(KapdeskError):
    """The practice file was written by a newer kapdesk."""


class PracticeRetired(KapdeskError):
    """The practice has moved to another computer; this file of it is read only."""


class OlderThanLastClosed(KapdeskError):
    """The database is older than the one last closed in this folder."""


class OpenElsewhere(KapdeskError):
    """Another window has this practice open."""


class HistoryBroken(KapdeskError):
    """The chain of the history does not hold."""


# Disk


class FolderExists(KapdeskError):
    """There is something at the place of a new file already."""


class NameTaken(FolderExists):
    """A file of that name exists and may not be overwritten."""


class CannotWrite(KapdeskError):
    """A place cannot be written to."""


class DiskFull(CannotWrite):
    """There is not enough room."""


class BackupBad(KapdeskError):
    """A backup file is damaged or is not what it says."""
