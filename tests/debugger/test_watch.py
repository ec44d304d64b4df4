"""Watches: what they show where the cursor stands, what changed, and what they keep."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz import EquationError
from rnnviz.debugger.breakpoint import BreakpointError
from rnnviz.debugger.step_levels import Cursor, operations
from rnnviz.debugger.watch import Watch, WatchValues
from tests.engine import lecture

TAPE = lecture.vanilla(timesteps=5)


def watch(text: str) -> WatchValues:
    return WatchValues(Watch(text), TAPE)


@pytest.mark.parametrize("text", ["h[t]", "dh[t]", "L[t]", "dW_hh[t]", "x[t]", "h[t] - h[t-1]"])
def test_that_a_watch_shows_the_timestep_of_the_cursor_once_it_is_known(text: str) -> None:
    shown = watch(text)
    for position in range(TAPE.stops):
        reading = shown.reading(position)
        moment = TAPE.moment(position) if position else None
        known = moment is not None and (moment.pass_.phase == "backward" or not text.startswith("d"))
        assert (reading is not None) == known
        if reading is not None and moment is not None:
            assert reading.timestep == moment.timestep
            np.testing.assert_array_equal(reading.value, shown.evaluation.at(moment.timestep))


def test_that_the_whole_run_shows_what_is_not_known_yet() -> None:
    reading = watch("dh[t]").reading(2, whole_run=True)
    assert reading is not None
    np.testing.assert_array_equal(reading.value, TAPE["dh"][1])


def test_that_the_change_since_the_last_stop_is_told() -> None:
    reading = watch("h[t]").reading(3, before=2)
    assert reading is not None
    assert reading.change is not None
    np.testing.assert_allclose(reading.change, TAPE["h"][2] - TAPE["h"][1])
    first = watch("h[t]").reading(1, before=0)
    assert first is not None
    assert first.change is None
    assert first.came, "there was nothing before"


@pytest.mark.parametrize("text", ["h[t]", "dh[t]", "L[t]", "dW_hh[t]", "h.1[t]", "h[t] - h[t-1]", "L[t] / total(L[t])"])
def test_that_inside_a_timestep_a_value_is_there_as_soon_as_what_it_reads_is_done(text: str) -> None:
    shown = watch(text)
    name = text.split("[")[0]
    for position in range(TAPE.stops - 1):
        moment = TAPE.moment(position + 1)
        names = [one.name for one in operations(TAPE, position)]
        backward = moment.pass_.phase == "backward"
        for inside in range(1, len(names)):
            reading = shown.reading(Cursor(position, inside), before=Cursor(position, inside - 1))
            done = name in names[:inside] if name in names else backward and not name.startswith("d")
            assert (reading is not None) == done
            assert bool(shown.known(Cursor(position, inside))[moment.timestep - 1]) == done
            if reading is not None:
                assert reading.timestep == moment.timestep
                assert reading.came == (names[inside - 1] == name and (inside > 1 or not position)), (
                    "marked by the step that computes it"
                )
                assert reading.came or inside == 1 or not np.any(reading.change)


def test_that_what_is_read_at_one_timestep_or_in_total_is_there_with_its_last_operation() -> None:
    third, total = watch("h[3]"), watch("norm(dW_hh)")
    names = [one.name for one in operations(TAPE, 2)]
    there = [third.reading(Cursor(2, inside)) is not None for inside in range(1, len(names))]
    assert there == [inside > names.index("h") for inside in range(1, len(names))]
    last = TAPE.stops - 2
    names = [one.name for one in operations(TAPE, last)]
    there = [total.reading(Cursor(last, inside)) is not None for inside in range(1, len(names))]
    assert there == [inside > names.index("dW_hh") for inside in range(1, len(names))]


def test_that_what_has_no_timestep_is_shown_from_when_it_is_known() -> None:
    total, third, weight = watch("norm(dW_hh)"), watch("h[3]"), watch("W_hh")
    assert [total.reading(position) is not None for position in range(11)] == [False] * 10 + [True]
    assert [third.reading(position) is not None for position in range(11)] == [False] * 3 + [True] * 8
    assert weight.reading(0) is not None
    change = third.reading(5, before=4)
    assert change is not None
    assert not np.any(change.change)


def test_that_numbers_that_stay_infinite_have_not_changed() -> None:
    shown = watch("concat(1 / (x[t][0] - x[t][0]), 0 / (x[t][0] - x[t][0]))")
    reading = shown.reading(3, before=2)
    assert reading is not None
    assert np.isinf(reading.value[0])
    assert np.isnan(reading.value[1])
    np.testing.assert_array_equal(reading.change, [0, 0])


def test_that_all_timesteps_are_told_with_gaps_where_there_is_no_value() -> None:
    tape = lecture.encoder_decoder(first=4, second=3)
    found = WatchValues(Watch("L[t]"), tape).over()
    assert np.isnan(found[:4]).all()
    np.testing.assert_array_equal(found[4:], tape["L"][4:])
    np.testing.assert_allclose(watch("dW_hh[t]").over(), TAPE.contributions("W_hh").norms)
    assert watch("h[t]").over().shape == (5, 3)


def test_that_a_bad_expression_is_refused() -> None:
    with pytest.raises(EquationError, match="no `zz`"):
        watch("norm(zz[t])")


@given(st.text(max_size=30))
def test_that_a_watch_survives_as_plain_data(text: str) -> None:
    assert Watch.from_plain(Watch(text).to_plain()) == Watch(text)


@pytest.mark.parametrize("plain", [None, [], {}, {"text": 3}, {"text": "h[t]", "more": 1}, {"text": "x" * 30_000}])
def test_that_other_data_are_no_watch(plain: Any) -> None:
    with pytest.raises(BreakpointError):
        Watch.from_plain(plain)
