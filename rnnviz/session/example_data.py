"""What an example's model runs over: lines that a user types, or one of the sequences that it was not trained on. It
needs no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rnnviz.engine.data import Data, DataError
from rnnviz.equations.sentence import said
from rnnviz.models.example import Example
from rnnviz.models.tasks import streams_of, unseen_for
from rnnviz.models.typed import lines_of_streams, streams_of_typed
from rnnviz.session.draft import Draft
from rnnviz.session.given import Given, Kind, Origin

MOST_UNSEEN = 999


def has_lines(draft: Draft) -> bool:
    """Whether lines can be typed for the example's model."""
    return draft.given is not None and draft.example is not None and bool(draft.example.typed)


def has_unseen(draft: Draft) -> bool:
    """Whether there are sequences that the example's model was not trained on."""
    example = draft.example
    return draft.given is not None and example is not None and example.task is not None and bool(example.accuracy)


def lines_in(draft: Draft) -> list[str]:
    """The lines that stand for what a draft runs over; empty ones where they are of other data."""
    example, given = draft.example, draft.given
    if example is None or given is None:
        return []
    try:
        return lines_of_streams(example, {name: np.asarray(rows) for name, rows in given.data.items()})
    except (KeyError, TypeError, ValueError):
        return [""] * len(example.typed)


def with_lines(draft: Draft, lines: Sequence[str]) -> Draft:
    """The draft over lines that were typed, one for each of the example's. Raises TextError and DataError."""
    example, given = _of(draft)
    return _over(draft, given, streams_of(given.model, streams_of_typed(example, lines)))


def with_unseen(draft: Draft, number: int) -> Draft:
    """The draft over the sequence of this number, from 0, of those not trained on. Raises DataError."""
    example, given = _of(draft)
    return _over(draft, given, unseen_for(given.model, example, number)[-1])


def _of(draft: Draft) -> tuple[Example, Given]:
    if draft.example is None or draft.given is None:
        raise DataError(said("There is no example that says what is typed."))
    return draft.example, draft.given


def _over(draft: Draft, given: Given, streams: Data) -> Draft:
    kept = {name: rows for name, rows in given.data.items() if name not in streams}
    origins = {**given.origins, **dict.fromkeys(streams, Origin(Kind.EXAMPLE))}
    made = replace(given, data={**kept, **streams}, origins=origins)
    _ = made.timesteps
    return replace(draft, given=made, overrides=(), generation=None)
