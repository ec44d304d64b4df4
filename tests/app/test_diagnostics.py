"""Diagnostics in the window: found by themselves, read, gone to, and their thresholds changed."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from rnnviz.app.theme import ThemeChoice
from rnnviz.app.window import Window
from rnnviz.models import gallery
from tests.app.screen import picture, press, type_into, wait_for_run

FORGETFUL = gallery.cell("vanilla").body.replace("W_hh @ h[t-1]", "0.1 * W_hh @ h[t-1]")
TEXT = "abcabcacbabcbabcabcacbabcb"


def looked(qtbot: QtBot, window: Window) -> None:
    wait_for_run(qtbot, window)
    qtbot.waitUntil(lambda: window.diagnosis.looking is None, timeout=30_000)


def forgetful(qtbot: QtBot, window: Window) -> None:
    window.session.edit(equations=FORGETFUL, text=TEXT)
    looked(qtbot, window)


def texts(window: Window) -> list[str]:
    shown = window.diagnostics_panel.findings
    return [shown.item(row).text() for row in range(shown.count())]


def test_that_the_example_has_nothing_wrong_and_says_that_it_is_short(window: Window, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    looked(qtbot, window)
    panel = window.diagnostics_panel
    assert panel.isVisible()
    assert "nothing wrong was found" in panel.summary.text()
    assert "4 timesteps are too few" in panel.summary.text()
    assert not window.findings_readout.isVisible()


def test_that_what_is_wrong_is_counted_in_the_window_and_read_in_the_panel(window: Window, qtbot: QtBot) -> None:
    forgetful(qtbot, window)
    assert window.findings_readout.isVisible()
    assert "finding" in window.findings_readout.text()
    qtbot.mouseClick(window.findings_readout, Qt.MouseButton.LeftButton)
    panel = window.diagnostics_panel
    assert panel.isVisible()
    assert "The whole run was looked at" in panel.summary.text()
    first = texts(window)[0]
    assert first.startswith("Warning · vanishing: The gradient vanishes in h")
    assert "(threshold 0.40)" in first
    assert "spectral radius" in first


def test_that_a_click_goes_to_the_place(window: Window, qtbot: QtBot) -> None:
    forgetful(qtbot, window)
    window.open_panel("diagnostics")
    shown = window.diagnostics_panel.findings
    findings = window.diagnosis.findings
    assert findings
    place = findings[0].place
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualItemRect(shown.item(0)).center())
    selection = window.session.selection
    assert (selection.name, selection.timestep, selection.unit) == (place.name, place.timestep, place.unit)
    tape = window.session.tape
    assert tape is not None
    moment = tape.moment(window.session.position)
    assert (moment.pass_.phase, moment.timestep) == ("backward", place.timestep)
    before = window.session.position
    press(window, Qt.Key.Key_Left)  # the arrow keys are still the run's
    assert window.session.position == before - 1


def test_that_enter_goes_to_the_place_too(window: Window, qtbot: QtBot) -> None:
    forgetful(qtbot, window)
    window.open_panel("diagnostics")
    shown = window.diagnostics_panel.findings
    shown.setFocus()
    press(window, Qt.Key.Key_Home)
    shown.setCurrentRow(0)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert window.session.selection.name == "dh"


def test_that_thresholds_are_changed_in_place_and_reset(window: Window, qtbot: QtBot) -> None:
    forgetful(qtbot, window)
    window.open_panel("diagnostics")
    panel = window.diagnostics_panel
    assert not panel.thresholds.isVisible()
    qtbot.mouseClick(panel.open_thresholds, Qt.MouseButton.LeftButton)
    assert panel.thresholds.isVisible()
    field = window.findChild(QLineEdit, "field_threshold_vanishing_rate")
    assert field is not None
    type_into(field, "1e-9")
    QTest.keyClick(field, Qt.Key.Key_Return)
    looked(qtbot, window)
    assert not any("vanishing" in one for one in texts(window))
    assert panel.reset.isEnabled()
    qtbot.mouseClick(panel.reset, Qt.MouseButton.LeftButton)
    looked(qtbot, window)
    assert field.text() == "0.4"
    assert any("vanishing" in one for one in texts(window))


def test_that_what_is_no_number_leaves_the_threshold(window: Window, qtbot: QtBot) -> None:
    window.open_panel("diagnostics")
    panel = window.diagnostics_panel
    qtbot.mouseClick(panel.open_thresholds, Qt.MouseButton.LeftButton)
    field = panel.fields["input_share"]
    type_into(field, "abc-")
    QTest.keyClick(field, Qt.Key.Key_Return)
    panel.fields["cut_share"].setFocus()
    looked(qtbot, window)
    assert window.diagnosis.thresholds.input_share == 1e-4


def test_that_every_kind_of_finding_is_shown_in_both_themes(window: Window, qtbot: QtBot) -> None:
    """Painted with a form of its own: a mark that stands beside the words, not only a colour."""
    window.open_panel("diagnostics")
    window.session.edit(equations=FORGETFUL.replace("tanh(", "log(0.001 + "), text=TEXT)
    looked(qtbot, window)
    assert texts(window)[0].startswith("Error · not finite")
    for choice in (ThemeChoice.LIGHT, ThemeChoice.DARK):
        window.theme.choose(choice)
        pixels = picture(window.diagnostics_panel.findings.viewport())
        assert len(np.unique(pixels.reshape(-1, 4), axis=0)) > 10
    assert not window.diagnostics_panel.grab().toImage().convertToFormat(QImage.Format.Format_RGB32).isNull()


def test_that_looking_is_shown_and_can_be_stopped(window: Window, qtbot: QtBot) -> None:
    window.open_panel("diagnostics")
    window.session.edit(equations=FORGETFUL, text=TEXT)
    wait_for_run(qtbot, window)
    panel = window.diagnostics_panel
    assert panel.progress.isVisible()
    assert "Looking at the whole run" in panel.summary.text()
    qtbot.mouseClick(panel.cancel, Qt.MouseButton.LeftButton)
    assert not panel.progress.isVisible()
    assert "has not been looked at" in panel.summary.text()
    qtbot.mouseClick(panel.again, Qt.MouseButton.LeftButton)
    looked(qtbot, window)
    assert texts(window)
