"""What differs between two texts."""

from hypothesis import given
from hypothesis import strategies as st

from kapdesk.domain.difference import DifferentLine, difference

LINES = st.lists(st.text(alphabet="ab $*-\u00e9", max_size=12), max_size=12)


def test_lines_come_go_and_stay() -> None:
    lines = difference(["one", "two", "three"], ["one", "three", "four"])
    assert [(line.kind, line.words) for line in lines] == [
        ("same", "one"), ("removed", "two"), ("same", "three"), ("added", "four"),
    ]  # fmt: skip


def test_of_a_changed_line_the_words_are_marked() -> None:
    removed, added = difference(["You may stop at any time here."], ["You can stop at any time."])
    assert removed.pieces == (("You ", False), ("may ", True), ("stop at any ", False), ("time here.", True))
    assert added.pieces == (("You ", False), ("can ", True), ("stop at any ", False), ("time.", True))


def test_lines_with_little_in_common_are_marked_as_wholes() -> None:
    removed, added = difference(["You may stop."], ["A pharmacy mails it to your home."])
    assert (removed.pieces, added.pieces) == (
        (("You may stop.", True),),
        (("A pharmacy mails it to your home.", True),),
    )


@given(LINES, LINES)
def test_both_texts_can_be_read_from_their_difference(old: list[str], new: list[str]) -> None:
    lines = difference(old, new)

    def side(kind: str) -> list[str]:
        return [line.words for line in lines if line.kind in ("same", kind)]

    assert (side("removed"), side("added")) == (old, new)
    assert all(isinstance(line, DifferentLine) for line in lines)
