"""One act a statement: a second guard in it would stand before the effect of the first."""

from __future__ import annotations

import json

import psycopg
import pytest

from tests.hall import Hall
from tests.law.attack import one, receipt
from yubei_desk.store.act import body_text

CTE = """with a as (insert into desk.act (kind, body, wish) values ('receive', %s, gen_random_uuid())
returning matter_id) insert into desk.act (matter_id, seen_version, kind, body, wish)
select matter_id, 1, 'accept', '{}', gen_random_uuid() from a"""
ROWS = """insert into desk.act (matter_id, kind, body, wish) values
(%(m)s, 'note', '{"text":"a"}', gen_random_uuid()), (%(m)s, 'note', '{"text":"b"}', gen_random_uuid())"""
BESIDE = """with a as (insert into desk.act (matter_id, kind, body, wish)
values (%(m)s, 'note', '{"text":"a"}', gen_random_uuid()))
insert into desk.act (matter_id, kind, body, wish)
values (%(m)s, 'note', '{"text":"b"}', gen_random_uuid())"""
MERGE = """merge into desk.act a using generate_series(1, 2) n on false when not matched then
insert (matter_id, kind, body, wish) values (%(m)s, 'note', '{"text":"a"}', gen_random_uuid())"""


def test_a_window_does_not_receive_and_accept_in_one_breath(any_hall: Hall) -> None:
    """Before there is a file no condition of the item could be asked."""
    before = one(any_hall.owner(), "select count(*) from desk.act")
    with pytest.raises(psycopg.Error) as refused:
        any_hall.connect("demo_window_1").execute(CTE, (body_text(receipt(any_hall)),))
    assert refused.value.sqlstate == "YB001"
    assert one(any_hall.owner(), "select count(*) from desk.act") == before


@pytest.mark.parametrize("statement", [ROWS, BESIDE, MERGE])
def test_nobody_files_two_acts_in_one_statement(any_hall: Hall, statement: str) -> None:
    case = any_hall.accepted()
    desk = any_hall.connect("demo_land_officer_1")
    with pytest.raises(psycopg.Error, match="一条语句只能办理一个环节") as refused:
        desk.execute(statement.encode(), {"m": case})
    assert refused.value.sqlstate == "YB001"
    assert one(any_hall.owner(), "select count(*) from desk.act where kind = 'note'") == 0


def test_one_act_a_statement_is_enough(any_hall: Hall) -> None:
    """What the law itself files inside an act is a statement of its own."""
    certificate = any_hall.certificate_of(any_hall.granted())
    issued = one(any_hall.owner(), "select body from desk.act where matter_id = %s", certificate)
    assert json.loads(issued) == {}
