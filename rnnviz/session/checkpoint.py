"""Models from files: a project's, or one built from a checkpoint's tensors. It needs no Qt."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from rnnviz.engine.data import DataError
from rnnviz.equations import EquationError
from rnnviz.equations.sentence import said
from rnnviz.formats.checkpoint import as_numbers, read_tensors
from rnnviz.formats.project import is_project, read_project
from rnnviz.formats.recurrent_layers import Network, network_of
from rnnviz.formats.text import FormatError
from rnnviz.models.model import Model
from rnnviz.models.text import TextError
from rnnviz.session.draft import Draft, draft_over
from rnnviz.session.given import PARAMETERS, Given, Kind, Origin
from rnnviz.session.job import job_of
from rnnviz.session.project import saved_in

TIMESTEPS = 12
"""Of the random data over which a checkpoint is shown: it has none of its own."""


def model_in(path: Path | str, loss: str = "", dtype: str = "float64") -> Model:
    """The model in a project or a checkpoint; see `rnnviz.load`."""
    path = Path(path)
    if is_project(path):
        return _model_of_project(path)
    network = network_of(as_numbers(read_tensors(path)), path.name)
    return _model(network, path.name, loss, dtype)


def draft_in(path: Path, title: str, seed: int = 0) -> Draft:
    """A checkpoint's network over random data, with a loss against random targets, so that there are gradients.

    Raises FormatError.
    """
    network = network_of(as_numbers(read_tensors(path)), path.name)
    random = np.random.default_rng(seed)
    classes = network.width > 1
    kind = "cross_entropy" if classes else "mse"
    model = _model(network, path.name, f"L[t] = {kind}({network.output}[t], target[t])", "float64")
    data = {
        network.inputs: random.integers(0, network.classes, TIMESTEPS)
        if network.classes
        else random.normal(size=(TIMESTEPS, network.sizes[network.inputs])),
        "target": random.integers(0, network.width, TIMESTEPS) if classes else random.normal(size=(TIMESTEPS, 1)),
    }
    origins = {PARAMETERS: Origin(Kind.FILE, path.name), **dict.fromkeys(data, Origin(Kind.RANDOM))}
    return draft_over(Given(model, data, origins=origins), title=title)


def _model_of_project(path: Path) -> Model:
    saved = saved_in(read_project(path), path.name)
    try:
        return job_of(saved.draft).model
    except (EquationError, DataError, TextError) as error:
        raise FormatError(
            said("The model of “{name}” cannot be built: {error}", name=path.name, error=error)
        ) from error


def _model(network: Network, file: str, loss: str, dtype: str) -> Model:
    text = "\n".join(filter(None, (network.equations, loss)))
    sizes = {**network.sizes, "target": 0 if "cross_entropy" in loss else network.width}
    try:
        return Model(text, sizes if "target" in loss else network.sizes, parameters=network.parameters, dtype=dtype)
    except EquationError as error:
        if loss:
            raise
        raise FormatError(
            said("“{file}” has tensors whose shapes do not fit together: {error}", file=file, error=error)
        ) from error
