"""The axis never shows what is not there, and never loses what it is told to keep."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.widgets.axis_ruler import tick_step
from rnnviz.widgets.time_axis import FIT_COLUMN, WIDEST_COLUMN, TimeAxis

LENGTHS = st.one_of(st.integers(1, 12), st.integers(1, 1_000_000))
WIDTHS = st.floats(40, 4000)
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("zoom"), st.floats(0.01, 100), st.floats(0, 1)),
        st.tuples(st.just("pan"), st.floats(-1e5, 1e5), st.just(0.0)),
        st.tuples(st.just("width"), st.floats(40, 4000), st.just(0.0)),
        st.tuples(st.just("range"), st.floats(0, 1), st.floats(0, 1)),
        st.tuples(st.just("show"), st.floats(0, 1), st.just(0.0)),
        st.tuples(st.just("fit"), st.just(0.0), st.just(0.0)),
    ),
    max_size=12,
)


def axis_of(timesteps: int, width: float) -> TimeAxis:
    axis = TimeAxis()
    axis.set_timesteps(timesteps)
    axis.set_width(width)
    return axis


def move(axis: TimeAxis, what: str, a: float, b: float) -> None:
    last = axis.timesteps
    if what == "zoom":
        axis.zoom(a, b * axis.width)
    elif what == "pan":
        axis.pan(a)
    elif what == "width":
        axis.set_width(a)
    elif what == "range":
        axis.zoom_to(1 + round(a * (last - 1)), 1 + round(b * (last - 1)))
    elif what == "show":
        axis.show(1 + round(a * (last - 1)))
    else:
        axis.fit()


WHOLE = 0.5
"""The axis stands on whole pixels: this near to where it is asked to be."""


@given(LENGTHS, WIDTHS, MOVES)
def test_that_the_view_stays_on_the_axis(timesteps: int, width: float, moves: list[tuple[str, float, float]]) -> None:
    axis = axis_of(timesteps, width)
    for each in moves:
        move(axis, *each)
        assert axis.first >= 0
        # Whole pixels: at the right end, up to one of them lies beyond.
        assert axis.last <= axis.timesteps + 1 + 1 / axis.column_width + 1e-6 or axis.first == 0
        assert axis.column_width <= WIDEST_COLUMN
        fit = min(FIT_COLUMN, axis.width / (timesteps + 1))
        assert axis.column_width >= fit * (1 - 1e-8)
        visible = axis.visible()
        assert visible
        assert 1 <= visible[0] <= visible[-1] <= timesteps


@given(LENGTHS, WIDTHS, MOVES, st.floats(0, 1))
def test_that_places_and_pixels_are_each_other_s_inverse(
    timesteps: int, width: float, moves: list[tuple[str, float, float]], part: float
) -> None:
    axis = axis_of(timesteps, width)
    for each in moves:
        move(axis, *each)
    x = part * axis.width
    assert math.isclose(axis.x_of(axis.place_at(x)), x, abs_tol=1e-5)
    t = axis.timestep_at(x)
    if t is not None:
        assert t in axis.visible() or x == axis.width
        assert axis.x_of(t - 0.5) - 1e-5 <= x <= axis.x_of(t + 0.5) + 1e-5


@given(st.integers(10, 1_000_000), WIDTHS, st.floats(1.01, 50), st.floats(0.2, 0.8))
def test_that_zooming_keeps_what_is_under_the_pointer(timesteps: int, width: float, factor: float, part: float) -> None:
    axis = axis_of(timesteps, width)
    x = part * axis.width
    before = axis.place_at(x)
    axis.zoom(factor, x)
    kept = math.isclose(axis.place_at(x), before, abs_tol=1e-6 * timesteps + WHOLE / axis.column_width)
    # At an end of the axis there is nothing further to bring under the pointer.
    assert kept or axis.first == 0 or axis.last >= timesteps + 1 - 1e-6 * timesteps


@given(LENGTHS, WIDTHS, st.floats(1, 1e6), st.floats(0, 1))
def test_that_show_brings_a_column_into_sight_and_then_leaves_it(
    timesteps: int, width: float, factor: float, part: float
) -> None:
    axis = axis_of(timesteps, width)
    axis.zoom(factor, 0)
    t = 1 + round(part * (timesteps - 1))
    axis.show(t)
    assert t in axis.visible()
    if axis.column_width <= width:
        assert axis.x_of(t - 0.5) >= -1e-5
        assert axis.x_of(t + 0.5) <= width + 1e-5
    place = axis.first
    axis.show(t)
    assert axis.first == place


@given(LENGTHS, WIDTHS, st.floats(0, 1), st.floats(0, 1))
def test_that_zooming_to_a_range_shows_all_of_it(timesteps: int, width: float, a: float, b: float) -> None:
    axis = axis_of(timesteps, width)
    t0, t1 = sorted((1 + round(a * (timesteps - 1)), 1 + round(b * (timesteps - 1))))
    axis.zoom_to(t1, t0)
    assert axis.x_of(t0 - 0.5) >= -WHOLE - 1e-5 * timesteps
    assert axis.x_of(t1 + 0.5) <= width + WHOLE + 1e-5 * timesteps


@pytest.mark.parametrize("width", [750, 1000, 2000])
def test_that_four_timesteps_fill_a_window_without_looking_absurd(width: int) -> None:
    axis = axis_of(4, width)
    assert axis.column_width <= FIT_COLUMN
    assert axis.x_of(4.5) >= min(width * 0.8, 4 * 240)
    assert axis.x_of(0) == 0


def test_that_what_was_seen_whole_stays_whole_in_a_wider_window() -> None:
    axis = axis_of(50, 500)
    axis.set_width(1000)
    assert axis.fitted
    assert axis.visible() == range(1, 51)
    axis.zoom(3, 0)
    column = axis.column_width
    axis.set_width(500)
    assert axis.column_width == column


def test_that_only_a_change_is_announced() -> None:
    axis = axis_of(50, 500)
    heard: list[int] = []

    def hear() -> None:
        heard.append(1)

    axis.changed.connect(hear)
    axis.set_width(500)
    axis.set_timesteps(50)
    axis.fit()
    axis.pan(100)
    axis.show(3)
    assert not heard
    axis.zoom(2, 0)
    axis.pan(-10)
    assert len(heard) == 2


def test_that_there_may_be_no_timestep() -> None:
    axis = axis_of(0, 500)
    assert not axis.visible()
    assert axis.timestep_at(10) is None
    axis.zoom_to(1, 3)
    axis.show(1)
    axis.zoom(2, 5)
    with pytest.raises(ValueError, match="-1"):
        axis.set_timesteps(-1)


@given(st.floats(1e-4, 700), st.floats(10, 100))
def test_that_ticks_are_round_and_have_room(pixels: float, room: float) -> None:
    step = tick_step(pixels, room)
    assert step * pixels >= room
    assert str(step).rstrip("0") in {"1", "2", "5"}


def test_that_cuts_stand_after_every_so_many_timesteps_where_they_can_be_told_apart() -> None:
    axis = TimeAxis()
    axis.set_width(600)
    axis.set_timesteps(20)
    assert not axis.cuts(range(1, 21))
    axis.set_cuts(5)
    assert list(axis.cuts(range(0, 22))) == [5, 10, 15]  # none after the last timestep
    assert list(axis.cuts(range(6, 11))) == [10]
    assert list(axis.cuts(range(6, 10))) == []
    axis.set_timesteps(100_000)
    axis.fit()
    assert not axis.cuts(range(1, 100_001))
    axis.set_cuts(2_000, carried=False)
    assert len(axis.cuts(range(1, 100_001))) == 49
    assert not axis.carried
