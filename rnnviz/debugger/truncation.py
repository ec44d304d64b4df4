"""What truncated backpropagation loses: its gradients against those of the whole sequence.

Truncation after every k timesteps (Williams & Peng 1990) lets no gradient cross from one chunk to the one before. What
that takes is measured: the same run is made without cuts, with the state carried over, and the two are compared, by
parameter and, at the states, by timestep.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rnnviz.debugger.what_ifs import again
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.engine.factor_kinds import flat, length
from rnnviz.equations.adjoint_equations import gradient_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rnnviz.engine import Tape


@dataclass(frozen=True)
class Loss:
    """Of one gradient: how long it is without cuts, how long what they change is, and the cosine of the angle between
    what they leave and the whole (1: the direction is right; NaN where either is zero)."""

    whole: float
    lost: float
    cosine: float

    @property
    def share(self) -> float:
        """lost / whole; 0 where nothing is lost of nothing, inf where there is a gradient that the whole has not."""
        return self.lost / self.whole if self.whole else (0.0 if not self.lost else float("inf"))


@dataclass(frozen=True)
class LostGradient:
    """What the cuts of a tape take from its gradients, which are compared with those of the run without cuts.

    `parameters` are total gradients; `timesteps` is (T,): of the gradients of all states at a timestep together, the
    norm of the difference relative to the whole, 0 where there is none. `together` is of all parameters at once.
    """

    truncate: int
    carry: bool
    parameters: Mapping[str, Loss]
    together: Loss
    timesteps: NDArray[np.floating]

    @property
    def worst(self) -> str:
        """The parameter that loses the largest share; "" where there is none."""
        return max(self.parameters, key=lambda name: self.parameters[name].share, default="")


def lost_gradient(tape: Tape, progress: Progress = no_progress) -> LostGradient | None:
    """What truncation takes from the gradients of a run; None where it cuts nothing, or where there is no loss.

    It takes the time and the memory of one run more. Raises what `progress` raises.
    """
    if tape.truncate is None or tape.truncate >= tape.timesteps or not tape.graph.losses:
        return None
    whole = again(tape, lambda done: progress(0.9 * done), truncate=None, carry=True)
    found, squares = {}, np.zeros(3)
    for number, name in enumerate(whole.parameters, 1):
        all_of_it, left = whole[f"d{name}"].astype(float), tape[f"d{name}"].astype(float)
        found[name] = compared(all_of_it, left)
        squares += [np.vdot(all_of_it, all_of_it), np.vdot(left, left), np.vdot(all_of_it, left)]
        progress(0.9 + 0.1 * number / len(whole.parameters))
    lost = float(np.sqrt(sum(one.lost**2 for one in found.values())))
    together = Loss(float(np.sqrt(squares[0])), lost, cosine(*squares))
    return LostGradient(tape.truncate, tape.carry, found, together, by_timestep(tape, whole))


def compared(whole: NDArray[Any], left: NDArray[Any]) -> Loss:
    dots = np.vdot(whole, whole), np.vdot(left, left), np.vdot(whole, left)
    return Loss(norm(whole), norm(whole - left), cosine(*map(float, dots)))


def norm(array: NDArray[Any]) -> float:
    return float(length(array.reshape(1, -1))[0])


def cosine(one: float, other: float, both: float) -> float:
    return float(both / np.sqrt(one) / np.sqrt(other)) if one > 0 and other > 0 else float("nan")


def by_timestep(tape: Tape, whole: Tape) -> NDArray[np.floating]:
    """Of the gradients of all states together, by timestep: ‖what is missing‖ / ‖the whole‖."""
    names = [gradient_name(name) for name in tape.model.graph.states if not tape.model.graph.index(name)]
    if not names:
        return np.zeros(tape.timesteps)
    missing = length(np.concatenate([flat(whole[name] - tape[name]) for name in names], 1))
    there = length(np.concatenate([flat(whole[name]) for name in names], 1))
    shares = np.where(missing > 0, np.inf, 0.0)
    np.divide(missing, there, out=shares, where=there > 0)
    return shares
