"""Breaking lines 避头尾: nothing forbidden at either end, nothing lost, nothing wider than the room."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from yubei_desk.paper.text import NO_END, NO_START, units, wrap


class Widths(dict[str, float]):
    """Half an em for ASCII, one for all else."""

    def __missing__(self, char: str) -> float:
        return 0.5 if char.isascii() else 1.0


WIDTHS: Mapping[str, float] = Widths()
MARKS = "".join(sorted(NO_START | NO_END))
PIECES = st.one_of(
    st.text("渝北区行政服务中心𬭎龑", min_size=1, max_size=6),
    st.sampled_from(
        ["2026年3月8日", "渝府〔2020〕9号", "91500112MA5U12345A", "No. 7 Road", "《规划》", "“准予”"]
    ),
    st.text(MARKS, min_size=1, max_size=2),
    st.just(" "),
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def width(text: str) -> float:
    """In em, as the page measures it."""
    return sum(WIDTHS[char] for char in text)


@given(text=TEXTS, room=st.integers(8, 40), indent=st.sampled_from([0, 2]))
def test_lines_hold_the_text_within_the_room(text: str, room: int, indent: int) -> None:
    lines = wrap(text, WIDTHS, room, indent)
    assert "".join(lines) == text
    for number, line in enumerate(lines):
        assert width(line.rstrip(" ")) <= room - (0 if number else indent)


@given(text=TEXTS, room=st.integers(12, 40), indent=st.sampled_from([0, 2]))
def test_no_line_begins_or_ends_with_a_forbidden_mark(text: str, room: int, indent: int) -> None:
    lines = wrap(text, WIDTHS, room, indent)
    if any(width(unit.rstrip()) > room - indent for unit in units(text)):
        return  # a unit wider than a line is torn, because nothing else is left
    assert not [line for line in lines[1:] if line[0] in NO_START]
    assert not [line for line in lines[:-1] if line.rstrip(" ")[-1:] in NO_END]


def test_numbers_and_their_measure_stay_whole() -> None:
    assert "".join(wrap("自2026年3月8日起", WIDTHS, 4)) == "自2026年3月8日起"
    assert wrap("自2026年3月8日起", WIDTHS, 4) == ["自2026年", "3月8日起"]
    assert wrap("编号91500112MA起", WIDTHS, 6) == ["编号", "91500112MA起"]


def test_a_unit_wider_than_a_line_is_torn() -> None:
    assert wrap("A" * 20, WIDTHS, 4) == ["A" * 8, "A" * 8, "A" * 4]
