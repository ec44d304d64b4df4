"""Training a model, without a window: one update after another, each of which can be gone back to and looked into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnnviz.engine.data import Data, DataError
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.engine.values import frozen
from rnnviz.equations.kernels import Array
from rnnviz.equations.sentence import said
from rnnviz.models.learner import Learner
from rnnviz.models.model import Model
from rnnviz.models.recipe import Recipe
from rnnviz.models.snapshots import MEMORY, Snapshots
from rnnviz.models.training_data import feed_of


class Update(NamedTuple):
    """What one update was like: its number, from 1; the loss before it (see `Recipe` for what is summed and averaged);
    the gradient's global norm before and after clipping."""

    number: int
    loss: float
    norm_before: float
    norm_after: float


@dataclass(frozen=True)
class History:
    """All updates so far, side by side: read-only float64 arrays, update number n in row n - 1. They do not grow: ask
    again for later updates."""

    loss: Array
    norm_before: Array
    norm_after: Array


@dataclass(frozen=True)
class ParameterUpdate:
    """One parameter in one update, read-only arrays of its shape.

    `gradient` is dW as the losses give it, `clipped` the same after clipping; `decay` is l2·W, which is added to it.
    `change` is what the optimiser makes of their sum (for plain sgd -learning_rate·(clipped + decay)), and `after` is
    `before + change`, to the last bit.
    """

    before: Array
    gradient: Array
    clipped: Array
    decay: Array
    change: Array
    after: Array


@dataclass(frozen=True)
class OneUpdate:
    """An update, opened: what it was like as a whole, and each parameter in it."""

    update: Update
    parameters: Mapping[str, ParameterUpdate]


class Training:
    """A model being trained on sequences, after some updates (`number`).

    `sequences` are data as `Model.run` takes them, one mapping for each sequence, or for a long text that is read in
    chunks just one. A stream of one-hot vectors may be given as the classes themselves, whole numbers (T,) with -1 for
    none. Sequences may differ in length: they are padded where that changes nothing, and otherwise those of the same
    length are read together. The given model is not changed.

    The same model, sequences and recipe give the same run, bit by bit, however often it is paused or rewound: nothing
    depends on the clock or on a global random state. One thread at a time may call what changes a training (`update`,
    `run`, `rewind`, `one_update`); any may ask meanwhile for `number`, `history` and `snapshots`. Raises
    DataError where something does not fit, and IndexError where a class that the model computes is beyond its table.
    """

    def __init__(self, model: Model, sequences: Iterable[Data], recipe: Recipe, memory: int = MEMORY) -> None:
        """`memory` bounds the bytes of all snapshots together."""
        self.model, self.recipe = model, recipe
        if not model.graph.losses:
            raise DataError(said("The equations have no loss: there is nothing to make smaller."))
        if not model.parameters:
            raise DataError(said("The equations have no parameters: there is nothing to train."))
        self._feed = feed_of(model, sequences, recipe)
        self._learner = Learner(model, self._feed, recipe)
        self._history, self._entered = np.zeros((3, 64)), 0
        self.snapshots = Snapshots(recipe.snapshot_every, memory)
        self.snapshots.keep(self._learner.snapshot())

    @property
    def number(self) -> int:
        """How many updates have been made, and stand in the history."""
        return self._entered

    # Going on

    def update(self) -> Update:
        """Makes the next update. It may be one beyond the recipe's `updates`, which only `run` keeps to."""
        loss, before, factor = self._learner.update()
        made = Update(self._learner.number, loss, before, before * factor)
        self._enter(made)
        if self.snapshots.is_due(self.number):
            self.snapshots.keep(self._learner.snapshot())
        return made

    def run(self, updates: int | None = None, progress: Progress = no_progress) -> None:
        """Makes so many updates, or all that the recipe still has. `progress(fraction)` is called after each and may
        raise, to pause: the updates made so far stand, and training can go on from there."""
        count = max(0, self.recipe.updates - self.number) if updates is None else updates
        for done in range(1, count + 1):
            self.update()
            progress(done / count)

    @property
    def history(self) -> History:
        """All updates so far."""
        entered = self._entered  # first: another thread may be making updates
        return History(*(frozen(row[:entered]) for row in self._history))

    @property
    def parameters(self) -> Mapping[str, Array]:
        """Copies of the parameters as they are now."""
        return {name: array.copy() for name, array in self._learner.parameters.parts.items()}

    @property
    def trained(self) -> Model:
        """The model with the parameters as they are now."""
        return self.model.with_parameters(self._learner.parameters.parts)

    # Going back

    def model_at(self, number: int) -> Model:
        """The model as it was after so many updates, of which a snapshot is kept (see `snapshots.numbers`); KeyError
        where none is."""
        return self.model.with_parameters(self.snapshots[number].parameters)

    def rewind(self, number: int = 0) -> None:
        """Goes back to a snapshot. What came after it is forgotten, and comes again, bit by bit, when training goes
        on. KeyError where no snapshot is kept."""
        self._learner.stand_at(self.snapshots[number])
        self.snapshots.forget_after(number)
        self._entered = number  # a history handed out keeps its numbers: they come again

    def one_update(self, number: int | None = None, progress: Progress = no_progress) -> OneUpdate:
        """The update that follows the present state, or that after `number` updates, looked into and not made: this
        training stands where it stood. Another state is computed from the nearest snapshot before it, or from the
        present one, with `progress(fraction)` after each update, which may raise to end it. IndexError for one before
        the first."""
        wanted = self.number if number is None else number
        if wanted < 0:
            raise IndexError(f"there is no update after {wanted} others")
        beside = Learner(self.model, self._feed, self.recipe)
        beside.stand_at(self._learner.snapshot() if wanted >= self.number else self.snapshots.nearest(wanted))
        first = beside.number
        while beside.number < wanted:
            beside.update()
            progress((beside.number - first) / (wanted - first))
        opened = beside.open_update()
        parts = {
            name: ParameterUpdate(**{role: frozen(vector.parts[name]) for role, vector in opened.vectors.items()})
            for name in self.model.parameters
        }
        return OneUpdate(Update(wanted + 1, opened.loss, opened.norm, opened.norm * opened.factor), parts)

    def _enter(self, made: Update) -> None:
        if made.number > self._history.shape[1]:
            self._history = np.concatenate([self._history, np.zeros_like(self._history)], 1)
        self._history[:, made.number - 1] = made.loss, made.norm_before, made.norm_after
        self._entered = made.number
