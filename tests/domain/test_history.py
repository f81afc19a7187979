"""The history is one chain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapdesk.domain import history
from kapdesk.errors import HistoryBroken


def chain(length: int) -> list[tuple[str, str, dict[str, object]]]:
    """A sound chain of so many entries."""
    links, previous = [], history.START
    for number in range(1, length + 1):
        content: dict[str, object] = {"id": number, "action": "opened"}
        links.append((previous, history.entry_hash(previous, content), content))
        previous = links[-1][1]
    return links


def test_a_sound_chain_gives_its_head() -> None:
    links = chain(5)
    assert history.check_chain(links) == links[-1][1]
    assert history.check_chain(links[2:], links[1][1]) == links[-1][1]
    assert history.check_chain([]) == history.START


@given(st.integers(0, 4), st.sampled_from(["changed", "removed", "swapped", "put in"]))
def test_no_entry_can_be_changed_removed_swapped_or_put_in(place: int, deed: str) -> None:
    links = chain(6)
    if deed == "changed":
        links[place] = (links[place][0], links[place][1], {**links[place][2], "action": "closed"})
    elif deed == "removed":
        del links[place]
    elif deed == "swapped":
        links[place], links[place + 1] = links[place + 1], links[place]
    else:
        links.insert(place, links[place])
    with pytest.raises(HistoryBroken, match="does not hold"):
        history.check_chain(links)


def test_every_act_has_words() -> None:
    for subject, action in history.KNOWN:
        assert history.in_words(subject, action, "", "")[0].isupper()
    assert history.in_words("client", "changed", "phone,birth_date", "") == "Details changed (phone, birth date)"
