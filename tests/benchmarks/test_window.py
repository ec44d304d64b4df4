"""The window's benchmark acts on the window as it says, and sees what is painted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.benchmarks.window.latency import Latency
from tests.benchmarks.window.paint_watch import PaintWatch


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[PaintWatch]:
    made = PaintWatch(qapp)
    yield made
    qapp.removeEventFilter(made)
    made.deleteLater()


def test_that_a_paint_is_seen_and_no_paint_is_none(qtbot: QtBot, watch: PaintWatch) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    watch.settle()
    taken = watch.latency(widget.update)
    assert taken is not None
    assert taken.clock > 0
    assert watch.latency(widget.ensurePolished) is None


def test_that_a_row_says_median_percentile_and_worst() -> None:
    quick = Latency(4, "forward", "step", (1.0, 2.0, 3.0), (1.0, 1.0, 1.0), 0)
    assert quick.cells == ("4", "forward", "step", "2.0 / 2.9 / 3.0", "1.0 / 1.0 / 1.0", "0", "met")
    assert Latency(4, "forward", "step", (1.0, 51.0), (1.0, 1.0), 0).cells[-1] == "**not met**"
    assert Latency(4, "forward", "pan", (), (), 9).cells[-1] == "nothing painted"
