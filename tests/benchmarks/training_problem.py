"""What is trained in the training race: a character model that reads a text in chunks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.problem import SYMBOLS, Array, problem

HIDDEN, CHUNK = 128, 25
BATCHES = (1, 8, 32)
LEARNING_RATE, CLIP = 0.01, 5.0
TEXT = 100_000
"""Characters."""


@dataclass(frozen=True)
class TrainingProblem:
    """A cell with parameters as for `Problem`, and a text cut into parallel streams.

    `columns` (chunks·chunk + 1, batch) are its characters' places in the vocabulary. A stream's chunk reads `chunk`
    characters and predicts each next one; the state goes from chunk to chunk, and begins at zero each time that the
    text begins. The loss is summed over the timesteps of a chunk, and its mean over the streams is made smaller: by
    Adagrad, the gradient clipped by its norm.
    """

    cell: str
    batch: int
    dtype: str
    hidden: int
    chunk: int
    parameters: Mapping[str, Array]
    columns: NDArray[np.int64]

    @property
    def chunks(self) -> int:
        """How many chunks the text has."""
        return (len(self.columns) - 1) // self.chunk


def training_problem(
    cell: str, batch: int, dtype: str, hidden: int = HIDDEN, chunk: int = CHUNK, text: int = TEXT
) -> TrainingProblem:
    """A text in which some characters are frequent and each makes some others likely."""
    parameters = problem(cell, 1, hidden, dtype).parameters
    random = np.random.default_rng(1)
    likely = random.integers(0, SYMBOLS, (SYMBOLS, 4))
    choices = random.integers(0, 4, (text // batch // chunk * chunk + 1, batch))
    columns = np.empty(choices.shape, np.int64)
    columns[0] = random.integers(0, SYMBOLS, batch)
    for t in range(1, len(columns)):
        columns[t] = likely[columns[t - 1], choices[t]]
    return TrainingProblem(cell, batch, dtype, hidden, chunk, parameters, columns)
