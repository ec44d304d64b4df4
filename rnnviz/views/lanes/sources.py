"""What the lanes read: rows of the tape, and how much of them the session lets be seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine import Tape
from rnnviz.engine.values import in_parts
from rnnviz.session.session import Session

Rows = NDArray[Any]
NONE = "–"
"""What stands for no class."""


class RunSource:
    """One named value of a tape: (T, …)."""

    def __init__(self, session: Session, tape: Tape, name: str) -> None:
        self._session, self._tape, self.name = session, tape, name

    @property
    def timesteps(self) -> int:
        """T."""
        return self._tape.timesteps

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """One timestep's shape."""
        return self._rows.shape[1:]

    @cached_property
    def span(self) -> range:
        """The timesteps at which the value exists."""
        return self._tape.span(self.name)

    @property
    def known(self) -> range:
        """The timesteps that may be shown now."""
        return self._session.known(self.name)

    @cached_property
    def _rows(self) -> Rows:
        return np.asarray(self._tape[self.name])

    def rows(self, t0: int, t1: int) -> Rows:
        """Rows of t0 <= t < t1."""
        return self._rows[t0 - 1 : t1 - 1]


class TargetSource(RunSource):
    """A stream of targets: where a timestep has none, there is nothing to be shown."""

    @cached_property
    def missing(self) -> NDArray[np.bool_]:
        """The timesteps, (T,), without a target: all its numbers are NaN."""
        return np.concatenate([np.isnan(part).reshape(len(part), -1).all(1) for part in in_parts(self._rows)])

    def rows(self, t0: int, t1: int) -> Rows:
        """Rows of t0 <= t < t1; zeros for no target, so that it counts in no scale."""
        rows = super().rows(t0, t1)
        missing = self.missing[t0 - 1 : t1 - 1]
        if not missing.any():
            return rows
        rows = rows.copy()
        rows[missing] = 0
        return rows


class ProbabilitySource(RunSource):
    """The softmax of a tape's logits: (T, V)."""

    def rows(self, t0: int, t1: int) -> Rows:
        """Rows of t0 <= t < t1; computed when asked for, since only what is visible is."""
        logits = super().rows(t0, t1)
        powers = logits - logits.max(axis=1, keepdims=True)
        np.exp(powers, powers)
        powers /= powers.sum(axis=1, keepdims=True)
        return np.asarray(powers)


class StackedSource:
    """Several scalars a timestep side by side: (T, number of them); `known` tells of each what may be shown, now.

    `names` are those of the values: there is something to see where any of them has timesteps.
    """

    def __init__(
        self, tape: Tape, names: Sequence[str], columns: Sequence[Rows], known: Sequence[Callable[[], range]]
    ) -> None:
        self._tape, self._columns, self._known = tape, columns, known
        there = [span for span in map(tape.span, names) if span]
        self._span = range(min(span.start for span in there), max(span.stop for span in there)) if there else range(0)

    @property
    def timesteps(self) -> int:
        """T."""
        return self._tape.timesteps

    @property
    def shape(self) -> tuple[int, ...]:
        """One number for each of the scalars."""
        return (len(self._columns),)

    @property
    def span(self) -> range:
        """The timesteps from the first to the last at which there is any of the scalars."""
        return self._span

    @property
    def known(self) -> range:
        """The timesteps from the first to the last at which anything may be shown now."""
        there = [known for known in self.known_by_series() if known]
        return range(min(known.start for known in there), max(known.stop for known in there)) if there else range(0)

    def known_by_series(self) -> list[range]:
        """The timesteps that may be shown now, of each of the scalars."""
        return [known() for known in self._known]

    def rows(self, t0: int, t1: int) -> Rows:
        """Rows of t0 <= t < t1."""
        return np.stack([column[t0 - 1 : t1 - 1] for column in self._columns], axis=1)


class Indices(Sequence[int]):
    """The classes of a stream, one a timestep, found when asked for: only what is visible is."""

    def __init__(self, rows: Rows) -> None:
        """`rows` are class indices, (T,), or one-hot vectors, (T, V)."""
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> Indices: ...
    def __getitem__(self, place: int | slice) -> int | Indices:
        """The class at a timestep, counted from 0."""
        if isinstance(place, slice):
            return Indices(self._rows[place])
        row = self._rows[place]
        return int(row.argmax()) if row.ndim else int(row)


class Symbols(Sequence[str]):
    """The symbols of a stream, one a timestep: of a vocabulary, else the numbers of their classes."""

    def __init__(self, indices: Indices, vocabulary: Sequence[str] | None) -> None:
        self._indices, self._vocabulary = indices, vocabulary

    def __len__(self) -> int:
        return len(self._indices)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Symbols: ...
    def __getitem__(self, place: int | slice) -> str | Symbols:
        """The symbol at a timestep, counted from 0."""
        if isinstance(place, slice):
            return Symbols(self._indices[place], self._vocabulary)
        index = self._indices[place]
        if index < 0:
            return NONE
        known = self._vocabulary is not None and index < len(self._vocabulary)
        return self._vocabulary[index] if known and self._vocabulary is not None else str(index)
