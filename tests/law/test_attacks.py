"""The holes of a shared database, each tried with a real login on every server version 越权尝试."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from tests.hall import FACTS, OPINION, PASSWORD, Hall
from tests.law.attack import FILE, UNSEEN, file, one, receipt, refusal, refused_act, trace

OFFICER, CHIEF, WINDOW = "demo_land_officer_1", "demo_land_chief", "demo_window_1"
STRANGER = "demo_housing_chief"


def test_nothing_can_be_put_in_the_way_of_the_law(any_hall: Hall) -> None:
    """Temp tables, own tables, functions, schemas, rules, operators: no login may make any of them."""
    matter, desk = any_hall.passed_on(), any_hall.connect(OFFICER)
    for attack in (
        "create temp table matter as select 1 as id",
        "create temp view act as select 1",
        "create table public.mine (id int)",
        "create schema mine",
        "create function public.f() returns int language sql as 'select 1'",
        "create function pg_temp.f() returns int language sql as 'select 1'",
        "do $$ begin perform 1; end $$",
        "create trigger mine before insert on desk.act for each row execute function law.guard()",
        "create rule mine as on insert to desk.act do instead nothing",
        "create policy mine on desk.act using (true)",
        "alter table desk.act disable trigger guard",
        "alter table desk.act disable row level security",
        "drop trigger guard on desk.act",
        "create extension dblink schema desk",
        "create extension btree_gist schema desk",
        "alter function law.today() security invoker",
        "comment on table desk.act is 'mine'",
        "set session authorization postgres",
        "set role yubei_owner",
        "set session_replication_role = replica",
        "drop owned by yubei_staff",
        "drop owned by current_user cascade",
        "alter default privileges for role yubei_staff grant all on tables to public",
        "grant select on desk.act to public",
    ):
        assert refusal(desk, attack)[0] == "42501", attack
    desk.execute("set search_path = pg_temp, desk, law, public")
    file(desk, matter, 2, "accept")


def test_the_tables_are_read_only(any_hall: Hall) -> None:
    matter, desk = any_hall.recommended(), any_hall.connect(CHIEF)
    before = trace(any_hall, matter)
    tables = [
        row[0]
        for row in any_hall.owner().execute("select tablename from pg_tables where schemaname = 'desk'")
    ]
    for table in tables:
        for attack in ("delete from desk.{}", "truncate desk.{} cascade"):
            assert refusal(desk, attack.format(table))[0] == "42501", (table, attack)
        if table not in ("act", "blob"):
            assert refusal(desk, f"insert into desk.{table} default values")[0] == "42501", table
    for attack in (
        "update desk.matter set state = 'granted'",
        "update desk.act set body = '{}'",
        "select * from desk.act for update",
        "insert into law.transition (kind) values ('case')",
        "update law.transition set duties = '{officer}'",
        "update law.version set digest = ''",
        "merge into desk.matter m using desk.staff s on m.id = s.id when matched then delete",
        "copy desk.act from program 'true'",
        "copy desk.staff to program 'cat'",
        "copy (select 1) to '/tmp/yubei-stolen'",
        "select nextval('desk.act_id_seq')",
        "select setval('desk.matter_id_seq', 1)",
    ):
        assert refusal(desk, attack)[0] == "42501", attack
    assert trace(any_hall, matter) == before


def test_what_the_law_stamps_cannot_be_named(any_hall: Hall) -> None:
    desk = any_hall.connect(OFFICER)
    given = {"matter_id", "seen_version", "kind", "body", "wish", "letter", "signature"}
    columns = any_hall.owner().execute(
        "select column_name, column_default is not null from information_schema.columns"
        " where table_schema = 'desk' and table_name = 'act'"
    )
    for column, _ in columns.fetchall():
        if column not in given:
            stolen = f"insert into desk.act (kind, body, wish, {column}) overriding system value"
            assert refusal(desk, stolen + " values ('note', '{}', %s, null)", (uuid4(),))[0] == "42501", (
                column
            )
    for column in ("staff_id", "at", "digest"):
        stolen = f"insert into desk.blob (id, media_type, content, {column}) values (%s, 'x', 'x', null)"
        assert refusal(desk, stolen, (uuid4(),))[0] == "42501", column


def test_a_used_wish_moves_nothing(any_hall: Hall) -> None:
    """ON CONFLICT DO NOTHING would drop the row after the guard had moved the matter."""
    matter, desk, wish = any_hall.accepted(), any_hall.connect(OFFICER), uuid4()
    desk.execute(FILE, (matter, None, "note", '{"text": "甲"}', wish))
    before = trace(any_hall, matter)
    body = json.dumps({**OPINION, **FACTS}, ensure_ascii=False)
    for ending in ("", " on conflict do nothing", " on conflict (wish) do nothing"):
        assert refusal(desk, FILE + ending, (matter, 3, "recommend", body, wish))[0] in (
            "YB001",
            "55000",
            "42P10",
        )
    stranger = any_hall.connect("demo_land_officer_2")
    assert refusal(stranger, FILE + " on conflict do nothing", (matter, None, "note", '{"text": "乙"}', wish))
    assert trace(any_hall, matter) == before


def test_two_sessions_with_one_wish_move_one_matter(any_hall: Hall) -> None:
    """The same race: the second waits for the first, and must not leave its matter moved without an act."""
    first, second, wish = any_hall.accepted(), any_hall.accepted(), uuid4()
    one_desk, other, before = any_hall.connect(OFFICER), any_hall.connect(OFFICER), trace(any_hall, second)
    body = json.dumps({**OPINION, **FACTS}, ensure_ascii=False)
    one_desk.execute("begin")
    one_desk.execute(FILE, (first, 3, "recommend", body, wish))
    other.execute("set statement_timeout = '1s'")
    with pytest.raises(psycopg.Error):
        other.execute(FILE + " on conflict do nothing", (second, 3, "recommend", body, wish))
    one_desk.execute("commit")
    with pytest.raises(psycopg.Error):
        other.execute(FILE + " on conflict do nothing", (second, 3, "claim", "{}", wish))
    assert trace(any_hall, second) == before


def test_an_old_snapshot_acts_no_more(any_hall: Hall) -> None:
    matter, desk, owner = any_hall.passed_on(), any_hall.connect(OFFICER), any_hall.owner()
    for level in ("repeatable read", "serializable"):
        desk.execute(f"begin isolation level {level}".encode())
        desk.execute("select count(*) from desk.matter")
        assert "读已提交" in refused_act(desk, matter, 2, "accept")
        desk.execute("rollback")
    desk.execute("begin")
    desk.execute("select count(*) from desk.matter")
    owner.execute(
        "update desk.duty set to_day = law.today() where staff_id = %s", (staff(any_hall, OFFICER),)
    )
    assert refused_act(desk, matter, 2, "accept") == UNSEEN
    desk.execute("rollback")


def staff(hall: Hall, login: str) -> int:
    return int(one(hall.owner(), "select id from desk.staff where login = %s", login))


def test_the_clock_is_not_the_sessions(any_hall: Hall) -> None:
    desk = any_hall.connect(WINDOW)
    today = one(desk, "select law.today()")
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        desk.execute(f"set timezone = '{zone}'".encode())
        assert one(desk, "select law.today()") == today
        assert one(desk, "select law.now() - clock_timestamp() < interval '1 s'")
    for style in ("SQL, DMY", "German", "Postgres, MDY"):
        desk.execute(f"set datestyle = '{style}'".encode())
        any_hall.connections.append(desk)
        file(desk, None, None, "receive", **receipt(any_hall))
    numbers = [row[0] for row in any_hall.owner().execute("select number from desk.case_file order by 1")]
    assert [number[-5:] for number in numbers] == ["00001", "00002", "00003"]
    assert one(any_hall.owner(), "select count(*) from desk.counter where kind = 'case'") == 1


def test_reasons_of_nothing_are_no_reasons(any_hall: Hall) -> None:
    matter, desk = any_hall.recommended(), any_hall.connect(CHIEF)
    for nothing in ("", " ", "　", "　 \t\n　", "\u00a0", "\u200b\ufeff"):
        assert "退回理由" in refused_act(desk, matter, 4, "send_back", reason=nothing), repr(nothing)
    assert "64 KB" in refused_act(desk, matter, 4, "send_back", reason="字" * 22000)
    assert "4000 字" in refused_act(desk, matter, 4, "send_back", reason="字" * 4001)
    for odd in ("[]", "1", '"x"', "{}}", '{"reason": "\\u0000"}', '{"reason"'):
        refused = ("YB004", "办理内容格式不对")
        assert refusal(desk, FILE, (matter, 4, "send_back", odd, uuid4()))[:2] == refused


def test_doors_of_the_server_are_shut(any_hall: Hall) -> None:
    desk = any_hall.connect(OFFICER)
    for door in (
        "select pg_logical_emit_message(true, 'a', 'b')",
        "select pg_advisory_lock(1)",
        "select pg_try_advisory_xact_lock(1)",
        "select lo_create(0)",
        "select lo_from_bytea(0, 'x')",
        "select pg_export_snapshot()",
        "select pg_read_file('postgresql.conf')",
        "select pg_ls_dir('.')",
        "select pg_reload_conf()",
        "alter system set log_min_messages = 'panic'",
        "set log_min_messages = 'panic'",
        "create role mine",
        "create database mine",
        "alter role demo_land_officer_1 createrole",
        "alter role demo_land_officer_1 connection limit 1000",
        "grant pg_execute_server_program to demo_land_officer_1",
        "grant yubei_owner to demo_land_officer_1",
        "grant yubei_staff to pg_monitor",
        "select rolpassword from pg_authid",
        "select law.make_login('demo_land_chief', 'x')",
    ):
        assert refusal(desk, door)[0] == "42501", door
    for database in ("postgres", "template1"):
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(any_hall.database.server.url(database, OFFICER, PASSWORD))
    pid = any_hall.owner().info.backend_pid
    assert one(desk, "select query from pg_stat_activity where pid = %s", pid) == "<insufficient privilege>"


def test_the_owner_erases_nothing_either(any_hall: Hall) -> None:
    any_hall.granted()
    owner = any_hall.owner()
    for attack in ("update desk.{} set {}", "delete from desk.{}", "truncate desk.{} cascade"):
        for table, change in (
            ("act", "body = ''"),
            ("blob", "digest = ''"),
            ("paper", "form = ''"),
            ("centre", "practice = practice"),
        ):
            assert "台账只增不改" in refusal(owner, attack.format(table, change))[1]
    for table in ("matter", "certificate", "sheet", "case_file"):
        assert "台账只增不改" in refusal(owner, f"delete from desk.{table}")[1]
    owner.execute("set session_replication_role = replica")
    assert "台账只增不改" in refusal(owner, "delete from desk.act")[1]


def test_a_print_of_another_law_writes_nothing(any_hall: Hall) -> None:
    matter, desk = any_hall.passed_on(), any_hall.connect(OFFICER)
    desk.execute("set yubei.law = 'an older print'")
    assert "规则版本不一致" in refused_act(desk, matter, 2, "accept")
    desk.execute("set yubei.law = ''")
    assert "规则版本不一致" in refused_act(desk, matter, 2, "accept")


def test_practice_time_is_for_practice(any_hall: Hall) -> None:
    desk = any_hall.connect("demo_keeper_1")
    assert refusal(desk, "insert into desk.practice_time values (true, now())")[0] == "42501"
    at = datetime.now(UTC) - timedelta(days=9)
    any_hall.set_time(at)
    assert one(desk, "select law.now()") == at
