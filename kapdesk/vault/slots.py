"""The copies of the key slots: `keyslots.json`, its `.bak`, and one inside the database.

The file is written first and is what a change commits; the copies follow. Of several valid copies the highest
generation
counts, and the others are mended from it when the vault is opened.
"""

from pathlib import Path

from kapdesk.errors import CannotWrite, PracticeDamaged, PracticeNewer
from kapdesk.vault.files import disk_in_words, write_atomically
from kapdesk.vault.keys import DataKey, KeySlots, parse

NAME, COPY = "keyslots.json", "keyslots.json.bak"
_LARGEST = 64 * 1024


def read_copies(folder: Path) -> list[KeySlots]:
    """The readable copies in the folder, the newest first; PracticeDamaged when there is none."""
    copies: list[KeySlots] = []
    newer: PracticeNewer | None = None
    for name in (NAME, COPY):
        try:
            with (folder / name).open("rb") as file:
                copies.append(parse(file.read(_LARGEST)))
        except PracticeNewer as error:
            newer = error
        except (OSError, PracticeDamaged):
            continue
    if newer and not copies:
        raise newer
    if not copies:
        with disk_in_words(folder, reading=True):
            folder.stat()  # a drive that was pulled is no damage
        raise PracticeDamaged(
            f"The key slots of {folder.name} are missing or damaged, and without them it cannot be opened. "
            "Put keyslots.json back, or restore the practice from a backup."
        )
    return sorted(copies, key=lambda one: -one.generation)


def unlock(folder: Path, kind: str, secret: bytes) -> DataKey | None:
    """The data key by any sound copy of the slots; None when the secret opens none.

    A copy whose seal does not hold is passed over while another one may hold; PracticeDamaged when the secret
    opens slots but
    no copy of the file is as it was written.
    """
    opened = False
    tried: list[object] = []
    for copy in read_copies(folder):
        ours = (copy.vault_id, [slot for slot in copy.slots if slot.kind == kind])
        if ours in tried:  # the same slots need no second derivation
            continue
        key = copy.unwrap(kind, secret)
        if key is None:
            tried.append(ours)
            continue
        if copy.is_sealed_by(key) or _sealed_copy(folder, key):
            return key
        opened = True
        key.wipe()
    if opened:
        raise PracticeDamaged(
            f"The key slots of {folder.name} were changed by something other than kapdesk. "
            "Put keyslots.json back as it was, or restore the practice from a backup."
        )
    return None


def write(folder: Path, slots: KeySlots) -> None:
    """Write the file, then its copy."""
    write_atomically(folder / NAME, slots.to_bytes())
    write_atomically(folder / COPY, slots.to_bytes())


def mend(folder: Path, key: DataKey, in_database: bytes | None) -> tuple[KeySlots, bool]:
    """The slots that count, and whether a copy in the folder had to be mended from another."""
    sound = [copy for copy in _copies(folder) if copy.is_sealed_by(key)]
    found = len(sound)
    if in_database is not None:
        inner = parse(in_database)
        if inner.is_sealed_by(key):
            sound.append(inner)
    if not sound:
        raise PracticeDamaged(f"The key slots of {folder.name} are damaged. Restore the practice from a backup.")
    best = max(sound, key=lambda one: one.generation)
    current = [copy for copy in sound[:found] if copy == best]
    if len(current) == 2:
        return best, False
    try:
        write(folder, best)
    except CannotWrite:
        return best, False
    return best, True


def _copies(folder: Path) -> list[KeySlots]:
    try:
        return read_copies(folder)
    except PracticeDamaged:
        return []


def _sealed_copy(folder: Path, key: DataKey) -> bool:
    return any(copy.is_sealed_by(key) for copy in _copies(folder))
