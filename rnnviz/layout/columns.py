"""The column of one timestep: which row each value stands in, and which lines join them.

Every timestep is drawn by the same column, so this is worked out once for a model, whatever the length of its run.
Rows are levels by the depth within a timestep: streams at the bottom, losses on top. A state that reads itself at
another timestep has a row of its own, so that its arrow through time is one straight line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rnnviz.layout.description import Description

WIDEST_ROW = 5
"""The most values that stand side by side; a row of more is broken into several."""


@dataclass(frozen=True)
class Group:
    """What one equation defines (or a stream): values that stand side by side in one frame.

    `operations` is the outermost operation for each segment; `boxed` says that the operation is drawn as a box of its
    own beside the value, with `mirrored` on its right (for a state that is computed from right to left).
    """

    names: tuple[str, ...]
    segments: frozenset[str]
    kind: str
    operations: tuple[tuple[str, str], ...] = ()
    boxed: bool = False
    mirrored: bool = False

    def operation(self, segment: str) -> str:
        """The outermost operation in a segment, or "" for a stream and where the equation is absent."""
        return dict(self.operations).get(segment, "")


@dataclass(frozen=True)
class Row:
    """Groups side by side, from left to right, with their slots; `tags` stand at the right: targets beside a loss."""

    groups: tuple[int, ...]
    slots: tuple[int, ...]
    tags: tuple[int, ...] = ()


@dataclass(frozen=True)
class Edge:
    """A value read by an equation. `lag` is the read's: -1 comes from the column at the left.

    `chosen_from` is 0, or the first timestep at which a stream is what the value of the timestep before predicts.
    """

    source: str
    target: int
    lag: int
    segments: frozenset[str]
    chosen_from: int = 0


@dataclass(frozen=True)
class Tap:
    """A parameter used by an equation: a line from its rail down into the group."""

    parameter: str
    target: int
    segments: frozenset[str]


@dataclass(frozen=True)
class ColumnLayout:
    """Everything of the unrolled graph that does not depend on the number of pixels or of timesteps."""

    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    edges: tuple[Edge, ...]
    taps: tuple[Tap, ...]
    parameters: tuple[str, ...]
    losses: tuple[str, ...]
    initial: tuple[tuple[str, int], ...]
    """(name, border): values read from before the first timestep (border 0) or from after the last one (border 1)."""

    @cached_property
    def group_of(self) -> dict[str, int]:
        """The index of the group that holds each name."""
        return {name: index for index, group in enumerate(self.groups) for name in group.names}

    @cached_property
    def row_of(self) -> dict[int, int]:
        """The row of each group, 0 at the bottom."""
        return {index: r for r, row in enumerate(self.rows) for index in row.groups + row.tags}


def _merged(description: Description) -> tuple[list[Group], list[Edge], list[Tap]]:
    """Groups, edges and taps; an equation of the same names in several segments is one group."""
    segments: dict[tuple[str, ...], list[str]] = {}
    operations: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for equation in description.equations:
        segments.setdefault(equation.names, []).append(equation.segment)
        operations.setdefault(equation.names, []).append((equation.segment, equation.operation))
    readers: dict[str, list[str]] = {stream: [] for stream in description.streams}
    for equation in description.equations:
        for name, _ in equation.reads:
            if name in readers:
                readers[name].append(equation.segment)
    groups = [Group((name,), frozenset(found), "stream") for name, found in readers.items()]
    for names, found in segments.items():
        kind = "loss" if description.losses.intersection(names) else "value"
        groups.append(Group(names, frozenset(found), kind, tuple(operations[names])))
    index = {group.names: number for number, group in enumerate(groups)}
    known = {name for group in groups for name in group.names}
    edges: dict[tuple[str, int, int], set[str]] = {}
    taps: dict[tuple[str, int], set[str]] = {}
    for equation in description.equations:
        target = index[equation.names]
        for name, lag in equation.reads:
            if name in known:
                edges.setdefault((name, target, lag), set()).add(equation.segment)
        for parameter in equation.parameters:
            taps.setdefault((parameter, target), set()).add(equation.segment)
    fed = [
        Edge(feed.source, index[(feed.stream,)], -1, groups[index[(feed.stream,)]].segments, feed.first)
        for feed in description.feeds
        if (feed.stream,) in index and feed.source in known
    ]
    return (
        groups,
        [Edge(name, target, lag, frozenset(found)) for (name, target, lag), found in edges.items()] + fed,
        [Tap(parameter, target, frozenset(found)) for (parameter, target), found in taps.items()],
    )


def _depths(groups: list[Group], reads: list[set[int]]) -> list[int]:
    """Depth within a timestep: streams 0, an equation one more than the deepest that it reads at lag 0."""
    depths = [0 if group.kind == "stream" else -1 for group in groups]
    # An explicit stack: a chain of a thousand equations must not end in a RecursionError.
    for start in range(len(groups)):
        stack, entered = [start], set[int]()
        while stack:
            at = stack[-1]
            if depths[at] >= 0:
                stack.pop()
                continue
            entered.add(at)
            # One already entered lies on a cycle, which only segments of different order can make: it is left out.
            waiting = [one for one in sorted(reads[at]) if depths[one] < 0 and one not in entered]
            if waiting:
                stack.extend(waiting)
                continue
            depths[at] = 1 + max((depths[one] for one in reads[at] if depths[one] >= 0), default=0)
            stack.pop()
    return depths


def _on_cycles(count: int, arrows: Iterable[tuple[int, int]]) -> set[int]:
    """The groups that can reach themselves."""
    reach = np.zeros((count, count), dtype=bool)
    for source, target in arrows:
        reach[source, target] = True
    for middle in range(count):
        reach |= np.outer(reach[:, middle], reach[middle])
    return {index for index in range(count) if reach[index, index]}


def _broken(members: list[int], groups: list[Group]) -> list[list[int]]:
    """A level cut into rows of at most WIDEST_ROW values (an equation of more values than that has its own row)."""
    rows: list[list[int]] = []
    width = WIDEST_ROW
    for index in members:
        size = len(groups[index].names)
        if width + size > WIDEST_ROW:
            rows.append([])
            width = 0
        rows[-1].append(index)
        width += size
    if len(rows) > 1 and all(len(groups[index].names) == 1 for index in members):
        # As even as possible: six values are three and three, not five and one.
        share = -(-len(members) // len(rows))
        rows = [members[start : start + share] for start in range(0, len(members), share)]
    return rows


def _slots(members: list[int], groups: list[Group]) -> tuple[int, ...]:
    """The first slot of each group; groups that never stand in the same segment may share theirs."""
    taken: list[tuple[int, int, frozenset[str]]] = []
    starts = []
    for index in members:
        size, segments = len(groups[index].names), groups[index].segments
        start = 0
        while any(
            start < last and first < start + size and (present & segments or not present or not segments)
            for first, last, present in taken
        ):
            start += 1
        taken.append((start, start + size, segments))
        starts.append(start)
    return tuple(starts)


def arrange(description: Description) -> ColumnLayout:
    """Gives every value of a model its row and slot. Deterministic: the same text is always the same picture."""
    groups, edges, taps = _merged(description)
    index = {name: number for number, group in enumerate(groups) for name in group.names}
    reads: list[set[int]] = [set() for _ in groups]
    readers: list[set[int]] = [set() for _ in groups]
    for edge in edges:
        if edge.chosen_from:
            continue  # whatever a stream is made of, it stands where streams do
        readers[index[edge.source]].add(edge.target)
        if edge.lag == 0 and index[edge.source] != edge.target:
            reads[edge.target].add(index[edge.source])
    depths = _depths(groups, reads)
    top = max((depth for depth, group in zip(depths, groups, strict=True) if group.kind != "loss"), default=0)
    floor = min((depth for depth, group in zip(depths, groups, strict=True) if group.kind == "loss"), default=0)
    # A stream that only losses read is a target: it stands beside its loss instead of sending a line through all rows.
    tags = {
        number: min(readers[number], key=lambda reader: (depths[reader], reader))
        for number, group in enumerate(groups)
        if group.kind == "stream" and readers[number] and all(groups[one].kind == "loss" for one in readers[number])
    }
    levels: dict[int, list[int]] = {}
    for number, group in enumerate(groups):
        if number not in tags:
            lift = max(0, top + 1 - floor) if group.kind == "loss" else 0
            levels.setdefault(depths[number] + lift, []).append(number)
    own_lags: dict[int, set[int]] = {}
    for edge in edges:
        if edge.lag and index[edge.source] == edge.target:
            own_lags.setdefault(edge.target, set()).add(edge.lag)
    cyclic = _on_cycles(len(groups), ((index[edge.source], edge.target) for edge in edges if not edge.chosen_from))
    members: list[list[int]] = []
    for _, level in sorted(levels.items()):
        members += _broken([one for one in level if one not in own_lags], groups)
        lone: list[list[int]] = []
        for one in (one for one in level if one in own_lags):
            # States of different segments never meet in a column: they may share a row.
            room = next((row for row in lone if not any(groups[one].segments & groups[o].segments for o in row)), None)
            if room is None:
                lone.append([one])
            else:
                room.append(one)
        members += lone
    rows = []
    for row in members:
        slots = _slots(row, groups)
        for one in row:
            single = len(groups[one].names) == 1 and max(slots) == 0
            if single and one in cyclic and groups[one].kind == "value":
                mirrored = bool(own_lags.get(one)) and all(lag > 0 for lag in own_lags[one])
                old = groups[one]
                groups[one] = Group(old.names, old.segments, old.kind, old.operations, True, mirrored)
        rows.append(Row(tuple(row), slots, tuple(tag for tag, beside in tags.items() if beside in row)))
    borders = {
        (edge.source, int(edge.lag > 0)): None
        for edge in edges
        if edge.lag and groups[index[edge.source]].kind != "stream" and not edge.chosen_from
    }
    used = {tap.parameter for tap in taps}
    ordered = [name for name in description.parameters if name in used]
    return ColumnLayout(
        groups=tuple(groups),
        rows=tuple(rows),
        edges=tuple(edges),
        taps=tuple(taps),
        parameters=tuple(dict.fromkeys([*ordered, *(tap.parameter for tap in taps)])),
        losses=tuple(name for group in groups if group.kind == "loss" for name in group.names),
        initial=tuple(borders),
    )
