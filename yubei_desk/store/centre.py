"""Founding a centre 建立中心: settings, sections, posts and catalogue, written once by the owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, func, select, text
from sqlalchemy.dialects.postgresql import insert

from yubei_desk.domain.pinyin import readings, sort_key
from yubei_desk.errors import Refused
from yubei_desk.store import table
from yubei_desk.store.calendar import _fill
from yubei_desk.store.migrate import OWNER

Plan = Mapping[str, Any]
Ids = dict[str, int]

CALENDAR_YEARS = (2004, 2035)
STANDS = "这个数据库里已经建立了中心，不能再建；人员和事项由安全管理员、系统管理员办理"
FOUNDERS = ("keeper", "security")
KIND = ("form", "name", "number_pattern", "copies")
ITEM = ("code", "name", "procedure", "certificate_form")
EDITION = (
    "statutory_days",
    "promised_days",
    "limit_unit",
    "start_event",
    "instant",
    "window_accepts",
    "legal_basis",
)

ENROL = text("""insert into desk.signing_key
  (staff_id, public_key, fingerprint, confirmed_by, second_by, confirmed_on)
select s.id, :raw, :fingerprint, min(k.staff_id), max(k.staff_id), max(k.from_day)
from desk.staff s, desk.duty k where s.login = :login and k.duty = 'security' group by s.id""")


def create_centre(engine: Engine, plan: Plan, *, practice: bool) -> None:
    """Write a centre into an empty database in one transaction; `engine` is the superuser's there.

    `plan` has the shape of resources/demo/centre.json. A practice centre takes all of it; a real one only its
    name, settings, two security officers and two keepers (LAW 1): they enter everything else, each confirming
    the other. Raises Refused when a centre stands already.
    """
    with engine.begin() as connection:
        connection.execute(text(f"set local role {OWNER}"))
        if connection.execute(select(table.centre.c.name)).first():
            raise Refused(STANDS)
        connection.execute(insert(table.centre).values(**plan["centre"], practice=practice))
        connection.execute(insert(table.setting), list(plan["settings"]))
        _fill(connection, *CALENDAR_YEARS)
        if practice:
            staff, sections = _appoint(connection, plan["sections"], plan["posts"], _first_day(plan))
            items = _publish(connection, plan, sections)
            _authorise(connection, plan, staff, sections, items)
        else:
            _appoint(connection, *_founders(plan), connection.execute(select(func.law.today())).scalar_one())


def founding_posts(plan: Plan) -> tuple[str, ...]:
    """The logins a real centre begins with."""
    return tuple(post["login"] for post in _founders(plan)[1])


def set_practice_time(engine: Engine, at: datetime | None) -> None:
    """Set a practice centre's clock, None for the real time; raises Refused in a real centre."""
    with engine.begin() as connection:
        connection.execute(text(f"set local role {OWNER}"))
        if not connection.execute(select(table.centre.c.practice)).scalar_one():
            raise Refused("正式中心不得设置演练时间")
        told = insert(table.practice_time).values(at=at)
        connection.execute(told.on_conflict_do_update(index_elements=["single"], set_={"at": at}))


def enrol_keys(engine: Engine, keys: Mapping[str, tuple[bytes, str]]) -> None:
    """Put confirmed signing keys of a practice centre on the books: (32 public bytes, fingerprint) by login.

    In a real centre a key counts once two security officers confirmed it (LAW 1); raises Refused there.
    """
    rows = [{"login": login, "raw": raw, "fingerprint": told} for login, (raw, told) in keys.items()]
    with engine.begin() as connection:
        connection.execute(text(f"set local role {OWNER}"))
        if not connection.execute(select(table.centre.c.practice)).scalar_one():
            raise Refused("正式中心的签名密钥须由本人申领、两名安全管理员确认")
        connection.execute(ENROL, rows)


def _first_day(plan: Plan) -> date:
    return date.fromisoformat(plan["in_force_from"])


def _founders(plan: Plan) -> tuple[list[Plan], list[Plan]]:
    """The section and posts a real centre begins with; their logins lose the mark of the demonstration."""
    founders = [post for post in plan["posts"] if post["duty"] in FOUNDERS]
    posts: list[Plan] = [{**post, "login": post["login"].removeprefix("demo_")} for post in founders]
    held = {post["section"] for post in founders}
    return [section for section in plan["sections"] if section["code"] in held], posts


def _appoint(
    connection: Connection, sections: Sequence[Plan], posts: Sequence[Plan], first_day: date
) -> tuple[Ids, Ids]:
    """Sections, staff and a duty for each post; their ids by login and by section code."""
    spoken = [{**row, **_spoken(row)} for row in sections]
    at = _insert(connection, table.section, table.section.c.code, spoken)
    people = [{"login": post["login"], "name": post["name"], **_spoken(post)} for post in posts]
    who = _insert(connection, table.staff, table.staff.c.login, people)
    duties = [
        {"staff_id": who[post["login"]], "section_id": at[post["section"]], "duty": post["duty"]}
        for post in posts
    ]
    connection.execute(insert(table.duty).values(from_day=first_day), duties)
    return who, at


def _publish(connection: Connection, plan: Plan, sections: Ids) -> Ids:
    """The catalogue: what certificates exist, and one published edition of every item."""
    kinds = plan["certificate_kinds"]
    connection.execute(insert(table.certificate_kind), [_of(kind, KIND) for kind in kinds])
    fields = [
        {"form": kind["form"], "position": place, **row}
        for kind in kinds
        for place, row in _counted(kind["fields"])
    ]
    connection.execute(insert(table.form_field), fields)
    rows = [
        {
            **_of(item, ITEM),
            **_spoken(item),
            "section_id": sections[item["section"]],
            "sort_key": sort_key(item["name"]),
        }
        for item in plan["items"]
    ]
    items = _insert(connection, table.item, table.item.c.code, rows)
    _publish_editions(connection, plan, items)
    return items


def _publish_editions(connection: Connection, plan: Plan, items: Ids) -> None:
    same = {"number": 1, "state": "published", "from_day": _first_day(plan)}
    rows = [{**_of(item, EDITION), **same, "item_id": items[item["code"]]} for item in plan["items"]]
    editions = _insert(connection, table.edition, table.edition.c.item_id, rows)
    materials = [
        {"edition_id": editions[items[item["code"]]], "position": place, **row}
        for item in plan["items"]
        for place, row in _counted(item["materials"])
    ]
    connection.execute(insert(table.material), materials)
    connection.execute(table.edition.update().values(digest=func.law.edition_digest(table.edition.c.id)))


def _authorise(connection: Connection, plan: Plan, staff: Ids, sections: Ids, items: Ids) -> None:
    """The 授权书 of every chief, lent in part to deputies; one security officer enters, another confirms."""
    day, security = _first_day(plan), [post for post in plan["posts"] if post["duty"] == "security"]
    stamp = {
        "from_day": day,
        "entered_by": staff[security[0]["login"]],
        "confirmed_by": staff[security[1]["login"]],
    }
    papers = [
        {
            "paper_no": f"渝北政务授〔{day.year}〕{place}号",
            "staff_id": staff[post["login"]],
            "section_id": sections[post["section"]],
            **stamp,
        }
        for place, post in _counted(post for post in plan["posts"] if post["duty"] == "chief")
    ]
    held = _insert(connection, table.authorisation, table.authorisation.c.section_id, papers)
    lent = [
        {
            "paper_no": f"渝北政务代〔{day.year}〕{place}号",
            "authorisation_id": held[sections[row["section"]]],
            "deputy_id": staff[row["deputy"]],
            "item_ids": [items[code] for code in row["items"]],
            **stamp,
        }
        for place, row in _counted(plan["lendings"])
    ]
    if lent:
        connection.execute(insert(table.lending), lent)


def _insert(connection: Connection, into: Table, key: Column[Any], rows: Sequence[Plan]) -> dict[Any, int]:
    """Insert rows; their ids by the value of `key`."""
    found = connection.execute(insert(into).returning(key, into.c.id), [dict(row) for row in rows])
    return {row[0]: row[1] for row in found}


def _spoken(row: Plan) -> dict[str, str]:
    """All initials a name may be searched by (重庆 cq, zq), parted by spaces."""
    return {"initials": " ".join(readings(row["name"]))}


def _of(row: Plan, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: row[key] for key in keys}


def _counted(rows: Iterable[Plan]) -> Iterable[tuple[int, Plan]]:
    return enumerate(rows, 1)
