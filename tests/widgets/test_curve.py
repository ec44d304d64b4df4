"""A curve shows every extreme at any length, only what is known, and where something is not finite."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt, QThreadPool
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rnnviz.widgets.background import Background
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.curve import Curve
from tests.widgets.screen import distance, pixels

Pixels = NDArray[np.bool_]


def curve_of(qtbot: QtBot, values: NDArray[np.float64], known: range | None = None) -> Curve:
    curve = Curve()
    qtbot.addWidget(curve)
    curve.resize(300, curve.height())
    curve.set_values(values, "h[1]", "forward")
    curve.set_known(range(1, len(values) + 1) if known is None else known)
    return curve


def inked(curve: Curve, colour: QColor) -> Pixels:
    """Where the picture is about of a colour, (height, width)."""
    return np.asarray(distance(pixels(curve), colour) < 70)


@pytest.mark.parametrize("timesteps", [2, 70, 1000, 100_000])
@pytest.mark.parametrize("share", [0.0, 0.31, 1.0])
def test_that_one_extreme_reaches_the_top(qtbot: QtBot, timesteps: int, share: float) -> None:
    values = np.zeros(timesteps)
    place = round(share * (timesteps - 1))
    values[place] = 1.0
    curve = curve_of(qtbot, values)
    ink = inked(curve, colours_of(curve).forward)
    rows, columns = np.nonzero(ink)
    assert rows.min() < 15
    highest = columns[rows == rows.min()].mean()
    area = np.flatnonzero(ink.any(axis=0))
    expected = area.min() + (place + 0.5) / timesteps * (area.max() - area.min())
    assert abs(highest - expected) < (area.max() - area.min()) / (2 * timesteps) + 4


def test_that_what_is_not_known_is_not_drawn(qtbot: QtBot) -> None:
    rng = np.random.default_rng(0)
    curve = curve_of(qtbot, rng.normal(size=100_000), range(1, 50_001))
    half = np.flatnonzero(inked(curve, colours_of(curve).forward).any(axis=0))
    curve.set_known(range(1, 100_001))
    whole = np.flatnonzero(inked(curve, colours_of(curve).forward).any(axis=0))
    assert whole.min() == half.min()
    assert abs((half.max() - half.min()) / (whole.max() - whole.min()) - 0.5) < 0.02
    curve.set_known(range(0))
    assert not inked(curve, colours_of(curve).forward).any()


def test_that_what_is_known_of_a_bin_is_all_that_it_shows(qtbot: QtBot) -> None:
    values = np.zeros(100_000)
    values[50_000] = 1.0
    curve = curve_of(qtbot, values, range(1, 50_001))
    assert "1.0" not in curve.readout(50_000)
    rows, _ = np.nonzero(inked(curve, colours_of(curve).forward))
    assert rows.max() - rows.min() <= 2
    curve.set_known(range(1, 50_002))
    rows, _ = np.nonzero(inked(curve, colours_of(curve).forward))
    assert rows.max() - rows.min() > 50


@pytest.mark.parametrize("timesteps", [9, 100_000])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_that_what_is_not_finite_is_marked_and_the_rest_still_drawn(qtbot: QtBot, timesteps: int, value: float) -> None:
    values = np.linspace(-1, 1, timesteps)
    values[timesteps // 2] = value
    curve = curve_of(qtbot, values)
    _, marked = np.nonzero(inked(curve, colours_of(curve).error))
    _, drawn = np.nonzero(inked(curve, colours_of(curve).forward))
    assert abs(marked.mean() - (drawn.min() + drawn.max()) / 2) < 3
    assert np.ptp(marked) <= 2


def test_that_nothing_finite_is_no_curve(qtbot: QtBot) -> None:
    curve = curve_of(qtbot, np.full(5, np.nan))
    assert not inked(curve, colours_of(curve).forward).any()
    assert inked(curve, colours_of(curve).error).any()


def test_that_the_largest_numbers_do_not_overflow(qtbot: QtBot) -> None:
    curve = curve_of(qtbot, np.array([-1.7e308, 1.7e308]))
    rows, _ = np.nonzero(inked(curve, colours_of(curve).forward))
    assert np.ptp(rows) > 50


def test_that_a_click_asks_for_the_timestep_under_it(qtbot: QtBot) -> None:
    curve = curve_of(qtbot, np.arange(3.0))
    curve.show()
    asked: list[int] = []
    curve.clicked.connect(asked.append)
    _, columns = np.nonzero(inked(curve, colours_of(curve).forward))
    for x in (columns.min(), (columns.min() + columns.max()) // 2, columns.max()):
        QTest.mouseClick(curve, Qt.MouseButton.LeftButton, pos=QPoint(int(x), 40))
    QTest.mouseClick(curve, Qt.MouseButton.LeftButton, pos=QPoint(1, 40))
    assert asked == [1, 2, 3]


def test_that_a_timestep_is_read_out(qtbot: QtBot) -> None:
    curve = curve_of(qtbot, np.array([0.25, -0.5]), range(1, 2))
    assert curve.readout(1) == "t = 1: h[1] = 0.25"
    assert curve.readout(2) == "t = 2: not yet"


def test_that_the_newest_work_is_heard_of_and_no_other(qtbot: QtBot) -> None:
    background = Background()
    let = threading.Event()

    def slow(progress: object) -> str:
        let.wait(60)
        return "slow"

    heard: list[object] = []
    background.done.connect(heard.append)
    background.start(slow)
    with qtbot.waitSignal(background.done, timeout=60_000):
        background.start(lambda progress: "quick")
        let.set()
    assert QThreadPool.globalInstance().waitForDone(60_000)
    qtbot.waitUntil(lambda: heard == ["quick"])
    background.start(slow)
    background.drop()
    assert QThreadPool.globalInstance().waitForDone(60_000)
    qtbot.waitUntil(lambda: heard == ["quick"])
