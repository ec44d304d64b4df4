"""The gradient check in its dialog: its words, its links, and that it can be stopped."""

import dataclasses
import re
import threading
from html import unescape

import numpy as np
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz import __version__
from rnnviz.app import gradient_check as module
from rnnviz.app.gradient_check import GradientCheckDialog
from rnnviz.app.help import About
from rnnviz.app.window import Window
from rnnviz.engine import Tape
from rnnviz.engine.execution import Progress
from rnnviz.equations import operations
from rnnviz.models import Model
from rnnviz.session.draft import Selection, draft_over
from rnnviz.session.given import Given
from tests.app.screen import press, wait_for_run

HELD_BACK = """h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t] + b_h)
y[t] = W_hy @ h[t] + b_y * stop(b_y)
L[t] = cross_entropy(y[t], target[t])
"""
CONTROL = Qt.KeyboardModifier.ControlModifier


def dialogs(window: Window) -> list[GradientCheckDialog]:
    return window.findChildren(GradientCheckDialog)


class Endless:
    """A check that ends only when it is cancelled; counts how often it has been begun and ended."""

    def __init__(self) -> None:
        self.begun, self.ended = threading.Event(), threading.Event()
        self.count = 0

    def __call__(self, tape: Tape, progress: Progress) -> object:
        self.count += 1
        self.begun.set()
        try:
            while True:
                progress(0.0)
        finally:
            self.ended.set()


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Endless:
    made = Endless()
    monkeypatch.setattr(module, "examine", made)
    return made


def test_that_a_second_check_brings_the_first_to_the_front(window: Window, qtbot: QtBot, endless: Endless) -> None:
    window.actions_["gradient_check"].trigger()
    qtbot.waitUntil(endless.begun.is_set)
    window.actions_["gradient_check"].trigger()
    QApplication.processEvents()
    assert len(dialogs(window)) == 1
    assert endless.count == 1
    dialogs(window)[0].close()
    assert endless.ended.is_set()


def test_that_closing_the_window_stops_the_check(window: Window, qtbot: QtBot, endless: Endless) -> None:
    window.actions_["gradient_check"].trigger()
    qtbot.waitUntil(endless.begun.is_set)
    window.close()
    assert endless.ended.is_set()


@pytest.mark.parametrize("equations", ["", "learned h[0]\n"])
def test_that_every_gradient_checked_is_named_and_leads_to_its_value(
    window: Window, qtbot: QtBot, equations: str
) -> None:
    window.session.edit(equations=equations + window.session.draft.equations)
    window.session.go_end()
    press(window, Qt.Key.Key_K, CONTROL)
    dialog = dialogs(window)[0]
    qtbot.waitUntil(dialog.words.isVisible, timeout=20_000)
    text = dialog.words.toPlainText()
    assert "✓" in text
    assert "dh[0]" in text
    assert "dW_hh" in text
    links = [unescape(each) for each in re.findall(r'href="([^"]*)"', dialog.words.toHtml())]
    assert len(links) >= 6
    seen = set()
    for link in links:
        dialog.words.anchorClicked.emit(QUrl(link))
        seen.add((window.session.selection.name, window.session.selection.timestep))
        assert window.inspector.value_as_text()
    assert (("dh[0]", None) if equations else ("dh", 0)) in seen
    assert ("dW_hh", None) in seen
    dialog.close()


def result(window: Window, qtbot: QtBot) -> str:
    """Presses the keys of the check and waits for what it says."""
    press(window, Qt.Key.Key_K, CONTROL)
    dialog = dialogs(window)[0]
    qtbot.waitUntil(dialog.words.isVisible, timeout=20_000)
    return dialog.words.toPlainText()


def links(window: Window) -> list[str]:
    return [unescape(each) for each in re.findall(r'href="([^"]*)"', dialogs(window)[0].words.toHtml())]


def test_that_a_wrong_rule_is_told_in_words_and_leads_to_its_place(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = operations.TABLE["tanh"]
    wrong = dataclasses.replace(row, adjoint=lambda signature: ("g * (1 - y)",))
    monkeypatch.setitem(operations.TABLE, "tanh", wrong)
    window.session.edit(equations=window.session.draft.equations + "\n\n")
    wait_for_run(qtbot, window)
    window.session.go_end()
    text = result(window, qtbot)
    assert "✗ A gradient is wrong: the fault is in a rule." in text
    assert "tanh" in text
    assert "g * (1 - y)" in text
    first = links(window)[0]
    dialogs(window)[0].words.anchorClicked.emit(QUrl(first))
    name, timestep, element = first.split("@")
    assert window.session.selection == Selection(
        name, int(timestep) if timestep else None, tuple(int(each) for each in element.split(",")) if element else None
    )


def test_that_a_wrong_sum_is_told_with_its_numbers(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tape = window.session.tape
    assert tape is not None
    wrong = np.array(tape.contributions("W_hh").total)
    right = wrong[1, 0]
    wrong[1, 0] += 0.5
    monkeypatch.setattr(tape.contributions("W_hh"), "_total", wrong)
    text = result(window, qtbot)
    assert "✗ A gradient is wrong: the fault is in what is added up over time." in text
    assert "Each timestep's contribution is right; their sum is not." in text
    assert "dW_hh[1, 0], the sum over all timesteps" in text
    assert f"the run's sum is {right + 0.5:.8g}; the loss says {right:.8g}" in text


def test_that_the_differences_own_error_is_told(window: Window, qtbot: QtBot) -> None:
    window.session.edit(equations=HELD_BACK)
    wait_for_run(qtbot, window)
    text = result(window, qtbot)
    assert "✓ The gradients are right" in text
    assert "hold back a gradient by stop" in text


def test_that_an_exploding_run_is_not_called_wrong_for_its_rounding(window: Window, qtbot: QtBot) -> None:
    random = np.random.default_rng(0)
    model = Model(
        "h[t] = tanh(W @ h[t-1] + 0.1 * x[t])\nL[t] = mse(h[t], y[t])",
        sizes={"x": 40, "h": 40, "y": 40},
        parameters={"W": random.normal(size=(40, 40)) * 2.5 / np.sqrt(40)},
    )
    data = {name: random.normal(size=(250, 40)) for name in ("x", "y")}
    window.session.edit(**vars(draft_over(Given(model, data))))
    wait_for_run(qtbot, window)
    text = result(window, qtbot)
    assert "≈ No fault is found" in text
    assert "rounding decides here" in text
    assert "✗" not in text


def test_that_the_button_cancels_and_begins_again(window: Window, qtbot: QtBot, endless: Endless) -> None:
    window.actions_["gradient_check"].trigger()
    qtbot.waitUntil(endless.begun.is_set)
    dialog = dialogs(window)[0]
    assert dialog.button.text() == "Cancel"
    qtbot.mouseClick(dialog.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(endless.ended.is_set)
    assert "Cancelled" in dialog.words.toPlainText()
    assert dialog.progress.isHidden()
    assert dialog.button.text() == "Check again"
    endless.begun.clear()
    qtbot.mouseClick(dialog.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(endless.begun.is_set)
    assert endless.count == 2
    dialog.close()


def test_that_a_run_that_has_changed_is_checked_by_the_same_button(window: Window, qtbot: QtBot) -> None:
    assert "✓" in result(window, qtbot)
    dialog = dialogs(window)[0]
    window.session.edit(seed=window.session.draft.seed + 1)
    wait_for_run(qtbot, window)
    before = window.session.selection
    dialog.words.anchorClicked.emit(QUrl(links(window)[0]))
    assert window.session.selection == before
    assert "Check again" in dialog.about.text()
    qtbot.mouseClick(dialog.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.words.isVisible, timeout=20_000)
    assert "✓" in dialog.words.toPlainText()
    dialog.words.anchorClicked.emit(QUrl(links(window)[0]))
    assert window.session.selection.name == links(window)[0].split("@")[0]


def test_that_the_version_is_said(window: Window) -> None:
    about = About(window)
    assert __version__ in about.text.text()
    about.deleteLater()


def test_that_copying_what_is_not_there_keeps_the_clipboard(window: Window) -> None:
    QApplication.clipboard().setText("kept")
    window.session.select("h", 1)
    assert window.session.selection == Selection("h", 1)
    press(window, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "kept"
    assert "Nothing is copied" in window.hover.text()
