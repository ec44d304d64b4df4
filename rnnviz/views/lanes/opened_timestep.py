"""The timestep that the cursor stands in, as the picture of its operations is told of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnviz.debugger.step_levels import operations
from rnnviz.layout import OperationOutline, open_operations
from rnnviz.session.session import Session
from rnnviz.widgets.timestep_graph import OpenedTimestep

_MOST = {"forward": 24, "backward": 14}
"""As many operations as can be read at once; a backward pass reads more besides."""


def opened_timestep(session: Session) -> OpenedTimestep | None:
    """What the cursor has computed of the timestep that it stands in; None at a stop."""
    tape, cursor = session.tape, session.cursor
    if tape is None or not cursor.inside:
        return None
    moment = tape.moment(cursor.position + 1)
    done = operations(tape, cursor.position)
    steps = []
    page = _page(len(done), cursor.inside, _MOST[moment.pass_.phase])
    for one in done[page.start : page.stop]:
        inputs = tuple(float(each) if isinstance(each, (int, float)) else (each.name, each.lag) for each in one.inputs)
        steps.append(OperationOutline(one.name, one.kind, inputs))

    def value(name: str, timestep: int) -> NDArray[np.generic] | None:
        return np.asarray(tape.value(name, timestep))

    return OpenedTimestep(
        open_operations(steps),
        [one.name for one in done],
        cursor.inside,
        moment.timestep,
        moment.pass_.phase,
        frozenset(tape.model.parameters),
        frozenset(tape.adjoint.definitions),
        value,
    )


def _page(count: int, place: int, most: int) -> range:
    """Of many operations the part, of several alike, in which one stands; what it reads of earlier parts is done."""
    pages = -(-count // most)
    size = -(-count // pages)
    first = place // size * size
    return range(first, min(first + size, count))
