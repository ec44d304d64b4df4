"""Steps of three sizes on random models, against a debugger of a few lines that has all entries in a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rnnviz.debugger.breakpoint import Breakpoint
from rnnviz.debugger.breakpoints import BreakpointStops, run_to
from rnnviz.debugger.operation_words import operation_done, operation_to_come
from rnnviz.debugger.step_levels import Cursor, into, known, operations, out, over, within
from rnnviz.engine import Tape
from rnnviz.equations import Operation
from rnnviz.models import gallery
from rnnviz.models.model import Model
from rnnviz.models.text import TextSequence
from rnnviz.models.text_model import text_data, text_model
from tests.debugger.conftest import Run
from tests.reference.comparison import tape_of
from tests.reference.random_systems import random_system

CELLS = [entry.name for entry in gallery.cells()]
OWN = {
    "two directions": (
        "f[t] = tanh(W @ f[t-1] + U @ x[t])\nb[t] = tanh(V @ b[t+1] + R @ x[t])\ny[t] = M @ f[t] + N @ b[t]\n"
        "L[t] = mse(y[t], target[t])",
        {"x": 2, "target": 1, "f": 2, "b": 2, "y": 1},
    ),
    "untied": (
        "untied W\nh[t] = h[t-1] + tanh(W[t] @ h[t-1] + U @ x[t])\nL[t] = mse(sum(h[t]), target[t])",
        {"x": 2, "target": 0, "h": 2},
    ),
    "no loss": ("h[t] = tanh(w * h[t-1] + x[t])", {"x": 0, "h": 0, "w": 0}),
}


def made(which: str, timesteps: int, truncate: int | None) -> Tape:
    if which not in OWN:
        sequence = TextSequence("abacabad"[: timesteps + 1])
        model = text_model(gallery.cell(which).body, sequence, hidden=2)
        return model.run(text_data(model, sequence), truncate=truncate)
    text, sizes = OWN[which]
    own = Model(text, sizes=sizes, seed=1, timesteps=timesteps)
    numbers = np.random.default_rng(2)
    data = {name: numbers.normal(size=(timesteps, *stream.shape)) for name, stream in own.graph.streams.items()}
    return own.run(data, truncate=truncate)


class ListOfEntries:
    """A debugger that has every entry in a list, and looks for stops where the timestep or the pass changes.

    A timestep in which nothing is computed has one entry, without a name.
    """

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        moments = [(each, t) for each in tape.passes for t in each.timesteps]
        told = [[one.name for one in operations(tape, position)] or [""] for position in range(len(moments))]
        self.entries = [
            (each.phase, each.number, t, name) for (each, t), names in zip(moments, told, strict=True) for name in names
        ]
        self.stops = [0, *accumulate(len(names) for names in told)]
        passes = [one[:2] for one in self.entries]
        self.borders = [i for i in range(len(passes) + 1) if i in (0, len(passes)) or passes[i] != passes[i - 1]]
        self.at = 0
        self.breakpoints: dict[Breakpoint, set[int]] = {}

    def cursor(self) -> Cursor:
        """Where the list stands, in the session's two numbers."""
        position = max(i for i, stop in enumerate(self.stops) if stop <= self.at)
        return Cursor(position, self.at - self.stops[position])

    def over(self, count: int) -> None:
        for _ in range(abs(count)):
            self._beyond(self.stops, 1 if count > 0 else -1)

    def into(self, direction: int) -> None:
        self.at = min(max(self.at + direction, 0), len(self.entries))

    def out(self, direction: int) -> None:
        self._beyond(self.borders if self.at in self.stops else self.stops, direction)

    def _beyond(self, places: list[int], direction: int) -> None:
        found = [one for one in places if (one - self.at) * direction > 0]
        self.at = min(found, key=lambda one: abs(one - self.at), default=self.at)

    def known(self) -> dict[str, set[int]]:
        """The timesteps of every name that has been computed."""
        found: dict[str, set[int]] = {}
        for _, _, timestep, name in self.entries[: self.at]:
            found.setdefault(name, set()).add(timestep)
        return found

    def proceed(self, direction: int) -> set[Breakpoint]:
        """To the nearest place of any breakpoint; which of them are there."""
        places = {place for found in self.breakpoints.values() for place in found}
        beyond = [place for place in places if (place - self.at) * direction > 0]
        self.at = min(beyond, key=lambda one: abs(one - self.at), default=len(self.entries) if direction > 0 else 0)
        return {one for one, found in self.breakpoints.items() if beyond and self.at in found}

    def run_to(self, timestep: int, direction: int) -> None:
        there = [stop for stop in self.stops[1:] if self.entries[stop - 1][2] == timestep]
        for way in (direction, -direction):
            beyond = [stop for stop in there if (stop - self.at) * way > 0]
            if beyond:
                self.at = min(beyond, key=lambda one: abs(one - self.at))
                return

    def stop_after(self, place: int) -> int:
        return next(stop for stop in self.stops if stop > place)

    def set_breakpoint(self, one: Breakpoint) -> None:
        """Finds all places of a breakpoint by looking at every entry."""
        before = one.kind in ("equation", "operation")
        if one.kind == "timestep":
            found = [stop for stop in self.stops[1:] if self.entries[stop - 1][2] == one.timestep]
        elif one.kind == "phase":
            found = [i for i, entry in enumerate(self.entries) if entry[:2] == (one.text, 1)][:1]
        elif one.kind == "operation":
            found = [i for i, entry in enumerate(self.entries) if entry[3] == one.text]
        elif one.kind == "equation":
            found = self.equation(one.text)
        else:
            (name,) = NAMED.findall(one.text)
            found = [self.stop_after(i) for i, entry in enumerate(self.entries) if entry[3] == name]
            found = [i for i in found if self.holds(one.text, self.entries[i - 1][2])]
        if one.condition:
            name = NAMED.findall(one.condition)[0]
            found = [i for i in found if self.is_there(name, self.stop_after(i) if before else i)]
            found = [i for i in found if self.holds(one.condition, self.entries[i if before else i - 1][2])]
        self.breakpoints[one] = set(found)

    def equation(self, name: str) -> list[int]:
        graph = self.tape.graph if name in self.tape.graph.definitions else self.tape.adjoint
        found = []
        for start, stop in pairwise(self.stops):
            lines = [line for line in graph.equations if name in line.names]
            parts = [{one.name for one in line.operations} for line in lines]
            here = [i for i in range(start, stop) if any(self.entries[i][3] in names for names in parts)]
            told = any(self.entries[i][3] == name for i in range(start, stop))
            found += here[:1] if told else []
        return found

    def is_there(self, name: str, stop: int) -> bool:
        """Whether a value has been computed at the timestep that ends at a stop."""
        timestep = self.entries[stop - 1][2]
        return any(done == name and t == timestep for _, _, t, done in self.entries[:stop])

    def holds(self, condition: str, timestep: int) -> bool:
        (name,) = NAMED.findall(condition)
        return float(np.sum(value_of(self.tape, name, timestep))) > float(condition.split(">")[1])


NAMED = re.compile(r"sum\(([\w.]+)\[t\]\) > ")


def value_of(tape: Tape, name: str, timestep: int) -> Any:
    if name[1:] in tape.graph.parameters:
        return tape.contributions(name[1:]).at(timestep)
    return tape.value(name, timestep)


class Debugger(RuleBasedStateMachine):
    """Random commands, given to both."""

    @initialize(
        which=st.one_of(st.sampled_from([*CELLS, *OWN]), st.integers(0, 40)),
        timesteps=st.integers(1, 5),
        cut=st.sampled_from([None, None, 1, 2]),
    )
    def begin(self, which: str | int, timesteps: int, cut: int | None) -> None:
        self.tape = made(which, timesteps, cut) if isinstance(which, str) else tape_of(random_system(which))
        self.stops = BreakpointStops(self.tape)
        self.list = ListOfEntries(self.tape)
        self.names = sorted({name for *_, name in self.list.entries if name})
        graphs = (self.tape.graph, self.tape.adjoint)
        self.results = sorted({name for graph in graphs for name in graph.named if name in self.names})
        self.cursor = Cursor()
        self.seen: dict[Cursor, tuple[Any, ...]] = {}

    @rule(count=st.integers(-4, 4))
    def step_over(self, count: int) -> None:
        self.cursor = over(self.tape, self.cursor, count)
        self.list.over(count)

    @rule(count=st.integers(1, 30), direction=st.sampled_from([1, -1]))
    def step_into(self, count: int, direction: int) -> None:
        for _ in range(count):
            self.cursor = into(self.tape, self.cursor, direction)
            self.list.into(direction)
            assert self.cursor == self.list.cursor()

    @rule(direction=st.sampled_from([1, -1]))
    def step_out(self, direction: int) -> None:
        self.cursor = out(self.tape, self.cursor, direction)
        self.list.out(direction)

    @rule(count=st.integers(1, 60))
    def there_and_back(self, count: int) -> None:
        """n operations on and n back, everything is as it was."""
        before, shown = self.cursor, self.shown()
        count = min(count, len(self.list.entries) - self.list.at)
        for _ in range(count):
            self.cursor = into(self.tape, self.cursor)
        for _ in range(count):
            self.cursor = into(self.tape, self.cursor, -1)
        assert (self.cursor, self.shown()) == (before, shown)

    @rule(data=st.data(), kind=st.sampled_from(["timestep", "phase", "equation", "operation", "condition"]))
    def set_breakpoint(self, data: st.DataObject, kind: str) -> None:
        if not self.names:
            return
        result, threshold = data.draw(st.sampled_from(self.results)), data.draw(st.sampled_from([-0.3, 0.017, 0.5]))
        condition = f"sum({result}[t]) > {threshold}"
        text = {
            "phase": data.draw(st.sampled_from(sorted({one.phase for one in self.tape.passes}))),
            "equation": data.draw(st.sampled_from(self.results)),
            "operation": data.draw(st.sampled_from(self.names)),
            "condition": condition,
        }.get(kind, "")
        beside = condition if kind in ("timestep", "equation", "operation") and data.draw(st.booleans()) else ""
        timestep = data.draw(st.integers(1, self.tape.timesteps)) if kind == "timestep" else 0
        one = Breakpoint(kind, text, timestep=timestep, condition=beside)
        if self.stops.problem(one) is None:  # an index has no sum
            self.list.set_breakpoint(one)

    @rule()
    def forget_breakpoints(self) -> None:
        self.list.breakpoints.clear()

    @rule(direction=st.sampled_from([1, -1]), count=st.integers(1, 3))
    def proceed(self, direction: int, count: int) -> None:
        search = self.stops.continue_ if direction > 0 else self.stops.reverse_continue
        for _ in range(count):
            found = search(list(self.list.breakpoints), self.cursor)
            self.cursor = found.cursor
            assert set(found.reached) == self.list.proceed(direction)
            assert self.cursor == self.list.cursor()

    @rule(count=st.integers(1, 5))
    def proceed_there_and_back(self, count: int) -> None:
        """As many breakpoints on as there are, up to n, and as many back: the same places from either side."""
        breakpoints, places = list(self.list.breakpoints), [self.cursor]
        while len(places) <= count and (found := self.stops.nearest(breakpoints, places[-1], 1)) is not None:
            places.append(found.cursor)
        cursor = places[-1]
        for before in reversed(places[1:-1]):
            back = self.stops.nearest(breakpoints, cursor, -1)
            assert back is not None
            cursor = back.cursor
            assert cursor == before

    @rule(timestep=st.integers(1, 6), direction=st.sampled_from([1, -1]))
    def run_to_timestep(self, timestep: int, direction: int) -> None:
        self.cursor = run_to(self.tape, self.cursor, timestep, direction)
        self.list.run_to(timestep, direction)

    def shown(self) -> tuple[Any, ...]:
        """All values that may be seen, and the words."""
        values = tuple(
            (name, t, np.asarray(self.tape.value(name, t)).tobytes())
            for name in self.names[::5]
            for t in known(self.tape, name, self.cursor)
        )
        if not self.cursor.inside:
            return values, ()
        return values, (str(operation_done(self.tape, self.cursor)), str(operation_to_come(self.tape, self.cursor)))

    @invariant()
    def agrees(self) -> None:
        assert self.cursor == self.list.cursor()
        assert within(self.tape, self.cursor) == self.cursor
        done = self.list.known()
        for name in self.names:
            assert set(known(self.tape, name, self.cursor)) == done.get(name, set()), name
        if self.cursor.inside:
            shown = self.shown()
            assert self.seen.setdefault(self.cursor, shown) == shown, "another way here, the same picture"


TestDebugger = Debugger.TestCase
TestDebugger.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)


@pytest.mark.parametrize("which", [*CELLS, *OWN])
def test_that_each_operation_of_a_timestep_is_told_once_right_before_the_first_that_reads_it(which: str) -> None:
    tape = made(which, 4, None)
    for position in range(tape.stops - 1):
        moment = tape.moment(position + 1)
        told = operations(tape, position)
        names = [one.name for one in told]
        all_there = [one for line in moment.pass_.lines for one in line.operations]
        assert sorted(names) == sorted(one.name for one in all_there if one.timed)
        for place, one in enumerate(told):
            inputs = {read.name for read in one.reads if not read.lag} & set(names)
            assert inputs <= set(names[:place]), "nothing is read before it is there"
        results = set(moment.pass_.equations)
        for place, name in enumerate(names[:-1]):
            users = [one.name for one in told if any(read.name == name and not read.lag for read in one.reads)]
            if users and name not in results:
                below = inputs_of(told, users, names)
                assert set(names[place + 1 : names.index(min(users, key=names.index))]) <= below


def inputs_of(told: Sequence[Operation], readers: Iterable[str], names: list[str]) -> set[str]:
    """Everything that the first of some operations needs of its timestep."""
    by_name = {one.name: one for one in told}
    waiting, found = [min(readers, key=names.index)], set[str]()
    while waiting:
        below = {read.name for read in by_name[waiting.pop()].reads if not read.lag and read.name in by_name} - found
        found |= below
        waiting += below
    return found


def test_that_what_is_made_of_parameters_alone_is_no_step_and_is_written_out(run: Run) -> None:
    tape = run()
    told = []
    cursor = Cursor(4)
    while (cursor := into(tape, cursor)).inside:
        told.append(str(operation_done(tape, cursor)))
    assert [one.name for one in operations(tape, 0)] == ["h.1", "h.2", "h.3", "h.4", "h", "y.1", "y", "L"]
    assert all(one.timed for one in operations(tape, 4))
    assert not [one for one in told if "W_hy.T (" in one or "W_hy.T =" in one]
    assert [one for one in told if "= W_hy.T @ dy[4] = " in one]


def test_that_the_words_name_the_operation_with_its_timesteps(run: Run) -> None:
    tape = run()
    cursor = Cursor(2)
    for _ in range(2):
        cursor = into(tape, cursor)
    assert cursor == Cursor(2, 2)
    done, to_come = str(operation_done(tape, cursor)), str(operation_to_come(tape, cursor))
    names = [one.name for one in operations(tape, 2)]
    assert done.startswith(f"forward t = 3: {names[1]}[3] = ")
    assert to_come.startswith(f"forward t = 3: {names[2]}[3] = ")
    expected = "forward t = 3: h.3[3] = h.1[3] + h.2[3], a term of the argument of tanh in h"
    assert (done.count("[3]"), to_come) == (2, expected)


def test_that_a_backward_operation_tells_the_forward_operation_that_it_belongs_to(run: Run) -> None:
    tape = run()
    told = []
    cursor = Cursor(4)
    while (cursor := into(tape, cursor)).inside:
        told.append(str(operation_done(tape, cursor)))
    belongs = [one for one in told if one.startswith("backward t = 4: dy") and "cross_entropy(y[4], target[4])" in one]
    assert belongs
    weights = next(one for one in told if one.startswith("backward t = 4: dW_hh[4] = outer("))
    assert weights.endswith("by the rule of W_hh")


@pytest.mark.parametrize("cursor", [Cursor(-1), Cursor(99, 3), Cursor(2, 99), Cursor(2, -1)])
def test_that_a_cursor_from_elsewhere_stands_at_a_stop(run: Run, cursor: Cursor) -> None:
    assert within(run(), cursor) == Cursor(min(max(cursor.position, 0), 8))
