"""What is kept of a training on its way: everything that it needs to go on from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rnnviz.engine.updates import State
from rnnviz.equations.kernels import Array
from rnnviz.models.parameter_vector import ParameterVector

MEMORY = 256_000_000
"""Bytes that all snapshots of a training may take together, unless told."""


@dataclass(frozen=True)
class Snapshot:
    """A training after `number` updates, its parameters and what its optimiser remembers. `carried` is what a long
    text's next chunk begins with, by name."""

    number: int
    vector: ParameterVector
    state: State
    carried: Mapping[str, Array]

    @property
    def parameters(self) -> Mapping[str, Array]:
        return self.vector.parts

    @property
    def nbytes(self) -> int:
        """The memory that its arrays take."""
        kept = [self.vector.vector, *self.state.arrays.values(), *self.carried.values()]
        return sum(array.nbytes for array in kept)


@dataclass
class Snapshots:
    """Snapshots at 0, `every`, 2·`every`, … updates, and at no others.

    When they would take more than `memory` bytes, every second one is dropped and `every` is doubled: what remains is
    spread evenly over the whole training. The beginning always remains, and so does the latest but one.
    """

    every: int
    memory: int = MEMORY
    kept: dict[int, Snapshot] = field(default_factory=dict)

    @property
    def numbers(self) -> tuple[int, ...]:
        """After how many updates there is a snapshot, ascending."""
        return tuple(self.kept)

    def __getitem__(self, number: int) -> Snapshot:
        """The snapshot after so many updates; KeyError where none is kept."""
        return self.kept[number]

    def nearest(self, number: int) -> Snapshot:
        """The last snapshot that is not later than `number` updates."""
        return self.kept[max(one for one in self.numbers if one <= number)]

    def is_due(self, number: int) -> bool:
        return number % self.every == 0 and number not in self.kept

    def keep(self, snapshot: Snapshot) -> None:
        """Keeps one more, later than all others."""
        kept = {**self.kept, snapshot.number: snapshot}
        while len(kept) > 2 and sum(one.nbytes for one in kept.values()) > self.memory:
            self.every *= 2
            kept = {number: one for number, one in kept.items() if number % self.every == 0}
        self.kept = kept

    def forget_after(self, number: int) -> None:
        """Drops those later than `number` updates."""
        self.kept = {own: one for own, one in self.kept.items() if own <= number}
