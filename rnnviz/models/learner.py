"""Where a training stands and how it goes on: parameters, what the optimiser remembers, the runs of its updates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from rnnviz.engine.batched import BatchedRun
from rnnviz.engine.updates import State, advance, clip_factor, global_norm
from rnnviz.engine.values import frozen, segment_extent
from rnnviz.equations.kernels import Array
from rnnviz.models.model import Model
from rnnviz.models.parameter_vector import ParameterVector
from rnnviz.models.recipe import Recipe
from rnnviz.models.snapshots import Snapshot
from rnnviz.models.training_data import Feed

PREPARED = 512_000_000
"""Bytes that runs of different lengths, kept prepared, may take together; the present one's come on top."""


class Opened(NamedTuple):
    """An update that was not made: the loss before it, the gradient's norm, what clipping multiplies by, and vectors
    of all parameters by the names of `rnnviz.models.training.ParameterUpdate`."""

    loss: float
    norm: float
    factor: float
    vectors: Mapping[str, ParameterVector]


class Learner:
    """A model's parameters after `number` updates of a recipe, and all that the next one needs."""

    def __init__(self, model: Model, feed: Feed, recipe: Recipe) -> None:
        self.model, self.feed, self.recipe, self.rule = model, feed, recipe, recipe.rule
        self.number = 0
        self.parameters = ParameterVector({name: one.shape for name, one in model.parameters.items()}, model.dtype)
        for name, part in self.parameters.parts.items():
            part[...] = model.parameters[name]
        self.gradient, self.change, self.work = (self.parameters.like() for _ in range(3))
        self.state = State()
        self.carried: Mapping[str, Array] = {}
        self.runs: dict[tuple[tuple[int, ...], int], BatchedRun] = {}

    def update(self) -> tuple[float, float, float]:
        """Makes the next update: the loss before it, the gradient's norm, and what clipping multiplied by."""
        loss = self.find_gradient()
        with np.errstate(all="ignore"):
            norm, factor = self.clipping()
            if factor != 1:
                np.multiply(self.gradient.vector, factor, self.gradient.vector)
            vectors = self.parameters.vector, self.gradient.vector, self.change.vector, self.work.vector
            parameters, gradient, change, work = vectors
            advance(self.rule, parameters, gradient, self.state, change, work)
        self.number += 1
        return loss, norm, factor

    def open_update(self) -> Opened:
        """The next update, part by part. The learner does not stand anywhere after it."""
        before = self.parameters.like(self.parameters.vector)
        loss = self.find_gradient()
        gradient = self.gradient.like(self.gradient.vector)
        with np.errstate(all="ignore"):
            norm, factor = self.clipping()
            clipped = gradient.like(gradient.vector * factor)
            decay = before.like(before.vector * self.rule.l2)
            after, change = before.like(before.vector), before.like()
            advance(self.rule, after.vector, clipped.vector, self.state, change.vector, self.work.vector)
        vectors = {
            "before": before, "gradient": gradient, "clipped": clipped, "decay": decay, "change": change,
            "after": after,
        }  # fmt: skip
        return Opened(loss, norm, factor, vectors)

    def find_gradient(self) -> float:
        """Writes the mean gradient of the next update's sequences into `gradient`; their mean loss."""
        portion = self.feed.portion(self.number)
        run = self.run(portion.lengths, portion.batch)
        if portion.goes_on:
            run.go_on(self.carried)
        else:
            run.begin()
        self.feed.fill(run, portion)
        loss = float(run.run().sum()) / portion.batch
        if self.feed.carries:
            self.carried = run.carried()
        if portion.batch > 1:
            np.multiply(self.gradient.vector, 1 / portion.batch, self.gradient.vector)
        return loss

    def clipping(self) -> tuple[float, float]:
        norm = global_norm([self.gradient.vector])
        return norm, clip_factor(norm, self.recipe.clip)

    def run(self, lengths: tuple[int, ...], batch: int) -> BatchedRun:
        """A run for sequences of these lengths, prepared when it is first needed."""
        key = (lengths, batch)
        if key not in self.runs:
            while self.runs and sum(run.nbytes for run in self.runs.values()) > PREPARED:
                del self.runs[next(iter(self.runs))]
            segments = self.model.graph.segments
            extent = segment_extent(dict(zip(segments, lengths, strict=True)), segments, self.recipe.truncate)
            given = self.parameters.parts, self.gradient.parts, self.model.dtype, self.feed.classes
            self.runs[key] = BatchedRun(self.model.adjoint, extent, batch, *given)
        return self.runs[key]

    # Going back

    def snapshot(self) -> Snapshot:
        """All that is needed to stand here again."""
        parameters = self.parameters.like(self.parameters.vector)
        frozen(parameters.vector)
        for part in parameters.parts.values():
            frozen(part)
        carried = {name: frozen(array.copy()) for name, array in self.carried.items()}
        return Snapshot(self.number, parameters, self.state.copy(), carried)

    def stand_at(self, snapshot: Snapshot) -> None:
        self.number = snapshot.number
        self.parameters.vector[...] = snapshot.vector.vector
        self.state, self.carried = snapshot.state.copy(), snapshot.carried
