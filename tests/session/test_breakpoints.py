"""Breakpoints and watches of a session: kept, undone, continued to, on small runs and on long ones."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.debugger.breakpoint import Breakpoint
from rnnviz.debugger.symptoms import ready_made
from rnnviz.debugger.watch import Watch
from rnnviz.models.model import Model
from rnnviz.session.draft import Draft, draft_over, example
from rnnviz.session.given import Given
from rnnviz.session.session import Session

LOSS = Breakpoint("condition", "L[t] > 1.3")


def long_session(qtbot: QtBot, timesteps: int = 10_000) -> Session:
    session = Session(Draft(equations=example().equations, text="hello worl" * (timesteps // 10), hidden=8))
    qtbot.waitUntil(lambda: session.tape is not None, timeout=20_000)
    return session


def test_that_breakpoints_are_set_changed_and_undone(session: Session) -> None:
    told: list[int] = []
    session.breakpoints_changed.connect(lambda: told.append(len(session.breakpoints.all)))
    states = [session.breakpoints.all]
    session.breakpoints.toggle(3)
    states.append(session.breakpoints.all)
    session.breakpoints.add([LOSS])
    states.append(session.breakpoints.all)
    session.breakpoints.change(LOSS, enabled=False)
    states.append(session.breakpoints.all)
    session.breakpoints.toggle(3)
    states.append(session.breakpoints.all)
    assert [len(state) for state in states] == [0, 1, 2, 2, 1]
    assert told == [1, 2, 2, 1]
    for state in reversed(states[:-1]):
        session.undo.undo()
        assert session.breakpoints.all == state
    for state in states[1:]:
        session.undo.redo()
        assert session.breakpoints.all == state


def test_that_no_breakpoint_is_there_twice(session: Session) -> None:
    session.breakpoints.add([LOSS])
    session.breakpoints.change(LOSS, enabled=False)
    session.breakpoints.add([LOSS])
    assert session.breakpoints.all == (LOSS,)
    session.breakpoints.add_ready_made()
    count = len(session.breakpoints.all)
    assert count > 5
    session.breakpoints.add_ready_made()
    assert len(session.breakpoints.all) == count


def test_that_continue_and_reverse_continue_stop_where_the_condition_holds(session: Session) -> None:
    tape = session.tape
    assert tape is not None
    right = [t for t in range(1, 5) if tape["L"][t - 1] > 1.3]
    assert 0 < len(right) < 4
    session.breakpoints.add([LOSS])
    for position in (*right, tape.stops - 1):
        session.breakpoint_run.go_on()
        assert session.position == position
        assert session.breakpoint_run.outcome is not None
        assert session.breakpoint_run.outcome.reached == ((LOSS,) if position in right else ())
    for position in (*right[::-1], 0):
        session.breakpoint_run.go_on(-1)
        assert session.position == position
    session.step()
    assert session.breakpoint_run.outcome is None


def test_that_a_long_run_is_searched_off_the_gui_thread(qtbot: QtBot) -> None:
    session = long_session(qtbot)
    tape = session.tape
    assert tape is not None
    session.go_to(0)
    session.breakpoints.add([Breakpoint("condition", "norm(dh[t]) > 1e9"), Breakpoint("timestep", timestep=9_000)])
    session.breakpoint_run.go_on()
    assert session.breakpoint_run.searching is not None
    qtbot.waitUntil(lambda: session.breakpoint_run.searching is None, timeout=10_000)
    assert session.position == 9_000
    session.breakpoint_run.want_hits()
    qtbot.waitUntil(lambda: session.breakpoint_run.hits(session.breakpoints.all[0]) is not None, timeout=10_000)
    session.close()


def test_that_a_search_is_given_up_when_the_cursor_is_moved_or_on_demand(qtbot: QtBot) -> None:
    session = long_session(qtbot)
    session.go_to(0)
    session.breakpoints.add([Breakpoint("condition", "norm(dh[t]) > 1e9")])
    session.breakpoint_run.go_on()
    session.step()
    assert session.breakpoint_run.searching is None
    session.breakpoint_run.go_on()
    session.breakpoint_run.cancel()
    assert session.breakpoint_run.searching is None
    session.breakpoint_run.close()
    QApplication.processEvents()
    assert session.position == 1
    session.close()


def test_that_breakpoints_outlive_a_model_that_has_them_not(session: Session) -> None:
    session.breakpoints.add([Breakpoint("equation", "y"), LOSS])
    session.edit(equations=example().equations.replace("L[t]", "M[t]"))
    assert session.breakpoint_run.problem(LOSS) is not None
    session.undo.undo()
    assert session.breakpoint_run.problem(LOSS) is None
    assert session.breakpoints.all[1] == LOSS


def test_that_watches_are_kept_and_tell_their_change(session: Session) -> None:
    session.watches.add("h[t][0]")
    session.watches.add("h[t][0]")
    (watch,) = session.watches.all
    session.step()
    session.step()
    tape, reading = session.tape, session.watch_run.reading(watch)
    assert tape is not None
    assert reading is not None
    assert reading.value == tape["h"][1, 0]
    assert reading.change == tape["h"][1, 0] - tape["h"][0, 0]
    session.watch_run.want_curves()
    assert session.watch_run.curve(watch) is not None
    session.watches.change(watch, "zz[t]")
    assert session.watch_run.problem(Watch("zz[t]")) is not None
    assert session.watch_run.reading(Watch("zz[t]")) is None
    session.undo.undo()
    assert session.watches.all == (watch,)
    session.watches.remove(watch)
    session.undo.undo()
    assert session.watches.all == (watch,)


@pytest.mark.parametrize("text", ["h[t]", "norm(dW_hh[t])", "dW_hh[t]"])
def test_that_curves_of_a_long_run_come_from_a_worker(qtbot: QtBot, text: str) -> None:
    session = long_session(qtbot)
    session.watches.add(text)
    session.watch_run.want_curves()
    (watch,) = session.watches.all
    assert session.watch_run.curve(watch) is None
    qtbot.waitUntil(lambda: session.watch_run.curve(watch) is not None, timeout=10_000)
    curve = session.watch_run.curve(watch)
    assert curve is not None
    assert len(curve) == 9_999
    session.close()


PLANTED = """
h[t] = tanh(w * h[t-1] + x[t])
q[t] = 1 / (x[t] - 7)
r[t] = relu(x[t] - 100)
L[t] = mse(h[t], y[t])
"""


def test_that_each_of_the_ready_made_set_finds_its_fault_in_a_long_run_off_the_gui_thread(qtbot: QtBot) -> None:
    count, random = 120_000, np.random.default_rng(0)
    x, y = random.normal(0, 0.01, count), random.normal(0, 0.01, count)
    x[29_999], x[44_999] = 5, 7  # a saturated tanh; one more, with a division by zero
    x[59_998], y[59_999] = 1, 600  # a loss that jumps, a gradient that explodes, a contribution that outweighs all
    y[79_999:80_050] = np.nan  # no targets: the gradient that comes from behind them dies away
    model = Model(PLANTED, sizes=dict.fromkeys(("x", "y", "h", "q", "r", "w"), 0), parameters={"w": 0.5})
    session = Session(draft_over(Given(model, {"x": x, "y": y})))
    qtbot.waitUntil(lambda: session.tape is not None, timeout=60_000)
    tape = session.tape
    assert tape is not None
    gradients = np.abs(tape["dh"])
    vanished = 1 + np.flatnonzero((gradients > 0) & (gradients < 1e-6))
    assert len(set(range(80_000, 80_051)) & set(vanished.tolist())) > 20
    right = {
        "not_finite": 45_000,
        "vanishing": int(vanished[-1]),
        "exploding": 60_000,
        "saturated": 30_000,
        "dead": count,
        "loss_jump": 60_000,
        "dominated": 60_000,
    }
    for key, timestep in right.items():
        session.breakpoints.take(one for one in ready_made() if one.text == key)
        session.go_start()
        session.breakpoint_run.go_on()
        assert session.breakpoint_run.searching is not None, "the window goes on meanwhile"
        qtbot.waitUntil(lambda: session.breakpoint_run.searching is None, timeout=60_000)
        assert session.breakpoint_run.outcome is not None
        assert session.breakpoint_run.outcome.reached == session.breakpoints.all, key
        assert session.timestep == timestep, key
    session.close()
