"""Runs off the GUI thread: progress, cancel, and of several requests the newest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QThreadPool
from pytestqt.qtbot import QtBot

from rnnviz.engine import Cancelled
from rnnviz.engine.execution import Progress
from rnnviz.session import recipe
from rnnviz.session.draft import Draft, example
from rnnviz.session.runner import Runner
from rnnviz.session.session import Session

RUN = recipe.run
LONG = "the quick brown fox jumps over the lazy dog. " * 400


def test_that_a_long_text_runs_beside_the_window_with_progress(session: Session, qtbot: QtBot) -> None:
    seen: list[float | None] = []

    def record() -> None:
        seen.append(session.running)

    session.run_changed.connect(record)
    before = session.tape
    with qtbot.waitSignal(session.tape_changed, timeout=60_000):
        session.edit(text=LONG)
        assert session.running == 0.0
        assert session.tape is before
    assert session.tape is not None
    assert session.tape.timesteps == len(LONG) - 1
    assert session.position == 0
    assert session.running is None
    fractions = [one for one in seen if one is not None]
    assert fractions == sorted(fractions)
    assert len(fractions) > 3


def test_that_the_newest_of_several_edits_wins(session: Session, qtbot: QtBot) -> None:
    came: list[int] = []

    def record() -> None:
        assert session.tape is not None
        came.append(session.tape.model.seed)

    session.tape_changed.connect(record)
    with qtbot.waitSignal(session.tape_changed, timeout=60_000):
        session.edit(text=LONG)
        for seed in range(1, 6):
            session.edit(seed=seed)
    assert came == [5]
    assert session.running is None


def test_that_a_small_edit_overtakes_a_long_run(session: Session, qtbot: QtBot) -> None:
    session.edit(text=LONG)
    session.edit(text="short")
    assert session.running is None
    assert session.tape is not None
    assert session.tape.timesteps == 4
    runner = session.findChild(Runner)
    assert runner is not None
    with qtbot.assertNotEmitted(session.tape_changed):
        runner.close()
        QCoreApplication.processEvents()


def test_that_cancel_leaves_the_last_run(session: Session, qtbot: QtBot) -> None:
    session.go_to(3)
    before = session.tape
    session.edit(text=LONG)
    session.cancel()
    assert session.running is None
    assert session.problem is not None
    assert session.problem.message == "The run was cancelled."
    assert session.tape is before
    assert session.position == 3
    session.step()
    assert session.position == 4
    with qtbot.waitSignal(session.tape_changed, timeout=60_000):
        session.rerun()
    assert session.problem is None


def test_that_a_first_run_that_is_cancelled_is_not_said_to_have_one_before(qtbot: QtBot) -> None:
    session = Session(replace(example(), text=LONG))
    session.cancel()
    assert session.tape is None
    assert session.problem is not None
    assert "last run" not in session.problem.message
    session.close()


def test_that_cancel_with_nothing_running_changes_nothing(session: Session, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(session.run_changed):
        session.cancel()
    assert session.problem is None


def test_that_stepping_goes_on_while_a_run_is_under_way(session: Session, qtbot: QtBot) -> None:
    session.edit(text=LONG)
    session.step(3)
    assert session.position == 3
    with qtbot.waitSignal(session.tape_changed, timeout=60_000):
        pass
    assert session.position == 0


def test_that_a_session_closed_in_the_middle_of_a_run_leaves_nothing_behind(qtbot: QtBot) -> None:
    session = Session()
    session.edit(text=LONG)
    session.close()
    assert session.tape is not None
    assert session.tape.timesteps == 4


def test_that_a_run_that_finishes_just_as_another_is_asked_for_is_passed_over(session: Session, qtbot: QtBot) -> None:
    session.edit(text=LONG)
    runner = session.findChild(Runner)
    assert runner is not None
    pool = runner.findChild(QThreadPool)
    assert pool is not None
    assert pool.waitForDone(60_000)  # it has finished, and says so in the next turn of the event loop
    session.edit(text="short")
    with qtbot.assertNotEmitted(session.tape_changed):
        QCoreApplication.processEvents()
    assert session.tape is not None
    assert session.tape.timesteps == 4
    assert session.running is None


def test_that_cancelling_ends_the_work_and_not_only_the_waiting(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[float] = []

    def counted(draft: Draft, memory_limit: int, progress: Progress) -> recipe.Outcome:
        def count(fraction: float) -> None:
            reported.append(fraction)
            progress(fraction)

        return RUN(draft, memory_limit, count)

    monkeypatch.setattr(recipe, "run", counted)
    session.edit(text=LONG * 4)
    qtbot.waitUntil(lambda: bool(reported), timeout=120_000)
    session.close()
    assert reported[-1] < 1, "the run went on to its end"


def test_that_only_cancelling_passes_through_a_run() -> None:
    asked = []

    def enough(fraction: float) -> None:
        asked.append(fraction)
        if len(asked) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        recipe.run(replace(example(), text=LONG), 10**9, enough)
    assert len(asked) == 2


def test_that_an_error_that_nobody_foresaw_is_a_problem() -> None:
    def broken(fraction: float) -> None:
        raise ZeroDivisionError("of all things")

    outcome = recipe.run(example(), 10**9, broken)
    assert outcome.problem is not None
    assert "not foreseen: `ZeroDivisionError test_long_runs.py:" in outcome.problem.message
    assert "Traceback" not in outcome.problem.message
    assert outcome.tape is None


def test_that_too_little_memory_is_a_problem() -> None:
    def full(fraction: float) -> None:
        raise MemoryError

    outcome = recipe.run(example(), 10**9, full)
    assert outcome.problem is not None
    assert "did not fit into this computer's memory" in outcome.problem.message
