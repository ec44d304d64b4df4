"""Several losses in one lane: each has a bar of its own, a name, and its part of the sum."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.widgets.bar_lane import BarLane
from tests.app.screen import lane_of, press, wait_for_run


def test_that_the_losses_of_five_networks_are_told_apart(window: Window, qtbot: QtBot) -> None:
    window.project.open_example("highways")
    wait_for_run(qtbot, window)
    press(window, Qt.Key.Key_End)
    window.lanes.stack.reveal("losses")
    QApplication.processEvents()
    lane, tape = lane_of(window, "losses"), window.session.tape
    assert isinstance(lane, BarLane)
    assert tape is not None
    assert len(lane.series) == 5
    body, last = lane.body_rect(), tape.timesteps
    said = set()
    for x in np.linspace(lane.axis.x_of(last - 0.45), lane.axis.x_of(last + 0.45), 30):
        QTest.mouseMove(lane, QPoint(0, 0))
        QTest.mouseMove(lane, body.topLeft() + QPoint(round(x), body.height() - 4))
        QApplication.processEvents()
        said.add(window.hover.text())
    for name in lane.series:
        assert any(f", {name}: " in words for words in said), (name, said)
    # A click takes one of them, which is then in full colour, and named in the head.
    place = (lane.axis.x_of(last - 0.45) + lane.axis.x_of(last + 0.45)) / 2
    qtbot.mouseClick(lane, Qt.MouseButton.LeftButton, pos=body.topLeft() + QPoint(round(place), body.height() - 4))
    assert window.session.selection.name == "L_res"
    assert lane.series[lane.main] == "L_res"
    for name in lane.series:
        assert f"{name}: {float(np.sum(tape[name]))!r}" in lane._total_tip
