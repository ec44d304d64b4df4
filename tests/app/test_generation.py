"""The model reads its own predictions: asked for, walked, and taken back, as a user does it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.formats.project import read_project, write_project
from rnnviz.layout import Route
from rnnviz.models import gallery
from rnnviz.session.project import project_of, saved_in, saved_of
from rnnviz.widgets.graph_lane import GraphLane
from rnnviz.widgets.token_lane import TokenLane
from tests.app.screen import lane_of, press, read_out, type_into, wait_for_run


def generate(window: Window, beginning: str, count: int) -> None:
    """Types a beginning and how much is to follow, and asks for it by the keyboard."""
    window.actions_["generate"].trigger()
    panel = window.generation_panel
    panel.count.fill(count)
    type_into(panel.beginning, beginning)
    QTest.keyClick(panel.beginning, Qt.Key.Key_Return)


def narration(window: Window) -> str:
    return window.session.just_happened()


def test_that_a_beginning_is_typed_and_what_follows_is_the_models_own(window: Window) -> None:
    generate(window, "he", 5)
    session = window.session
    assert session.tape is not None
    assert session.tape.timesteps == 7
    read = session.tape["x"].argmax(1)
    assert read[:2].tolist() == [0, 1]
    assert np.array_equal(read[2:], session.tape["y"].argmax(1)[1:-1])
    symbols = session.sequence.vocabulary if session.sequence else ()
    written = "".join(symbols[index] for index in read)
    assert f"<b>{written[:2]}</b>" in window.generation_panel.written.text()
    assert f">{written[2:]}<" in window.generation_panel.written.text()


def test_that_it_is_walked_and_what_is_not_predicted_yet_is_hidden(window: Window) -> None:
    generate(window, "he", 5)
    window.lanes.setFocus()
    lane = lane_of(window, "inputs")
    assert isinstance(lane, TokenLane)
    assert "not predicted it yet" in read_out(window, lane, 3)
    assert "own" not in read_out(window, lane, 2)
    for _ in range(3):
        press(window, Qt.Key.Key_Right)
    assert "the model's own prediction" in read_out(window, lane, 3)
    assert "the model's own prediction “" in narration(window)
    assert "becomes the next input" in narration(window)
    assert "not predicted it yet" in read_out(window, lane, 4)
    press(window, Qt.Key.Key_End)
    assert "x[2]" not in narration(window)  # no gradient comes from a choice
    press(window, Qt.Key.Key_Home)
    assert "not predicted it yet" in read_out(window, lane, 3)


def test_that_one_click_and_undo_both_lead_back(window: Window) -> None:
    before = window.session.tape
    assert before is not None
    generate(window, "he", 5)
    window.generation_panel.back.click()
    assert window.session.tape is not None
    assert window.session.tape.timesteps == before.timesteps
    window.actions_["undo"].trigger()
    assert window.session.tape.timesteps == 7
    window.actions_["undo"].trigger()
    assert window.session.tape.timesteps == before.timesteps
    assert not window.generation_panel.back.isEnabled()


def test_that_what_the_model_does_not_know_is_said_and_changes_nothing(window: Window) -> None:
    before = window.session.tape, window.session.draft, window.session.undo.count()
    generate(window, "hex", 5)
    assert "“x”" in window.generation_panel.wrong.text()
    assert window.generation_panel.wrong.isVisible()
    assert (window.session.tape, window.session.draft, window.session.undo.count()) == before
    type_into(window.generation_panel.beginning, "he")
    assert not window.generation_panel.wrong.isVisible()


def test_that_a_model_that_cannot_read_what_it_predicts_says_so(window: Window) -> None:
    window.session.edit(equations="h[t] = tanh(W @ x[t] + U @ h[t-1])")
    generate(window, "he", 5)
    assert "cannot read what it predicts" in window.generation_panel.wrong.text()


@pytest.mark.parametrize("cell", ["lstm", "gru", "two_layers"])
def test_that_any_cell_generates(window: Window, cell: str) -> None:
    window.session.edit(equations=gallery.cell(cell).body)
    generate(window, "hel", 4)
    tape = window.session.tape
    assert tape is not None
    assert tape.timesteps == 7
    assert [(route.edge.source, route.edge.chosen_from) for route in routes(window)] == [("y", 4)]


def routes(window: Window) -> list[Route]:
    """The dotted lines of the graph."""
    lane = lane_of(window, "graph")
    assert isinstance(lane, GraphLane)
    picture = lane.picture()
    assert picture is not None
    return [route for route in picture.placement.routes if route.edge.chosen_from]


def test_that_embedded_inputs_generate_too(window: Window) -> None:
    window.session.edit(
        equations="h[t] = tanh(W @ h[t-1] + embed(E, x[t]))\ny[t] = V @ h[t]\nL[t] = cross_entropy(y[t], target[t])"
    )
    generate(window, "he", 5)
    tape = window.session.tape
    assert tape is not None
    assert np.array_equal(tape["x"][2:], tape["y"].argmax(1)[1:-1])


def test_that_a_long_text_is_generated_beside_the_window(window: Window, qtbot: QtBot) -> None:
    generate(window, "he", 3_000)
    assert window.session.running is not None
    qtbot.waitUntil(lambda: window.session.running is None, timeout=20_000)
    assert window.session.tape is not None
    assert window.session.tape.timesteps == 3_002
    generate(window, "hell", 100_000)
    assert window.session.running is not None
    window.cancel.click()
    assert window.session.running is None
    assert window.session.tape.timesteps == 3_002


def test_that_what_was_cancelled_is_asked_for_no_more(window: Window) -> None:
    session = window.session
    before, tape = session.draft, session.tape
    generate(window, "hell", 100_000)
    press(window, Qt.Key.Key_Escape)
    assert session.draft is before
    assert session.tape is tape
    assert session.running is None
    assert session.problem is None
    assert not window.generation_panel.back.isEnabled()
    assert window.generation_panel.beginning.text() == "hell"
    session.undo.undo()
    assert session.draft.generation is not None
    assert session.running is not None
    session.undo.redo()
    assert session.draft is before
    assert session.running is None


def test_that_a_project_keeps_what_is_generated(window: Window, tmp_path: Path) -> None:
    generate(window, "he", 5)
    saved = saved_of(window.session, {})
    path = tmp_path / "own.rnnviz"
    write_project(path, project_of(saved))
    found = saved_in(read_project(path), path.name)
    assert found.draft == window.session.draft
    assert found.draft.generation is not None
    window.generation_panel.back.click()
    window.session.restore(found)
    assert window.session.tape is not None
    assert window.session.tape.timesteps == 7
    assert window.generation_panel.beginning.text() == "he"


def test_that_the_decoder_s_timesteps_are_counted_as_on_the_axis(window: Window, qtbot: QtBot) -> None:
    """In the field, in the note, in the lane and in what is said of a timestep that is too late."""
    window.project.open_example("translation")
    wait_for_run(qtbot, window)
    window.actions_["generate"].trigger()
    panel, session = window.generation_panel, window.session
    tape = session.tape
    assert tape is not None
    before = tape.span("target").start - 1
    assert before > 2
    assert panel.first.value() == before + 2
    panel.beginning.clear()
    panel.generate.click()
    wait_for_run(qtbot, window)
    tape = session.tape
    assert tape is not None
    free = tape.model.free_running
    assert free is not None
    assert free.from_ == 2
    assert panel.first.value() == before + 2
    lane = lane_of(window, free.x)
    assert isinstance(lane, TokenLane)
    assert lane.generated_from == before + 2
    assert f"t ≥ {before + 2}" in lane.head.note
    words = type_a_line(window, qtbot, "one hundred two")
    assert words == 3
    before = session.tape.span(free.x).start - 1 if session.tape is not None else 0
    assert panel.first.value() == before + 2
    panel.first.fill(before + 90)
    asked = session.draft.generation
    panel.generate.click()
    assert f"t = {before + 2} … " in panel.wrong.text()
    assert f"not from t = {before + 90}" in panel.wrong.text()
    assert session.draft.generation is asked
    assert session.problem is None


@pytest.mark.parametrize("name", ["hello", "caption", "translation"])
def test_that_a_start_beyond_the_data_is_refused_where_it_is_typed(window: Window, qtbot: QtBot, name: str) -> None:
    window.project.open_example(name)
    wait_for_run(qtbot, window)
    window.actions_["generate"].trigger()
    panel, before = window.generation_panel, window.session.draft
    panel.beginning.clear()
    type_into(panel.first, "99999")
    QTest.keyClick(panel.first, Qt.Key.Key_Return)
    panel.generate.click()
    assert "not from t = 99999" in panel.wrong.text()
    assert panel.wrong.isVisible()
    assert window.session.draft is before
    assert window.session.running is None


def type_a_line(window: Window, qtbot: QtBot, line: str) -> int:
    """Types the example's first line, with nothing in the second; how many words it has."""
    window.open_panel("data")
    for place, text in ((2, ""), (1, line)):
        field = window.findChild(QLineEdit, f"field_line_{place}")
        assert field is not None
        type_into(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
    wait_for_run(qtbot, window)
    return len(line.split())


def test_that_a_temperature_that_cannot_be_read_is_refused_in_words(window: Window) -> None:
    window.open_panel("generation")
    panel = window.generation_panel
    QTest.keyClick(panel.how, Qt.Key.Key_Down)
    for typed in ("-3", "1e999", "0"):
        type_into(panel.temperature, typed)
        QTest.keyClick(panel.temperature, Qt.Key.Key_Return)
        assert panel.temperature.value == 1.0
        assert panel.wrong.text().startswith(f"“{typed}” cannot be used there")
    type_into(panel.temperature, "0.5")
    QTest.keyClick(panel.temperature, Qt.Key.Key_Return)
    assert panel.asked().temperature == 0.5
    assert not panel.wrong.isVisible()
