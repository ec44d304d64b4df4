"""Watches: expressions of the language, looked at while the run is walked."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from rnnviz.debugger.breakpoint import LONGEST_TEXT, BreakpointError, checked
from rnnviz.debugger.expression import Expression
from rnnviz.debugger.expression_moments import moments
from rnnviz.debugger.expression_values import Evaluation
from rnnviz.engine import Tape
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.equations.kernels import Array
from rnnviz.equations.sentence import said


@dataclass(frozen=True)
class Watch:
    """An expression to be looked at. Plain frozen data, which a project keeps."""

    text: str

    def __post_init__(self) -> None:
        if len(self.text) > LONGEST_TEXT:
            raise BreakpointError(
                said("A watch has at most {most} characters, not {count}.", most=LONGEST_TEXT, count=len(self.text))
            )

    def to_plain(self) -> dict[str, str]:
        """The fields by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @staticmethod
    def from_plain(plain: object) -> Watch:
        """The watch of which `plain` are the fields; BreakpointError for anything else."""
        return Watch(**checked(plain, Watch, said("watch"), "text"))


@dataclass(frozen=True)
class Reading:
    """What a watch shows at a stop: its value at `timestep`, and by how much it differs from what it showed at the
    stop before (`change`, of the value's shape; None where it showed nothing there)."""

    timestep: int
    value: Array
    change: Array | None


class WatchValues:
    """A watch on one run. Raises EquationError for an expression that is none there."""

    def __init__(self, watch: Watch, tape: Tape) -> None:
        self.watch, self.tape = watch, tape
        self.expression = Expression.parse(watch.text, tape)
        self.evaluation = Evaluation(self.expression, tape)
        found = moments(self.expression, tape, self.evaluation.span)
        self._known_at = np.full(tape.timesteps + 2, tape.stops)
        self._known_at[found.timesteps] = found.positions

    def known(self, position: int) -> Array:
        """Whether the value is known at a stop, at each timestep: (T,). One without `t` is the same at each."""
        if not self.expression.timed:
            return np.full(self.tape.timesteps, self._known_at.min() <= position)
        return np.asarray(self._known_at[1:-1] <= position)

    def at(self, position: int, whole_run: bool = False) -> tuple[int, Array] | None:
        """The timestep that the cursor stands at and the value there; None where it has none, or not yet."""
        timestep = self.tape.moment(position).timestep if position else 1
        last = self.tape.stops - 1 if whole_run else position
        if not self.known(last)[timestep - 1] or (self.expression.timed and not position):
            return None
        return timestep, self.evaluation.at(timestep)

    def reading(self, position: int, before: int | None = None, whole_run: bool = False) -> Reading | None:
        """What is shown at a stop, and the change since the stop `before`; None where there is nothing to show."""
        now = self.at(position, whole_run)
        if now is None:
            return None
        earlier = None if before is None else self.at(before, whole_run)
        with np.errstate(all="ignore"):
            change = None if earlier is None else difference(earlier[1], now[1])
        return Reading(*now, change)

    def over(self, progress: Progress = no_progress) -> Array:
        """The value at every timestep, (T, *shape), NaN where it does not exist; of a matrix its norm, (T,). Raises
        what `progress` raises."""
        shown = self.evaluation
        if len(self.expression.shape) > 1:
            shown = Evaluation(Expression.parse(f"norm({self.expression.text})", self.tape), self.tape)
        span = shown.span
        made = np.full((self.tape.timesteps, *shown.expression.shape), np.nan)
        if len(span):
            made[span.start - 1 : span.stop - 1] = shown.over(span[0], span[-1], progress)
        return made


def difference(before: Array, now: Array) -> Array:
    """now - before; 0 where both are the same, infinities and NaN included."""
    same = (now == before) | (np.isnan(now) & np.isnan(before))
    return np.asarray(np.where(same, 0, now.astype(np.float64) - before))
