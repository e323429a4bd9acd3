"""Memory 内存 is tidied on the window's thread: no widget dies anywhere else."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from yubei_desk.work.tidy import Tidy


class Ring:
    """Refers to itself, and tells on which thread it died."""

    def __init__(self, died_on: list[threading.Thread]) -> None:
        self._itself, self._died_on = self, died_on

    def __del__(self) -> None:
        self._died_on.append(threading.current_thread())


def test_a_ring_dies_on_the_windows_thread_whoever_makes_objects(qtbot: QtBot) -> None:
    died_on: list[threading.Thread] = []
    many: list[list[int]] = []

    def make_objects() -> None:
        Ring(died_on)
        many.extend([number] for number in range(10_000))

    tidy = Tidy()
    worker = threading.Thread(target=make_objects)
    worker.start()
    worker.join()
    assert died_on == []
    qtbot.waitUntil(lambda: died_on == [threading.main_thread()])
    tidy.deleteLater()
