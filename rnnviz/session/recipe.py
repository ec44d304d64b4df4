"""From a draft to a tape: the text is bound to the equations, the model is built, its memory estimated, and run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rnnviz.engine import Cancelled, Tape
from rnnviz.models.model import Model
from rnnviz.models.text import TextSequence
from rnnviz.session import problems
from rnnviz.session.draft import Draft, Problem

# Below this many multiplications a run takes less than a frame or two, and a thread would only make it flicker.
_SMALL = 3_000_000
_SMALL_TIMESTEPS = 300


@dataclass(frozen=True)
class Outcome:
    """What came of a draft: a tape and the sequence it ran over, or the problem that prevented it, or both."""

    draft: Draft
    tape: Tape | None = None
    sequence: TextSequence | None = None
    problem: Problem | None = None


def is_small(draft: Draft) -> bool:
    """Whether a draft runs so fast that it need not leave the GUI thread."""
    timesteps = len(draft.text)
    if timesteps > _SMALL_TIMESTEPS:
        return False
    width = draft.hidden + len(set(draft.text)) + sum(_elements(size) for size in draft.sizes.values())
    return timesteps * width**2 * (draft.equations.count("\n") + 1) <= _SMALL


def cook(draft: Draft, memory_limit: int, progress: Callable[[float], None] | None = None) -> Outcome:
    """Run a draft. Whatever goes wrong becomes the outcome's problem; only Cancelled passes through."""
    try:
        sequence = TextSequence(draft.text)
        model = _model(draft, sequence)
        bytes_needed = model.estimate(sequence.timesteps)
        if bytes_needed > memory_limit:
            return Outcome(draft, problem=problems.too_large(bytes_needed, memory_limit, sequence.timesteps))
        tape = model.run(_data(model, sequence), truncate=draft.truncate, progress=progress)
    except Cancelled:
        raise
    except Exception as error:
        return Outcome(draft, problem=problems.of(error))
    return Outcome(draft, tape, sequence, problems.not_finite(tape))
