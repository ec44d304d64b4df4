"""A text as a sequence: its vocabulary, what is read and what is to be predicted, and the streams made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


class TextError(ValueError):
    """A text that no model can read; the message says what would be right."""


@dataclass(frozen=True)
class TextSequence:
    """A text that a model reads character by character, and at every timestep predicts the next character of.

    "hello" has T = 4 timesteps: inputs "hell", targets "ello", and the vocabulary h, e, l, o in the order of first
    appearance. Raises TextError if the text is shorter than two characters.
    """

    text: str

    def __post_init__(self) -> None:
        if len(self.text) < 2:
            found = "The text is empty" if not self.text else f"The text is one character, “{self.text}”"
            raise TextError(f"{found}. It needs at least two characters: the model reads one and predicts the next.")

    @property
    def inputs(self) -> str:
        """The T characters that are read, one a timestep."""
        return self.text[:-1]

    @property
    def targets(self) -> str:
        """The T characters that are to be predicted, one a timestep."""
        return self.text[1:]

    @property
    def timesteps(self) -> int:
        """T, one less than the text has characters."""
        return len(self.text) - 1

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        """The V different characters of the text, in the order of first appearance."""
        return tuple(dict.fromkeys(self.text))

    @cached_property
    def indices(self) -> NDArray[np.int64]:
        """The place of every character of the text in the vocabulary, (T + 1,)."""
        place = {symbol: index for index, symbol in enumerate(self.vocabulary)}
        return np.fromiter((place[symbol] for symbol in self.text), dtype=np.int64, count=len(self.text))

    def sizes(self, streams: Iterable[str], indices: Iterable[str]) -> dict[str, int]:
        """The sizes to declare for the streams of a model: 0 for a class index, V for one-hot vectors."""
        indices = set(indices)
        return {name: 0 if name in indices else len(self.vocabulary) for name in streams}

    def bind(
        self, streams: Iterable[str], indices: Iterable[str], targets: Iterable[str]
    ) -> dict[str, NDArray[np.float64] | NDArray[np.int64]]:
        """The data of a model's streams, T rows each.

        A stream of `targets` becomes the index of the next character, (T,); another of `indices` (embedded, or made
        one-hot by the model) that of the character read, (T,); any other the one-hot vectors of it, (T, V).
        """
        indices, targets = set(indices), set(targets)
        bound: dict[str, NDArray[np.float64] | NDArray[np.int64]] = {}
        for name in streams:
            if name in targets:
                bound[name] = self.indices[1:]
            elif name in indices:
                bound[name] = self.indices[:-1]
            else:
                bound[name] = self._one_hot
        return bound

    @cached_property
    def _one_hot(self) -> NDArray[np.float64]:
        rows = np.zeros((self.timesteps, len(self.vocabulary)))
        rows[np.arange(self.timesteps), self.indices[:-1]] = 1.0
        return rows


_VISIBLE = {" ": "␣", "\n": "↵", "\t": "⇥"}


def visible(symbol: str) -> str:
    """A character as it is shown in a cell of its own, where white space would be nothing to see."""
    return _VISIBLE.get(symbol, symbol)
