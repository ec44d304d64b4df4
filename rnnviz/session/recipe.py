"""From a draft to a tape: the job that a draft is has its memory estimated, and is run."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from rnnviz.engine import Cancelled, Tape
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.models.overrides import extra_memory, fitting
from rnnviz.models.text import TextSequence
from rnnviz.session import problems
from rnnviz.session.draft import Draft, Problem
from rnnviz.session.generation import until_end
from rnnviz.session.job import Job, job_of

# Up to here a run takes a few frames at most, and a thread would only make the window flicker.
_FEW_TIMESTEPS = 300
_FEW_PRODUCTS = 3_000_000


@dataclass(frozen=True)
class Outcome:
    """What came of a draft: a tape and the sequence it ran over, or the problem that prevented it, or both."""

    draft: Draft
    tape: Tape | None = None
    sequence: TextSequence | None = None
    problem: Problem | None = None


def is_small(draft: Draft) -> bool:
    """Whether a draft runs so fast that it need not leave the GUI thread."""
    timesteps = len(draft.text) + (draft.generation.count if draft.generation is not None else 0)
    if timesteps > _FEW_TIMESTEPS or len(draft.equations) > 5000:
        return False
    width = draft.hidden + len(set(draft.text)) + sum(int(np.prod(size)) for size in draft.sizes.values())
    if draft.given is not None:
        streams = [np.atleast_1d(np.asarray(rows)) for rows in draft.given.data.values()]
        timesteps = sum(map(len, streams))
        width = max([width, *(weights.size // max(1, width) for weights in draft.given.model.parameters.values())])
    return timesteps <= _FEW_TIMESTEPS and timesteps * width**2 * (draft.equations.count("\n") + 1) <= _FEW_PRODUCTS


def run(draft: Draft, memory_limit: int, progress: Progress = no_progress) -> Outcome:
    """Run a draft. Whatever goes wrong becomes the outcome's problem; only Cancelled passes through."""
    try:
        job = job_of(draft)
        needed = job.model.estimate(job.timesteps) + extra_memory(job.model, job.timesteps, draft.overrides)
        if needed > memory_limit:
            text = job.sequence if draft.generation is None else None
            return Outcome(draft, problem=problems.too_large(needed, memory_limit, job.timesteps, text, draft.dtype))
        tape = _tape(job, draft, lambda done: progress(0.8 * done))
        generated = until_end(tape, job.generates) if job.generates is not None else None
        if generated is not None and draft.generation is not None:  # the same run again, as far as it counts
            job = job_of(replace(draft, generation=replace(draft.generation, count=generated)))
            tape = _tape(job, draft, lambda done: progress(0.8))
        tape.prepare(lambda done: progress(0.8 + 0.2 * done))
        return Outcome(draft, tape, job.sequence, problems.not_finite(tape))
    except Cancelled:
        raise
    except Exception as error:  # whatever it is, the user reads it in the window
        return Outcome(draft, problem=problems.of(error))


def _tape(job: Job, draft: Draft, progress: Progress) -> Tape:
    data = job.data()
    return job.model.run(
        data,
        job.initial,
        draft.truncate,
        progress=progress,
        overrides=fitting(job.model, data, job.initial, draft.overrides),
        carry=draft.carry,
    )
