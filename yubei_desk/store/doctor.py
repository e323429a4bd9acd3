"""The doctor 体检: whether a centre's database is what it should be, line by line; changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import TupleRow

from yubei_desk.errors import Refused
from yubei_desk.store import migrate
from yubei_desk.store.audit import Verify, check_ledger
from yubei_desk.store.practice import NO_CENTRE, database_stands, name_of
from yubei_desk.store.refusal import translated

OLDEST = 150000
Connection = psycopg.Connection[TupleRow]

LOCALE = (
    """select pg_encoding_to_char(encoding), datcollate from pg_database where datname = current_database()"""
)
POWERFUL = """select r.rolname from pg_roles r where
  (r.rolname in ('yubei_staff', 'yubei_owner') or exists (select from pg_auth_members m
    join pg_roles g on g.oid = m.roleid where m.member = r.oid and g.rolname = 'yubei_staff'))
  and (r.rolsuper or r.rolcreatedb or r.rolreplication or r.rolbypassrls
    or r.rolcreaterole and r.rolname <> 'yubei_owner' or r.rolcanlogin and r.rolname = 'yubei_owner'
    or exists (select from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid
      and (g.rolname like 'pg\\_%' or g.rolname = 'yubei_owner')))
order by 1"""
LAW = "select tables, digest from law.version"
# POSTGRES 2: what must hold after every upgrade; each query names what breaks it.
HOLES = (
    (
        "定义者函数都固定了 search_path",
        """select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('law', 'desk') and p.prosecdef
          and not 'search_path=pg_catalog, pg_temp' = any (coalesce(p.proconfig, '{}'))""",
    ),
    (
        "视图都按查看者的权限",
        """select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('law', 'desk') and c.relkind = 'v'
          and not 'security_invoker=true' = any (coalesce(c.reloptions, '{}'))""",
    ),
    (
        "每张表都有行级安全",
        """select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'desk' and c.relkind in ('r', 'p') and not c.relrowsecurity
          and c.relname <> 'alembic_version'""",
    ),
    (
        "没有向所有人开放的函数和表",
        """select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        cross join aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
        where n.nspname in ('law', 'desk') and a.grantee = 0
        union all select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        cross join aclexplode(c.relacl) a where n.nspname in ('law', 'desk') and a.grantee = 0""",
    ),
    ("登录名改不了数据库的结构和授权", migrate.LOOSE),
    ("文字比较都在行级安全之后", migrate.HASTY),
    ("表的行数和大小不向登录名公开", f"{migrate.COUNTERS} union all {migrate.TOLD}"),
    (
        "台账的触发器都在",
        """select t.told from (values ('desk.act', 'guard'), ('desk.act', 'effect'), ('desk.act', 'keep'),
          ('desk.matter', 'keep'), ('desk.blob', 'stamp'), ('desk.staff', 'badge'), ('desk.duty', 'badge'),
          ('desk.authorisation', 'badge'), ('desk.lending', 'badge'), ('desk.signing_key', 'badge')
          ) x(relation, trigger)
        cross join lateral (select x.relation || '.' || x.trigger as told) t
        where not exists (select from pg_trigger g where g.tgrelid = to_regclass(x.relation)
          and g.tgname = x.trigger and g.tgenabled = 'A')""",
    ),
    (
        "工牌与职责、授权书、密钥一致",
        """select login from (table law.badge except table law.badge_due) more union
        select login from (table law.badge_due except table law.badge) less""",
    ),
)
# Stored for an act that never came: a draft may still name it, and what is stored is never erased.
UNNAMED = """select count(*), count(*) filter (where b.at < law.now() - interval '1 day'),
  pg_size_pretty(coalesce(sum(octet_length(b.content)), 0))
from desk.blob b where not exists (select from desk.attachment t where t.blob_id = b.id)"""
CALENDAR = """select y, count(d.day), coalesce(bool_or(d.provisional), false) from
  generate_series(extract(year from law.today())::int, extract(year from law.today())::int + 1) y
left join desk.calendar_day d on extract(year from d.day) = y group by y order by y"""
LOGGING: dict[str, Callable[[str], bool]] = {
    "logging_collector": lambda value: value == "on",
    "log_destination": lambda value: "jsonlog" in value,
    "log_min_messages": lambda value: value not in ("fatal", "panic"),
    "log_min_error_statement": lambda value: value == "panic",
    "log_statement": lambda value: value == "none",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was looked at, whether it is well, and what was found."""

    what: str
    well: bool
    told: str


def examine(superuser: str, verify: Verify) -> Iterator[Finding]:
    """Everything in turn; `superuser` is a DSN or URL of the centre's database.

    Raises Refused when no centre is there, Unreachable when no server is.
    """
    if not database_stands(superuser):
        raise Refused(NO_CENTRE.format(name_of(superuser)))
    with translated(), psycopg.connect(superuser) as connection:
        connection.read_only = True
        yield from _server(connection)
        if connection.execute("select to_regclass('law.version')").fetchone() == (None,):
            raise Refused(NO_CENTRE.format(name_of(superuser)))
        yield _law(connection)
        for what, query in HOLES:
            yield _nothing(what, [str(row[0]) for row in connection.execute(query)])
        yield from _ledger(connection, verify)
        yield _unnamed(connection)
        yield from _calendar(connection)
        yield _logging(connection)


def _server(connection: Connection) -> Iterator[Finding]:
    version = connection.info.server_version
    told = f"{version // 10000}.{version % 10000}" + ("" if version >= OLDEST else "，应为 15 或更新")
    yield Finding("服务器版本", version >= OLDEST, told)
    encoding, collate = _row(connection, LOCALE)
    yield Finding(
        "编码与排序", (encoding, collate) == ("UTF8", "C"), f"{encoding}，{collate}（应为 UTF8，C）"
    )
    powerful = [str(row[0]) for row in connection.execute(POWERFUL)]
    yield _nothing("登录名没有超出工作的权力", powerful)


def _law(connection: Connection) -> Finding:
    tables, digest = _row(connection, LAW)
    same = (tables, digest) == (migrate.head(), migrate.law_digest())
    told = f"{tables} · {str(digest)[:12]}" + (
        "" if same else f"，本程序为 {migrate.head()} · {migrate.law_digest()[:12]}"
    )
    return Finding("规则版本", same, told)


def _ledger(connection: Connection, verify: Verify) -> Iterator[Finding]:
    """The report's heart: chains and signatures, each fault naming its matter."""
    count = check_ledger(connection, verify)
    yield _nothing(f"办理链条（{count.acts} 条）", count.broken)
    yield _nothing(f"决定签名（{count.signed} 个）", count.unsigned)


def _unnamed(connection: Connection) -> Finding:
    """Told, not complained of: no act has to follow."""
    count, old, size = _row(connection, UNNAMED)
    told = f"{count} 份（{size}），其中存放一天以上的 {old} 份" if count else "没有"
    return Finding("没有办理环节引用的附件", True, told)


def _calendar(connection: Connection) -> Iterator[Finding]:
    for year, days, provisional in connection.execute(CALENDAR).fetchall():
        whole = days in (365, 366)
        told = (
            "没有录入"
            if not whole
            else f"暂定（{year}年放假通知未录入）"
            if provisional
            else "已按放假通知录入"
        )
        yield Finding(f"{year} 年日历", whole, told)


def _logging(connection: Connection) -> Finding:
    values = {name: str(_row(connection, f"show {name}")[0]) for name in LOGGING}
    wrong = [f"{name} = {value}" for name, value in values.items() if not LOGGING[name](value)]
    return _nothing("被拒绝的尝试记入日志", wrong)


def _nothing(what: str, faults: list[str]) -> Finding:
    shown = "；".join(faults[:10]) + (f" 等 {len(faults)} 处" if len(faults) > 10 else "")
    return Finding(what, not faults, shown or "无异常")


def _row(connection: Connection, query: str) -> tuple[Any, ...]:
    found = connection.execute(query).fetchone()
    assert found is not None
    return found
