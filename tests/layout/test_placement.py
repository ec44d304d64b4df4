"""Random systems of equations, placed: boxes apart, every line there, on borders, and through nobody else's box."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.layout import Box, Description, EquationOutline, Feed, Placement, Route, arrange, place
from rnnviz.layout.placement import TapRoute


@st.composite
def descriptions(draw: st.DrawFn) -> Description:
    """Up to twelve equations that read earlier ones at once, any at a lag, in up to two segments; of some the last is
    what the input is made of."""
    segments = draw(st.sampled_from([("",), ("encode", "decode")]))
    streams = ("x", "target")
    count = draw(st.integers(1, 12))
    names = [f"v{number}" for number in range(count)]
    equations: list[EquationOutline] = []
    for number, name in enumerate(names):
        reads = draw(
            st.lists(
                st.one_of(
                    st.tuples(st.sampled_from(["x", *names[:number]]), st.just(0)),
                    st.tuples(st.sampled_from(names), st.sampled_from([-3, -2, -1, 1, 2])),
                ),
                max_size=4,
                unique=True,
            )
        )
        parameters = draw(st.lists(st.sampled_from(["W", "U", "b"]), max_size=2, unique=True))
        results = (name, *(f"{name}_{part}" for part in range(draw(st.integers(0, 3)))))
        segment = draw(st.sampled_from(segments))
        equations.append(EquationOutline(results, tuple(reads), tuple(parameters), "tanh", segment))
    losses = [
        EquationOutline((f"L{number}",), ((draw(st.sampled_from(names)), 0), ("target", 0)), (), "mse", segments[-1])
        for number in range(draw(st.integers(0, 2)))
    ]
    lossy = frozenset(one.names[0] for one in losses)
    feeds = draw(st.sampled_from([(), (Feed(names[-1], "x", 3),)]))
    return Description((*equations, *losses), streams, lossy, ("W", "U", "b"), feeds=feeds)


def boxes(placement: Placement) -> list[tuple[int, Box]]:
    """Every box of a column with the group that it belongs to."""
    return [*enumerate(placement.frames), *placement.operations.items()]


def meet(one: Box, other: Box, slack: float = 0.01) -> bool:
    return (
        one.left < other.right - slack
        and other.left < one.right - slack
        and one.top < other.bottom - slack
        and other.top < one.bottom - slack
    )


def coexist(placement: Placement, one: int, other: int) -> bool:
    first, second = placement.layout.groups[one].segments, placement.layout.groups[other].segments
    return not first or not second or bool(first & second)


def on_border(box: Box, x: float, y: float) -> bool:
    inside = box.contains(x, y, 0.01)
    return inside and (
        min(abs(x - box.left), abs(x - box.right)) < 0.01 or min(abs(y - box.top), abs(y - box.bottom)) < 0.01
    )


sizes = st.tuples(st.floats(8, 400), st.floats(120, 400))


def check_that_boxes_never_overlap(placement: Placement, size: tuple[float, float]) -> None:
    for (first, one), (second, other) in combinations(boxes(placement), 2):
        if coexist(placement, first, second):
            assert not meet(one, other), (placement.layout.groups[first].names, placement.layout.groups[second].names)
    for box in (*placement.frames, *placement.operations.values()):
        assert 0 <= box.left < box.right <= size[0]
        assert 0 <= box.top < box.bottom <= size[1]


def check_that_every_read_has_a_line_and_every_use_of_a_parameter_a_tap(
    description: Description, placement: Placement
) -> None:
    read = {(name, equation.names, lag) for equation in description.equations for name, lag in equation.reads}
    read |= {(feed.source, (feed.stream,), -1) for feed in description.feeds}
    drawn = {(r.edge.source, placement.layout.groups[r.edge.target].names, r.edge.lag) for r in placement.routes}
    assert drawn == read
    used = {(parameter, equation.names) for equation in description.equations for parameter in equation.parameters}
    assert {(r.tap.parameter, placement.layout.groups[r.tap.target].names) for r in placement.taps} == used
    assert {name for equation in description.equations for name in equation.names} <= set(placement.values)


def check_that_lines_begin_and_end_on_borders(placement: Placement, width: float) -> None:
    for route in placement.routes:
        assert on_border(placement.values[route.edge.source], *route.points[0]), route
        x, y = route.points[-1]
        target = placement.operations.get(route.edge.target, placement.frames[route.edge.target])
        assert on_border(target, x - route.columns * width, y), route
    for (name, border), routes in placement.border_routes.items():
        for route in routes:
            assert on_border(placement.borders[name, border], *route.points[0]), route
    for tap in placement.taps:
        x, y = tap.points[-1]
        assert on_border(placement.operations.get(tap.tap.target, placement.frames[tap.tap.target]), x, y), tap
        assert tap.points[0][1] in placement.rails


def check_that_no_line_passes_through_a_box_of_others(placement: Placement, width: float) -> None:
    lines: list[Route | TapRoute] = [*placement.routes, *placement.taps]
    stand = [
        (shift, group, Box(left + 0.5, box.top + 0.5, left + box.width - 0.5, box.bottom - 0.5))
        for group, box in boxes(placement)
        for shift in range(-3, 4)
        for left in (box.left + shift * width,)
    ]
    for line in lines:
        # Who stands in the columns that the line begins and ends in; in those between it may be anybody.
        ends = (
            {0: line.tap.target}
            if isinstance(line, TapRoute)
            else {line.columns: line.edge.target, 0: placement.layout.group_of[line.edge.source]}
        )
        # Lines are level or upright; a piece of a curve is short enough to be its own bounding box.
        pieces = [
            Box(min(x0, x1), min(y0, y1), max(x0, x1) + 1e-9, max(y0, y1) + 1e-9)
            for (x0, y0), (x1, y1) in pairwise(line.points)
        ]
        for shift, group, inner in stand:
            if shift not in ends or coexist(placement, group, ends[shift]):
                assert not any(meet(piece, inner, 0) for piece in pieces), (line, placement.layout.groups[group].names)


@given(descriptions(), sizes)
@settings(max_examples=150, deadline=None)
def test_that_boxes_stand_apart_and_every_line_is_there_on_borders_and_in_nobodys_way(
    description: Description, size: tuple[float, float]
) -> None:
    placement = place(arrange(description), *size)
    # One test for all: to draw a description takes longer than to look at its picture.
    check_that_boxes_never_overlap(placement, size)
    check_that_every_read_has_a_line_and_every_use_of_a_parameter_a_tap(description, placement)
    check_that_lines_begin_and_end_on_borders(placement, size[0])
    check_that_no_line_passes_through_a_box_of_others(placement, size[0])


@given(descriptions(), sizes)
@settings(max_examples=30, deadline=None)
def test_that_the_same_equations_are_always_the_same_picture(
    description: Description, size: tuple[float, float]
) -> None:
    assert place(arrange(description), *size) == place(arrange(description), *size)
