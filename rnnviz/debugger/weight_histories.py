"""What every timestep adds to the gradient of one element of a parameter, and which loss sent it.

The amounts come from the contributions' factors, a number a timestep; no matrix is formed. Which loss sent them is the
derivative of every loss by that element, at one timestep or at all, by the complex step (Squire & Trapp, SIAM Review
1998): one more forward run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from rnnviz.debugger.excerpt import clipped
from rnnviz.engine.contributions import Contributions
from rnnviz.engine.execution import Altered, Progress, execute, no_progress
from rnnviz.engine.factor_kinds import Derived, Elementwise, Factor, Product, RankOne, TableRow
from rnnviz.engine.values import Extent, Values, frozen
from rnnviz.equations.kernels import Array

if TYPE_CHECKING:
    from rnnviz.engine import Tape

FOLLOWED = 512
"""How many timesteps on either side of one contribution its losses are looked for in a longer run."""
_CHUNK = 8192
_BASIS = 20_000
_TINY = 1e-30


@dataclass(frozen=True)
class WeightHistory:
    """The contributions to one element of a parameter's gradient: `amounts[t - 1]` is dW[t][element]."""

    tape: Tape
    parameter: str
    element: tuple[int, ...]
    amounts: Array

    @cached_property
    def total(self) -> float:
        """dW[element]; of an untied parameter, whose timesteps are not added, the sum all the same."""
        return float(np.sum(self.amounts))

    @cached_property
    def added(self) -> float:
        """The sum of the positive amounts."""
        return float(np.sum(self.amounts[self.amounts > 0]))

    @cached_property
    def taken(self) -> float:
        """The sum of the negative amounts."""
        return float(np.sum(self.amounts[self.amounts < 0]))

    @cached_property
    def shares(self) -> Array:
        """Each timestep's part of the sizes of all amounts, (T,)."""
        whole = self.added - self.taken
        return frozen(np.abs(self.amounts) / whole if whole > 0 else np.zeros(len(self.amounts)))

    def largest(self, count: int) -> list[tuple[int, float]]:
        """(timestep, amount) of the largest amounts, whatever their sign."""
        sizes = -np.nan_to_num(np.abs(self.amounts), nan=np.inf)
        count = min(count, len(sizes))
        first = np.argpartition(sizes, count - 1)[:count] if count else np.array([], int)
        order = first[np.lexsort((first, sizes[first]))]
        return [(int(i) + 1, float(self.amounts[i])) for i in order]

    def running_sum(self) -> Array:
        """The sum over t, t + 1, …, T for every t, (T,): how the total came about."""
        return np.asarray(np.cumsum(self.amounts[::-1])[::-1])

    def by_loss(self, timestep: int | None = None, progress: Progress = no_progress) -> ByLoss:
        """Which loss sent what: to one timestep's contribution, or (None) to the total. See `ByLoss`."""
        return by_loss(self.tape, self.parameter, self.element, timestep, progress)


@dataclass(frozen=True)
class ByLoss:
    """`amounts[name][i]` is what the loss `name` of timestep `first + i` sent; together they are the contribution.

    `complete` says whether all losses were looked at: in a long run those within `FOLLOWED` timesteps are.
    """

    first: int
    amounts: Mapping[str, Array]
    complete: bool

    @property
    def total(self) -> Array:
        """All losses of each timestep, added."""
        return np.asarray(sum(self.amounts.values()))


def weight_history(tape: Tape, parameter: str, element: tuple[int, ...] = ()) -> WeightHistory:
    """What every timestep adds to dW[element]. KeyError for what is no parameter, IndexError for what is no element."""
    contributions = tape.contributions(parameter)
    if len(element) != len(contributions.shape) or any(
        not 0 <= i < n for i, n in zip(element, contributions.shape, strict=True)
    ):
        raise IndexError(f"{parameter} has the shape {contributions.shape}, and no element {element}")
    with np.errstate(all="ignore"):
        amounts = amounts_of(contributions, element)
    return WeightHistory(tape, parameter, tuple(int(i) for i in element), frozen(amounts))


def amounts_of(contributions: Contributions, element: tuple[int, ...]) -> Array:
    """dW[t][element] of every timestep, (T,)."""
    out = np.zeros(contributions.timesteps)
    for factor in contributions.factors:
        if isinstance(factor, Derived):
            out[factor.first - 1 : factor.last] += carried(factor, element)[factor.first - 1 : factor.last]
            continue
        for first in range(factor.first, factor.last + 1, _CHUNK):
            last = min(first + _CHUNK - 1, factor.last)
            out[first - 1 : last] += elements(factor, element, first, last)
    return out


def elements(factor: Factor, element: tuple[int, ...], first: int, last: int) -> Array:
    """The element of some timesteps' contributions by one factor."""
    column: Any = (slice(None), *element)
    if isinstance(factor, RankOne):
        return np.asarray(factor.a(first, last)[:, element[0]] * factor.b(first, last)[:, element[1]])
    if isinstance(factor, Product):
        return np.asarray(np.sum(factor.a(first, last)[:, element[0]] * factor.b(first, last)[:, element[1]], -1))
    if isinstance(factor, TableRow):
        mine = factor.k(first, last) == element[0]
        return np.where(mine, factor.g(first, last)[:, element[1]], 0)
    if isinstance(factor, Elementwise):
        return np.asarray(factor.value(first, last)[column])
    return np.asarray(factor.each(first, last)[column])


def carried(factor: Derived, element: tuple[int, ...]) -> Array:
    """Of a parameter inside an expression: the rule is linear, and so one element of its result is a weighted sum of
    the expression's elements, mostly of one."""
    shape = factor.source.shape
    out = np.zeros(factor.source.timesteps)
    if int(np.prod(shape)) > _BASIS:
        for first in range(factor.first, factor.last + 1, 64):
            last = min(first + 63, factor.last)
            out[first - 1 : last] = elements(factor, element, first, last)
        return out
    for place in np.ndindex(shape):
        basis = np.zeros(shape, factor.source.dtype)
        basis[place] = 1
        weight = float(np.asarray(factor.rule(basis))[element])
        if weight:
            out += weight * amounts_of(factor.source, place)
    return out


def by_loss(
    tape: Tape, parameter: str, element: tuple[int, ...], timestep: int | None, progress: Progress
) -> ByLoss:  # fmt: skip
    first, last = 1, tape.timesteps
    if timestep is not None:
        first, last = max(1, timestep - FOLLOWED), min(tape.timesteps, timestep + FOLLOWED)
        if tape.truncate is not None:
            first = 1 + (first - 1) // tape.truncate * tape.truncate
    if tape.graph.parameters[parameter].state is not None:
        timestep, first, last = None, 1, tape.timesteps  # it is read once
    values, extent, altered = perturbed(tape, parameter, element, timestep, first, last)
    execute(tape.graph, tape.graph.losses, values, extent, progress, altered)
    amounts = {name: frozen(np.imag(values.rows(name, 1, values.timesteps)) / _TINY) for name in tape.graph.losses}
    return ByLoss(first, amounts, (first, last) == (1, tape.timesteps))


def perturbed(
    tape: Tape, parameter: str, element: tuple[int, ...], timestep: int | None, first: int, last: int
) -> tuple[Values, Extent, Altered | None]:
    """A stretch of the run before it is computed, in complex numbers, with the element a little off the real line: at
    one timestep, or at all."""
    one = tape.graph.parameters[parameter]
    count, pad = last - first + 1, tape.values.pad
    values = Values(count, pad, np.dtype(np.complex128))
    names = {*tape.graph.streams, *(name for name, own in tape.graph.parameters.items() if own.untied)}
    for name in names & set(tape.values.timed):
        values.timed[name] = tape.values.timed[name][first - 1 : last + 2 * pad]
        values.complete.add(name)
    for state in tape.graph.states:
        rows = tape.values.timed[state][first - 1 : last + 2 * pad]
        values.timed[state] = rows.astype(rows.dtype if rows.dtype.kind == "i" else np.complex128)
    constants: dict[str, Any] = {
        name: np.array(tape.parameters[name], np.complex128)
        for name, own in tape.graph.parameters.items() if own.state is None and not own.untied
    }  # fmt: skip
    values.constant.update(constants)
    altered = None
    if one.state is not None:
        place = one.border if one.border is not None and one.border <= 0 else tape.timesteps + (one.border or 0)
        values.timed[one.state][(place - first + pad, *element)] += 1j * _TINY
    elif one.untied:
        rows = values.timed[parameter].astype(np.complex128)
        at = slice(pad, pad + count) if timestep is None else timestep - first + pad
        rows[(at, *element)] += 1j * _TINY
        values.timed[parameter] = rows
    else:
        changed = np.array(constants[parameter])
        changed[element] += 1j * _TINY
        if timestep is None:
            values.constant[parameter] = changed
        else:
            altered = Altered(timestep - first + 1, {**constants, parameter: changed})
    ranges = tuple(clipped(start - first + 1, stop - first + 1, count) for start, stop in tape.extent.ranges)
    return values, Extent(ranges, tape.truncate), altered
