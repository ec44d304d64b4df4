"""Watches: expressions of the language, looked at while the run is walked."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from rnnviz.debugger.breakpoint import LONGEST_TEXT, BreakpointError, checked
from rnnviz.debugger.expression import Expression
from rnnviz.debugger.expression_moments import known_at, known_once, moments
from rnnviz.debugger.expression_values import Evaluation
from rnnviz.debugger.step_levels import Cursor, is_done
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
    """What a watch shows where the cursor stands: its value at `timestep`, and by how much it differs from what it
    showed where the cursor stood before (`change`, of the value's shape). None where it showed nothing there: it `came`
    with the last step."""

    timestep: int
    value: Array
    change: Array | None
    came: bool = False


class WatchValues:
    """A watch on one run. Raises EquationError for an expression that is none there.

    A cursor may be given as its stop. Inside a timestep a value is there once every operation that it reads is done.
    """

    def __init__(self, watch: Watch, tape: Tape) -> None:
        self.watch, self.tape = watch, tape
        self.expression = Expression.parse(watch.text, tape)
        self.evaluation = Evaluation(self.expression, tape)
        found = moments(self.expression, tape, self.evaluation.span)
        self._known_at = np.full(tape.timesteps + 2, tape.stops)
        self._known_at[found.timesteps] = found.positions

    def known(self, cursor: Cursor | int) -> Array:
        """Whether the value is known, at each timestep: (T,). One without `t` is the same at each."""
        cursor = cursor if isinstance(cursor, Cursor) else Cursor(cursor)
        known = np.asarray(self._known_at[1:-1] <= cursor.position)
        if not self.expression.timed:
            known = np.full(self.tape.timesteps, self._known_at.min() <= cursor.position)
        if cursor.inside:
            here = self.tape.moment(cursor.begun).timestep
            comes = self._known_at[here] if self.expression.timed else self._known_at.min()
            if comes == cursor.begun and self._is_read(cursor, here):
                known[here - 1 if self.expression.timed else slice(None)] = True
        return known

    def _is_read(self, cursor: Cursor, here: int) -> bool:
        """Whether all that the present timestep adds to what is read has been computed."""
        timesteps = np.array([here])
        for leaf in self.expression.leaves.values():
            timed = leaf.timed and leaf in self.expression.outside_totals
            at = int(known_at(leaf, self.tape, timesteps)[0]) if timed else known_once(leaf, self.tape)
            waits = timed or not leaf.timed  # a sum over all timesteps delays nothing
            if waits and at == cursor.begun and not is_done(self.tape, leaf.name, cursor):
                return False
        return True

    def at(self, cursor: Cursor | int, whole_run: bool = False) -> tuple[int, Array] | None:
        """The timestep that the cursor stands at or in and the value there; None where it has none, or not yet."""
        cursor = cursor if isinstance(cursor, Cursor) else Cursor(cursor)
        timestep = self.tape.moment(cursor.begun).timestep if cursor.begun else 1
        known = self.known(self.tape.stops - 1 if whole_run else cursor)
        if not known[timestep - 1] or (self.expression.timed and not cursor.begun):
            return None
        return timestep, self.evaluation.at(timestep)

    def reading(
        self, cursor: Cursor | int, before: Cursor | int | None = None, whole_run: bool = False
    ) -> Reading | None:
        """What is shown where the cursor stands, and the change since it stood `before`; None where there is nothing to
        show."""
        now = self.at(cursor, whole_run)
        if now is None:
            return None
        earlier = None if before is None else self.at(before, whole_run)
        with np.errstate(all="ignore"):
            change = None if earlier is None else difference(earlier[1], now[1])
        return Reading(*now, change, came=before is not None and earlier is None)

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
