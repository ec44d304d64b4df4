"""Tasks: each makes sequences from a seed, to be trained on or, `unseen`, to be tried on that never are.

A task is a frozen dataclass, whose fields are its options, and a row of TASKS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.data import Data, DataError, stream_keys
from rnnviz.equations.sentence import said
from rnnviz.models.example import Example, TaskChoice
from rnnviz.models.model import Model
from rnnviz.models.tasks.captions import Captions
from rnnviz.models.tasks.digits import Digits, Drawing, Glimpses
from rnnviz.models.tasks.films import Activity, Frames
from rnnviz.models.tasks.memory import Memory
from rnnviz.models.tasks.numbers import Numbers
from rnnviz.models.tasks.recorded import Recorded
from rnnviz.models.tasks.sentiment import Sentiment
from rnnviz.models.tasks.spirals import Spirals
from rnnviz.models.tasks.text import Text


class Task(Protocol):
    """Something that a model can learn."""

    def sequences(self, count: int, seed: int, unseen: bool = False) -> list[Data]:
        """So many sequences, each by the names of its streams; the `unseen` ones are never among the others."""
        ...


TASKS: Mapping[str, Callable[..., Task]] = {
    "activity": Activity,
    "captions": Captions,
    "digits": Digits,
    "drawing": Drawing,
    "frames": Frames,
    "glimpses": Glimpses,
    "memory": Memory,
    "numbers": Numbers,
    "sentiment": Sentiment,
    "spirals": Spirals,
    "text": Text,
}
RECORDED = "recorded"
"""The task of an example that brings its own sequences."""


def task_of(example: Example) -> Task:
    """The task that an example is trained on. Raises DataError where it has none, or one that does not exist."""
    choice = example.task
    if choice is None:
        raise DataError(said("“{name}” does not say what it is trained on: it has no task.", name=example.name))
    if choice.name == RECORDED:
        return _made(Recorded, choice, recorded=example.sequences)
    if choice.name not in TASKS:
        raise DataError(
            said(
                "“{task}” is no task; there are {tasks}.",
                task=choice.name,
                tasks=", ".join(f"`{one}`" for one in (*TASKS, RECORDED)),
            )
        )
    return _made(TASKS[choice.name], choice)


def _made(kind: Callable[..., Task], choice: TaskChoice, **own: Any) -> Task:
    options = {field.name: field for field in fields(kind) if field.name not in own}  # type: ignore[arg-type]
    for name, value in choice.options.items():
        field = options.get(name)
        if field is None:
            raise DataError(
                said(
                    "The task “{task}” has no option `{name}`; it has {options}.",
                    task=choice.name,
                    name=name,
                    options=", ".join(options),
                )
            )
        expected = str if field.default is MISSING else type(field.default)
        if type(value) is not expected:
            raise DataError(
                said("The option `{name}` of “{task}” is {value}.", name=name, task=choice.name, value=repr(value)[:60])
            )
    missing = [name for name, field in options.items() if field.default is MISSING and name not in choice.options]
    if missing:
        raise DataError(said("The task “{task}” needs `{name}`.", task=choice.name, name=missing[0]))
    return kind(**choice.options, **own)


def sequences_for(model: Model, example: Example, layers: int | None = None) -> list[Data]:
    """The sequences that an example's model is trained on, for `Training`, or those for a model of so many `layers`.

    DataError as `task_of` raises it.
    """
    choice = example.task
    if choice is not None and layers is not None:
        choice = replace(choice, options={**choice.options, "layers": layers})
        example = replace(example, task=choice)
    made = task_of(example).sequences(choice.sequences, choice.seed) if choice else []
    return [streams_of(model, one) for one in made]


def unseen_for(model: Model, example: Example, upto: int | None = None) -> list[Data]:
    """The sequences that an example's accuracy is measured on, or the first ones, up to the number `upto` from 0.

    DataError as `task_of` raises it.
    """
    if not example.accuracy:
        raise DataError(said("“{name}” does not say how its accuracy is measured.", name=example.name))
    accuracy = example.accuracy[0]
    count = accuracy.sequences if upto is None else upto + 1
    made = task_of(example).sequences(count, accuracy.seed, unseen=True)
    return [streams_of(model, one) for one in made]


def streams_of(model: Model, sequence: Data) -> dict[str, NDArray[Any]]:
    """Of a sequence what the model reads; classes become one-hot vectors where it reads such. DataError for a stream
    that the sequence does not have."""
    found = {}
    for key, (name, _) in stream_keys(model.graph).items():
        if key not in sequence:
            has = [*sequence]
            raise DataError(
                said(
                    "The equations read `{name}`, and the sequences have {has}.",
                    name=key,
                    has=", ".join(f"`{one}`" for one in has),
                )
            )
        rows, stream = np.asarray(sequence[key]), model.graph.streams[name]
        if rows.ndim == 1 and rows.dtype.kind == "i" and not stream.index and len(stream.shape) == 1:
            rows = (rows[:, None] == np.arange(stream.shape[0])).astype(model.dtype)
        found[key] = rows
    return found
