"""How far the sum of a parameter's contributions has come at the cursor, and what it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rnnviz.debugger.step_levels import known

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rnnviz.debugger.step_levels import Cursor
    from rnnviz.engine import Contributions, Tape


def summed(tape: Tape, parameter: str, cursor: Cursor, *, whole_run: bool) -> range:
    """The timesteps, ascending, whose contributions are in the sum.

    When the whole run is shown, the sum still says how far the cursor has come, once it has begun.
    """
    name = f"d{parameter}"
    reached = known(tape, name, cursor)
    return tape.known(name, tape.stops - 1) if whole_run and not reached else reached


def sum_of(contributions: Contributions, timesteps: range) -> NDArray[Any]:
    """The sum over ascending timesteps; a backward pass' sum so far, which reaches to T, is at hand."""
    if timesteps and timesteps.stop == contributions.timesteps + 1:
        return np.asarray(contributions.running_sum(timesteps.start))
    return np.asarray(contributions.sum_over(timesteps))
