"""The model changed in place: by typing, by the fields, by inserting a cell."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.models import gallery
from tests.app.screen import lane_of, press, type_into, values_on_screen, wait_for_run

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def typing(window: Window) -> Window:
    window.open_panel("model")
    return window


def test_that_the_rnn_becomes_an_lstm_by_typing(typing: Window, qtbot: QtBot) -> None:
    window = typing
    type_into(window.model_panel.equations, gallery.cell("lstm").body)
    wait_for_run(qtbot, window)
    assert window.model_panel.equations.text() == gallery.cell("lstm").body
    assert window.session.problem is None
    assert not window.problem_banner.isVisible()
    tape = window.session.tape
    assert tape is not None
    assert {"h", "c"} == set(tape.graph.states)
    window.lanes.setFocus()
    press(window, Key.Key_End)
    for name in ("h", "dh"):
        np.testing.assert_allclose(values_on_screen(window, name, 4, 3), tape[name], rtol=1e-5)
    window.lanes.set_lane_shown("c", True)
    np.testing.assert_allclose(values_on_screen(window, "c", 4, 3), tape["c"], rtol=1e-5)
    lane_of(window, "i")


@pytest.mark.parametrize("cell", [cell.name for cell in gallery.cells()])
def test_that_every_cell_can_be_inserted_walked_and_taken_back(window: Window, qtbot: QtBot, cell: str) -> None:
    before = window.session.draft
    menu = window.findChild(QMenu, "menu_insert")
    assert menu is not None
    menu.aboutToShow.emit()
    action = next(each for each in menu.actions() if each.data() == cell)
    action.trigger()
    wait_for_run(qtbot, window)
    assert window.session.problem is None
    tape = window.session.tape
    assert tape is not None
    for _ in range(tape.stops - 1):
        press(window, Key.Key_Right)
        window.grab()
    assert window.session.position == tape.stops - 1
    for _ in range(tape.stops - 1):
        press(window, Key.Key_Left)
    assert window.session.position == 0
    if cell != "vanilla":
        press(window, Key.Key_Z, CONTROL)
        wait_for_run(qtbot, window)
    assert window.session.draft == before


def test_that_the_hidden_size_is_typed_and_everything_follows(window: Window, qtbot: QtBot) -> None:
    press(window, Key.Key_H, CONTROL)
    assert window.model_panel.hidden.hasFocus()
    for key in (Key.Key_5, Key.Key_Return):
        press(window, key)
    wait_for_run(qtbot, window)
    assert window.session.tape is not None
    assert window.session.tape["h"].shape == (4, 5)
    window.lanes.setFocus()
    press(window, Key.Key_End)
    values_on_screen(window, "h", 4, 5)
    assert "5×5" in window.model_panel.parameters.text()


def test_that_new_weights_come_from_the_next_seed_and_go_back(window: Window, qtbot: QtBot) -> None:
    first = window.session.tape
    press(window, Key.Key_R, CONTROL)
    wait_for_run(qtbot, window)
    second = window.session.tape
    assert first is not None
    assert second is not None
    assert not np.array_equal(first.parameters["W_hh"], second.parameters["W_hh"])
    assert window.model_panel.seed.value() == 1
    press(window, Key.Key_Z, CONTROL)
    wait_for_run(qtbot, window)
    third = window.session.tape
    assert third is not None
    np.testing.assert_array_equal(first.parameters["W_hh"], third.parameters["W_hh"])


def test_that_truncation_cuts_what_is_shown(typing: Window, qtbot: QtBot) -> None:
    window = typing
    window.actions_["truncate"].trigger()
    assert window.model_panel.truncate.hasFocus()
    press(window, Key.Key_2)
    wait_for_run(qtbot, window)
    tape = window.session.tape
    assert tape is not None
    assert tape.truncate == 2
    window.lanes.setFocus()
    press(window, Key.Key_End)
    np.testing.assert_allclose(values_on_screen(window, "dh", 4, 3), tape["dh"], rtol=1e-5)


def test_that_a_size_left_open_is_declared_in_the_field(typing: Window, qtbot: QtBot) -> None:
    window = typing
    text = "e[t] = E @ x[t]\nh[t] = tanh(W_hh @ h[t-1] + W_eh @ e[t])\ny[t] = W_hy @ h[t]\n"
    window.model_panel.equations.setFocus()
    window.session.edit(equations=text + "L[t] = cross_entropy(y[t], target[t])")
    type_into(window.model_panel.sizes, "e = 7")
    wait_for_run(qtbot, window)
    assert window.session.problem is None
    assert window.session.tape is not None
    assert window.session.tape.parameters["E"].shape == (7, 4)


def test_that_words_that_are_no_size_are_said_and_harm_nothing(typing: Window) -> None:
    before = typing.session.draft
    type_into(typing.model_panel.sizes, "seven")
    assert "seven" in typing.model_panel.state.text()
    assert typing.session.draft == before


def test_that_a_weight_is_set_by_its_number(window: Window, qtbot: QtBot) -> None:
    window.session.select("W_hh", None, (0, 1))
    type_into(window.inspector.weight.field, "0.25")
    press(window, Key.Key_Return)
    wait_for_run(qtbot, window)
    assert window.session.tape is not None
    assert window.session.tape.parameters["W_hh"][0, 1] == 0.25
    press(window, Key.Key_Z, CONTROL)
    wait_for_run(qtbot, window)
    assert window.session.draft.weights == ()


def test_that_what_is_no_number_does_not_become_a_weight(window: Window) -> None:
    window.session.select("W_hh", None, (0, 1))
    type_into(window.inspector.weight.field, "much")
    press(window, Key.Key_Return)
    assert window.session.draft.weights == ()
