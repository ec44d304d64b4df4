"""Playing by the clock, on a counter instead of a session."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QElapsedTimer, QObject
from pytestqt.qtbot import QtBot

from rnnviz.session.playback import FASTEST, SLOWEST, Playback


class Counter(QObject):
    """Counts the stops that are due, up to `end`."""

    def __init__(self, end: int) -> None:
        super().__init__()
        self.end, self.at, self.calls = end, 0, 0
        self.playback = Playback(self)
        self.playback.due.connect(self.advance)

    def advance(self, stops: int) -> None:
        self.calls += 1
        self.at = min(self.at + stops, self.end)
        if self.at == self.end:
            self.playback.stop()


def test_that_playing_moves_on_until_the_end_and_stops(qtbot: QtBot) -> None:
    counter = Counter(5)
    playback = counter.playback
    playback.set_speed(100)
    playback.start()
    assert counter.at == 1  # at once
    qtbot.waitUntil(lambda: not playback.playing, timeout=5000)
    assert counter.at == 5


def test_that_a_speed_beyond_the_frames_passes_several_stops_in_one(qtbot: QtBot) -> None:
    counter = Counter(20_000)
    playback = counter.playback
    playback.set_speed(50_000)
    playback.start()
    qtbot.waitUntil(lambda: not playback.playing, timeout=10_000)
    assert counter.at == 20_000
    assert counter.calls < 2_000


def test_that_the_speed_is_what_it_says(qtbot: QtBot) -> None:
    counter = Counter(11)
    playback = counter.playback
    playback.set_speed(20)
    clock = QElapsedTimer()
    clock.start()
    playback.start()
    qtbot.waitUntil(lambda: not playback.playing, timeout=10_000)
    assert clock.elapsed() >= 10 * 1000 / 20 * 0.95  # the first of the eleven is passed at once


@pytest.mark.parametrize(("asked", "held"), [(0, SLOWEST), (-1, SLOWEST), (1e9, FASTEST), (3, 3)])
def test_that_the_speed_is_held_within_its_limits(qtbot: QtBot, asked: float, held: float) -> None:
    playback = Playback()
    playback.set_speed(asked)
    assert playback.speed == held
    assert not playback.playing
