"""What every timestep adds to one weight's gradient, and which loss sent it, against the contributions themselves."""

import numpy as np
import pytest

from rnnviz import Cancelled, Model, Tape
from rnnviz.debugger import weight_histories
from rnnviz.debugger.weight_histories import weight_history
from rnnviz.models import gallery
from tests.reference.comparison import tape_of
from tests.reference.random_systems import random_system


def some_elements(shape: tuple[int, ...], seed: int) -> list[tuple[int, ...]]:
    every = list(np.ndindex(shape))
    chosen = np.random.default_rng(seed).choice(len(every), min(3, len(every)), replace=False)
    return [every[i] for i in chosen]


@pytest.mark.parametrize("seed", range(15))
def test_that_the_amounts_are_the_contributions_elements(seed: int) -> None:
    tape = tape_of(random_system(seed))
    for name in tape.graph.parameters:
        contributions = tape.contributions(name)
        every = contributions.each(1, tape.timesteps)
        for element in some_elements(contributions.shape, seed):
            history = weight_history(tape, name, element)
            right = (
                every.reshape(tape.timesteps, -1)[:, np.ravel_multi_index(element, contributions.shape)]
                if element
                else every
            )
            assert np.allclose(history.amounts, right, rtol=1e-12, atol=1e-14, equal_nan=True)


@pytest.mark.parametrize("seed", range(15))
def test_that_the_losses_together_send_what_was_added(seed: int) -> None:
    tape = tape_of(random_system(seed))
    for name, parameter in tape.graph.parameters.items():
        element = some_elements(tape.contributions(name).shape, seed)[0]
        history = weight_history(tape, name, element)
        if not np.isfinite(history.amounts).all():
            continue
        sent = history.by_loss()
        assert sent.complete
        assert np.sum(sent.total) == pytest.approx(history.total, rel=1e-8, abs=1e-10)
        if parameter.state is None:
            for t in (1, tape.timesteps):
                alone = history.by_loss(t)
                assert np.sum(alone.total) == pytest.approx(history.amounts[t - 1], rel=1e-8, abs=1e-10), (name, t)


def run(cell: str, timesteps: int, truncate: int | None = None) -> Tape:
    random = np.random.default_rng(0)
    model = Model(gallery.cell(cell).body, {"x": 3, "y": 3, "target": 0}, hidden=4)
    data = {"x": random.standard_normal((timesteps, 3)), "target": random.integers(0, 3, timesteps)}
    return model.run(data, truncate=truncate)


def test_that_each_loss_sends_what_a_run_with_it_alone_would() -> None:
    tape = run("lstm", 9)
    sent = weight_history(tape, "W_hh", (5, 2)).by_loss().total
    for s in (1, 4, 9):
        target = np.full(9, -1)
        target[s - 1] = tape.data["target"][s - 1]
        assert tape.model is not None
        alone = tape.model.run({"x": tape.data["x"], "target": target})
        assert sent[s - 1] == pytest.approx(alone.contributions("W_hh").total[5, 2], rel=1e-9, abs=1e-15)


def test_that_no_loss_before_a_timestep_sends_to_it_in_a_causal_net() -> None:
    sent = weight_history(run("gru", 9), "W_hn", (1, 1)).by_loss(4).total
    assert (sent[:3] == 0).all()
    assert (sent[3:] != 0).all()


def test_that_a_cut_is_a_cut() -> None:
    sent = weight_history(run("vanilla", 12, truncate=4), "W_hh", (1, 1)).by_loss(6).total
    assert np.flatnonzero(sent).tolist() == [5, 6, 7]


def test_that_signs_and_shares_make_the_whole() -> None:
    history = weight_history(run("vanilla", 30), "W_hh", (0, 1))
    assert history.added > 0 > history.taken
    assert history.added + history.taken == pytest.approx(history.total)
    assert np.sum(history.shares) == pytest.approx(1)
    largest = history.largest(30)
    sizes = [abs(amount) for _, amount in largest]
    assert sizes == sorted(sizes, reverse=True)
    assert sorted(t for t, _ in largest) == list(range(1, 31))
    assert history.largest(3) == largest[:3]
    assert history.running_sum()[0] == pytest.approx(history.total)
    assert history.running_sum()[-1] == history.amounts[-1]


def test_that_a_long_run_is_searched_around_the_timestep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight_histories, "FOLLOWED", 40)
    for cell, truncate in (("bidirectional", None), ("lstm", 30)):
        tape = run(cell, 300, truncate)
        name = "W_hh" if cell == "lstm" else "W_ll"
        history = weight_history(tape, name, (1, 2))
        sent = history.by_loss(150)
        assert not sent.complete
        assert sent.first <= 110
        assert np.sum(sent.total) == pytest.approx(history.amounts[149], rel=1e-6)


def test_that_a_hundred_thousand_timesteps_form_no_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    tape = run("vanilla", 100_000)

    def no_matrices(*_: object) -> None:
        raise AssertionError("a matrix was formed")

    monkeypatch.setattr("rnnviz.engine.contributions.RankOne.each", no_matrices)
    history = weight_history(tape, "W_hh", (2, 3))
    assert history.total == pytest.approx(tape.contributions("W_hh").total[2, 3], rel=1e-9)
    assert np.sum(history.by_loss(50_000).total) == pytest.approx(history.amounts[49_999], rel=1e-9)


def test_that_a_search_for_losses_can_be_ended() -> None:
    def stop(fraction: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        weight_history(run("vanilla", 30), "W_hh", (0, 0)).by_loss(progress=stop)


def test_that_only_parameters_and_their_elements_have_a_history() -> None:
    tape = run("vanilla", 5)
    with pytest.raises(KeyError):
        weight_history(tape, "h", (0,))
    with pytest.raises(IndexError):
        weight_history(tape, "W_hh", (0, 4))
    with pytest.raises(IndexError):
        weight_history(tape, "W_hh", (1,))
