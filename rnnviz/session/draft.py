"""What a user edits, what is selected, and why a draft is not what the window shows: plain frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rnnviz.models import gallery
from rnnviz.models.example import TEXT, Example
from rnnviz.models.overrides import Override
from rnnviz.session.generation import Generation
from rnnviz.session.given import Given, Trained

EXAMPLE = "hello"
"""The lecture's example: the name of its data, and its text."""
LARGEST_HIDDEN = 4096
LARGEST_SEED = 2**31 - 1
LARGEST_TRUNCATE = 10_000_000
TOTAL_LOSS = "Σ loss"
"""The name under which the sum of all losses is selected; no equation can have it."""


@dataclass(frozen=True)
class Weight:
    """One element of a parameter that the user has set by hand; the rest of it comes from the seed."""

    parameter: str
    index: tuple[int, ...]
    value: float


@dataclass(frozen=True)
class Draft:
    """Everything of a run that a user edits; two equal drafts give the same numbers.

    `sizes` are declarations beside the streams' own, `weights` single elements set by hand (the later one counts),
    `truncate` cuts the backward pass after every so many timesteps (None: nowhere), and unless states `carry` over the
    forward pass too. `title` names the data. A model and data `given` by a script take the text's place. `overrides`
    are values that stand instead of what is computed or given, as far as the run has a place for them. Parameters that
    are `trained` take the place of those drawn from the seed. `example` is what is told of the model and its data.
    With a `generation` the model reads its own predictions.
    """

    equations: str
    text: str
    hidden: int = 3
    seed: int = 0
    dtype: str = "float64"
    initialisation: str = "orthogonal"
    truncate: int | None = None
    carry: bool = True
    sizes: Mapping[str, int | tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))
    weights: tuple[Weight, ...] = ()
    title: str = EXAMPLE
    given: Given | None = None
    overrides: tuple[Override, ...] = ()
    trained: Trained | None = None
    example: Example | None = None
    generation: Generation | None = None

    def reads(self, text: str) -> bool:
        """Whether a text is one for the example's model: it reads a text, and knows its characters."""
        return self.given is None and self.example is not None and set(text) <= {*self.example.vocabulary.get(TEXT, ())}


def example() -> Draft:
    """The draft of the first start: the lecture's network on "hello"."""
    return Draft(equations=gallery.cell("vanilla").body, text=EXAMPLE)


def draft_over(given: Given, truncate: int | None = None, title: str = "script") -> Draft:
    """The draft that runs a script's model over its data, just as the model is."""
    model = given.model
    return Draft(
        equations=model.text,
        text="",
        hidden=given.hidden,
        seed=model.seed,
        dtype=model.dtype,
        initialisation=model.initialisation,
        truncate=truncate,
        title=title,
        given=given,
    )


@dataclass(frozen=True)
class KeptRun:
    """A run that is kept, by what it was made of; `loss` is its total loss, None where it has none."""

    number: int
    draft: Draft
    loss: float | None = None


@dataclass(frozen=True)
class Selection:
    """What is inspected: a name ("h", "dh", "W_hh", "x"), at a timestep (None: the cursor's), all of it or one unit."""

    name: str
    timestep: int | None = None
    unit: tuple[int, ...] | None = None


@dataclass(frozen=True, order=True)
class Bookmark:
    """A timestep and what the user has written about it."""

    timestep: int
    note: str = ""


def in_order(notes: Mapping[int, str]) -> Iterable[Bookmark]:
    """The bookmarks of these notes, in the order of time."""
    return (Bookmark(timestep, note) for timestep, note in sorted(notes.items()))


@dataclass(frozen=True)
class Problem:
    """Why the draft is not what the tape shows, or (`blocking` False) what is wrong with what it shows.

    `where` is "equations", "text", "data", "sizes" or "run". `line` counts from 1, `column` from 0, both are None
    where no place can be pointed at; `length` is in characters. Of a text that is too long, its first `fits` characters
    could be run; all of it could be computed in the `lighter` precision.
    """

    where: str
    message: str
    hint: str = ""
    line: int | None = None
    column: int | None = None
    length: int | None = None
    blocking: bool = True
    fits: int | None = None
    lighter: str | None = None
