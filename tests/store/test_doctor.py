"""The doctor finds what somebody with the owner's power did behind the guard's back, and names the matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.hall import Hall
from yubei_desk.errors import Refused
from yubei_desk.paper.sign import verify
from yubei_desk.store import migrate
from yubei_desk.store.doctor import Finding, examine
from yubei_desk.store.practice import upgrade_centre

TRIGGERS = "alter table desk.{} disable trigger user"
BACK = "alter table desk.{} enable always trigger {}"


def wrong(hall: Hall) -> dict[str, Finding]:
    """What is not well."""
    return {each.what: each for each in examine(hall.database.url(), verify) if not each.well}


def tamper(hall: Hall, *statements: str) -> None:
    """What a superuser does who puts everything back afterwards."""
    with hall.owner() as owner:
        for statement in (TRIGGERS.format("act"), *statements):
            owner.execute(statement)
        for trigger in ("keep", "guard", "effect"):
            owner.execute(BACK.format("act", trigger))


def the_one(findings: dict[str, Finding], begins: str) -> str:
    """The only complaint, which is of this check."""
    (found,) = findings.values()
    assert found.what.startswith(begins)
    return found.told


def test_a_sound_centre_is_well_on_each_server(any_hall: Hall) -> None:
    any_hall.granted()
    assert wrong(any_hall) == {}
    told = {each.what: each.told for each in examine(any_hall.database.url(), verify)}
    assert told["决定签名（1 个）"] == "无异常"
    assert any("暂定" in words for words in told.values())


def test_files_no_act_names_are_told(hall: Hall) -> None:
    hall.set_time(datetime(2026, 11, 23, 4, tzinfo=UTC))
    window = hall.store("demo_window_1")
    window.store_blob(uuid4(), "application/pdf", b"%PDF-" + bytes(2043))
    hall.set_time(datetime(2026, 11, 24, 5, tzinfo=UTC))
    window.store_blob(uuid4(), "application/pdf", b"%PDF-" + bytes(2043))
    hall.receive_late("2026-11-23", "手收0012345")
    told = {each.what: (each.well, each.told) for each in examine(hall.database.url(), verify)}
    assert told["没有办理环节引用的附件"] == (True, "2 份（4096 bytes），其中存放一天以上的 1 份")


@pytest.mark.parametrize(
    "opened",
    [
        "grant execute on function pg_stat_get_live_tuples(oid) to public",
        "grant select on pg_class to public",
    ],
)
def test_counters_opened_again_are_found_and_shut_by_an_upgrade(hall: Hall, opened: str) -> None:
    hall.owner().execute(opened.encode())
    assert "表的行数和大小不向登录名公开" in wrong(hall)
    engine = migrate.engine_of(hall.database.url())
    migrate.upgrade(engine)
    engine.dispose()
    assert wrong(hall) == {}


def test_a_body_altered_is_found_in_its_matter(hall: Hall) -> None:
    other, matter = hall.passed_on(), hall.recommended()
    altered = """update desk.act set body = replace(body, '符合国土', '不符合国土')
        where matter_id = {} and kind = 'recommend'"""
    tamper(hall, altered.format(matter))
    told = the_one(wrong(hall), "办理链条")
    assert f"事项 {matter} " in told
    assert "（recommend）被改动" in told
    assert f"事项 {other} " not in told


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("delete from desk.act where matter_id = {} and position = 2", "第 1 条之后缺失"),
        ("delete from desk.act where matter_id = {} and position = 3", "末尾与登记不符（第 2 条之后）"),
        ("update desk.act set at = at - interval '1 day' where matter_id = {} and position = 2", "被改动"),
    ],
)
def test_a_gap_a_cut_end_and_a_moved_day_are_told_apart(hall: Hall, statement: str, words: str) -> None:
    matter = hall.accepted()
    tamper(hall, "set session_replication_role = replica", statement.format(matter))
    assert words in the_one(wrong(hall), "办理链条")


def test_a_hash_worked_out_anew_does_not_save_a_forged_decision(hall: Hall) -> None:
    matter = hall.granted()
    forge = "update desk.act set body = replace(body, '准予', '不准') where matter_id = {} and kind = 'grant'"
    rehash = "update desk.act a set hash = law.act_hash(a) where matter_id = {} and kind = 'grant'"
    head = """update desk.matter m set chain_head = a.hash from desk.act a
        where m.id = {} and a.matter_id = m.id and a.position = m.position"""
    tamper(hall, *(each.format(matter) for each in (forge, rehash, head)))
    assert "（grant）签名无效" in the_one(wrong(hall), "决定签名")


@pytest.mark.parametrize(
    ("statement", "check", "words"),
    [
        ("update law.version set digest = 'another'", "规则版本", "another"),
        ("grant execute on function law.act_hash(desk.act) to public", "没有向所有人", "law.act_hash"),
        ("alter table desk.case_private disable row level security", "每张表", "desk.case_private"),
        ("alter function law.now() reset all", "定义者函数", "law.now()"),
        ("create view desk.leak as select * from desk.case_private", "视图", "desk.leak"),
        ("alter table desk.act disable trigger guard", "台账的触发器", "desk.act.guard"),
        ("delete from law.badge where login = 'demo_land_chief'", "工牌", "demo_land_chief"),
        ("update law.badge set powers[1].to_day = '2000-01-01'", "工牌", "demo_auditor"),
        ("delete from desk.calendar_day where extract(year from day) = 2027", "2027 年日历", "没有录入"),
    ],
)
def test_each_hole_is_named(hall: Hall, statement: str, check: str, words: str) -> None:
    year = "update desk.practice_time set at = '2026-11-24'"
    with hall.owner() as owner:
        for each in (statement, year):
            owner.execute(each)
    assert words in the_one(wrong(hall), check)


def test_a_power_given_to_a_login_is_named(hall: Hall, undo: Callable[[str], None]) -> None:
    hall.owner().execute("alter role demo_window_4 createdb")
    undo("alter role demo_window_4 nocreatedb")
    assert the_one(wrong(hall), "登录名没有") == "demo_window_4"


@pytest.mark.parametrize(
    ("statement", "check", "words"),
    [
        ("drop event trigger yubei_shape", "登录名改不了", "yubei_shape"),
        ("alter function pg_catalog.text_ge(text, text) cost 1", "文字比较", "text_ge(text,text)"),
    ],
)
def test_fences_only_the_superuser_builds_are_built_again(
    hall: Hall, statement: str, check: str, words: str
) -> None:
    """A backup played back does not bring the cost of a comparison: upgrading does, however new the law."""
    hall.owner().execute(statement.encode())
    assert words in the_one(wrong(hall), check)
    assert upgrade_centre(hall.database.url())
    assert wrong(hall) == {}
    assert not upgrade_centre(hall.database.url())


@pytest.fixture
def undo(hall: Hall, request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Roles belong to the whole server: what a test gives them is taken back, whatever happens."""

    def later(statement: str) -> None:
        request.addfinalizer(lambda: hall.owner().execute(statement) and None)

    return later


def test_where_no_centre_is_one_sentence(hall: Hall) -> None:
    with pytest.raises(Refused) as refused:
        list(examine(hall.database.server.url("no_such"), verify))
    assert "没有中心" in refused.value.sentence
