"""The administrators' commands as they are typed: what they print, what they refuse, what they leave."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cluster import VERSIONS, Cluster, Database
from tests.practice import Practice, practice_centre
from yubei_desk import arguments, commands
from yubei_desk.deed.demo_posts import read_posts

ROOT = Path(__file__).parent.parent
MAIN = """import sys
from yubei_desk import arguments, commands
sys.exit(commands.main(arguments.parse(sys.argv[1:])))
"""


@pytest.fixture(scope="module", params=VERSIONS, ids="postgres{}".format)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A server of our own, of each version: logins belong to a whole server, and these commands make some."""
    cluster = Cluster(request.param, tmp_path_factory.mktemp("office"))
    yield cluster
    cluster.delete()


@pytest.fixture
def unmade(office: Cluster) -> Iterator[Database]:
    """A database that is not there yet; gone after the test."""
    found = Database(office.server(), office.new_name())
    yield found
    office.drop(found)


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    with practice_centre(tmp_path_factory.mktemp("practice")) as made:
        yield made


def run(folder: Path, *line: str) -> int:
    """One command line, in this process."""
    asked = arguments.parse(["--data-dir", str(folder), "admin", *line])
    return commands.main(asked)


def test_a_real_centre_is_made_once_and_stays_real(
    unmade: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = unmade.url()
    assert run(tmp_path, "create-centre", "--name", "某区政务服务中心", "--database", url) == 0
    told = capsys.readouterr().out
    last = told.splitlines()[-1]
    assert "即可登录" in last
    assert "admin doctor" in last
    logins = dict(line.split() for line in told.splitlines() if line.startswith("  "))
    assert set(logins) == {"keeper_1", "keeper_2", "security_1", "security_2"}
    for login, password in logins.items():
        with psycopg.connect(unmade.url(login, password)) as mine:
            assert mine.execute("select name, practice from desk.centre").fetchall() == [
                ("某区政务服务中心", False)
            ]
    for line, words in (
        (("create-centre",), "已经存在"),
        (("demo",), "正式中心"),
        (("demo", "--cases", "5"), "正式中心"),
        (("demo-logins", "--json"), "正式中心"),
    ):
        assert run(tmp_path, *line, "--database", url) == 1
        said = capsys.readouterr()
        assert words in said.err
        assert said.out == ""
    assert run(tmp_path, "doctor", "--database", url) == 0
    assert "全部正常。" in capsys.readouterr().out
    assert run(tmp_path, "upgrade", "--database", url) == 0
    assert "没有改动" in capsys.readouterr().out


def test_the_logins_told_are_those_that_open(practice: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(practice.folder, "demo-logins", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"host", "port", "dbname", "logins"}
    assert all(
        set(each) == {"login", "password", "pin", "name", "section", "duties"} for each in told["logins"]
    )
    chief = next(each for each in told["logins"] if each["login"] == "demo_land_chief")
    assert chief["duties"] == ["首席代表"]
    assert len(chief["pin"]) == 6
    place = {key: told[key] for key in ("host", "port", "dbname")}
    with psycopg.connect(**place, user="demo_land_chief", password=chief["password"]) as mine:
        assert mine.execute("select name from law.session()").fetchone() == (chief["name"],)
    assert run(practice.folder, "demo-logins") == 0
    assert chief["password"] in capsys.readouterr().out


def test_demo_makes_more_and_says_how_far(practice: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(practice.folder, "demo", "--cases", "3") == 0
    assert "已生成 3 / 3 件" in capsys.readouterr().err
    assert practice.ask("select count(*) from desk.case_file") == [(3,)]


def test_an_older_law_is_upgraded_and_what_is_wrong_ends_the_doctor_with_1(
    practice: Practice, capsys: pytest.CaptureFixture[str]
) -> None:
    practice.do("update law.version set digest = 'older'")
    assert run(practice.folder, "doctor") == 1
    assert "异常　规则版本" in capsys.readouterr().out
    assert run(practice.folder, "upgrade") == 0
    assert "已升级" in capsys.readouterr().out
    assert run(practice.folder, "doctor") == 0


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("create-centre",), "--database"),
        (("demo-logins", "--json"), "还没有演练中心"),
        (("doctor",), "还没有演练中心"),
        (("upgrade",), "还没有演练中心"),
        (("watch",), "还没有演练中心"),
        (("doctor", "--database", "postgresql://postgres@127.0.0.1:1/yubei"), "连不上"),
    ],
)
def test_what_is_foreseen_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: tuple[str, ...], words: str
) -> None:
    assert run(tmp_path, *line) == 1
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.count("\n") == 1


def test_only_the_superuser_gives_these_commands(
    practice: Practice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(practice.folder, "demo-logins", "--json") == 0
    window = json.loads(capsys.readouterr().out)["logins"][0]
    for user, password, words in (
        (window["login"], window["password"], "不是数据库超级用户"),
        ("postgres", "guess", "口令不对"),
    ):
        url = practice.server.url("yubei", user, password)
        assert run(tmp_path, "doctor", "--database", url) == 1
        assert words in capsys.readouterr().err


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_watch_keeps_attempts_until_it_is_stopped(practice: Practice, end: signal.Signals) -> None:
    """By Ctrl+C, or by the service that runs it."""
    post = read_posts(practice.folder)[0]
    line = [sys.executable, "-c", MAIN, "--data-dir", str(practice.folder), "admin", "watch"]
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True, cwd=ROOT) as watch:
        assert watch.stderr is not None
        assert "值守中" in watch.stderr.readline()
        with (
            psycopg.connect(practice.server.url("yubei", post.login, post.password)) as mine,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            mine.execute("delete from desk.act")
        assert "收集被拒绝的尝试" in watch.stderr.readline()
        watch.send_signal(end)
        assert watch.wait() == 0
    kept = practice.ask(f"select sqlstate from desk.attempt where login = '{post.login}'")
    assert ("42501",) in kept


def test_a_shared_practice_centre_needs_a_folder_of_its_own(
    practice: Practice, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(practice.folder, "demo", "--database", practice.url) == 1
    assert "--data-dir" in capsys.readouterr().err
