"""Where in the lanes a person has set something."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rnnviz.engine import Tape
from rnnviz.views.lanes.plan import LanePlan
from rnnviz.widgets.lane import Unit


def overridden_places(tape: Tape, each: LanePlan) -> Mapping[int, frozenset[Unit]]:
    """The timesteps at which something that a lane shows was set, each with the units; nothing in a lane of another
    run. The graph marks its nodes itself. Among the norms of parameters no unit is told."""
    found: dict[int, frozenset[Unit]] = {}
    if each.way == "other":
        return found
    graph = tape.model.graph
    for one in tape.overrides:
        shows = one.name in (*each.shows.split(), each.target)
        whole = each.kind == "norms" and one.name in graph.parameters
        if one.timestep is None or not 1 <= one.timestep <= tape.timesteps or not (shows or whole):
            continue
        units: frozenset[Unit] = frozenset()
        if each.kind in ("heat", "pictures"):
            units = frozenset([one.unit] if one.unit is not None else np.ndindex(*graph.shape(one.name)))
        found[one.timestep] = found.get(one.timestep, frozenset()) | units
    return found
