"""The recovery key: 14 groups with a check part, or an age identity."""

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapdesk.errors import WrongRecoveryKey
from kapdesk.vault import recovery

KEYS = st.binary(min_size=32, max_size=32)


@given(KEYS)
def test_both_written_forms_give_the_key_back(key: bytes) -> None:
    assert recovery.from_words(recovery.to_words(key)) == key
    assert recovery.from_words(recovery.to_age(key)) == key
    assert len(recovery.to_words(key).split("-")) == recovery.GROUPS


@given(KEYS)
def test_the_age_form_is_an_age_identity(key: bytes) -> None:
    assert str(pyrage.x25519.Identity.from_str(recovery.to_age(key))) == recovery.to_age(key)


def test_it_may_be_typed_small_with_blanks_and_look_alike_letters() -> None:
    key = bytes(range(32))
    typed = recovery.to_words(key).lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert recovery.from_words(typed) == key


@given(KEYS, st.integers(0, 55), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_character_is_noticed(key: bytes, place: int, letter: str) -> None:
    letters = list(recovery.to_words(key).replace("-", ""))
    if letters[place] == letter:
        return
    letters[place] = letter
    with pytest.raises(WrongRecoveryKey, match="typing error"):
        recovery.from_words("".join(letters))


@given(KEYS, st.integers(0, 54))
def test_two_characters_exchanged_are_noticed(key: bytes, place: int) -> None:
    letters = list(recovery.to_words(key).replace("-", ""))
    if letters[place] == letters[place + 1]:
        return
    letters[place], letters[place + 1] = letters[place + 1], letters[place]
    with pytest.raises(WrongRecoveryKey):
        recovery.from_words("".join(letters))


@given(KEYS, st.integers(16, 73), st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7l"))
def test_a_wrong_character_in_the_age_form_is_noticed(key: bytes, place: int, letter: str) -> None:
    text = recovery.to_age(key)
    changed = text[:place] + letter.upper() + text[place + 1 :]
    if changed == text:
        return
    with pytest.raises(WrongRecoveryKey):
        recovery.from_words(changed)


@pytest.mark.parametrize("text", ["", "ABCD", "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1Ü", "-" * 70, "Ä" * 56, "\x00" * 56])
def test_what_is_no_key_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(WrongRecoveryKey, match="recovery key"):
        recovery.from_words(text)
