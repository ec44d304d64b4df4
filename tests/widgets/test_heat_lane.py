"""A heat lane shows what is there, in the colours of its legend, and nothing that is not there yet."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt, QThreadPool
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from rnnviz.widgets.colours import colour_at, theme
from rnnviz.widgets.heat_lane import HeatLane
from rnnviz.widgets.lane import NOWHERE
from rnnviz.widgets.scales import ScaleKind
from rnnviz.widgets.sources import ArraySource
from rnnviz.widgets.time_axis import TimeAxis
from tests.widgets.screen import body, column, distance, has, palette, pixels, rgb, stack_of, turn_wheel

LIGHT = theme(False)


def lane_with(
    qtbot: QtBot, values: NDArray[np.floating], known: range | None = None, span: range | None = None
) -> HeatLane:
    lane = HeatLane("h", "h", TimeAxis(), "forward")
    lane.set_source(ArraySource(values, known, span))
    stack_of(qtbot, lane, timesteps=len(values), height=200)
    QThreadPool.globalInstance().waitForDone()
    QApplication.processEvents()
    return lane


def at(lane: HeatLane, timestep: float, unit: int) -> NDArray[np.int64]:
    """The colour on screen near the top left corner of a cell, where no number stands."""
    rows = lane.reduced.units if lane.reduced is not None else 1
    image = body(lane)
    y = (unit + 0.15) * image.shape[0] / rows
    x = lane.axis.x_of(timestep - 0.5) + 4
    return np.asarray(image[int(y), int(x)], np.int64)


def test_that_each_cell_has_its_colour(qtbot: QtBot) -> None:
    values = np.array([[1.0, -1.0, 0.0], [0.5, -0.5, 0.25]])
    lane = lane_with(qtbot, values)
    for t, row in enumerate(values, 1):
        for unit, value in enumerate(row):
            index = int(np.rint(127.5 + 127.5 * value))
            assert at(lane, t, unit).tolist() == rgb(colour_at(LIGHT.diverging, index)).tolist()


def test_that_the_numbers_stand_in_large_cells_only(qtbot: QtBot) -> None:
    values = np.full((4, 3), 0.5)
    lane = lane_with(qtbot, values)
    cell = colour_at(LIGHT.diverging, 255)
    lane.axis.fit()
    assert len(np.unique(body(lane).reshape(-1, 3), axis=0)) > 10, "no number is written"
    lane.set_source(ArraySource(np.full((4, 60), 0.5)))
    colours = {tuple(colour) for colour in body(lane)[:, int(lane.axis.x_of(2)) - 20 : int(lane.axis.x_of(2)) + 20][5]}
    assert colours == {tuple(rgb(cell))}, "something is written in cells too small for it"


@pytest.mark.parametrize("dark", [False, True])
def test_that_not_yet_looks_like_no_value(qtbot: QtBot, dark: bool) -> None:
    lane = lane_with(qtbot, np.zeros((4, 3)), known=range(1, 3))
    lane.window().setPalette(palette(dark))
    image, colours = body(lane), theme(dark)
    here = slice(int(lane.axis.x_of(1.5)) + 3, int(lane.axis.x_of(2.5)) - 3)
    later = slice(int(lane.axis.x_of(2.5)) + 3, int(lane.axis.x_of(4.5)) - 3)
    assert has(image[:, later], colours.not_yet)
    assert not has(image[:, here], colours.not_yet)
    assert (distance(image[:, later], colours.background) == 0).mean() > 0.9
    assert has(image[:, here], colours.grid), "cells that are zero are not framed"


def test_that_what_is_known_follows_the_cursor(qtbot: QtBot) -> None:
    source = ArraySource(np.ones((6, 2)), known=range(0))
    lane = HeatLane("h", "h", TimeAxis())
    lane.set_source(source)
    stack_of(qtbot, lane, timesteps=6)
    green = colour_at(LIGHT.diverging, 255)
    before = pixels(lane)
    assert not has(body(lane), green)
    for t in range(1, 7):
        source.known = range(1, t + 1)
        lane.refresh()
        seen = (distance(body(lane), green) == 0).any(axis=0)
        assert seen[: int(lane.axis.x_of(t + 0.5)) - 4][int(lane.axis.x_of(0.5)) + 2 :].mean() > 0.9
        assert not seen[int(lane.axis.x_of(t + 0.5)) + 2 :].any()
    source.known = range(0)
    lane.refresh()
    assert (pixels(lane) == before).all(), "stepping back leaves traces"


def test_that_absent_timesteps_are_left_empty(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.ones((8, 2)), span=range(3, 6))
    image = body(lane)
    for absent in (image[:, : int(lane.axis.x_of(2.5)) - 1], image[:, int(lane.axis.x_of(5.5)) + 2 :]):
        assert (distance(absent, LIGHT.background) == 0).all()
    assert has(image[:, int(lane.axis.x_of(3)) :], colour_at(LIGHT.diverging, 255))


@pytest.mark.parametrize("extreme", [-5.0, 5.0])
@pytest.mark.parametrize("units", [4, 200])
def test_that_one_extreme_in_100000_timesteps_is_seen_at_every_zoom(qtbot: QtBot, extreme: float, units: int) -> None:
    values = np.random.default_rng(1).normal(scale=0.05, size=(100_000, units)).astype(np.float32)
    t, unit = 54_321, units - 2
    values[t - 1, unit] = extreme
    lane = lane_with(qtbot, values)
    end = colour_at(LIGHT.diverging, 0 if extreme < 0 else 255)
    legend = pixels(lane.head)[lane.head.legend_rect().top() + 4]
    assert distance(legend, end).min() <= 5, "the legend does not end in this colour"
    while True:
        image = body(lane)
        height = image.shape[0]
        rows = slice(int(unit * height / units), int(np.ceil((unit + 1) * height / units)))
        columns = slice(max(0, int(lane.axis.x_of(t - 0.5)) - 3), int(lane.axis.x_of(t + 0.5)) + 4)
        assert distance(image[rows, columns], end).min() <= 5, f"lost at {lane.axis.column_width} pixels a column"
        before = lane.axis.column_width
        lane.axis.zoom(1.7, lane.axis.x_of(t))
        if lane.axis.column_width == before:
            break


def test_that_an_extreme_beyond_the_cursor_is_not_shown_early(qtbot: QtBot) -> None:
    values = np.full((100_000, 1), 0.01)
    values[50_010] = 9
    lane = lane_with(qtbot, values, known=range(1, 50_011))
    green = colour_at(LIGHT.diverging, 255)
    assert distance(body(lane), green).min() > 60
    assert lane.reduced is not None
    lane.set_source(ArraySource(values, known=range(1, 50_012)))
    QThreadPool.globalInstance().waitForDone()
    assert distance(body(lane), green).min() <= 5


@pytest.mark.parametrize("wild", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("timesteps", [4, 100_000])
def test_that_what_is_not_finite_is_loud(qtbot: QtBot, wild: float, timesteps: int) -> None:
    values = np.zeros((timesteps, 3))
    values[timesteps // 2, 1] = wild
    lane = lane_with(qtbot, values)
    image = body(lane)
    red = distance(image, LIGHT.error) == 0
    assert red.sum() >= 20
    x = np.flatnonzero(red.any(axis=0))
    assert abs(x.mean() - lane.axis.x_of(timesteps // 2 + 1)) < 4


def test_that_per_timestep_each_column_uses_the_whole_map(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.array([[1.0, 0.5], [1e-9, -1e-9], [0.0, 0.0]]))
    lane.set_kind(ScaleKind.PER_TIMESTEP)
    assert at(lane, 2, 0).tolist() == rgb(colour_at(LIGHT.diverging, 255)).tolist()
    assert at(lane, 2, 1).tolist() == rgb(colour_at(LIGHT.diverging, 0)).tolist()
    assert at(lane, 3, 1).tolist() == rgb(colour_at(LIGHT.diverging, 128)).tolist()


def test_that_the_logarithmic_scale_tells_small_from_zero(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.array([[1.0], [-1e-6], [1e-3], [0.0]]))
    lane.set_kind(ScaleKind.LOG)
    zero = rgb(colour_at(LIGHT.diverging, 128))
    shades = [int(np.abs(at(lane, t, 0) - zero).max()) for t in (4, 2, 3, 1)]
    assert shades[0] == 0
    assert shades == sorted(set(shades)), "magnitudes do not grow in colour"


def test_that_the_head_says_which_scale_and_how_far(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.array([[0.25], [-2.0]]))
    assert "fixed" in lane.head.note
    assert lane.scale.ends() == ("−2.00", "2.00")
    menu = QMenu()
    qtbot.addWidget(menu)
    lane.fill_menu(menu)
    chosen = menu.findChild(QMenu)
    assert chosen is not None
    action = next(each for each in chosen.actions() if each.objectName() == "action_scale_log")
    with qtbot.waitSignal(lane.scale_changed):
        action.trigger()
    assert lane.kind is ScaleKind.LOG
    assert "log" in lane.head.note


def test_that_a_click_names_timestep_and_unit(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.zeros((4, 3)))
    for t in (1, 4):
        for unit in range(3):
            with qtbot.waitSignal(lane.clicked) as heard:
                place = column(lane, t, (unit + 0.5) / 3)
                qtbot.mouseClick(lane, Qt.MouseButton.LeftButton, pos=place)
            assert heard.args == [t, (unit,)]


def test_that_units_of_a_matrix_have_two_indices(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.arange(24.0).reshape(4, 2, 3))
    with qtbot.waitSignal(lane.clicked) as heard:
        qtbot.mouseClick(lane, Qt.MouseButton.LeftButton, pos=column(lane, 2, 4.5 / 6))
    assert heard.args == [2, (1, 1)]
    assert lane.readout(2, (1, 1)).endswith(": 10")


def test_that_a_click_on_a_far_extreme_goes_to_its_timestep(qtbot: QtBot) -> None:
    values = np.zeros((100_000, 2))
    values[77_776, 1] = -3
    lane = lane_with(qtbot, values)
    with qtbot.waitSignal(lane.clicked) as heard:
        qtbot.mouseClick(lane, Qt.MouseButton.LeftButton, pos=column(lane, 77_777, 0.75))
    assert heard.args == [77_777, (1,)]


@pytest.mark.parametrize("unit", [0, 7, 1203, 2499])
def test_that_of_2500_units_one_extreme_is_seen_clicked_and_read_out(qtbot: QtBot, unit: int) -> None:
    timestep, timesteps = 187, 300
    values = np.random.default_rng(1).normal(scale=0.05, size=(timesteps, 2500))
    values[timestep - 1, unit] = -5.0
    lane = lane_with(qtbot, values)
    end = colour_at(LIGHT.diverging, 0)
    lane.axis.fit()
    before = 0.0
    while lane.axis.column_width != before:
        before = lane.axis.column_width
        image = body(lane)
        y = int((unit + 0.5) * image.shape[0] / 2500)
        rows = slice(max(0, y - 1), y + 2)
        columns = slice(int(lane.axis.x_of(timestep - 0.5)), int(np.ceil(lane.axis.x_of(timestep + 0.5))))
        seen = np.argwhere(distance(image[rows, columns], end) <= 5)
        assert len(seen), f"lost at {before} pixels a column"
        down, across = seen[len(seen) // 2]
        assert lane.hit(columns.start + float(across), rows.start + float(down)) == (timestep, (unit,))
        turn_wheel(lane, column(lane, timestep), 1, Qt.KeyboardModifier.ControlModifier)
    assert "−5" in lane.readout(timestep, (unit,))


def test_that_hovering_reads_out_the_value(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.array([[0.5, -0.25], [1.0, 2.0]]), known=range(1, 2))
    said: list[tuple[int, object, str]] = []

    def hear(timestep: int, unit: object, text: str) -> None:
        said.append((timestep, unit, text))

    lane.hovered.connect(hear)
    qtbot.mouseMove(lane, column(lane, 1, 0.25))
    qtbot.mouseMove(lane, column(lane, 1, 0.75))
    qtbot.mouseMove(lane, column(lane, 2, 0.75))
    qtbot.mouseMove(lane, QPoint(lane.width() - 2, 5))
    assert [each[:2] for each in said] == [(1, (0,)), (1, (1,)), (2, (1,)), (NOWHERE, None)]
    assert "−0.25" in said[1][2]
    assert "t = 1" in said[1][2]
    assert "2" in said[2][2]
    assert "not yet" in said[2][2]


def test_that_arrow_keys_move_between_units(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.zeros((4, 3)))
    lane.set_selection(2, (1,))
    lane.setFocus()
    with qtbot.waitSignal(lane.clicked) as heard:
        qtbot.keyClick(lane, Qt.Key.Key_Down)
    assert heard.args == [2, (2,)]
    lane.set_selection(2, (2,))
    with qtbot.assertNotEmitted(lane.clicked):
        qtbot.keyClick(lane, Qt.Key.Key_Down)


def test_that_the_selected_cell_is_framed(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.zeros((4, 3)))
    plain = body(lane)
    lane.set_selection(2, (1,))
    changed = (plain != body(lane)).any(axis=2)
    height = plain.shape[0]
    inner = changed[int(height / 3) + 4 : int(height * 2 / 3) - 4]
    assert changed[int(height / 3) : int(height * 2 / 3)].sum() > 200
    assert set(np.flatnonzero(inner.any(axis=0))) <= {
        x + dx for x in (int(lane.axis.x_of(1.5)), int(lane.axis.x_of(2.5))) for dx in range(-3, 4)
    }


def test_that_the_newest_of_several_long_sources_is_shown(qtbot: QtBot) -> None:
    lane = HeatLane("h", "h", TimeAxis())
    stack_of(qtbot, lane, timesteps=300_000)
    for value in (0.1, 0.2, 7.0):
        lane.set_source(ArraySource(np.full((300_000, 4), value)))
    assert lane.reduced is not None
    with qtbot.waitSignal(lane.reduced.built, raising=True):
        pass
    QThreadPool.globalInstance().waitForDone()
    assert lane.scale.largest == 7
    assert has(body(lane), colour_at(LIGHT.diverging, 255))


def test_that_a_lane_may_have_nothing_to_show(qtbot: QtBot) -> None:
    lane = lane_with(qtbot, np.zeros((1, 0)))
    body(lane)
    lane.set_source(None)
    body(lane)
    qtbot.mouseClick(lane, Qt.MouseButton.LeftButton, pos=column(lane, 1))
