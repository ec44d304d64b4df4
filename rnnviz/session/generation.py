"""Free-running generation as a user asks for it: a beginning, how the model chooses, how far; and its job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.data import DataError, classes_of, numbers, stream_keys
from rnnviz.engine.one_hot import OneHot
from rnnviz.equations import EquationError
from rnnviz.equations.operations import TABLE
from rnnviz.equations.sentence import said
from rnnviz.models.generation import close, padded
from rnnviz.models.text import TextError

if TYPE_CHECKING:
    from rnnviz.engine import Tape
    from rnnviz.equations import Graph
    from rnnviz.models.model import Model
    from rnnviz.models.text import TextSequence
    from rnnviz.session.draft import Draft
    from rnnviz.session.job import Job

LONGEST = 100_000
"""Timesteps that are generated at most."""
_MOST_LISTED = 30
_MOST_LOOKED_AT = 200
_BLANKS = {"↵": "\n", "⇥": "\t", "␣": " "}
"""How a user types, in a field of one line, what has no letter."""
_BEGINS, _ENDS = ("<start>", "<bos>", "<s>", "→"), ("<end>", "<eos>", "</s>", ".", "。")
"""What a vocabulary of words calls beginning and end, where nothing says so."""


@dataclass(frozen=True)
class Generation:
    """From a timestep on the model's own prediction is its next input, for `count` timesteps.

    The beginning that is given is `typed`, or else what the data have before timestep `from_`. `how` is "greedy", or
    "sample" at a `temperature` with a generator made from `seed`.
    """

    count: int = 30
    typed: str = ""
    from_: int = 2
    how: str = "greedy"
    temperature: float = 1.0
    seed: int = 0


@dataclass(frozen=True)
class Symbols:
    """What a generation reads and predicts: the input stream `x` and the logits `y`, with their `classes`.

    `names` are what the classes are called, none where they are numbers; `characters` says that each is one character.
    `begin`, a name, is read before what is typed; `end` ends what is generated.
    """

    x: str
    y: str
    classes: int
    names: Sequence[str] = ()
    characters: bool = False
    begin: str = ""
    end: str = ""

    def read(self, typed: str) -> NDArray[np.int64]:
        """The classes that a user has typed: characters, or words or numbers with spaces between. DataError for one
        that the model does not know."""
        parts = list(typed) if self.characters else typed.split()
        if self.begin and parts[:1] != [self.begin]:
            parts.insert(0, self.begin)
        if not self.names:
            return np.array([self._number(part) for part in parts], np.int64)
        place = {name: number for number, name in enumerate(self.names)}
        parts = [_BLANKS.get(part, part) if part not in place else part for part in parts]
        for part in parts:
            if part not in place:
                known = " ".join(self.names[:_MOST_LISTED]) + (" …" if len(self.names) > _MOST_LISTED else "")
                raise DataError(
                    said("The model does not know “{part}”; it knows {known}.", part=part, known=known.strip())
                )
        return np.array([place[part] for part in parts], np.int64)

    def _number(self, part: str) -> int:
        if not part.isascii() or not part.isdigit() or int(part) >= self.classes:
            raise DataError(said("“{part}” is no class; there are 0 … {last}.", part=part, last=self.classes - 1))
        return int(part)

    def write(self, indices: Sequence[int]) -> str:
        """Classes as a user types them."""
        words = [self.names[index] if self.names else str(index) for index in indices if index >= 0]
        return ("" if self.characters else " ").join(words)


def symbols_of(draft: Draft, job: Job) -> Symbols:
    """What the model of a draft can generate: an input, and logits over the same classes that a loss compares, or at
    least that an equation computes. DataError where there are none."""
    graph = job.model.graph
    targets = targets_of(graph)
    for y in _logits(graph):
        classes = graph.shape(y)[0]
        for x, stream in graph.streams.items():
            if x in targets or len(stream.segments) != 1 or not _stands_in(graph, y, stream.segments[0]):
                continue
            counted = classes_of(graph, x) if stream.index else None
            if (stream.index and counted in (None, classes)) or (
                not stream.index and stream.shape == (classes,) and _is_one_hot(job, x)
            ):
                return named(draft, job.sequence, Symbols(x, y, classes))
    raise DataError(
        said(
            "This model cannot read what it predicts: generation needs an input stream of classes (or one-hot vectors) "
            "and an equation for logits over the same classes."
        )
    )


def named(draft: Draft, sequence: TextSequence | None, found: Symbols) -> Symbols:
    """With what the classes are called in a text, or in an example, and where its sequences begin and end."""
    if sequence is not None:
        return replace(found, names=sequence.vocabulary, characters=True)
    example = draft.example
    if example is None:
        return found
    line = next((one for one in example.typed if one.reads == found.x), None)
    names = example.vocabulary.get(found.x) or (example.vocabulary.get(line.vocabulary) if line else None) or ()
    if len(names) != found.classes:
        return found
    if line is not None:
        return replace(found, names=names, characters=line.split == "characters", begin=line.begin, end=line.end)
    begin, end = (next((one for one in usual if one in names), "") for usual in (_BEGINS, _ENDS))
    return replace(found, names=names, begin=begin, end=end)


def free_running(job: Job, generation: Generation, symbols: Symbols) -> Job:
    """The job in which the model reads its own predictions. DataError for a beginning that it cannot read."""
    data = dict(job.data())
    stream = job.model.graph.streams[symbols.x]
    given = data[symbols.x]
    own = given.indices if isinstance(given, OneHot) else classes_in(numbers(symbols.x, given))
    if generation.typed:
        begin = symbols.read(generation.typed)
        if not len(begin):
            raise empty()
    else:
        if not 2 <= generation.from_ <= len(own) + 1:
            raise too_late(generation.from_, len(own), _timesteps_before(job.model, data, symbols.x))
        begin = own[: generation.from_ - 1]
    first = len(begin) + 1
    length = len(begin) + min(generation.count, LONGEST)
    same = len(begin) <= len(own) and np.array_equal(own[: len(begin)], begin)
    data[symbols.x] = begin if stream.index else np.asarray(OneHot(begin, symbols.classes))
    _fit(job.model, data, symbols, length, same, begin)
    model, streams = close(
        job.model,
        data,
        symbols.x,
        symbols.y,
        first,
        generation.how,
        generation.temperature,
        generation.seed,
        length,
    )
    timesteps = job.timesteps - len(own) + length
    return replace(job, model=model, timesteps=timesteps, data=streams.copy, generates=symbols)


def wrong_with(draft: Draft, generation: Generation) -> Exception | None:
    """Why a draft cannot generate so, as far as that is known before it runs; None where nothing is against it."""
    from rnnviz.session.job import taught_job_of  # which makes the jobs of this module

    try:
        symbols = symbols_of(draft, job := taught_job_of(draft))
        if generation.typed and not len(symbols.read(generation.typed)):
            return empty()
        data = job.data()
        count = len(data[symbols.x])
        if not generation.typed and generation.from_ > count + 1:
            return too_late(generation.from_, count, _timesteps_before(job.model, data, symbols.x))
    except (DataError, EquationError, TextError) as error:
        return error
    return None


def empty() -> DataError:
    return DataError(said("The beginning is empty. Type at least one symbol that the model reads first."))


def too_late(first: int, count: int, before: int = 0) -> DataError:
    """The error of a generation that is to go on from timestep `first` of a segment of `count`, with `before` of other
    segments before it: they are counted too, as everywhere in the window."""
    return DataError(
        said(
            "There are {count} timesteps to begin with: generation can go on from t = {least} … {last}, not from "
            "t = {first}.",
            count=count,
            least=before + 2,
            last=before + count + 1,
            first=before + first,
        )
    )


def timesteps_before(draft: Draft, tape: Tape) -> int:
    """How many timesteps of a draft's run come before the segment in which it would generate."""
    from rnnviz.session.job import taught_job_of  # which makes the jobs of this module

    if len(tape.graph.segments) < 2:
        return 0
    free = tape.model.free_running
    try:
        x = free.x if free is not None else symbols_of(draft, taught_job_of(draft)).x
    except (DataError, EquationError, TextError):
        return 0
    return tape.span(x).start - 1


def _timesteps_before(model: Model, data: Mapping[str, Any], x: str) -> int:
    lengths = {place: len(data[key]) for key, (_, place) in stream_keys(model.graph).items()}
    return sum(length for place, length in lengths.items() if place < model.graph.streams[x].segments[0])


def until_end(tape: Tape, symbols: Symbols) -> int | None:
    """How many timesteps of a run had been generated when the model predicted the end; None where it has not."""
    free = tape.model.free_running
    if free is None or symbols.end not in symbols.names:
        return None
    span = tape.span(free.x)
    read = classes_in(np.asarray(tape[free.x])[span.start - 1 : span.stop - 1])
    found = np.flatnonzero(read[free.from_ - 1 :] == symbols.names.index(symbols.end))
    return int(found[0]) if len(found) else None


def classes_in(rows: NDArray[Any]) -> NDArray[np.int64]:
    """The classes of a stream: as they are, (T,), or of one-hot vectors, (T, V)."""
    return rows if rows.ndim == 1 else np.asarray(rows.argmax(1))


def _fit(
    model: Model, data: dict[str, Any], symbols: Symbols, length: int, same: bool, begin: NDArray[np.int64]
) -> None:
    """The other streams of x's segment, as long as the run: beyond its end an input is nothing, as everywhere; targets
    stay where the data have them."""
    segment = model.graph.streams[symbols.x].segments[0]
    for key, (name, place) in stream_keys(model.graph).items():
        if place != segment or name == symbols.x:
            continue
        stream, given = model.graph.streams[name], np.asarray(data[key])
        if name not in targets_of(model.graph):
            data[key] = padded(given, length, -1 if stream.index else 0)
            continue
        none = np.full((length, *stream.shape), -1 if stream.index else np.nan, np.int64 if stream.index else float)
        if same:
            kept = min(length, len(given))
            none[:kept] = given[:kept]
        elif stream.index and symbols.characters:
            none[: len(begin) - 1] = begin[1:]
        data[key] = none


def _is_one_hot(job: Job, x: str) -> bool:
    """Whether the vectors of a stream stand for classes, as far as its beginning tells."""
    if job.sequence is not None:
        return True
    rows = np.asarray(job.data()[x])[:_MOST_LOOKED_AT]
    return bool(((rows == 0) | (rows == 1)).all() and (rows.sum(axis=1) <= 1).all())


def _logits(graph: Graph) -> list[str]:
    """Vectors that may be logits: those of a cross entropy first, then others, the last first."""
    compared = [
        operation.reads[0].name
        for operation in graph.operations
        if operation.kind == "cross_entropy" and operation.reads and operation.reads[0].lag == 0
    ]
    others = [name for name in reversed(list(graph.named)) if name not in graph.states]
    named = [name for name in (*compared, *others) if name in graph.named and graph.timed(name)]
    return [name for name in dict.fromkeys(named) if len(graph.shape(name)) == 1 and not graph.index(name)]


def targets_of(graph: Graph) -> set[str]:
    """The streams that a loss compares with."""
    return {
        read.name
        for operation in graph.operations
        if TABLE[operation.kind].is_loss
        for read in operation.reads[1:]
        if read.name in graph.streams
    }


def _stands_in(graph: Graph, name: str, segment: int) -> bool:
    """Whether a value is computed in a segment."""
    return any(operation.segment == segment for operation in graph.definitions.get(name, ()))
