"""The identity that backups are encrypted to: an age X25519 identity, itself in an age file under the passphrase.

The age file is written and read here (format age-encryption.org/v1, one scrypt recipient, one chunk) because pyrage
holds
Python's lock for seconds while it derives, which would freeze the desk; everything else of age is pyrage's. Tests
compare with
the `age` program and with pyrage.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kapdesk.errors import BackupBad
from kapdesk.vault.keys import DataKey, KeySlots, passphrase_bytes
from kapdesk.vault.recovery import to_age

_WORK = 18
"""log2 of scrypt's cost: 256 MiB, about a second; the age program's own default."""
_MOST_WORK = 20
_INTRO = b"age-encryption.org/v1\n"
_LABEL = b"age-encryption.org/v1/scrypt"


@dataclass(frozen=True)
class BackupIdentities:
    """What a backup needs: the file `identity.age`, whom to encrypt to, and the secret for reading it back."""

    file: bytes
    recipients: tuple[str, str]
    secret: str


def passphrase_settings(key: DataKey, passphrase: str) -> dict[str, str]:
    """A new identity under this passphrase, as settings of the passphrase's slot (a second of work)."""
    identity = pyrage.x25519.Identity.generate()
    nonce = secrets.token_bytes(12)
    sealed = ChaCha20Poly1305(key.branch("backup identity")).encrypt(nonce, str(identity).encode(), None)
    return {
        "recipient": str(identity.to_public()),
        "identity": base64.b64encode(encrypt_with_passphrase(str(identity).encode(), passphrase)).decode(),
        "sealed_identity": base64.b64encode(nonce + sealed).decode(),
    }


def recovery_settings(recovery_key: bytes) -> dict[str, str]:
    """The recovery identity's public half, as settings of the recovery key's slot."""
    return {"recipient": str(pyrage.x25519.Identity.from_str(to_age(recovery_key)).to_public())}


def identities(slots: KeySlots, key: DataKey) -> BackupIdentities:
    """What a backup needs, from the vault's own slots; no passphrase is asked."""
    by_kind = {slot.kind: slot.settings for slot in slots.slots}
    ours, recovery = by_kind["passphrase"], by_kind["recovery"]
    sealed = base64.b64decode(ours["sealed_identity"])
    secret = ChaCha20Poly1305(key.branch("backup identity")).decrypt(sealed[:12], sealed[12:], None)
    return BackupIdentities(
        base64.b64decode(ours["identity"]), (ours["recipient"], recovery["recipient"]), secret.decode()
    )


def encrypt_with_passphrase(data: bytes, passphrase: str) -> bytes:
    """A short text (at most one chunk, 64 KiB) as an age file under a passphrase."""
    if len(data) > 64 * 1024:
        raise ValueError("one chunk only")
    file_key, salt, nonce = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(16)
    wrapped = ChaCha20Poly1305(_scrypt(passphrase, salt, _WORK)).encrypt(bytes(12), file_key, None)
    head = _INTRO + b"-> scrypt %s %d\n%s\n---" % (_b64(salt), _WORK, _b64(wrapped))
    body = ChaCha20Poly1305(_hkdf(file_key, nonce, b"payload")).encrypt(bytes(11) + b"\x01", data, None)
    return head + b" " + _b64(_mac(file_key, head)) + b"\n" + nonce + body


def decrypt_with_passphrase(file: bytes, passphrase: str) -> bytes | None:
    """The content of such a file; None when the passphrase is wrong, BackupBad when the file is damaged."""
    damaged = BackupBad("The key inside this backup is damaged. Use another backup, or the recovery key.")
    try:
        head, rest = file.split(b"\n---", 1)
        mac, _, payload = rest.partition(b"\n")
        intro, stanza, wrapped = head.rsplit(b"\n", 2)
        arrow, name, salt, work = stanza.split(b" ")
        if (
            intro + b"\n" != _INTRO
            or (arrow, name) != (b"->", b"scrypt")
            or not 10 <= int(work) <= _MOST_WORK
            or mac[:1] != b" "
        ):
            raise damaged
        wrapping = _scrypt(passphrase, _unb64(salt), int(work))
        wrapped_key = _unb64(wrapped)
    except ValueError:
        raise damaged from None
    try:
        file_key = ChaCha20Poly1305(wrapping).decrypt(bytes(12), wrapped_key, None)
    except InvalidTag:
        return None
    try:
        if not hmac.compare_digest(_mac(file_key, head + b"\n---"), _unb64(mac[1:])):
            raise damaged
        return ChaCha20Poly1305(_hkdf(file_key, payload[:16], b"payload")).decrypt(
            bytes(11) + b"\x01", payload[16:], None
        )
    except (InvalidTag, ValueError):
        raise damaged from None


def _scrypt(passphrase: str, salt: bytes, work: int) -> bytes:
    cost = 1 << work
    return hashlib.scrypt(
        passphrase_bytes(passphrase), salt=_LABEL + salt, n=cost, r=8, p=1, maxmem=cost * 1024 + (1 << 25), dklen=32
    )


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.new(_hkdf(file_key, b"", b"header"), head, hashlib.sha256).digest()


def _hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, info).derive(key)


def _b64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _unb64(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
