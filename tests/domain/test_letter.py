"""The letter 决定信 read as a stranger's: every line once, in its place, and as it was shown."""

from __future__ import annotations

import pytest

from yubei_desk.domain.letter import (
    CHANGED,
    LINES,
    OTHER_KEY,
    TITLE,
    check_letter,
    digest,
    read_letter,
    write_letter,
)
from yubei_desk.errors import BadInput

BODY = '{"reasons":"准予"}'
KNOWN = {"matter": "417", "act": "grant", "staff": "4 demo_land_chief", "key": "a1b2 c3d4"}


def letter_of(**said: str) -> str:
    values = {
        **dict.fromkeys(LINES, "x"),
        **KNOWN,
        "matter": "417 50011220200417001",
        "body": digest(BODY),
        **said,
    }
    return "\n".join([TITLE, *(f"{word} {values[word]}" for word in LINES)])


def test_a_true_letter_is_read_line_by_line() -> None:
    assert read_letter(letter_of())["matter"] == "417 50011220200417001"
    check_letter(read_letter(letter_of()), known=KNOWN, body=digest(BODY))
    assert write_letter(read_letter(letter_of())) == letter_of()


@pytest.mark.parametrize(
    "said",
    [
        {"act": "grant_all"},
        {"act": "refuse"},
        {"matter": "4170 50011220200417001"},
        {"staff": "4 demo_land_chief2"},
        {"body": "0" * 64},
        {"act": "refuse", "key": "ffff"},
    ],
)
def test_one_false_word_is_enough(said: dict[str, str]) -> None:
    with pytest.raises(BadInput) as refused:
        check_letter(read_letter(letter_of(**said)), known=KNOWN, body=digest(BODY))
    assert (refused.value.field, refused.value.sentence) == ("signature", CHANGED)


def test_a_false_key_alone_has_its_own_sentence() -> None:
    with pytest.raises(BadInput) as refused:
        check_letter(read_letter(letter_of(key="ffff")), known=KNOWN, body=digest(BODY))
    assert (refused.value.field, refused.value.sentence) == ("key", OTHER_KEY)


@pytest.mark.parametrize(
    "letter",
    [
        "",
        letter_of().replace("决定信", "借条"),
        letter_of() + "\nact refuse",
        letter_of().replace("\nlending x", ""),
        "\n".join([*letter_of().split("\n")[:2], *reversed(letter_of().split("\n")[2:])]),
    ],
)
def test_what_is_no_letter_is_not_read(letter: str) -> None:
    with pytest.raises(BadInput, match="没有签署"):
        read_letter(letter)
