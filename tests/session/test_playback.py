"""Playing by the clock: on a counter, and on a session as far as its breakpoints."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QElapsedTimer, QObject
from pytestqt.qtbot import QtBot

from rnnviz.debugger.breakpoint import Breakpoint
from rnnviz.debugger.step_levels import Cursor, operations
from rnnviz.session.draft import Draft, example
from rnnviz.session.playback import FASTEST, SLOWEST, Playback
from rnnviz.session.session import Session


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


def played(qtbot: QtBot, session: Session) -> Cursor:
    """Where playing comes to."""
    session.set_speed(200)
    session.play()
    qtbot.waitUntil(lambda: not session.playing, timeout=10_000)
    return session.cursor


def test_that_playing_stops_at_breakpoints_between_timesteps_and_inside_them(session: Session, qtbot: QtBot) -> None:
    tape = session.tape
    assert tape is not None
    session.breakpoints.add([Breakpoint("timestep", timestep=2), Breakpoint("operation", "dh")])
    inside = [one.name for one in operations(tape, 4)].index("dh")
    for cursor in (Cursor(2), *(Cursor(position, inside) for position in (4, 5, 6)), Cursor(7)):
        assert played(qtbot, session) == cursor
        assert session.breakpoint_run.outcome is not None
        assert len(session.breakpoint_run.outcome.reached) == 1
        assert session.opened.position == (cursor.position if cursor.inside else None)
    assert played(qtbot, session) == Cursor(7, inside)
    assert played(qtbot, session) == Cursor(8)
    assert session.breakpoint_run.outcome is None
    session.breakpoints.remove(session.breakpoints.all)
    assert played(qtbot, session) == Cursor(8), "from the end again from the start, through to the end"


def test_that_playing_minds_breakpoints_that_are_set_meanwhile(session: Session, qtbot: QtBot) -> None:
    session.set_speed(SLOWEST)
    session.play()
    assert session.cursor == Cursor(1)
    session.breakpoints.toggle(3)
    session.set_speed(200)
    qtbot.waitUntil(lambda: not session.playing, timeout=10_000)
    assert session.cursor == Cursor(3)


def test_that_a_long_run_is_played_fast_and_still_stops_at_the_breakpoint(qtbot: QtBot) -> None:
    session = Session(Draft(equations=example().equations, text="hello worl" * 1000, hidden=8))
    qtbot.waitUntil(lambda: session.tape is not None, timeout=20_000)
    session.go_start()
    session.breakpoints.add([Breakpoint("condition", "norm(dh[t]) > 1e9"), Breakpoint("timestep", timestep=30)])
    session.set_speed(FASTEST)
    session.play()
    qtbot.waitUntil(lambda: not session.playing, timeout=20_000)
    assert session.cursor == Cursor(30)
    session.close()
