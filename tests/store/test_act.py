"""Filing acts 办理: one wish is one act, and every way in which it may not be filed says what to do."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from tests.hall import FACTS, OPINION, Hall
from yubei_desk.domain.act import Wish
from yubei_desk.errors import BadInput, Refused, Stale, Unreachable
from yubei_desk.store.act import FILE, body_text

OFFICER, OTHER, CHIEF = "demo_land_officer_1", "demo_land_officer_2", "demo_land_chief"
STRANGER = "demo_housing_officer_1"
UNSEEN = "查无此件，或者您无权查看"


def recommending(matter_id: int, seen: int = 3, **body: object) -> Wish:
    """The wish to recommend a case accepted at version 3."""
    return Wish("recommend", uuid4(), matter_id, seen, {**OPINION, **FACTS, **body})


def filed(hall: Hall, matter_id: int) -> list[str]:
    """The acts of a matter, by kind, as its owner reads them."""
    query = "select kind from desk.act where matter_id = %s order by position"
    return [kind for (kind,) in hall.owner().execute(query, (matter_id,)).fetchall()]


def test_the_same_wish_twice_is_one_act(hall: Hall) -> None:
    matter_id = hall.accepted()
    store, wish = hall.store(OFFICER), recommending(matter_id)
    first = store.file_act(wish)
    assert (first.matter_id, first.position) == (matter_id, 4)
    assert store.file_act(wish) == store.find_wish(wish.wish) == first
    assert filed(hall, matter_id) == ["receive", "pass_on", "accept", "recommend"]


def test_a_wish_of_somebody_else_is_no_way_to_their_act(hall: Hall) -> None:
    matter_id = hall.accepted()
    wish = recommending(matter_id)
    hall.store(OFFICER).file_act(wish)
    assert hall.store(STRANGER).find_wish(wish.wish) is None
    with pytest.raises(Refused):
        hall.store(STRANGER).file_act(wish)


def test_stale_tells_who_and_when_and_files_nothing(hall: Hall) -> None:
    matter_id = hall.accepted()
    hall.act(OFFICER, "recommend", matter_id, **OPINION, **FACTS)
    wish = Wish("send_back", uuid4(), matter_id, 3, {"reason": "请补充现场核查"})
    with pytest.raises(Stale, match=r"^\d\d:\d\d 由规划自然资源审批科经办一岗办理“.+”，请按新的内容再办$"):
        hall.store(CHIEF).file_act(wish)
    assert hall.store(CHIEF).find_wish(wish.wish) is None
    assert filed(hall, matter_id)[-1] == "recommend"


def test_refused_carries_the_sentence_and_the_article(hall: Hall) -> None:
    matter_id = hall.accepted()
    hall.act(OFFICER, "claim", matter_id)
    with pytest.raises(Refused) as found:
        hall.store(OTHER).file_act(recommending(matter_id, 4))
    move = next(m for m in hall.store(OTHER).load_case(matter_id).moves if m.act == "recommend")
    assert found.value.sentence == move.why_not
    assert found.value.sentence.startswith("本件由规划自然资源审批科经办一岗领办")
    assert found.value.basis == move.basis != ""


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"reasons": ""}, "reasons", "请填写“理由”"),
        ({"opinion": ""}, "opinion", "请填写“拟办意见”"),
        ({"reasons": "字" * 30_000}, "body", "办理内容最多 64 KB，请缩短或改为附件"),
    ],
)
def test_bad_input_carries_the_field(hall: Hall, typed: dict[str, object], field: str, sentence: str) -> None:
    matter_id = hall.accepted()
    wish = recommending(matter_id, 3, **typed)
    with pytest.raises(BadInput) as found:
        hall.store(OFFICER).file_act(wish)
    assert (found.value.field, found.value.sentence) == (field, sentence)
    assert hall.store(OFFICER).file_act(replace(wish, body={**OPINION, **FACTS})).position == 4


def test_a_hidden_matter_and_none_at_all_sound_the_same(hall: Hall) -> None:
    matter_id = hall.accepted()
    for each in (matter_id, matter_id + 10_000):
        with pytest.raises(Refused) as found:
            hall.store(STRANGER).file_act(recommending(each))
        assert (found.value.sentence, found.value.basis) == (UNSEEN, "")
    assert filed(hall, matter_id)[-1] == "accept"


def test_a_lost_answer_is_asked_for_again(hall: Hall) -> None:
    """The act was filed and its answer never came: asking again tells of that act and files no other."""
    matter_id = hall.accepted()
    store, wish = hall.store(OFFICER), recommending(matter_id)
    sent = (matter_id, wish.seen, wish.act, body_text(wish.body), wish.wish, None, None)
    hall.connect(OFFICER).execute(FILE.encode(), sent)
    again = store.file_act(wish)
    assert again == store.find_wish(wish.wish)
    assert filed(hall, matter_id).count("recommend") == 1


def test_a_wish_the_server_never_got_is_filed_when_it_is_back(hall: Hall) -> None:
    matter_id = hall.accepted()
    store, wish = hall.store(OFFICER), recommending(matter_id)
    store.load_case(matter_id)  # the desk holds a connection now
    away = """select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where usename = %s and datname = current_database()"""
    assert hall.owner().execute(away, (OFFICER,)).fetchall()
    with pytest.raises(Unreachable):
        store.file_act(wish)
    assert store.find_wish(wish.wish) is None
    assert store.file_act(wish).position == 4
    assert filed(hall, matter_id).count("recommend") == 1
