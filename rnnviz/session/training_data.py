"""What a training is begun with: the model, the sequences that it learns from, and what is usual for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rnnviz.engine.data import DataError, stream_keys
from rnnviz.equations import EquationError
from rnnviz.equations.sentence import said
from rnnviz.models.recipe import Recipe, recipe_of
from rnnviz.models.streams import roles
from rnnviz.models.tasks import sequences_for
from rnnviz.models.text import TextError
from rnnviz.models.training import Training
from rnnviz.session.job import Job, taught_job_of
from rnnviz.session.training_plan import Source, TrainingPlan

if TYPE_CHECKING:
    from rnnviz.engine.data import Data
    from rnnviz.models.model import Model
    from rnnviz.session.draft import Draft

_SNAPSHOTS = 8
"""Snapshots take up to so small a part of the memory that a run may take."""
_LONG = 200
"""Characters from which on a text is read in chunks."""


def sources_of(draft: Draft) -> tuple[Source, ...]:
    """What the model of a draft can be trained on, the usual first."""
    found = [Source.EXAMPLE] if draft.example is not None and draft.example.task is not None else []
    if draft.given is None:
        found += [Source.CHUNKS, Source.WHOLE] if len(draft.text) > _LONG else [Source.WHOLE, Source.CHUNKS]
    else:
        found.append(Source.WHOLE)
    return tuple(found)


def usual_plan(draft: Draft) -> TrainingPlan:
    """What is set before a user sets anything: an example's own recipe, and otherwise Adam with clipping."""
    source = sources_of(draft)[0]
    if source is Source.EXAMPLE and draft.example is not None and draft.example.training:
        return TrainingPlan(recipe_of(draft.example.training), source, draft.trained is not None)
    recipe = Recipe(learning_rate=0.01, clip=5.0, updates=500, snapshot_every=5)
    return TrainingPlan(with_reading(recipe, source), source)


def with_reading(recipe: Recipe, source: Source) -> Recipe:
    """A recipe with what is usual for how a source is read."""
    if source is Source.CHUNKS:
        return replace(recipe, chunk=recipe.chunk or 25, batch=max(recipe.batch, 1))
    return replace(recipe, chunk=None)


def begin(draft: Draft, plan: TrainingPlan, memory_limit: int) -> Training:
    """The training of a draft's model, before its first update. Raises DataError, EquationError or TextError for what
    cannot be trained, or takes more than so many bytes."""
    draft = start_of(draft, plan)
    job = taught_job_of(draft)
    if not job.model.graph.losses:
        raise DataError(
            said("This model has no loss: there is nothing to make smaller. Write one, such as {example}.",
                 example="L[t] = cross_entropy(y[t], target[t])")
        )  # fmt: skip
    if not job.model.parameters:
        raise DataError(said("This model has no parameters: there is nothing to train."))
    recipe = plan.recipe
    if plan.source is not Source.EXAMPLE:
        recipe = replace(recipe, truncate=draft.truncate if recipe.chunk is None else None)
    sequences = sequences_of(draft, job, plan.source)
    timesteps = recipe.chunk or max((_length(job.model, one) for one in sequences), default=0)
    batch = recipe.batch if recipe.chunk is not None else min(recipe.batch, len(sequences))
    needed = job.model.estimate(timesteps * batch)
    if needed > memory_limit:
        raise DataError(
            said(
                "An update over {batch} × {timesteps} timesteps would take about {needed} MB of memory; the limit is "
                "{limit} MB. Make the batch smaller, read the text in chunks, or raise the limit in the preferences.",
                batch=batch,
                timesteps=timesteps,
                needed=needed // 2**20,
                limit=memory_limit // 2**20,
            )
        )
    return Training(job.model, sequences, recipe, memory=memory_limit // _SNAPSHOTS)


def _length(model: Model, sequence: Data) -> int:
    """The timesteps of a sequence: those of its segments together."""
    lengths: dict[int, int] = {}
    for key, (_, segment) in stream_keys(model.graph).items():
        lengths[segment] = max(lengths.get(segment, 0), len(np.atleast_1d(sequence.get(key, ()))))
    return sum(lengths.values())


def start_of(draft: Draft, plan: TrainingPlan) -> Draft:
    """The draft with the parameters that a training begins with."""
    return replace(draft, trained=None, weights=()) if plan.anew else draft


def sequences_of(draft: Draft, job: Job, source: Source) -> list[Data]:
    """The sequences that a source has for the model of a job. DataError where it has none for it."""
    if source is Source.EXAMPLE:
        if draft.example is None:
            raise DataError(said("There is no example here whose sequences could be trained on."))
        return sequences_for(job.model, draft.example)
    if job.sequence is None or len(job.model.graph.segments) > 1:
        if job.initial:
            raise DataError(
                said("These data begin with given states, which training does not know. Make them `learned`.")
            )
        return [dict(job.data())]
    indices, targets = job.sequence.indices, roles(job.model.text)
    data: dict[str, Any] = {
        key: indices[1:] if targets[name].target else indices[:-1]
        for key, (name, _) in stream_keys(job.model.graph).items()
    }
    graph = job.model.graph
    if all(graph.streams[name].index or len(graph.streams[name].shape) == 1 for name in data):
        return [data]
    return [dict(job.data())]


FORESEEN = (DataError, EquationError, TextError)
"""What can be wrong with what a user wants trained."""
