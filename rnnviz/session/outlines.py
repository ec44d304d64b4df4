"""The shape of an example's run: which timesteps read something, and which have a loss. It needs no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.data import extent_of, stream_keys
from rnnviz.models.streams import roles
from rnnviz.session.draft import Draft
from rnnviz.session.job import taught_job_of

COLUMNS = 6
"""Timesteps that an outline has room for; of a longer run the middle is left out."""


@dataclass(frozen=True)
class Column:
    """A timestep: whether it reads an input and has a loss, and the number of its segment."""

    reads: bool
    has_loss: bool
    segment: int = 0


@dataclass(frozen=True)
class Outline:
    """The timesteps in their order; None stands for those that are left out."""

    columns: tuple[Column | None, ...]


def outline_of(draft: Draft) -> Outline:
    """The outline of what a draft runs over. Raises as `job_of` does."""
    job = taught_job_of(draft)
    graph, data = job.model.graph, job.data()
    extent = extent_of(graph, data, job.model.timesteps, job.model.parameters, None)
    reads, losses = (np.zeros(extent.timesteps + 1, bool) for _ in range(2))
    targets = {name for name, role in roles(graph.text).items() if role.target}
    # Beside vectors and classes, a number a timestep is a switch rather than an input.
    switches = {name for name, one in graph.streams.items() if not one.shape and not one.index} - targets
    if len(switches) + len(targets) == len(graph.streams):
        switches = set()
    for key, (name, segment) in stream_keys(graph).items():
        if name in switches:
            continue
        first, last = extent.ranges[segment]
        side = losses if name in targets else reads
        side[first : last + 1] |= there(np.asarray(data[key]), graph.streams[name].index, name in targets)
    segments = [number for number, (first, last) in enumerate(extent.ranges) for _ in range(first, last + 1)]
    all_ = [Column(bool(reads[t]), bool(losses[t]), segments[t - 1]) for t in range(1, extent.timesteps + 1)]
    if len(all_) <= COLUMNS:
        return Outline(tuple(all_))
    return Outline((*all_[: COLUMNS - 2], None, all_[-1]))


def there(rows: NDArray[Any], index: bool, target: bool) -> NDArray[np.bool_]:
    """At which timesteps a stream has something: a class, a target that is a number, an input other than zero."""
    if index:
        return np.asarray(rows >= 0)
    flat = rows.reshape(len(rows), -1)
    return np.asarray(~np.isnan(flat).all(1) if target else (np.nan_to_num(flat) != 0).any(1))
