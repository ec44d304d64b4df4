"""What is wrong with the present run: looked for after every run, again after a threshold, never of an older run."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from rnnviz.debugger.diagnostics import Place, Thresholds
from rnnviz.models import gallery
from rnnviz.session.diagnosis import Diagnosis
from rnnviz.session.draft import Selection
from rnnviz.session.session import Session

FORGETFUL = gallery.cell("vanilla").body.replace("W_hh @ h[t-1]", "0.1 * W_hh @ h[t-1]")
TEXT = "abcabcacbabcbabcabcacbabcb"


@pytest.fixture
def diagnosis(session: Session) -> Iterator[Diagnosis]:
    one = Diagnosis(session)
    yield one
    one.close()


def known(qtbot: QtBot, diagnosis: Diagnosis) -> list[str]:
    """The rules of the findings, once the run has been looked at."""
    qtbot.waitUntil(lambda: diagnosis.looking is None, timeout=30_000)
    return [one.rule for one in diagnosis.findings or ()]


def test_that_the_example_is_looked_at_by_itself_and_is_well(diagnosis: Diagnosis, qtbot: QtBot) -> None:
    assert diagnosis.findings is None
    assert diagnosis.looking is not None
    assert known(qtbot, diagnosis) == []
    assert diagnosis.findings == ()


def test_that_another_run_is_looked_at_again(session: Session, diagnosis: Diagnosis, qtbot: QtBot) -> None:
    assert known(qtbot, diagnosis) == []
    session.edit(equations=FORGETFUL, text=TEXT)
    assert diagnosis.findings is None
    assert "vanishing" in known(qtbot, diagnosis)
    session.undo.undo()
    assert known(qtbot, diagnosis) == []


def test_that_only_the_newest_of_many_runs_is_told_of(session: Session, diagnosis: Diagnosis, qtbot: QtBot) -> None:
    for seed in range(5):
        session.edit(equations=FORGETFUL, text=TEXT, seed=seed)
        diagnosis.look()
    session.edit(equations=gallery.cell("vanilla").body, text="hello")
    assert known(qtbot, diagnosis) == []


def test_that_a_threshold_is_looked_by_at_once_and_reset(session: Session, diagnosis: Diagnosis, qtbot: QtBot) -> None:
    session.edit(equations=FORGETFUL, text=TEXT)
    assert "vanishing" in known(qtbot, diagnosis)
    diagnosis.set_threshold("vanishing_rate", 1e-9)
    assert diagnosis.findings is None
    assert "vanishing" not in known(qtbot, diagnosis)
    diagnosis.set_threshold("least_timesteps", 12.0)
    assert diagnosis.thresholds == Thresholds(vanishing_rate=1e-9, least_timesteps=12)
    assert isinstance(diagnosis.thresholds.least_timesteps, int)
    diagnosis.reset_thresholds()
    assert diagnosis.thresholds == Thresholds()
    assert "vanishing" in known(qtbot, diagnosis)


def test_that_thresholds_are_undone_one_after_the_other(session: Session, diagnosis: Diagnosis, qtbot: QtBot) -> None:
    session.edit(equations=FORGETFUL, text=TEXT)
    diagnosis.set_threshold("vanishing_rate", 1e-9)
    diagnosis.set_threshold("least_timesteps", 12.0)
    diagnosis.reset_thresholds()
    session.undo.undo()
    assert diagnosis.thresholds == Thresholds(vanishing_rate=1e-9, least_timesteps=12)
    session.undo.undo()
    session.undo.undo()
    assert diagnosis.thresholds == Thresholds()
    assert "vanishing" in known(qtbot, diagnosis)
    session.undo.redo()
    assert diagnosis.thresholds == Thresholds(vanishing_rate=1e-9)
    assert "vanishing" not in known(qtbot, diagnosis)
    count = session.undo.count()
    diagnosis.set_threshold("vanishing_rate", 1e-9)
    assert session.undo.count() == count, "the same is no edit"


def test_that_looking_can_be_stopped_and_begun_again(session: Session, diagnosis: Diagnosis, qtbot: QtBot) -> None:
    session.edit(equations=FORGETFUL, text=TEXT)
    diagnosis.cancel()
    assert diagnosis.looking is None
    assert diagnosis.findings is None
    diagnosis.look()
    assert "vanishing" in known(qtbot, diagnosis)


def test_that_a_place_is_gone_to(session: Session, diagnosis: Diagnosis) -> None:
    tape = session.tape
    assert tape is not None
    diagnosis.go(Place("dh", 2, (1,)))
    assert session.selection == Selection("dh", 2, (1,))
    moment = tape.moment(session.position)
    assert (moment.pass_.phase, moment.timestep) == ("backward", 2)
    diagnosis.go(Place("h", 3))
    moment = tape.moment(session.position)
    assert (moment.pass_.phase, moment.timestep) == ("forward", 3)
    diagnosis.go(Place("W_hh", 1, (1, 2)))
    assert session.selection == Selection("W_hh", None, (1, 2))
