"""A user's own model becomes an example of the gallery's kind, without code."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.formats.text import FormatError
from rnnviz.session.examples import example_file, opened


def saved_as(window: Window, path: Path) -> None:
    window.actions_["save_example"].trigger()
    dialog = window.findChild(QFileDialog, "dialog_save_example")
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_that_a_models_text_can_be_read_and_its_arrays_stand_beside_it(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "mine.rnnviz"
    window.project.open_example("sentiment")
    saved_as(window, path)
    assert "[[walk]]" in path.read_text(encoding="utf-8")
    assert path.with_suffix(".npz").is_file()
    trained, shown = opened(path).draft.trained, window.session.draft.trained
    assert trained is not None
    assert shown is not None
    assert all(np.array_equal(trained.parameters[name], one) for name, one in shown.parameters.items())


def test_that_a_model_of_ones_own_becomes_an_example(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "own.rnnviz"
    window.session.edit(text="banana", hidden=5)
    saved_as(window, path)
    draft = opened(path).draft
    assert draft.example is not None
    assert draft.example.title.en == "own"
    assert (draft.text, draft.hidden) == ("banana", 5)


def test_that_a_folder_that_is_not_there_is_told(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    saved_as(window, tmp_path / "nowhere" / "own.rnnviz")
    assert window.session.problem is not None
    assert "own.rnnviz" in window.session.problem.message


def test_that_another_file_is_not_lost_and_the_arrays_file_is_told(window: Window, tmp_path: Path) -> None:
    path, other = tmp_path / "mine.rnnviz", tmp_path / "mine.npz"
    other.write_bytes(b"another's")
    window.project.open_example("sentiment")
    saved_as(window, path)
    assert other.read_bytes() == b"another's"
    assert "mine-2.npz" in window.hover.text()
    assert opened(path).draft.trained is not None


def test_that_a_pipe_is_refused(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "mine.rnnviz"
    os.mkfifo(path)
    saved_as(window, path)
    assert window.session.problem is not None
    assert "a device or a pipe" in window.session.problem.message
    assert path.is_fifo()


def test_that_a_file_with_only_some_of_the_trained_parameters_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hello.rnnviz"
    path.write_bytes(example_file("hello").read_bytes())
    with np.load(example_file("hello").with_suffix(".npz")) as arrays:
        np.savez(tmp_path / "hello.npz", **{name: arrays[name] for name in arrays if not name.endswith("W_hh")})
    with pytest.raises(FormatError, match=r"“hello\.npz” lacks these trained parameters: `W_hh`"):
        opened(path)


def test_that_an_example_with_equations_that_have_more_is_saved_whole(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "more.rnnviz"
    window.project.open_example("hello")
    more = window.session.draft.equations.replace("tanh(", "tanh(b_new + ", 1)
    window.session.edit(equations=more)
    saved_as(window, path)
    draft = opened(path).draft
    assert draft.equations == more
    assert draft.example is not None
    assert "b_new" in draft.example.trained
