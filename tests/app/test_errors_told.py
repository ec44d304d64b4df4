"""What goes wrong is told in the window in Chinese to the last word, whichever way it comes in."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTextBrowser
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from rnnviz.app.language import Language, speak
from rnnviz.app.unforeseen import Unforeseen
from rnnviz.app.window import Window
from rnnviz.session.examples import example_file
from tests.app.screen import drop, press, type_into, wait_for_run
from tests.app.test_language import switch
from tests.app.test_project import Key, saved
from tests.translations.english import english_in


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    speak(Language.ENGLISH)


@pytest.fixture
def chinese(window: Window) -> Window:
    switch(window, Language.CHINESE)
    return window


def told(window: Window, qtbot: QtBot) -> str:
    """What the banner says, which is in Chinese."""
    qtbot.waitUntil(window.problem_banner.isVisible)
    words = window.problem_banner.message.text()
    assert any("\u4e00" <= letter <= "\u9fff" for letter in words), words
    assert english_in(words) == [], words
    return words


def npy(array: NDArray[Any]) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


DROPPED: dict[str, tuple[bytes, str]] = {
    "edited.rnnviz": (b"[model\n", "第 1 行第 7 列：缺少 `]`"),
    "cut.rnnviz": (b"PK\x03\x04", "不完整"),
    "net.safetensors": (b"\x02\0\0\0\0\0\0\0{x", "JSON"),
    "net.pt": (b"PK\x03\x04abc", "已损坏"),
    "net.npz": (b"PK\x03\x04abc", "已损坏"),
    "net.onnx": (b"abc", "ONNX"),
    "picture.png": (b"\x89PNG\r\n\x1a\n\0\0\0\r", "图像"),
    "program.txt": (b"\x7fELF\x02\x01\x01\0", "程序"),
    "empty.txt": (b"", "空"),
}


@pytest.mark.parametrize("name", DROPPED)
def test_that_a_dropped_file_that_is_no_good_is_told(chinese: Window, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    data, word = DROPPED[name]
    path = tmp_path / name
    path.write_bytes(data)
    before = chinese.session.draft
    drop(chinese, path)
    press(chinese, Key.Key_Return)
    qtbot.waitUntil(lambda: not chinese.project.busy)
    assert word in told(chinese, qtbot)
    assert chinese.session.draft is before
    switch(chinese, Language.ENGLISH)
    assert english_in(chinese.problem_banner.message.text())


@pytest.mark.parametrize(
    "data", [b"\x93NUMPY", npy(np.array([{}], object)), b"x,y\n1,z\n"], ids=["cut", "objects", "csv"]
)
def test_that_data_that_are_no_good_are_told_in_the_data_panel(
    chinese: Window, qtbot: QtBot, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / ("x.csv" if data.startswith(b"x,") else "x.npy")
    path.write_bytes(data)
    chinese.commands.file._load_named([str(path)])
    qtbot.waitUntil(lambda: chinese.session.data.wrong)
    words = [label.text() for label in chinese.data_panel.findChildren(QLabel) if path.name in label.text()]
    assert [english_in(text) for text in words] == [[]]


def gone(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(("become", "word"), [(gone, "存在"), (folder, "文件夹")])
@pytest.mark.parametrize("name", ["a.rnnviz", "a.pt", "a.txt"])
def test_that_a_file_that_is_gone_or_a_folder_is_told(
    chinese: Window, qtbot: QtBot, tmp_path: Path, name: str, become: Callable[[Path], None], word: str
) -> None:
    path = tmp_path / name
    path.write_text("hello")
    become(path)
    chinese.commands.file.open_path(path)
    qtbot.waitUntil(lambda: not chinese.project.busy)
    words = told(chinese, qtbot)
    assert word in words or "没有这个文件" in words


@pytest.mark.parametrize("name", ["a.rnnviz", "a.pt", "a.txt"])
def test_that_a_disk_that_cannot_be_read_is_told(
    chinese: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / name
    path.write_text("hello")
    plain = Path.open

    def fail(self: Path, *arguments: Any, **options: Any) -> object:
        if self == path:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return plain(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", fail)
    chinese.commands.file.open_path(path)
    qtbot.waitUntil(lambda: not chinese.project.busy)
    assert "故障" in told(chinese, qtbot)


@pytest.mark.parametrize(
    ("number", "word"), [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "只读"), (errno.EDEADLK, "错误")]
)
def test_that_a_project_that_cannot_be_written_is_told(
    chinese: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, word: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    saved(chinese, qtbot, tmp_path / "net.rnnviz")
    words = told(chinese, qtbot)
    assert word in words
    assert list(tmp_path.glob("*.rnnviz")) == []
    switch(chinese, Language.ENGLISH)
    assert "could not be saved" in chinese.problem_banner.message.text()


def test_that_a_folder_that_is_gone_is_told_as_an_example_is_saved(
    chinese: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    chinese.project._write_example(str(tmp_path / "gone" / "mine.rnnviz"))
    assert "没有这个文件或文件夹" in told(chinese, qtbot)


def test_that_unsaved_work_that_cannot_be_kept_is_told(
    chinese: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fail)
    chinese.session.edit(hidden=5)
    wait_for_run(qtbot, chinese)
    with qtbot.waitSignal(chinese.project.autosave.failed):
        chinese.project.autosave.write()
    assert "磁盘已满" in chinese.hover.text()
    assert english_in(chinese.hover.text()) == []


def test_that_a_state_folder_that_cannot_be_made_is_told(chinese: Window, tmp_path: Path) -> None:
    path = tmp_path / "a file"
    path.write_text("")
    chinese.project.autosave._folder = path / "state"
    chinese.session.edit(hidden=5)
    chinese.project.autosave.write()
    assert "不是文件夹" in chinese.hover.text() or "而不是" in chinese.hover.text()
    assert english_in(chinese.hover.text()) == []


def test_that_an_error_in_a_run_that_was_not_foreseen_is_told(
    chinese: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("operands could not be broadcast together")

    monkeypatch.setattr("rnnviz.models.model.Model.run", fail)
    chinese.session.edit(hidden=5)
    wait_for_run(qtbot, chinese)
    assert "`ValueError test_errors_told.py:" in told(chinese, qtbot)


def test_that_an_error_in_a_gradient_check_is_told(
    chinese: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("operands could not be broadcast together")

    monkeypatch.setattr("rnnviz.app.gradient_check.examine", fail)
    chinese.commands.tools.check_gradients()
    words = chinese.findChild(QTextBrowser, "text_check")
    assert words is not None
    qtbot.waitUntil(words.isVisible)
    assert "`ValueError" in words.toPlainText()
    assert english_in(words.toPlainText()) == []


def test_that_an_error_that_nobody_catches_is_told_once(chinese: Window, qtbot: QtBot) -> None:
    """As Qt meets it in a slot: the hook that was there before has it too."""
    with capture_exceptions() as caught:
        Unforeseen(chinese.session)
        for _ in range(2):
            try:
                raise KeyError("nothing is called so")
            except KeyError as error:
                sys.excepthook(KeyError, error, error.__traceback__)
            QApplication.processEvents()
    assert len(caught) == 2
    words = told(chinese, qtbot)
    assert words.count("`KeyError test_errors_told.py:") == 1
    qtbot.mouseClick(chinese.problem_banner.dismiss, Qt.MouseButton.LeftButton)
    assert not chinese.problem_banner.isVisible()


def test_that_lines_that_an_example_does_not_know_are_told(chinese: Window, qtbot: QtBot) -> None:
    chinese.project.open_example("translation")
    wait_for_run(qtbot, chinese)
    chinese.open_panel("data")
    field = chinese.findChild(QLineEdit, "field_line_1")
    assert field is not None
    type_into(field, "")
    QTest.keyClick(field, Qt.Key.Key_Return)
    wrong = chinese.findChild(QLabel, "label_example_form")
    assert wrong is not None
    assert "英文数词" in wrong.text()
    assert english_in(wrong.text()) == []


def test_that_an_example_that_is_damaged_is_told(
    chinese: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sentiment.rnnviz"
    path.write_text(example_file("sentiment").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr("rnnviz.app.project_keeper.example_file", lambda name: path)
    chinese.project.open_example("sentiment")
    assert "sentiment.npz" in told(chinese, qtbot)
