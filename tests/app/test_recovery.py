"""What a window that was killed leaves is offered at the next start, and comes back as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rnnviz.app.keyboard import KeyRules
from rnnviz.app.settings import Settings
from rnnviz.app.theme import Theme
from rnnviz.app.window import Window
from rnnviz.formats.project import read_project
from rnnviz.session.autosave import leftovers
from rnnviz.session.session import Session
from tests.app.screen import press, wait_for_run

ROOT = Path(__file__).resolve().parents[2]
KILLED = """
import os, signal, sys
from PySide6.QtCore import QSettings, QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtCore import Qt
from rnnviz.app.settings import Settings
from rnnviz.app.start import start
app, window = start(Settings(QSettings(sys.argv[1] + "/settings.ini", QSettings.Format.IniFormat)))
window.resize(1280, 800)
window.show()
project = sys.argv[2]
if project:
    window.project._write_named(project)
    while window.project.busy:
        app.processEvents()
window.project.autosave.set_interval(0)
loop = QEventLoop()
window.project.autosave.written.connect(loop.quit)
window.session.go_to(3)
window.session.bookmarks.write(2, "a note")
window.session.edit(text="banana", hidden=5)
loop.exec()
os.kill(os.getpid(), signal.SIGKILL)
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no such signal")


def kill_one(folder: Path, project: Path | None = None) -> None:
    """A window that is saved as a project, or not, then changed, and killed when the change has been kept."""
    arguments = [sys.executable, "-c", textwrap.dedent(KILLED), str(folder), str(project or "")]
    assert subprocess.run(arguments, cwd=ROOT, check=False, timeout=120).returncode == -signal.SIGKILL


def started(qtbot: QtBot, settings: Settings, theme: Theme) -> Window:
    made = Window(Session(), settings, theme)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_that_the_work_of_a_killed_window_comes_back(
    qtbot: QtBot, settings: Settings, theme: Theme, rules: KeyRules, tmp_path: Path
) -> None:
    path = tmp_path / "net.rnnviz"
    kill_one(tmp_path, path)
    assert read_project(path).document["data"]["text"] == "hello", "the saved file is as it was saved"
    window = started(qtbot, settings, theme)
    qtbot.waitUntil(window.recovery_strip.isVisible)
    assert window.session.draft.text == "hello", "nothing comes back unasked"
    qtbot.mouseClick(window.recovery_strip.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.draft.text == "banana")
    wait_for_run(qtbot, window)
    assert not window.recovery_strip.isVisible()
    assert window.session.draft.hidden == 5
    assert window.session.bookmarks.notes == {2: "a note"}
    assert window.project.path == path
    assert window.isWindowModified()
    assert leftovers(settings.state_folder) == [], "it is this window's now"
    press(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.project.busy)
    assert not window.isWindowModified()
    assert read_project(path).document["data"]["text"] == "banana"
    qtbot.waitUntil(lambda: not list(settings.state_folder.iterdir()))
    window.close()


def test_that_several_are_offered_one_after_the_other_and_may_be_discarded_or_left(
    qtbot: QtBot, settings: Settings, theme: Theme, rules: KeyRules, tmp_path: Path
) -> None:
    kill_one(tmp_path)
    kill_one(tmp_path)
    window = started(qtbot, settings, theme)
    strip = window.recovery_strip
    qtbot.waitUntil(strip.isVisible)
    assert "(1 more)" in strip.question.text()
    qtbot.mouseClick(strip.discard, Qt.MouseButton.LeftButton)
    assert strip.isVisible()
    assert "more" not in strip.question.text()
    qtbot.mouseClick(strip.later, Qt.MouseButton.LeftButton)
    assert not strip.isVisible()
    assert window.session.draft.text == "hello"
    window.close()
    (left,) = leftovers(settings.state_folder)
    left.leave()


def test_that_a_window_that_was_closed_leaves_nothing(
    qtbot: QtBot, settings: Settings, theme: Theme, rules: KeyRules
) -> None:
    window = started(qtbot, settings, theme)
    with qtbot.waitSignal(window.project.autosave.written):
        window.session.edit(hidden=6)
        window.project.autosave.write()
    assert list(settings.state_folder.iterdir())
    window.close()
    assert not list(settings.state_folder.iterdir())
