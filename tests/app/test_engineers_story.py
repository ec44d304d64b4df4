"""A checkpoint and a sequence on which the gradient explodes: load both, break on the gradient, find the timestep, the
unit and the loss. Every number is computed a second time, by backpropagation through time in plain numpy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from tests.app.screen import drop, lane_of, number_in, press, read_out, type_into, wait_for_run
from tests.app.test_influence import point

Key = Qt.Key
T, D, H, V = 40, 3, 8, 4
LIMIT = 50.0
Array = NDArray[np.float64]


@dataclass
class Story:
    """The files, and what is true of them: `sent[s - 1]` is what the loss at s sends back to every h, (T, H)."""

    network: Path
    sequence: Path
    sent: Array


@pytest.fixture
def story(tmp_path: Path) -> Story:
    random = np.random.default_rng(5)
    w_hh = random.normal(size=(H, H)) * 2.5 / np.sqrt(H)
    w_ih, b_ih, b_hh = random.normal(size=(H, D)) * 0.05, random.normal(size=H) * 0.05, np.zeros(H)
    w_y, b_y = random.normal(size=(V, H)), random.normal(size=V)
    x, target = random.normal(size=(T, D)), random.integers(0, V, T)
    np.savez(
        tmp_path / "net.npz",
        **{
            "rnn.weight_ih_l0": w_ih, "rnn.weight_hh_l0": w_hh, "rnn.bias_ih_l0": b_ih, "rnn.bias_hh_l0": b_hh,
            "head.weight": w_y, "head.bias": b_y,
        },
    )  # fmt: skip
    np.savez(tmp_path / "sequence.npz", x=x, target=target)
    h = np.zeros((T + 1, H))
    for t in range(1, T + 1):
        h[t] = np.tanh(w_ih @ x[t - 1] + b_ih + w_hh @ h[t - 1] + b_hh)
    sent = np.zeros((T, T, H))
    for s in range(1, T + 1):
        logits = w_y @ h[s] + b_y
        p = np.exp(logits - logits.max())
        p /= p.sum()
        p[target[s - 1]] -= 1
        back = w_y.T @ p
        for t in range(s, 0, -1):
            sent[s - 1, t - 1] = back
            back = w_hh.T @ (back * (1 - h[t] ** 2))
    return Story(tmp_path / "net.npz", tmp_path / "sequence.npz", sent)


def open_dropped(window: Window, qtbot: QtBot, path: Path) -> None:
    drop(window, path)
    press(window, Key.Key_Return)
    qtbot.waitUntil(lambda: not window.project.busy)
    wait_for_run(qtbot, window)


def test_that_the_timestep_the_unit_and_the_loss_of_an_exploding_gradient_are_found(
    window: Window, qtbot: QtBot, story: Story
) -> None:
    open_dropped(window, qtbot, story.network)
    assert "from net.npz" in window.model_panel.origin.text()
    open_dropped(window, qtbot, story.sequence)
    assert not window.problem_banner.isVisible()

    # Break on the gradient: the backward pass stops where it first exceeds the limit.
    norms = np.linalg.norm(story.sent.sum(0), axis=1)
    right = max(t for t in range(1, T + 1) if norms[t - 1] > LIMIT)
    assert 1 < right < T, "the story is one"
    window.open_panel("breakpoints")
    field = window.findChild(QLineEdit, "field_condition")
    assert field is not None
    type_into(field, f"norm(dh[t]) > {LIMIT}")
    QTest.keyClick(field, Key.Key_Return)
    window.lanes.setFocus()
    press(window, Key.Key_F5)
    qtbot.waitUntil(lambda: window.session.breakpoint_run.searching is None)
    assert f"backward t = {right}" in window.hover.text()
    assert window.session.timestep == right

    # The unit: the largest in the column where it stands.
    units = [number_in(read_out(window, lane_of(window, "dh"), right, row, H)) for row in range(H)]
    total = story.sent.sum(0)[right - 1]
    np.testing.assert_allclose(units, total, rtol=6e-2)
    assert int(np.argmax(np.abs(units))) == int(np.argmax(np.abs(total)))

    # The loss: of all that reach this timestep, the one that sends most.
    window.open_panel("influence")
    panel = window.influence_panel
    qtbot.waitUntil(lambda: panel.map.picture is not None, timeout=20_000)
    strengths = np.zeros(T)
    for s in range(right, T + 1):
        point(panel, s, right)
        assert f"∂L[{s}]/∂h[{right}]" in window.hover.text()
        strengths[s - 1] = float(window.hover.text().rsplit("= ", 1)[1].split(",")[0])
    sent = np.linalg.norm(story.sent[:, right - 1], axis=1)
    np.testing.assert_allclose(strengths[right - 1 :], sent[right - 1 :], rtol=6e-2)
    assert int(np.argmax(strengths)) == int(np.argmax(sent))

    # Everything is undone as it was done: the breakpoint, the sequence, the checkpoint.
    window.lanes.setFocus()
    for _ in range(3):
        press(window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.draft.title == "hello"
