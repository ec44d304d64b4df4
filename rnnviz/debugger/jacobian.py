"""How a state follows from the one before: the Jacobian ∂s[t]/∂s[t−1] of any recurrence, and what products of it do.

The state s is all that a timestep hands to the next: h of a vanilla RNN, c and h of an LSTM, also h[t−1] where h[t−2]
is read. The derivative is of the equations as they stand: `stop` cuts it, truncation does not. It is found by the
adjoint of one timestep, for all elements of the state and many timesteps at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.debugger.recurrence import Detached, Recurrence, detached, recurrences, stream_of
from rnnviz.engine.execution import Progress, execute, no_progress
from rnnviz.engine.values import Extent, Values
from rnnviz.equations import Graph, Read, adjoint
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.equations.kernels import Array

if TYPE_CHECKING:
    from rnnviz.engine import Tape

# So many numbers of Jacobians are held at once, and so much arithmetic is spent on their singular values.
_NUMBERS_AT_ONCE = 4_000_000
_SAMPLED_PRODUCTS = 2_000_000_000
_MOST_SAMPLES = 64
_FEWEST_SAMPLES = 4
_EXACT = 256


@dataclass(frozen=True)
class Growth:
    """What products of Jacobians do to a gradient that travels through them: `factors[i]` is what timestep
    `timesteps[i]` multiplied its length by (0: it ended there). `rate` is their geometric mean where the direction has
    settled, exp of the largest Lyapunov exponent as far as a run of finite length tells."""

    timesteps: Array
    factors: Array
    rate: float


class Jacobian:
    """The Jacobians of one recurrence of a run. `size` is the length N of its state, `parts` says which elements are
    which: (name, age, start, stop)."""

    def __init__(self, tape: Tape, recurrence: Recurrence) -> None:
        self.tape, self.recurrence = tape, recurrence
        self.parts: list[tuple[str, int, int, int]] = []
        start = 0
        for name, age in recurrence.carried:
            stop = start + int(np.prod(tape.graph.shape(name)))
            self.parts.append((name, age, start, stop))
            start = stop
        self.size = start
        self.produced = [(name, first, last) for name, age, first, last in self.parts if age == 0]

    @cached_property
    def timesteps(self) -> range:
        return self.recurrence.timesteps(self.tape.extent)

    @cached_property
    def local(self) -> Detached:
        return detached(self.tape, self.recurrence.operations, self.recurrence.states)

    @cached_property
    def backward(self) -> Graph:
        return adjoint(self.local.graph)

    @cached_property
    def read(self) -> list[tuple[str, int, int]]:
        """The streams that stand for the state before, and where they lie in it; those that a gradient reaches."""
        found = []
        for name, age, start, stop in self.parts:
            stream = stream_of(Read(name, -self.recurrence.direction * (age + 1)))
            if gradient_name(stream) in self.backward.definitions:
                found.append((stream, start, stop))
        return found

    def at(self, timesteps: Array) -> Array:
        """∂s[t]/∂s[t−1] (for a state that runs from right to left ∂s[t]/∂s[t+1]) at some timesteps: (n, N, N), row i
        the derivative of element i."""
        timesteps = np.asarray(timesteps)
        seeds = np.zeros((1, sum(last - first for _, first, last in self.produced), self.size), self.tape.values.dtype)
        rows = np.concatenate([np.arange(first, last) for _, first, last in self.produced])
        seeds[0, np.arange(len(rows)), rows] = 1
        out = np.zeros((len(timesteps), self.size, self.size), self.tape.values.dtype)
        out[:, rows] = self.pulled_back(np.broadcast_to(seeds, (len(timesteps), *seeds.shape[1:])), timesteps)
        for name, age, start, stop in self.parts:
            if age:
                younger = next(first for other, a, first, _ in self.parts if (other, a) == (name, age - 1))
                out[:, np.arange(start, stop), younger + np.arange(stop - start)] = 1
        return out

    def pulled_back(self, gradients: Array, timesteps: Array) -> Array:
        """Gradients at s[t], (n, B, N), carried to s[t−1] by way of the equations: the rows times ∂s[t]/∂s[t−1], but
        for those elements that are only kept from the timestep before."""
        count = gradients.shape[1]
        rows = len(timesteps) * count  # a row for each gradient, not an axis: so numpy multiplies matrices
        values = self.read_by_adjoint(timesteps, count)
        for name, first, last in self.produced:
            seeded = gradient_name(f"{name}@out")
            shape = self.tape.graph.shape(name)
            values.allocate(seeded, shape)[...] = gradients[:, :, first:last].reshape(rows, *shape)
            values.complete.add(seeded)
        wanted = {gradient_name(stream) for stream, _, _ in self.read}
        execute(self.backward, wanted, values, Extent(((1, rows),)))
        out = np.zeros(gradients.shape, self.tape.values.dtype)
        for stream, start, stop in self.read:
            made = values.rows(gradient_name(stream), 1, rows)
            out[:, :, start:stop] = made.reshape(*gradients.shape[:2], stop - start)
        return out

    def read_by_adjoint(self, timesteps: Array, count: int) -> Values:
        """The numbers of the forward run that the adjoint of the timestep reads, each `count` times."""
        graph = self.local.graph
        single = self.local.values(self.tape, timesteps)
        names = {read.name for one in self.backward.operations for read in one.reads}
        missing = (names & set(graph.definitions)) - single.complete
        if missing:
            self.local.compute(single, missing)
        values = Values(len(timesteps) * count, 0, single.dtype)
        values.constant.update(single.constant)
        for name in names & set(single.timed):
            values.timed[name] = np.repeat(single.timed[name], count, 0)
            values.complete.add(name)
        return values

    def vector_back(self, gradients: Array, timesteps: Array) -> Array:
        """Gradients at s[t], (n, N), times the whole ∂s[t]/∂s[t−1]: what a gradient becomes one timestep on its way."""
        out = self.pulled_back(gradients[:, None, :], timesteps)[:, 0]
        for name, age, start, stop in self.parts:
            if age:
                younger = next(first for other, a, first, _ in self.parts if (other, a) == (name, age - 1))
                out[:, younger : younger + stop - start] += gradients[:, start:stop]
        return out

    def sampled(self) -> Array:
        """The timesteps at which singular values are affordable: all of them, or evenly spread ones of a large state or
        a long run."""
        budget = int(_SAMPLED_PRODUCTS / max(1, self.size) ** 3)
        count = min(len(self.timesteps), max(_FEWEST_SAMPLES, min(_MOST_SAMPLES, budget)))
        return np.unique(np.linspace(self.timesteps[0], self.timesteps[-1], count).round().astype(np.int64))

    def singular_values(self, timesteps: Array, progress: Progress = no_progress) -> Array:
        """The singular values of ∂s[t]/∂s[t−1], largest first, (n, N); NaN where it is not finite."""
        out = np.full((len(timesteps), self.size), np.nan)
        for number, one in self._each(timesteps, progress):
            out[number] = np.linalg.svd(one, compute_uv=False)
        return out

    def largest(self, timesteps: Array, progress: Progress = no_progress) -> tuple[Array, Array]:
        """The largest singular value and the spectral radius of ∂s[t]/∂s[t−1], (n,) each; NaN where it is not finite.

        Above N = 256 both are found by power iteration: good to a few per cent, where all singular values of one
        timestep would take seconds.
        """
        singular, radius = np.full(len(timesteps), np.nan), np.full(len(timesteps), np.nan)
        for number, one in self._each(timesteps, progress):
            if self.size <= _EXACT:
                singular[number] = np.linalg.norm(one, 2)
                radius[number] = np.abs(np.linalg.eigvals(one)).max()
            else:
                singular[number] = np.sqrt(power_iteration(one, one.T))
                radius[number] = power_iteration(one)
        return singular, radius

    def _each(self, timesteps: Array, progress: Progress) -> Iterator[tuple[int, Array]]:
        timesteps = np.asarray(timesteps)
        step = max(1, _NUMBERS_AT_ONCE // max(1, self.size) ** 2)
        for start in range(0, len(timesteps), step):
            for number, one in enumerate(self.at(timesteps[start : start + step]), start):
                if np.isfinite(one).all():
                    yield number, one.astype(np.float64)
                progress((number + 1) / len(timesteps))

    def growth(
        self, windows: int = 8, length: int = 64, seed: int = 0, progress: Progress = no_progress
    ) -> tuple[Growth, ...]:
        """Random gradients sent through `windows` stretches of `length` timesteps each, made one long again after every
        timestep (Benettin et al., Meccanica 1980); together they cover a run of up to windows × length timesteps."""
        length = min(length, len(self.timesteps))
        windows = min(windows, -(-len(self.timesteps) // length))
        behind = self.recurrence.direction > 0
        near, far = self.timesteps[0] + length - 1, self.timesteps[-1]
        ends = np.unique(np.linspace(near, far, windows).round().astype(np.int64))
        starts = ends if behind else ends - length + 1
        vectors = np.random.default_rng(seed).standard_normal((len(starts), self.size))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        visited = np.stack([starts - turn * self.recurrence.direction for turn in range(length)])
        factors = np.zeros((length, len(starts)))
        for turn in range(length):
            vectors = self.vector_back(vectors, visited[turn]).astype(np.float64)
            with np.errstate(all="ignore"):
                factors[turn] = np.linalg.norm(vectors, axis=1)
                vectors = np.where(factors[turn][:, None] > 0, vectors / factors[turn][:, None], 0)
            progress((turn + 1) / length)
        return tuple(
            Growth(visited[:, number], factors[:, number], rate_of(factors[:, number])) for number in range(len(starts))
        )


def power_iteration(*factors: Array, turns: int = 60) -> float:
    """The geometric mean by which a vector grows in each of the later turns of being multiplied by all `factors`: the
    largest modulus of an eigenvalue of their product."""
    vector: Array = np.asarray(np.random.default_rng(0).standard_normal(factors[0].shape[1]))
    grown = []
    for _ in range(turns):
        for factor in factors:
            vector = factor @ vector
        length = float(np.linalg.norm(vector))
        if length == 0:
            return 0.0
        grown.append(length)
        vector /= length
    return float(np.exp(np.mean(np.log(grown[turns // 3 :]))))


def rate_of(factors: Array) -> float:
    """The geometric mean of the factors after the first quarter, in which the direction settles; NaN where any of them
    is not finite."""
    settled = factors[len(factors) // 4 :]
    if not np.isfinite(settled).all():
        return float("nan")
    return float(np.exp(np.mean(np.log(settled)))) if (settled > 0).all() else 0.0


def jacobian(tape: Tape, state: str, timestep: int) -> Array:
    """∂s[t]/∂s[t−1] of the recurrence that `state` is part of, (N, N); for a state that runs from right to left, of
    s[t] by s[t+1]. KeyError for what does not recur, or recurs both ways; IndexError outside its timesteps."""
    for one in recurrences(tape.graph):
        if state in one.states and timestep in one.timesteps(tape.extent):
            return np.asarray(Jacobian(tape, one).at(np.array([timestep]))[0])
    if any(state in one.states for one in recurrences(tape.graph)):
        raise IndexError(f"{state} does not recur at timestep {timestep}")
    raise KeyError(f"{state} is no state that is handed from one timestep to the next")
