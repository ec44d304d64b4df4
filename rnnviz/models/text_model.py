"""A model that reads a text: the sizes of its streams follow from the text, and so does its data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.data import stream_keys
from rnnviz.engine.one_hot import OneHot
from rnnviz.equations.lines import read_lines
from rnnviz.models.model import Model
from rnnviz.models.streams import roles
from rnnviz.models.text import TextSequence


def text_model(
    equations: str,
    sequence: TextSequence,
    sizes: Mapping[str, int | tuple[int, ...]] | None = None,
    **settings: Any,
) -> Model:
    """The model of these equations over a text, of which each segment reads the whole.

    `sizes` declares what does not follow from the text, `settings` are Model's others (seed, hidden, dtype, …). Raises
    EquationError as Model does.
    """
    sizes = sizes or {}
    uses = {
        # declared as a vector, a target of classes is their probabilities
        name: replace(role, index=role.index and not sizes.get(name))
        for name, role in roles(equations).items()
    }
    lines = read_lines(equations)
    segments = lines.segments
    model = Model(
        equations,
        sizes={**sequence.sizes(uses), **sizes},
        classes=sequence.classes(uses),
        timesteps=dict.fromkeys(segments, sequence.timesteps) if len(segments) > 1 else sequence.timesteps,
        **settings,
    )
    told = {segment for stream in model.graph.streams.values() for segment in stream.segments}
    if not lines.untied and len(told) == len(model.graph.segments):
        model.timesteps = None  # its streams tell how long a text is: it reads texts of any length
    return model


def text_data(model: Model, sequence: TextSequence) -> dict[str, NDArray[np.int64] | OneHot]:
    """The streams of a text model, to run it with."""
    uses = {name: replace(role, index=model.graph.streams[name].index) for name, role in roles(model.text).items()}
    bound = sequence.bind(uses)
    return {key: bound[name] for key, (name, _) in stream_keys(model.graph).items()}
