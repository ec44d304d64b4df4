"""Going through the run by other means than single steps: play, scrub, the axis, the toolbar."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolBar, QToolButton
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from tests.app.screen import press

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def button(window: Window, name: str) -> QToolButton:
    bar = window.findChild(QToolBar, "toolbar_run")
    assert bar is not None
    found = bar.widgetForAction(window.actions_[name])
    assert isinstance(found, QToolButton)
    return found


def test_that_space_plays_to_the_end_and_the_picture_says_so(window: Window, qtbot: QtBot) -> None:
    for _ in range(6):
        press(window, Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert "128 a second" in window.transport.speed.text()
    press(window, Key.Key_Space)
    assert window.session.playing
    assert window.actions_["play"].isChecked()
    qtbot.waitUntil(lambda: window.session.position == 8)
    assert not window.session.playing
    assert not window.actions_["play"].isChecked()


def test_that_space_pauses_and_a_step_does_too(window: Window, qtbot: QtBot) -> None:
    press(window, Key.Key_Space)
    press(window, Key.Key_Space)
    assert not window.session.playing
    press(window, Key.Key_Space)
    press(window, Key.Key_Right)
    assert not window.session.playing


def test_that_the_toolbars_buttons_step_and_are_grey_where_nothing_is_left(window: Window, qtbot: QtBot) -> None:
    assert not button(window, "step_back").isEnabled()
    assert not button(window, "go_start").isEnabled()
    qtbot.mouseClick(button(window, "step_forward"), LEFT)
    assert window.session.position == 1
    qtbot.mouseClick(button(window, "go_end"), LEFT)
    assert window.session.position == 8
    assert not button(window, "step_forward").isEnabled()
    qtbot.mouseClick(button(window, "step_back"), LEFT)
    qtbot.mouseClick(button(window, "go_start"), LEFT)
    assert window.session.position == 0


@pytest.mark.parametrize("stop", [0, 1, 4, 7, 8])
def test_that_a_click_on_the_scrubber_goes_there(window: Window, qtbot: QtBot, stop: int) -> None:
    scrubber = window.scrubber
    qtbot.mouseClick(scrubber, LEFT, pos=QPoint(round(scrubber.x_of(stop)), scrubber.height() // 2))
    assert window.session.position == stop


def test_that_a_drag_on_the_scrubber_takes_the_cursor_along_and_back(window: Window, qtbot: QtBot) -> None:
    scrubber = window.scrubber

    def at(stop: int) -> QPoint:
        return QPoint(round(scrubber.x_of(stop)), scrubber.height() // 2)

    qtbot.mousePress(scrubber, LEFT, pos=at(0))
    for stop in (2, 5, 8, 3):
        qtbot.mouseMove(scrubber, at(stop))
        assert window.session.position == stop
    qtbot.mouseRelease(scrubber, LEFT, pos=at(3))
    qtbot.mouseMove(scrubber, at(7))
    assert window.session.position == 3


def test_that_a_click_on_the_axis_goes_to_the_timestep_of_the_present_pass(window: Window, qtbot: QtBot) -> None:
    ruler = window.lanes.stack.ruler

    def click(timestep: int) -> None:
        lane = window.lanes.stack.lane("h")
        x = lane.body_rect().left() + lane.axis.x_of(timestep)
        qtbot.mouseClick(ruler, LEFT, pos=QPoint(round(x), ruler.height() // 2))

    click(3)
    assert window.session.position == 3
    press(window, Key.Key_End)
    click(3)
    assert window.session.position == 6


def test_that_another_tape_does_not_move_the_cursor_by_the_scrubber(window: Window, qtbot: QtBot) -> None:
    window.session.edit(text="a longer text than before")
    qtbot.waitUntil(lambda: window.session.running is None)
    window.session.go_end()
    window.session.edit(text="ab")
    qtbot.waitUntil(lambda: window.session.running is None)
    assert window.scrubber.maximum() == 2
    assert window.scrubber.value() == window.session.position


def test_that_a_long_run_says_how_far_it_is_and_can_be_cancelled(window: Window, qtbot: QtBot) -> None:
    before = window.session.tape
    window.session.edit(text="abcdefgh" * 40_000, hidden=16)
    assert window.session.running is not None
    assert window.progress.isVisible()
    assert window.cancel.isVisible()
    press(window, Key.Key_Escape)
    assert window.session.running is None
    assert window.session.tape is before
    assert not window.progress.isVisible()
    assert "cancelled" in window.problem_banner.message.text()
