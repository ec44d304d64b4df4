"""Unsaved work is kept by the half minute, beside the window, and found again after the worst of ends."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from rnnviz.formats.project import read_project
from rnnviz.formats.text import FormatError
from rnnviz.models import Model
from rnnviz.session.autosave import INTERVAL, Autosave, leftovers
from rnnviz.session.draft import KeptRun, draft_over, example
from rnnviz.session.given import Given, Trained
from rnnviz.session.project import Saved, saved_in

ROOT = Path(__file__).resolve().parents[2]


class Work:
    """What is to be kept: set by the test."""

    def __init__(self) -> None:
        self.now: Saved | None = Saved(example())

    def give(self) -> Saved | None:
        return self.now


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def autosave(qtbot: QtBot, tmp_path: Path, work: Work) -> Iterator[Autosave]:
    made = Autosave(tmp_path / "unsaved", work.give)
    yield made
    made.forget()
    made.close()


def write(autosave: Autosave, qtbot: QtBot) -> None:
    with qtbot.waitSignal(autosave.written):
        autosave.write()


def ended(autosave: Autosave) -> None:
    """As if the process had ended without a word: its lock is free, its files lie there."""
    autosave.close()
    assert autosave._file is not None
    autosave._file.lock.unlock()


def test_that_a_change_is_written_within_half_a_minute_counted_from_the_first(autosave: Autosave, qtbot: QtBot) -> None:
    assert INTERVAL <= 25_000
    autosave.touch()
    first = autosave._timer.remainingTime()
    autosave.touch()
    assert 0 < autosave._timer.remainingTime() <= first <= 1.1 * INTERVAL  # a coarse clock
    autosave.set_interval(0)
    with qtbot.waitSignal(autosave.written):
        autosave.close()
        autosave.touch()
    assert autosave.path is not None
    assert autosave.path.exists()


def test_that_nothing_is_made_before_there_is_something_to_keep(autosave: Autosave, work: Work, tmp_path: Path) -> None:
    work.now = None
    autosave.write()
    assert not (tmp_path / "unsaved").exists()


def test_that_what_was_kept_goes_when_it_is_saved_elsewhere(autosave: Autosave, work: Work, qtbot: QtBot) -> None:
    write(autosave, qtbot)
    path = autosave.path
    assert path is not None
    work.now = None
    autosave.write()
    autosave.close()
    assert not list(path.parent.iterdir())


def test_that_what_is_written_and_forgotten_in_quick_turns_leaves_nothing(
    autosave: Autosave, work: Work, tmp_path: Path
) -> None:
    for _ in range(5):
        autosave.write()
        autosave.forget()
        autosave.write()
    autosave.forget()
    autosave.close()
    assert not list((tmp_path / "unsaved").iterdir())


def test_that_a_living_window_s_work_is_nobody_else_s(autosave: Autosave, qtbot: QtBot, tmp_path: Path) -> None:
    write(autosave, qtbot)
    assert leftovers(tmp_path / "unsaved") == []


def test_that_an_ended_window_s_work_is_found_by_one_and_taken_over(
    autosave: Autosave, work: Work, qtbot: QtBot, tmp_path: Path
) -> None:
    write(autosave, qtbot)
    ended(autosave)
    (found,) = leftovers(tmp_path / "unsaved")
    assert leftovers(tmp_path / "unsaved") == [], "another start at the same time"
    assert found.read() == Saved(example())
    other = Autosave(tmp_path / "unsaved", work.give)
    other.take_over(found)
    write(other, qtbot)
    assert other.path == found.path
    assert leftovers(tmp_path / "unsaved") == []
    other.forget()
    other.close()
    assert not list((tmp_path / "unsaved").iterdir())


def test_that_it_can_be_given_up_or_left_for_later(autosave: Autosave, qtbot: QtBot, tmp_path: Path) -> None:
    write(autosave, qtbot)
    ended(autosave)
    (found,) = leftovers(tmp_path / "unsaved")
    found.leave()
    (found,) = leftovers(tmp_path / "unsaved")
    found.remove()
    assert not list((tmp_path / "unsaved").iterdir())


def test_that_arrays_are_written_again_only_when_they_are_others(
    autosave: Autosave, work: Work, qtbot: QtBot, tmp_path: Path
) -> None:
    model = Model("h[t] = tanh(W @ h[t-1] + x[t])\nL[t] = mse(h[t], y[t])", {"x": 2, "h": 2})
    first = Given(model, {"x": np.ones((9, 2)), "y": np.ones((9, 2))})
    second = Given(model, {"x": np.zeros((9, 2)), "y": np.ones((9, 2))})
    work.now = Saved(draft_over(first))
    write(autosave, qtbot)
    (arrays,) = (tmp_path / "unsaved").glob("*.arrays")
    before = arrays.stat().st_mtime_ns
    work.now = Saved(replace(draft_over(first), truncate=3))
    write(autosave, qtbot)
    assert (tmp_path / "unsaved" / arrays.name).stat().st_mtime_ns == before
    work.now = Saved(draft_over(second))
    write(autosave, qtbot)
    (others,) = (tmp_path / "unsaved").glob("*.arrays")
    assert others != arrays
    ended(autosave)
    (found,) = leftovers(tmp_path / "unsaved")
    given = found.read().draft.given
    assert given is not None
    np.testing.assert_array_equal(given.data["x"], np.zeros((9, 2)))
    found.remove()
    assert not list((tmp_path / "unsaved").iterdir())


def test_that_the_arrays_of_kept_runs_and_of_training_are_kept_too(
    autosave: Autosave, work: Work, qtbot: QtBot, tmp_path: Path
) -> None:
    model = Model("h[t] = tanh(W @ h[t-1] + x[t])\nL[t] = mse(h[t], y[t])", {"x": 2, "h": 2})
    first = draft_over(Given(model, {"x": np.ones((9, 2)), "y": np.ones((9, 2))}))
    second = draft_over(Given(model, {"x": np.zeros((9, 2)), "y": np.ones((9, 2))}))
    work.now = Saved(first)
    write(autosave, qtbot)
    work.now = Saved(first, kept=(KeptRun(1, second, 0.5),))
    write(autosave, qtbot)
    trained = replace(first, trained=Trained({"W": np.full((2, 2), 0.25)}))
    work.now = Saved(trained, kept=(KeptRun(1, second, 0.5),))
    write(autosave, qtbot)
    ended(autosave)
    (found,) = leftovers(tmp_path / "unsaved")
    again = found.read()
    assert again.kept[0].draft.given is not None
    np.testing.assert_array_equal(again.kept[0].draft.given.data["x"], np.zeros((9, 2)))
    assert again.draft.trained is not None
    np.testing.assert_array_equal(again.draft.trained.parameters["W"], np.full((2, 2), 0.25))
    found.remove()


def test_that_a_folder_that_cannot_be_written_to_is_said(qtbot: QtBot, tmp_path: Path, work: Work) -> None:
    (tmp_path / "file").write_text("in the way")
    autosave = Autosave(tmp_path / "file" / "unsaved", work.give)
    with qtbot.waitSignal(autosave.failed):
        autosave.write()
    autosave.close()


def test_that_damaged_work_is_refused_in_words(autosave: Autosave, qtbot: QtBot, tmp_path: Path) -> None:
    write(autosave, qtbot)
    ended(autosave)
    assert autosave.path is not None
    autosave.path.write_bytes(b"\xff" * 100)
    (found,) = leftovers(tmp_path / "unsaved")
    with pytest.raises(FormatError, match="is not text"):
        found.read()
    found.remove()


# Killed

WORKER = """
import io, itertools, os, random, signal, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QEventLoop
from rnnviz.formats.project import write_project
from rnnviz.session.autosave import Autosave
from rnnviz.session.project import project_of, saved_of
from rnnviz.session.session import Session

folder, seed, fatal = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
calls = itertools.count()

def dying(name):
    real = getattr(os, name)
    def one(*arguments):
        if next(calls) == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments)
    setattr(os, name, one)

class Dying(io.BufferedWriter):
    def write(self, data):
        if next(calls) == fatal:
            super().write(data[: len(data) // 2])
            self.flush()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().write(data)

def opened(path, mode="r", real=Path.open, **options):
    if "w" in mode or "x" in mode:
        return Dying(io.FileIO(path, mode.replace("b", "")))
    return real(path, mode, **options)

Path.open = opened
app = QCoreApplication([])
session = Session()
autosave = Autosave(folder / "unsaved", lambda: saved_of(session, {}))
choose = random.Random(seed)
for name in ("fsync", "replace"):
    dying(name)
for number in itertools.count(1):
    session.edit(text="hello" + "a" * number, seed=number)
    session.bookmarks.write(1 + number % 3, str(number))
    print("changed", number, flush=True)
    if choose.random() < 0.5:
        loop = QEventLoop()
        autosave.written.connect(loop.quit)
        autosave.write()
        loop.exec()
        autosave.written.disconnect(loop.quit)
        print("kept", number, flush=True)
    else:
        write_project(folder / "saved.rnnviz", project_of(saved_of(session, {})))
        print("saved", number, flush=True)
"""


def last(lines: list[str], word: str) -> int:
    return max((int(line.split()[1]) for line in lines if line.startswith(word)), default=0)


def killed(folder: Path, seed: int, fatal: int, after: int | None) -> list[str]:
    """What the worker said before it died: at its `fatal`-th call of the system, or after so many lines."""
    arguments = [sys.executable, "-c", textwrap.dedent(WORKER), str(folder), str(seed), str(fatal)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=ROOT) as worker:
        assert worker.stdout is not None
        lines = []
        for line in worker.stdout:
            lines.append(line.strip())
            if len(lines) == after:
                os.kill(worker.pid, signal.SIGKILL)
        assert worker.wait() == -signal.SIGKILL
    return lines


@pytest.mark.skipif(os.name != "posix", reason="there is no such signal")
@pytest.mark.parametrize("seed", range(12))
def test_that_a_session_killed_while_it_works_loses_no_more_than_what_came_after_the_last_writing(
    seed: int, tmp_path: Path, qtbot: QtBot
) -> None:
    choose = random.Random(seed)
    if seed < 8:  # within a writing: half of it done, then at fsync, at the replacing, at the folder's fsync
        lines = killed(tmp_path, seed, 4 * choose.randrange(1, 8) + seed % 4, None)
    else:
        lines = killed(tmp_path, seed, 10**9, choose.randrange(1, 30))
    changed = last(lines, "changed")
    path = tmp_path / "saved.rnnviz"
    if path.exists():
        project = saved_in(read_project(path), path.name)
        assert last(lines, "saved") <= project.draft.seed <= changed, "the saved file is whole"
        assert project.draft.text == "hello" + "a" * project.draft.seed
    else:
        assert last(lines, "saved") == 0
    found = leftovers(tmp_path / "unsaved")
    kept = found[0].read().draft if found else None
    if kept is not None:
        assert last(lines, "kept") <= kept.seed <= changed
        assert kept.text == "hello" + "a" * kept.seed
        found[0].remove()
    else:
        assert last(lines, "kept") == 0
