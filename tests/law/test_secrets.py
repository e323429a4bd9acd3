"""What a login must not learn: hidden matters, other people's scans, letters of others 不该知道的."""

from __future__ import annotations

from uuid import uuid4

from tests.hall import PIN, Hall
from tests.law.attack import UNSEEN, file, one, receipt, refusal, refused_act
from tests.review import APPLICANT, CHAIR, Table
from yubei_desk.store.watch import Watch

OFFICER, CHIEF, WINDOW = "demo_land_officer_1", "demo_land_chief", "demo_window_1"
STRANGER = "demo_housing_chief"


def test_hidden_is_as_missing(any_hall: Hall) -> None:
    hidden, stranger = any_hall.recommended(), any_hall.connect(STRANGER)
    for kind in ("grant", "note", "no such act", "attach"):
        for seen in (None, 0, 4, 99):
            assert refused_act(stranger, hidden, seen, kind) == UNSEEN
            assert refused_act(stranger, 987654321, seen, kind) == UNSEEN
    letter = "select law.letter(%s, 4, 'grant', gen_random_uuid(), '{}')"
    reveal = "select law.reveal(%s)"
    for call in (letter, reveal):
        assert (
            refusal(stranger, call, (hidden,)) == refusal(stranger, call, (987654321,)) == ("YB001", UNSEEN)
        )
    assert stranger.execute("select * from law.moves(%s)", (hidden,)).fetchall() == []
    assert (
        one(stranger, "select count(*) from desk.matter")
        == one(stranger, "select count(*) from desk.act")
        == 0
    )


def test_a_leaky_condition_sees_no_hidden_row(any_hall: Hall) -> None:
    """A cheap function that tells what it is given runs behind row security, not before it."""
    any_hall.recommended()
    stranger = any_hall.connect(STRANGER)
    for table, column in (
        ("act", "body"),
        ("case_file", "number"),
        ("matter", "state"),
        ("case_party", "applicant"),
    ):
        leak = f"select * from desk.{table} where ({column} || 'x')::int > 0"
        assert stranger.execute(leak.encode()).fetchall() == []


def test_explain_tells_nothing_of_hidden_words(any_hall: Hall) -> None:
    """A comparison that row security trusts runs after it all the same: else the plan, analysed, tells how
    the words of a hidden row compare, and a recommendation is read by halving.
    """
    matter, window = any_hall.recommended(), any_hall.connect(WINDOW)
    for row, column in (("act", "body"), ("case_party", "applicant"), ("act", "kind")):
        for test in (
            f"{column} >= '~'",
            f"{column} = '~'",
            f"{column} ^@ '~'",
            f"md5({column}) = '~'",
            f"{column} >= any('{{~}}')",
        ):
            ask = (
                f"explain (analyze, timing off) select from desk.{row} where matter_id = {matter} and {test}"
            )
            plan = "\n".join(line for (line,) in window.execute(ask.encode()).fetchall())
            order = next(line for line in plan.splitlines() if "Filter: " in line)
            assert order.index("section_id = ANY") < order.index("~"), plan


def test_statistics_tell_no_counts_of_hidden_rows(any_hall: Hall) -> None:
    """How many cases another section has is no business of this one; analysed tables do not say either."""
    any_hall.recommended()
    any_hall.owner().execute("analyze")
    stranger = any_hall.connect(STRANGER)
    for ask in (
        "select n_live_tup from pg_stat_user_tables",
        "select n_tup_ins from pg_stat_all_tables where relname = 'act'",
        "select seq_tup_read from pg_stat_xact_user_tables",
        "select heap_blks_hit from pg_statio_user_tables",
        "select idx_tup_fetch from pg_stat_user_indexes",
        "select tup_inserted from pg_stat_database",
        "select pg_stat_get_live_tuples('desk.act'::regclass)",
        "select reltuples from pg_class where relname = 'act'",
        "select * from pg_class",
        "select pg_relation_size('desk.act')",
        "select pg_total_relation_size('desk.act')",
        "select pg_database_size(current_database())",
        "select stadistinct from pg_statistic",
        "select last_value from desk.act_id_seq",
    ):
        assert refusal(stranger, ask)[0] == "42501", ask
    told = stranger.execute("select tablename from pg_stats where schemaname = 'desk'").fetchall()
    assert {row[0] for row in told} <= {"alembic_version"}
    shape = "select relname from pg_class where oid = 'desk.act'::regclass"
    assert one(stranger, shape) == "act", "how a table is made is no secret: psql describes it"


def test_looking_up_an_applicant_is_written_down(any_hall: Hall) -> None:
    """The window that types a full identifier is shown a telephone number."""
    matter = any_hall.receive(private={"id_number": "91500112MA5U12345A", "phone": "02367812345"})
    window, auditor = any_hall.connect(WINDOW), any_hall.connect("demo_auditor")
    look = "select phone from law.known_applicant(%s)"
    assert one(window, look, "91500112ma5u12345a") == "02367812345"
    assert one(window, look, "91500112MA5U99999A") is None
    assert one(any_hall.connect(OFFICER), look, "91500112MA5U12345A") is None
    books = "select matter_id, what, staff_id from desk.reading"
    clerk = one(window, "select law.my_id()")
    assert auditor.execute(books.encode()).fetchall() == [(matter, "applicant", clerk)]


def test_a_stale_act_names_nobody_to_whom_the_act_is_hidden(any_hall: Hall) -> None:
    matter = any_hall.recommended()
    told = refused_act(any_hall.connect("demo_land_officer_2"), matter, 0, "claim")
    assert "规划自然资源审批科经办一岗办理“拟办”" in told
    for login in (WINDOW, "demo_overseer"):
        assert refused_act(any_hall.connect(login), matter, 0, "pass_on") == "内容已更新，请刷新"


def test_the_bell_carries_nothing(any_hall: Hall) -> None:
    """Anybody may listen and ring: an act itself rings nothing, what changed is read under one's own eyes."""
    desk, stranger = any_hall.connect(WINDOW), any_hall.connect(STRANGER)
    stranger.execute("listen yubei_bell")
    before = one(stranger, "select snapshot from law.changes('')")
    file(desk, None, None, "receive", **receipt(any_hall))
    assert list(stranger.notifies(timeout=0.2, stop_after=1)) == []
    assert one(stranger, "select matter_ids from law.changes(%s)", before) == []
    assert len(one(desk, "select matter_ids from law.changes(%s)", before)) == 1


def test_other_peoples_scans_stay_theirs(any_hall: Hall) -> None:
    matter, mine, other = (
        any_hall.passed_on(),
        any_hall.connect(OFFICER),
        any_hall.connect("demo_land_officer_2"),
    )
    blob = uuid4()
    other.execute("insert into desk.blob (id, media_type, content) values (%s, 'image/png', 'x')", (blob,))
    assert one(mine, "select count(*) from desk.blob") == one(other, "select count(*) from desk.blob") == 0
    for told in (str(blob), str(uuid4()), "no uuid", "'; drop"):
        assert "附件不存在" in refused_act(mine, matter, None, "attach", file_name="a", blob=told)
    file(other, matter, None, "attach", file_name="a.png", blob=str(blob))
    assert "附件不存在" in refused_act(other, matter, None, "attach", file_name="again", blob=str(blob))
    assert one(mine, "select count(*) from desk.blob") == 1
    assert one(any_hall.connect(STRANGER), "select count(*) from desk.blob") == 0
    store = (
        "insert into desk.blob (id, media_type, content) select %s, 'x', convert_to(repeat('x', %s), 'UTF8')"
    )
    for size in (0, 52428801):
        assert refusal(mine, store, (uuid4(), size))[0] == "23514"


def test_a_look_survives_the_rollback(any_hall: Hall) -> None:
    """Personal data seen inside a transaction that is taken back is on the books all the same."""
    matter, desk, auditor = any_hall.accepted(), any_hall.connect(OFFICER), any_hall.connect("demo_auditor")
    watch, count = Watch(any_hall.database.url()), "select count(*) from desk.reading where what = %s"
    for who, look, what in ((desk, "reveal", "private"), (auditor, "open_matter", "file")):
        who.execute("begin")
        who.execute(f"select law.{look}(%s)".encode(), (matter,))
        who.execute("rollback")
        while one(auditor, count, what) == 0:
            watch.round()
        assert one(auditor, count, what) == 1
    watch = Watch(any_hall.database.url())
    watch.round()
    assert one(auditor, "select count(*) from desk.reading") == 2


def test_only_who_may_sign_gets_a_letter(any_hall: Hall) -> None:
    matter = any_hall.recommended()
    for login in (OFFICER, WINDOW, "demo_overseer", "demo_auditor", "demo_land_deputy_2"):
        desk = any_hall.connect(login)
        call = "select law.letter(%s, 4, 'grant', gen_random_uuid(), %s)"
        assert refusal(desk, call, (matter, "{}"))[0] == "YB001"
        assert desk.execute("select act from law.moves(%s) where letter <> ''", (matter,)).fetchall() == []
    assert PIN not in one(
        any_hall.connect(CHIEF), "select letter from law.moves(%s) where act = 'grant'", matter
    )


def test_the_table_of_a_review_shares_no_telephone_number(hall: Hall) -> None:
    """Seats see materials and opinions; the person is the lead's and the window's; looks are noted."""
    table = Table(hall)
    table.publish()
    review = table.in_session()
    look = "select phone from law.reveal(%s)"
    for login in (CHAIR, WINDOW):
        assert one(hall.connect(login), look, review) == APPLICANT["phone"]
    for login in ("demo_fire_chief", "demo_school_chief"):
        assert refusal(hall.connect(login), look, (review,)) == ("YB001", UNSEEN)
    assert one(hall.owner(), "select count(*) from desk.reading where matter_id = %s", review) == 2
