"""The strip of a watch: as far as it is known, without losing a value, at 4 timesteps as at 100,000."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from rnnviz.widgets.trace import Numbers, Trace
from tests.widgets.screen import pixels

LEFT = Qt.MouseButton.LeftButton


def trace(qtbot: QtBot, values: Numbers, width: int = 240) -> Trace:
    made = Trace()
    qtbot.addWidget(made)
    made.resize(width, made.height())
    made.show()
    made.set_values(values)
    made.set_known(np.ones(len(values), bool))
    qtbot.waitUntil(lambda: made.range_text() != "")
    return made


@pytest.mark.parametrize("shape", [(4,), (50,), (100_000,), (4, 3), (50, 300), (20_000, 40)])
def test_that_one_value_among_all_is_seen(qtbot: QtBot, shape: tuple[int, ...]) -> None:
    flat = np.zeros(shape)
    one = flat.copy()
    one[(shape[0] * 3 // 4, *(n // 2 for n in shape[1:]))] = 1.0
    made, other = trace(qtbot, flat), trace(qtbot, one)
    differs = (pixels(made) != pixels(other)).any(2).any(0)
    assert differs[round(240 * 0.7) : round(240 * 0.95)].any()


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("shape", [(4,), (100_000,), (50, 3)])
def test_that_what_is_not_finite_is_seen(qtbot: QtBot, shape: tuple[int, ...], bad: float) -> None:
    flat = np.linspace(0, 1, int(np.prod(shape))).reshape(shape)
    one = flat.copy()
    one[(shape[0] // 2, *(0 for _ in shape[1:]))] = bad
    assert (pixels(trace(qtbot, flat)) != pixels(trace(qtbot, one))).any()


def test_that_what_is_not_known_is_not_shown(qtbot: QtBot) -> None:
    one, other = np.zeros(50), np.zeros(50)
    other[30:] = np.linspace(0, 5, 20)
    pictures = []
    for values in (one, other):
        made = Trace()
        qtbot.addWidget(made)
        made.resize(240, made.height())
        made.set_values(np.where(np.arange(50) < 30, 1.0, values))
        made.set_known(np.arange(50) < 30)
        pictures.append(pixels(made))
    # The range is the whole run's: only heights may differ, and only where something is known.
    assert not (pictures[0] != pictures[1]).any(2).any(0)[150:].any()


def test_that_a_click_asks_for_the_timestep_under_it(qtbot: QtBot) -> None:
    made = trace(qtbot, np.arange(4.0))
    with qtbot.waitSignal(made.clicked) as heard:
        qtbot.mouseClick(made, LEFT, pos=QPoint(240 * 5 // 8, 10))
    assert heard.args == [3]
    assert made.readout(3) == "t = 3: 2.00"


def test_that_a_range_is_told(qtbot: QtBot) -> None:
    assert trace(qtbot, np.array([-1.0, 2.0])).range_text() == "−1.00 … 2.00"
    assert trace(qtbot, np.array([[-1.0, 2.0]])).range_text() == "± 2.00"
