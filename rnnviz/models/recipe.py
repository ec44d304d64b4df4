"""How a model is trained, in a few numbers: with the model and its data they decide every bit of the result."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from rnnviz.engine.data import DataError
from rnnviz.engine.updates import OPTIMISERS, Rule


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
        if self.optimiser not in OPTIMISERS:
            raise DataError(f"{self.optimiser!r} is no optimiser; there are {', '.join(OPTIMISERS)}.")
        for name, least in (("learning_rate", 0.0), ("momentum", 0.0), ("l2", 0.0), ("clip", 0.0)):
            value = getattr(self, name)
            if value is None and name == "clip":
                continue
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise DataError(f"`{name}` is a number, not {value!r}.")
            if value < least or (value == 0 and name == "clip"):
                raise DataError(f"`{name}` is {'above' if name == 'clip' else 'at least'} 0, not {value!r}.")
        if self.momentum and self.optimiser != "sgd":
            raise DataError(f"Momentum is sgd's; {self.optimiser} has none.")
        if self.momentum >= 1:
            raise DataError(f"`momentum` is below 1, not {self.momentum!r}: the velocity would grow without end.")
        for name in ("batch", "chunk", "truncate", "updates", "snapshot_every", "seed"):
            value = getattr(self, name)
            if value is None and name in ("chunk", "truncate"):
                continue
            least = 0 if name == "seed" else 1
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise DataError(f"`{name}` is a whole number of at least {least}, not {value!r}.")

    @property
    def rule(self) -> Rule:
        """The optimiser and its numbers."""
        return Rule(self.optimiser, self.learning_rate, self.momentum, self.l2)


def recipe_of(given: Mapping[str, Any]) -> Recipe:
    """A recipe from names and values, as a file has them. DataError for a name or a value that is none of a recipe."""
    known = [one.name for one in fields(Recipe)]
    for name in given:
        if name not in known:
            raise DataError(f"A recipe has no `{name}`; it has {', '.join(known)}.")
    return Recipe(**given)
