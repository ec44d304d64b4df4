"""What an example has besides a model and its data: words about it, a guided walk, a task, what training reached.

Plain frozen values; `rnnviz.formats.example` reads them from an example's file and writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from numpy.typing import NDArray

PHASES = ("start", "forward", "backward", "end")
QUESTIONS = ("predict", "step", "choose")
MEASURES = ("each", "last", "all", "bits", "error")
TEXT = "text"
"""The vocabulary of this name is that of the text which the model reads character by character."""
LONGEST_STOP = 40
"""Words of English that a stop of a walk has at most; and twice as many characters of Chinese."""
Parameters = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Words:
    """A text in English and in Simplified Chinese."""

    en: str = ""
    zh: str = ""

    def __str__(self) -> str:
        return self.said("en")

    def said(self, language: str) -> str:
        """The text in a language ("en", "zh", "zh_CN", …): English where there is no Chinese, or the other way."""
        return (self.zh or self.en) if language.startswith("zh") else (self.en or self.zh)


@dataclass(frozen=True)
class Question:
    """What a stop asks.

    "predict": the value `name[timestep]`, of one `unit` where it has several, is hidden until it is revealed. "step":
    the answer is seen by stepping on. "choose": one of `choices`, of which the one at the index `right` is right.
    `answer` is said afterwards.
    """

    kind: str
    ask: Words
    answer: Words
    name: str = ""
    timestep: int | None = None
    unit: tuple[int, ...] | None = None
    choices: tuple[Words, ...] = ()
    right: int = 0


@dataclass(frozen=True)
class Stop:
    """One stop of a guided walk: where the run stands, what is selected, and what is said.

    `phase` is "start" (before the first timestep), "forward" or "backward" (just after `timestep` of that phase's first
    pass that has it, and `inside` so many operations of the timestep that comes), or "end"; a negative `timestep`
    counts from the last, -1. `select` is a name, with `select_timestep` None the cursor's own. `trained` asks for the
    trained parameters or the untrained; None leaves them.
    """

    text: Words
    phase: str = "start"
    timestep: int = 1
    inside: int = 0
    select: str = ""
    select_timestep: int | None = None
    unit: tuple[int, ...] | None = None
    trained: bool | None = None
    question: Question | None = None


@dataclass(frozen=True)
class Picture:
    """A value or stream that is a picture at every timestep, its numbers row by row, the channels of a pixel together.

    `low` is black, `high` white (or full colour with three channels). `mark` names the value or stream of the same
    height and width that is above 0 where the picture is marked: what of it is looked at.
    """

    height: int
    width: int
    channels: int = 1
    low: float = 0.0
    high: float = 1.0
    mark: str = ""


@dataclass(frozen=True)
class Typed:
    """A line that a user types, and the streams of class indices that it becomes.

    It is split into "words" (at spaces) or "characters", each counted in the example's `vocabulary` of that name.
    `reads` is the stream that gets them, `begin` before and `end` after them. `predicts` is a stream of targets: with
    `at` = "each" the tokens and `end`, beside which `reads` gets `begin` and the tokens; with `at` = "last" one token
    at the last timestep, and none before.
    """

    title: Words
    vocabulary: str
    split: str = "words"
    reads: str = ""
    predicts: str = ""
    begin: str = ""
    end: str = ""
    at: str = "each"


@dataclass(frozen=True)
class TaskChoice:
    """Which task makes the sequences that an example is trained on: a name of `rnnviz.models.tasks`, how many sequences
    it makes from which seed, and its own options."""

    name: str
    sequences: int = 1000
    seed: int = 0
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Accuracy:
    """What the shipped parameters reach on sequences that they were not trained on.

    `measure` is "each" (the share of the timesteps with a target at which the largest of `value` is it), "last" and
    "all" (the share of the sequences that are right at the last, or at each, of these timesteps), "bits" (cross entropy
    in bits a timestep with a target) or "error" (the mean square of `value` - `target`). It is taken over `sequences`
    sequences of the task, from `seed`; where an example has several accuracies, over those of the first.
    """

    measure: str
    value: str
    target: str
    reached: float
    sequences: int = 200
    seed: int = 1


@dataclass(frozen=True, eq=False)
class Example:
    """An example of the gallery, or a user's own. `trained` are its parameters after training, by their names.

    `vocabulary` names the classes of streams and values; that of TEXT is the text's which the model reads. `training`
    is the recipe, plain values (see `rnnviz.models.recipe`), `losses` what its first updates lost, for a run of it to
    be compared with. A deep model may be trained as shallower ones first, of as many layers as `growth` says one after
    another (see `rnnviz.models.growing`). `sequences` are data of its own to train on, by the names of its streams.
    """

    name: str
    title: Words
    about: Words
    lecture: Words = Words()
    order: int = 1000
    tags: tuple[str, ...] = ()
    walk: tuple[Stop, ...] = ()
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    pictures: Mapping[str, Picture] = field(default_factory=lambda: MappingProxyType({}))
    typed: tuple[Typed, ...] = ()
    task: TaskChoice | None = None
    training: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    growth: tuple[int, ...] = ()
    losses: tuple[float, ...] = ()
    accuracy: tuple[Accuracy, ...] = ()
    trained: Parameters = field(default_factory=lambda: MappingProxyType({}))
    sequences: tuple[Parameters, ...] = ()
