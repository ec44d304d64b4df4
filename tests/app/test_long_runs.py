"""A text of a hundred thousand characters in the window, and a million steps: nothing waits, is lost, or grows."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from weakref import ref

import numpy as np
import pytest
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz import Model
from rnnviz.app.window import Window
from rnnviz.session.draft import draft_over
from rnnviz.session.given import Given
from rnnviz.session.session import Session
from rnnviz.widgets.colours import colour_at
from rnnviz.widgets.heat_lane import HeatLane
from tests.app.screen import drop, lane_of, press
from tests.widgets.screen import body, column, distance, pixels, turn_wheel

Key = Qt.Key
TIMESTEPS = 100_000
MOST_BLOCKS = 2_000
"""Python's blocks of memory that caches may still take; one that is lost at each step would be a million."""


class LongestTurn(QObject):
    """The longest time between two ticks of a timer, as a user would wait for an answer, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._since.start()
        self._timer.start(5)

    def _tick(self) -> None:
        self.longest = max(self.longest, self._since.restart())

    def end(self) -> int:
        self._timer.stop()
        return self.longest


def all_is_shown(window: Window) -> bool:
    """Whether the run has ended, and the lanes have been reduced."""
    lanes = window.findChildren(HeatLane)
    return window.session.running is None and all(lane.reduced is None or lane.reduced.ready for lane in lanes)


@pytest.fixture
def long_file(tmp_path: Path) -> Path:
    letters = np.random.default_rng(0).choice(list("abcdefgh \n"), TIMESTEPS + 1)
    path = tmp_path / "long.txt"
    path.write_text("".join(letters), encoding="utf-8")
    return path


def opening(window: Window, file: Path) -> None:
    drop(window, file)
    press(window, Key.Key_Return)
    assert window.session.running is not None


def test_that_a_long_text_opens_beside_the_window_and_is_walked_as_a_short_one(
    window: Window, qtbot: QtBot, long_file: Path
) -> None:
    seen: list[int] = []
    window.session.run_changed.connect(lambda: seen.append(window.progress.value()))
    opening(window, long_file)
    waits = LongestTurn()
    qtbot.waitUntil(lambda: all_is_shown(window), timeout=60_000)
    assert waits.end() < 1000, "the window stood still; a busy machine alone does not make so much"
    assert len(seen) > 10
    assert seen[:-1] == sorted(seen[:-1])
    assert window.windowTitle().startswith("long.txt")
    assert window.session.tape is not None
    assert window.session.tape.timesteps == TIMESTEPS
    press(window, Key.Key_Right)
    assert window.session.position == 1
    press(window, Key.Key_End)
    assert window.session.position == 2 * TIMESTEPS
    press(window, Key.Key_Left)
    assert window.session.position == 2 * TIMESTEPS - 1
    press(window, Key.Key_Home)
    assert window.session.position == 0


@pytest.mark.parametrize("extreme", [-5.0, 5.0])
def test_that_one_extreme_is_seen_in_the_window_at_every_zoom(window: Window, qtbot: QtBot, extreme: float) -> None:
    timestep, unit, units = 54_321, 2, 4
    x = np.random.default_rng(1).normal(scale=0.05, size=(TIMESTEPS, units))
    x[timestep - 1, unit] = extreme
    model = Model("h[t] = x[t] + 0 * h[t-1]", sizes={"x": units, "h": units})
    window.session.edit(**vars(draft_over(Given(model, {"x": x}))))
    qtbot.waitUntil(lambda: all_is_shown(window), timeout=60_000)
    window.lanes.set_follow(False)
    lane = lane_of(window, "h")
    assert isinstance(lane, HeatLane)
    end = colour_at(lane.colours.diverging, 0 if extreme < 0 else 255)
    legend = pixels(lane.head)[lane.head.legend_rect().top() + 4]
    assert distance(legend, end).min() <= 5, "the legend does not end in this colour"
    press(window, Key.Key_F)
    before = 0.0
    while lane.axis.column_width != before:
        before = lane.axis.column_width
        image = body(lane)
        height = image.shape[0]
        rows = slice(int(unit * height / units), int(np.ceil((unit + 1) * height / units)))
        columns = slice(max(0, int(lane.axis.x_of(timestep - 0.5)) - 3), int(lane.axis.x_of(timestep + 0.5)) + 4)
        assert distance(image[rows, columns], end).min() <= 5, f"lost at {before} pixels a column"
        turn_wheel(lane, column(lane, timestep), 1, Qt.KeyboardModifier.ControlModifier)
    assert before > 50


def test_that_a_click_on_cancel_leaves_the_last_run(window: Window, qtbot: QtBot, long_file: Path) -> None:
    window.session.go_to(3)
    before = window.session.tape
    opening(window, long_file)
    qtbot.waitUntil(lambda: window.progress.value() > 0, timeout=60_000)
    qtbot.mouseClick(window.cancel, Qt.MouseButton.LeftButton)
    assert window.session.running is None
    assert not window.progress.isVisible()
    assert "cancelled" in window.problem_banner.message.text()
    assert window.session.tape is before
    assert window.session.position == 3
    press(window, Key.Key_Right)
    assert window.session.position == 4
    for pool in window.session.findChildren(QThreadPool):
        assert pool.waitForDone(60_000)
    QApplication.processEvents()
    assert window.session.tape is before


def test_that_of_quick_edits_the_newest_is_shown(window: Window, qtbot: QtBot, long_file: Path) -> None:
    came: list[int] = []

    def record() -> None:
        assert window.session.tape is not None
        came.append(window.session.tape.model.seed)

    opening(window, long_file)
    window.session.tape_changed.connect(record)
    window.open_panel("model")
    for _ in range(5):
        qtbot.mouseClick(window.model_panel.new_seed, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: all_is_shown(window), timeout=60_000)
    assert came == [window.session.draft.seed]
    assert window.model_panel.seed.text() == str(came[0])
    press(window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    press(window, Key.Key_Escape)


def test_that_the_last_run_goes_as_soon_as_another_is_there(window: Window, qtbot: QtBot) -> None:
    session = window.session
    session.edit(text="".join(chr(0x4E00 + place % 400) for place in range(1000)))
    qtbot.waitUntil(lambda: all_is_shown(window), timeout=60_000)
    last = ref(session.tape)
    gc.collect()
    gc.disable()  # what is only collected now and then may be gigabytes
    try:
        session.edit(text="hello")
        qtbot.waitUntil(lambda: last() is None, timeout=10_000)
    finally:
        gc.enable()


def growth(walk: Callable[[], None]) -> int:
    """The blocks of memory that Python holds after a walk beyond those that it held before."""
    gc.collect()
    before = sys.getallocatedblocks()
    walk()
    gc.collect()
    return sys.getallocatedblocks() - before


def test_that_a_million_steps_leave_nothing_behind(qtbot: QtBot) -> None:
    session = Session()
    session.edit(text="ab" * 125_000, hidden=1)
    qtbot.waitUntil(lambda: session.running is None, timeout=120_000)
    tape = session.tape
    assert tape is not None
    stops = tape.stops - 1

    def there_and_back() -> None:
        for _ in range(stops):
            session.step()
        assert session.position == stops
        for _ in range(stops):
            session.step_back()
        assert session.position == 0

    session.step()
    session.step_back()
    assert 2 * stops >= 999_990
    assert growth(there_and_back) < MOST_BLOCKS
    session.close()


def test_that_steps_in_sight_of_all_views_leave_nothing_behind(window: Window, qtbot: QtBot) -> None:
    window.session.edit(text="the quick brown fox jumps over the lazy dog, " * 2, hidden=4)
    for name in window.docks:
        window.open_panel(name)
    window.session.select("h", None, (1,))
    tape = window.session.tape
    assert tape is not None
    stops = tape.stops - 1

    def there_and_back() -> None:
        for key in (Key.Key_Right, Key.Key_Left):
            for number in range(stops):
                press(window, key)
                if number % 6 == 0:
                    QApplication.processEvents()
        assert window.session.position == 0

    there_and_back()  # fonts, pictures and texts that are kept from the first time on
    there_and_back()
    assert growth(there_and_back) < 2 * stops, "something is left behind by each step"
