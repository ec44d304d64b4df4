"""Training: what an update is made of, and that the same training comes again bit by bit."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from rnnviz import Cancelled, DataError, Model
from rnnviz.engine.updates import Rule, State, updated
from rnnviz.models.recipe import Recipe, recipe_of
from rnnviz.models.training import Training
from tests.engine.lecture import BIDIRECTIONAL, ENCODER_DECODER, LSTM, VANILLA
from tests.reference.system import Array, largest_error

RECIPES = [
    Recipe("sgd", 0.05, momentum=0.9, clip=1.0, batch=2),
    Recipe("adagrad", 0.1, l2=0.01, batch=3, snapshot_every=7),
    Recipe("adam", 0.01, batch=1, truncate=3),
]


def vanilla(dtype: str = "float64") -> Model:
    return Model(VANILLA, sizes={"x": 4, "h": 5, "y": 4}, dtype=dtype)


def sequences(count: int = 7, longest: int = 9, shortest: int = 3) -> list[dict[str, Array]]:
    random = np.random.default_rng(0)
    lengths = random.integers(shortest, longest + 1, count)
    return [
        {"x": random.normal(size=(length, 4)), "target": random.integers(-1, 4, length)} for length in lengths.tolist()
    ]


def text(timesteps: int = 200) -> list[dict[str, Array]]:
    classes = np.random.default_rng(1).integers(0, 4, timesteps + 1)
    return [{"x": classes[:-1], "target": classes[1:]}]


def bits(training: Training) -> list[bytes]:
    history = training.history
    arrays = [*training.parameters.values(), history.loss, history.norm_before, history.norm_after]
    return [one.tobytes() for one in arrays]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda one: one.optimiser)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_that_a_rewound_training_comes_again_bit_by_bit(recipe: Recipe, dtype: str) -> None:
    training = Training(vanilla(dtype), sequences(), replace(recipe, updates=200))
    training.run()
    first = bits(training)
    training.rewind()
    assert training.number == 0
    assert not len(training.history.loss)
    assert all((training.parameters[name] == one).all() for name, one in training.model.parameters.items())
    training.run()
    assert bits(training) == first
    again = Training(vanilla(dtype), sequences(), replace(recipe, updates=200))
    again.run()
    assert bits(again) == first


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda one: one.optimiser)
def test_that_pausing_looking_and_going_back_change_nothing(recipe: Recipe) -> None:
    one = Training(vanilla(), sequences(), replace(recipe, updates=120))
    one.run()
    other = Training(vanilla(), sequences(), replace(recipe, updates=120))
    random = np.random.default_rng(0)
    global_state = global_numbers()
    with pytest.raises(Cancelled):
        other.run(progress=cancelled_after(30))
    while other.number < 120:
        other.run(min(int(random.integers(1, 20)), 120 - other.number))
        other.one_update()
        other.one_update(int(random.integers(other.number)))
        assert other.trained.parameters.keys() == other.parameters.keys()
        if random.uniform() < 0.3:
            other.rewind(int(random.choice(other.snapshots.numbers)))
    assert bits(other) == bits(one)
    assert (global_numbers() == global_state).all()


def global_numbers() -> Array:
    """What the generator that everybody shares stands at."""
    return np.asarray(np.random.get_state(legacy=True)[1])  # type: ignore[index]


def cancelled_after(count: int) -> Any:
    calls = iter(range(count))

    def progress(fraction: float) -> None:
        if next(calls, None) is None:
            raise Cancelled

    return progress


def test_that_a_training_in_chunks_comes_again_from_any_snapshot() -> None:
    recipe = Recipe("adagrad", 0.1, clip=5.0, batch=3, chunk=7, updates=40, snapshot_every=4)
    training = Training(vanilla(), text(), recipe)
    training.run()
    first = bits(training)
    for number in training.snapshots.numbers[::-1]:
        training.rewind(number)
        training.run()
        assert bits(training) == first


def test_that_a_history_handed_out_keeps_its_numbers() -> None:
    training = Training(vanilla(), sequences(), Recipe("adam", 0.01, updates=20))
    training.run()
    history, losses = training.history, training.history.loss.copy()
    training.rewind(10)
    assert (history.loss == losses).all()
    training.run(100)
    assert (history.loss == losses).all()
    with pytest.raises(ValueError, match="read-only"):
        history.loss[0] = 0


def test_that_another_thread_sees_whole_updates_only() -> None:
    training = Training(vanilla(), sequences(), Recipe("sgd", 0.0, batch=7, updates=3000))
    worker = threading.Thread(target=training.run)
    worker.start()
    seen = []
    while worker.is_alive():
        history = training.history
        lengths = {len(history.loss), len(history.norm_before), len(history.norm_after)}
        seen.append((lengths, bool((history.loss > 0).all()), bool((history.norm_after > 0).all())))
    worker.join()
    assert len(seen) > 1
    assert all(len(lengths) == 1 and losses and norms for lengths, losses, norms in seen)


# What an update is


def single_runs(model: Model, chosen: list[dict[str, Array]]) -> tuple[float, dict[str, Array]]:
    """Mean loss and mean gradients, one sequence after another."""
    tapes = [model.run(one) for one in chosen]
    names = model.parameters
    total = {name: np.sum([one.contributions(name).total for one in tapes], axis=0) for name in names}
    return sum(one.loss for one in tapes) / len(tapes), {name: one / len(tapes) for name, one in total.items()}


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("batch", [1, 2, 5])
def test_that_an_update_is_the_mean_over_its_sequences(dtype: str, batch: int) -> None:
    given = sequences(batch)
    training = Training(vanilla(dtype), given, Recipe("sgd", 0.1, momentum=0.5, clip=2.0, l2=0.1, batch=batch))
    model, states = training.model, dict[str, State]()
    tolerance = 1e-12 if dtype == "float64" else 1e-5
    for number in range(1, 6):
        loss, gradients = single_runs(model, given)
        norm = float(np.sqrt(sum((one.astype(float) ** 2).sum() for one in gradients.values())))
        factor = min(1.0, 2.0 / (norm + 1e-6))
        clipped = {name: factor * one for name, one in gradients.items()}
        right, _, states = updated(Rule("sgd", 0.1, 0.5, 0.1), model.parameters, clipped, states)
        made = training.update()
        assert made.number == number
        assert made.loss == pytest.approx(loss, rel=tolerance)
        assert made.norm_before == pytest.approx(norm, rel=tolerance)
        assert made.norm_after == pytest.approx(factor * norm, rel=tolerance)
        for name, one in right.items():
            assert largest_error(training.parameters[name], one) < tolerance
        model = training.trained


def test_that_each_sequence_comes_once_before_any_comes_again() -> None:
    given = sequences(6, longest=6)
    training = Training(vanilla(), given, Recipe("sgd", 0.0, batch=2, seed=3))
    losses = [vanilla().run(one).loss for one in given]
    for _ in range(4):
        training.run(3)
        assert training.history.loss[-3:].sum() == pytest.approx(sum(losses) / 2)
    orders = {tuple(training.history.loss[start : start + 3]) for start in range(0, 12, 3)}
    assert len(orders) > 1


def test_that_another_seed_gives_another_order() -> None:
    made = [Training(vanilla(), sequences(), Recipe("sgd", 0.1, seed=seed)) for seed in (0, 1)]
    for one in made:
        one.run(20)
    assert (made[0].history.loss != made[1].history.loss).any()


def test_that_one_update_shows_what_the_next_one_does() -> None:
    recipe = Recipe("sgd", 0.1, momentum=0.9, clip=0.5, l2=0.1, batch=2)
    training = Training(vanilla(), sequences(), recipe)
    training.run(10)
    before = training.parameters
    opened = training.one_update()
    made = training.update()
    assert opened.update == made
    for name, one in opened.parameters.items():
        assert (one.before == before[name]).all()
        assert (one.after == training.parameters[name]).all()
        assert (one.before + one.change == one.after).all()
        assert (one.decay == 0.1 * one.before).all()
        factor = made.norm_after / made.norm_before
        np.testing.assert_allclose(one.clipped, factor * one.gradient, rtol=1e-12)
    assert made.norm_after < made.norm_before
    earlier = training.one_update(3)
    assert earlier.update.loss == training.history.loss[3]
    assert earlier.update.norm_before == training.history.norm_before[3]


def test_that_plain_sgd_changes_a_parameter_by_the_learning_rate_times_the_gradient() -> None:
    training = Training(vanilla(), sequences(), Recipe("sgd", 0.25))
    for one in training.one_update().parameters.values():
        np.testing.assert_array_equal(one.change, -0.25 * one.gradient)


def test_that_there_is_no_update_before_the_first() -> None:
    training = Training(vanilla(), sequences(), Recipe("sgd", 0.1))
    with pytest.raises(IndexError):
        training.one_update(-1)


def test_that_an_update_that_was_let_go_can_be_looked_into_and_the_training_stays() -> None:
    training = Training(vanilla(), sequences(), Recipe("adam", 0.1))
    training.run(9)
    made = training.update()
    training.rewind(0)
    training.run(5)
    fractions: list[float] = []
    assert training.one_update(9, fractions.append).update == made
    assert fractions == [0.25, 0.5, 0.75, 1.0]
    assert training.number == 5


def test_that_the_given_model_is_not_changed() -> None:
    model = vanilla()
    before = {name: one.copy() for name, one in model.parameters.items()}
    training = Training(model, sequences(), Recipe("adam", 0.1))
    training.run(5)
    assert all((model.parameters[name] == one).all() for name, one in before.items())
    assert all((training.parameters[name] != one).any() for name, one in before.items())


# Data


@pytest.mark.parametrize("model", [BIDIRECTIONAL, VANILLA + "R[t] = mse(h[t], h[t-1])"], ids=["both ways", "R"])
def test_that_sequences_are_not_padded_where_that_would_change_something(model: str) -> None:
    given = sequences(8, longest=5)
    made = Model(model, sizes={"x": 4, "y": 4, **({"a": 3, "b": 2} if "a[t]" in model else {"h": 3})})
    training = Training(made, given, Recipe("sgd", 0.0, batch=3))
    batches = sum(-(-sum(len(one["x"]) == length for one in given) // 3) for length in {len(one["x"]) for one in given})
    counts = []
    for number in range(batches):
        counts.append(training._feed.portion(number).batch)
        training.update()
    assert sum(counts) == len(given)
    right = sum(made.run(one).loss for one in given)
    assert (training.history.loss * counts).sum() == pytest.approx(right, rel=1e-12)


@pytest.mark.parametrize("kind", ["last", "each"])
def test_that_sequences_of_any_length_train_as_they_would_alone(kind: str) -> None:
    given = sequences(9, longest=40)
    for one in given:
        if kind == "last":
            one["target"][:-1] = -1
    training = Training(vanilla(), given, Recipe("sgd", 0.1, batch=9))
    loss, gradients = single_runs(vanilla(), given)
    opened = training.one_update()
    assert opened.update.loss == pytest.approx(loss, rel=1e-12)
    for name, part in opened.parameters.items():
        assert largest_error(part.gradient, gradients[name]) < 1e-12


def test_that_segments_of_several_lengths_train() -> None:
    model = Model(ENCODER_DECODER, sizes={"x": 4, "h": 3, "y": 4})
    random = np.random.default_rng(0)
    given = [{"x": random.normal(size=(1 + n % 2, 4)), "target": random.integers(0, 4, 1 + n % 3)} for n in range(12)]
    training = Training(model, given, Recipe("sgd", 0.0, batch=2))
    training.run(6)
    assert training.history.loss.sum() == pytest.approx(sum(model.run(one).loss for one in given) / 2, rel=1e-12)


def test_that_one_hot_vectors_and_their_classes_are_the_same() -> None:
    classes = text(50)[0]
    vectors = {**classes, "x": np.eye(4)[classes["x"]]}
    made = [Training(vanilla(), [one], Recipe("adam", 0.01)) for one in (classes, vectors)]
    for one in made:
        one.run(10)
    assert bits(made[0]) == bits(made[1])


def test_that_chunks_carry_the_state_and_begin_again() -> None:
    data = text(100)[0]
    training = Training(vanilla(), [data], Recipe("sgd", 0.0, batch=2, chunk=15))
    model = vanilla()
    streams = [{"x": np.eye(4)[data["x"][s : s + 45]], "target": data["target"][s : s + 45]} for s in (0, 50)]
    tapes = [model.run(one) for one in streams]
    right = [sum(one["L"][start : start + 15].sum() for one in tapes) / 2 for start in (0, 15, 30)]
    training.run(7)
    np.testing.assert_allclose(training.history.loss, [*right, *right, right[0]], rtol=1e-12)


def test_that_learned_states_and_untied_parameters_train() -> None:
    equations = "learned h[0]\nuntied W\nh[t] = tanh(W[t] @ h[t-1] + x[t])\nL[t] = mse(h[t], target[t])"
    model = Model(equations, sizes={"x": 3, "h": 3, "target": 3}, timesteps=6)
    random = np.random.default_rng(0)
    given = [{"x": random.normal(size=(6, 3)), "target": random.uniform(-1, 1, size=(6, 3))} for _ in range(4)]
    training = Training(model, given, Recipe("adam", 0.01, batch=4))
    loss, gradients = single_runs(model, given)
    opened = training.one_update()
    assert opened.update.loss == pytest.approx(loss)
    for name, one in opened.parameters.items():
        assert largest_error(one.gradient, gradients[name]) < 1e-12
        assert (one.change != 0).any()
    training.run(300)
    assert training.history.loss[-1] < 0.5 * training.history.loss[0]


def test_that_a_network_learns() -> None:
    """An LSTM tells at the end what the first of ten symbols was."""
    random = np.random.default_rng(0)
    given = []
    for _ in range(64):
        classes = random.integers(0, 4, 10)
        given.append({"x": classes, "target": np.array([-1] * 9 + [classes[0]])})
    model = Model(LSTM, sizes={"x": 4, "h": 12, "c": 12, "y": 4}, initialisation="forget")
    training = Training(model, given, Recipe("adam", 0.02, clip=1.0, batch=16, updates=300))
    training.run()
    assert training.history.loss[:10].mean() > 1.2
    assert training.history.loss[-10:].mean() < 0.1


# What does not fit


def test_that_what_does_not_fit_is_said() -> None:
    model = vanilla()
    with pytest.raises(DataError, match="no sequence"):
        Training(model, [], Recipe())
    with pytest.raises(DataError, match="no loss"):
        Training(Model("h[t] = tanh(W @ h[t-1] + x[t])", sizes={"x": 3, "h": 3}), [{"x": np.zeros((2, 3))}], Recipe())
    with pytest.raises(DataError, match="no parameters"):
        Training(
            Model("L[t] = mse(x[t], target[t])", sizes={"x": 0, "target": 0}), [{"x": [1], "target": [1]}], Recipe()
        )
    with pytest.raises(DataError, match="2 sequences"):
        Training(model, [*text(), *text()], Recipe(chunk=5))
    with pytest.raises(DataError, match="cut into 50 streams"):
        Training(model, text(), Recipe(chunk=5, batch=50))
    with pytest.raises(DataError, match="later timesteps"):
        Training(Model(BIDIRECTIONAL, sizes={"x": 4, "a": 3, "b": 2, "y": 4}), text(), Recipe(chunk=5))
    with pytest.raises(DataError, match="there are 4 classes"):
        Training(model, [{"x": np.array([0, 4]), "target": np.array([0, 0])}], Recipe())
    with pytest.raises(DataError, match="`target`"):
        Training(model, [{"x": np.zeros((3, 4))}], Recipe())


def wrong_recipes() -> Iterator[dict[str, Any]]:
    yield {"optimiser": "newton"}
    for name in ("learning_rate", "momentum", "l2", "clip"):
        for value in (-1, float("nan"), float("inf"), "1", True):
            yield {"optimiser": "sgd", name: value}
    for name in ("batch", "chunk", "truncate", "updates", "snapshot_every"):
        for value in (0, -1, 1.5, "1", True):
            yield {name: value}
    yield {"seed": -1}
    yield {"momentum": 0.9}
    yield {"optimiser": "sgd", "momentum": 1.0}
    yield {"speed": 1}
    yield {"updates": None}


@pytest.mark.parametrize("given", [*wrong_recipes()], ids=str)
def test_that_a_recipe_that_cannot_be_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(DataError):
        recipe_of(given)
