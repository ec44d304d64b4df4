"""An array is shown as what it is, element by element."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.widgets.colours import colour_at, theme
from rnnviz.widgets.lane_metrics import small_font
from rnnviz.widgets.matrix_view import MatrixView
from rnnviz.widgets.number_text import alike
from rnnviz.widgets.scales import ScaleKind
from tests.widgets.screen import distance, has, palette, pixels

LEFT = Qt.MouseButton.LeftButton


def view_of(qtbot: QtBot, values: NDArray[np.floating], width: int = 300, height: int = 200) -> MatrixView:
    view = MatrixView()
    qtbot.addWidget(view)
    view.set_values(values, title="W")
    view.resize(width, height)
    view.show()
    qtbot.waitExposed(view)
    return view


def where(view: MatrixView, colour_index: int) -> tuple[float, float]:
    """The middle (x, y) of the cells in one colour of the map; the legend's bar is left out."""
    image = pixels(view)[: view.height() - 40]
    found = np.argwhere(distance(image, colour_at(view.lut, colour_index)) == 0)
    y, x = found.mean(axis=0)
    return float(x), float(y)


def test_that_elements_stand_where_they_belong(qtbot: QtBot) -> None:
    values = np.array([[0.0, 0.0, 1.0], [-1.0, 0.0, 0.0]])
    view = view_of(qtbot, values)
    positive, negative = where(view, 255), where(view, 0)
    assert positive[0] > negative[0]
    assert positive[1] < negative[1]
    for place, unit in ((positive, (0, 2)), (negative, (1, 0))):
        with qtbot.waitSignal(view.clicked) as heard:
            qtbot.mouseClick(view, LEFT, pos=QPoint(round(place[0]), round(place[1])))
        assert heard.args == [unit]


def test_that_a_scalar_has_one_element(qtbot: QtBot) -> None:
    view = view_of(qtbot, np.array(-0.5))
    with qtbot.waitSignal(view.clicked) as heard:
        qtbot.mouseClick(view, LEFT, pos=QPoint(20, 10))
    assert heard.args == [()]
    assert view.readout(()) == "W = −0.5"


@pytest.mark.parametrize("height", [200, 60])
def test_that_a_vector_stands_or_lies_and_keeps_its_indices(qtbot: QtBot, height: int) -> None:
    values = np.zeros(6)
    values[4] = 1
    view = view_of(qtbot, values, 300, height)
    image = pixels(view)
    found = np.argwhere(distance(image[: height - 26], colour_at(view.lut, 255)) == 0)
    y, x = np.median(found, axis=0)
    with qtbot.waitSignal(view.clicked) as heard:
        qtbot.mouseClick(view, LEFT, pos=QPoint(round(x) + 2, round(y)))
    assert heard.args == [(4,)]


def test_that_three_axes_keep_their_three_indices(qtbot: QtBot) -> None:
    values = np.zeros((2, 2, 3))
    values[1, 0, 2] = 1
    view = view_of(qtbot, values)
    x, y = where(view, 255)
    with qtbot.waitSignal(view.clicked) as heard:
        qtbot.mouseClick(view, LEFT, pos=QPoint(round(x), round(y)))
    assert heard.args == [(1, 0, 2)]


def test_that_one_extreme_of_a_million_elements_is_seen(qtbot: QtBot) -> None:
    values = np.random.default_rng(0).normal(scale=0.01, size=(1000, 1000))
    values[777, 333] = -3
    view = view_of(qtbot, values)
    image = pixels(view)[: view.height() - 40]
    assert distance(image, colour_at(view.lut, 0)).min() <= 5


def test_that_there_is_room_for_the_numbers_of_thousands_of_rows_and_columns(qtbot: QtBot) -> None:
    view = view_of(qtbot, np.ones((2500, 4)))
    cells = np.argwhere(distance(pixels(view)[:150], colour_at(view.lut, 255)) == 0)
    assert cells[:, 1].min() > QFontMetricsF(small_font(view)).horizontalAdvance("2499")
    view.set_values(np.ones(2500))  # it lies down, and its first label has nothing at its left
    first = pixels(view)[:15, :12].astype(int)
    ink = np.argwhere(np.abs(first - first[0, 0]).max(-1) > 40)
    assert ink[:, 1].min() > 0


def test_that_what_is_not_finite_is_loud(qtbot: QtBot) -> None:
    view = view_of(qtbot, np.array([[1.0, np.nan], [np.inf, 0.0]]))
    assert has(pixels(view), theme(False).error)
    assert view.scale.largest == 1
    assert view.readout((0, 1)) == "W[0, 1] = NaN"


def test_that_hovering_reads_out(qtbot: QtBot) -> None:
    view = view_of(qtbot, np.array([[1.0, 2.0], [3.0, 4.0]]))
    x, y = where(view, 255)
    with qtbot.waitSignal(view.hovered) as heard:
        qtbot.mouseMove(view, QPoint(round(x), round(y)))
    assert heard.args == [(1, 1), "W[1, 1] = 4"]


def test_that_a_click_does_not_take_the_keyboard_but_tab_does(qtbot: QtBot) -> None:
    view = view_of(qtbot, np.zeros((2, 2)))
    qtbot.mouseClick(view, LEFT, pos=QPoint(60, 30))
    assert not view.hasFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.set_selected((0, 0))
    for key, unit in ((Qt.Key.Key_Right, (0, 1)), (Qt.Key.Key_Down, (1, 1)), (Qt.Key.Key_Down, (1, 1))):
        with qtbot.waitSignal(view.clicked) as heard:
            qtbot.keyClick(view, key)
        assert heard.args == [unit]


def test_that_the_copy_can_be_read_back_exactly(qtbot: QtBot) -> None:
    values = np.random.default_rng(0).normal(size=(3, 4))
    view = view_of(qtbot, values)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().split("\n")
    np.testing.assert_array_equal([[float(cell) for cell in line.split("\t")] for line in lines], values)


@pytest.mark.parametrize("width", range(60, 330, 15))
def test_that_all_cells_have_their_number_or_none(qtbot: QtBot, width: int) -> None:
    view = view_of(qtbot, np.array([[-0.99, 0.091, -0.7], [0.5, -0.00012, 0.3]]), width, 160)
    layout = view._layout()
    assert layout is not None
    image = pixels(view)
    inked = set()
    for row, column in np.ndindex(2, 3):
        cell = layout.rect(row, column).toRect().adjusted(4, 4, -4, -4)
        inside = image[cell.top() : cell.bottom(), cell.left() : cell.right()]
        inked.add(len(np.unique(inside.reshape(-1, 3), axis=0)) > 1)
    assert len(inked) == 1, "some cells have a number, others none"


def test_that_a_matrix_is_written_in_one_format() -> None:
    assert alike(np.array([-0.99, 0.091, -0.0004, 12.5]), 2, 12.5) == ["−0.99", "0.09", "0.00", "12.50"]
    assert alike(np.array([1e-5, np.nan]), 2, 1e-5) == ["1.0e−5", "NaN"]


def test_that_views_with_one_largest_magnitude_can_be_compared(qtbot: QtBot) -> None:
    small, large = view_of(qtbot, np.array([[0.5]])), view_of(qtbot, np.array([[1.0]]))
    assert has(pixels(small)[:20], colour_at(small.lut, 255))
    for view, values in ((small, [[0.5]]), (large, [[1.0]])):
        view.set_values(np.array(values), largest=1.0)
    assert not has(pixels(small)[:20], colour_at(small.lut, 255))
    assert has(pixels(large)[:20], colour_at(large.lut, 255))


def test_that_magnitudes_and_powers_of_ten_have_their_maps(qtbot: QtBot) -> None:
    view = view_of(qtbot, np.array([[0.0, 1e-6], [1e-3, 1.0]]))
    view.set_values(np.array([[0.0, 1e-6], [1e-3, 1.0]]), signed=False)
    view.set_kind(ScaleKind.LOG)
    assert has(pixels(view), colour_at(theme(False).sequential, 0))
    assert has(pixels(view), colour_at(theme(False).sequential, 255))
    assert view.scale.ends() == ("1e−6", "1.0")


def test_that_the_dark_has_its_own_colours(qtbot: QtBot) -> None:
    view = view_of(qtbot, np.array([[1.0]]))
    view.setPalette(palette(True))
    assert has(pixels(view), colour_at(theme(True).diverging, 255))


def test_that_nothing_is_said_to_be_nothing(qtbot: QtBot) -> None:
    view = view_of(qtbot, np.zeros((0, 3)))
    assert len(np.unique(pixels(view).reshape(-1, 3), axis=0)) > 1
    qtbot.mouseClick(view, LEFT, pos=QPoint(20, 20))


@pytest.mark.parametrize("side", [3, 20, 60, 120, 400])
def test_that_the_frame_of_an_element_leaves_its_colour_to_be_seen(qtbot: QtBot, side: int) -> None:
    values = np.zeros((side, side))
    values[side // 2, side // 3] = -1.0
    view = view_of(qtbot, values)
    before = distance(pixels(view)[: view.height() - 40], colour_at(view.lut, 0)) == 0
    view.set_selected((side // 2, side // 3))
    image = pixels(view)[: view.height() - 40]
    after = distance(image, colour_at(view.lut, 0)) == 0
    assert before.any()
    assert after.sum() >= min(before.sum(), 0.6 * before.sum() + 1)
    assert not np.array_equal(image, before)
