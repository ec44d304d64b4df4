"""The program itself, killed at random moments while somebody works: the saved file is whole, and what is kept of the
unsaved work is no older than the interval of the autosave and the time of a writing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from rnnviz.formats.project import read_project
from rnnviz.session.autosave import leftovers
from rnnviz.session.project import saved_in

ROOT = Path(__file__).resolve().parents[2]
INTERVAL = 0.4
"""Seconds, in place of the twenty that a user's window has."""
SLACK = 1.5
"""Seconds that a writing may take on a busy machine."""

# Somebody who types, sets bookmarks, overrides, breakpoints, keeps runs, saves at the beginning only; each change
# is told with its number, which stands in the text and in the seed.
USER = """
import itertools, os, random, runpy, sys, time
from pathlib import Path
folder, seed, interval = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
sys.argv = ["main.py"]
os.environ.update(QT_QPA_PLATFORM="offscreen", XDG_CONFIG_HOME=str(folder), XDG_STATE_HOME=str(folder))
from PySide6.QtCore import QObject, QSettings, QTimer
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
from PySide6.QtWidgets import QApplication
from rnnviz.models.overrides import Override
from rnnviz.session.overrides import set_override
choose = random.Random(seed)

def say(*words):
    print(*words, time.time(), flush=True)

class User(QObject):
    def __init__(self, window):
        super().__init__(window)
        self.window, self.number, self.saving = window, 0, 0
        window.project.autosave.set_interval(interval)
        window.project.changed.connect(self.saved)
        print("folder", window.settings.state_folder, flush=True)
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.work)
        self.timer.start(15)

    def saved(self):
        if self.saving and not self.window.project.busy:
            say("saved", self.saving)
            self.saving = 0

    def work(self):
        session, kind = self.window.session, choose.randrange(8)
        self.number += 1
        session.edit(text="hello" + "a" * self.number, seed=self.number)
        if kind == 1:
            session.bookmarks.write(1 + self.number % 3, str(self.number))
        elif kind == 2:
            set_override(session, Override("h", 2, (1,), 0.001 * self.number))
        elif kind == 3:
            session.breakpoints.toggle(1 + self.number % 4)
        elif kind == 4 and session.comparison.can_keep:
            session.comparison.keep()
        elif kind == 5:
            session.go_to(self.number % 9)
        say("changed", self.number)
        if self.number < 30 and kind == 6 and not self.saving and not self.window.project.busy:
            self.saving = self.number
            self.window.project._write_named(str(folder / "saved.rnnviz"))

def look():
    for window in QApplication.topLevelWidgets():
        if window.objectName() == "window" and window.isVisible():
            User(window)
            return
    QTimer.singleShot(20, look)

class Watched(QApplication):
    def exec(self):
        QTimer.singleShot(0, look)
        return super().exec()

import PySide6.QtWidgets
PySide6.QtWidgets.QApplication = Watched
runpy.run_path("main.py", run_name="__main__")
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no such signal")


@dataclass
class Told:
    """What the user did, and when: of each number the second of 1970."""

    folder: Path
    changed: dict[int, float]
    saved: int
    killed: float


def killed(folder: Path, seed: int, after: float) -> Told:
    """The program, killed so many seconds after its user's first change."""
    arguments = [sys.executable, "-c", textwrap.dedent(USER), str(folder), str(seed), str(round(1000 * INTERVAL))]
    where, changed, saved, first = Path(), {}, 0, None
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        for line in process.stdout:
            word, *rest = line.split()
            if word == "folder":
                where = Path(rest[0])
            elif word == "changed":
                changed[int(rest[0])] = float(rest[1])
                first = first or time.monotonic()
            elif word == "saved":
                saved = int(rest[0])
            if first is not None and time.monotonic() - first > after:
                process.send_signal(signal.SIGKILL)
                break
        end = time.time()
        for line in process.stdout:  # what was said before it died
            word, *rest = line.split()
            if len(rest) == 2 and word == "changed":
                changed[int(rest[0])] = float(rest[1])
            elif len(rest) == 2 and word == "saved":
                saved = int(rest[0])
        assert process.wait() == -signal.SIGKILL
    return Told(where, changed, saved, end)


@pytest.mark.parametrize("seed", range(3))
def test_that_the_program_killed_while_somebody_works_loses_the_last_moments_only(seed: int, tmp_path: Path) -> None:
    told = killed(tmp_path, seed, (INTERVAL + SLACK) * random.Random(seed).uniform(1.05, 1.4))
    newest = max(told.changed)
    path = tmp_path / "saved.rnnviz"
    in_file = 0
    if path.exists():
        draft = saved_in(read_project(path), path.name).draft
        in_file = draft.seed
        assert told.saved <= in_file <= newest + 1, "the file is the last that was saved, or the one just written"
        assert draft.text == "hello" + "a" * draft.seed
    else:
        assert told.saved == 0
    found = leftovers(told.folder)
    kept = 0
    if found:
        draft = found[0].read().draft
        kept = draft.seed
        assert draft.text == "hello" + "a" * draft.seed, "it is whole"
        for one in found:
            one.remove()
    there = max(in_file, kept)
    lost = [when for number, when in told.changed.items() if number > there]
    assert told.killed - min(lost, default=told.killed) <= INTERVAL + SLACK
