"""Training an example anew: what its file says is done, and the result put into its files. It needs no Qt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np

from rnnviz.engine.data import DataError
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.equations.sentence import said
from rnnviz.formats.arrays import Arrays
from rnnviz.formats.atomic import replace_file
from rnnviz.formats.example import LOSSES, PARAMETERS, arrays_of
from rnnviz.formats.project import Project, arrays_file, read_arrays_beside, read_text, write_arrays
from rnnviz.models.accuracy import reached
from rnnviz.models.example import Example
from rnnviz.models.growing import deepened, with_layers
from rnnviz.models.model import Model
from rnnviz.models.recipe import recipe_of
from rnnviz.models.tasks import sequences_for, unseen_for
from rnnviz.models.training import Training
from rnnviz.session.examples import model_of
from rnnviz.session.project import Saved, saved_in

KEPT_LOSSES = 20
"""Of so many first updates the loss is kept with the parameters, so that a short run can be compared."""
_REACHED = re.compile(r"(?m)^(\[\[accuracy\]\]\n(?:[^\[\n].*\n)*?reached = ).*$")


@dataclass(frozen=True)
class Learned:
    """What training an example came to: the model, its accuracy on sequences not trained on, the first losses."""

    model: Model
    accuracy: tuple[float, ...]
    losses: tuple[float, ...]


def training_of(saved: Saved) -> Training:
    """The training that an example's file describes, before its first update. Raises DataError for what cannot be."""
    example = _example(saved)
    return next(_trainings(model_of(saved.draft, trained=False), example))


def _trainings(model: Model, example: Example) -> Iterator[Training]:
    """One training after the other, each of which begins where the one before it, made in the meantime, has ended."""
    recipe, before = recipe_of(example.training), None
    for layers in example.growth or (None,):
        stage = model if layers is None else with_layers(model, layers)
        if before is not None:
            stage = deepened(before.parameters, stage)
        before = Training(stage, sequences_for(stage, example, layers), recipe)
        yield before


def train_file(path: Path, progress: Progress = no_progress) -> Learned:
    """Trains the example in a file, and puts parameters, first losses and accuracy into its files.

    Parameters are kept as 32-bit numbers, and the accuracy is that of those. Raises FormatError, DataError and OSError.
    """
    arrays = _given_arrays(path)
    saved = _untrained(path, arrays)
    example, model = _example(saved), model_of(saved.draft, trained=False)
    count = max(1, len(example.growth))
    losses: tuple[float, ...] = ()
    for number, training in enumerate(_trainings(model, example)):
        training.run(progress=partial(_part, progress, number, count))
        losses = losses or tuple(map(float, training.history.loss[:KEPT_LOSSES]))
    kept = {name: value.astype(np.float32) for name, value in training.parameters.items()}
    model = model.with_parameters(kept)
    found = accuracy_of(model, example)
    write_arrays(arrays_file(path), {**arrays, **arrays_of(replace(example, trained=kept, losses=losses))})
    if found:
        numbers = iter(found)
        text = _REACHED.sub(lambda match: f"{match[1]}{next(numbers):.4g}", path.read_text(encoding="utf-8"))
        replace_file(path, partial(_put, text))
    return Learned(model, found, losses)


def accuracy_of(model: Model, example: Example) -> tuple[float, ...]:
    """What a model reaches of each accuracy that an example states. Raises DataError."""
    if not example.accuracy:
        return ()
    return reached(model, unseen_for(model, example), example.accuracy)


def _part(progress: Progress, number: int, count: int, fraction: float) -> None:
    progress((number + fraction) / count)


def _put(text: str, file: BinaryIO) -> None:
    file.write(text.encode())


def _given_arrays(path: Path) -> Arrays:
    """The arrays of an example that training does not make."""
    beside = arrays_file(path)
    if not beside.exists():
        return {}
    arrays = read_arrays_beside(beside)
    return {name: array for name, array in arrays.items() if not name.startswith((PARAMETERS, LOSSES))}


def _untrained(path: Path, arrays: Arrays) -> Saved:
    """An example as its text has it, whether its parameters have been trained yet or not."""
    document = dict(read_text(path))
    document.pop("arrays", None)
    model = document.get("model")
    if isinstance(model, dict):
        document["model"] = {**model, "trained": False}
    return saved_in(Project(document, arrays), path.name)


def _example(saved: Saved) -> Example:
    if saved.draft.example is None:
        raise DataError(said("This file is no example: it has no table [example]."))
    return saved.draft.example
