"""The tools of the debugger, one after the other in one window, as somebody uses them who looks for a fault."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.debugger.numbers import number
from tests.app.screen import lane_of, press, type_into, values_on_screen
from tests.app.test_breakpoints import click_in_gutter, rows
from tests.app.test_project import activate, again, opened, saved  # noqa: F401  (a fixture among them)
from tests.app.test_watches import watch
from tests.app.test_what_if import menu_of, override, trigger

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def test_that_one_goes_from_a_breakpoint_to_why_and_what_if_and_finds_it_all_again(
    window: Window,
    again: Window,  # noqa: F811
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    activate(window, qtbot)
    session = window.session
    click_in_gutter(window, qtbot, 3)
    session.select("h", 3)
    press(window, Key.Key_F9, Modifier.ShiftModifier)
    line = window.breakpoints_panel.details.beside.line
    type_into(line, "norm(dh[t]) > 0.1")
    qtbot.keyClick(line, Key.Key_Return)
    window.lanes.setFocus()
    press(window, Key.Key_F5)
    assert session.position == 6
    press(window, Key.Key_End)
    press(window, Key.Key_F5, Modifier.ControlModifier)
    assert session.position == 6

    (row,) = watch(window, qtbot, "norm(dh[t])")
    tape = session.tape
    assert tape is not None
    assert number(float(np.linalg.norm(tape["dh"][2])), 3) in row.value.text()

    menu = menu_of(window, lane_of(window, "h"), 3, 1, 3)
    asked = next(one for one in menu.actions() if one.objectName() == "action_why_here")
    menu.close()
    asked.trigger()
    assert "Why is h[3][1] = " in window.why_panel.heading.text()

    press(window, Key.Key_End)
    before = values_on_screen(window, "h", 4, 3)
    override(window, "h", 2, "0.9", row=1, rows=3)
    changed = values_on_screen(window, "h", 4, 3)
    assert changed[1, 1] == pytest.approx(0.9)
    window.lanes.setFocus()
    press(window, Key.Key_Z, Modifier.ControlModifier)
    np.testing.assert_array_equal(values_on_screen(window, "h", 4, 3), before)
    press(window, Key.Key_Y, Modifier.ControlModifier)
    trigger(window, "compare_difference")
    np.testing.assert_allclose(values_on_screen(window, "h", 4, 3), changed - before, atol=2e-5)
    trigger(window, "compare_off")

    path = tmp_path / "found.rnnviz"
    saved(window, qtbot, path)
    opened(again, qtbot, path)
    assert again.session.tape is not None
    assert session.tape is not None
    assert again.session.tape["h"][1, 1] == 0.9
    np.testing.assert_array_equal(again.session.tape["dh"], session.tape["dh"])
    assert again.session.position == session.position
    again.open_panel("breakpoints")
    assert rows(again.breakpoints_panel.rows)[0][0] == "t = 3, if norm(dh[t]) > 0.1"
    assert [one.text for one in again.session.watches.all] == ["norm(dh[t])"]
    window.override_editor.hide()
