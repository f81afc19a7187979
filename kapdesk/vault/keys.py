"""The data key of a vault and the slots that wrap it.

A random 256-bit data key opens the vault; its HKDF branches are the database's raw key and the keys of the seals. Each
slot in
`keyslots.json` wraps the data key with ChaCha20-Poly1305 under Argon2id(passphrase) or HKDF(recovery key); the slot's
own
parameters are authenticated with it, and the whole file carries an HMAC that only the data key can make.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kapdesk.errors import PracticeDamaged, PracticeNewer

FORMAT = "kapdesk-keyslots"
VERSION = 1
_DAMAGED = "The key slots of this practice file are damaged. Restore the practice from a backup."


class Cost(NamedTuple):
    """What one derivation costs: memory in KiB, passes, lanes."""

    memory: int
    passes: int
    lanes: int


FLOOR = Cost(64 * 1024, 3, 1)
"""The least that is ever accepted (RFC 9106, second recommendation: 64 MiB, 3 passes)."""
CEILING = Cost(2 * 1024 * 1024, 64, 16)
"""The most that is computed for a file: 2 GiB, so that a forged slot cannot exhaust the memory."""
USUAL = Cost(256 * 1024, 3, 4)


class DataKey:
    """The key of one vault; `wipe()` overwrites it when the vault is locked."""

    def __init__(self, vault_id: str, secret: bytes) -> None:
        if len(secret) != 32:
            raise ValueError("a data key has 32 bytes")
        self.vault_id = vault_id
        self._secret = bytearray(secret)

    def branch(self, purpose: str) -> bytes:
        """32 bytes for one purpose (HKDF-SHA256)."""
        if not any(self._secret):
            raise ValueError("this key was wiped")
        return HKDF(SHA256(), 32, self.vault_id.encode(), f"kapdesk {purpose}".encode()).derive(bytes(self._secret))

    def seal(self, purpose: str, data: bytes) -> str:
        """The HMAC-SHA256 of `data` under the branch for `purpose`, in hexadecimal digits."""
        return hmac.new(self.branch(purpose), data, hashlib.sha256).hexdigest()

    def copy(self) -> "DataKey":
        """A key of its own for a worker, wiped on its own."""
        return DataKey(self.vault_id, bytes(self._secret))

    def wrap(self, wrapping: bytes, about: bytes) -> tuple[bytes, bytes]:
        """Nonce and ciphertext of this key under `wrapping`; `about` is authenticated with it."""
        nonce = secrets.token_bytes(12)
        return nonce, ChaCha20Poly1305(wrapping).encrypt(nonce, bytes(self._secret), about)

    def wipe(self) -> None:
        """Overwrite the key."""
        self._secret[:] = bytes(len(self._secret))


@dataclass(frozen=True)
class Slot:
    """One way to the data key; `settings` are authenticated with the wrapped key."""

    settings: dict[str, Any]
    nonce: bytes
    wrapped: bytes

    @property
    def kind(self) -> str:
        """`passphrase` or `recovery`."""
        return str(self.settings["kind"])


@dataclass(frozen=True)
class KeySlots:
    """The content of `keyslots.json`; of several valid copies the highest generation counts."""

    vault_id: str
    generation: int
    slots: tuple[Slot, ...]
    seal: str = field(default="")

    def to_bytes(self) -> bytes:
        """The file's bytes."""
        return json.dumps({**self._content(), "seal": self.seal}, indent=1, sort_keys=True).encode()

    def sealed(self, key: DataKey) -> "KeySlots":
        """These slots with the HMAC that belongs to them."""
        return replace(self, seal=key.seal("key slots", _canonical(self._content())))

    def is_sealed_by(self, key: DataKey) -> bool:
        """Whether nothing of the file was changed since it was written."""
        return hmac.compare_digest(self.seal, key.seal("key slots", _canonical(self._content())))

    def with_slot(self, slot: Slot, key: DataKey) -> "KeySlots":
        """The next generation, with the slot of that kind replaced."""
        others = tuple(one for one in self.slots if one.kind != slot.kind)
        return KeySlots(self.vault_id, self.generation + 1, (*others, slot)).sealed(key)

    def unwrap(self, kind: str, secret: bytes) -> DataKey | None:
        """The data key by the first slot of that kind that the secret opens; None when none does.

        A damaged slot is passed over like a wrong secret: the caller tries the other copies of the file.
        """
        for slot in self.slots:
            if slot.kind != kind:
                continue
            try:
                data = ChaCha20Poly1305(_wrapping_key(slot.settings, secret)).decrypt(
                    slot.nonce, slot.wrapped, self._about(slot.settings)
                )
            except InvalidTag:
                continue
            return DataKey(self.vault_id, data)
        return None

    def _content(self) -> dict[str, Any]:
        slots = [{**s.settings, "nonce": _b64(s.nonce), "wrapped": _b64(s.wrapped)} for s in self.slots]
        return {
            "format": FORMAT,
            "version": VERSION,
            "vault": self.vault_id,
            "generation": self.generation,
            "slots": slots,
        }

    def _about(self, settings: dict[str, Any]) -> bytes:
        return _canonical([FORMAT, VERSION, self.vault_id, settings])


def parse(data: bytes) -> KeySlots:
    """Read `keyslots.json`; PracticeDamaged when it is not well formed, PracticeNewer for a later version."""
    try:
        content = json.loads(data)
        if content["format"] != FORMAT:
            raise PracticeDamaged(_DAMAGED)
        if isinstance(content["version"], int) and content["version"] > VERSION:
            raise PracticeNewer("This practice file was made by a newer kapdesk. Install that version to open it.")
        if content["version"] != VERSION or not isinstance(content["generation"], int):
            raise PracticeDamaged(_DAMAGED)
        slots = tuple(_parse_slot(dict(one)) for one in content["slots"])
        seal = bytes.fromhex(content["seal"]).hex()
        return KeySlots(str(content["vault"]), content["generation"], slots, seal)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise PracticeDamaged(_DAMAGED) from None


def _parse_slot(content: dict[str, Any]) -> Slot:
    nonce, wrapped = _unb64(content.pop("nonce")), _unb64(content.pop("wrapped"))
    if content["kind"] == "passphrase":
        _check_cost(_cost(content))
    elif content["kind"] != "recovery":
        raise ValueError(content["kind"])
    if (len(nonce), len(wrapped), len(_unb64(content["salt"]))) != (12, 48, 16):
        raise ValueError("length")
    return Slot(content, nonce, wrapped)


def new_data_key() -> DataKey:
    """A data key for a new vault, with a vault identity of its own."""
    return DataKey(secrets.token_hex(16), secrets.token_bytes(32))


def new_slots(key: DataKey, passphrase: Slot, recovery: Slot) -> KeySlots:
    """The slots of a new vault: one for the passphrase, one for the recovery key."""
    return KeySlots(key.vault_id, 0, (passphrase,)).with_slot(recovery, key)


def passphrase_slot(key: DataKey, passphrase: str, cost: Cost, backup: dict[str, str]) -> Slot:
    """Wrap the data key under a passphrase (Argon2id; about a second of work); `backup` is kept and authenticated
    with it.
    """
    _check_cost(cost)
    costs = {"memory": cost.memory, "passes": cost.passes, "lanes": cost.lanes}
    settings = {"kind": "passphrase", "kdf": "argon2id", "salt": _b64(secrets.token_bytes(16)), **costs, **backup}
    return _wrap(key, settings, passphrase_bytes(passphrase))


def recovery_slot(key: DataKey, recovery_key: bytes, backup: dict[str, str]) -> Slot:
    """Wrap the data key under a recovery key (HKDF; 256 random bits need no slow derivation)."""
    settings = {"kind": "recovery", "kdf": "hkdf-sha256", "salt": _b64(secrets.token_bytes(16)), **backup}
    return _wrap(key, settings, recovery_key)


def passphrase_bytes(passphrase: str) -> bytes:
    """The bytes that are derived from: the same letters give the same bytes on every system (NFC)."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def calibrated_cost() -> Cost:
    """The usual memory, with as many passes (3 to 12) as take about a second on this computer."""
    start = time.perf_counter()
    _argon2(b"calibration", bytes(16), USUAL)
    once = max(time.perf_counter() - start, 0.01)
    return USUAL._replace(passes=max(3, min(12, int(3 / once))))


def _wrap(key: DataKey, settings: dict[str, Any], secret: bytes) -> Slot:
    about = _canonical([FORMAT, VERSION, key.vault_id, settings])
    nonce, wrapped = key.wrap(_wrapping_key(settings, secret), about)
    return Slot(settings, nonce, wrapped)


def _wrapping_key(settings: dict[str, Any], secret: bytes) -> bytes:
    salt = _unb64(settings["salt"])
    if settings["kind"] == "passphrase":
        cost = _cost(settings)
        _check_cost(cost)
        return _argon2(secret, salt, cost)
    return HKDF(SHA256(), 32, salt, b"kapdesk recovery slot").derive(secret)


def _argon2(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    kdf = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
    return kdf.derive(secret)


def _cost(settings: dict[str, Any]) -> Cost:
    values = settings["memory"], settings["passes"], settings["lanes"]
    if not all(type(value) is int for value in values):
        raise ValueError("cost")
    return Cost(*values)


def _check_cost(cost: Cost) -> None:
    if any(not low <= value <= high for low, value, high in zip(FLOOR, cost, CEILING, strict=True)):
        raise PracticeDamaged(_DAMAGED)


def _canonical(content: object) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unb64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
