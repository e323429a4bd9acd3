"""The environment of a checkout: what is refused, what is waited for; an old Python gets a sentence."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from yubei_desk import bootstrap, environment

ROOT = Path(__file__).parent.parent
HOLD = "from pathlib import Path\nfrom yubei_desk.environment import locked\nimport sys\n"
HOLD += "with locked(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with pins and nothing else."""
    for folder in ("resources", "tests"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "pins.txt").write_text("segno==1.6.6\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["__init__", "__main__", "arguments", "bootstrap", "environment"])
def test_what_runs_first_is_readable_by_an_old_python(name: str) -> None:
    source = (ROOT / "yubei_desk" / f"{name}.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 8))


def test_an_old_python_gets_a_sentence() -> None:
    with pytest.raises(SystemExit, match=r"需要 Python 3\.11 或更新版本，当前是 3\.8"):
        bootstrap.require_python((3, 8))
    bootstrap.require_python((3, 11))


def test_a_folder_that_is_no_environment_is_left_alone(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(environment.CannotStand, match="不是虚拟环境"):
        environment.stand_up(checkout, tests=False)
    assert (checkout / ".venv" / "thesis.txt").read_text("utf-8") == "mine"


def test_a_link_is_no_environment(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "pyvenv.cfg").touch()
    (checkout / ".venv").symlink_to(elsewhere)
    with pytest.raises(environment.CannotStand, match="不是虚拟环境"):
        environment.refuse_foreign(checkout / ".venv")


def test_a_half_made_environment_is_made_again(checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "pyvenv.cfg").write_text("", "utf-8")
    assert not bootstrap.stands(checkout, tests=False)
    environment.make_venv(checkout)
    told = subprocess.run(
        [bootstrap.interpreter(checkout), "-c", "print(7)"], capture_output=True, check=True
    )
    assert told.stdout.strip() == b"7"
    assert not bootstrap.stands(checkout, tests=False), "the stamp is written last, after the packages"


def test_the_stamp_knows_the_pins(checkout: Path) -> None:
    before = bootstrap.stamp(checkout, tests=False)
    assert bootstrap.stamp(checkout, tests=True) != before
    (checkout / "resources" / "pins.txt").write_text("segno==1.6.7\n", "utf-8")
    assert bootstrap.stamp(checkout, tests=False) != before


def test_the_python_that_made_it_is_known(checkout: Path) -> None:
    environment.make_venv(checkout)
    assert bootstrap.same_python(checkout)
    told = checkout / ".venv" / "pyvenv.cfg"
    told.write_text(told.read_text("utf-8").replace("version = 3", "version = 2"), "utf-8")
    assert not bootstrap.same_python(checkout)


def test_entered_it_looks_as_from_inside() -> None:
    """The path of a process that entered is that of one started by the environment's own Python."""
    tell = "import sys; print(sys.path, sys.prefix, sys.executable)"
    enter = f"from yubei_desk import bootstrap; bootstrap.ensure('yubei_desk', []); {tell}"
    base = getattr(sys, "_base_executable", sys.executable)
    inside, entered = (
        subprocess.run([python, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True).stdout
        for python, script in ((sys.executable, tell), (base, enter))
    )
    assert entered == inside


def test_a_second_start_waits_for_the_first(checkout: Path) -> None:
    line = [sys.executable, "-c", HOLD, str(checkout)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    with subprocess.Popen(line, **pipes) as first:  # type: ignore[call-overload]
        assert first.stdout.readline() == "held\n"
        with subprocess.Popen(line, **pipes) as second:  # type: ignore[call-overload]
            with pytest.raises(subprocess.TimeoutExpired):
                second.wait(0.7)
            first.stdin.close()
            assert second.stdout.readline() == "held\n"
            second.stdin.close()


def test_a_failed_step_names_its_line() -> None:
    with pytest.raises(environment.CannotStand, match=r"装不上；失败的命令：.* -c raise SystemExit\(3\)"):
        environment.run([sys.executable, "-c", "raise SystemExit(3)"], "装不上")


def test_missing_libraries_are_found_by_opening_them() -> None:
    assert environment.opens("libc.so.6")
    assert not environment.opens("libnosuchthing.so.1")
    assert environment.missing_packages() == [], "this machine runs the tests, so nothing can be missing"
