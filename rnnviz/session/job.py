"""From a draft to a model and what it runs over: the text is bound to the equations, or a script's data to theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.models.example import TEXT
from rnnviz.models.model import Model
from rnnviz.models.text import TextSequence
from rnnviz.models.text_model import text_data, text_model
from rnnviz.session.draft import Draft, Weight
from rnnviz.session.generation import Symbols, free_running, symbols_of
from rnnviz.session.given import Given


@dataclass(frozen=True)
class Job:
    """A model and what it is to run over; the data, which may be large, are made when they are asked for."""

    model: Model
    timesteps: int
    data: Callable[[], Mapping[str, Any]]
    initial: Mapping[str, Any] | None = None
    sequence: TextSequence | None = None
    generates: Symbols | None = None
    """What the model reads of its own predictions; None where it reads what the data have."""


def job_of(draft: Draft) -> Job:
    """What a draft asks to be run. Raises EquationError, TextError or DataError for one that cannot be."""
    job = taught_job_of(draft)
    return job if draft.generation is None else free_running(job, draft.generation, symbols_of(draft, job))


def taught_job_of(draft: Draft) -> Job:
    """The same over what the data have, whether or not the model is to read its own predictions."""
    return _over_text(draft) if draft.given is None else _over_given(draft, draft.given)


def _over_text(draft: Draft) -> Job:
    sequence = TextSequence(draft.text, vocabulary_of(draft))
    model = text_model(draft.equations, sequence, draft.sizes, **_settings(draft))
    if draft.weights or draft.trained is not None:
        model = model.with_parameters(_with_weights(_trained(draft, model.parameters), draft.weights))
    timesteps = sequence.timesteps * len(model.graph.segments)
    return Job(model, timesteps, partial(text_data, model, sequence), sequence=sequence)


def _over_given(draft: Draft, given: Given) -> Job:
    drawn = (draft.seed, draft.initialisation) != (given.model.seed, given.model.initialisation)
    own = given.is_own(draft.equations, draft.hidden) and not drawn
    model = Model(
        draft.equations,
        {**given.sizes(draft.equations, draft.hidden), **draft.sizes},
        parameters=given.model.parameters if own else None,
        timesteps=given.model.timesteps,
        classes=given.classes(draft.equations),
        **_settings(draft),
    )
    parameters = _trained(draft, model.parameters if drawn else given.weights(model))
    model = model.with_parameters(_with_weights(parameters, draft.weights))
    initial = {key: value for key, value in (given.initial or {}).items() if key.split("[")[0] in model.graph.states}
    return Job(model, given.timesteps_of(model), partial(given.data_for, model), initial)


def vocabulary_of(draft: Draft) -> tuple[str, ...]:
    """The characters that the model of a text knows, in their order; none: those that the text has."""
    return () if draft.example is None else draft.example.vocabulary.get(TEXT, ())


def _trained(draft: Draft, parameters: Mapping[str, NDArray[np.floating]]) -> Mapping[str, NDArray[np.floating]]:
    return parameters if draft.trained is None else draft.trained.over(parameters)


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
