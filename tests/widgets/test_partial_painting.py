"""A step repaints only what it changes, and what is then on the screen is what painting everything would give."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from rnnviz.widgets.bar_lane import BarLane
from rnnviz.widgets.heat_lane import HeatLane
from rnnviz.widgets.lane import Lane
from rnnviz.widgets.lane_stack import LaneStack
from rnnviz.widgets.marks import Playhead
from rnnviz.widgets.probability_lane import ProbabilityLane
from rnnviz.widgets.scales import ScaleKind
from rnnviz.widgets.sources import ArraySource
from rnnviz.widgets.time_axis import TimeAxis
from rnnviz.widgets.token_lane import TokenLane
from tests.widgets.screen import Pixels, on_screen, pixels, stack_of


def stack_with_everything(qtbot: QtBot, timesteps: int) -> tuple[LaneStack, list[ArraySource]]:
    random = np.random.default_rng(3)
    values = random.normal(size=(timesteps, 3))
    values[timesteps // 2, 1] = np.nan
    forward = [ArraySource(values), ArraySource(np.abs(values)), ArraySource(random.gamma(2, 1, timesteps))]
    backward = [ArraySource(values * 1e-3), ArraySource(random.gamma(2, 1, (timesteps, 2)))]
    axis = TimeAxis()
    tokens = TokenLane("x", "x", axis)
    tokens.set_tokens(("hello world " * timesteps)[:timesteps])
    heat, likely = HeatLane("h", "h", axis), ProbabilityLane("p", "p", axis)
    log, losses, norms = (
        HeatLane("dh", "dh", axis, kind=ScaleKind.LOG),
        BarLane("L", "L", axis),
        BarLane("n", "n", axis),
    )
    likely.set_targets(random.integers(0, 3, timesteps), ("a", "b", "c"))
    for lane, source in ((heat, forward[0]), (likely, forward[1]), (losses, forward[2]), (log, backward[0])):
        lane.set_source(source)
    norms.set_source(backward[1], ("W", "U"))
    lanes: list[Lane] = [tokens, heat, likely, losses, log, norms]
    stack = stack_of(qtbot, *lanes, timesteps=timesteps, height=620)
    QThreadPool.globalInstance().waitForDone()
    return stack, forward + backward


@pytest.mark.parametrize("timesteps", [3, 40, 3000])
def test_that_the_screen_is_right_after_any_steps(qtbot: QtBot, timesteps: int) -> None:
    stack, sources = stack_with_everything(qtbot, timesteps)
    random = np.random.default_rng(timesteps)
    position = 0
    for _ in range(25):
        jump = int(random.integers(-2, 4)) if random.random() < 0.7 else int(random.integers(-timesteps, timesteps))
        position = min(2 * timesteps, max(0, position + jump))
        reached, back = min(position, timesteps), max(0, position - timesteps)
        for source in sources[:3]:
            source.known = range(1, reached + 1)
        for source in sources[3:]:
            source.known = range(timesteps - back + 1, timesteps + 1)
        if random.random() < 0.3:
            stack.set_selection(int(random.integers(1, timesteps + 1)), "h", (int(random.integers(0, 3)),))
        forwards = position < timesteps
        following = position + 1 if forwards else timesteps - back
        stack.set_playhead(Playhead(following, "forward" if forwards else "backward", 1 if forwards else -1))
        if random.random() < 0.2:
            stack.axis.zoom(float(random.choice([0.3, 4.0])), 300)
        if random.random() < 0.4:
            stack.axis.pan(float(random.integers(-200, 200)))
        kept = on_screen(stack)
        for name in stack.names():
            stack.lane(name).refresh()  # nothing is kept: all is painted anew
        np.testing.assert_array_equal(kept, on_screen(stack))
        np.testing.assert_array_equal(kept, pixels(stack))


def test_that_stepping_back_gives_the_same_pixels(qtbot: QtBot) -> None:
    stack, sources = stack_with_everything(qtbot, 12)
    seen: list[Pixels] = []
    places = [*range(1, 12), *range(11, 0, -1)]
    for t in places:
        for source in sources:
            source.known = range(1, t)
        stack.set_playhead(Playhead(t, "forward", 1))
        seen.append(on_screen(stack))
    for there, back in zip(seen, reversed(seen), strict=True):
        np.testing.assert_array_equal(there, back)
    assert (seen[0] != seen[5]).any()


def test_that_a_step_leaves_other_columns_alone(qtbot: QtBot) -> None:
    stack, sources = stack_with_everything(qtbot, 40)
    asked: list[range] = []

    class Counting(HeatLane):
        def paint_body(self, painter, part, columns):  # type: ignore[no-untyped-def]
            asked.append(columns)
            super().paint_body(painter, part, columns)

    lane = Counting("counted", "counted", stack.axis)
    lane.set_source(sources[0])
    stack.add_lane(lane)
    for source in sources:
        source.known = range(1, 10)
    stack.set_playhead(Playhead(10, "forward", 1))
    on_screen(stack)
    asked.clear()
    for source in sources:
        source.known = range(1, 11)
    stack.set_playhead(Playhead(11, "forward", 1))
    on_screen(stack)
    assert len(asked) == 1
    assert set(asked[0]) >= {10, 11}
    assert len(asked[0]) <= 6
