"""Passphrases and recovery keys as a person meets them: how strong, generated, proposed, confirmed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kapdesk import paths
from kapdesk.errors import PassphraseTooWeak
from kapdesk.vault import recovery

SHORTEST = 15
"""Characters of a passphrase (NIST SP 800-63B-4: 15 where a passphrase alone protects)."""
_ENOUGH = 11.0
"""Base-10 logarithm of the guesses that an attacker needs at least."""
_LOOKED_AT = 72
"""zxcvbn judges so many characters at most."""
_OWN_WORDS = (
    "ketamine",
    "kapdesk",
    "psychotherapy",
    "therapy",
    "therapist",
    "practice",
    "integration",
    "medicine",
    "clinic",
)


@dataclass(frozen=True)
class Secret:
    """What was typed to open a practice or a backup, and as what."""

    text: str
    kind: Literal["passphrase", "recovery"]

    @classmethod
    def passphrase(cls, text: str) -> "Secret":
        """A passphrase."""
        return cls(text, "passphrase")

    @classmethod
    def recovery(cls, text: str) -> "Secret":
        """A recovery key, in groups or in its AGE-SECRET-KEY-1 form."""
        return cls(text, "recovery")

    def __repr__(self) -> str:
        return f"Secret({self.kind})"


@dataclass(frozen=True)
class Strength:
    """How hard a passphrase is to guess: 0 to 4, whether that is enough, and what to say."""

    score: int
    enough: bool
    sentence: str


@dataclass(frozen=True)
class RecoveryKey:
    """A recovery key in both of its forms."""

    words: str
    age_identity: str

    @property
    def groups(self) -> list[str]:
        """The 14 groups of 4 characters."""
        return self.words.split("-")

    def __repr__(self) -> str:
        return "RecoveryKey()"


def rate_passphrase(passphrase: str, known_words: Sequence[str] = ()) -> Strength:
    """An honest estimate; the practice's own words, and the field's, count as guessed."""
    if not passphrase:
        return Strength(0, False, f"At least {SHORTEST} characters: several unrelated words are easy to keep in mind.")
    from zxcvbn import zxcvbn

    own = {word.lower() for text in (*known_words, *_OWN_WORDS) for word in (text, *text.split()) if len(word) > 2}
    result = zxcvbn(passphrase[:_LOOKED_AT], user_inputs=sorted(own))
    strength = float(result["guesses_log10"])
    score = int(result["score"])
    if len(passphrase) < SHORTEST:
        return Strength(
            min(score, 2), False, f"{SHORTEST - len(passphrase)} more characters are needed ({SHORTEST} at least)."
        )
    if strength < _ENOUGH:
        hint = result["feedback"]["warning"]
        return Strength(
            min(score, 3), False, f"Too easy to guess. {hint or 'Add another word that nobody would expect.'}"
        )
    if strength < _ENOUGH + 4:
        return Strength(3, True, "Good. Someone who steals the computer would need years of guessing.")
    return Strength(4, True, "Very good. Guessing it is out of reach.")


def check_passphrase(passphrase: str, known_words: Sequence[str] = ()) -> None:
    """Refuse (PassphraseTooWeak) a passphrase that is not enough."""
    strength = rate_passphrase(passphrase, known_words)
    if not strength.enough:
        raise PassphraseTooWeak(f"This passphrase does not protect enough. {strength.sentence}")


def generate_passphrase(words: int = 6) -> str:
    """Random words from a list of 7,776, joined by blanks: 12.9 bits each."""
    listed = (paths.resources() / "words" / "eff-large.txt").read_text("utf-8").split()
    return " ".join(secrets.choice(listed) for _ in range(words))


def propose_recovery_key() -> RecoveryKey:
    """A new random recovery key; it counts once it is set."""
    return recovery_key_of(recovery.new_key())


def recovery_key_of(key: bytes) -> RecoveryKey:
    """Both written forms of 32 bytes."""
    return RecoveryKey(recovery.to_words(key), recovery.to_age(key))


def recovery_confirmed(key: RecoveryKey, typed_group: str, group: int) -> bool:
    """Whether group number `group` (from 1) was written down right."""
    typed = "".join(typed_group.split()).upper().translate(str.maketrans("OIL", "011"))
    return secrets.compare_digest(key.groups[group - 1].encode(), typed.encode("utf-8", "replace"))
