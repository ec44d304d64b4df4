"""The lines of a column: along the gaps between rows and the margins of the column, and never through a box.

A line that several values share on their way to the same equations is drawn once: `x` and `h[t-1]`, which both feed the
four gates of an LSTM, run on one track below them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rnnviz.layout.columns import ColumnLayout, Edge, Tap
from rnnviz.layout.tracks import Path, Tracks

if TYPE_CHECKING:
    from rnnviz.layout.placement import Extents

BUS = 0.105
"""Where the line from the rails runs when it cannot run straight down onto the operations."""
PAD = 3.0


class Router:
    """Finds the lines of one column of a given width in pixels."""

    def __init__(self, layout: ColumnLayout, width: float, extents: Extents, rolled: bool = False) -> None:
        """`rolled`: lines through time lead back into the same column, as loops."""
        self.layout = layout
        self.width = width
        self.rolled = rolled
        self.extents = extents
        self.row_of = layout.row_of
        self.group_of = layout.group_of
        self.tracks = Tracks(width)
        self.edges: list[tuple[Edge, Path, bool]] = []
        self.border_edges: dict[tuple[str, int], list[tuple[Edge, Path, bool]]] = {}
        self.taps: list[tuple[Tap, Path]] = []
        self._inner: list[tuple[float, int, int, str]] = []
        self._ports: dict[int, list[tuple[object, ...]]] = {}
        self._bus = self._bus_position(1)

    def route(self, rails: int) -> None:
        """Finds every line; `rails` as in `place`."""
        self._bus = self._bus_position(rails)
        self._choose_ports()
        self.edges = [self._edge(edge, None) for edge in self.layout.edges]
        for name, border in () if self.rolled else self.layout.initial:
            self.border_edges[name, border] = [
                self._edge(edge, border)
                for edge in self.layout.edges
                if edge.source == name and edge.lag and int(edge.lag > 0) == border
            ]
        self.taps = [(tap, self._tap(tap, rails)) for tap in self.layout.taps]

    def tap_pitch(self, rails: int) -> float:
        """How far apart the lines down from several rails run, in pixels: all of them onto one operation."""
        narrowest = min((right - left for left, right in self.extents.operations.values()), default=0.1 * self.width)
        room = 0.9 * narrowest if self._bus > BUS * self.width + 1e-6 else 0.06 * self.width
        return min(9.0, room / rails)

    def arched_gaps(self) -> set[int]:
        """The gaps that hold arcs over several timesteps."""
        found: set[int] = set()
        for _, path, arc in self.edges:
            if arc:
                found.update(height[1] for _, height in path if height[0] == "gap")
        return found

    # -- where lines may run --------------------------------------------------------------------------------------

    def _boxes(self, row: int) -> Iterable[tuple[float, float]]:
        for index in self.layout.rows[row].groups + self.layout.rows[row].tags:
            yield self.extents.frames[index]
            if index in self.extents.operations:
                yield self.extents.operations[index]

    def _clear(self, x: float, rows: Iterable[int], pad: float = PAD) -> bool:
        """Whether an upright line at x meets no box of these rows."""
        return all(x < left - pad or x > right + pad for row in rows for left, right in self._boxes(row))

    def _alone(self, index: int) -> bool:
        """Whether nothing but its own operation stands beside a group."""
        row = self.layout.rows[self.row_of[index]]
        return not row.tags and max(row.slots, default=0) == 0 and len(self.layout.groups[index].names) == 1

    def _entry(self, index: int) -> tuple[float, float]:
        """The extent of the box that lines into a group end at."""
        return self.extents.operations.get(index, self.extents.frames[index])

    # -- ports on the lower borders -------------------------------------------------------------------------------

    def _reader_key(self, edge: Edge) -> tuple[object, ...]:
        """What lines into the same row share when they feed the same groups of it: one track, one port."""
        row = self.row_of[edge.target]
        readers = {
            one.target
            for one in self.layout.edges
            if one.source == edge.source and one.lag == edge.lag and self.row_of[one.target] == row
        }
        return ("in", row, *sorted(readers))

    def _choose_ports(self) -> None:
        for edge in sorted(self.layout.edges, key=lambda one: (one.lag > 0, one.lag == 0)):
            if self._straight(edge, None) or self._beside(edge) or self._arched(edge) or self._looped(edge):
                continue
            ports = self._ports.setdefault(edge.target, [])
            key = self._reader_key(edge)
            if key not in ports:
                ports.append(key)

    def _port(self, edge: Edge) -> float:
        left, right = self._entry(edge.target)
        ports = self._ports[edge.target]
        if len(ports) == 1:
            source = self.extents.cells[edge.source]
            above = (source[0] + source[1]) / 2
            key = ports[0]
            fed = [one for one in self.layout.edges if one.target == edge.target and self._reader_key(one) == key]
            if len(fed) == 1 and edge.lag == 0 and left + PAD < above < right - PAD:
                return above
        return left + (right - left) * (ports.index(self._reader_key(edge)) + 1) / (len(ports) + 1)

    # -- edges ----------------------------------------------------------------------------------------------------

    def _straight(self, edge: Edge, border: int | None) -> bool:
        """Whether an edge through time is one level line: between neighbours in a row of their own."""
        source = self.group_of[edge.source]
        target = self.layout.groups[edge.target]
        if self.rolled or abs(edge.lag) != 1 or self.row_of[source] != self.row_of[edge.target] or not target.boxed:
            return False
        if target.mirrored != (edge.lag > 0) or not self._alone(edge.target):
            return False
        return border is not None or (self._alone(source) and self.layout.groups[source].mirrored == target.mirrored)

    def _beside(self, edge: Edge) -> bool:
        """Whether an edge joins neighbours in a row within one timestep."""
        return edge.lag == 0 and self.row_of[self.group_of[edge.source]] == self.row_of[edge.target]

    def _arched(self, edge: Edge) -> bool:
        """Whether an edge over several timesteps is an arc along its own row."""
        return (
            not self.rolled
            and abs(edge.lag) > 1
            and self.row_of[self.group_of[edge.source]] == self.row_of[edge.target]
            and self.layout.groups[edge.target].boxed
        )

    def _looped(self, edge: Edge) -> bool:
        """Whether an edge is a loop over its own row, in a rolled graph."""
        return (
            self.rolled
            and edge.lag != 0
            and self.row_of[self.group_of[edge.source]] == self.row_of[edge.target]
            and self.layout.groups[edge.target].boxed
        )

    def _loop(self, edge: Edge) -> Path:
        """From the side of a value over its row onto its operation."""
        row = self.row_of[edge.target]
        left, right = self.extents.cells[edge.source]
        entry = self._entry(edge.target)
        lags = sorted({one.lag for one in self.layout.edges if self._looped(one) and one.target == edge.target})
        port = entry[0] + (entry[1] - entry[0]) * 0.4 * (lags.index(edge.lag) + 1) / len(lags)
        riser = self.tracks.riser("right" if edge.lag < 0 else "left", edge.source, edge.lag)
        track = self.tracks.track(row + 1, "loop", edge.source, edge.lag)
        start = right if edge.lag < 0 else left
        # Several loops leave at several heights.
        part = 0.5 + 0.3 * (lags.index(edge.lag) - (len(lags) - 1) / 2) / len(lags)
        return [
            (start, ("middle", row, part)),
            (riser, ("middle", row, part)),
            (riser, track),
            (port, track),
            (port, ("top", row, 0)),
        ]

    def _edge(self, edge: Edge, border: int | None) -> tuple[Edge, Path, bool]:
        source = self.group_of[edge.source]
        row, aim = self.row_of[source], self.row_of[edge.target]
        left, right = self.extents.cells[edge.source]
        if border is not None:
            left, right = self.extents.borders[edge.source, border]
        middle = (left + right) / 2
        across = 0.0 if self.rolled else -edge.lag * self.width
        entry = self._entry(edge.target)
        if self._looped(edge):
            return edge, self._loop(edge), False
        if self._straight(edge, border):
            ends = (right, entry[0] + across) if edge.lag < 0 else (left, entry[1] + across)
            return edge, [(ends[0], ("middle", row, 0.5)), (ends[1], ("middle", row, 0.5))], False
        if self._arched(edge):
            quarter = (entry[1] - entry[0]) / 4
            start = middle + (quarter if edge.lag < 0 else -quarter)
            end = (entry[0] + entry[1]) / 2 + (-quarter if edge.lag < 0 else quarter) + across
            return edge, [(start, ("top", row, 0)), (start, ("gap", row + 1, 0.8)), (end, ("top", row, 0))], True
        if self._beside(edge):
            if not any(left > one[0] > entry[1] or left < one[1] < entry[0] for one in self._boxes(row)):
                ends = (left, entry[1]) if left > entry[1] else (right, entry[0])
                return edge, [(ends[0], ("middle", row, 0.5)), (ends[1], ("middle", row, 0.5))], False
            port = entry[0] + (entry[1] - entry[0]) * 0.75
            track = self.tracks.track(row + 1, "out", edge.source)
            return edge, [(middle, ("top", row, 0)), (middle, track), (port, track), (port, ("top", row, 0))], False
        port = self._port(edge)
        if edge.lag == 0:
            return edge, self._upwards(edge, row, aim, middle, port), False
        side = "right" if edge.lag < 0 else "left"
        riser = self.tracks.riser(side, edge.source)
        group = self.layout.groups[source]
        level = border is not None or (
            self._alone(source) and not (group.boxed and group.mirrored != (edge.lag > 0) and edge.lag)
        )
        path: Path
        if level:
            path = [(right if edge.lag < 0 else left, ("middle", row, 0.5)), (riser, ("middle", row, 0.5))]
        else:
            out = self.tracks.track(row + 1, "out", edge.source)
            path = [(middle, ("top", row, 0)), (middle, out), (riser, out)]
        if abs(edge.lag) > 1 and not self.rolled:
            below: Path = [(riser, ("gap", aim, 0.25)), (riser, ("gap", aim, 0.5)), (port + across, ("bottom", aim, 0))]
            return edge, path + below, True
        track = self.tracks.track(aim, *self._reader_key(edge))
        return edge, [*path, (riser, track), (port + across, track), (port + across, ("bottom", aim, 0))], False

    def _upwards(self, edge: Edge, row: int, aim: int, start: float, port: float) -> Path:
        """An edge within a timestep, from the top of its source to the bottom of its target."""
        end: Path = [(port, ("bottom", aim, 0))]
        if aim == row + 1 and abs(start - port) < 0.5:
            return [(start, ("top", row, 0)), *end]
        track = self.tracks.track(aim, *self._reader_key(edge))
        if aim == row + 1:
            return [(start, ("top", row, 0)), (start, track), (port, track), *end]
        low, high = (row + 1, aim) if aim > row else (aim, row + 1)
        between = self._between(edge.source, start, port, low, high) if aim > row else None
        if between == start:
            return [(start, ("top", row, 0)), (start, track), (port, track), *end]
        out = self.tracks.track(row + 1, "out", edge.source)
        rise = between
        if rise is None:
            side = "right" if port > self.width / 2 else "left"
            margin = self.tracks.riser(side, edge.source)
            return [(start, ("top", row, 0)), (start, out), (margin, out), (margin, track), (port, track), *end]
        return [(start, ("top", row, 0)), (start, out), (rise, out), (rise, track), (port, track), *end]

    def _between(self, source: str, start: float, port: float, low: int, high: int) -> float | None:
        """An x inside the column at which a line can pass the rows low … high - 1, if there is one."""
        for x in (start, port, 0.885 * self.width, 0.44 * self.width):
            taken = any(
                abs(x - other) < PAD and low < last and first < high and name != source
                for other, first, last, name in self._inner
            )
            if not taken and abs(x - self._bus) > PAD and self._clear(x, range(low, high)):
                self._inner.append((x, low, high, source))
                return x
        return None

    # -- parameters -----------------------------------------------------------------------------------------------

    def _bus_position(self, rails: int) -> float:
        """The x of the line down from the rails: onto the operations if the way is free, else in the left margin."""
        targets = [self.row_of[tap.target] for tap in self.layout.taps]
        boxed = [tap.target for tap in self.layout.taps if tap.target in self.extents.operations]
        if boxed:
            left, right = self.extents.operations[min(boxed, key=lambda index: self.row_of[index])]
            middle = (left + right) / 2
            spread = 0.45 * (right - left) if rails > 1 else 0.0
            if self._clear(middle, range(min(targets) + 1, len(self.layout.rows)), PAD + spread):
                return middle
        return BUS * self.width

    def _tap(self, tap: Tap, rails: int) -> Path:
        number = self.layout.parameters.index(tap.parameter) if rails > 1 else 0
        x = self._bus + (number - (rails - 1) / 2) * self.tap_pitch(rails)
        row = self.row_of[tap.target]
        left, right = self._entry(tap.target)
        start: Path = [(x, ("rail", number, 0))]
        if left + 1 < x < right - 1 and self._clear(x, range(row + 1, len(self.layout.rows)), 0.0):
            return [*start, (x, ("top", row, 0))]
        if tap.target not in self.extents.operations and x < left - 1 and self._alone_from(tap.target, x):
            return [*start, (x, ("middle", row, 0.5)), (left, ("middle", row, 0.5))]
        boxed = tap.target in self.extents.operations
        cells = len(self.layout.groups[tap.target].names)
        port = (left + right) / 2 if boxed else left + (right - left) * 0.22 / cells
        track = self.tracks.track(row + 1, "tap", row)
        return [*start, (x, track), (port, track), (port, ("top", row, 0))]

    def _alone_from(self, index: int, x: float) -> bool:
        """Whether a level line from x to the left border of a group meets nothing on its way."""
        left = self.extents.frames[index][0]
        row = self.row_of[index]
        return not any(x - PAD < one[1] and one[0] < left - 0.5 for one in self._boxes(row))
