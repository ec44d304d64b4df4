"""Watches as a user has them: typed, taken from a value's menu, looked at while stepping, typed over, removed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.debugger.numbers import number
from rnnviz.views.watches.row import WatchRow
from tests.app.screen import lane_of, picture, press, type_into, wait_for_run
from tests.app.test_breakpoints import choose

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton


def watch(window: Window, qtbot: QtBot, *texts: str) -> list[WatchRow]:
    window.open_panel("watches")
    field = window.watches_panel.expression
    for text in texts:
        type_into(field.line, text)
        qtbot.keyClick(field.line, Key.Key_Return)
    window.lanes.setFocus()
    QApplication.processEvents()  # a row is shown once its place is made
    return window.watches_panel.findChildren(WatchRow)


def test_that_a_watch_shows_its_value_and_what_changed(window: Window, qtbot: QtBot) -> None:
    (row,) = watch(window, qtbot, "L[t]")
    assert row.value.text() == "not yet"
    tape = window.session.tape
    assert tape is not None
    for timestep in (1, 2):
        press(window, Key.Key_Right)
        assert f"t = {timestep}: {number(tape['L'][timestep - 1], 3)}" in row.value.text()
    assert f"▲ {number(tape['L'][1] - tape['L'][0])}" in row.value.text()
    press(window, Key.Key_Right)
    assert "▼" in row.value.text()


def test_that_numbers_vectors_and_matrices_are_shown_over_all_timesteps(window: Window, qtbot: QtBot) -> None:
    shown = watch(window, qtbot, "norm(h[t])", "h[t]", "dW_hh[t]")
    press(window, Key.Key_End)
    assert "matrix" in shown[2].value.text()
    assert "changed" not in shown[0].value.text()
    pictures = [picture(row.trace) for row in shown]
    press(window, Key.Key_Home)
    for row, before in zip(shown, pictures, strict=True):
        assert (picture(row.trace) != before).any(), "what is not known yet is shown"
    assert [bool(row.range.text()) for row in shown] == [True, True, True]


def test_that_a_click_on_the_curve_goes_to_the_timestep(window: Window, qtbot: QtBot) -> None:
    (row,) = watch(window, qtbot, "L[t]")
    qtbot.mouseClick(row.trace, LEFT, pos=QPoint(row.trace.width() * 5 // 8, 10))
    assert window.session.position == 3


def test_that_a_bad_expression_says_what_is_wrong_and_harms_nothing(window: Window, qtbot: QtBot) -> None:
    (row,) = watch(window, qtbot, "h[t]")
    field = window.watches_panel.expression
    type_into(field.line, "norm(q[t])")
    qtbot.keyClick(field.line, Key.Key_Return)
    assert "no `q`" in field.wrong.text()
    type_into(row.expression.line, "h[t")
    qtbot.keyClick(row.expression.line, Key.Key_Return)
    assert "never closed" in row.expression.wrong.text()
    assert [one.text for one in window.session.watches.all] == ["h[t]"]
    type_into(row.expression.line, "h[t][0]")
    qtbot.keyClick(row.expression.line, Key.Key_Return)
    assert not row.expression.wrong.isVisible()
    assert [one.text for one in window.session.watches.all] == ["h[t][0]"]


def test_that_a_watch_without_its_name_says_so_until_the_name_is_there_again(window: Window, qtbot: QtBot) -> None:
    (row,) = watch(window, qtbot, "norm(y[t])")
    before = window.session.draft.equations
    window.session.edit(equations=before.replace("y[t]", "z[t]"))
    wait_for_run(qtbot, window)
    assert "no `y`" in row.expression.wrong.text()
    assert not row.trace.isVisible()
    window.session.undo.undo()
    wait_for_run(qtbot, window)
    assert not row.expression.wrong.isVisible()
    assert row.trace.isVisible()


def test_that_a_value_is_watched_from_its_menu_and_the_watch_removed(window: Window, qtbot: QtBot) -> None:
    choose(window, lane_of(window, "h"), 3, "action_watch_value")
    assert window.watches_panel.isVisible()
    (watched,) = window.session.watches.all
    assert watched.text.startswith("h[t][")
    button = window.watches_panel.findChild(QToolButton, "button_remove_watch_1")
    assert button is not None
    qtbot.mouseClick(button, LEFT)
    assert not window.session.watches.all
    press(window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.watches.all == (watched,)


def test_that_an_element_in_the_inspector_is_watched_from_its_menu(window: Window, qtbot: QtBot) -> None:
    window.session.select("h", 2)
    press(window, Key.Key_Right)
    press(window, Key.Key_Right)
    QApplication.processEvents()
    place = window.inspector.map.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, window.inspector.map.mapToGlobal(place))
    QApplication.sendEvent(window.inspector.map, event)
    (menu,) = [one for one in window.inspector.map.findChildren(QMenu) if one.isVisible()]
    (action,) = [one for one in menu.actions() if one.objectName() == "action_watch_value"]
    action.trigger()
    menu.close()
    (watched,) = window.session.watches.all
    assert watched.text.startswith("h[t][")
