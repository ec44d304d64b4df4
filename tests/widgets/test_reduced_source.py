"""A long source is reduced beside the window, for as long as somebody waits for it."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from rnnviz.widgets.reduced_source import ReducedSource
from rnnviz.widgets.sources import ArraySource
from rnnviz.widgets.time_axis import TimeAxis


class Slow(ArraySource):
    """Rows that are read only once they may be, and counted."""

    def __init__(self) -> None:
        super().__init__(np.zeros((4_000_000, 1), np.float32))
        self.begun, self.allowed, self.read = threading.Event(), threading.Event(), 0

    def rows(self, t0: int, t1: int) -> NDArray[np.floating]:
        self.begun.set()
        self.allowed.wait(60)
        self.read += t1 - t0
        return super().rows(t0, t1)


def test_that_a_source_that_goes_with_its_window_is_not_reduced_to_its_end(qtbot: QtBot) -> None:
    source = Slow()
    reduced = ReducedSource(source)
    assert source.begun.wait(60)
    delete(reduced)
    source.allowed.set()
    assert QThreadPool.globalInstance().waitForDone(60_000)
    assert 0 < source.read < source.timesteps


class Telling(Slow):
    """Rows of which some are missing, which nobody knows before all have been looked through."""

    asked = 0

    @property
    def missing(self) -> NDArray[np.bool_]:
        self.asked += 1
        return np.zeros(self.timesteps, bool)


def test_that_nobody_waits_for_what_is_missing_of_a_long_source(qtbot: QtBot) -> None:
    source, axis = Telling(), TimeAxis()
    axis.set_timesteps(source.timesteps)
    reduced = ReducedSource(source)
    assert reduced.columns(axis, 1.0, range(1, 100)) is None
    assert not source.asked
    with qtbot.waitSignal(reduced.built, timeout=60_000):
        source.allowed.set()
    assert QThreadPool.globalInstance().waitForDone(60_000)
    assert reduced.columns(axis, 1.0, range(1, 100)) is not None
    assert source.asked
    reduced.deleteLater()
    axis.deleteLater()
