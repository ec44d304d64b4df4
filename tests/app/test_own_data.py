"""The user's own numbers over a checkpoint or a model: dropped, loaded, chosen, typed; refused in words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

import rnnviz
from rnnviz.app.window import Window
from rnnviz.formats.project import read_project, write_project
from rnnviz.session.given import Trained
from rnnviz.session.project import project_of, saved_in, saved_of
from tests.app.screen import drop, press, type_into, values_on_screen, wait_for_run

LSTM = Path(__file__).parents[1] / "reference" / "checkpoints" / "lstm.pt"
RANDOM = np.random.default_rng(3)
X, TARGET = RANDOM.normal(size=(7, 3)), RANDOM.integers(0, 4, 7)
Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def lstm(window: Window, qtbot: QtBot) -> Window:
    """A checkpoint is open, and the Data panel with it."""
    window.commands.file.open_path(LSTM)
    wait_for_run(qtbot, window)
    window.open_panel("data")
    return window


def drop_and_take(window: Window, qtbot: QtBot, *paths: Path) -> None:
    drop(window, *paths)
    assert window.drop_strip.isVisible()
    press(window, Key.Key_Return)
    qtbot.waitUntil(lambda: not window.project.busy)
    wait_for_run(qtbot, window)


def said(window: Window) -> str:
    return window.data_panel.said.text() if window.data_panel.said.isVisible() else ""


def choose(window: Window, key: str, words: str) -> None:
    """A choice of a row, by the keyboard."""
    box = window.data_panel.form.rows[key].box
    box.setFocus()
    texts = [box.itemText(row) for row in range(box.count())]
    (row,) = [row for row, text in enumerate(texts) if text.startswith(words)]
    box.showPopup()
    view = box.view()
    QTest.keyClick(view, Key.Key_Home)
    for _ in range(row):
        QTest.keyClick(view, Key.Key_Down)
    QTest.keyClick(view, Key.Key_Return)


def test_that_a_checkpoint_runs_over_dropped_arrays_and_undo_takes_them_back(
    lstm: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    before = lstm.session.draft
    np.savez(tmp_path / "own.npz", x=X, target=TARGET)
    drop_and_take(lstm, qtbot, tmp_path / "own.npz")
    assert said(lstm) == ""
    tape = rnnviz.load(LSTM, "L[t] = cross_entropy(y[t], target[t])").run({"x": X, "target": TARGET})
    right = np.array([[float(f"{one:.2g}") for one in row] for row in tape["h"]])
    np.testing.assert_allclose(values_on_screen(lstm, "h", 7, 4), right, atol=6e-3)
    assert lstm.session.tape is not None
    assert lstm.session.tape.loss == pytest.approx(tape.loss, abs=1e-12)
    assert lstm.windowTitle().startswith("lstm.pt on own.npz")
    assert lstm.data_panel.form.rows["x"].box.currentText() == "own.npz: x (7, 3)"
    press(lstm, Key.Key_Z, Control)
    assert lstm.session.draft is before
    press(lstm, Key.Key_Y, Control)
    assert lstm.session.tape.timesteps == 7


def test_that_arrays_in_files_of_their_own_are_dropped_together(lstm: Window, qtbot: QtBot, tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", X[None])  # a batch of one
    np.save(tmp_path / "target.npy", TARGET)
    drop(lstm, tmp_path / "x.npy", tmp_path / "target.npy")
    assert "Run over the numbers in x.npy, target.npy?" in lstm.drop_strip.question.text()
    press(lstm, Key.Key_Return)
    wait_for_run(qtbot, lstm)
    tape = lstm.session.tape
    assert tape is not None
    np.testing.assert_array_equal(tape["x"], X)
    np.testing.assert_array_equal(tape["target"], TARGET)


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.ones((7, 4)), "`x` has the shape (7, 4); (T, 3) would be right."),
        (np.ones((5, 7, 3)), "5 sequences"),
        (np.ones(()), "`x` has the shape (); (T, 3) would be right."),
        (np.ones((0, 3)), "no timestep"),
    ],
)
def test_that_a_wrong_shape_is_said_with_the_right_one_and_changes_nothing(
    lstm: Window, qtbot: QtBot, tmp_path: Path, array: np.ndarray, words: str
) -> None:
    before, count = lstm.session.draft, lstm.session.undo.count()
    np.savez(tmp_path / "own.npz", x=array, target=TARGET)
    drop_and_take(lstm, qtbot, tmp_path / "own.npz")
    assert words in said(lstm)
    assert lstm.session.draft is before
    assert lstm.session.undo.count() == count


@pytest.mark.parametrize(
    ("target", "words"),
    [(np.full(7, 9), "there are 5 classes: 0 to 4"), (np.zeros(6, int), "`x` has 7 timesteps and `target` has 6")],
)
def test_that_targets_that_do_not_fit_are_said(
    lstm: Window, qtbot: QtBot, tmp_path: Path, target: np.ndarray, words: str
) -> None:
    np.savez(tmp_path / "own.npz", x=X, target=target)
    drop_and_take(lstm, qtbot, tmp_path / "own.npz")
    assert words in said(lstm)
    assert lstm.session.tape is not None
    assert lstm.session.tape.timesteps == 12


def test_that_an_array_without_rows_is_refused_with_what_is_needed(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    before = window.session.draft
    np.save(tmp_path / "none.npy", np.zeros((0, 4)))
    drop_and_take(window, qtbot, tmp_path / "none.npy")
    assert "has no timestep; at least one is needed" in said(window)
    assert window.session.problem is None
    assert window.session.draft is before


def test_that_an_array_of_another_name_is_chosen_in_its_row(lstm: Window, qtbot: QtBot, tmp_path: Path) -> None:
    np.savez(tmp_path / "own.npz", signal=X, labels=TARGET, junk=np.ones((2, 2)))
    drop_and_take(lstm, qtbot, tmp_path / "own.npz")
    assert "signal (7, 3)" in said(lstm)
    choose(lstm, "x", "own.npz: junk")
    assert "(2, 2)" in said(lstm)
    assert lstm.data_panel.form.rows["x"].box.currentText().startswith("random")
    choose(lstm, "x", "own.npz: signal")
    choose(lstm, "target", "own.npz: labels")
    tape = lstm.session.tape
    assert tape is not None
    np.testing.assert_array_equal(tape["x"], X)
    np.testing.assert_array_equal(tape["target"], TARGET)
    choose(lstm, "target", "none")
    assert lstm.session.tape is not None
    assert lstm.session.tape.loss == 0


def test_that_one_sequence_of_a_batch_is_chosen(lstm: Window, qtbot: QtBot, tmp_path: Path) -> None:
    np.savez(tmp_path / "own.npz", batch=RANDOM.normal(size=(4, 9, 3)), labels=RANDOM.integers(0, 4, (4, 9)))
    drop_and_take(lstm, qtbot, tmp_path / "own.npz")
    choose(lstm, "x", "own.npz: batch (4, 9, 3)")
    assert "4 sequences, and one at a time is run over" in said(lstm)
    choose(lstm, "x", "own.npz: batch[2]")
    choose(lstm, "target", "own.npz: labels[2]")
    tape = lstm.session.tape
    assert tape is not None
    with np.load(tmp_path / "own.npz") as arrays:
        np.testing.assert_array_equal(tape["x"], arrays["batch"][2])
        np.testing.assert_array_equal(tape["target"], arrays["labels"][2])


def test_that_initial_states_and_targets_are_typed(lstm: Window) -> None:
    choose(lstm, "h", "type")
    row = lstm.data_panel.form.rows["h"]
    assert row.line.hasFocus()
    QTest.keyClicks(row.line, "0.1 0.2 0.3")
    QTest.keyClick(row.line, Key.Key_Return)
    assert "`h` has the shape (3,); (4,) would be right." in said(lstm)
    type_into(row.line, "0.1 0.2 0.3 -0.4")
    QTest.keyClick(row.line, Key.Key_Return)
    assert said(lstm) == ""
    assert lstm.session.tape is not None
    np.testing.assert_array_equal(lstm.session.tape.initial["h"], [0.1, 0.2, 0.3, -0.4])
    line = lstm.data_panel.form.rows["target"].line
    choose(lstm, "target", "type")
    type_into(line, "0 1 x")
    QTest.keyClick(line, Key.Key_Return)
    assert "“x” is no number" in said(lstm)
    type_into(line, "0 1 -1")
    QTest.keyClick(line, Key.Key_Return)
    assert lstm.session.tape.timesteps == 3, "what is random is as long as what is typed"


def test_that_a_checkpoint_is_as_long_as_is_asked_for_while_its_data_are_made(lstm: Window, qtbot: QtBot) -> None:
    type_into(lstm.data_panel.timesteps, "30")
    QTest.keyClick(lstm.data_panel.timesteps, Key.Key_Return)
    wait_for_run(qtbot, lstm)
    assert lstm.session.tape is not None
    assert lstm.session.tape.timesteps == 30


def test_that_a_model_that_reads_nothing_has_a_length(window: Window, qtbot: QtBot) -> None:
    window.session.edit(equations="h[t] = tanh(W @ h[t-1] + b)\nL[t] = sum(h[t])")
    window.open_panel("data")
    type_into(window.data_panel.timesteps, "25")
    QTest.keyClick(window.data_panel.timesteps, Key.Key_Return)
    wait_for_run(qtbot, window)
    assert window.session.tape is not None
    assert window.session.tape.timesteps == 25
    assert window.data_panel.timesteps.hasFocus()
    press(window, Key.Key_Z, Control)
    assert window.session.tape.timesteps == 4


def test_that_any_model_s_parameters_follow_the_arrays(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    rows = "\n".join(",".join(map(str, [*row, label])) for row, label in zip(X.tolist(), TARGET.tolist(), strict=True))
    path = tmp_path / "table.csv"
    path.write_text(f"x_0,x_1,x_2,target\n{rows}\n")
    drop_and_take(window, qtbot, path)
    tape = window.session.tape
    assert tape is not None
    assert window.session.problem is None
    np.testing.assert_allclose(tape["x"], X)
    assert tape.model.parameters["W_xh"].shape == (3, 3)
    assert tape.model.parameters["W_hy"].shape == (TARGET.max() + 1, 3)
    window.session.edit(hidden=5)
    assert window.session.problem is None
    assert window.session.tape is not None
    assert window.session.tape["h"].shape == (7, 5)


def test_that_a_text_does_not_silently_replace_a_checkpoint_s_parameters(
    lstm: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    before = lstm.session.draft
    (tmp_path / "tanz.txt").write_text("tanzend")
    drop_and_take(lstm, qtbot, tmp_path / "tanz.txt")
    assert "does not say which number each character is" in lstm.problem_banner.message.text()
    drop(lstm, text="abcabc")
    press(lstm, Key.Key_Return)
    assert lstm.session.draft is before
    QTest.mouseClick(lstm.data_panel.use_text, Qt.MouseButton.LeftButton)
    assert lstm.session.draft.given is None
    press(lstm, Key.Key_Z, Control)
    assert lstm.session.draft is before


def test_that_a_stream_that_new_equations_read_is_chosen(lstm: Window) -> None:
    lstm.session.edit(equations=lstm.session.draft.equations.replace("target[t]", "goal[t]"))
    assert "`goal`" in said(lstm)
    assert lstm.data_panel.form.rows["goal"].box.currentText().startswith("nothing yet")
    choose(lstm, "goal", "random")
    assert said(lstm) == ""
    assert lstm.session.problem is None


def test_that_a_project_knows_where_its_data_came_from(lstm: Window, qtbot: QtBot, tmp_path: Path) -> None:
    np.savez(tmp_path / "own.npz", x=X, target=TARGET)
    drop_and_take(lstm, qtbot, tmp_path / "own.npz")
    write_project(tmp_path / "it.rnnviz", project_of(saved_of(lstm.session, {})))
    again = saved_in(read_project(tmp_path / "it.rnnviz"), "it").draft
    assert again.given is not None
    assert lstm.session.draft.given is not None
    assert again.given.origins == lstm.session.draft.given.origins
    assert not again.given.drawn


def test_that_files_are_asked_for_without_stopping_the_window(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    np.savez(tmp_path / "own.npz", x=X, target=TARGET)
    window.open_panel("data")
    QTest.mouseClick(window.data_panel.load, Qt.MouseButton.LeftButton)
    dialog = window.findChild(QFileDialog, "dialog_load")
    assert dialog is not None
    dialog.filesSelected.emit([str(tmp_path / "own.npz")])
    dialog.close()
    wait_for_run(qtbot, window)
    assert window.session.tape is not None
    assert window.session.tape.timesteps == 7


def test_that_a_large_file_is_read_beside_the_window(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    np.savez(tmp_path / "own.npz", x=np.zeros((60_000, 3)), target=np.zeros(60_000, int))
    window.open_panel("data")
    window.session.data.load(tmp_path / "own.npz")
    assert "Reading own.npz" in said(window)
    qtbot.waitUntil(lambda: said(window) == "", timeout=20_000)
    wait_for_run(qtbot, window)
    assert window.session.tape is not None
    assert window.session.tape.timesteps == 60_000


def test_that_the_model_panel_says_whose_the_parameters_are(lstm: Window, window: Window) -> None:
    lstm.open_panel("model")
    panel = lstm.model_panel
    assert "from lstm.pt" in panel.origin.text()
    assert panel.seed.text() == "not used"
    assert panel.initialisation.currentText() == ""
    QTest.mouseClick(panel.new_seed, Qt.MouseButton.LeftButton)
    assert "no more those of lstm.pt" in panel.origin.text()
    assert panel.seed.text() == "1"
    press(lstm, Key.Key_Z, Control)
    assert "from lstm.pt" in panel.origin.text()
    lstm.commands.file.open_example()
    assert not panel.origin.isVisible()
    assert panel.seed.text() == "0"


def test_that_a_state_that_reads_the_future_begins_after_the_last_timestep(window: Window) -> None:
    window.session.edit(equations="h[t] = tanh(W @ h[t+1] + U @ x[t])\nL[t] = cross_entropy(V @ h[t], target[t])")
    window.open_panel("data")
    window.session.data.type_in("h", "0.1 0.2 0.3")
    row = window.data_panel.form.rows["h"]
    assert "h[T+1]" in row.title.text()
    assert "after the last timestep, (3,)" in row.title.text()
    assert window.session.problem is None
    tape = window.session.tape
    assert tape is not None
    parameters = tape.model.parameters
    right = np.tanh(parameters["W"] @ [0.1, 0.2, 0.3] + parameters["U"] @ tape["x"][-1])
    np.testing.assert_allclose(tape["h"][-1], right, atol=1e-12)


def test_that_what_was_learned_from_a_text_is_not_mixed_with_what_is_drawn(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    session = window.session
    assert session.tape is not None
    learned = {name: np.full(value.shape, 0.5) for name, value in session.tape.model.parameters.items()}
    session.edit(trained=Trained(learned))
    np.savez(tmp_path / "own.npz", x=X, target=TARGET)
    drop_and_take(window, qtbot, tmp_path / "own.npz")
    assert session.draft.trained is None
    assert session.draft.example is None
    assert session.tape is not None
    assert not np.any(session.tape.model.parameters["W_hh"] == 0.5)
    press(window, Key.Key_Z, Control)
    assert np.all(session.tape.model.parameters["W_hh"] == 0.5)
