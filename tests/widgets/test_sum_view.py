"""Three squares: what a timestep adds, the sum so far, the total."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.sum_view import Addition, SumView
from tests.widgets.graph_model import run
from tests.widgets.screen import Pixels, distance, has, palette, pixels


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def view(request: pytest.FixtureRequest, qtbot: QtBot) -> SumView:
    shown = SumView()
    qtbot.addWidget(shown)
    shown.setPalette(palette(request.param))
    shown.setAutoFillBackground(True)
    shown.resize(320, 210)
    shown.show()
    return shown


def addition(done: int) -> Addition:
    """The sum of W_hh over "hello" after so many contributions."""
    tape = run()
    contributions = tape.contributions("W_hh")
    t = 5 - done
    return Addition(
        "W_hh",
        t,
        contributions.at(t),
        contributions.running_sum(t),
        contributions.total if done == 4 else None,
        done,
        4,
        contributions.agrees() if done == 4 else None,
    )


def third(view: SumView, number: int) -> Pixels:
    """The pixels of a square's part of the widget, between captions and legend."""
    width = view.width() // 3
    return pixels(view)[40:120, number * width + 8 : (number + 1) * width - 8]


def test_that_an_empty_sum_says_what_will_be_shown(view: SumView) -> None:
    view.set_addition(Addition("W_hh", count=4))
    colours = colours_of(view)
    for number in range(3):
        assert has(third(view, number), colours.not_yet) or (distance(third(view, number), colours.faint) < 30).any()
    assert view.sentences() == []


def test_that_an_empty_sum_says_what_it_waits_for(view: SumView) -> None:
    view.set_addition(Addition("W_hh", count=4, waits="Step into the backward pass."))
    before = pixels(view)
    view.set_addition(Addition("W_hh", count=4, waits="It is used at t = 1 only."))
    assert (pixels(view) != before).any()
    assert view.sentences() == ["It is used at t = 1 only."]


def test_that_without_a_parameter_there_are_words(view: SumView) -> None:
    view.set_addition(None)
    assert (distance(pixels(view), colours_of(view).faint) < 40).any()


def test_that_it_says_how_many_are_summed_and_whether_the_sum_is_right(view: SumView) -> None:
    view.set_addition(addition(2))
    assert view.sentences() == ["2 of 4 summed"]
    view.set_addition(addition(4))
    assert view.sentences() == ["4 of 4 summed", "✓ the sum equals the total"]
    agreed = pixels(view)
    wrong = addition(4)
    view.set_addition(Addition(**{**vars(wrong), "agrees": False}))
    assert view.sentences() == ["4 of 4 summed", "✗ the sum differs from the total"]
    assert not has(agreed, colours_of(view).error)
    assert has(pixels(view), colours_of(view).error)


@pytest.mark.parametrize("agrees", [None, True])
def test_that_what_is_not_finite_is_not_called_equal(view: SumView, agrees: bool | None) -> None:
    wild = {**vars(addition(4)), "agrees": agrees}
    for name in ("contribution", "so_far", "total"):
        wild[name] = np.full((3, 3), np.nan)
    view.set_addition(Addition(**wild))
    assert view.sentences() == ["4 of 4 summed", "not finite: cannot be compared"]
    assert has(pixels(view), colours_of(view).error)


def test_that_the_complete_sum_and_the_total_look_the_same(view: SumView) -> None:
    view.set_addition(addition(4))
    middle, right = third(view, 1), third(view, 2)
    # The same colours in the same places; the columns of the widget are not of whole pixels.
    assert set(map(tuple, middle.reshape(-1, 3))) & set(map(tuple, right.reshape(-1, 3)))
    colours = [np.unique(one[10:60].reshape(-1, 3), axis=0) for one in (middle, right)]
    common = set(map(tuple, colours[0])) & set(map(tuple, colours[1]))
    assert len(common) > 0.8 * min(map(len, colours))


def test_that_all_squares_share_one_symmetric_scale(view: SumView) -> None:
    view.set_addition(
        Addition("W", 1, np.full((2, 2), 0.5), np.full((2, 2), -1.0), np.full((2, 2), 0.25), 1, 2, None, None)
    )
    assert view.scale.largest == 1.0
    assert view.scale.signed
    view.set_addition(Addition("W", 1, np.full((2, 2), 0.5), done=1, count=2, largest=4.0))
    assert view.scale.largest == 4.0


def test_that_an_element_is_clicked_by_square_and_indices(qtbot: QtBot, view: SumView) -> None:
    view.set_addition(addition(4))
    found = {}
    for x in range(4, view.width(), 5):
        for y in (50, 80, 110):
            seen: list[tuple[str, object]] = []
            view.clicked.connect(lambda kind, unit, seen=seen: seen.append((kind, unit)))
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
            for one in seen:
                found[one] = x
            view.clicked.disconnect()
    assert {kind for kind, _ in found} == {"contribution", "so_far", "total"}
    assert {unit for _, unit in found} == {(row, column) for row in range(3) for column in range(3)}
    assert found["contribution", (0, 0)] < found["contribution", (0, 2)] < found["so_far", (0, 0)]


def test_that_hovering_reads_out_the_number(qtbot: QtBot, view: SumView) -> None:
    view.set_addition(addition(2))
    qtbot.mouseMove(view, QPoint(1, 1))
    with qtbot.waitSignal(view.hovered) as caught:
        qtbot.mouseMove(view, QPoint(12, 50))
    value = addition(2).contribution
    assert value is not None
    assert caught.args is not None
    assert caught.args[0].startswith("dW_hh[3] [0, 0] = ")
    assert caught.args[0].endswith(f"{value[0, 0]:.8g}".replace("-", "−"))


@pytest.mark.parametrize("shape", [(), (3,), (1, 1), (12, 3), (3, 65), (512, 512), (2, 3, 4)])
def test_that_every_shape_is_drawn(view: SumView, shape: tuple[int, ...]) -> None:
    values = np.random.default_rng(0).normal(size=shape)
    empty = Addition("W", count=2)
    view.set_addition(empty)
    before = pixels(view)
    view.set_addition(Addition("W", 2, values, values * 2, values * 3, 1, 2))
    assert (pixels(view) != before).mean() > 0.05


def test_that_one_extreme_of_a_large_matrix_is_seen(view: SumView) -> None:
    values = np.zeros((600, 600))
    values[317, 211] = -1.0
    view.set_addition(Addition("W", 2, values, None, None, 1, 2))
    lowest = colours_of(view).diverging[0][:3].astype(int)
    assert (distance(third(view, 0), lowest) <= 2).any()


def test_that_what_is_not_finite_is_loud(view: SumView) -> None:
    values = np.zeros((3, 3))
    values[1, 1] = np.nan
    view.set_addition(Addition("W", 2, values, None, None, 1, 2))
    assert has(third(view, 0), colours_of(view).error)
