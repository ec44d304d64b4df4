"""A text as a sequence: its vocabulary, what is read and what is to be predicted, and the streams made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.one_hot import OneHot
from rnnviz.equations.sentence import said
from rnnviz.models.streams import Role


class TextError(ValueError):
    """A text that no model can read; the message says what would be right."""


@dataclass(frozen=True)
class TextSequence:
    """A text that a model reads character by character, and at every timestep predicts the next character of.

    "hello" has T = 4 timesteps: inputs "hell", targets "ello", and the vocabulary h, e, l, o in the order of first
    appearance, unless `known` gives it: the characters that a model was made for. Raises TextError if the text is
    shorter than two characters, or has others.
    """

    text: str
    known: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.text) < 2:
            found = (
                said("The text is empty")
                if not self.text
                else said("The text is one character, “{text}”", text=self.text)
            )
            raise TextError(
                said(
                    "{found}. It needs at least two characters: the model reads one and predicts the next.", found=found
                )
            )

        if self.known and (unknown := set(self.text) - set(self.known)):
            place = min(map(self.text.index, unknown))
            raise TextError(
                said(
                    "“{character}” (character {place}) is none of the {count} that this model knows: {known}",
                    character=visible(self.text[place]),
                    place=place + 1,
                    count=len(self.known),
                    known=" ".join(map(visible, self.known)),
                )
            )

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
        """The V different characters of the text, in the order of first appearance, or those `known`."""
        return self.known or tuple(dict.fromkeys(self.text))

    @cached_property
    def indices(self) -> NDArray[np.int64]:
        """The place of every character of the text in the vocabulary, (T + 1,)."""
        place = {symbol: index for index, symbol in enumerate(self.vocabulary)}
        return np.fromiter((place[symbol] for symbol in self.text), dtype=np.int64, count=len(self.text))

    def named(self, stream: str) -> tuple[str, ...]:
        """What the classes of any stream are called: the vocabulary."""
        return self.vocabulary

    def sizes(self, roles: Mapping[str, Role]) -> dict[str, int]:
        """The sizes to declare for a model's streams: 0 for a class index, V for one-hot vectors."""
        return {name: 0 if role.index else len(self.vocabulary) for name, role in roles.items()}

    def classes(self, roles: Mapping[str, Role]) -> dict[str, int]:
        """The number of classes of each stream of class indices."""
        return {name: len(self.vocabulary) for name, role in roles.items() if role.index}

    def bind(self, roles: Mapping[str, Role]) -> dict[str, NDArray[np.int64] | OneHot]:
        """The data of a model's streams, T rows each: the character read or, for a target, the one after it.

        It comes as its place in the vocabulary, (T,), where the stream is one of class indices, else as a one-hot
        vector, (T, V).
        """
        bound: dict[str, NDArray[np.int64] | OneHot] = {}
        for name, role in roles.items():
            indices = self.indices[1:] if role.target else self.indices[:-1]
            bound[name] = indices if role.index else OneHot(indices, len(self.vocabulary))
        return bound


_VISIBLE = {" ": "␣", "\n": "↵", "\r": "␍", "\t": "⇥", "\u00a0": "⍽", "\u3000": "□"}


def visible(symbol: str) -> str:
    """A character as it is shown in a cell of its own, where white space would be nothing to see."""
    if symbol not in _VISIBLE and len(symbol) == 1 and not symbol.isprintable():
        return f"U+{ord(symbol):04X}"
    return _VISIBLE.get(symbol, symbol)
