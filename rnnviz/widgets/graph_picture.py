"""What is drawn in which column: the graph, placed, and the state of the run, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rnnviz.layout import ColumnLayout, Edge, Placement, Route
from rnnviz.layout.placement import TapRoute
from rnnviz.widgets.graph_lines import ColumnLines, Line
from rnnviz.widgets.graph_nodes import Look, look_of
from rnnviz.widgets.graph_state import GraphSource, GraphState, Happening


@dataclass(frozen=True)
class Flow:
    """What runs along a line: the value, its gradient, and whether that just happened."""

    known: bool
    back: bool
    happened: str = ""

    def joined(self, other: Flow) -> Flow:
        """What runs along a line that both share."""
        return Flow(self.known or other.known, self.back or other.back, self.happened or other.happened)


class GraphPicture:
    """Questions about a column of the picture. Columns are timesteps 0 … T + 1; 0 and T + 1 hold the border states."""

    def __init__(self, placement: Placement, lines: ColumnLines, state: GraphState, source: GraphSource) -> None:
        self.placement = placement
        self.lines = lines
        self.state = state
        self.source = source
        self.layout: ColumnLayout = placement.layout
        self.timesteps = source.timesteps
        self._segments = tuple(source.segments)
        self._group_of = self.layout.group_of
        self._looks: dict[tuple[str, int], Look] = {}
        self._names: dict[str, tuple[str, ...]] = {}

    # -- who is there ---------------------------------------------------------------------------------------------

    def segment_at(self, timestep: int) -> str:
        """The segment of a timestep, "" where there are none."""
        return next((name for name, steps in self._segments if timestep in steps), "")

    def present(self, group: int, timestep: int) -> bool:
        """Whether a group stands in a column."""
        return 1 <= timestep <= self.timesteps and self._in(self.layout.groups[group].segments, timestep)

    def names_at(self, timestep: int) -> tuple[str, ...]:
        """The values that stand in a column."""
        if not 1 <= timestep <= self.timesteps:
            return ()
        segment = self.segment_at(timestep) if self._segments else ""
        found = self._names.get(segment)
        if found is None:
            groups = (group for index, group in enumerate(self.layout.groups) if self.present(index, timestep))
            found = self._names[segment] = tuple(name for group in groups for name in group.names)
        return found

    def _in(self, segments: frozenset[str], timestep: int) -> bool:
        return not self._segments or "" in segments or self.segment_at(timestep) in segments

    def lines_from(self, timestep: int, left_of: Callable[[float], float]) -> Iterator[tuple[Route, Line]]:
        """The lines that begin in a column and arrive somewhere; `left_of(t)` is the x of a column's left edge."""
        routes: Iterable[Route] = ()
        if 1 <= timestep <= self.timesteps:
            routes = self.placement.routes
        else:
            border = 0 if timestep == 0 else 1 if timestep == self.timesteps + 1 else None
            routes = [one for key, found in self.placement.border_routes.items() if key[1] == border for one in found]
        for route in routes:
            source = self._group_of[route.edge.source]
            if (not 1 <= timestep <= self.timesteps or self.present(source, timestep)) and self._arrives(
                route, timestep
            ):
                span = round(left_of(timestep + route.columns)) - round(left_of(timestep))
                yield route, self.lines.of(route, span)

    def _arrives(self, route: Route, timestep: int) -> bool:
        end = timestep + route.columns
        if end < route.edge.chosen_from:
            return False
        return self.present(route.edge.target, end) and self._in(route.edge.segments, end)

    def taps_at(self, timestep: int) -> Iterator[tuple[TapRoute, Line]]:
        """The taps of a column."""
        for tap, line in self.lines.taps:
            if self.present(tap.tap.target, timestep) and self._in(tap.tap.segments, timestep):
                yield tap, line

    def uses(self, parameter: str) -> range | None:
        """The timesteps that use a parameter, from the first to the last."""
        return uses_of(parameter, self.layout, self.source)

    # -- how far it has come --------------------------------------------------------------------------------------

    def known(self, name: str, timestep: int) -> bool:
        """Whether a value is there; what stands at the border was there before the run."""
        return not 1 <= timestep <= self.timesteps or self.state.known(name, timestep)

    def graded(self, name: str, timestep: int) -> bool:
        """Whether a gradient is there; what stands at the border gets its own together with its neighbour."""
        return self.state.graded(name, timestep) or self.state.graded(name, self._inner(timestep))

    def _inner(self, timestep: int) -> int:
        """The timestep itself, or the one beside a border."""
        return min(max(1, timestep), self.timesteps)

    def look(self, name: str, timestep: int) -> Look:
        """How a value's box looks."""
        found = self._looks.get((name, timestep))
        if found is None:
            found = self._looks[name, timestep] = self._look(name, timestep)
        return found

    def _look(self, name: str, timestep: int) -> Look:
        state = self.state
        return look_of(
            self.known(name, timestep),
            self.graded(name, timestep),
            _at(state.happened, name, timestep),
            _at(state.upcoming, name, timestep),
            state.selected in ((name, timestep), ("d" + name, timestep)),
        )

    def group_look(self, group: int, timestep: int) -> Look:
        """How an equation's box looks: as the first of its values."""
        looks = [self.look(name, timestep) for name in self.layout.groups[group].names]
        if len(looks) == 1:
            return looks[0]
        return Look(
            known=looks[0].known,
            graded=any(look.graded for look in looks),
            happened=next((look.happened for look in looks if look.happened), ""),
            upcoming=next((look.upcoming for look in looks if look.upcoming), ""),
            selected=any(look.selected for look in looks),
        )

    def flow(self, edge: Edge, timestep: int) -> Flow:
        """What has run along the edge that begins in a column."""
        state, end = self.state, timestep - edge.lag
        names = self.layout.groups[edge.target].names
        known = self.known(edge.source, timestep) and state.known(names[0], end)
        back = (
            self.graded(edge.source, timestep)
            and any(state.graded(name, end) for name in names)
            and not self.cut(timestep, end)
            and not edge.chosen_from
        )
        happened = ""
        if any(_at(state.happened, name, end) == "forward" for name in names):
            happened = "forward"
        elif back and _at(state.happened, edge.source, self._inner(timestep)) == "backward":
            happened = "backward"
        return Flow(known, back, happened)

    def cut(self, one: int, other: int) -> bool:
        """Whether truncation stands between two timesteps."""
        return any(self.state.cut_after(step) for step in range(min(one, other), max(one, other)))

    def tap_flow(self, tap: TapRoute, timestep: int) -> Flow:
        """What has run along a tap: the parameter down, its contribution up."""
        state, names = self.state, self.layout.groups[tap.tap.target].names
        known = state.known(names[0], timestep)
        back = state.given(tap.tap.parameter, timestep)
        here = state.happened is not None and state.happened.timestep == timestep
        happened = ""
        if here and state.happened is not None:
            if state.happened.phase == "forward" and state.happened.names.intersection(names):
                happened = "forward"
            elif state.happened.phase == "backward" and back:
                happened = "backward"
        return Flow(known, back, happened)

    def tapped(self, parameter: str) -> float:
        """Where in its column a parameter's tap leaves the rail, in pixels from the column's left edge."""
        return next((tap.points[0][0] for tap in self.placement.taps if tap.tap.parameter == parameter), 0.0)


def uses_of(parameter: str, layout: ColumnLayout, source: GraphSource) -> range | None:
    """The timesteps of a run that use a parameter, from the first to the last; None where none does."""
    if not source.segments:
        return range(1, source.timesteps + 1)
    found = [
        steps
        for name, steps in source.segments
        for tap in layout.taps
        if tap.parameter == parameter and (name in tap.segments or "" in tap.segments) and len(steps)
    ]
    if not found:
        return None
    return range(min(steps.start for steps in found), max(steps.stop for steps in found))


def _at(happening: Happening | None, name: str, timestep: int) -> str:
    """The phase in which something happens to a name at a timestep, or ""."""
    if happening is None or happening.timestep != timestep:
        return ""
    wanted = name if happening.phase == "forward" else "d" + name
    return happening.phase if wanted in happening.names else ""
