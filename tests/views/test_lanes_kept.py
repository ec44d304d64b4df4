"""What the lanes keep from step to step is, pixel for pixel, what painting everything anew gives."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from rnnviz.session.agreement import Agreement
from rnnviz.session.session import Session
from rnnviz.views.lanes import Lanes
from tests.widgets.screen import on_screen

NAMES = ("h", "dh", "W_hh", "L")
LSTM = """
i[t], f[t], g[t], o[t] = split(W_ih @ x[t] + W_hh @ h[t-1] + b, 4)
c[t] = sigmoid(f[t]) * c[t-1] + sigmoid(i[t]) * tanh(g[t])
h[t] = sigmoid(o[t]) * tanh(c[t])
y[t] = W_hy @ h[t] + b_y
L[t] = cross_entropy(y[t], target[t])
"""


@pytest.mark.parametrize(("text", "equations"), [("hello", ""), ("hello", LSTM), ("to be or not to be, " * 3, "")])
def test_that_what_is_kept_is_what_would_be_painted(qtbot: QtBot, session: Session, text: str, equations: str) -> None:
    session.edit(text=text, **({"equations": equations} if equations else {}))
    qtbot.waitUntil(lambda: session.running is None)
    assert session.problem is None
    assert session.tape is not None
    agreement = Agreement(session)
    lanes = Lanes(session, agreement)
    qtbot.addWidget(lanes)
    lanes.resize(900, 640)
    lanes.show()
    qtbot.waitExposed(lanes)
    random, axis, tape = np.random.default_rng(5), lanes.stack.axis, session.tape
    acts: tuple[Callable[[], object], ...] = (
        session.step, session.step, session.step_back, session.step,
        lambda: session.go_to(int(random.integers(0, tape.stops))),
        lambda: session.select(str(random.choice(NAMES)), int(random.integers(1, tape.timesteps + 1))),
        lambda: session.set_whole_run(bool(random.integers(0, 2))),
        lambda: axis.zoom(float(random.choice([0.5, 1.3, 3.0])), 300.0),
        lambda: axis.pan(float(random.integers(-150, 150))),
        lambda: axis.pan(90.0),
    )  # fmt: skip
    for number in range(60):
        act = acts[int(random.integers(0, len(acts)))]
        act()
        kept = on_screen(lanes)
        for name in lanes.stack.names():
            lanes.stack.lane(name).refresh()
        np.testing.assert_array_equal(kept, on_screen(lanes), err_msg=f"after act {number}, at {session.position}")
    agreement.close()
