"""Everything that can go wrong with a draft, in sentences that say what happened, where, and what to do."""

from __future__ import annotations

import logging
import traceback
from dataclasses import replace
from pathlib import Path

import numpy as np

from rnnviz.debugger.numbers import number as number_text
from rnnviz.engine import DataError, Tape
from rnnviz.engine.values import first_not_finite
from rnnviz.equations import EquationError
from rnnviz.equations.sentence import said
from rnnviz.formats.system_errors import what_the_system_says
from rnnviz.formats.text import FormatError
from rnnviz.models.text import TextError, TextSequence
from rnnviz.session.draft import Problem
from rnnviz.session.memory import amount

_log = logging.getLogger(__name__)


def of(error: Exception) -> Problem:
    """The problem that an exception of building or running a model is."""
    if isinstance(error, EquationError):
        place = (error.line, error.column, error.length) if error.line else (None, None, None)
        return Problem("equations", error.message, error.hint, *place)
    if isinstance(error, TextError):
        return Problem("text", str(error))
    if isinstance(error, DataError):
        return Problem("data", str(error))
    if isinstance(error, MemoryError):
        return Problem(
            "run",
            said("The run did not fit into this computer's memory."),
            said("Shorten the text, or make the hidden size smaller."),
        )
    _log.error("a run stopped on an error that was not foreseen", exc_info=error)
    return Problem(
        "run",
        said("The run stopped on an error that was not foreseen: {error}.", error=fault(error)),
        said("Nothing is lost. Undo the change, or report this."),
    )


def cause(error: Exception) -> str:
    """Why something could not be done, to stand after a colon."""
    if isinstance(error, FormatError | TextError | DataError):
        return str(error)
    if isinstance(error, EquationError):
        return error.message
    if isinstance(error, OSError):
        return what_the_system_says(error)
    if isinstance(error, MemoryError):
        return said("this computer's memory is full")
    _log.error("something stopped on an error that was not foreseen", exc_info=error)
    return said("an error that was not foreseen, {error}; please report it", error=fault(error))


def unread(path: Path, error: Exception) -> str:
    """Why a file could not be read."""
    if isinstance(error, FormatError):
        return str(error)
    return said("“{name}” could not be opened: {why}.", name=path.name, why=cause(error))


def fault(error: Exception) -> str:
    """What a programmer needs to find an error that was not foreseen: its kind, and the line that raised it. Its own
    words, which have no translation, are in the log."""
    place = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f" {Path(frame.filename).name}:{frame.lineno}" for frame in place)
    return f"`{type(error).__name__}{where}`"


def refused(message: str, draft_problem: Problem | None) -> Problem:
    """A file that was not opened, for the reason `message`; what was wrong with the draft before is still told."""
    if draft_problem is None or not draft_problem.blocking:
        return Problem("data", message, blocking=False)
    # The draft's own, so that the place stays marked in the editor.
    return replace(draft_problem, message=said("{first} {second}", first=message, second=draft_problem.message))


def cancelled() -> Problem:
    """The user has stopped the run. Whether an earlier one is shown, the window says itself."""
    return Problem(
        "run",
        said("The run was cancelled."),
        said("Undo the change, or edit anything: it then runs again."),
    )


def too_large(
    needed: int, limit: int, timesteps: int, text: TextSequence | None = None, dtype: str = "float32"
) -> Problem:
    """The estimate of a run's memory is over the limit, both in bytes; `text` is what could be shortened, `dtype` what
    the run would be computed in."""
    message = said(
        "This run of {timesteps} timesteps would take about {needed} of memory; the limit is {limit}.",
        timesteps=f"{timesteps:,}",
        needed=amount(needed),
        limit=amount(limit),
    )
    hint = said("Shorten the text, make the hidden size smaller, or raise the memory limit in the preferences.")
    lighter = "float32" if dtype == "float64" and needed // 2 <= limit else None
    if text is None:
        return Problem("sizes", message, hint, lighter=lighter)
    # A beginning has no more different characters, and takes no more of each timestep.
    fits = _rounded_down(int(text.timesteps * limit / needed) + 1)
    classes = len(text.vocabulary)
    if classes > _MANY_CLASSES:
        why = said(
            "The text has {count} different characters, and every timestep has a number for each of them in what it "
            "reads, what it predicts and the gradients of that.",
            count=f"{classes:,}",
        )
        hint = said("{first} {second}", first=why, second=hint)
    return Problem("sizes", message, hint, fits=fits if fits >= 2 else None, lighter=lighter)


_MANY_CLASSES = 300


def _rounded_down(count: int) -> int:
    """A count with two digits that are not 0."""
    unit: int = 10 ** max(0, len(str(count)) - 2)
    return count // unit * unit


def not_finite(tape: Tape) -> Problem | None:
    """What is infinite or not a number in a run that went through: the first parameter, and the first value."""
    parameter = next((name for name, w in tape.model.parameters.items() if not np.isfinite(w).all()), None)
    first = _first_not_finite(tape)
    if parameter is not None:
        where = np.argwhere(~np.isfinite(tape.model.parameters[parameter]))[0]
        element = f"{parameter}[{', '.join(map(str, where))}]" if len(where) else parameter
        number = tape.model.parameters[parameter][tuple(where)]
        message = said(
            "The weight {element} is {number}, which is not a finite number.",
            element=element,
            number=number_text(number),
        )
        if first is not None:
            shows = said("It first shows in {name}[{timestep}].", name=first[0], timestep=first[1])
            message = said("{first} {second}", first=message, second=shows)
        hint = said("Set another value, or undo.")
        return Problem("run", message, hint, blocking=False)
    if first is not None:
        message = said(
            "Not every number of this run is finite: the first that is not is in {name}[{timestep}].",
            name=first[0],
            timestep=first[1],
        )
        hint = said("Look at what it is computed from, at the timesteps before.")
        return Problem("run", message, hint, blocking=False)
    return None


def _first_not_finite(tape: Tape) -> tuple[str, int] | None:
    """The first value that is not finite, in the order in which the forward pass computes them."""
    found: list[tuple[int, int, str]] = []
    for order, name in enumerate(tape.model.graph.named):
        if not tape.model.graph.timed(name):
            continue
        row = first_not_finite(tape[name])
        if row is not None:
            found.append((row + 1, order, name))
    if not found:
        return None
    timestep, _, name = min(found)
    return name, timestep
