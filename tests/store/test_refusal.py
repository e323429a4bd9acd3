"""What PostgreSQL answers and what an office day calls it: each SQLSTATE its error, an unknown one a bug."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from tests.hall import PASSWORD, Hall
from yubei_desk.errors import BadInput, DeskError, Refused, Stale, Unreachable
from yubei_desk.store import refusal
from yubei_desk.store.migrate import engine_of
from yubei_desk.store.refusal import translated

OFFICER = "demo_land_officer_1"
RAISE = "do $$ begin raise exception using errcode = '{}', message = '{}', detail = '{}', hint = '{}'; end $$"


def met(hall: Hall, statement: str, login: str = "") -> DeskError:
    """What a statement that the server refuses becomes."""
    connection = hall.connect(login) if login else hall.owner()
    with pytest.raises(DeskError) as found, translated():
        connection.execute(statement.encode())
    assert isinstance(found.value.__cause__, psycopg.Error), "the log wants the driver's words as well"
    return found.value


def test_what_the_law_says_keeps_its_article_and_field(hall: Hall) -> None:
    refused = met(hall, RAISE.format("YB001", "拟办人不得自行决定", "", "行政许可法 第四十二条"))
    assert isinstance(refused, Refused)
    assert (refused.sentence, refused.basis) == ("拟办人不得自行决定", "行政许可法 第四十二条")
    assert met(hall, RAISE.format("YB001", "不能办理", "", "")).__dict__ == {
        "sentence": "不能办理",
        "basis": "",
    }
    stale = met(hall, RAISE.format("YB002", "10:42 由经办一岗办理", "", ""))
    assert (type(stale), stale.sentence) == (Stale, "10:42 由经办一岗办理")
    bad = met(hall, RAISE.format("YB004", "请填写理由", "reason", ""))
    assert isinstance(bad, BadInput)
    assert (bad.field, bad.sentence) == ("reason", "请填写理由")


@pytest.mark.parametrize(
    ("state", "kind", "sentence"),
    [
        ("40P01", Refused, refusal.BUSY),
        ("53300", Unreachable, refusal.FULL),
        ("57P03", Unreachable, refusal.AWAY),
        ("08006", Unreachable, refusal.AWAY),
        ("58030", Unreachable, refusal.AWAY),
        ("22P05", BadInput, refusal.ODD),
    ],
)
def test_what_a_bad_day_of_the_server_is_called(
    hall: Hall, state: str, kind: type[DeskError], sentence: str
) -> None:
    told = met(hall, RAISE.format(state, "in English", "", ""))
    assert (type(told), told.sentence) == (kind, sentence)


def test_what_takes_too_long_is_busy(hall: Hall) -> None:
    matter_id, holder = hall.receive(), hall.owner()
    slow = met(hall, "set statement_timeout = 20; select pg_sleep(20)")
    with holder.transaction():
        holder.execute("select from desk.matter where id = %s for update", (matter_id,))
        held = met(hall, f"set lock_timeout = 20; update desk.matter set version = 9 where id = {matter_id}")
    assert (type(slow), slow.sentence) == (type(held), held.sentence) == (Refused, refusal.BUSY)


@pytest.mark.parametrize("statement", ["update desk.matter set state = 'granted'", "truncate desk.act"])
def test_what_nobody_was_granted_is_refused(hall: Hall, statement: str) -> None:
    told = met(hall, statement, OFFICER)
    assert (type(told), told.sentence) == (Refused, refusal.FORBIDDEN)


def test_a_scan_is_neither_empty_nor_endless(hall: Hall) -> None:
    with pytest.raises(BadInput) as found:
        hall.store(OFFICER).store_blob(uuid4(), "application/pdf", b"")
    assert (found.value.field, found.value.sentence) == ("blob", refusal.SIZE)


def test_a_server_that_is_not_there_or_goes_away(hall: Hall) -> None:
    with pytest.raises(Unreachable, match=refusal.AWAY), translated():
        psycopg.connect("host=127.0.0.1 port=1 connect_timeout=2")
    desk = hall.connect(OFFICER)
    hall.owner().execute("select pg_terminate_backend(%s, 5000)", (desk.info.backend_pid,))
    with pytest.raises(Unreachable, match=refusal.AWAY), translated():
        desk.execute("select 1")


def test_a_pool_with_nothing_left_is_away_too(hall: Hall) -> None:
    url = hall.database.url(OFFICER, PASSWORD).replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url, pool_size=1, max_overflow=0, pool_timeout=0.01)
    with engine.connect(), pytest.raises(Unreachable, match=refusal.AWAY), translated():
        engine.connect()
    engine.dispose()


def test_a_wrong_password_is_said_at_its_field(hall: Hall) -> None:
    with pytest.raises(BadInput, match=refusal.PASSWORD) as found, translated():
        psycopg.connect(hall.database.url(OFFICER, "wrong"))
    assert found.value.field == "password"


def test_no_password_and_no_encryption_are_not_a_server_that_is_away(hall: Hall) -> None:
    """Waiting would not help: the administrator is told what is missing."""
    with pytest.raises(BadInput, match=refusal.NO_PASSWORD), translated():
        psycopg.connect(hall.database.url(OFFICER, "").replace(":@", "@"), passfile="/dev/null")
    with pytest.raises(Unreachable, match=refusal.TLS), translated():
        psycopg.connect(hall.database.url(OFFICER, PASSWORD), sslmode="verify-full")


def test_what_nobody_foresaw_stays_the_bug_it_is(hall: Hall) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero), translated():
        hall.owner().execute("select 1/0")
    engine = engine_of(hall.database.url())
    with pytest.raises(ProgrammingError), translated(), engine.connect() as connection:
        connection.execute(text("select no_such_column"))
    engine.dispose()
    with pytest.raises(ZeroDivisionError), translated():
        1 / 0  # noqa: B018
