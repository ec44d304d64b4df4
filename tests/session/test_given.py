"""A script's model and data in the session: run as they are, edited like any other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from rnnviz.models.model import Model
from rnnviz.session.draft import Weight, draft_over
from rnnviz.session.given import Given
from rnnviz.session.session import Session

EQUATIONS = """
a[t] = tanh(W_aa @ a[t-1] + W_ua @ u[t])
b[t] = tanh(W_bb @ b[t-1] + W_ab @ a[t])
y[t] = W_by @ b[t]
L[t] = mse(y[t], goal[t])
"""
RANDOM = np.random.default_rng(0)
DATA = {"u": RANDOM.normal(size=(6, 2)), "goal": RANDOM.normal(size=(6, 3))}
INITIAL = {"a": np.array([0.1, 0.2, 0.3, 0.4])}


@pytest.fixture
def model() -> Model:
    weights = {"W_bb": RANDOM.normal(size=(5, 5)), "W_aa": RANDOM.normal(size=(4, 4))}
    return Model(EQUATIONS, sizes={"u": 2, "goal": 3, "a": 4, "b": 5, "y": 3}, parameters=weights, seed=2)


@pytest.fixture
def given(qtbot: QtBot, model: Model) -> Iterator[Session]:
    session = Session(draft_over(Given(model, DATA, INITIAL), truncate=4))
    yield session
    session.close()


def test_that_a_scripts_run_is_the_one_shown(given: Session, model: Model) -> None:
    tape = model.run(DATA, INITIAL, truncate=4)
    assert given.tape is not None
    assert given.problem is None
    assert given.sequence is None
    assert given.whole_run
    assert given.undo.isClean()
    for name in ("a", "b", "L", "da", "db"):
        assert np.array_equal(given.tape[name], tape[name])
    given.step()
    assert str(given.just_happened()).startswith("forward t = 1: read u[1]; computed a[1], b[1], y[1]; L[1] = ")


def test_that_its_equations_are_edited_with_what_still_fits_kept(given: Session, model: Model) -> None:
    given.edit(equations=EQUATIONS.replace("b[t] = tanh(W_bb", "b[t] = sigmoid(W_bb"))
    assert given.problem is None
    assert given.tape is not None
    assert np.array_equal(given.tape.model.parameters["W_bb"], model.parameters["W_bb"])
    given.edit(equations="a[t] = tanh(W_aa @ a[t-1] + W_ua @ u[t])")
    assert given.problem is None
    assert given.tape["a"].shape == (6, 4)
    given.undo.undo()
    given.undo.undo()
    assert np.array_equal(given.tape["b"], model.run(DATA, INITIAL, truncate=4)["b"])


def test_that_another_hidden_size_and_seed_draw_new_weights(given: Session, model: Model) -> None:
    given.edit(hidden=7)
    assert given.problem is not None  # the initial state given has four units
    assert given.problem.where == "data"
    given.undo.undo()
    given.edit(seed=3)
    assert given.problem is None
    assert given.tape is not None
    assert not np.array_equal(given.tape.model.parameters["W_aa"], model.parameters["W_aa"])


def test_that_a_weight_is_set_by_hand(given: Session) -> None:
    given.edit(weights=(Weight("W_aa", (0, 0), 9.0),))
    assert given.tape is not None
    assert given.tape.model.parameters["W_aa"][0, 0] == 9.0


def test_that_a_text_takes_the_datas_place_and_is_undone(given: Session) -> None:
    given.edit(text="hello", equations="y[t] = W @ x[t]\nL[t] = cross_entropy(y[t], target[t])")
    assert given.problem is None
    assert given.sequence is not None
    given.undo.undo()
    assert given.sequence is None
    assert given.tape is not None
    assert given.tape.timesteps == 6


def test_that_data_that_do_not_fit_say_so(given: Session) -> None:
    given.edit(equations=EQUATIONS.replace("u[t]", "v[t]"))
    assert given.problem is not None
    words = "The equations read the stream `v`, and the data has `u`, `goal`. Choose data for it in the Data panel."
    assert given.problem.message == words
