"""Every example of the gallery, used: stepped, trained a little, looked back at, and made to write where it can."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.session.examples import examples
from tests.app.screen import press
from tests.app.test_training import drag_to, same, set_updates, weights

WRITES = {"hello", "shakespeare", "translation", "caption"}
"""The examples whose model reads what it predicts."""


@pytest.mark.parametrize("name", [one.name for one in examples()])
def test_that_an_example_is_stepped_trained_looked_back_at_and_made_to_write(
    window: Window, qtbot: QtBot, name: str
) -> None:
    session = window.session

    def wait() -> None:
        qtbot.waitUntil(lambda: not session.training.running and session.running is None, timeout=60_000)

    window.project.open_example(name)
    wait()
    window.lanes.setFocus()
    begun = session.position
    for _ in range(3):
        press(window, Qt.Key.Key_Right)
    assert session.tape is not None
    assert session.position == min(begun + 3, session.tape.stops - 1)
    for _ in range(session.position - begun):
        press(window, Qt.Key.Key_Left)
    assert session.position == begun

    window.actions_["workspace_train"].trigger()
    set_updates(window, 3)
    window.training_panel.train.click()
    wait()
    trained = weights(window)
    assert "After 3 updates" in window.training_panel.state.text()
    drag_to(window, 0)
    wait()
    assert not same(weights(window), trained)
    drag_to(window, 3)
    wait()
    assert same(weights(window), trained)

    window.open_panel("generation")
    window.generation_panel.generate.click()
    wait()
    assert session.tape is not None
    free = session.tape.model.free_running
    assert (free is not None) is (name in WRITES)
    if free is not None:
        assert window.generation_panel.written.text()
        window.generation_panel.back.click()
        wait()
        assert session.tape.model.free_running is None
        assert np.isfinite(session.tape.loss)
    else:
        assert window.generation_panel.wrong.text()
