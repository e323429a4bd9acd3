"""The walk of `--offscreen-check`: every room of a post stands whole on its pictures, or is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.practice import Practice, practice_centre
from tests.ui.conftest import words_of
from yubei_desk.deed.demonstration import Demonstration
from yubei_desk.walk import Failed, Walk

ROOMS = ("home", "worklist", "case", "stage", "meeting", "certificate")
OFFICER = {"officer": "demo_land_officer_1"}


class Reader(Walk):
    """A walk that reads each room as its picture is taken."""

    read: dict[str, list[str]]

    def _picture(self, name: str, grab: Callable[[], object]) -> None:
        super()._picture(name, grab)
        window: Any = getattr(grab, "__self__", None)
        assert isinstance(window, QWidget)
        self.read[name] = words_of(window)


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    folder = tmp_path_factory.mktemp("walk")
    with practice_centre(folder, Demonstration(recent=5, article=False)) as made:
        yield made


def walked(application: QApplication, practice: Practice, posts: dict[str, str]) -> Reader:
    walk = Reader(application, practice.folder, "", posts)
    walk.read = {}
    try:
        walk.go()
    finally:
        walk.end()
    return walk


def test_every_room_is_pictured_with_all_it_shows(dressed: QApplication, practice: Practice) -> None:
    walk = walked(dressed, practice, OFFICER)
    pictures = {f"officer-{room}-{theme}" for room in ROOMS for theme in ("light", "dark")}
    assert set(walk.read) == {"sign_in"} | pictures
    assert all(Path(walk.folder / f"{name}.png").stat().st_size > 10_000 for name in walk.read)
    assert "接件" in walk.read["officer-worklist-light"], "the latest acts of the case beside the list"
    assert not [each for words in walk.read.values() for each in words if each.startswith("正在")]


def test_a_room_that_fails_is_named(dressed: QApplication, practice: Practice) -> None:
    practice.do("revoke select on desk.certificate from yubei_staff")
    with pytest.raises(Failed, match="officer-worklist：您没有这项权限"):
        walked(dressed, practice, OFFICER)
    practice.do("grant select on desk.certificate to yubei_staff")
