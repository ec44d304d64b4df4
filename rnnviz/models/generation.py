"""Free-running generation: from some timestep on, an input is the model's own previous prediction.

That is a model in the language, too: the stream becomes a value that reads y[t-1], so that the recurrence closes over
the outputs and the graph shows the edge. A draw from softmax(y) is the largest of y plus Gumbel noise (Gumbel 1954),
which is data; so a run can be repeated, and no gradient goes through the choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rnnviz.engine.data import Data, DataError, numbers, stream_keys
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.engine.tape import Tape
from rnnviz.equations import Shape
from rnnviz.equations.sentence import said
from rnnviz.equations.text import number

if TYPE_CHECKING:
    from rnnviz.models.model import Model

HOW = ("greedy", "sample")


@dataclass(frozen=True, eq=False)
class FreeRunning:
    """How a closed model came to be: of `taught`, whose input stream `x` it computes from `y` of the timestep before,
    from timestep `from_` on. `added` are the streams that it has besides."""

    taught: Model
    x: str
    y: str
    from_: int
    how: str
    temperature: float
    added: frozenset[str]


def generate(
    model: Model,
    data: Data,
    x: str,
    y: str,
    from_: int,
    how: str = "greedy",
    temperature: float = 1.0,
    seed: int = 0,
    timesteps: int | None = None,
    initial: Data | None = None,
    progress: Progress = no_progress,
) -> Tape:
    """Runs a model whose input stream `x` is, from timestep `from_` on, drawn from its own `y` of the timestep before.

    `x` is one-hot vectors or class indices, `y` logits over the same classes. `data[x]` gives the beginning, at least
    timesteps 1 … from_ - 1; `timesteps` tells where to end if no other stream does. "greedy" takes the largest logit,
    "sample" draws from softmax(y / temperature) with a generator made from `seed`. In the tape `x` is a value like any
    other. Raises DataError where something does not fit.
    """
    closed, streams = close(model, data, x, y, from_, how, temperature, seed, timesteps)
    return closed.run(streams, initial, progress=progress)


def close(
    model: Model,
    data: Data,
    x: str,
    y: str,
    from_: int,
    how: str = "greedy",
    temperature: float = 1.0,
    seed: int = 0,
    timesteps: int | None = None,
) -> tuple[Model, dict[str, Any]]:
    """The closed model that `generate` runs, and what it runs over; Model.free_running says what it was made of."""
    stream = model.graph.streams.get(x)
    if stream is None or len(stream.segments) > 1:
        raise DataError(said("`{x}` is no input stream of one segment.", x=x))
    if y not in model.graph.named or len(model.graph.shape(y)) != 1:
        raise DataError(said("`{y}` is no vector of logits that an equation defines.", y=y))
    classes = model.graph.shape(y)[0]
    if not stream.index and stream.shape != (classes,):
        raise DataError(
            said(
                "`{x}` has {shape} numbers a timestep, and `{y}` has {classes} classes.",
                x=x,
                shape=stream.shape,
                y=y,
                classes=classes,
            )
        )
    if how not in HOW:
        raise DataError(said("{how!r} is no way to choose; there are {names}.", how=how, names=" and ".join(HOW)))
    if not temperature > 0 or not np.isfinite(temperature):
        raise DataError(said("The temperature is a number above 0, not {temperature!r}.", temperature=temperature))
    given = numbers(x, data[x]) if x in data else np.zeros((0, *stream.shape))
    if from_ < 1 or len(given) < from_ - 1:
        raise DataError(
            said(
                "`{x}` gives {count} timesteps; generation from timestep {first} needs {needed}.",
                x=x,
                count=len(given),
                first=from_,
                needed=max(0, from_ - 1),
            )
        )
    others = {name: value for name, value in data.items() if name != x}
    beside = [key for key, (_, segment) in stream_keys(model.graph).items() if segment == stream.segments[0]]
    length = timesteps or max((len(numbers(key, others[key])) for key in beside if key in others), default=len(given))
    names = free_names(model, x)
    free = np.arange(1, length + 1) >= from_
    streams: dict[str, Any] = {**others, names["given"]: padded(given, length, -1 if stream.index else 0)}
    streams[names["free"]] = free.astype(float)
    if how == "sample":
        streams[names["noise"]] = np.random.default_rng(seed).gumbel(size=(length, classes))
    closed = closed_model(model, x, y, names, how, temperature, classes)
    added = frozenset(name for name in names.values() if name in closed.graph.streams)
    closed.free_running = FreeRunning(model, x, y, from_, how, temperature, added)
    return closed, streams


def free_names(model: Model, x: str) -> dict[str, str]:
    """Names for the streams of the closed model that its equations do not use yet."""
    names = {}
    for role in ("given", "free", "noise"):
        name = f"{x}_{role}"
        while name in model.graph:
            name += "_"
        names[role] = name
    return names


def padded(given: Any, length: int, fill: int) -> Any:
    rest = np.full((max(0, length - len(given)), *given.shape[1:]), fill, given.dtype)
    return np.concatenate([given[:length], rest])


def closed_model(
    model: Model, x: str, y: str, names: Mapping[str, str], how: str, temperature: float, classes: int
) -> Model:
    """The model with an equation for its input."""
    stream = model.graph.streams[x]
    logits = f"{y}[t-1]"
    if how == "sample":
        logits = f"{number(1 / temperature)} * {logits} + {names['noise']}[t]"
    chosen = f"onehot(argmax({logits}), {classes})"
    beginning = f"{names['given']}[t]"
    if stream.index:
        beginning = f"onehot({beginning}, {classes})"
    choice = f"where({names['free']}[t] > 0, {chosen}, {beginning})"
    line = f"{x}[t] = {f'argmax({choice})' if stream.index else choice}"
    lines = model.graph.text.split("\n")
    segment = model.graph.segments[stream.segments[0]]
    if segment:
        lines.insert(lines.index(f"{segment}:") + 1, f"    {line}")
    else:
        lines.append(line)
    sizes: dict[str, Shape] = {name: model.graph.shape(name) for name in (*model.graph.named, *model.graph.streams)}
    sizes |= {names["given"]: stream.shape, names["free"]: (), names["noise"]: (classes,)}
    if how != "sample":
        del sizes[names["noise"]]
    return type(model)("\n".join(lines), sizes, parameters=model.parameters, dtype=model.dtype)
