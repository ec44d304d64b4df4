"""A distribution stands beside what it should have been."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QThreadPool
from pytestqt.qtbot import QtBot

from rnnviz.widgets.colours import colour_at, theme
from rnnviz.widgets.lane_stack import LaneStack
from rnnviz.widgets.probability_lane import MISSED, RIGHT, ProbabilityLane
from rnnviz.widgets.sources import ArraySource
from rnnviz.widgets.time_axis import TimeAxis
from tests.widgets.screen import body, column, distance, has, pixels, stack_of

LIGHT = theme(False)
HELLO = np.array([[0.1, 0.2, 0.3, 0.4], [0.7, 0.1, 0.1, 0.1], [0.0, 0.0, 1.0, 0.0], [0.25, 0.25, 0.3, 0.2]])
NAMES = ("h", "e", "l", "o")


def lane_with(
    qtbot: QtBot, values: NDArray[np.floating], targets: list[int], names: tuple[str, ...] = NAMES, height: int = 104
) -> ProbabilityLane:
    lane = ProbabilityLane("p", "p", TimeAxis())
    lane.set_source(ArraySource(values))
    lane.set_targets(np.array(targets), names)
    stack_of(qtbot, lane, timesteps=len(values), height=height)
    return lane


def test_that_the_likeliest_are_listed_with_the_target(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, HELLO, [1, 3, 2, 3])
    assert lane.lists
    assert [index for index, _ in lane.listed(1)] == [3, 2, 1, 0]
    stack = lane.window()
    assert isinstance(stack, LaneStack)
    stack.set_height("p", 40)
    rows = lane.listed(2)
    assert len(rows) < 4
    assert rows[0] == (0, 0.7)
    assert rows[-1] == (3, 0.1)


class Waiting(ArraySource):
    """Rows that are read only once they may be."""

    def __init__(self, values: NDArray[np.floating]) -> None:
        super().__init__(values)
        self.allowed = threading.Event()

    def rows(self, t0: int, t1: int) -> NDArray[np.floating]:
        self.allowed.wait(60)
        return super().rows(t0, t1)


def test_that_no_target_is_framed_before_there_is_anything_to_see(qtbot: QtBot) -> None:
    lane, source = ProbabilityLane("p", "p", TimeAxis()), Waiting(np.full((100, 2500), 1 / 2500, np.float32))
    lane.set_source(source)
    lane.set_targets(np.arange(100))
    stack_of(qtbot, lane, timesteps=100, height=104)
    framed = has(body(lane), LIGHT.text)
    source.allowed.set()
    assert QThreadPool.globalInstance().waitForDone(60_000)
    qtbot.waitUntil(lambda: has(body(lane), LIGHT.text))
    assert not framed


def test_that_only_a_target_that_is_the_likeliest_is_ticked(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.array([[0.1, 0.7, 0.2], [0.1, 0.7, 0.2], [np.nan] * 3]), [1, 2, 0], ("a", "b", "c"))
    assert [lane.sign_at(t) for t in (1, 2, 3)] == [RIGHT, MISSED, MISSED]
    assert "likeliest" in lane.readout(1, (1,))
    assert lane.readout(2, (2,)).endswith(", the target")
    image = body(lane)

    def ink_beside(t: int) -> NDArray[np.bool_]:
        right = round(lane.axis.x_of(t + 0.5))
        return distance(image[:, right - 22 : right - 7], LIGHT.text) <= 40

    rows = image.shape[0] // 3
    ticked, missed = ink_beside(1)[:rows], ink_beside(2)[rows : 2 * rows]
    assert ticked.any()
    assert missed.any()
    assert not np.array_equal(ticked, missed)


def test_that_bars_have_the_length_of_their_probability(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, HELLO, [1, 2, 2, 3])
    image = body(lane)

    def longest(t: int) -> int:
        x = slice(round(lane.axis.x_of(t - 0.5)) + 1, round(lane.axis.x_of(t + 0.5)) - 1)
        return int((distance(image[:, x], LIGHT.forward) <= 2).sum(axis=1).max())

    assert abs(longest(1) / longest(3) - 0.2) < 0.05, (
        "the target's bar is not in full colour and as long as it is likely"
    )


def test_that_a_click_on_a_listed_symbol_names_its_class(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, HELLO, [1, 2, 2, 3])
    with qtbot.waitSignal(lane.clicked) as heard:
        qtbot.mouseClick(lane, Qt.MouseButton.LeftButton, pos=column(lane, 1, 0.5 / 4))
    assert heard.args == [1, (3,)]
    assert "P(o) = 0.4" in lane.readout(1, (3,))
    assert "target" in lane.readout(1, (1,))


def test_that_narrow_columns_are_a_map_from_0_to_1_with_targets_outlined(qtbot: QtBot) -> None:
    values = np.zeros((40, 4))
    values[:, 0] = 1
    lane = lane_with(qtbot, values, [0] * 20 + [2] * 19 + [-1])
    assert not lane.lists
    image = body(lane)
    quarter = image.shape[0] // 4
    assert has(image[:quarter], colour_at(LIGHT.sequential, 255))
    assert has(image[quarter:], colour_at(LIGHT.sequential, 0))

    def outlined(t: int, row: int) -> bool:
        x = slice(round(lane.axis.x_of(t - 0.4)), round(lane.axis.x_of(t + 0.4)))
        return has(image[row * quarter : (row + 1) * quarter, x], LIGHT.text)

    assert outlined(10, 0)
    assert outlined(30, 2)
    assert not outlined(30, 1)
    assert not outlined(40, 2)
    assert lane.scale.largest == 1


def test_that_many_classes_are_reduced_and_a_missing_name_is_its_number(qtbot: QtBot) -> None:
    values = np.full((3, 3000), 1e-4)
    values[1, 2999] = 0.7
    lane = lane_with(qtbot, values, [5, 2999, -1], ())
    assert lane.listed(2)[0][0] == 2999
    assert lane.unit_name(2999) == "2999"
    assert lane.target_at(3) is None
    lane.axis.set_timesteps(3)
    body(lane)


def test_that_nan_is_listed_first_and_said(qtbot: QtBot) -> None:
    values = np.array([[0.5, np.nan, 0.5], [0.2, 0.3, 0.5]])
    lane = lane_with(qtbot, values, [0, 0], ("a", "b", "c"))
    assert lane.listed(1)[0][0] == 1
    assert has(body(lane), LIGHT.error)


def test_that_narrow_columns_have_the_classes_names_beside_their_rows(qtbot: QtBot) -> None:
    """In the totals' column, as long as rows are as high as a line; lists name their classes themselves."""
    values = np.tile([[0.25, 0.75]], (40, 1))
    lane = lane_with(qtbot, values, [0] * 40, ("negative", "positive"))
    assert not lane.lists

    def ink() -> list[bool]:
        image, total = pixels(lane), lane.total_rect()
        rows = image[total.top() : total.bottom(), total.left() + 1 : total.right()]
        half = len(rows) // 2
        return [bool((distance(part, LIGHT.text) <= 60).any()) for part in (rows[:half], rows[half:])]

    assert ink() == [True, True]
    lane.set_targets(np.zeros(40, int))
    assert ink() == [False, False]
    lane.set_targets(np.zeros(40, int), ("negative", "positive"))
    lane.axis.see(0.5, 3.5)
    assert lane.lists
    assert ink() == [False, False]
