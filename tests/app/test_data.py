"""A text of the user's own: dropped, opened, typed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from tests.app.screen import drop, file_data, lane_of, press, read_out, type_into, wait_for_run

Key = Qt.Key


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tanz.txt"
    path.write_text("tanzend", encoding="utf-8")
    return path


def test_that_a_dropped_file_and_enter_replace_the_text(window: Window, qtbot: QtBot, file: Path) -> None:
    drop(window, file)
    assert window.drop_strip.isVisible()
    assert "Open tanz.txt?" in window.drop_strip.question.text()
    assert window.session.draft.text == "hello", "nothing is opened unasked"
    press(window, Key.Key_Return)
    wait_for_run(qtbot, window)
    assert not window.drop_strip.isVisible()
    assert window.windowTitle().startswith("tanz.txt")
    inputs = lane_of(window, "inputs")
    assert "“t”" in read_out(window, inputs, 1)
    assert "“n”" in read_out(window, inputs, 6)
    assert file.absolute() in window.settings.recent_files
    assert window.lanes.hasFocus() or window.lanes.isAncestorOf(window.focusWidget())
    position = window.session.position
    press(window, Key.Key_Right)
    assert window.session.position == position + 1


def test_that_escape_keeps_the_text(window: Window, file: Path) -> None:
    drop(window, file)
    press(window, Key.Key_Escape)
    assert not window.drop_strip.isVisible()
    assert window.session.draft.text == "hello"
    press(window, Key.Key_Right)
    assert window.session.position == 1


def test_that_a_dropped_piece_of_text_is_offered_too(window: Window, qtbot: QtBot) -> None:
    drop(window, text="abcabc")
    assert "abcabc" in window.drop_strip.question.text()
    press(window, Key.Key_Return)
    wait_for_run(qtbot, window)
    assert window.session.sequence is not None
    assert window.session.sequence.vocabulary == ("a", "b", "c")


def test_that_escape_answers_the_question_and_not_the_run_under_way(window: Window, file: Path) -> None:
    window.session.edit(text="abcdefgh" * 40_000, hidden=16)
    assert window.session.running is not None
    drop(window, file)
    press(window, Key.Key_Escape)
    assert not window.drop_strip.isVisible()
    assert window.session.running is not None
    press(window, Key.Key_Escape)
    assert window.session.running is None


@pytest.mark.parametrize("panel", ["model", "data"])
def test_that_a_file_dropped_on_an_editor_is_offered_and_not_typed_in(window: Window, file: Path, panel: str) -> None:
    window.open_panel(panel)
    editor = window.model_panel.equations if panel == "model" else window.data_panel.text
    before = editor.toPlainText()
    assert not editor.viewport().acceptDrops() or not editor.canInsertFromMimeData(file_data(file))
    drop(window, file)
    assert window.drop_strip.isVisible()
    assert editor.toPlainText() == before


def test_that_two_files_at_once_are_not_taken(window: Window, file: Path) -> None:
    drop(window, file, file)
    assert not window.drop_strip.isVisible()


def test_that_the_vocabulary_follows_what_is_typed_in_any_script(window: Window, qtbot: QtBot) -> None:
    window.open_panel("data")
    type_into(window.data_panel.text, "天地玄黄宇宙洪荒")
    wait_for_run(qtbot, window)
    tape = window.session.tape
    assert tape is not None
    assert tape.timesteps == 7
    assert tape["x"].shape == (7, 8)
    assert "“地”" in read_out(window, lane_of(window, "inputs"), 2)
    assert "宙" in window.data_panel.vocabulary.text()


def test_that_typing_goes_into_the_text_and_not_to_the_run(window: Window, qtbot: QtBot) -> None:
    press(window, Key.Key_Right)
    window.open_panel("data")
    window.data_panel.text.setFocus()
    for key in (Key.Key_Home, Key.Key_Right, Key.Key_F, Key.Key_Space, Key.Key_End, Key.Key_1):
        press(window, key)
    wait_for_run(qtbot, window)
    assert window.session.draft.text == "hf ello1"
    assert not window.session.playing


def test_that_what_was_typed_can_be_taken_back_and_made_again(window: Window, qtbot: QtBot) -> None:
    window.open_panel("data")
    type_into(window.data_panel.text, "banana")
    wait_for_run(qtbot, window)
    while window.session.undo.canUndo():
        press(window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait_for_run(qtbot, window)
    assert window.session.draft.text == "hello"
    assert window.data_panel.text.toPlainText() == "hello"
    while window.session.undo.canRedo():
        press(window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    wait_for_run(qtbot, window)
    assert window.session.draft.text == "banana"


@pytest.mark.parametrize("text", ["", " \n"])
def test_that_an_empty_text_is_not_asked_about(window: Window, text: str) -> None:
    before = window.session.draft
    drop(window, text=text)
    assert not window.drop_strip.isVisible()
    assert window.session.problem is not None
    assert "nothing in it" in window.session.problem.message
    assert window.session.draft is before


@pytest.mark.parametrize("name", ["dir.npy", "dir.rnnviz", "dir"])
def test_that_a_folder_is_told_at_once(window: Window, tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    drop(window, folder)
    assert not window.drop_strip.isVisible()
    assert window.session.problem is not None
    assert f"“{name}” is a folder" in window.session.problem.message
