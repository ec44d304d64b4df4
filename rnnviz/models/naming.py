"""What the classes of streams are called: the characters of a text, the words of an example."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rnnviz.models.example import Example


class Naming(Protocol):
    """Knows what classes are called."""

    def named(self, stream: str) -> Sequence[str]:
        """The names of a stream's classes, in their order; none where they are numbers."""


class ExampleNaming:
    """The names that an example gives to the classes of its streams, by themselves or by the lines that are typed."""

    def __init__(self, example: Example) -> None:
        self._vocabulary = dict(example.vocabulary)
        for typed in example.typed:
            for stream in (typed.reads, typed.predicts):
                if stream:
                    self._vocabulary.setdefault(stream, example.vocabulary.get(typed.vocabulary, ()))

    def named(self, stream: str) -> Sequence[str]:
        """The names of a stream's classes, in their order; none where they are numbers."""
        return self._vocabulary.get(stream, ())
