"""How a model is trained, in a few numbers: with the model and its data they decide every bit of the result."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from rnnviz.engine.data import DataError
from rnnviz.engine.updates import OPTIMISERS, Rule
from rnnviz.equations.sentence import said


@dataclass(frozen=True)
class Recipe:
    """How to train. Raises DataError for what cannot be.

    **What is made smaller** is the lecture's loss, summed over timesteps and over all loss equations, and its mean over
    the sequences of an update: an update's loss and gradient are those of its sequences added up, divided by how many
    sequences they are. The gradient is then clipped, `l2` times the parameters is added (PyTorch's weight_decay), and
    the optimiser does its part.

    - `optimiser`: "sgd" (with `momentum`), "adagrad" or "adam", with PyTorch's definitions and constants.
    - `clip`: the largest global norm of the gradient; None leaves it.
    - `batch`: sequences per update, at most as many as there are; drawn in an order shuffled by `seed`, each sequence
      once before any comes again. With `chunk`: how many parallel streams the long sequence is cut into.
    - `chunk`: for one long sequence, timesteps per update. States are carried from chunk to chunk and the gradient is
      not; what is left at the end of the streams, less than a chunk, is not read, and the next update begins at the
      beginning again, with its initial states. None trains on whole sequences.
    - `truncate`: gradients are cut every so many timesteps inside a sequence, see `Model.run`.
    - `updates`: how many there are in all; `snapshot_every` so many a snapshot is kept.
    """

    optimiser: str = "adam"
    learning_rate: float = 0.001
    momentum: float = 0.0
    clip: float | None = None
    l2: float = 0.0
    batch: int = 1
    chunk: int | None = None
    truncate: int | None = None
    updates: int = 1000
    snapshot_every: int = 10
    seed: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.optimiser, str) or self.optimiser not in OPTIMISERS:
            raise DataError(
                said(
                    "{name} is no optimiser; there are {names}.",
                    name=repr(self.optimiser),
                    names=", ".join(f"`{one}`" for one in OPTIMISERS),
                )
            )
        for name in ("learning_rate", "momentum", "l2"):
            self.check_number(name, getattr(self, name))
        if self.clip is not None:
            self.check_number("clip", self.clip)
            if self.clip == 0:
                raise DataError(said("`{name}` is above 0, not {value}.", name="clip", value=repr(self.clip)))
        if self.momentum and self.optimiser != "sgd":
            raise DataError(said("Momentum is sgd's; {name} has none.", name=self.optimiser))
        if self.momentum >= 1:
            raise DataError(
                said("`momentum` is below 1, not {value}: the velocity would grow without end.", value=self.momentum)
            )
        for name in ("batch", "updates", "snapshot_every"):
            self.check_count(name, getattr(self, name), 1)
        self.check_count("seed", self.seed, 0)
        for name in ("chunk", "truncate"):
            if getattr(self, name) is not None:
                self.check_count(name, getattr(self, name), 1)

    def check_number(self, name: str, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise DataError(said("`{name}` is a number, not {value}.", name=name, value=repr(value)))
        if value < 0:
            raise DataError(said("`{name}` is at least 0, not {value}.", name=name, value=repr(value)))

    def check_count(self, name: str, value: object, least: int) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise DataError(
                said(
                    "`{name}` is a whole number of at least {least}, not {value}.",
                    name=name,
                    least=least,
                    value=repr(value),
                )
            )

    @property
    def rule(self) -> Rule:
        """The optimiser and its numbers."""
        return Rule(self.optimiser, self.learning_rate, self.momentum, self.l2)


def recipe_of(given: Mapping[str, Any]) -> Recipe:
    """A recipe from names and values, as a file has them. DataError for a name or a value that is none of a recipe."""
    known = [one.name for one in fields(Recipe)]
    for name in given:
        if name not in known:
            raise DataError(
                said(
                    "A recipe has no `{name}`; it has {names}.", name=name, names=", ".join(f"`{one}`" for one in known)
                )
            )
    return Recipe(**given)
