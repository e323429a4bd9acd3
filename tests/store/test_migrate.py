"""Upgrades 升级: from nothing to the head, twice, with people in the way, from older and newer programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.dialects.postgresql.base import ischema_names

from tests.cluster import Database, MakeDatabase
from tests.hall import Hall
from tests.review import SECRETARY, table_on_monday
from yubei_desk.errors import BadInput, Refused
from yubei_desk.store import ledger, migrate, review_table

metadata = review_table.review.metadata
STRANGERS = {("schema", "law"), ("schema", None), ("schema", "public"), ("table", "alembic_version")}


@pytest.fixture
def base(any_database: MakeDatabase) -> Database:
    return any_database()


@pytest.fixture
def engine(base: Database) -> Iterator[Engine]:
    made = migrate.engine_of(base.url())
    yield made
    made.dispose()


def told(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_the_head_is_the_tables(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ischema_names, "xid8", ledger.Xid8)  # a type SQLAlchemy does not know
    with engine.connect() as connection:
        options = {
            "include_schemas": True,
            "compare_type": True,
            "compare_server_default": True,
            "version_table_schema": "desk",
            "include_name": lambda name, kind, _: (kind, name) not in STRANGERS,
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_constraints_and_indexes_are_those_of_the_tables(
    engine: Engine, blank_database: MakeDatabase
) -> None:
    """compare_metadata looks neither at checks nor at what may be deferred, nor at an index's own words; the
    law's own constraint triggers are rebuilt with it.
    """
    query = """select conname, pg_get_constraintdef(c.oid) from pg_constraint c
      join pg_namespace n on n.oid = c.connamespace where n.nspname = 'desk' and contype not in ('n', 't')
      and conname not like 'alembic%'
      union select indexname, indexdef from pg_indexes
      where schemaname = 'desk' and indexname not like 'alembic%'"""
    scratch = migrate.engine_of(blank_database().url())
    with scratch.begin() as connection:
        connection.execute(text("create schema desk"))
        metadata.create_all(connection)
    meant = told(scratch, query)
    scratch.dispose()
    assert set(told(engine, query)) == set(meant)


BACK_TO_REVIEWS = """alter table desk.case_file drop column hand_receipt;
alter table desk.matter drop column topic;
alter table desk.review drop column accepted_on, drop column outer_on;
alter table desk.stage_item drop column mandatory;
alter table desk.prior drop column voided_act, drop constraint prior_pk,
  add constraint prior_pk primary key (project_id, item_id);
update desk.alembic_version set version_num = '0002'"""


def test_receipts_entered_before_the_column_came_are_in_it(hall: Hall) -> None:
    """0003 on a centre that has been at work under 0002."""
    hall.set_time(datetime(2026, 11, 24, 4, tzinfo=UTC))
    late = hall.receive_late("2026-11-20", "手收7")
    prompt = hall.receive(received_on="2026-11-24", hand_receipt={"number": "不相干"})
    engine = migrate.engine_of(hall.database.url())
    with engine.begin() as connection:
        connection.execute(text(BACK_TO_REVIEWS))
    migrate.upgrade(engine)
    found = told(engine, "select matter_id, hand_receipt from desk.case_file order by 1")
    assert found == [(late, "手收7"), (prompt, "")]
    engine.dispose()


def test_what_runs_twice_and_what_is_handled_jointly_is_found_by_the_upgrade(hall: Hall) -> None:
    """0003 on a centre where two windows received one wish before that was refused: the first counts."""
    table = table_on_monday(hall)
    review = table.draft(items=[table.ids["item", "0202"]])
    hall.owner().execute("update desk.case_material set form = 'paper'")
    hall.act(SECRETARY, "accept", table.cases(review)["0202"])
    first = table.receive()
    hall.owner().execute("update desk.matter set topic = null where id = %s", (first,))
    second, third = table.receive(), table.receive(project={"name": ""})
    engine = migrate.engine_of(hall.database.url())
    topics = f"select topic from desk.matter where id in ({first}, {second}, {third}) order by id"
    limit = f"select accepted_on, outer_on from desk.review where matter_id = {review}"
    ((meant,),), joint = (
        told(engine, f"select topic from desk.matter where id = {second}"),
        told(engine, limit),
    )
    with engine.begin() as connection:
        connection.execute(text(BACK_TO_REVIEWS))
    migrate.upgrade(engine)
    assert told(engine, topics) == [(meant,), (None,), (None,)]
    assert told(engine, limit) == joint != [(None, None)]
    engine.dispose()
    with pytest.raises(BadInput, match="已有在办件"):
        table.receive()


def test_twice_changes_nothing(hall: Hall) -> None:
    engine = migrate.engine_of(hall.database.url())
    matter = hall.granted()
    tables = [table.name for table in metadata.sorted_tables]
    count = " union all ".join(
        f"select '{each}', count(*), coalesce(md5(string_agg(x::text, '|' order by x::text)), '')"
        f" from desk.{each} x"
        for each in tables
    )
    before = told(engine, count)
    policies = told(engine, "select tablename, policyname, qual from pg_policies order by 1, 2")
    for _ in range(2):
        migrate.upgrade(engine)
    assert told(engine, count) == before
    assert told(engine, "select tablename, policyname, qual from pg_policies order by 1, 2") == policies
    engine.dispose()
    hall.act("demo_land_officer_1", "note", matter, text="升级以后照常办理")


def test_the_law_is_rebuilt(engine: Engine) -> None:
    """What somebody changed in the law by hand does not outlive an upgrade."""
    with engine.begin() as connection:
        connection.execute(text("update law.transition set duties = '{auditor}' where act = 'grant'"))
        connection.execute(text("drop policy see on desk.act"))
        connection.execute(text("create policy mine on desk.act for select using (true)"))
        connection.execute(text("create function law.back_door() returns int return 1"))
    migrate.upgrade(engine)
    assert told(engine, "select distinct duties from law.transition where act = 'grant'") == [(["chief"],)]
    assert told(engine, "select policyname from pg_policies where tablename = 'act' order by 1") == [
        ("see",),
        ("write",),
    ]
    assert told(engine, "select to_regproc('law.back_door')") == [(None,)]
    assert told(engine, "select digest from law.version") == [(migrate.law_digest(),)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("update law.version set tables = '0000'", "admin upgrade"),
        ("update law.version set tables = '9999'", "请更新程序"),
        ("update law.version set digest = 'another'", "admin upgrade，或更新程序"),
        ("drop schema law cascade", "admin create-centre"),
    ],
)
def test_a_program_of_another_age_is_told_what_to_do(engine: Engine, change: str, words: str) -> None:
    with engine.begin() as connection:
        migrate.check_version(connection)
        connection.execute(text(change))
        with pytest.raises(Refused) as refused:
            migrate.check_version(connection)
    assert words in refused.value.sentence


def test_an_older_program_does_not_upgrade_a_newer_database(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("update desk.alembic_version set version_num = '9999'"))
    with pytest.raises(Refused) as refused:
        migrate.upgrade(engine)
    assert "请更新程序" in refused.value.sentence
    assert told(engine, "select tables from law.version") == [(migrate.head(),)]


def test_a_reader_in_the_way_is_named(base: Database, engine: Engine) -> None:
    """An open transaction that has read the law holds the rebuild up; nothing is half done."""
    reader = migrate.engine_of(base.url())
    with reader.connect() as reading:
        reading.execute(text("select * from law.transition")).all()
        with pytest.raises(Refused) as refused:
            migrate.upgrade(engine)
        assert "没有升级" in refused.value.sentence
        assert reading.execute(text("select count(*) from law.version")).scalar_one() == 1
    reader.dispose()
    migrate.upgrade(engine)
