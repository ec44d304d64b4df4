"""A text of thousands of different characters in the window: it is walked as any other, and its extremes are seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.engine.tape import Tape
from rnnviz.models.text import TextSequence
from rnnviz.session.draft import Weight
from rnnviz.views.inspector import Inspector
from rnnviz.widgets.colours import colour_at
from rnnviz.widgets.probability_lane import ProbabilityLane
from tests.app.screen import drop, lane_of, picture, press, read_out
from tests.app.test_long_runs import all_is_shown

Key = Qt.Key
CHARACTERS = "".join(chr(0x4E00 + place) for place in range(2500))
TIMESTEPS = 2600


@pytest.fixture
def text() -> str:
    more = np.random.default_rng(0).choice(list(CHARACTERS[:50]), TIMESTEPS + 1 - len(CHARACTERS))
    return "".join(more) + CHARACTERS


@pytest.fixture
def opened(window: Window, qtbot: QtBot, text: str, tmp_path: Path) -> Window:
    path = tmp_path / "characters.txt"
    path.write_text(text, encoding="utf-8")
    drop(window, path)
    press(window, Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.tape is not None and window.session.tape.timesteps == TIMESTEPS)
    qtbot.waitUntil(lambda: all_is_shown(window), timeout=60_000)
    return window


def test_that_it_is_walked_forwards_and_back(
    opened: Window, qtbot: QtBot, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def computed(tape: Tape, name: str) -> None:
        raise AssertionError(f"all of {name} is computed while somebody waits for a step")

    monkeypatch.setattr(Tape, "_computed", computed)
    session, inspector = opened.session, opened.findChild(Inspector)
    assert inspector is not None
    press(opened, Key.Key_Right)
    assert session.position == 1
    assert f"read “{text[0]}”" in opened.narration.happened
    session.go_to(TIMESTEPS + 100)
    for name in ("x", "y", "dx", "W_hy", "W_xh"):
        session.select(name)
        press(opened, Key.Key_Left)
        press(opened, Key.Key_Right)
        QApplication.processEvents()
    session.select("h", 1200)
    QApplication.processEvents()
    assert f"onehot({sequence_of(opened).vocabulary.index(text[1199])}, 2500)" in inspector.numbers.text()
    session.select("W_hy")
    qtbot.mouseClick(inspector.show_table, Qt.MouseButton.LeftButton)
    assert inspector.table.isVisibleTo(inspector), "however large a matrix is, its numbers can be read"


def test_that_the_target_is_among_the_listed_and_named(opened: Window, text: str) -> None:
    lane = lane_of(opened, "p_y")
    assert isinstance(lane, ProbabilityLane)
    timestep = 1234
    opened.session.go_to(timestep)
    lane.axis.zoom_to(timestep - 3, timestep + 3)
    QApplication.processEvents()
    target = lane.target_at(timestep)
    assert target is not None
    assert lane.unit_name(target) == text[timestep]
    listed = [index for index, _ in lane.listed(timestep)]
    assert target in listed
    words = read_out(opened, lane, timestep, listed.index(target), len(listed))
    assert f"P({text[timestep]})" in words
    assert "the target" in words


def test_that_one_probable_character_is_seen_and_read_out_from_afar(opened: Window, qtbot: QtBot) -> None:
    session, timestep, place = opened.session, 2000, 1203
    session.edit(weights=(Weight("b_y", (place,), 20.0),))
    qtbot.waitUntil(lambda: session.running is None and all_is_shown(opened), timeout=60_000)
    lane = lane_of(opened, "p_y")
    assert isinstance(lane, ProbabilityLane)
    press(opened, Key.Key_F)
    QApplication.processEvents()
    body = lane.body_rect()
    image = picture(lane)[body.top() : body.bottom() + 1, body.left() : body.right() + 1, 2::-1].astype(int)
    colour = colour_at(lane.colours.sequential, 255)
    dark = np.array([colour.red(), colour.green(), colour.blue()])
    rows = np.flatnonzero((np.abs(image - dark).max(axis=2) <= 8).mean(axis=1) > 0.9)
    assert len(rows) == 1, "the one row of pixels of that character is as dark as the legend's end"
    assert abs(rows[0] - (place + 0.5) * image.shape[0] / 2500) <= 1
    there, unit = lane.hit(lane.axis.x_of(timestep), float(rows[0]))
    assert there is not None
    assert unit == (place,)
    before, _, probability = lane.readout(there, unit).partition(f"P({sequence_of(opened).vocabulary[place]}) = ")
    assert before
    assert float(probability.split(",")[0]) > 0.99


def sequence_of(window: Window) -> TextSequence:
    assert window.session.sequence is not None
    return window.session.sequence
