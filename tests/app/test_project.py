"""Saving, opening and closing, as a user does them: everything is there again, and nothing is lost unasked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from rnnviz.app.keyboard import KeyRules
from rnnviz.app.settings import Settings
from rnnviz.app.theme import Theme
from rnnviz.app.window import Window
from rnnviz.formats.project import Project, read_project, write_project
from rnnviz.models.overrides import Override
from rnnviz.session.draft import Weight
from rnnviz.session.session import Session
from tests.app.screen import drop, paste_into, picture, press, type_into, wait_for_run
from tests.session.test_project import same

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CHECKPOINTS = Path(__file__).parents[1] / "reference" / "checkpoints"
BROKEN = b'format = "rnnviz project"\nversion = 1\n[model]\nequations = 5\n'


@pytest.fixture
def again(qtbot: QtBot, settings: Settings, theme: Theme, rules: KeyRules) -> Iterator[Window]:
    """A second window, as after another start."""
    made = Window(Session(), settings, theme)
    made.resize(1280, 800)
    made.show()
    qtbot.waitActive(made)
    yield made
    made.close()
    made.deleteLater()


def activate(window: Window, qtbot: QtBot) -> None:
    """The window in front, as a window manager puts it when another has closed."""
    with qtbot.waitActive(window):
        window.activateWindow()


def saved(window: Window, qtbot: QtBot, path: Path) -> None:
    """Ctrl+S, and a name where one is asked for."""
    activate(window, qtbot)
    press(window, Key.Key_S, Modifier.ControlModifier)
    if window.project.path is None:
        name(window, qtbot, path)
    qtbot.waitUntil(lambda: not window.project.busy)


def name(window: Window, qtbot: QtBot, path: Path) -> None:
    """A name chosen in Qt's dialog."""
    dialog = window.findChild(QFileDialog, "dialog_save")
    assert dialog is not None
    dialog.selectFile(str(path))
    dialog.accept()
    activate(window, qtbot)


def opened(window: Window, qtbot: QtBot, path: Path) -> None:
    """Dropped on the window, and Enter."""
    activate(window, qtbot)
    drop(window, path)
    press(window, Key.Key_Return)
    qtbot.waitUntil(lambda: not window.project.busy)
    wait_for_run(qtbot, window)
    QApplication.processEvents()


def question(window: Window) -> QMessageBox:
    found = [box for box in window.findChildren(QMessageBox, "dialog_unsaved") if box.isVisible()]
    assert len(found) == 1, "nothing is asked"
    return found[0]


def answer(window: Window, qtbot: QtBot, button: QMessageBox.StandardButton) -> None:
    qtbot.mouseClick(question(window).button(button), Qt.MouseButton.LeftButton)
    if window.isVisible():
        activate(window, qtbot)


def test_that_everything_is_there_again(window: Window, again: Window, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "net.rnnviz"
    window.open_panel("model")
    paste_into(window.model_panel.equations, window.session.draft.equations.replace("tanh", "sigmoid"))
    window.open_panel("data")
    type_into(window.data_panel.text, "banana and bread")
    wait_for_run(qtbot, window)
    session = window.session
    session.edit(weights=(Weight("W_hh", (1, 2), -0.75),), truncate=3)
    session.edit(overrides=(Override("h", 4, (2,), 0.25),))
    window.diagnosis.set_threshold("least_timesteps", 4)
    session.set_whole_run(False)
    session.go_to(20)
    session.select("h", 5, (1,))
    session.bookmarks.write(4, "here it begins")
    session.breakpoints.toggle(3)
    session.watches.add("norm(dh[t])")
    window.lanes.set_lane_shown("p_y", False)
    window.lanes.stack.axis.zoom_to(2, 9)
    window.docks["sum"].hide()
    QApplication.processEvents()
    shown = picture(window.lanes)
    saved(window, qtbot, path)
    assert window.windowTitle().startswith("net.rnnviz[*]")
    assert not window.isWindowModified()
    assert path.absolute() in window.settings.recent_files

    opened(again, qtbot, path)
    assert again.session.draft == session.draft
    assert same(again.session.tape, session.tape)
    assert (again.session.position, again.session.selection) == (session.position, session.selection)
    assert again.session.bookmarks.notes == {4: "here it begins"}
    assert again.session.breakpoints.all == session.breakpoints.all
    assert again.session.watches.all == session.watches.all
    assert not again.session.whole_run
    assert again.diagnosis.thresholds == window.diagnosis.thresholds
    assert not again.docks["sum"].isVisible()
    assert again.docks["data"].isVisible()
    assert again.data_panel.isVisible()
    assert "p_y" not in again.lanes.stack.shown()
    assert list(again.lanes.stack.axis.visible()) == list(window.lanes.stack.axis.visible())
    assert not again.isWindowModified()
    assert again.windowTitle().startswith("net.rnnviz[*]")
    assert again.lanes.size() == window.lanes.size()
    np.testing.assert_array_equal(picture(again.lanes), shown)


def test_that_a_change_is_marked_and_saved_under_the_same_name(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "net.rnnviz"
    saved(window, qtbot, path)
    assert not window.isWindowModified()
    press(window, Key.Key_R, Modifier.ControlModifier)
    assert window.isWindowModified()
    press(window, Key.Key_Z, Modifier.ControlModifier)
    assert not window.isWindowModified()
    press(window, Key.Key_R, Modifier.ControlModifier)
    saved(window, qtbot, path)
    assert not window.isWindowModified()
    assert read_project(path).document["model"]["seed"] == 1


def test_that_closing_asks_and_cancel_keeps_the_window(window: Window, qtbot: QtBot) -> None:
    window.settings.ask_to_save = True
    press(window, Key.Key_R, Modifier.ControlModifier)
    press(window, Key.Key_Q, Modifier.ControlModifier)
    assert window.isVisible()
    answer(window, qtbot, QMessageBox.StandardButton.Cancel)
    assert window.isVisible()
    assert window.session.tape is not None
    press(window, Key.Key_Right)
    assert window.session.position == 1
    press(window, Key.Key_Q, Modifier.ControlModifier)
    answer(window, qtbot, QMessageBox.StandardButton.Discard)
    assert not window.isVisible()


def test_that_save_in_the_question_saves_and_closes(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "net.rnnviz"
    saved(window, qtbot, path)
    window.settings.ask_to_save = True
    press(window, Key.Key_R, Modifier.ControlModifier)
    window.close()
    answer(window, qtbot, QMessageBox.StandardButton.Save)
    qtbot.waitUntil(lambda: not window.isVisible())
    assert read_project(path).document["model"]["seed"] == 1


def test_that_nothing_is_asked_where_nothing_is_unsaved(window: Window) -> None:
    window.settings.ask_to_save = True
    press(window, Key.Key_Right)
    window.close()
    assert not window.isVisible()


def test_that_opening_asks_before_changes_are_lost(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "net.rnnviz"
    saved(window, qtbot, path)
    window.settings.ask_to_save = True
    press(window, Key.Key_R, Modifier.ControlModifier)
    opened(window, qtbot, path)
    answer(window, qtbot, QMessageBox.StandardButton.Cancel)
    assert window.session.draft.seed == 1
    opened(window, qtbot, path)
    answer(window, qtbot, QMessageBox.StandardButton.Discard)
    assert window.session.draft.seed == 0
    assert not window.isWindowModified()
    press(window, Key.Key_R, Modifier.ControlModifier)
    window.close()
    answer(window, qtbot, QMessageBox.StandardButton.Discard)


def test_that_a_project_is_among_the_recent_files_and_opens_from_there(
    window: Window, again: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    saved(window, qtbot, tmp_path / "net.rnnviz")
    again.commands.file.open_path(again.settings.recent_files[0])
    wait_for_run(qtbot, again)
    assert again.project.path == tmp_path / "net.rnnviz"


@pytest.mark.parametrize("content", [BROKEN, b"PK\x03\x04zip", b"", b"\xff\xfe", b"[" * 9999])
def test_that_a_project_that_is_none_is_said_and_nothing_is_changed(
    window: Window, qtbot: QtBot, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "bad.rnnviz"
    path.write_bytes(content)
    press(window, Key.Key_Right)
    window.session.edit(hidden=4)
    before = (window.session.draft, window.session.tape, window.session.position, window.session.undo.count())
    opened(window, qtbot, path)
    qtbot.waitUntil(window.problem_banner.isVisible)
    assert "bad.rnnviz" in window.problem_banner.message.text()
    after = (window.session.draft, window.session.tape, window.session.position, window.session.undo.count())
    assert after == before
    assert window.project.path is None
    assert path.absolute() not in window.settings.recent_files


def test_that_a_layout_that_cannot_be_read_is_left_and_the_rest_is_opened(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "net.rnnviz"
    saved(window, qtbot, path)
    project = read_project(path)
    for layout in ({"panels": [{"name": "sum", "area": "moon"}]}, {"seen": ["a"]}, {"lanes": {"order": 7}}, 5):
        write_project(path, Project({**project.document, "layout": layout}))
        window.session.edit(hidden=7)
        opened(window, qtbot, path)
        assert window.session.draft.hidden == 3
        assert window.docks["sum"].isVisible()


def test_that_what_a_later_version_wrote_beside_is_kept(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "net.rnnviz"
    saved(window, qtbot, path)
    later = {"what_is_new": {"curve": [1.5, {"a": "b"}]}}
    write_project(path, Project({**read_project(path).document, **later}))
    opened(window, qtbot, path)
    press(window, Key.Key_R, Modifier.ControlModifier)
    saved(window, qtbot, path)
    document = read_project(path).document
    assert document["what_is_new"] == later["what_is_new"]
    assert document["model"]["seed"] == 1


def test_that_a_file_that_cannot_be_written_is_said_and_stays_unsaved(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "folder" / "net.rnnviz"
    path.parent.mkdir()
    saved(window, qtbot, path)
    path.unlink()
    path.parent.rmdir()
    press(window, Key.Key_R, Modifier.ControlModifier)
    saved(window, qtbot, path)
    qtbot.waitUntil(window.problem_banner.isVisible)
    assert "net.rnnviz” could not be saved" in window.problem_banner.message.text()
    assert window.isWindowModified()


def test_that_another_name_leaves_the_first_file_as_it_was(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    first, second = tmp_path / "one.rnnviz", tmp_path / "two.rnnviz"
    saved(window, qtbot, first)
    before = first.read_bytes()
    press(window, Key.Key_R, Modifier.ControlModifier)
    window.actions_["save_as"].trigger()
    name(window, qtbot, second.with_suffix(""))
    qtbot.waitUntil(lambda: not window.project.busy)
    assert first.read_bytes() == before
    assert read_project(second).document["model"]["seed"] == 1
    assert window.project.path == second


def test_that_the_example_is_nobody_s_project(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    saved(window, qtbot, tmp_path / "net.rnnviz")
    press(window, Key.Key_N, Modifier.ControlModifier)
    assert window.project.path is None
    assert window.windowTitle().startswith("hello")


def test_that_a_checkpoint_is_dropped_stepped_through_and_undone(window: Window, qtbot: QtBot) -> None:
    path = CHECKPOINTS / "lstm_two_layers_embedded.pt"
    opened(window, qtbot, path)
    tape = window.session.tape
    assert tape is not None
    assert window.session.problem is None
    assert tape.timesteps == 12
    assert "W_hh2" in tape.model.parameters
    assert window.windowTitle().startswith("lstm_two_layers_embedded.pt on random data")
    assert path in window.settings.recent_files
    press(window, Key.Key_End)
    assert np.abs(tape["dh1"]).max() > 0
    assert window.session.known("dh1")
    press(window, Key.Key_Z, Modifier.ControlModifier)
    assert window.session.draft.text == "hello"


def test_that_a_project_of_a_checkpoint_has_its_weights(
    window: Window, again: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(window, qtbot, CHECKPOINTS / "gru_bidirectional.pt")
    saved(window, qtbot, tmp_path / "net.rnnviz")
    opened(again, qtbot, tmp_path / "net.rnnviz")
    assert same(again.session.tape, window.session.tape)


@pytest.mark.parametrize("name", ["old.pt", "net.onnx", "net.npz"])
def test_that_a_checkpoint_that_cannot_be_read_is_said(window: Window, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    path = CHECKPOINTS / name
    if not path.exists():
        path = tmp_path / name
        path.write_bytes(b"\x08\x07")
    before = window.session.tape
    opened(window, qtbot, path)
    qtbot.waitUntil(window.problem_banner.isVisible)
    assert name in window.problem_banner.message.text()
    assert window.session.tape is before
