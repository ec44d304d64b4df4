"""Bars are as high as their numbers, hatched for a loss, and never lose a peak."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.widgets.bar_lane import BarLane
from rnnviz.widgets.colours import theme
from rnnviz.widgets.scales import ScaleKind
from rnnviz.widgets.sources import ArraySource
from rnnviz.widgets.time_axis import TimeAxis
from tests.widgets.screen import body, column, distance, stack_of

LIGHT = theme(False)


def lane_with(
    qtbot: QtBot,
    values: NDArray[np.floating],
    *,
    role: str = "backward",
    series: tuple[str, ...] = (),
    known: range | None = None,
) -> BarLane:
    lane = BarLane("bars", "bars", TimeAxis(), role)
    lane.set_source(ArraySource(values, known), series)
    stack_of(qtbot, lane, timesteps=len(values), height=150)
    QThreadPool.globalInstance().waitForDone()
    QApplication.processEvents()
    return lane


def height_at(lane: BarLane, timestep: float, offset: float = 0.0) -> int:
    """How many pixels of a column are in the lane's colour."""
    x = round(lane.axis.x_of(timestep) + offset)
    return int((distance(body(lane)[:, x], LIGHT.role(lane.role)) <= 2).sum())


def test_that_bars_are_proportional(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.array([1.0, 2.0, 4.0, 0.0]))
    one, two, four, none = (height_at(lane, t) for t in (1, 2, 3, 4))
    assert none == 0
    assert abs(two - 2 * one) <= 2
    assert abs(four - 4 * one) <= 4
    assert four > 40


def test_that_a_loss_is_hatched_and_a_gradient_solid(qtbot: QtBot) -> None:
    def filled(lane: BarLane) -> float:
        x = round(lane.axis.x_of(1))
        inside = body(lane)[-40:-4, x - 12 : x + 12]
        return float((distance(inside, LIGHT.role(lane.role)) <= 2).mean())

    assert 0.05 < filled(lane_with(qtbot, np.ones(4), role="loss")) < 0.6
    assert filled(lane_with(qtbot, np.ones(4))) == 1


def test_that_later_timesteps_have_no_bar_yet(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.ones(4), known=range(3, 5))
    assert [height_at(lane, t) > 0 for t in (1, 2, 3, 4)] == [False, False, True, True]


@pytest.mark.parametrize("zoom", [1, 7, 60, 900, 1e5])
def test_that_one_peak_in_100000_is_seen(qtbot: QtBot, zoom: float) -> None:
    values = np.full(100_000, 0.01)
    values[31_415] = 8
    lane = lane_with(qtbot, values)
    lane.axis.zoom(zoom, lane.axis.x_of(31_416))
    image = body(lane)
    x = lane.axis.x_of(31_416)
    near = image[:, max(0, int(x) - 4) : int(x) + 5]
    assert (distance(near, LIGHT.backward) <= 2).any(axis=1).sum() > 0.6 * image.shape[0]


def test_that_only_the_main_series_is_in_full_colour(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.ones((4, 3)), series=("W", "U", "b"))
    lane.set_main("U")
    columns = (distance(body(lane), LIGHT.backward) <= 2).sum(axis=0) > 20
    strong = np.flatnonzero(columns)
    strong = strong[np.abs(strong - lane.axis.x_of(2)) < lane.axis.column_width / 2]
    assert abs(strong.mean() - lane.axis.x_of(2)) < 3
    with pytest.raises(ValueError, match="'V' among W, U, b"):
        lane.set_main("V")


def test_that_a_click_names_the_series(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.ones((4, 3)), series=("W", "U", "b"))
    for series, offset in enumerate((-46, 0, 46)):
        place = column(lane, 3, 0.8)
        place.setX(place.x() + offset)
        with qtbot.waitSignal(lane.clicked) as heard:
            qtbot.mouseClick(lane, Qt.MouseButton.LeftButton, pos=place)
        assert heard.args == [3, (series,)]
    assert lane.readout(3, (1,)).endswith("U: 1")


def test_that_a_single_number_has_the_empty_unit(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.array([0.5, 0.25]))
    with qtbot.waitSignal(lane.clicked) as heard:
        qtbot.mouseClick(lane, Qt.MouseButton.LeftButton, pos=column(lane, 2))
    assert heard.args == [2, ()]
    assert lane.readout(2, ()).endswith("0.25")


def test_that_losses_below_zero_hang_from_the_middle(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.array([1.0, -1.0]))
    image = body(lane)
    rows = [np.flatnonzero(distance(image[:, round(lane.axis.x_of(t))], LIGHT.backward) <= 2) for t in (1, 2)]
    assert rows[0].max() <= rows[1].min() + 1


def test_that_the_logarithmic_scale_shows_small_bars(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.array([1.0, 1e-4, 1e-8]))
    assert height_at(lane, 2) <= 1
    lane.set_kind(ScaleKind.LOG)
    heights = [height_at(lane, t) for t in (1, 2, 3)]
    assert heights[0] > heights[1] > heights[2] > 0
    assert "log" in lane.head.note


def test_that_what_is_not_finite_is_loud(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.array([1.0, np.nan, np.inf]))
    image = body(lane)
    for t in (2, 3):
        x = round(lane.axis.x_of(t))
        assert (distance(image[:, x - 15 : x + 15], LIGHT.error) <= 2).sum() > 30
    assert height_at(lane, 1) > 40
