"""The recovery key: 256 random bits, written as 14 groups of 4 characters or as an age identity.

Crockford's base 32 carries the 32 bytes and 3 check bytes (the start of a SHA-256), so a mistyped key is noticed
before it
is tried. The same 32 bytes are the secret of an X25519 age identity, for use without kapdesk.
"""

import hashlib
import secrets

from kapdesk.errors import WrongRecoveryKey

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_AGE_PREFIX = "age-secret-key-"
GROUPS = 14

_MISTYPED = "The recovery key has a typing error. Compare it with the recovery sheet, group by group."


def new_key() -> bytes:
    """32 bytes from the operating system's random source."""
    return secrets.token_bytes(32)


def to_words(key: bytes) -> str:
    """The key as 14 groups of 4 characters, joined by hyphens."""
    bits = int.from_bytes(key + _check(key), "big")
    text = "".join(_ALPHABET[(bits >> shift) & 31] for shift in range(275, -5, -5))
    return "-".join(text[at : at + 4] for at in range(0, 56, 4))


def from_words(text: str) -> bytes:
    """Read a typed recovery key, in groups or in its AGE-SECRET-KEY-1 form; WrongRecoveryKey when mistyped."""
    squeezed = "".join(text.split())
    if squeezed.lower().startswith(_AGE_PREFIX):
        return _from_age(squeezed.lower())
    letters = squeezed.replace("-", "").replace("–", "").upper().translate(_LOOK_ALIKE)
    if len(letters) != 4 * GROUPS:
        raise WrongRecoveryKey(
            f"A recovery key has {GROUPS} groups of 4 characters; {len(letters)} of {4 * GROUPS} characters were typed."
        )
    bits = 0
    for letter in letters:
        if letter not in _ALPHABET:
            raise WrongRecoveryKey(_MISTYPED)
        bits = bits << 5 | _ALPHABET.index(letter)
    data = bits.to_bytes(35, "big")
    if _check(data[:32]) != data[32:]:
        raise WrongRecoveryKey(_MISTYPED)
    return data[:32]


def to_age(key: bytes) -> str:
    """The key as the age identity AGE-SECRET-KEY-1…"""
    data = _regroup(key, 8, 5)
    tail = _checksum(data)
    return (_AGE_PREFIX + "1" + "".join(_BECH32[value] for value in data + tail)).upper()


def _from_age(text: str) -> bytes:
    body = text[len(_AGE_PREFIX) + 1 :]
    if not all(letter in _BECH32 for letter in body):
        raise WrongRecoveryKey(_MISTYPED)
    values = [_BECH32.index(letter) for letter in body]
    key = bytes(_regroup(bytes(values[:-6]), 5, 8))
    if len(key) != 32 or _checksum(values[:-6]) != values[-6:]:
        raise WrongRecoveryKey(_MISTYPED)
    return key


def _check(key: bytes) -> bytes:
    return hashlib.sha256(b"kapdesk recovery key" + key).digest()[:3]


def _regroup(data: bytes, width: int, to: int) -> list[int]:
    """Bits of `data` in groups of `width`, regrouped in groups of `to`; a remainder is filled with zeros (8 → 5)
    or dropped.
    """
    total = bits = 0
    out: list[int] = []
    for value in data:
        total = total << width | value
        bits += width
        while bits >= to:
            bits -= to
            out.append(total >> bits & ((1 << to) - 1))
    if to < width and bits:
        out.append(total << (to - bits) & ((1 << to) - 1))
    return out


def _checksum(data: list[int]) -> list[int]:
    """The six check values of BIP 173 for the age prefix."""
    prefix = [ord(c) >> 5 for c in _AGE_PREFIX] + [0] + [ord(c) & 31 for c in _AGE_PREFIX]
    check = 1
    for value in [*prefix, *data, 0, 0, 0, 0, 0, 0]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, factor in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= factor if top >> bit & 1 else 0
    check ^= 1
    return [check >> 5 * (5 - place) & 31 for place in range(6)]
