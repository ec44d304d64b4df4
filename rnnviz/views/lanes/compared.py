"""Two runs in the lanes: which lanes show both, and the difference of their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from rnnviz.debugger.comparison import Comparison, difference
from rnnviz.engine import Tape
from rnnviz.session.compared import Mode
from rnnviz.session.session import Session
from rnnviz.views.lanes.graph_feed import TapeNumbers
from rnnviz.views.lanes.plan import LanePlan
from rnnviz.views.lanes.sources import ProbabilitySource, RunSource
from rnnviz.widgets.run_sign import OTHER as SIGN_OTHER
from rnnviz.widgets.run_sign import PRESENT, of_run

Rows = NDArray[Any]
_LONG = 5000
"""So many timesteps are gone through for a scale within a frame."""
OTHER = "@other"
"""What follows the name of a lane that shows the other run."""


def with_comparison(lanes: Iterable[LanePlan], session: Session) -> list[LanePlan]:
    """The lanes of the present run, as they are while it is compared: each with the other run's behind it, or of the
    differences; a lane for which the other run has no numbers stays as it is."""
    shown, found = session.comparison.shown, []
    for each in lanes:
        both = shown is not None and comparable(each, shown)
        if both and session.comparison.mode is Mode.DIFFERENCE:
            found.append(replace(each, way="difference", title=f"Δ {each.title}"))
        else:
            found.append(each)
            if both and each.kind != "graph":
                found.append(replace(each, name=each.name + OTHER, title=of_run(each.title, SIGN_OTHER), way="other"))
    return found


def sign_of(each: LanePlan, session: Session) -> str:
    """The sign of the run that a lane shows, where there are two of one kind."""
    shown = session.comparison.shown
    if each.way == "other":
        return SIGN_OTHER
    beside = shown is not None and session.comparison.mode is Mode.BESIDE and each.kind != "graph"
    return PRESENT if beside and shown is not None and comparable(each, shown) else ""


def comparable(each: LanePlan, shown: Comparison) -> bool:
    """Whether both runs have the numbers that a lane shows."""
    if each.kind == "norms":
        return tuple(shown.before.model.parameters) == tuple(shown.after.model.parameters)
    return all(shown.has(name) for name in each.shows.split())


class DifferenceSource(RunSource):
    """One named value of the present run less that of the other: (T, …)."""

    def __init__(self, session: Session, shown: Comparison, name: str) -> None:
        super().__init__(session, shown.after, name)
        self._shown = shown

    def rows(self, t0: int, t1: int) -> Rows:
        """Rows of t0 <= t < t1."""
        return self._shown.rows(self.name, t0, t1)


class ProbabilityDifference(RunSource):
    """The present run's probabilities less the other's: (T, V)."""

    def __init__(self, session: Session, shown: Comparison, name: str) -> None:
        super().__init__(session, shown.after, name)
        self._shown = shown
        self._after, self._before = (ProbabilitySource(session, tape, name) for tape in (shown.after, shown.before))

    def rows(self, t0: int, t1: int) -> Rows:
        """Rows of t0 <= t < t1; NaN where the other run has no such timestep."""
        return both_rows(self._before.rows, self._after.rows, self._shown, t0, t1)


def both_rows(
    before: Callable[[int, int], Rows], after: Callable[[int, int], Rows], shown: Comparison, t0: int, t1: int
) -> Rows:
    """after - before at t0 <= t < t1, as `Comparison.rows` has it."""
    stop = max(t0, min(t1, shown.timesteps + 1))
    rows = after(t0, t1)
    found = difference(before(t0, stop), rows[: stop - t0], shown.tolerance)
    return np.concatenate([found, np.full((t1 - stop, *rows.shape[1:]), np.nan)])


def column_of(shown: Comparison, column: Callable[[Tape], Rows]) -> Rows:
    """(T,): one number a timestep of the present run less that of the other, NaN where this has no such timestep."""
    before, after = np.asarray(column(shown.before)), np.asarray(column(shown.after))
    return both_rows(
        lambda t0, t1: before[t0 - 1 : t1 - 1], lambda t0, t1: after[t0 - 1 : t1 - 1], shown, 1, len(after) + 1
    )


class ChangedSymbols(Sequence[str]):
    """The symbols of a stream, with the other run's before them where that had another one."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        self._before, self._after = before, after

    def __len__(self) -> int:
        return len(self._after)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> ChangedSymbols: ...
    def __getitem__(self, place: int | slice) -> str | ChangedSymbols:
        """The symbol at a timestep, counted from 0."""
        if isinstance(place, slice):
            return ChangedSymbols(self._before[place], self._after[place])
        after = self._after[place]
        before = self._before[place] if place < len(self._before) else after
        return after if before == after else f"{before}→{after}"


class DifferenceNumbers(TapeNumbers):
    """The graph's numbers: those of the present run less those of the other, where both have them."""

    def __init__(self, shown: Comparison, numbers: TapeNumbers) -> None:
        super().__init__(shown.after, numbers.naming)
        self._shown, self._other = shown, TapeNumbers(shown.before, None)
        self._scales: dict[str, float] = {}

    def value(self, name: str, timestep: int) -> NDArray[np.generic] | None:
        """The difference of a value, gradient or contribution at a timestep, None where one of the runs has none."""
        if not self._shown.has(name) or timestep > self._shown.timesteps:
            return None
        after, before = super().value(name, timestep), self._other.value(name, timestep)
        if before is None or after is None or before.shape != after.shape:
            return None
        return np.asarray(difference(before[None], after[None], self._shown.tolerance)[0])

    def total(self) -> float | None:
        """The difference of the sums of all losses."""
        after, before = super().total(), self._other.total()
        return None if after is None or before is None else after - before

    def scale(self, name: str) -> float:
        """The largest magnitude of a difference over the run; of a long one, of the value itself."""
        if self.timesteps > _LONG:
            return super().scale(name)
        if name not in self._scales:
            rows = self._shown.rows(name, 1, self._shown.timesteps + 1) if self._shown.has(name) else np.zeros(0)
            finite = np.abs(rows[np.isfinite(rows)])
            self._scales[name] = float(finite.max(initial=0.0))
        return self._scales[name]
