"""The model changed in place: by typing, by the fields, by inserting a cell."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QTabBar
from pytestqt.qtbot import QtBot

from rnnviz.app.theme import ThemeChoice
from rnnviz.app.window import Window
from rnnviz.models import gallery
from rnnviz.widgets.colours import colours_of
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
    assert window.model_panel.cuts.every.hasFocus()
    press(window, Key.Key_2)
    press(window, Key.Key_Return)
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


def test_that_an_edit_of_a_number_is_one_step_back(typing: Window, qtbot: QtBot) -> None:
    window = typing
    first = window.session.draft
    type_into(window.model_panel.seed, "999999999")
    assert window.session.draft == first
    press(window, Key.Key_Return)
    type_into(window.model_panel.hidden, "20")
    window.lanes.setFocus()
    wait_for_run(qtbot, window)
    assert (window.session.draft.seed, window.session.draft.hidden) == (999999999, 20)
    assert window.session.undo.count() == 2
    press(window, Key.Key_Z, CONTROL)
    wait_for_run(qtbot, window)
    assert window.model_panel.hidden.value() == 3
    press(window, Key.Key_Z, CONTROL)
    wait_for_run(qtbot, window)
    assert window.session.draft == first


@pytest.mark.parametrize(
    ("field", "typed", "becomes"), [("seed", "-1", 0), ("hidden", "0", 1), ("hidden", "99999999", 4096)]
)
def test_that_a_number_out_of_range_is_corrected_and_that_is_said(
    typing: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, field: str, typed: str, becomes: int
) -> None:
    number = getattr(typing.model_panel, field)
    typing.session.set_memory_limit(1000)  # a run so large is not what this is about
    type_into(number, typed)
    press(typing, Key.Key_Return)
    assert number.value() == becomes
    typing.session.undo.undo()
    type_into(number, typed)
    press(typing, Key.Key_Return)
    assert getattr(typing.session.draft, field) == becomes


def test_that_the_correction_is_said_beside_the_equations(typing: Window) -> None:
    type_into(typing.model_panel.seed, "-1")
    press(typing, Key.Key_Return)
    assert "“-1” is out of range" in typing.model_panel.state.text()
    type_into(typing.model_panel.seed, "5")
    press(typing, Key.Key_Return)
    assert "out of range" not in typing.model_panel.state.text()


def test_that_the_sizes_shown_are_those_of_the_model_after_going_back(typing: Window, qtbot: QtBot) -> None:
    type_into(typing.model_panel.sizes, "h = 7")
    press(typing, Key.Key_Return)
    wait_for_run(qtbot, typing)
    assert typing.session.draft.sizes == {"h": 7}
    while typing.session.undo.canUndo():
        press(typing, Key.Key_Z, CONTROL)
    wait_for_run(qtbot, typing)
    assert typing.model_panel.sizes.hasFocus()
    assert typing.model_panel.sizes.text() == ""


def test_that_the_title_has_a_mark_while_something_is_changed(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    assert not window.isWindowModified()
    window.session.edit(seed=4)
    assert window.isWindowModified()
    press(window, Key.Key_Z, CONTROL)
    assert not window.isWindowModified()
    file = tmp_path / "tanz.txt"
    file.write_text("tanz der tänze")
    window.commands.file.open_path(file)
    assert window.windowTitle() == "tanz.txt[*] – rnnviz"
    assert not window.isWindowModified()
    window.session.edit(seed=5)
    assert window.isWindowModified()


def test_that_whole_equations_are_seen(typing: Window, qtbot: QtBot) -> None:
    editor = typing.model_panel.equations
    for cell in ("vanilla", "gru"):
        typing.session.edit(equations=gallery.cell(cell).body)
        QApplication.processEvents()
        window_of_text = editor.viewport().width()
        for number in range(editor.blockCount()):
            layout = editor.document().findBlockByNumber(number).layout()
            widths = [layout.lineAt(i).naturalTextWidth() for i in range(layout.lineCount())]
            assert widths
            assert max(widths) <= window_of_text
        assert editor.horizontalScrollBar().value() == 0


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_that_words_take_the_colours_of_the_theme(typing: Window, choice: ThemeChoice) -> None:
    press(typing, Key.Key_End)
    typing.theme.choose(ThemeChoice.LIGHT if choice is ThemeChoice.DARK else ThemeChoice.DARK)
    QApplication.processEvents()
    typing.theme.choose(choice)
    QApplication.processEvents()
    colours = colours_of(typing.lanes)
    assert colours.text.name() in typing.model_panel.parameters.text()
    assert colours.faint.name() in typing.model_panel.state.text()
    assert colours.backward.name() in typing.transport.pass_readout.text()


def test_that_the_panel_asked_for_comes_to_the_front(window: Window, qtbot: QtBot) -> None:
    model, data = (window.findChild(QAction, f"action_panel_{name}") for name in ("model", "data"))
    assert model is not None
    assert data is not None
    for action, panel, other in ((model, window.model_panel, data), (data, window.data_panel, model)):
        qtbot.mouseClick(window.rail.widgetForAction(action), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda panel=panel: not panel.visibleRegion().isEmpty())  # type: ignore[misc]
        qtbot.waitUntil(lambda action=action: action.isChecked())  # type: ignore[misc]
        assert not other.isChecked()
    assert all(bar.accessibleName() for bar in window.findChildren(QTabBar))
    qtbot.mouseClick(window.rail.widgetForAction(model), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.model_panel.visibleRegion().isEmpty())
    qtbot.mouseClick(window.rail.widgetForAction(model), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.docks["model"].isVisible())


def test_that_a_refused_file_takes_no_earlier_edit_back(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    window.session.edit(seed=4)
    file = tmp_path / "one.txt"
    file.write_text("a")
    window.commands.file.open_path(file)
    qtbot.waitUntil(window.problem_banner.isVisible)
    assert not window.problem_banner.undo.isVisible()
    assert window.problem_banner.dismiss.isVisible()
    assert window.windowTitle().startswith("hello")
    assert not window.session.whole_run
    assert window.session.draft.seed == 4
