"""The lanes of unusual models, in the window."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.views.lanes.plan import LANES_AT_ONCE
from rnnviz.widgets.lane import Lane
from tests.app.screen import lane_of, wait_for_run


def test_that_a_model_of_many_equations_has_its_first_lanes_and_the_menu_has_the_others(
    qtbot: QtBot, window: Window
) -> None:
    count = LANES_AT_ONCE + 10
    lines = ["h0[t] = tanh(A0 @ h0[t-1] + B @ x[t])"] + [f"h{i}[t] = 0.9 * h{i - 1}[t]" for i in range(1, count)]
    lines += [f"y[t] = V @ h{count - 1}[t]", "L[t] = cross_entropy(y[t], target[t])"]
    window.session.edit(equations="\n".join(lines))
    wait_for_run(qtbot, window)
    assert len(window.findChildren(Lane)) < 2 * LANES_AT_ONCE + 8
    last = f"h{count - 1}"
    assert window.findChild(Lane, f"lane_{last}") is None
    window.menus.fill_lanes()
    entry = next(action for action in window.findChild(QMenu, "menu_lanes").actions() if action.data() == last)
    assert not entry.isChecked()
    entry.trigger()
    QApplication.processEvents()
    assert lane_of(window, last).isVisible()
    window.session.go_to(3)
    assert "not yet" not in lane_of(window, last).readout(3, (0,))
    assert "not yet" in lane_of(window, last).readout(4, (0,))
