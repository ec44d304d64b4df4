"""A text stands over its timesteps, also what is not seen in it."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from rnnviz.widgets.time_axis import TimeAxis
from rnnviz.widgets.token_lane import TokenLane, visible_symbol
from tests.widgets.screen import body, stack_of


def lane_with(qtbot: QtBot, text: str, indices: list[int] | None = None) -> TokenLane:
    lane = TokenLane("inputs", "in", TimeAxis())
    lane.set_tokens(text, indices)
    stack_of(qtbot, lane, timesteps=len(text), height=80)
    return lane


def inked(lane: TokenLane, timestep: int) -> int:
    image = body(lane)
    left, right = round(lane.axis.x_of(timestep - 0.5)), round(lane.axis.x_of(timestep + 0.5))
    return int((image[:, max(0, left) : right] < 150).any(axis=2).sum())


@pytest.mark.parametrize(("symbol", "shown"), [(" ", "␣"), ("\n", "⏎"), ("\t", "⇥"), ("h", "h"), ("\x07", "U+0007")])
def test_that_whitespace_is_visible(symbol: str, shown: str) -> None:
    assert visible_symbol(symbol) == shown


def test_that_each_symbol_stands_in_its_column(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, "h l中\n")
    assert all(inked(lane, t) > 8 for t in (1, 3, 4))
    assert lane.readout(4, None).endswith("“中”")
    assert "␣" in lane.readout(2, None)


def test_that_indices_stand_below_where_there_is_room(qtbot: QtBot) -> None:
    without = inked(lane_with(qtbot, "hell"), 3)
    lane = lane_with(qtbot, "hell", [0, 1, 2, 2])
    assert inked(lane, 3) != without
    assert "2" in lane.readout(3, None)
    with pytest.raises(ValueError, match="3 indices"):
        lane.set_tokens("hell", [0, 1, 2])


def test_that_words_are_blocks_from_afar(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, ("word " * 60)[:-1])
    assert 1.5 <= lane.axis.column_width < 7
    row = body(lane)[body(lane).shape[0] // 2]
    dark = (row < 240).any(axis=1)
    blocks = int((np.diff(dark.astype(int)) == 1).sum())
    assert 50 <= blocks <= 60


def test_that_a_million_symbols_are_no_burden(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, "ab " * 350_000)
    body(lane)
    lane.axis.zoom(1e9, 300)
    assert sum(inked(lane, t) for t in lane.axis.visible()) > 0


def test_that_a_word_without_room_is_said_once_for_all_timesteps_that_have_it(qtbot: QtBot) -> None:
    axis = TimeAxis()
    axis.set_timesteps(60)
    lane = TokenLane("class", "class", axis)
    qtbot.addWidget(lane)
    axis.setParent(lane)
    lane.resize(1000, 32)
    axis.set_width(lane.body_rect().width())
    lane.show()
    lane.set_tokens(["standing"] * 30 + ["running"] * 30)
    assert axis.column_width < 20
    assert lane._run_of(3) == range(1, 31)
    assert lane._run_of(45) == range(31, 61)
    ink = [column_ink(lane, t) for t in range(1, 61)]
    # A word in the middle of each run, and nothing but the line below it at its ends.
    assert max(ink[13:17]) > 2 * max(*ink[:5], *ink[25:35], *ink[55:])


def column_ink(lane: TokenLane, t: int) -> int:
    """How many pixels of a timestep's column are dark, without those of the line at its foot."""
    image, left = lane.grab().toImage(), lane.body_rect().left()
    xs = range(int(left + lane.axis.x_of(t - 0.5)), int(left + lane.axis.x_of(t + 0.5)))
    return sum(image.pixelColor(x, y).lightness() < 128 for x in xs for y in range(2, 26))


def test_that_what_a_model_has_chosen_is_marked_and_comes_when_it_is_known(qtbot: QtBot) -> None:
    lane, known = lane_with(qtbot, "hello"), [range(1, 2)]
    lane.set_generated(3, lambda: known[0])
    assert lane.shown == range(1, 3)  # what is given is there before it is read
    assert not inked(lane, 3)
    assert "not predicted" in lane.readout(3, None)
    known[0] = range(1, 5)
    assert lane.stale() == range(2, 6)
    assert lane.stale() == range(0)
    lane.refresh()
    assert lane.shown == range(1, 5)
    assert "the model's own prediction" in lane.readout(4, None)
    assert "own prediction" not in lane.readout(2, None)
    colour = lane.colours.forward
    forward = np.array([colour.red(), colour.green(), colour.blue()])
    image = body(lane)[..., :3].astype(int)
    near = np.minimum(abs(image - forward).max(axis=2), abs(image[..., ::-1] - forward).max(axis=2)) < 40
    columns = near.any(axis=0)
    middle = round(lane.axis.x_of(2.5))
    assert not columns[:middle].any()
    assert columns[middle:].any()
    lane.set_tokens("hello")
    assert lane.shown == range(1, 6)
