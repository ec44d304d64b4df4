"""The model is trained in the window as a user does it: set, started, paused, looked back at, rewound, taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.debugger.numbers import number
from rnnviz.models import gallery
from rnnviz.models.recipe import Recipe
from rnnviz.widgets.heat_lane import HeatLane
from rnnviz.widgets.training_curve import smoothed
from tests.app.screen import lane_of, type_into, values_on_screen

Weights = dict[str, NDArray[np.float64]]


@pytest.fixture
def wait(qtbot: QtBot, window: Window) -> Callable[[], None]:
    """Waits until no update is being made, and nothing is computed."""
    session = window.session
    session.edit(example=None, trained=None, equations=gallery.cell("vanilla").body, text="hello")
    session.undo.clear()
    window.actions_["workspace_train"].trigger()

    def until_still() -> None:
        qtbot.waitUntil(lambda: not session.training.running and session.running is None, timeout=20_000)

    return until_still


def weights(window: Window) -> Weights:
    tape = window.session.tape
    assert tape is not None
    return {name: array.copy() for name, array in tape.model.parameters.items()}


def same(one: Weights, other: Weights) -> bool:
    return all(np.array_equal(one[name], other[name]) for name in one)


def set_updates(window: Window, count: int) -> None:
    """Types the number of updates."""
    field = window.training_panel.settings.updates
    type_into(field, str(count))
    QTest.keyClick(field, Qt.Key.Key_Return)


def drag_to(window: Window, number: int) -> None:
    """Presses the slider where so many updates stand."""
    slider = window.training_panel.slider
    place = QPoint(round(slider.x_of(number)), slider.height() // 2)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_that_fifty_updates_come_again_bit_by_bit_after_a_rewind(window: Window, wait: Callable[[], None]) -> None:
    panel, start = window.training_panel, weights(window)
    set_updates(window, 50)
    assert "50" in panel.train.text()
    panel.train.click()
    assert panel.pause.isVisible()
    assert not panel.settings.isEnabled()
    wait()
    after = weights(window)
    assert not same(start, after)
    assert "After 50 updates" in panel.state.text()
    drag_to(window, 0)
    assert same(weights(window), start)
    assert "after 0 updates" in panel.state.text()
    panel.rewind.click()
    assert same(weights(window), start)
    panel.train.click()
    wait()
    assert same(weights(window), after)


def test_that_every_lane_follows_the_slider_and_scales_are_held(window: Window, wait: Callable[[], None]) -> None:
    window.session.set_whole_run(True)
    set_updates(window, 50)
    before = values_on_screen(window, "h", 4, 3)
    lane = lane_of(window, "dh")
    assert isinstance(lane, HeatLane)
    large = lane.scale.largest
    window.training_panel.train.click()
    wait()
    assert not np.array_equal(values_on_screen(window, "h", 4, 3), before)
    assert lane.scale.largest == large  # so that one sees the gradient vanish
    drag_to(window, 0)
    assert np.array_equal(values_on_screen(window, "h", 4, 3), before)
    drag_to(window, 50)
    assert lane.scale.largest == large
    assert lane.head.note == "held scale"
    window.training_panel.hold.click()
    assert lane.head.note == "fixed scale"
    assert lane.scale.largest < large


def test_that_a_field_says_what_would_be_right_until_something_else_is_typed(window: Window) -> None:
    panel = window.training_panel
    settings, recipe = panel.settings, window.session.training.plan.recipe

    def enter(field: QWidget, text: str) -> str:
        type_into(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        return panel.wrong.text()

    assert "not below 0," in enter(settings.l2, "")
    assert settings.l2.text() == "0"
    assert enter(settings.l2, "0") == ""
    QTest.keyClicks(settings.optimiser, "SGD")
    assert "below 1" in enter(settings.momentum, "2")
    assert "whole number" in enter(settings.batch, "1e999")
    assert window.session.training.plan.recipe.batch == recipe.batch
    assert "it is 1 now" in enter(settings.batch, "0")
    assert enter(settings.clip, "0") == ""
    assert settings.clip.text() == ""
    assert window.session.training.plan.recipe.clip is None


def test_that_a_loss_beyond_all_numbers_is_written_as_everywhere_and_no_clipping_is_told(
    window: Window, qtbot: QtBot, wait: Callable[[], None]
) -> None:
    panel, training = window.training_panel, window.session.training
    window.open_panel("update")
    QTest.keyClicks(panel.settings.optimiser, "SGD")
    for field, text in ((panel.settings.rate, "1e308"), (panel.settings.clip, "")):
        type_into(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
    set_updates(window, 5)
    panel.train.click()
    wait()
    history = training.history
    assert history is not None
    assert not np.isfinite(history.loss[-1])
    qtbot.waitUntil(lambda: bool(window.update_panel.words.text()))
    assert panel.state.text().endswith(f"a loss of {number(float(history.loss[-1]))}.")
    assert "NaN" in window.update_panel.words.text()
    assert "clipped" not in window.update_panel.words.text()


def test_that_a_scale_is_held_from_the_press_of_the_button_on(window: Window, wait: Callable[[], None]) -> None:
    """A run with what has been learned may be shown before anything else has told of the training."""
    window.session.set_whole_run(True)
    lane = lane_of(window, "dh")
    assert isinstance(lane, HeatLane)
    assert lane.head.note == "fixed scale"
    large = lane.scale.largest
    set_updates(window, 2000)
    window.training_panel.train.click()
    assert (lane.head.note, lane.scale.largest) == ("held scale", large)
    wait()
    assert lane.reduced is not None
    assert lane.reduced.pyramid.largest < large / 2
    assert (lane.head.note, lane.scale.largest) == ("held scale", large)


def test_that_training_is_paused_continued_and_cancelled(
    window: Window, qtbot: QtBot, wait: Callable[[], None]
) -> None:
    panel, training = window.training_panel, window.session.training
    set_updates(window, 4000)
    panel.train.click()
    qtbot.waitUntil(lambda: training.number > 10, timeout=20_000)
    assert f"of {QLocale().toString(4000)}" in panel.state.text()
    qtbot.waitUntil(lambda: bool(panel.loss.summary()), timeout=20_000)
    panel.pause.click()
    wait()
    made = training.number
    assert QLocale().toString(4000 - made) in panel.train.text()
    paused = weights(window)
    panel.train.click()
    qtbot.waitUntil(lambda: training.number > made + 5, timeout=20_000)
    panel.cancel.click()
    wait()
    assert same(weights(window), paused)
    window.actions_["train"].trigger()
    qtbot.waitUntil(lambda: training.running and training.number > made, timeout=20_000)
    window.actions_["cancel"].trigger()
    wait()
    assert training.number < 4000


def test_that_the_training_is_one_step_of_undo(window: Window, wait: Callable[[], None]) -> None:
    start = weights(window)
    set_updates(window, 30)
    window.training_panel.train.click()
    wait()
    after = weights(window)
    window.actions_["undo"].trigger()
    assert same(weights(window), start)
    window.actions_["redo"].trigger()
    assert same(weights(window), after)
    assert not window.session.undo.canRedo()


def test_that_one_update_is_seen_before_it_is_made(window: Window, qtbot: QtBot, wait: Callable[[], None]) -> None:
    panel = window.update_panel
    qtbot.waitUntil(lambda: panel.update_.step is not None, timeout=20_000)
    step = panel.update_.step
    assert step is not None
    assert np.array_equal(step.before, weights(window)[step.parameter])
    assert "Update 1:" in panel.words.text()
    assert np.array_equal(step.before + step.change, step.after)
    panel.make.click()
    wait()
    assert np.array_equal(weights(window)[step.parameter], step.after)
    qtbot.waitUntil(lambda: "Update 2:" in panel.words.text(), timeout=20_000)
    panel.parameter.setCurrentText("W_xh")
    panel.parameter.activated.emit(panel.parameter.currentIndex())
    assert panel.update_.step is not None
    assert panel.update_.step.parameter == "W_xh"
    assert "+ (" in panel.update_.words_at((0, 0))


def test_that_plain_sgd_adds_minus_the_rate_times_the_gradient(
    window: Window, qtbot: QtBot, wait: Callable[[], None]
) -> None:
    settings, panel = window.training_panel.settings, window.update_panel
    settings.optimiser.setCurrentIndex(settings.optimiser.findData("sgd"))
    settings.optimiser.activated.emit(settings.optimiser.currentIndex())
    type_into(settings.rate, "0.5")
    QTest.keyClick(settings.rate, Qt.Key.Key_Return)
    type_into(settings.clip, "")
    QTest.keyClick(settings.clip, Qt.Key.Key_Return)
    assert window.session.training.plan.recipe.clip is None
    qtbot.waitUntil(lambda: panel.update_.step is not None and "rate" in panel.update_.step.called, timeout=20_000)
    step, tape = panel.update_.step, window.session.tape
    assert step is not None
    assert tape is not None
    assert np.allclose(step.change, -0.5 * tape.contributions(step.parameter).total, rtol=1e-10, atol=1e-14)


def test_that_what_cannot_be_set_is_said_and_what_was_set_stays(window: Window, wait: Callable[[], None]) -> None:
    panel, before = window.training_panel, window.session.training.plan
    for typed in ("fast", "-1", "1e999"):
        type_into(panel.settings.rate, typed)
        QTest.keyClick(panel.settings.rate, Qt.Key.Key_Return)
        assert typed in panel.wrong.text()
    assert window.session.training.plan == before
    type_into(panel.settings.rate, "0,02")
    QTest.keyClick(panel.settings.rate, Qt.Key.Key_Return)
    assert window.session.training.plan.recipe.learning_rate == 0.02
    assert not panel.wrong.isVisible()


def test_that_a_model_without_a_loss_says_so_in_both_panels(
    window: Window, qtbot: QtBot, wait: Callable[[], None]
) -> None:
    window.session.edit(equations="h[t] = tanh(W @ h[t-1] + U @ x[t])")
    window.training_panel.train.click()
    wait()
    assert "no loss" in window.training_panel.wrong.text()
    qtbot.waitUntil(lambda: window.session.training.opened_problem is not None, timeout=20_000)
    assert window.update_panel.update_.step is None
    assert "no loss" in window.update_panel.update_.accessibleDescription()


def test_that_training_is_played(window: Window, qtbot: QtBot, wait: Callable[[], None]) -> None:
    set_updates(window, 15)
    window.training_panel.train.click()
    wait()
    window.training_panel.play.click()
    assert window.session.training.shown == 0
    qtbot.waitUntil(lambda: not window.session.training.playing, timeout=20_000)
    assert window.session.training.shown == 15


def test_that_the_mean_of_a_curve_is_that_of_its_last_numbers() -> None:
    values = np.array([4.0, 2.0, 6.0, 8.0])
    assert smoothed(values, 2).tolist() == [4.0, 3.0, 4.0, 7.0]
    assert smoothed(values, 1) is values
    assert np.isnan(smoothed(np.array([1.0, np.inf, 3.0]), 2)[1])


def test_that_where_training_begins_is_said_as_it_is_chosen(window: Window) -> None:
    window.project.open_example("hello")
    window.actions_["workspace_train"].trigger()
    panel, begin = window.training_panel, window.training_panel.settings.begin
    assert begin.currentData() is True
    assert "new weights" in panel.state.text()
    begin.setFocus()
    QTest.keyClick(begin, Qt.Key.Key_Up if begin.currentIndex() else Qt.Key.Key_Down)
    assert begin.currentData() is False
    assert "The weights in force" in panel.state.text()


def test_that_one_update_is_made_from_what_is_shown(window: Window, qtbot: QtBot, wait: Callable[[], None]) -> None:
    """Looking back, it is the update that came then; those after it are let go, and undo brings the weights back."""
    panel, session = window.training_panel, window.session
    window.open_panel("update")
    set_updates(window, 20)
    panel.train.click()
    wait()
    after = weights(window)
    drag_to(window, 10)
    shown = weights(window)
    assert panel.one.text() == "One from here"
    assert "Training goes on from there" in panel.state.text()
    qtbot.waitUntil(lambda: session.training.opened is not None)
    opened = session.training.opened
    assert opened is not None
    assert opened.update.number == 11
    qtbot.waitUntil(window.update_panel.make.isEnabled)
    panel.one.click()
    wait()
    made = weights(window)
    assert not same(made, shown)
    assert not same(made, after)
    for name, one in opened.parameters.items():
        np.testing.assert_array_equal(one.before, shown[name])
        np.testing.assert_array_equal(one.after, made[name])
    assert session.training.number == 11
    assert session.training.stands == 11
    assert panel.one.text() == "One update"
    session.undo.undo()
    wait()
    assert same(weights(window), after)
    assert panel.state.text().startswith("After 20 updates; those that were let go")
    set_updates(window, 5)
    panel.train.click()
    wait()
    assert session.training.number == 25
    session.undo.undo()
    session.undo.undo()
    wait()
    assert session.training.stands == 0


def test_that_the_update_after_those_let_go_is_shown_when_they_are_taken_back(
    window: Window, qtbot: QtBot, wait: Callable[[], None]
) -> None:
    panel, update, training = window.training_panel, window.update_panel, window.session.training
    window.open_panel("update")
    set_updates(window, 20)
    panel.train.click()
    wait()
    drag_to(window, 10)
    qtbot.waitUntil(update.make.isEnabled)
    update.make.click()
    wait()
    for action, following in (("undo", 21), ("redo", 12)):
        window.actions_[action].trigger()
        wait()
        qtbot.waitUntil(lambda: update.update_.step is not None)
        assert training.opened_problem is None
        assert f"Update {following}:" in update.words.text()
    step = update.update_.step
    assert step is not None
    np.testing.assert_array_equal(step.before, weights(window)[step.parameter])


def test_that_another_plan_begins_with_what_is_shown(window: Window, qtbot: QtBot, wait: Callable[[], None]) -> None:
    panel, session = window.training_panel, window.session
    set_updates(window, 20)
    panel.train.click()
    wait()
    drag_to(window, 10)
    shown = weights(window)
    session.training.set_plan(replace(session.training.plan, recipe=Recipe(optimiser="sgd", learning_rate=0.5)))
    panel.one.click()
    wait()
    assert session.training.number == 1
    drag_to(window, 0)
    wait()
    assert same(weights(window), shown)


def test_that_what_is_cancelled_from_an_earlier_update_leaves_the_weights(
    window: Window, qtbot: QtBot, wait: Callable[[], None]
) -> None:
    panel = window.training_panel
    set_updates(window, 20)
    panel.train.click()
    wait()
    after = weights(window)
    drag_to(window, 10)
    set_updates(window, 100_000)
    panel.train.click()
    qtbot.waitUntil(lambda: window.session.training.number > 12)
    panel.cancel.click()
    wait()
    assert same(weights(window), after)
    assert window.session.training.stands == 20
