"""From a draft to a tape: the text is bound to the equations, the model is built, its memory estimated, and run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine import Cancelled, Tape
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.models.model import Model
from rnnviz.models.text import TextSequence
from rnnviz.models.text_model import text_data, text_model
from rnnviz.session import problems
from rnnviz.session.draft import Draft, Problem, Weight
from rnnviz.session.given import Given

# Up to here a run takes a few frames at most, and a thread would only make the window flicker.
_FEW_TIMESTEPS = 300
_FEW_PRODUCTS = 3_000_000


@dataclass(frozen=True)
class Outcome:
    """What came of a draft: a tape and the sequence it ran over, or the problem that prevented it, or both."""

    draft: Draft
    tape: Tape | None = None
    sequence: TextSequence | None = None
    problem: Problem | None = None


def is_small(draft: Draft) -> bool:
    """Whether a draft runs so fast that it need not leave the GUI thread."""
    timesteps = len(draft.text)
    if timesteps > _FEW_TIMESTEPS or len(draft.equations) > 5000:
        return False
    width = draft.hidden + len(set(draft.text)) + sum(int(np.prod(size)) for size in draft.sizes.values())
    if draft.given is not None:
        streams = [np.atleast_1d(np.asarray(rows)) for rows in draft.given.data.values()]
        timesteps = sum(map(len, streams))
        width = max([width, *(weights.size // max(1, width) for weights in draft.given.model.parameters.values())])
    return timesteps <= _FEW_TIMESTEPS and timesteps * width**2 * (draft.equations.count("\n") + 1) <= _FEW_PRODUCTS


def run(draft: Draft, memory_limit: int, progress: Progress = no_progress) -> Outcome:
    """Run a draft. Whatever goes wrong becomes the outcome's problem; only Cancelled passes through."""
    try:
        job = _over_text(draft) if draft.given is None else _over_given(draft, draft.given)
        needed = job.model.estimate(job.timesteps)
        if needed > memory_limit:
            return Outcome(draft, problem=problems.too_large(needed, memory_limit, job.timesteps))
        tape = job.model.run(job.data(), job.initial, draft.truncate, progress=lambda done: progress(0.8 * done))
        tape.prepare(lambda done: progress(0.8 + 0.2 * done))
        return Outcome(draft, tape, job.sequence, problems.not_finite(tape))
    except Cancelled:
        raise
    except Exception as error:  # whatever it is, the user reads it in the window
        return Outcome(draft, problem=problems.of(error))


@dataclass(frozen=True)
class _Job:
    """A model and what it is to run over; the data, which may be large, are made when they are asked for."""

    model: Model
    timesteps: int
    data: Callable[[], Mapping[str, Any]]
    initial: Mapping[str, Any] | None = None
    sequence: TextSequence | None = None


def _over_text(draft: Draft) -> _Job:
    sequence = TextSequence(draft.text)
    build = partial(text_model, draft.equations, sequence, draft.sizes, **_settings(draft))
    model = build()
    if draft.weights:
        model = build(parameters=_with_weights(model.parameters, draft.weights))
    timesteps = sequence.timesteps * len(model.graph.segments)
    return _Job(model, timesteps, partial(text_data, model, sequence), sequence=sequence)


def _over_given(draft: Draft, given: Given) -> _Job:
    build = partial(
        Model,
        draft.equations,
        {**given.sizes(draft.equations, draft.hidden), **draft.sizes},
        timesteps=given.model.timesteps,
        **_settings(draft),
    )
    model = build()
    drawn = (draft.seed, draft.initialisation) != (given.model.seed, given.model.initialisation)
    parameters = model.parameters if drawn else given.weights(model)
    model = build(parameters=_with_weights(parameters, draft.weights))
    initial = {key: value for key, value in (given.initial or {}).items() if key.split("[")[0] in model.graph.states}
    return _Job(model, given.timesteps, partial(given.data_for, model), initial)


def _settings(draft: Draft) -> dict[str, Any]:
    return {
        "seed": draft.seed,
        "dtype": draft.dtype,
        "initialisation": draft.initialisation,
        "hidden": draft.hidden,
    }


def _with_weights(
    parameters: Mapping[str, NDArray[np.floating]], weights: tuple[Weight, ...]
) -> dict[str, NDArray[np.floating]]:
    """The parameters with the elements set by hand; one that no longer exists, in a smaller model, is passed over."""
    changed = {name: value.copy() for name, value in parameters.items()}
    for weight in weights:
        value = changed.get(weight.parameter)
        if value is None or len(weight.index) != value.ndim:
            continue
        if all(0 <= i < n for i, n in zip(weight.index, value.shape, strict=True)):
            value[weight.index] = weight.value
    return changed
