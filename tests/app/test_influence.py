"""What each loss sends back to each timestep: the panel and its map, and the colours on the text."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.engine import Tape
from rnnviz.engine.execution import Progress
from rnnviz.session.draft import Selection
from rnnviz.views import influence_panel as module
from rnnviz.views.influence_panel import InfluencePanel
from rnnviz.widgets.influence_picture import InfluencePicture, InfluenceScale
from rnnviz.widgets.token_lane import TokenLane
from tests.app.screen import lane_of, number_in, picture, press, wait_for_run

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(window: Window, qtbot: QtBot) -> InfluencePanel:
    """The panel, opened by its key once the window has come to rest."""
    QApplication.processEvents()
    press(window, Key.Key_J, CONTROL)
    qtbot.waitUntil(lambda: window.influence_panel.map.picture is not None)
    return window.influence_panel


def cell(panel: InfluencePanel, s: int, t: int) -> QPoint:
    shown = panel.map.picture
    assert shown is not None
    plot = panel.map.plot()
    x = panel.map.across.x_of(t - shown.timesteps.start + 1)
    y = panel.map.down.x_of(s - shown.losses.start + 1)
    return QPoint(round(plot.left() + x), round(plot.top() + y))


def point(panel: InfluencePanel, s: int, t: int) -> None:
    QTest.mouseMove(panel.map, QPoint(1, 1))
    QTest.mouseMove(panel.map, cell(panel, s, t))
    QApplication.processEvents()


def tape_of(window: Window) -> Tape:
    assert window.session.tape is not None
    return window.session.tape


def text_lane(window: Window) -> TokenLane:
    lane = lane_of(window, "inputs")
    assert isinstance(lane, TokenLane)
    return lane


def choose(panel: InfluencePanel, box: str, words: str) -> None:
    """Takes an entry of a list by its keys, as a user does."""
    field = getattr(panel, box)
    field.setFocus()
    QTest.keyClick(field, Key.Key_Home)
    for _ in range(field.findText(words)):
        QTest.keyClick(field, Key.Key_Down)
    field.activated.emit(field.currentIndex())


class Endless:
    """An influence that ends only when it is cancelled."""

    def __init__(self) -> None:
        self.begun, self.ended = threading.Event(), threading.Event()
        self.states: list[str] = []

    def __call__(self, tape: Tape, state: str, part: range, progress: Progress) -> InfluencePicture:
        self.states.append(state)
        self.begun.set()
        try:
            while True:
                progress(0.5)
        finally:
            self.ended.set()


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Endless:
    made = Endless()
    monkeypatch.setattr(module, "picture", made)
    monkeypatch.setattr(module, "is_quick", lambda tape: False)
    return made


def test_that_the_map_reads_out_what_each_loss_sends_back(window: Window, panel: InfluencePanel) -> None:
    right = tape_of(window).influence("h")
    for s in range(1, 5):
        for t in range(1, 5):
            point(panel, s, t)
            words = window.hover.text()
            assert words.startswith(f"‖∂L[{s}]/∂h[{t}]‖")
            assert number_in(words.split(",")[0].replace(" = ", ": ")) == pytest.approx(right[s - 1, t - 1], rel=1e-5)


def test_that_the_action_stands_in_the_view_menu(window: Window) -> None:
    menu = window.findChild(type(window.menuBar().addMenu("")), "menu_view")
    assert menu is not None
    assert window.actions_["influence"] in menu.actions()
    window.actions_["influence"].trigger()
    assert window.influence_panel.isVisible()


def test_that_another_value_is_chosen(window: Window, panel: InfluencePanel, qtbot: QtBot) -> None:
    assert [panel.state.itemText(i) for i in range(panel.state.count())] == ["h", "y", "x"]
    choose(panel, "state", "y")
    qtbot.waitUntil(lambda: panel.map.picture is not None and panel.map.picture.state == "y")
    point(panel, 3, 3)
    assert "∂y[3]" in window.hover.text()
    point(panel, 3, 2)
    assert window.hover.text() == "‖∂L[3]/∂y[2]‖ = 0"
    assert "y at t" in panel.words.text()


def test_that_the_scale_is_chosen_and_kept_for_the_next_run(window: Window, panel: InfluencePanel) -> None:
    before = picture(panel.map)
    choose(panel, "kind", "per loss")
    assert panel.map.kind is InfluenceScale.BY_LOSS
    assert (picture(panel.map) != before).any()
    window.session.edit(seed=5)
    assert panel.map.kind is InfluenceScale.BY_LOSS
    assert panel.map.picture is not None
    np.testing.assert_array_equal(panel.map.picture.values, tape_of(window).influence("h"))


def test_that_a_click_selects_and_a_double_click_goes_there(
    window: Window, panel: InfluencePanel, qtbot: QtBot
) -> None:
    press(window, Key.Key_End)
    qtbot.mouseClick(panel.map, LEFT, pos=cell(panel, 4, 2))
    assert window.session.selection == Selection("dh", 2)
    assert "dh[2]" in window.inspector.value_as_text() or window.inspector.value_as_text()
    qtbot.mouseDClick(panel.map, LEFT, pos=cell(panel, 4, 3))
    moment = tape_of(window).moment(window.session.position)
    assert (moment.pass_.phase, moment.timestep) == ("backward", 3)


def test_that_the_cursor_moves_on_the_map(window: Window, panel: InfluencePanel) -> None:
    before = picture(panel.map)
    press(window, Key.Key_Right)
    after = picture(panel.map)
    assert (after != before).any()
    press(window, Key.Key_Left)
    np.testing.assert_array_equal(picture(panel.map), before)


def test_that_pointing_at_a_loss_colours_the_text_by_its_influence(window: Window, panel: InfluencePanel) -> None:
    lane = text_lane(window)
    plain = picture(lane)
    point(panel, 3, 1)
    row = tape_of(window).influence("h")[2]
    assert lane.shading is not None
    np.testing.assert_allclose(lane.shading, row / row.max())
    assert (picture(lane) != plain).any()
    QTest.mouseMove(panel.map, QPoint(1, 1))
    assert lane.shading is None
    np.testing.assert_array_equal(picture(lane), plain)


@pytest.mark.parametrize("name", ["losses", "p_y"])
def test_that_hovering_an_output_colours_the_text_and_marks_its_row(
    window: Window, panel: InfluencePanel, name: str
) -> None:
    press(window, Key.Key_End)
    lane = (
        lane_of(window, name)
        if name == "losses"
        else next(lane_of(window, each) for each, title, shown in window.lanes.lanes() if title == "p(y)" and shown)
    )
    body = lane.body_rect()
    QTest.mouseMove(lane, QPoint(round(body.left() + lane.axis.x_of(2)), body.center().y()))
    assert panel.map.row == 2
    shading = text_lane(window).shading
    assert shading is not None
    assert (shading[:2] > 0).all()
    assert not shading[2:].any()
    other = lane_of(window, "h")
    QTest.mouseMove(other, other.body_rect().center())
    assert text_lane(window).shading is None
    assert panel.map.row is None


def test_that_nothing_is_computed_while_nobody_looks(window: Window, qtbot: QtBot) -> None:
    assert window.influence_panel.map.picture is None
    window.session.edit(seed=3)
    assert window.influence_panel.map.picture is None
    assert not tape_of(window).influences.pictures
    window.open_panel("influence")
    qtbot.waitUntil(lambda: window.influence_panel.map.picture is not None)


def test_that_a_long_computation_tells_its_progress_and_can_be_cancelled(
    window: Window, qtbot: QtBot, endless: Endless
) -> None:
    panel = window.influence_panel
    window.open_panel("influence")
    qtbot.waitUntil(endless.begun.is_set)
    qtbot.waitUntil(lambda: panel.bar.value() == 500)
    qtbot.mouseClick(panel.stop, LEFT)
    assert endless.ended.wait(5)
    assert not panel.bar.isVisible()
    assert panel.map.picture is None
    assert "Cancelled" in panel.map.accessibleDescription()
    qtbot.mouseClick(panel.again, LEFT)
    qtbot.waitUntil(lambda: len(endless.states) == 2)
    assert panel.bar.isVisible()


def test_that_cancelling_keeps_the_picture_before(
    window: Window, panel: InfluencePanel, qtbot: QtBot, endless: Endless
) -> None:
    shown = panel.map.picture
    choose(panel, "state", "x")
    qtbot.waitUntil(endless.begun.is_set)
    qtbot.mouseClick(panel.stop, LEFT)
    assert panel.map.picture is shown
    assert panel.state.currentText() == "h"


def test_that_the_newest_request_wins(window: Window, panel: InfluencePanel, qtbot: QtBot) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "is_quick", lambda tape: False)
        for state in ("y", "x", "h", "y"):
            choose(panel, "state", state)
        qtbot.waitUntil(lambda: not panel.bar.isVisible(), timeout=20_000)
    assert panel.map.picture is not None
    assert panel.map.picture.state == "y"


def test_that_a_new_run_ends_the_computation_for_the_last(window: Window, qtbot: QtBot, endless: Endless) -> None:
    window.open_panel("influence")
    qtbot.waitUntil(endless.begun.is_set)
    endless.begun.clear()
    window.session.edit(seed=9)
    assert endless.ended.wait(5)
    qtbot.waitUntil(endless.begun.is_set)
    assert len(endless.states) == 2


def test_that_closing_the_window_stops_it(window: Window, qtbot: QtBot, endless: Endless) -> None:
    window.open_panel("influence")
    qtbot.waitUntil(endless.begun.is_set)
    window.close()
    assert endless.ended.is_set()


def test_that_a_model_without_a_loss_is_told(window: Window, panel: InfluencePanel) -> None:
    window.session.edit(equations="h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t])")
    assert panel.map.picture is None
    assert "no loss" in panel.map.accessibleDescription()
    assert not panel.state.isEnabled()
    assert not window.actions_["influence"].isEnabled()


def test_that_a_long_run_is_shown_about_the_cursor(
    window: Window, panel: InfluencePanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WHOLE", 100)
    monkeypatch.setattr(module, "PART", 40)
    window.session.edit(text="the quick brown fox jumps over the lazy dog. " * 5)
    wait_for_run(qtbot, window)
    qtbot.waitUntil(lambda: panel.map.picture is not None)
    assert panel.map.picture is not None
    assert panel.map.picture.timesteps == range(1, 41)
    assert "Timesteps 1 to 40 of 224" in panel.words.text()
    assert not panel.again.isVisible()
    window.session.go_to_timestep(150)
    assert panel.again.isVisible()
    qtbot.mouseClick(panel.again, LEFT)
    qtbot.waitUntil(lambda: panel.map.picture is not None and 150 in panel.map.picture.timesteps)
    assert not panel.again.isVisible()
    whole = tape_of(window).influence("h")
    part = panel.map.picture.timesteps
    there = slice(part.start - 1, part.stop - 1)
    np.testing.assert_allclose(panel.map.picture.values, whole[there, there], rtol=1e-12)
    point(panel, part[-1], part[0])
    shading = text_lane(window).shading
    assert shading is not None
    assert np.isnan(shading[: part.start - 1]).all()
