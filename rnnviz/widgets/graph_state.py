"""What the picture of the graph is told: how far the run has come, and where its numbers are. Plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from rnnviz.widgets.number_text import short

NOTHING = range(0)


def common(one: range, other: range) -> range:
    """The timesteps in both of two ascending ranges."""
    start = max(one.start, other.start)
    return range(start, max(start, min(one.stop, other.stop)))


@dataclass(frozen=True)
class Happening:
    """One stop of the run: a phase, a timestep, and the names computed there ("h", "y", … or "dh", "dW_hh", …)."""

    phase: Literal["forward", "backward"]
    timestep: int
    names: frozenset[str]


@dataclass(frozen=True)
class GraphState:
    """How far the run has come, as the window may show it.

    Ranges hold timesteps, ascending. `forward` and `backward` go by the value's name (`backward["h"]` is where dh is
    known; 0 or T + 1 in it is a border state's), `contributions` by the parameter's. `selected` is a name as the
    session has it ("h", "dh", "W_hh", "dW_hh") with its timestep. `agrees` says of each parameter whose sum is complete
    whether the sum equals the total. `sums` are the contributions that are in each parameter's sum, where those are not
    all that are shown.
    """

    forward: Mapping[str, range] = field(default_factory=dict)
    backward: Mapping[str, range] = field(default_factory=dict)
    contributions: Mapping[str, range] = field(default_factory=dict)
    sums: Mapping[str, range] = field(default_factory=dict)
    happened: Happening | None = None
    upcoming: Happening | None = None
    selected: tuple[str, int | None] | None = None
    parameter: str = ""
    agrees: Mapping[str, bool] = field(default_factory=dict)
    truncate: int | None = None
    overridden: frozenset[tuple[str, int]] = frozenset()

    def known(self, name: str, timestep: int) -> bool:
        """Whether a value has been computed at a timestep."""
        return timestep in self.forward.get(name, NOTHING)

    def graded(self, name: str, timestep: int) -> bool:
        """Whether a value's gradient has been computed at a timestep."""
        return timestep in self.backward.get(name, NOTHING)

    def given(self, parameter: str, timestep: int) -> bool:
        """Whether a timestep's contribution to a parameter's gradient has joined the sum."""
        return timestep in self.contributions.get(parameter, NOTHING)

    def summed(self, parameter: str) -> range:
        """The timesteps whose contributions are in a parameter's sum."""
        return self.sums.get(parameter, self.contributions.get(parameter, NOTHING))

    def cut_after(self, timestep: int) -> bool:
        """Whether truncation lets no gradient pass from timestep + 1 to a timestep."""
        return self.truncate is not None and timestep > 0 and timestep % self.truncate == 0


class GraphSource(Protocol):
    """Where the picture finds the numbers of a run."""

    @property
    def timesteps(self) -> int:
        """T."""
        ...

    @property
    def segments(self) -> Sequence[tuple[str, range]]:
        """The segments with their timesteps; empty for a model without segments."""
        ...

    def value(self, name: str, timestep: int) -> NDArray[np.generic] | None:
        """What a name stands for at a timestep, or None where it stands for nothing.

        A value, an unnamed operation ("h.2"), a gradient ("dh"), a parameter or a contribution ("dW_hh").
        """
        ...

    def scale(self, name: str) -> float:
        """The largest magnitude of a value or gradient over the run: the end of its colours."""
        ...

    def label(self, name: str, timestep: int) -> str:
        """What an input or a target stands for ("h", "e", …), or "" where it stands for nothing but its numbers."""
        ...

    def total(self) -> float | None:
        """The sum of all losses; None for a model without a loss."""
        ...


def numbers_in_words(value: NDArray[np.generic], most: int = 4) -> str:
    """A value in a few words: "0.250", "[0.1, -0.2, 0.3]", "128 values, norm 3.1, from -1 to 1"."""
    flat = np.asarray(value).reshape(-1)
    if not flat.size:
        return "[]"
    if not value.ndim:
        return short(float(flat[0]))
    if flat.size <= most:
        return "[" + ", ".join(short(float(one)) for one in flat) + "]"
    shape = " × ".join(str(size) for size in value.shape)
    low, high = short(float(flat.min())), short(float(flat.max()))
    return f"[{shape}] {low} … {high}, ‖·‖ = {short(float(np.linalg.norm(flat.astype(float))))}"
