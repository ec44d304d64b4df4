"""Breakpoints: they stop exactly where what they wait for holds, in either direction, in the order of the story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz import Model, Tape
from rnnviz.debugger.breakpoint import COUNTING, Breakpoint, BreakpointError
from rnnviz.debugger.breakpoint_kinds import KINDS, problem, words
from rnnviz.debugger.breakpoints import BreakpointStops, run_to
from rnnviz.debugger.step_levels import Cursor, operations, within
from rnnviz.engine import Cancelled
from rnnviz.equations.kernels import Array
from tests.engine import lecture
from tests.reference import comparison
from tests.reference.random_systems import random_system


@dataclass(frozen=True)
class Measure:
    """A number of a value, in the language and in numpy."""

    text: str
    worth: Callable[[Array], float]


MEASURES = [
    Measure("norm({})", lambda a: float(np.linalg.norm(a.ravel()))),
    Measure("max(abs({}))", lambda a: float(np.abs(a).max())),
    Measure("sum({})", lambda a: float(a.sum())),
    Measure("-max(-{})", lambda a: float(a.min())),
    Measure("mean({} * {})", lambda a: float((a * a).mean())),
]
TAPES: dict[int, Tape] = {}


def tape_of(seed: int) -> Tape:
    if seed not in TAPES:
        TAPES[seed] = comparison.tape_of(random_system(seed))
    return TAPES[seed]


def readable(tape: Tape) -> list[str]:
    """Values, gradients and contributions at t."""
    names = [name for name in tape.graph.named if tape.graph.timed(name) and not tape.graph.index(name)]
    if not tape.graph.losses:
        return names
    tied = [name for name, one in tape.graph.parameters.items() if not one.untied and one.state is None]
    return [*names, *(f"d{name}" for name in names), *(f"d{name}" for name in tied)]


def value(tape: Tape, name: str, t: int) -> Array:
    if name[1:] in tape.graph.parameters:
        inside = 1 <= t <= tape.timesteps
        return tape.contributions(name[1:]).at(t) if inside else np.zeros(tape.graph.shape(name[1:]))
    return tape.value(name, t)


def all_cursors(stops: BreakpointStops, one: Breakpoint, direction: int) -> list[Cursor]:
    found, cursor = [], Cursor(-1 if direction > 0 else stops.tape.stops)
    while (place := stops.nearest([one], cursor, direction)) is not None:
        assert place.reached == (one,)
        cursor = place.cursor
        found.append(cursor)
    return found


def all_stops(stops: BreakpointStops, one: Breakpoint, direction: int) -> list[int]:
    """Of a breakpoint that stops between timesteps."""
    found = all_cursors(stops, one, direction)
    assert not any(cursor.inside for cursor in found)
    return [cursor.position for cursor in found]


@settings(max_examples=100)
@given(st.integers(0, 60), st.data())
def test_that_a_condition_stops_exactly_where_numpy_says_that_it_holds(seed: int, data: st.DataObject) -> None:
    tape = tape_of(seed)
    name, measure = data.draw(st.sampled_from(readable(tape))), data.draw(st.sampled_from(MEASURES))
    lag = data.draw(st.integers(-tape.values.pad, tape.values.pad)) if data.draw(st.booleans()) else 0
    span = tape.span(name) if lag == 0 else range(1, tape.timesteps + 1)
    with np.errstate(all="ignore"):
        worth = {t: measure.worth(np.asarray(value(tape, name, t + lag))) for t in span}
    # A threshold between two values, clear of rounding.
    levels = sorted({one for one in worth.values() if np.isfinite(one)})
    gaps = [(a + b) / 2 for a, b in pairwise(levels) if b - a > 1e-9 * (1 + abs(a) + abs(b))]
    threshold = data.draw(st.sampled_from([*gaps, *(one + 1 + abs(one) for one in levels[-1:]), 0.123456789]))
    if any(abs(one - threshold) < 1e-10 * (1 + abs(one)) for one in levels):
        return
    symbol = data.draw(st.sampled_from("<>"))
    text = f"{measure.text.replace('{}', f'{name}[t{lag:+d}]' if lag else f'{name}[t]')} {symbol} {threshold!r}"
    right = {t for t, one in worth.items() if (one < threshold if symbol == "<" else one > threshold)}

    stops = BreakpointStops(tape)
    hits = stops.hits(Breakpoint("condition", text))
    assert hits is not None, stops.problems
    listed = [hits[i] for i in range(len(hits))]
    assert sorted(one.timestep for one in listed) == sorted(right)
    assert [one.cursor.position for one in listed] == sorted(one.cursor.position for one in listed)
    for one in listed:
        assert one.threshold == pytest.approx(threshold)
        assert one.actual == pytest.approx(worth[one.timestep], rel=1e-9, abs=1e-12)
        if lag == 0:  # the first stop at which the value is known
            assert one.timestep in tape.known(name, one.cursor.position)
            assert one.timestep not in tape.known(name, one.cursor.position - 1)
    places = sorted({one.cursor.position for one in listed})
    fresh = BreakpointStops(tape)
    assert all_stops(fresh, Breakpoint("condition", text), 1) == places
    assert all_stops(BreakpointStops(tape), Breakpoint("condition", text), -1) == places[::-1]


@settings(max_examples=40)
@given(st.integers(0, 60), st.lists(st.integers(0, 400), min_size=1, max_size=4), st.integers(0, 100), st.data())
def test_that_the_nearest_of_several_breakpoints_is_found(
    seed: int, quantiles: list[int], at: int, data: st.DataObject
) -> None:
    tape = tape_of(seed)
    name = next(name for name in tape.graph.named if tape.graph.timed(name) and not tape.graph.index(name))
    several = [Breakpoint("condition", f"sum({name}[t]) > {one / 200 - 1}") for one in quantiles]
    several += [Breakpoint("timestep", timestep=at % (tape.timesteps + 3) + 1), Breakpoint("equation", name)]
    position = at % tape.stops
    inside = data.draw(st.integers(0, 30))
    start = within(tape, Cursor(position, inside))
    there = operations(tape, position)
    if there:
        one = there[inside % len(there)].name
        several += [Breakpoint("operation", one), Breakpoint("operation", one, condition=f"sum({name}[t]) > 0.2")]
    several = [replace(one, enabled=data.draw(st.booleans())) for one in several]
    stops = BreakpointStops(tape)
    cursors: dict[Cursor, set[Breakpoint]] = {}
    for each in several:
        if each.enabled and (hits := stops.hits(each)) is not None:
            for hit in hits:
                cursors.setdefault(hit.cursor, set()).add(each)
    ahead, behind = [one for one in cursors if one > start], [one for one in cursors if one < start]
    search = BreakpointStops(tape)
    on, back = search.continue_(several, start), search.reverse_continue(several, start)
    assert on.cursor == min(ahead, default=Cursor(tape.stops - 1))
    assert back.cursor == max(behind, default=Cursor())
    assert set(on.reached) == (cursors[on.cursor] if ahead else set())
    assert set(back.reached) == (cursors[back.cursor] if behind else set())


@given(st.integers(1, 6), st.sampled_from(COUNTING))
def test_that_a_hit_count_is_counted_from_the_start_in_either_direction(count: int, counting: str) -> None:
    tape = lecture.vanilla(timesteps=12)
    always = Breakpoint("condition", "L[t] > 1.4")
    places = all_stops(BreakpointStops(tape), always, 1)
    assert len(places) > 2
    right = {
        "always": places,
        "nth": places[count - 1 : count],
        "every": places[count - 1 :: count],
        "from": places[count - 1 :],
    }[counting]
    one = replace(always, counting=counting, count=count)
    assert all_stops(BreakpointStops(tape), one, 1) == right
    assert all_stops(BreakpointStops(tape), one, -1) == right[::-1]


def test_that_timesteps_phases_equations_and_operations_stop_where_they_are_told() -> None:
    tape = lecture.vanilla(timesteps=4)
    stops = BreakpointStops(tape)
    assert all_stops(stops, Breakpoint("timestep", timestep=3), 1) == [3, 6]
    assert all_stops(stops, Breakpoint("phase", "backward"), 1) == [4]
    assert all_stops(stops, Breakpoint("phase", "forward"), 1) == [0]
    assert all_stops(stops, Breakpoint("timestep", timestep=9), 1) == []
    for direction in (1, -1):
        for name in ("h", "dW_hh", "h.1", "dy"):
            first = 4 if name.startswith("d") else 0
            names = [one.name for one in operations(tape, first)]
            right = [Cursor(position, names.index(name)) for position in range(first, first + 4)][::direction]
            assert all_cursors(stops, Breakpoint("operation", name), direction) == right, "before the operation"
        assert all_stops(stops, Breakpoint("equation", "h"), direction) == [0, 1, 2, 3][::direction]
    equation = all_cursors(stops, Breakpoint("equation", "y"), 1)
    names = [one.name for one in operations(tape, 0)]
    assert equation == [Cursor(position, names.index("h") + 1) for position in range(4)], "before its first operation"


def test_that_a_hit_of_an_operation_is_about_the_timestep_that_it_stops_in() -> None:
    tape = lecture.vanilla(timesteps=4)
    hits = BreakpointStops(tape).hits(Breakpoint("operation", "dh"))
    assert hits is not None
    assert [(hit.timestep, hit.stop) for hit in hits] == [(4, 5), (3, 6), (2, 7), (1, 8)]
    begins = BreakpointStops(tape).hits(Breakpoint("phase", "backward"))
    assert begins is not None
    assert [(hit.cursor, hit.stop, hit.timestep) for hit in begins] == [(Cursor(4), 5, 4)]


@settings(max_examples=60)
@given(st.integers(0, 60), st.data())
def test_that_a_condition_beside_a_place_lets_it_stop_only_where_it_is_known_and_holds(
    seed: int, data: st.DataObject
) -> None:
    tape = tape_of(seed)
    name = data.draw(st.sampled_from(readable(tape)))
    threshold = data.draw(st.sampled_from([-0.5, 0.0123, 0.4]))
    kind = data.draw(st.sampled_from(["timestep", "equation", "operation"]))
    defined = [one for one in tape.graph.named if tape.graph.timed(one)]
    plain = Breakpoint(kind, data.draw(st.sampled_from(defined)), timestep=data.draw(st.integers(1, tape.timesteps)))
    places = BreakpointStops(tape).hits(plain)
    assert places is not None
    right = [
        hit.cursor
        for hit in places
        if hit.timestep in tape.known(name, hit.stop) and float(np.sum(value(tape, name, hit.timestep))) > threshold
    ]
    one = replace(plain, condition=f"sum({name}[t]) > {threshold!r}")
    assert all_cursors(BreakpointStops(tape), one, 1) == right
    assert all_cursors(BreakpointStops(tape), one, -1) == right[::-1]
    hits = BreakpointStops(tape).hits(one)
    assert hits is not None
    assert all(hit.actual is not None and hit.actual > threshold for hit in hits)


def test_that_a_condition_beside_what_cannot_have_one_or_that_is_wrong_is_refused() -> None:
    with pytest.raises(BreakpointError):
        Breakpoint("phase", "backward", condition="L[t] > 1")
    stops = BreakpointStops(lecture.vanilla())
    wrong = stops.problem(Breakpoint("timestep", timestep=1, condition="norm(zz[t]) > 1"))
    assert wrong is not None
    assert "zz" in wrong.message
    assert str(words(Breakpoint("timestep", timestep=1, condition="L[t] > 1"))) == "t = 1, if L[t] > 1"
    always = stops.hits(Breakpoint("timestep", timestep=2, condition="norm(dW_hh) > 0"))
    assert always is not None
    assert [hit.cursor for hit in always] == [], "the total is not known before the end of the run"


def test_that_of_several_passes_each_is_found() -> None:
    tape = lecture.bidirectional(timesteps=3)
    stops = BreakpointStops(tape)
    number = next(one.number for one in tape.passes if one.phase == "forward" and "b" in one.equations)
    start = tape.narrative.starts[[one.number for one in tape.passes].index(number)]
    assert all_stops(stops, Breakpoint("phase", f"forward {number}"), 1) == [start]
    assert [one.position for one in all_cursors(stops, Breakpoint("equation", "b"), 1)] == [start, start + 1, start + 2]


def test_that_without_a_breakpoint_ahead_the_run_goes_to_its_end() -> None:
    tape = lecture.vanilla()
    stops = BreakpointStops(tape)
    never = Breakpoint("condition", "norm(h[t]) > 1000")
    assert stops.continue_([never], 2).position == tape.stops - 1
    assert stops.reverse_continue([never], 2).position == 0
    assert stops.continue_([], 0).reached == ()


def test_that_run_to_here_goes_on_to_the_timestep_and_else_back() -> None:
    tape = lecture.vanilla(timesteps=4)
    on = [run_to(tape, Cursor(position), 3).position for position in range(9)]
    assert on == [3, 3, 3, 6, 6, 6, 3, 6, 6]
    back = [run_to(tape, Cursor(position), 3, -1).position for position in range(9)]
    assert back == [3, 3, 3, 6, 3, 3, 3, 6, 6]
    assert run_to(tape, Cursor(2, 1), 3) == Cursor(3)
    assert run_to(tape, Cursor(3, 1), 3, -1) == Cursor(3), "from inside a timestep, where it began lies behind"
    assert run_to(tape, Cursor(2, 1), 99) == Cursor(2, 1)


def test_that_a_breakpoint_of_another_model_stops_nowhere_and_says_why() -> None:
    tape = lecture.vanilla()
    stops = BreakpointStops(tape)
    bad = [Breakpoint("condition", "norm(zz[t]) > 1"), Breakpoint("equation", "x"), Breakpoint("phase", "sideways")]
    bad += [Breakpoint("symptom", "flu"), Breakpoint("condition", "norm(embed(W_hh, target[t])) > 1")]
    good = Breakpoint("timestep", timestep=2)
    assert stops.continue_([*bad, good], 0).position == 2
    assert all(stops.problem(one) is not None for one in bad)
    assert stops.problem(good) is None
    assert stops.hits(bad[0]) is None
    assert problem(bad[0], Model(lecture.VANILLA, sizes={"x": 4, "h": 3, "y": 4})) is not None


def test_that_a_search_can_be_ended_and_keeps_what_it_found() -> None:
    tape = lecture.vanilla(timesteps=20_000)
    stops = BreakpointStops(tape)

    def stop(fraction: float) -> None:
        raise Cancelled

    never = Breakpoint("condition", "norm(h[t]) > 1000")
    with pytest.raises(Cancelled):
        stops.nearest([never], 0, 1, stop)
    assert stops.nearest([never], 0, 1) is None


def test_that_a_search_evaluates_only_what_it_passes() -> None:
    tape = lecture.vanilla(timesteps=20_000)
    stops = BreakpointStops(tape)
    one = Breakpoint("condition", "norm(h[t]) > 0")
    assert stops.continue_([one], 0).position == 1
    found = stops.of(one)
    assert found is not None
    assert sum(len(truth) for truth in found.triggers[0]._truth.values()) < 10_000


PLAIN = st.builds(
    lambda kind, condition, **rest: Breakpoint(kind, condition=condition if KINDS[kind].conditional else "", **rest),
    kind=st.sampled_from(list(KINDS)),
    condition=st.sampled_from(["", "L[t] > 1"]),
    text=st.text(max_size=20),
    timestep=st.integers(0, 10**6),
    threshold=st.floats(allow_nan=False),
    enabled=st.booleans(),
    counting=st.sampled_from(COUNTING),
    count=st.integers(1, 10**6),
)


@given(PLAIN)
def test_that_a_breakpoint_survives_as_plain_data_and_is_said_in_words(one: Breakpoint) -> None:
    plain = one.to_plain()
    assert all(isinstance(field, str | int | float | bool) for field in plain.values())
    assert Breakpoint.from_plain(plain) == one
    assert str(words(one)) or not one.text


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
FIELDS = st.sampled_from(
    ["kind", "text", "timestep", "threshold", "enabled", "counting", "count", "condition", "other"]
)


@given(ANYTHING | st.dictionaries(FIELDS, ANYTHING | st.sampled_from(["timestep", "always"]), max_size=5))
def test_that_any_data_are_a_breakpoint_or_refused(data: Any) -> None:
    try:
        found = Breakpoint.from_plain(data)
    except BreakpointError:
        return
    assert Breakpoint.from_plain(found.to_plain()) == found or found.threshold != found.threshold
