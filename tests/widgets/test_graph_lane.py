"""The unrolled graph as a user sees it and clicks on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from rnnviz import Tape
from rnnviz.widgets.graph_lane import GraphLane
from rnnviz.widgets.graph_text import Label, elided, fitted
from rnnviz.widgets.lettering import type_of
from rnnviz.widgets.marks import Playhead
from rnnviz.widgets.time_axis import TimeAxis
from tests.widgets.graph_model import BIDIRECTIONAL, HELLO, LSTM, Numbers, layout_of, run, state_at
from tests.widgets.screen import Pixels, body, distance, has, palette, stack_of


@pytest.fixture
def lane(qtbot: QtBot) -> GraphLane:
    """A lane over "hello" before t = 1, 120 pixels a column."""
    return lane_of(qtbot, run())


def lane_of(qtbot: QtBot, tape: Tape, height: int = 190, width: int = 728, dark: bool = False) -> GraphLane:
    lane = GraphLane(TimeAxis())
    stack = stack_of(qtbot, lane, width=width, height=height + 20, timesteps=tape.timesteps)
    stack.setPalette(palette(dark))
    stack.set_height("graph", height)
    lane.set_graph(layout_of(tape), Numbers(tape))
    lane.set_state(state_at(tape, 0))
    return lane


def part(image: Pixels, rect: QRectF, out: float = 0.0) -> Pixels:
    """The pixels of a box, grown by so many on every side."""
    grown = rect.adjusted(-out, -out, out, out)
    rows, columns = (
        slice(max(0, int(grown.top())), int(grown.bottom()) + 1),
        slice(max(0, int(grown.left())), int(grown.right()) + 1),
    )
    return image[rows, columns]


def boxes(lane: GraphLane) -> dict[tuple[str, int], QRectF]:
    return {(name, t): rect for name, t, rect in lane.node_rects(range(0, lane.axis.timesteps + 2))}


def click(qtbot: QtBot, lane: GraphLane, x: float, y: float) -> tuple[str, int]:
    """What a click at a point of the body names."""
    corner = lane.body_rect().topLeft()
    with qtbot.waitSignal(lane.name_clicked, timeout=1000) as caught:
        qtbot.mouseClick(lane, Qt.MouseButton.LeftButton, pos=corner + QPoint(round(x), round(y)))
    assert caught.args is not None
    return caught.args[0], caught.args[1]


@pytest.mark.parametrize("dark", [False, True])
def test_that_values_appear_up_to_the_cursor_and_gradients_behind_it(qtbot: QtBot, dark: bool) -> None:
    tape = run()
    lane = lane_of(qtbot, tape, dark=dark)
    for position in range(tape.stops):
        state = state_at(tape, position)
        # What comes next is outlined in colour before it is there; that is another test's.
        lane.set_state(type(state)(**{**vars(state), "upcoming": None}))
        image = body(lane)
        for (name, t), rect in boxes(lane).items():
            if name not in ("h", "y") or t == 0:
                continue
            edge = part(image, QRectF(rect.left(), rect.top(), rect.width(), 2))
            solid = (distance(edge, lane.colours.forward) <= 40).mean() > 0.2
            assert solid == (t in state.forward[name]), (position, name, t)
            # The left of it, away from the arrows that arrive in the middle.
            ring = part(image, QRectF(rect.left() + 3, rect.top() - 4, rect.width() / 3, 3))
            orange = (ring[:, :, 0].astype(int) - ring[:, :, 2] > 50).sum()
            assert (orange > 3) == (t in state.backward[name]), (position, name, t)


@pytest.mark.parametrize("position", [2, 6])
def test_that_what_just_happened_is_thicker(qtbot: QtBot, position: int) -> None:
    tape = run()
    lane = lane_of(qtbot, tape)
    state = state_at(tape, position)
    lane.set_state(state)
    image = body(lane)
    lane.set_state(type(state)(**{**vars(state), "happened": None}))
    plain = body(lane)
    t = tape.moment(position).timestep
    colour = lane.colours.forward if position <= 4 else lane.colours.backward
    for name in ("h", "y"):
        for other in range(1, 5):
            rect = boxes(lane)[name, other]
            more = (distance(part(image, rect, 4), colour) <= 40).sum() - (
                distance(part(plain, rect, 4), colour) <= 40
            ).sum()
            assert (more > 20) == (other == t), (name, other)


def test_that_what_comes_next_is_outlined(lane: GraphLane) -> None:
    image = body(lane)
    places = boxes(lane)
    assert (distance(part(image, places["h", 1]), lane.colours.forward) <= 40).any()
    assert not (distance(part(image, places["h", 2]), lane.colours.forward) <= 40).any()


def test_that_every_box_is_clicked_by_its_name(qtbot: QtBot, lane: GraphLane) -> None:
    for (name, t), rect in boxes(lane).items():
        assert click(qtbot, lane, rect.center().x(), rect.center().y()) == (name, t)


def test_that_lines_are_clicked_by_what_flows_along_them(qtbot: QtBot, lane: GraphLane) -> None:
    places = boxes(lane)
    y = places["h", 2].center().y()
    assert click(qtbot, lane, places["h", 2].right() + 6, y) == ("h", 2)
    between = (places["h", 2].top() + places["y", 2].bottom()) / 2
    assert click(qtbot, lane, places["h", 2].center().x(), between) == ("h", 2)
    picture = lane.picture()
    assert picture is not None
    tap = picture.placement.taps[0].points
    x, top = lane.axis.x_of(2.5) + tap[0][0], picture.placement.rails[0] + 12
    assert click(qtbot, lane, x, top) == ("W_hh", 3)
    assert click(qtbot, lane, lane.axis.x_of(2), picture.placement.rails[0]) == ("W_hh", 2)


def test_that_gradients_are_clicked_beside_the_lines(qtbot: QtBot) -> None:
    tape = run()
    lane = lane_of(qtbot, tape)
    lane.set_state(state_at(tape, tape.stops - 1))
    places = boxes(lane)
    rect = places["h", 2]
    assert click(qtbot, lane, rect.right() + 14, rect.center().y() + 5) == ("dh", 2)
    assert click(qtbot, lane, rect.right() + 14, rect.center().y()) == ("h", 2)
    picture = lane.picture()
    assert picture is not None
    assert click(qtbot, lane, lane.axis.x_of(3), picture.placement.rails[0]) == ("dW_hh", 3)


def test_that_the_names_on_the_rail_are_parameters(qtbot: QtBot, lane: GraphLane) -> None:
    assert click(qtbot, lane, 8, 8) == ("W_hh", 1)


def test_that_names_on_the_rail_stay_where_they_are(qtbot: QtBot) -> None:
    tape = run()
    lane = lane_of(qtbot, tape)
    places = {}
    for position in range(tape.stops):
        for parameter in ("W_hh", "b_y"):
            lane.set_state(replace(state_at(tape, position), parameter=parameter))
            picture = lane.picture()
            assert picture is not None
            places[position, parameter] = lane._rails(picture).names(lane.body_rect().width())
    assert len(places[0, "W_hh"]) == 5
    assert all(one == places[0, "W_hh"] for one in places.values())


def test_that_the_playhead_does_not_strike_through_a_name(qtbot: QtBot) -> None:
    tape = run()
    lane = lane_of(qtbot, tape)
    picture = lane.picture()
    assert picture is not None
    x = lane.axis.x_of(0.5)
    name, rect = next(one for one in lane._rails(picture).names(800) if one[1].left() < x < one[1].right())
    lane.stack.set_playhead(Playhead(1, "forward", 1))  # type: ignore[attr-defined]
    line = body(lane)[:, round(x) - 1 : round(x) + 2]
    assert (distance(line, lane.colours.forward) < 30).any()
    behind = line[round(rect.top()) + 1 : round(rect.bottom()) - 1]
    assert not (distance(behind, lane.colours.forward) < 30).any(), name


def test_that_the_sum_runs_along_the_rail(qtbot: QtBot) -> None:
    tape = run()
    lane = lane_of(qtbot, tape)
    for position in range(4, tape.stops):
        lane.set_state(state_at(tape, position))
        picture = lane.picture()
        assert picture is not None
        rail = body(lane)[round(picture.placement.rails[0])]
        tap = picture.tapped("W_hh")
        for t in range(1, 5):
            # A little to the right of each tap.
            x = round(lane.axis.x_of(t - 0.5) + tap) + 12
            summed = bool(distance(rail[x], lane.colours.backward) <= 40)
            assert summed == (t >= 9 - position), (position, t)


def test_that_the_complete_sum_has_its_mark(qtbot: QtBot) -> None:
    tape = run()
    lane = lane_of(qtbot, tape)
    last = state_at(tape, tape.stops - 1)
    lane.set_state(last)
    agreed = body(lane)
    lane.set_state(type(last)(**{**vars(last), "agrees": {"W_hh": False}}))
    assert (agreed != body(lane)).any(), "a sum that differs from the total must look different"


def test_that_readouts_say_name_timestep_and_value(qtbot: QtBot) -> None:
    tape = run()
    lane = lane_of(qtbot, tape)
    names = {name: (index,) for index, name in enumerate(lane.names)}
    assert lane.readout(2, names["h"]) == "h[2]: not computed yet"
    lane.set_state(state_at(tape, tape.stops - 1))
    first = f"{tape['h'][1][0]:.2f}".replace("-", "−")
    assert lane.readout(2, names["h"]).startswith(f"h[2] = [{first}")
    assert lane.readout(1, names["x"]).startswith("x[1] “h” = [")
    assert lane.readout(2, names["dW_hh"]).startswith("dW_hh[2] = [3 × 3]")
    assert lane.readout(2, names["W_hh"]) == "W_hh, shared by every timestep"


def test_that_stepping_there_and_back_leaves_every_pixel(qtbot: QtBot) -> None:
    tape = run(LSTM)
    lane = lane_of(qtbot, tape)
    before = []
    for position in range(tape.stops):
        lane.set_state(state_at(tape, position))
        before.append(body(lane))
    for position in reversed(range(tape.stops)):
        lane.set_state(state_at(tape, position))
        assert (body(lane) == before[position]).all()


def test_that_truncation_cuts_the_lines_of_the_gradient(qtbot: QtBot) -> None:
    tape = run(truncate=2)
    lane = lane_of(qtbot, tape)
    lane.set_state(state_at(tape, tape.stops - 1))
    image = body(lane)
    border = round(lane.axis.x_of(2.5))
    assert has(image[:, border - 3 : border + 4], lane.colours.error)
    rect = boxes(lane)["h", 2]
    strip = part(image, QRectF(rect.right() + 7, rect.center().y() + 2, 14, 6))
    assert not (distance(strip, lane.colours.backward) <= 40).any()
    rect = boxes(lane)["h", 1]
    strip = part(image, QRectF(rect.right() + 7, rect.center().y() + 2, 14, 6))
    assert (distance(strip, lane.colours.backward) <= 40).any()


@pytest.mark.parametrize("text", [HELLO, LSTM, BIDIRECTIONAL])
@pytest.mark.parametrize("timesteps", [1, 40, 150, 3000])
@pytest.mark.parametrize("height", [24, 120, 400])
def test_that_every_zoom_and_height_shows_how_far_the_run_is(
    qtbot: QtBot, text: str, timesteps: int, height: int
) -> None:
    tape = run(text, timesteps)
    lane = lane_of(qtbot, tape, height=height)
    empty = body(lane)
    lane.set_state(state_at(tape, tape.stops - 1))
    full = body(lane)
    if height >= 60:
        assert (empty != full).mean() > 0.01
        # The gradient is known everywhere: in the first column as in the last.
        for t in (1, timesteps):
            left, right = round(lane.axis.x_of(t - 0.5)), round(lane.axis.x_of(t + 0.5))
            strip = full[:, max(0, left - 1) : right + 2]
            assert (distance(strip, lane.colours.backward) <= 40).any()


def test_that_bands_of_a_long_run_end_at_the_cursor(qtbot: QtBot) -> None:
    tape = run(timesteps=6000)
    lane = lane_of(qtbot, tape)
    lane.set_state(state_at(tape, 6000 + 3000))
    image = body(lane)
    orange = distance(image, lane.colours.backward) <= 4
    border = round(lane.axis.x_of(3000.5))
    picture = lane.picture()
    assert picture is not None
    below = round(picture.placement.rails[0]) + 12
    assert orange[below:, border + 20 : border + 200].any(axis=0).all()
    assert not orange[below:, : border - 20].any()


def test_that_bands_are_clicked_by_their_names(qtbot: QtBot) -> None:
    lane = lane_of(qtbot, run(timesteps=3000))
    picture = lane.picture()
    assert picture is not None
    for name in ("x", "h", "y", "L"):
        found, t = click(qtbot, lane, lane.axis.x_of(1500), picture.placement.values[name].y)
        assert found == name
        assert abs(t - 1500) < 10


def test_that_many_timesteps_cost_no_more_than_those_in_sight(qtbot: QtBot) -> None:
    """Only the visible columns are asked for."""

    class Counting(Numbers):
        asked = 0

        def value(self, name: str, timestep: int) -> np.ndarray[tuple[int, ...], np.dtype[np.generic]] | None:
            Counting.asked += 1
            return super().value(name, timestep)

    tape = run(timesteps=5000)
    lane = lane_of(qtbot, tape)
    lane.set_graph(layout_of(tape), Counting(tape))
    lane.set_state(state_at(tape, tape.stops - 1))
    lane.axis.zoom_to(1000, 1005)
    body(lane)
    assert 0 < Counting.asked < 200


def test_that_rails_expand_by_menu_and_by_height(qtbot: QtBot) -> None:
    tape = run()
    lane = lane_of(qtbot, tape)
    assert not lane.rails_expanded
    lane.set_rails_expanded(True)
    picture = lane.picture()
    assert picture is not None
    assert len(picture.placement.rails) == 5
    lane.set_rails_expanded(None)
    lane_of_400 = lane_of(qtbot, tape, height=400)
    assert lane_of_400.rails_expanded


def test_that_the_selection_is_framed(qtbot: QtBot, lane: GraphLane) -> None:
    tape = run()
    rect = boxes(lane)["y", 2]
    before = part(body(lane), rect, 8)
    lane.set_state(state_at(tape, 0, selected=("dy", 2)))
    after = part(body(lane), rect, 8)
    assert (before != after).any()
    assert has(after, lane.colours.cursor)


def test_that_up_and_down_choose_the_next_row(qtbot: QtBot, lane: GraphLane) -> None:
    tape = run()
    lane.set_state(state_at(tape, 0, selected=("h", 2)))
    lane.set_selection(2)
    lane.setFocus()
    with qtbot.waitSignal(lane.name_clicked) as caught:
        qtbot.keyClick(lane, Qt.Key.Key_Up)
    assert caught.args == ["y", 2]
    with qtbot.waitSignal(lane.name_clicked) as caught:
        qtbot.keyClick(lane, Qt.Key.Key_Down)
    assert caught.args == ["x", 2]


@pytest.mark.parametrize("width", [330, 450, 728])
def test_that_boxes_that_are_kept_look_as_those_that_are_drawn(qtbot: QtBot, width: int) -> None:
    tape = run()
    kept, drawn = lane_of(qtbot, tape, width=width), lane_of(qtbot, tape, width=width)
    for stop in (3, 4, 5, 4, 7, 6, 8, 4, 7, 0, 3):
        state = state_at(tape, stop, selected=("h", 2) if stop % 3 else None)
        kept.set_state(state)
        drawn.set_graph(layout_of(tape), Numbers(tape))  # of other numbers nothing is kept
        drawn.set_state(state)
        assert (body(kept) == body(drawn)).all()


def test_that_a_step_moves_for_a_moment_where_that_is_wanted(qtbot: QtBot) -> None:
    tape = run()
    lane = lane_of(qtbot, tape)
    lane.set_state(state_at(tape, 6))
    still = body(lane)
    lane.set_state(state_at(tape, 5))
    lane.set_animated(True)
    lane.set_state(state_at(tape, 6))
    assert (body(lane) != still).any()
    qtbot.waitUntil(lambda: bool((body(lane) == still).all()), timeout=3000)
    # Whoever steps on while it moves arrives at once, and so does whoever turns it off.
    lane.set_state(state_at(tape, 5))
    lane.set_state(state_at(tape, 6))
    assert (body(lane) == still).all()
    lane.set_state(state_at(tape, 5))
    lane.set_animated(False)
    lane.set_state(state_at(tape, 6))
    assert (body(lane) == still).all()


def test_that_without_a_run_the_lane_is_empty(qtbot: QtBot, lane: GraphLane) -> None:
    lane.set_graph(None, None)
    image = body(lane)
    assert (distance(image, lane.colours.background) <= 60).mean() > 0.99


@pytest.mark.parametrize("room", range(8, 40, 2))
def test_that_columns_look_alike_whatever_the_digits_of_their_timesteps(qtbot: QtBot, room: int) -> None:
    labels = [fitted("h", t, type_of(QFont(), 14), room, "88") for t in (1, 9, 10)]
    assert len({(label.size, bool(label.subscript)) for label in labels}) == 1
    assert max(label.width for label in labels) <= room or not labels[0].subscript


def test_that_subscripts_are_no_smaller_than_11_pixels_where_their_letters_are_not(qtbot: QtBot) -> None:
    for size in (11, 12, 14, 18, 30):
        label = Label("W_hh", None, type_of(QFont(), size))
        assert label._small.size >= 11


def test_that_an_operation_too_narrow_for_its_word_has_it_upright(qtbot: QtBot) -> None:
    """A letter that stands for any operation would be taken for a name."""
    tape = run(timesteps=10)
    lane = lane_of(qtbot, tape, width=700)
    lane.set_state(state_at(tape, tape.timesteps))
    picture = lane.picture()
    assert picture is not None
    assert picture.placement.width < 60
    box = next(iter(picture.placement.operations.values()))
    left = lane.axis.x_of(0.5)
    inside = part(body(lane), QRectF(left + box.left + 2, box.top + 3, box.width - 4, box.height - 6))
    inked = np.flatnonzero((distance(inside, lane.colours.forward) > 60).any(axis=1))
    assert inked.max() - inked.min() > 15, "nothing, or a single letter, stands in the box"


@pytest.mark.parametrize("width", [728, 360, 310])
def test_that_a_long_token_is_shortened_and_read_out_whole(qtbot: QtBot, width: int) -> None:
    """At every width its box says something of it; a number is not cut."""

    class Words(Numbers):
        token = "hundred"

        def label(self, name: str, timestep: int) -> str:
            return self.token if name == "x" else ""

    words = Words(run())
    lane = lane_of(qtbot, run(), width=width)
    lane.set_graph(layout_of(run()), words)
    lane.set_state(state_at(run(), 8))
    box = boxes(lane)["x", 2]

    def ink() -> int:
        inside = part(body(lane), box.adjusted(2.5, 2.5, -2.5, -2.5)).astype(int)
        return int((np.abs(inside - inside[0, 0]).sum(axis=-1) > 120).sum())

    assert ink() > 5
    assert "“hundred”" in lane.readout(2, (lane.names.index("x"),))
    if width < 728:
        words.token = "123456789"
        lane.set_graph(layout_of(run()), words)
        assert ink() == 0


def test_that_a_word_without_room_keeps_its_beginning() -> None:
    face = type_of(QFont(), 10)
    assert elided("two", face, face.width("two")) == "two"
    assert elided("hundred", face, face.width("hun…") + 0.5) == "hun…"
    assert elided("hundred", face, face.width("h…")) == ""
