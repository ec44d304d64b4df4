"""Lines that a user types, as the streams of class indices that an example's model reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rnnviz.equations.sentence import said
from rnnviz.models.example import Example, Typed
from rnnviz.models.text import TextError

Indices = NDArray[np.int64]
NONE = -1


def streams_of_typed(example: Example, lines: Sequence[str]) -> dict[str, Indices]:
    """The streams that one line for each of `example.typed` becomes, (T,) each, with -1 where there is no class.

    A line of targets that is left empty says that none is known: its targets are -1, and what is read beside them is
    what begins it. Raises TextError, which names the word that is unknown and those that are known.
    """
    found: dict[str, Indices] = {}
    last: list[tuple[Typed, Indices]] = []
    for typed, line in zip(example.typed, lines, strict=True):
        words = example.vocabulary[typed.vocabulary]
        tokens = _indices(words, tokens_of(typed, line, words), typed)
        begin, end = _of(words, typed.begin), _of(words, typed.end)
        if typed.predicts and typed.at == "last":
            last.append((typed, tokens))
        elif typed.predicts:
            known = [*tokens, *end]
            found[typed.predicts] = np.array(known if len(tokens) else [NONE] * len(known), np.int64)
            if typed.reads:
                found[typed.reads] = np.array([*begin, *tokens][: len(known)], np.int64)
        else:
            if not len(tokens):
                raise TextError(said("The line “{title}” is empty: at least one word is needed.", title=typed.title))
            found[typed.reads] = np.array([*begin, *tokens, *end], np.int64)
    for typed, tokens in last:
        found[typed.predicts] = _at_last(typed, tokens, found)
    return found


def lines_of_streams(example: Example, streams: Mapping[str, Indices]) -> list[str]:
    """The lines that a user would have typed for streams like these."""
    lines = []
    for typed in example.typed:
        words = example.vocabulary[typed.vocabulary]
        tokens = [words[i] for i in np.asarray(streams[typed.predicts or typed.reads]) if 0 <= i < len(words)]
        kept = [word for word in tokens if word not in (typed.begin, typed.end)]
        lines.append(("" if typed.split == "characters" else " ").join(kept))
    return lines


def tokens_of(typed: Typed, line: str, words: Sequence[str]) -> list[str]:
    """The words or characters of a line; words in the capitals of the vocabulary."""
    if typed.split == "characters":
        return list(line.strip())
    known = set(words)
    return [word if word in known else word.lower() for word in line.split()]


def _indices(words: Sequence[str], tokens: Sequence[str], typed: Typed) -> Indices:
    place = {word: index for index, word in enumerate(words)}
    for number, token in enumerate(tokens, 1):
        if token not in place or token in (typed.begin, typed.end):
            own = [word for word in words if word not in (typed.begin, typed.end)]
            raise TextError(
                said(
                    "“{token}” (number {number} of the line) is none that this model knows: {known}.",
                    token=token,
                    number=number,
                    known=", ".join(own),
                )
            )
    return np.array([place[token] for token in tokens], np.int64)


def _of(words: Sequence[str], token: str) -> list[int]:
    return [words.index(token)] if token else []


def _at_last(typed: Typed, tokens: Indices, streams: Mapping[str, Indices]) -> Indices:
    """One token at the last timestep of the streams that are read."""
    if len(tokens) > 1:
        raise TextError(said("The line “{title}” takes one word, not {count}.", title=typed.title, count=len(tokens)))
    longest = max((len(rows) for rows in streams.values()), default=1)
    target = np.full(longest, NONE, np.int64)
    target[-1:] = tokens if len(tokens) else NONE
    return target
