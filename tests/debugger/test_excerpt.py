"""A stretch of a run, gone back over again, against the run itself."""

import numpy as np
import pytest

from rnnviz import Model, Tape
from rnnviz.debugger.excerpt import Excerpt
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.models import gallery
from tests.reference.comparison import tape_of
from tests.reference.random_systems import random_system


def run(cell: str, timesteps: int = 12, truncate: int | None = None) -> Tape:
    random = np.random.default_rng(1)
    model = Model(gallery.cell(cell).body, {"x": 3, "y": 3, "target": 0}, hidden=4)
    data = {"x": random.standard_normal((timesteps, 3)), "target": random.integers(0, 3, timesteps)}
    return model.run(data, truncate=truncate)


@pytest.mark.parametrize("seed", range(20))
def test_that_the_whole_run_gone_over_again_is_the_run(seed: int) -> None:
    tape = tape_of(random_system(seed))
    names = [gradient_name(name) for name in tape.graph.named if gradient_name(name) in tape.adjoint.definitions]
    names = [name for name in names if name[1:] not in tape.graph.losses and tape.graph.timed(name[1:])]
    found = Excerpt(tape, 1, tape.timesteps).gradients(names, np.ones(tape.timesteps))
    assert set(found) == set(names)
    for name in names:
        assert np.allclose(found[name], tape[name], rtol=1e-10, atol=1e-12, equal_nan=True), name


@pytest.mark.parametrize("cell", ["vanilla", "lstm", "two_layers", "bidirectional"])
def test_that_one_loss_sends_what_its_row_of_the_influence_says(cell: str) -> None:
    tape = run(cell)
    state = tape.graph.states[-1]
    influence = tape.influence(state)
    for source in (1, 6, 12):
        losses = np.zeros(12)
        losses[source - 1] = 1
        rows = Excerpt(tape, 1, 12).gradients([f"d{state}"], losses)[f"d{state}"]
        assert np.allclose(np.linalg.norm(rows, axis=1), influence[source - 1])


def test_that_a_stretch_is_the_run_but_for_the_losses_beyond_it() -> None:
    tape = run("lstm")
    part = Excerpt(tape, 4, 9).gradients(["dh", "dc"], np.ones(6))
    whole = Excerpt(tape, 1, 12).gradients(["dh", "dc"], np.repeat([0.0, 1.0, 0.0], [3, 6, 3]))
    for name in ("dh", "dc"):
        assert np.allclose(part[name], whole[name][3:9])


def test_that_cuts_are_kept_or_lifted() -> None:
    cut, whole = run("gru", truncate=4), run("gru")
    ones = np.ones(12)
    assert np.allclose(Excerpt(cut, 1, 12).gradients(["dh"], ones)["dh"], cut["dh"])
    assert np.allclose(Excerpt(cut, 1, 12, cuts=False).gradients(["dh"], ones)["dh"], whole["dh"])
    assert np.allclose(Excerpt(cut, 5, 12).gradients(["dh"], ones[:8])["dh"], cut["dh"][4:])
    with pytest.raises(ValueError, match="block"):
        Excerpt(cut, 4, 12)


def test_that_a_stop_is_let_through_alone_or_with_all() -> None:
    text = "h[t] = tanh(W @ stop(h[t-1]) + x[t])\ny[t] = V @ stop(h[t])\nL[t] = mse(y[t], target[t])"
    random = np.random.default_rng(5)
    data = {"x": random.standard_normal((8, 3)), "target": random.standard_normal((8, 3))}
    parameters = {"W": random.standard_normal((3, 3)), "V": random.standard_normal((3, 3))}
    sizes = {"x": 3, "h": 3, "target": 3}
    tape = Model(text, sizes, parameters=parameters).run(data)
    free = Model(text.replace("stop", ""), sizes, parameters=parameters).run(data)
    ones = np.ones(8)
    assert Excerpt(tape, 1, 8).gradients(["dh"], ones) == {}
    assert np.allclose(Excerpt(tape, 1, 8, stops=False).gradients(["dh"], ones)["dh"], free["dh"])
    [second] = [one for one in tape.graph.equations[1].operations if one.kind == "stop"]
    half = Excerpt(tape, 1, 8, stops=(second.name, 0)).gradients(["dh"], ones)["dh"]
    assert np.allclose(half, tape["dy"] @ parameters["V"])


def test_that_several_sums_of_losses_go_side_by_side() -> None:
    tape = run("bidirectional")
    found = Excerpt(tape, 1, 12).gradients(["dh_l"], np.eye(12))["dh_l"]
    assert found.shape == (12, 12, 4)
    assert np.allclose(found.sum(1), tape["dh_l"])
