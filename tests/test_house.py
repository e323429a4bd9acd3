"""The house keeps its own rules 内规: sizes, names, directions, pins, glossary; read from the source."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from yubei_desk.store import review_table

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "yubei_desk"
ROOMS = {
    "home",
    "intake",
    "worklist",
    "case",
    "stage",
    "meeting",
    "certificate",
    "project",
    "catalogue",
    "banner",
    "figures",
    "admin",
}
FLOORS = {"domain", "store", "paper", "deed", "work", "ui"}
TOP = {"README.md", "LICENSE", "pyproject.toml", "resources", "forms", "tests", "yubei_desk"}
PROGRAM = sorted(PACKAGE.rglob("*.py"))
SOURCES = PROGRAM + sorted(Path(__file__).parent.rglob("*.py"))


def tree(path: Path) -> ast.Module:
    """A source file as the compiler reads it."""
    return ast.parse(path.read_text("utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, `from a import b` as a.b too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def calls(path: Path) -> Iterator[str]:
    """The name of everything a file calls: `f` and `x.f` as f."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = node.func
            yield getattr(called, "attr", getattr(called, "id", ""))


def where(path: Path) -> str:
    """A file as it is named in a complaint."""
    return path.relative_to(ROOT).as_posix()


def test_top_of_the_checkout() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__pycache__"))}
    assert found <= TOP


def test_floors_and_rooms_bear_the_names_of_the_house() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders <= FLOORS
    screens = {path.parent.name for path in (PACKAGE / "ui").glob("*/__init__.py")}
    assert screens <= ROOMS | {"widgets"}


def test_files_and_functions_stay_short() -> None:
    files = [path for path in SOURCES if len(path.read_text("utf-8").splitlines()) > 300]
    assert not files, f"over 300 lines: {list(map(where, files))}"
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    functions = [
        f"{where(path)}:{node.name}"
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, kinds) and (node.end_lineno or 0) - node.lineno >= 40
    ]
    assert not functions, f"over 40 lines: {functions}"


def test_functions_of_the_law_stay_short() -> None:
    """The flat CASE of law.unmet alone may be longer: one branch per named condition."""
    body = re.compile(r"create (?:or replace )?function\s+([\w.]+).*?as \$(\w*)\$(.*?)\$\2\$", re.S | re.I)
    for path in (PACKAGE / "store" / "law").glob("*.sql"):
        for name, _, text in body.findall(path.read_text("utf-8")):
            assert name == "law.unmet" or text.count("\n") <= 40, f"{where(path)}: {name}"


def test_every_module_says_what_it_is_for() -> None:
    assert not [where(path) for path in SOURCES if not ast.get_docstring(tree(path))]


def test_names_say_what_a_thing_is() -> None:
    vague = re.compile(r"(Manager|Helper|Util|Utils|Handler|Controller|Service)$")
    kinds = (ast.ClassDef, ast.FunctionDef)
    named = [
        f"{where(path)}:{node.name}"
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, kinds) and vague.search(node.name)
    ]
    assert not named


def test_rooms_do_not_import_each_other() -> None:
    for path in PROGRAM:
        room = path.relative_to(PACKAGE / "ui").parts[0] if path.is_relative_to(PACKAGE / "ui") else ""
        others = {f"yubei_desk.ui.{other}" for other in ROOMS - {room}}
        if room in ROOMS:
            taken = {name for name in imports(path) if ".".join(name.split(".")[:3]) in others}
            assert not taken, f"{where(path)} imports {taken}"


def test_only_work_knows_threads() -> None:
    """The crash dialog's threading.excepthook makes no thread; nothing else of that module leaves `work`."""
    kinds = re.compile(r"threading\.|concurrent|multiprocessing|asyncio|PySide6.*\.Q(Thread|Runnable)")
    for path in PROGRAM:
        if not path.is_relative_to(PACKAGE / "work"):
            found = {name for name in imports(path) if kinds.match(name)}
            found |= set(re.findall(r"\bthreading\.(?!excepthook\b)\w+", path.read_text("utf-8")))
            assert not found, f"{where(path)} uses {found}"


def test_the_domain_has_no_clock_and_no_files() -> None:
    for path in (PACKAGE / "domain").glob("*.py"):
        found = {name for name in calls(path) if name in {"now", "today", "utcnow", "open", "print"}}
        assert not found, f"{where(path)} calls {found}"


def test_styles_stand_in_one_place() -> None:
    styled = {where(path) for path in PROGRAM if {"setStyleSheet", "setStyle"} & set(calls(path))}
    assert styled <= {"yubei_desk/ui/theme.py"}


def test_no_source_names_a_registry_or_a_machine() -> None:
    registries = ("pypi" + r"\.org", "python" + "hosted", r"mirrors?\.")
    machines = ("/" + "root/", "/" + r"home/\w", r"['\" ]/" + "work/")
    bad = re.compile("|".join(registries + machines))
    texts = [*SOURCES, *PACKAGE.rglob("*.sql"), ROOT / "README.md", ROOT / "pyproject.toml"]
    assert not [where(path) for path in texts if bad.search(path.read_text("utf-8"))]


def pins(path: Path) -> dict[str, str]:
    """Name to version of a pins file; every line is name==version, perhaps with a marker."""
    found: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines():
        wanted = Requirement(line)
        (exactly,) = wanted.specifier
        assert exactly.operator == "==", line
        found[canonicalize_name(wanted.name)] = exactly.version
    return found


@pytest.fixture(scope="module")
def project() -> dict[str, list[Requirement]]:
    """What pyproject asks for: the program's and the tests' requirements."""
    read = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {"program": read["dependencies"], "tests": read["optional-dependencies"]["tests"]}
    return {whose: [Requirement(line) for line in lines] for whose, lines in asked.items()}


def test_pins_are_those_of_pyproject(project: dict[str, list[Requirement]]) -> None:
    for whose, file in (("program", "resources/pins.txt"), ("tests", "tests/pins.txt")):
        pinned = pins(ROOT / file)
        for asked in project[whose]:
            assert str(asked.specifier) == f"=={pinned[canonicalize_name(asked.name)]}", asked


def needed(asked: Requirement, seen: set[str]) -> None:
    """Add to `seen` what a requirement brings with it on this system, itself included."""
    seen.add(canonicalize_name(asked.name))
    for line in importlib.metadata.requires(asked.name) or []:
        further = Requirement(line)
        marker = further.marker
        wanted = any(marker is None or marker.evaluate({"extra": each}) for each in {"", *asked.extras})
        if wanted and (canonicalize_name(further.name) not in seen or further.extras):
            needed(further, seen)


def test_pins_are_the_whole_closure(project: dict[str, list[Requirement]]) -> None:
    program, tests = pins(ROOT / "resources/pins.txt"), pins(ROOT / "tests/pins.txt")
    assert not program.keys() & tests.keys()
    seen: set[str] = set()
    for asked in project["program"]:
        needed(asked, seen)
    assert seen - program.keys() == set()
    for asked in project["tests"]:
        needed(asked, seen)
    assert seen - program.keys() - tests.keys() == set()
    elsewhere = {"tzdata", "colorama"}  # Windows only
    assert {**program, **tests}.keys() - seen == elsewhere


def test_glossary_names_columns_that_exist() -> None:
    glossary = (ROOT / "README.md").read_text("utf-8").split("| 中文 | word | table.column |")[1]
    rows = re.findall(r"^\| [^|]+ \| ([a-z ]+) \| (\w+)\.(\w+) \|$", glossary, re.M)
    assert len(rows) > 20
    assert len({word for word, _, _ in rows}) == len(rows), "one word per concept"
    tables = review_table.review.metadata.sorted_tables
    columns = {(each.name, column.name) for each in tables for column in each.columns}
    assert {(name, column) for _, name, column in rows} <= columns


def test_qt_keeps_count_of_none() -> None:
    """PySide6 6.12.0 on Python 3.11 drops a reference to None at each call that returns it."""
    from PySide6.QtCore import QObject

    thing = QObject()
    before = sys.getrefcount(None)
    for number in range(1000):
        thing.setObjectName(str(number))
    assert abs(sys.getrefcount(None) - before) < 500
