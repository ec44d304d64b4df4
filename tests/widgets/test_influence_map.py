"""The map of influence shows each number where it belongs, at any size, and says which scale it has."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rnnviz.widgets.colours import colour_at, colours_of, theme
from rnnviz.widgets.influence_map import InfluenceMap
from rnnviz.widgets.influence_picture import InfluencePicture, InfluenceScale
from rnnviz.widgets.lane import NOWHERE
from rnnviz.widgets.marks import Playhead
from tests.widgets.screen import Pixels, distance, has, palette, pixels, turn_wheel

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


def map_of(
    qtbot: QtBot, values: NDArray[np.floating], first: int = 1, width: int = 320, height: int = 340
) -> InfluenceMap:
    made = InfluenceMap()
    qtbot.addWidget(made)
    losses, timesteps = (range(first, first + n) for n in values.shape)
    made.set_picture(InfluencePicture(values, losses, timesteps, "L", "h"))
    made.resize(width, height)
    made.show()
    qtbot.waitExposed(made)
    return made


def point(made: InfluenceMap, s: int, t: int) -> QPoint:
    """The middle of a cell, in the widget's coordinates."""
    assert made.picture is not None
    plot = made.plot()
    x = made.across.x_of(t - made.picture.timesteps.start + 1)
    y = made.down.x_of(s - made.picture.losses.start + 1)
    return QPoint(round(plot.left() + x), round(plot.top() + y))


def cells(made: InfluenceMap) -> Pixels:
    plot = made.plot()
    return pixels(made)[plot.top() : plot.bottom() + 1, plot.left() : plot.right() + 1]


def read(made: InfluenceMap, here: QPoint) -> str:
    said: list[str] = []
    made.hovered.connect(said.append)
    QTest.mouseMove(made, QPoint(1, 1))
    QTest.mouseMove(made, here)
    made.hovered.disconnect(said.append)
    return said[-1] if said else ""


TRIANGLE = np.tril(np.arange(1.0, 17.0).reshape(4, 4))


def test_that_numbers_stand_where_they_belong(qtbot: QtBot) -> None:
    made = map_of(qtbot, TRIANGLE)
    for s in range(1, 5):
        for t in range(1, 5):
            assert read(made, point(made, s, t)).startswith(f"‖∂L[{s}]/∂h[{t}]‖ = {TRIANGLE[s - 1, t - 1]:g}")
    with qtbot.waitSignal(made.clicked) as heard:
        qtbot.mouseClick(made, LEFT, pos=point(made, 4, 2))
    assert heard.args == [4, 2]
    with qtbot.waitSignal(made.double_clicked) as heard:
        qtbot.mouseDClick(made, LEFT, pos=point(made, 3, 1))
    assert heard.args == [3, 1]


def test_that_a_part_is_numbered_as_in_the_run(qtbot: QtBot) -> None:
    made = map_of(qtbot, TRIANGLE, first=1001)
    assert "‖∂L[1004]/∂h[1001]‖ = 13" in read(made, point(made, 1004, 1001))


@pytest.mark.parametrize("kind", InfluenceScale)
@pytest.mark.parametrize("side", [40, 300, 2000])
def test_that_one_large_number_is_seen_at_every_size_and_zoom(qtbot: QtBot, side: int, kind: InfluenceScale) -> None:
    values = np.full((side, side), 1e-3)
    values[:, 0] = 1e-2
    s, t = side * 3 // 5, side // 3
    values[s - 1, t - 1] = 1.0
    made = map_of(qtbot, values)
    made.set_kind(kind)
    while True:
        near = distance(cells(made), colour_at(colours_of(made).sequential, 255)) <= 5
        near[:, : max(0, round(made.across.x_of(9)))] = False  # every row's own largest but one
        y, x = np.argwhere(near)[len(np.argwhere(near)) // 2]
        here = made.plot().topLeft() + QPoint(int(x), int(y))
        assert f"L[{s}]/∂h[{t}]‖ = 1" in read(made, here)
        before = made.across.column_width
        turn_wheel(made, here, 2, CONTROL)
        if made.across.column_width == before:
            break
    assert before > 60


def test_that_each_scale_says_which_it_is(qtbot: QtBot) -> None:
    made = map_of(qtbot, np.array([[1e-6, 0.0], [1.0, 1e-3]]))
    seen, said = {}, set()
    for kind in InfluenceScale:
        made.set_kind(kind)
        image = pixels(made)
        at = point(made, 1, 1)
        seen[kind] = tuple(image[at.y() - 12, at.x() + 25])
        said.add(made.accessibleDescription())
        legend = image[made.height() - 45 :]
        assert has(legend, colour_at(theme(dark=False).sequential, 255))
    assert {words.split(":")[0] for words in said} == {"linear", "log", "per loss"}
    lut = theme(dark=False).sequential
    assert seen[InfluenceScale.LINEAR] == tuple(lut[0, :3])
    assert seen[InfluenceScale.LOG] != tuple(lut[0, :3])
    assert seen[InfluenceScale.BY_LOSS] == tuple(lut[255, :3])


@pytest.mark.parametrize("dark", [False, True])
def test_that_what_is_not_finite_is_loud(qtbot: QtBot, dark: bool) -> None:
    values = np.full((500, 500), 1e-3)
    values[300, 100] = np.nan
    made = map_of(qtbot, values)
    made.setPalette(palette(dark))
    assert has(cells(made), theme(dark).error)
    assert "NaN" in read(made, point(made, 301, 101))


def test_that_pointing_tells_the_loss_and_leaving_takes_it_back(qtbot: QtBot) -> None:
    made = map_of(qtbot, TRIANGLE)
    told: list[int] = []
    made.pointed.connect(told.append)
    QTest.mouseMove(made, point(made, 2, 1))
    QTest.mouseMove(made, point(made, 4, 1))
    assert made.row == 4
    QTest.mouseMove(made, QPoint(2, 2))
    assert told == [2, 4, NOWHERE]
    assert made.row is None


def test_that_the_arrows_walk_and_enter_selects(qtbot: QtBot) -> None:
    made = map_of(qtbot, TRIANGLE)
    said: list[str] = []
    made.hovered.connect(said.append)
    qtbot.keyClick(made, Qt.Key.Key_Right)
    assert "L[4]/∂h[1]" in said[-1]
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(made, key)
    assert "L[4]/∂h[3]" in said[-1]
    with qtbot.waitSignal(made.clicked) as heard:
        qtbot.keyClick(made, Qt.Key.Key_Return)
    assert heard.args == [4, 3]


def test_that_the_cursor_and_the_selection_are_seen(qtbot: QtBot) -> None:
    made = map_of(qtbot, TRIANGLE, first=11)
    colours = colours_of(made)
    assert not has(cells(made), colours.backward)
    made.set_playhead(Playhead(12, "backward", -1))
    image = cells(made)
    at = np.argwhere(distance(image, colours.backward) == 0)[:, 1].mean()
    assert abs(at - made.across.x_of(2.5)) < 2
    before = image.copy()
    made.set_selected(14)
    assert (cells(made) != before).any()
    made.set_playhead(Playhead(500, "forward", 1))
    assert not has(cells(made), colours.backward)


def test_that_wheel_and_drag_move_what_is_seen(qtbot: QtBot) -> None:
    made = map_of(qtbot, np.tril(np.ones((400, 400))))
    here = QPoint(made.plot().center())
    turn_wheel(made, here, 6, CONTROL)
    assert not made.across.fitted
    assert not made.down.fitted
    before = made.down.first, made.across.first
    turn_wheel(made, here, -1)
    assert made.down.first > before[0]
    assert made.across.first == before[1]
    with qtbot.assertNotEmitted(made.clicked):
        qtbot.mousePress(made, LEFT, pos=here)
        QTest.mouseMove(made, here + QPoint(30, 0))
        QTest.mouseMove(made, here + QPoint(60, 0))
        qtbot.mouseRelease(made, LEFT, pos=here + QPoint(60, 0))
    assert made.across.first < before[1]


def test_that_without_a_picture_it_says_why(qtbot: QtBot) -> None:
    made = map_of(qtbot, TRIANGLE)
    made.set_picture(None, "There is no loss.")
    assert made.accessibleDescription() == "There is no loss."
    assert made.hit(QPointF(100, 100)) is None
    pixels(made)


def test_that_a_scale_that_leaves_numbers_out_says_so(qtbot: QtBot) -> None:
    made = map_of(qtbot, np.array([[1e-20, 0.0], [1.0, 1e-3]]))
    made.set_kind(InfluenceScale.LOG)
    assert "share the first colour" in made.accessibleDescription()
    assert read(made, point(made, 1, 1)).endswith("= 1e−20, 100 % of the row’s largest")
    assert read(made, point(made, 2, 2)).endswith("0.1 % of the row’s largest")
    made = map_of(qtbot, np.array([[1.0, 1e-9]]))
    assert read(made, point(made, 1, 2)).endswith("= 1e−09")
