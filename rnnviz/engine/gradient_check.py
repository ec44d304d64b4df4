"""A tape's gradients against differences of its loss.

A parameter is changed a little, everywhere or at one timestep alone, the equations are evaluated again, and what the
loss does is held against what the tape says. The complex step (Squire & Trapp, SIAM Review 1998) has no cancellation
and is exact to rounding. Central differences are good to some 1e-7, and see the loss from outside only: they know
nothing of `stop` or of a cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.engine.contributions import Contributions
from rnnviz.engine.data import border, load
from rnnviz.engine.execution import Altered, Progress, execute, no_progress
from rnnviz.engine.tape import Tape
from rnnviz.engine.values import Values
from rnnviz.equations.kernels import Array

TINY = 1e-200
"""The complex step. Its square is 0: where a value is 0, the step decides on no side of a kink (abs, relu)."""
STEP = 1e-6
CENTRAL_TOLERANCE = 1e-5


@dataclass(frozen=True)
class Comparison:
    """One number of the tape and the difference quotient for it. `timestep` is None for a sum over all timesteps; an
    initial state is named as `Tape.initial_gradients` names it, with `initial` true."""

    parameter: str
    element: tuple[int, ...]
    timestep: int | None
    gradient: float
    difference: float
    scale: float
    initial: bool = False

    @property
    def error(self) -> float:
        """|gradient − difference| / max(1, largest difference of this parameter); inf where only one is finite."""
        if np.isfinite(self.gradient) != np.isfinite(self.difference):
            return float("inf")
        if not np.isfinite(self.gradient):
            return 0.0
        return abs(self.gradient - self.difference) / max(1.0, self.scale)


@dataclass(frozen=True)
class GradientCheck:
    """What was compared, and how. `method` is "complex" or "central"; `complete` tells whether every element and
    every timestep was, or a seeded sample of them."""

    method: str
    comparisons: tuple[Comparison, ...]
    complete: bool
    tolerance: float

    @property
    def worst(self) -> Comparison | None:
        """The comparison with the largest error; None if the model has nothing to compare."""
        return max(self.comparisons, key=lambda one: one.error, default=None)

    def worst_of(self, parameter: str, total: bool) -> Comparison | None:
        """The worst of one parameter: of its sums over time, or of its single timesteps."""
        mine = [one for one in self.comparisons if one.parameter == parameter and (one.timestep is None) == total]
        return max(mine, key=lambda one: one.error, default=None)

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.parameter for one in self.comparisons))

    @property
    def passed(self) -> bool:
        return all(one.error <= self.tolerance for one in self.comparisons)


def gradient_check(
    tape: Tape, method: str = "complex", limit: int = 400, seed: int = 0, progress: Progress = no_progress
) -> GradientCheck:
    """Compares the tape's gradients, contributions and initial-state gradients with differences of its loss.

    `limit` bounds how many numbers of each parameter are compared, half of them sums over time and half single
    timesteps; beyond it a sample drawn from `seed` is. Raises ValueError for an unknown method, or for central
    differences of a truncated tape; and whatever `progress` raises, to end early.
    """
    if method not in ("complex", "central"):
        raise ValueError(f"{method!r} is no method: there are 'complex' and 'central'")
    if method == "central" and tape.truncate is not None:
        raise ValueError("central differences see through the cuts of truncation: use the complex step")
    check = Checker(tape, method, limit, np.random.default_rng(seed))
    check.progress = progress
    names = [*tape.graph.parameters, *check.initial_states()]
    found: list[Comparison] = []
    for number, name in enumerate(names):

        def inner(fraction: float, number: int = number) -> None:
            check.fraction = (number + fraction) / len(names)
            progress(check.fraction)

        found.extend(check.parameter(name, inner) if name in tape.graph.parameters else check.initial(name, inner))
    return GradientCheck(method, tuple(found), check.complete, tolerance_of(tape.values.dtype, method))


def tolerance_of(dtype: Any, method: str = "complex") -> float:
    """The largest error that is rounding, for gradients of this precision."""
    if np.dtype(dtype).itemsize <= 4:
        return 1e-4
    return CENTRAL_TOLERANCE if method == "central" else 1e-10


def peak(array: Array) -> int:
    """Where, counted flat, the largest finite magnitude of an array is."""
    return int(np.argmax(np.nan_to_num(np.abs(array), posinf=0.0)))


class Checker:
    def __init__(self, tape: Tape, method: str, limit: int, random: np.random.Generator) -> None:
        self.tape, self.method, self.limit, self.random = tape, method, limit, random
        self.complete = True
        self.progress: Progress = no_progress
        self.fraction = 0.0
        self.dtype = np.dtype(np.complex128 if method == "complex" else np.float64)

    def still_wanted(self, fraction: float) -> None:
        """Lets the caller's progress end the check in the middle of a run."""
        self.progress(self.fraction)

    def initial_states(self) -> list[str]:
        """The initial states that no parameter is, by the keys of `Tape.initial_gradients`."""
        learned = {
            (one.state, one.border if one.border <= 0 else self.tape.timesteps + one.border)
            for one in self.tape.graph.parameters.values()
            if one.border is not None
        }
        return [key for key in self.tape.initial_gradients if self.place(key) not in learned]

    def place(self, key: str) -> tuple[str, int]:
        """The state and the timestep that a key names: `h` and `h[0]` are mostly the same."""
        return border(self.tape.graph, key, self.tape.values)

    def loss(self, parameters: Mapping[str, Any], initial: Mapping[str, Any], altered: Altered | None = None) -> Any:
        tape = self.tape
        values = Values(tape.timesteps, tape.values.pad, self.dtype)
        load(tape.graph, values, tape.extent, tape.data, parameters, initial)
        execute(tape.graph, tape.graph.losses, values, tape.extent, self.still_wanted, altered)
        return sum(values.rows(name, 1, tape.timesteps).sum() for name in tape.graph.losses)

    def quotient(self, loss: Any) -> float:
        """The derivative along a change: `loss(step)` evaluates the total loss at that step."""
        if self.method == "complex":
            return float(np.imag(loss(1j * TINY)) / TINY)
        return float(np.real(loss(STEP) - loss(-STEP)) / (2 * STEP))

    def along(
        self, name: str, element: tuple[int, ...], timestep: int | None = None, initial: bool = False
    ) -> Callable[[complex], Any]:
        """The total loss as a function of a step in one element: of a parameter at all timesteps or at one alone, or
        of an initial state."""
        tape = self.tape
        if initial:
            # It may have been given by another key for the same place.
            others = {own: value for own, value in tape.initial.items() if self.place(own) != self.place(name)}
            mine = [value for own, value in tape.initial.items() if own not in others]
            start = np.asarray(mine[0] if mine else np.zeros(tape.initial_gradients[name].shape))
            return lambda step: self.loss(tape.parameters, {**others, name: self.changed(start, element, step)})
        array = np.asarray(tape.parameters[name])
        if timestep is None:
            return lambda step: self.loss({**tape.parameters, name: self.changed(array, element, step)}, tape.initial)
        constants = {key: np.array(tape.parameters[key], self.dtype) for key in self.tied()}
        return lambda step: self.loss(
            tape.parameters, tape.initial,
            Altered(timestep, {**constants, name: self.changed(array, element, step)}),
        )  # fmt: skip

    def changed(self, array: Array, element: tuple[int, ...], step: complex) -> Array:
        changed = np.array(array, self.dtype)
        changed[element] += step if self.method == "complex" else step.real
        return changed

    def sample(self, count: int, most: int, first: int = 0) -> Iterator[int]:
        """Some of `count` places, `first` among them; all, if they are few."""
        if count <= most:
            return iter(range(count))
        self.complete = False
        others = self.random.choice(count, most, replace=False).tolist()
        return iter(sorted({first, *[one for one in others if one != first][: most - 1]}))

    def largest(self, contributions: Contributions) -> int:
        """The place of the largest number among the contributions of all timesteps: most others of a long run may be
        too small to show a fault."""
        t = peak(contributions.norms)
        return t * int(np.prod(contributions.shape)) + peak(contributions.at(t + 1))

    def parameter(self, name: str, progress: Progress) -> list[Comparison]:
        tape = self.tape
        array = np.asarray(tape.parameters[name])
        one = tape.graph.parameters[name]
        contributions = tape.contributions(name)
        single = one.state is None and not one.untied
        half = max(1, self.limit // 2)
        elements = list(self.sample(array.size, half, peak(contributions.total)))
        places: list[int] = []
        if single:
            places = list(self.sample(array.size * tape.timesteps, half, self.largest(contributions)))
        rows: list[tuple[tuple[int, ...], int | None, float, float]] = []
        for done, flat in enumerate([*elements, *places], 1):
            t, position = divmod(flat, array.size) if done > len(elements) else (None, flat)
            element = tuple(int(i) for i in np.unravel_index(position, array.shape)) if array.shape else ()
            timestep = None if t is None else t + 1
            gradient = (contributions.total if timestep is None else contributions.at(timestep))[element]
            rows.append((element, timestep, float(gradient), self.quotient(self.along(name, element, timestep))))
            progress(done / (len(elements) + len(places)))
        return self.comparisons(name, rows)

    def tied(self) -> list[str]:
        return [one.name for one in self.tape.graph.parameters.values() if one.state is None and not one.untied]

    def initial(self, key: str, progress: Progress) -> list[Comparison]:
        tape = self.tape
        gradient = tape.initial_gradients[key]
        rows: list[tuple[tuple[int, ...], int | None, float, float]] = []
        for flat in self.sample(gradient.size, max(1, self.limit // 2), peak(gradient)):
            element = tuple(int(i) for i in np.unravel_index(flat, gradient.shape)) if gradient.shape else ()
            loss = self.along(key, element, initial=True)
            rows.append((element, None, float(gradient[element]), self.quotient(loss)))
        progress(1.0)
        return self.comparisons(key, rows, initial=True)

    def comparisons(
        self, name: str, rows: list[tuple[tuple[int, ...], int | None, float, float]], initial: bool = False
    ) -> list[Comparison]:
        finite = [abs(row[3]) for row in rows if np.isfinite(row[3])]
        scale = max(finite, default=0.0)
        return [Comparison(name, *row, scale, initial) for row in rows]
