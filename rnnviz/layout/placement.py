"""The column in pixels: boxes, and the lines between them, for one width of a column and one height of the picture.

x grows to the right from the left edge of a timestep's own column, y downwards from the top of the picture. A line that
leads through time begins in the column of its source and ends beyond its edge. Lines run along the gaps between rows
and along the margins of the column, never through a box that they do not belong to.
"""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.layout.columns import ColumnLayout, Edge, Tap
from rnnviz.layout.routing import Router
from rnnviz.layout.tracks import Path, Point, hump

OPERATION = (0.135, 0.40)
"""Left and right edge of an operation's box, as fractions of the column."""
VALUE = (0.465, 0.785)
"""Left and right edge of a value that stands alone in its row."""
TAG = (0.83, 0.955)
"""Left and right edge of what stands beside a loss."""
SPREAD = (0.16, 0.93)
"""Left and right edge of a row of several values."""
WIDEST_VALUE, WIDEST_OPERATION, TALLEST = 120.0, 64.0, 54.0
NODE_SHARE, GAP_SHARE, TRACK_SHARE, ARC_SHARE = 2.0, 0.85, 0.3, 0.9


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def x(self) -> float:
        """The middle, horizontally."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The middle, vertically."""
        return (self.top + self.bottom) / 2

    def contains(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether a point lies in the box, or within `slack` pixels of it."""
        return self.left - slack <= x <= self.right + slack and self.top - slack <= y <= self.bottom + slack


@dataclass(frozen=True)
class Route:
    """The line of an edge: points from the source's border to the target's, in the source's column's coordinates.

    `columns` is how many columns the target stands to the right of the source (below 0: to the left). `arc` says that
    the points are a curve's and not corners.
    """

    edge: Edge
    points: tuple[Point, ...]
    columns: int
    arc: bool = False


@dataclass(frozen=True)
class TapRoute:
    """The line from a parameter's rail down to the border of the group that uses it."""

    tap: Tap
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Placement:
    """One column in pixels."""

    layout: ColumnLayout
    width: float
    height: float
    values: dict[str, Box]
    frames: tuple[Box, ...]
    """The border of each group: a value's own box, or the frame around the several values of one equation."""
    operations: dict[int, Box]
    borders: dict[tuple[str, int], Box]
    """Boxes of the values before the first timestep (border 0, in that column's coordinates) and after the last (1)."""
    routes: tuple[Route, ...]
    border_routes: dict[tuple[str, int], tuple[Route, ...]]
    taps: tuple[TapRoute, ...]
    rails: tuple[float, ...]
    """The y of each rail; one for each parameter, or a single one for all of them."""
    tap_pitch: float
    """How far apart the lines down from several rails run, in pixels."""
    loss_line: float | None
    """The y of the line that joins every loss to the total."""


def place(
    layout: ColumnLayout,
    width: float,
    height: float,
    rails: int = 1,
    rail_pitch: float = 13.0,
    rail_top: float = 1.0,
    rolled: bool = False,
) -> Placement:
    """Places one column, of the unrolled graph or of the rolled one.

    `width` and `height` are in pixels. `rails` is 1 for one rail that stands for every parameter, or the number of
    parameters for one each; rails are `rail_pitch` pixels apart, `rail_top` pixels below the top.
    `rolled` draws lines through time as loops back into the same column, and no border states.
    """
    boxes = _across(layout, width)
    router = Router(layout, width, boxes, rolled)
    router.route(rails)
    rails_height = rail_top + rails * rail_pitch if layout.parameters else 2.0
    loss_gap = 1 if layout.losses else 0
    rows = len(layout.rows)
    tracks = [router.tracks.count(gap) for gap in range(rows + 1)]
    shares = [GAP_SHARE + TRACK_SHARE * number for number in tracks]
    shares[0] = 0.4 + TRACK_SHARE * tracks[0]
    for gap in router.arched_gaps():
        shares[gap] += ARC_SHARE
    shares[rows] += 0.3 * loss_gap
    free = max(height - rails_height, 8.0)
    unit = free / max(sum(shares) + NODE_SHARE * rows, 1e-9)
    node = min(unit * NODE_SHARE, TALLEST)
    # What the boxes do not need goes to the gaps.
    stretch = (free - node * rows) / max(sum(shares), 1e-9)
    tops, bottoms, gaps = [], [], []
    y = height
    for gap in range(rows + 1):
        gaps.append((y, y - shares[gap] * stretch))
        y -= shares[gap] * stretch
        if gap < rows:
            bottoms.append(y)
            y -= node
            tops.append(y)
    rail_ys = tuple(rail_top + rail_pitch * (index + 0.5) for index in range(rails)) if layout.parameters else ()
    row_of = layout.row_of

    def boxed(index: int, left: float, right: float) -> Box:
        return Box(left, tops[row_of[index]], right, bottoms[row_of[index]])

    def resolve(symbolic: tuple[float, tuple[str, int, float]]) -> Point:
        x, (kind, number, part) = symbolic
        if kind == "top":
            return x, tops[number]
        if kind == "bottom":
            return x, bottoms[number]
        if kind == "middle":
            return x, bottoms[number] + (tops[number] - bottoms[number]) * part
        if kind == "rail":
            return x, rail_ys[number]
        low, high = gaps[number]
        return x, low + (high - low) * part

    def drawn(one: tuple[Edge, Path, bool]) -> Route:
        edge, path, arc = one
        points = [resolve(point) for point in router.tracks.settled(path)]
        line = hump(points) if arc else _without_idle(points)
        return Route(edge, tuple(line), 0 if rolled else -edge.lag, arc)

    return Placement(
        layout=layout,
        width=width,
        height=height,
        values={
            name: boxed(index, *boxes.cells[name]) for index, group in enumerate(layout.groups) for name in group.names
        },
        frames=tuple(boxed(index, *boxes.frames[index]) for index in range(len(layout.groups))),
        operations={index: boxed(index, *extent) for index, extent in boxes.operations.items()},
        borders={key: boxed(layout.group_of[key[0]], *extent) for key, extent in boxes.borders.items() if not rolled},
        routes=tuple(drawn(one) for one in router.edges),
        border_routes={key: tuple(drawn(one) for one in found) for key, found in router.border_edges.items()},
        taps=tuple(
            TapRoute(tap, tuple(_without_idle([resolve(point) for point in router.tracks.settled(path)])))
            for tap, path in router.taps
        ),
        rails=rail_ys,
        tap_pitch=router.tap_pitch(rails) if rails > 1 else width,
        loss_line=gaps[rows][0] + (gaps[rows][1] - gaps[rows][0]) * 0.45 if layout.losses else None,
    )


def _without_idle(points: list[Point]) -> list[Point]:
    """A path without points that do not move, and without corners that do not turn."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(point[0] - kept[-1][0]) < 1e-6 and abs(point[1] - kept[-1][1]) < 1e-6:
            continue
        if len(kept) > 1 and (
            abs(kept[-2][0] - kept[-1][0]) < 1e-6 > abs(point[0] - kept[-1][0])
            or abs(kept[-2][1] - kept[-1][1]) < 1e-6 > abs(point[1] - kept[-1][1])
        ):
            kept[-1] = point
            continue
        kept.append(point)
    return kept


@dataclass(frozen=True)
class Extents:
    """Left and right edges in pixels."""

    cells: dict[str, tuple[float, float]]
    frames: dict[int, tuple[float, float]]
    operations: dict[int, tuple[float, float]]
    borders: dict[tuple[str, int], tuple[float, float]]


def _within(span: tuple[float, float], width: float, widest: float) -> tuple[float, float]:
    """A span of the column in pixels, about its middle, no wider than `widest`."""
    middle, half = (span[0] + span[1]) / 2 * width, min((span[1] - span[0]) * width, widest) / 2
    return middle - half, middle + half


def _mirrored(span: tuple[float, float]) -> tuple[float, float]:
    return 1 - span[1], 1 - span[0]


def _across(layout: ColumnLayout, width: float) -> Extents:
    """Where every box stands horizontally."""
    cells: dict[str, tuple[float, float]] = {}
    frames: dict[int, tuple[float, float]] = {}
    operations: dict[int, tuple[float, float]] = {}
    for row in layout.rows:
        slots = max((s + len(layout.groups[g].names) for g, s in zip(row.groups, row.slots, strict=True)), default=0)
        for index, slot in zip(row.groups, row.slots, strict=True):
            group = layout.groups[index]
            if slots == 1:
                span, widest = _alone(layout, index), WIDEST_VALUE
                if group.boxed:
                    frame = _mirrored(OPERATION) if group.mirrored else OPERATION
                    operations[index] = _within(frame, width, WIDEST_OPERATION)
                cells[group.names[0]] = frames[index] = _within(span, width, widest)
                continue
            left, right = (SPREAD[0], TAG[0] - 0.035) if row.tags else SPREAD
            pitch = (right - left) / slots
            # Several values of one equation share a frame and touch; equations keep a distance.
            space = 0.1 if slots > 2 else 0.16
            first, last = left + pitch * slot, left + pitch * (slot + len(group.names))
            first, last = first + pitch * space, last - pitch * space
            frames[index] = _within((first, last), width, WIDEST_VALUE * len(group.names))
            low, high = frames[index]
            for number, name in enumerate(group.names):
                part = (high - low) / len(group.names)
                cells[name] = (low + part * number, low + part * (number + 1))
        for number, index in enumerate(row.tags):
            part = (TAG[1] - TAG[0]) / len(row.tags)
            span = TAG[0] + part * number, TAG[0] + part * (number + 0.85 if len(row.tags) > 1 else 1.0)
            cells[layout.groups[index].names[0]] = frames[index] = _within(span, width, WIDEST_OPERATION)
    borders = {}
    for name, border in layout.initial:
        # Half a column is free on either side of the run: the initial state stands in the half next to it.
        span = (0.53, 0.80) if border == 0 else (0.20, 0.47)
        borders[name, border] = _within(span, width, WIDEST_VALUE)
    return Extents(cells, frames, operations, borders)


def _alone(layout: ColumnLayout, index: int) -> tuple[float, float]:
    """The span of a group that stands alone in its row."""
    group = layout.groups[index]
    if group.boxed:
        return _mirrored(VALUE) if group.mirrored else VALUE
    if group.kind == "stream":
        # Straight below the operation that reads it, as the lecture draws x.
        readers = [layout.groups[edge.target] for edge in layout.edges if edge.source == group.names[0]]
        if readers and all(reader.boxed for reader in readers):
            middle = sum(_mirrored(OPERATION) if readers[0].mirrored else OPERATION) / 2
            half = (VALUE[1] - VALUE[0]) / 2
            return middle - half, middle + half
    return VALUE
