"""Which columns of the graph look different in another state of the run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rnnviz.widgets.graph_state import NOTHING, GraphState
from rnnviz.widgets.sources import changed

BEYOND = 1 << 40
"""A timestep after all others."""
_FOLLOWED = ("forward", "backward", "contributions", "sums", "happened", "upcoming", "selected", "agrees")
"""What of a state changes some columns alone, or none (`agrees` stands in front of all)."""


def changed_columns(before: GraphState, after: GraphState, losses: Iterable[str]) -> list[range] | None:
    """The timesteps whose own values, marks or contributions changed; None where that may be all.

    `losses` are the names from which a line runs to the total at the right.
    """
    followed = {name: getattr(after, name) for name in _FOLLOWED}
    if replace(before, **followed) != after:
        return None
    found: list[range] = []
    for one, other in (
        (before.forward, after.forward),
        (before.backward, after.backward),
        (before.contributions, after.contributions),
        (before.sums, after.sums),
    ):
        for name in one.keys() | other.keys():
            was, now = one.get(name, NOTHING), other.get(name, NOTHING)
            part = changed(was, now)
            if part:
                ends = BEYOND if name in losses and not (was and now) else part.stop
                found.append(range(part.start, ends))
    for mark, now_mark in ((before.happened, after.happened), (before.upcoming, after.upcoming)):
        if mark != now_mark:
            found += [range(one.timestep, one.timestep + 1) for one in (mark, now_mark) if one is not None]
    if before.selected != after.selected:
        chosen = [one[1] for one in (before.selected, after.selected) if one is not None]
        found += [range(t, t + 1) for t in chosen if t is not None]
    return found
