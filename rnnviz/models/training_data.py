"""The sequences of a training, and which of them each update reads: decided by the number of the update and a seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from rnnviz.engine.batched import BatchedRun
from rnnviz.engine.data import (
    Data,
    DataError,
    asked_lengths,
    class_indices,
    classes_of,
    extent_of,
    stream_array,
    stream_keys,
)
from rnnviz.equations import Graph, Read
from rnnviz.equations.graph import remembered
from rnnviz.equations.kernels import Array
from rnnviz.equations.sentence import said
from rnnviz.models.model import Model
from rnnviz.models.padding import may_be_padded, targets
from rnnviz.models.recipe import Recipe

LENGTHS = 16
"""Padded sequences have one of at most so many lengths: each has arrays of its own."""

Place = tuple[str, int]
"""A stream and the number of the segment that reads it."""


@dataclass(frozen=True)
class Checked:
    """One sequence, checked: its streams, (T, …) each, and the timesteps of each segment."""

    streams: Mapping[Place, Array]
    lengths: tuple[int, ...]


@dataclass(frozen=True)
class Portion:
    """What one update reads: so many sequences side by side, of these lengths. `goes_on` tells that they begin where
    those of the update before have ended."""

    lengths: tuple[int, ...]
    batch: int
    goes_on: bool
    chosen: tuple[int, ...]


class Feed(Protocol):
    """Gives every update its data. `classes` are the streams of one-hot vectors that are given by their classes,
    `carries` tells whether an update may go on from the one before."""

    classes: frozenset[str]
    carries: bool

    def portion(self, number: int) -> Portion:
        """What the update after `number` others reads."""

    def fill(self, run: BatchedRun, portion: Portion) -> None:
        """Writes its data into a run."""


def feed_of(model: Model, sequences: Iterable[Data], recipe: Recipe) -> Feed:
    """The feed of a training. Raises DataError where data do not fit the model, or the recipe."""
    given = list(sequences)
    if not given:
        raise DataError(said("There is no sequence to train on."))
    checked = [checked_sequence(model, sequence) for sequence in given]
    classes = frozenset(name for name in looked_up(model.graph) if all(is_by_class(one, name) for one in checked))
    checked = [settled(model.graph, one, classes, model.dtype) for one in checked]
    if recipe.chunk is None:
        return Whole(model.graph, checked, classes, recipe)
    if len(checked) > 1:
        raise DataError(said("There are {count} sequences: in chunks is read one long sequence.", count=len(checked)))
    return Chunks(model.graph, checked[0], classes, recipe)


def checked_sequence(model: Model, data: Data) -> Checked:
    """A sequence as arrays; one-hot vectors stay classes where they are given so, and become classes where they are
    such. DataError for what does not fit."""
    graph = model.graph
    told = {graph.segments[segment] for _, segment in stream_keys(graph).values()}  # by the data, however long
    asked = {name: length for name, length in asked_lengths(graph, model.timesteps).items() if name not in told}
    extent = extent_of(graph, data, asked, model.parameters, None)
    for name, parameter in graph.parameters.items():
        if parameter.untied and len(model.parameters[name]) != extent.timesteps:
            raise DataError(
                said(
                    "`{name}` is untied and has {count} timesteps; a sequence has {timesteps}.",
                    name=name,
                    count=len(model.parameters[name]),
                    timesteps=extent.timesteps,
                )
            )
    streams: dict[Place, Array] = {}
    for key, (name, segment) in stream_keys(graph).items():
        stream, rows = graph.streams[name], np.asarray(data[key])
        if stream.index:
            streams[name, segment] = class_indices(key, stream_array(key, (), rows), classes_of(graph, name))
        elif rows.ndim == 1 and rows.dtype.kind in "iu" and len(stream.shape) == 1:
            streams[name, segment] = class_indices(key, rows, stream.shape[0])
        else:
            rows = stream_array(key, stream.shape, rows)
            found = classes_in(rows) if name in looked_up(graph) else None
            streams[name, segment] = rows if found is None else found
    return Checked(streams, tuple(last - first + 1 for first, last in extent.ranges))


@remembered
def looked_up(graph: Graph) -> frozenset[str]:
    """The streams of vectors that are only ever multiplied by a parameter: if they are one-hot, a product is a row."""
    found = {name for name, stream in graph.streams.items() if len(stream.shape) == 1 and not stream.index}
    for operation in graph.operations:
        for position, one in enumerate(operation.inputs):
            if isinstance(one, Read) and one.name in found:
                left = operation.inputs[0]
                by_parameter = isinstance(left, Read) and not graph.timed(left.name)
                if operation.kind != "matmul" or position != 1 or not by_parameter:
                    found.discard(one.name)
    return frozenset(found)


def classes_in(rows: Array) -> Array | None:
    """The classes of one-hot vectors (T, V), -1 for a vector of zeros; None for other vectors."""
    ones = rows == 1
    counts = ones.sum(-1)
    if (counts > 1).any() or np.count_nonzero(rows) != counts.sum() or np.isnan(rows).any():
        return None
    return np.where(counts > 0, ones.argmax(-1), -1)


def is_by_class(sequence: Checked, name: str) -> bool:
    return all(rows.dtype.kind == "i" and rows.ndim == 1 for (own, _), rows in sequence.streams.items() if own == name)


def settled(graph: Graph, sequence: Checked, classes: frozenset[str], dtype: str) -> Checked:
    """The sequence with vectors where the run wants them."""
    streams = {}
    for (name, segment), rows in sequence.streams.items():
        stream = graph.streams[name]
        if not stream.index and name not in classes:
            if rows.ndim == 1 and len(stream.shape) == 1:
                rows = rows[:, None] == np.arange(stream.shape[0])
            rows = np.asarray(rows, dtype)
        streams[name, segment] = rows
    return Checked(streams, sequence.lengths)


class Whole:
    """Whole sequences in an order shuffled anew each time that all have been read.

    Where the model may be padded, or all sequences have the same lengths, an update reads just as many as the recipe
    says. Otherwise those of the same lengths are read together, and it may be fewer.
    """

    def __init__(self, graph: Graph, sequences: Sequence[Checked], classes: frozenset[str], recipe: Recipe) -> None:
        self.graph, self.sequences, self.classes, self.carries = graph, sequences, classes, False
        self.batch, self.seed = min(recipe.batch, len(sequences)), recipe.seed
        self.groups: dict[tuple[int, ...], list[int]] = {}
        for number, one in enumerate(sequences):
            self.groups.setdefault(one.lengths, []).append(number)
        self.together = len(self.groups) == 1 or may_be_padded(graph)
        self.longest = max(one.lengths[0] for one in sequences)
        self.unit = -(-self.longest // LENGTHS)
        self.orders: dict[int, list[tuple[int, ...]]] = {}

    def portion(self, number: int) -> Portion:
        if self.together:
            count = len(self.sequences)
            places = range(number * self.batch, (number + 1) * self.batch)
            chosen = tuple(self.order(place // count)[place % count][0] for place in places)
            lengths = self.padded([self.sequences[one].lengths for one in chosen])
        else:
            count = sum(-(-len(group) // self.batch) for group in self.groups.values())
            chosen = self.order(number // count)[number % count]
            lengths = self.sequences[chosen[0]].lengths
        return Portion(lengths, len(chosen), False, chosen)

    def order(self, epoch: int) -> list[tuple[int, ...]]:
        """What is read together, in the order of that pass through all sequences."""
        if epoch not in self.orders:
            random = np.random.default_rng([self.seed, epoch])
            found: list[tuple[int, ...]] = []
            if self.together:
                found = [(int(one),) for one in random.permutation(len(self.sequences))]
            else:
                for group in self.groups.values():
                    mixed = [group[one] for one in random.permutation(len(group))]
                    found += [tuple(mixed[i : i + self.batch]) for i in range(0, len(mixed), self.batch)]
                found = [found[one] for one in random.permutation(len(found))]
            # An update may read of two passes; no more need be remembered.
            self.orders = {one: order for one, order in self.orders.items() if one >= epoch - 1} | {epoch: found}
        return self.orders[epoch]

    def padded(self, lengths: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
        if len(self.groups) == 1:
            return lengths[0]
        longest = max(one[0] for one in lengths)
        return (min(self.longest, -(-longest // self.unit) * self.unit),)

    def fill(self, run: BatchedRun, portion: Portion) -> None:
        for place in self.sequences[0].streams:
            name, segment = place
            rows, is_target = run.stream(name, segment), name in targets(self.graph)
            for column, number in enumerate(portion.chosen):
                given = self.sequences[number].streams[place]
                rows[: len(given), column] = given
                if len(given) < len(rows):
                    # What is no target goes on as it was: padding makes no number that the sequence would not.
                    missing: Any = -1 if rows.dtype.kind == "i" else np.nan
                    rows[len(given) :, column] = missing if is_target else given[-1]


class Chunks:
    """One long sequence, cut into parallel streams of the same length, chunk after chunk."""

    def __init__(self, graph: Graph, sequence: Checked, classes: frozenset[str], recipe: Recipe) -> None:
        if len(graph.segments) > 1 or any(one.untied for one in graph.parameters.values()):
            raise DataError(said("A model with segments or untied parameters reads whole sequences, not chunks."))
        if any(read.lag > 0 for operation in graph.operations for read in operation.reads):
            raise DataError(said("The equations read later timesteps: they need whole sequences, not chunks."))
        assert recipe.chunk is not None
        self.classes, self.carries = classes, True
        self.batch, self.chunk = recipe.batch, recipe.chunk
        length = sequence.lengths[0] // self.batch
        self.count = length // self.chunk
        if not self.count:
            raise DataError(
                said(
                    "The sequence has {timesteps} timesteps: cut into {batch} streams, each has {length}, and a chunk "
                    "is {chunk}.",
                    timesteps=sequence.lengths[0],
                    batch=self.batch,
                    length=length,
                    chunk=self.chunk,
                )
            )
        self.streams = {
            place: np.ascontiguousarray(
                rows[: self.batch * length].reshape(self.batch, length, *rows.shape[1:]).swapaxes(0, 1)
            )
            for place, rows in sequence.streams.items()
        }

    def portion(self, number: int) -> Portion:
        place = number % self.count
        return Portion((self.chunk,), self.batch, place > 0, (place,))

    def fill(self, run: BatchedRun, portion: Portion) -> None:
        start = portion.chosen[0] * self.chunk
        for (name, segment), rows in self.streams.items():
            np.copyto(run.stream(name, segment), rows[start : start + self.chunk])
