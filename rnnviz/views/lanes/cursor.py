"""What follows from where the cursor stands: the playhead, and the sum of the losses so far."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np

from rnnviz.engine import Tape
from rnnviz.session.session import Session
from rnnviz.widgets.marks import Playhead


def playhead(session: Session) -> Playhead | None:
    """Where the line through all lanes stands: before what comes next; None without a run."""
    tape, position = session.tape, session.position
    if tape is None or tape.stops < 2:
        return None
    moment = tape.moment(min(position + 1, tape.stops - 1))
    phase: Literal["forward", "backward"] = "forward" if moment.pass_.phase == "forward" else "backward"
    direction = moment.pass_.direction
    at_end = position == tape.stops - 1
    return Playhead(moment.timestep + direction if at_end else moment.timestep, phase, direction)


def timestep_shown(session: Session) -> int:
    """The timestep that has just happened; before the first, the one that comes."""
    tape = session.tape
    return tape.moment(max(1, session.cursor.begun)).timestep if tape is not None and tape.stops > 1 else 1


def loss_so_far(session: Session, losses: Iterable[str], of: Tape | None = None) -> float | None:
    """The sum of the losses that are known at the cursor, NaN if one of them is; None where none is. They are the
    present run's, or those that the run `of` has at the same timesteps."""
    tape = of or session.tape
    if tape is None:
        return None
    found: float | None = None
    for name in losses:
        known = session.known(name)
        if known:
            found = (found or 0.0) + float(np.asarray(tape[name])[known.start - 1 : known.stop - 1].sum())
    return found
