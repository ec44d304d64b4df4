"""Where a disagreement comes from: faults of each sort are put in, and each is named; healthy runs have none."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from rnnviz import Cancelled, Model, Tape
from rnnviz.engine.contributions import Contributions
from rnnviz.engine.difference_study import STEPS
from rnnviz.engine.gradient_check import gradient_check
from rnnviz.engine.gradient_verdict import Verdict, examine, fitting_limit
from rnnviz.engine.rule_check import rule_fault
from rnnviz.equations import operations
from tests.engine import lecture
from tests.reference import comparison
from tests.reference.cells import cells
from tests.reference.random_systems import random_system
from tests.reference.system import Array, System

WRONG_RULES = [
    ("tanh", ("g * (1 - y)",), "tanh(W @ h[t-1] + x[t])", 0),
    ("sigmoid", ("g * y",), "sigmoid(W @ h[t-1] + x[t])", 0),
    ("softplus", ("g * sigmoid(-a)",), "softplus(W @ h[t-1] + x[t])", 0),
    ("negative", ("g",), "tanh(-(W @ h[t-1]) + x[t])", 0),
    ("multiply", ("g * b", "g"), "tanh(W @ h[t-1] + x[t]) * h[t-1]", 1),
    ("divide", ("g / b", "g * y / b"), "x[t] / (2 + tanh(W @ h[t-1]))", 1),
    ("matmul", ("outer(g, b)", "a @ g"), "tanh(W @ h[t-1] + x[t])", 1),
    ("layer_norm", ("g * b", "g * standardize(a)", "g"), "layer_norm(W @ h[t-1] + x[t], s, b)", 0),
    ("tanh", (None,), "tanh(W @ h[t-1] + x[t]) + W @ x[t]", 0),
]


def model(right: str) -> Model:
    known: dict[str, int | tuple[int, ...]] = {"x": 3, "h": 3, "W": (3, 3)}
    if "layer_norm" in right:
        known |= {"s": 3, "b": 3}
    return Model(f"h[t] = {right}\nL[t] = mse(h[t], x[t])", sizes=known)


@pytest.mark.parametrize(("kind", "texts", "right", "operand"), WRONG_RULES)
def test_that_a_wrong_rule_is_named_with_its_operation(
    kind: str, texts: tuple[str | None, ...], right: str, operand: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = operations.TABLE[kind]
    monkeypatch.setitem(operations.TABLE, kind, dataclasses.replace(row, adjoint=lambda signature: texts))
    verdict = examine(model(right).run({"x": lecture.data(5, inputs=3)["x"]}), limit=40)
    assert verdict.cause == "rule"
    assert verdict.rule is not None
    assert (verdict.rule.kind, verdict.rule.operand) == (kind, operand)
    assert verdict.rule.rule == (texts[operand] or "0")
    assert verdict.rule.error > 1e-6


def spoilt(tape: Tape, name: str, monkeypatch: pytest.MonkeyPatch, each: bool, total: bool) -> None:
    """Puts 0.25 more into element (1, 2): of timestep 3, or of the sum over all timesteps, or of both."""
    right = tape.contributions(name)

    class Spoilt(Contributions):
        def each(self, first: int, last: int) -> Array:
            rows = super().each(first, last).copy()
            if each and first <= 3 <= last:
                rows[3 - first, 1, 2] += 0.25
            return rows

        def sum_over(self, timesteps: range) -> Array:
            added = super().sum_over(timesteps).copy()
            added[1, 2] += 0.25 * total
            return added

    made = Spoilt(right.shape, right.timesteps, right.dtype, right.factors, right.untied)
    monkeypatch.setitem(tape._contributions, name, made)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(
    ("each", "total", "which"), [(False, True, "sum"), (True, False, "timesteps"), (True, True, "both")]
)
def test_that_a_fault_of_adding_up_is_named(
    each: bool, total: bool, which: str, dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tape = lecture.vanilla(timesteps=5, dtype=dtype)
    spoilt(tape, "W_hh", monkeypatch, each, total)
    verdict = examine(tape, limit=1000)
    if which == "both" and dtype == "float32":
        return  # a run of the same in 64 bits is right: nothing tells this from lost precision
    assert verdict.cause == "accumulation"
    assert verdict.accumulation is not None
    assert verdict.accumulation.which == which
    assert verdict.worst is not None
    assert (verdict.worst.parameter, verdict.worst.element) == ("W_hh", (1, 2))
    assert verdict.accumulation.added - verdict.accumulation.difference == pytest.approx(0.25 * each, abs=1e-5)
    assert verdict.accumulation.total - verdict.accumulation.difference == pytest.approx(0.25 * total, abs=1e-5)


def test_that_a_forgotten_term_is_a_fault_of_adding_up(monkeypatch: pytest.MonkeyPatch) -> None:
    tape = model("tanh(W @ h[t-1] + W @ x[t])").run({"x": lecture.data(4, inputs=3)["x"]})
    right = tape.contributions("W")
    forgotten = Contributions(right.shape, right.timesteps, right.dtype, right.factors[:1])
    monkeypatch.setitem(tape._contributions, "W", forgotten)
    verdict = examine(tape)
    assert verdict.cause == "accumulation"
    assert verdict.accumulation is not None
    assert verdict.accumulation.which == "both"


def scalar(right: str, weight: float) -> Verdict:
    made = Model(f"loss L\nL[t] = x[t] * ({right})", sizes={"w": (), "x": ()}, parameters={"w": weight})
    return examine(made.run({"x": np.ones(2)}))


@pytest.mark.parametrize(
    ("right", "weight", "reason"),
    [
        ("tanh(20000 * w)", 2e-5, "truncation"),
        ("exp(1000000 * (w - 1)) / 1000000", 1.0000003, "truncation"),
        ("w + 1000000000", 0.5, "rounding"),
        ("(w - 1) * 3 + 10000000000", 1.0, "rounding"),
        ("relu(w)", 0.0, "kink"),
        ("abs(w)", 1e-8, "kink"),
        ("5 * relu(w - 0.3)", 0.3000001, "kink"),
        ("w + (w > 0.5)", 0.5, "kink"),
        ("w * stop(w)", 0.7, "stop"),
    ],
)
def test_that_the_differences_own_error_is_named(right: str, weight: float, reason: str) -> None:
    verdict = scalar(right, weight)
    assert verdict.check.passed
    assert verdict.cause == "difference"
    assert verdict.study is not None
    assert verdict.study.reason == reason, verdict.study
    assert len(verdict.study.errors) == len(STEPS)


def test_that_a_right_gradient_of_a_gentle_function_has_no_fault() -> None:
    verdict = scalar("tanh(2 * w) + w * w", 0.4)
    assert verdict.cause == ""
    assert verdict.central
    assert verdict.study is not None
    assert verdict.study.reason == ""


def test_that_precision_lost_in_32_bits_is_named() -> None:
    """1 + w is 1 in 32 bits: the gradient of the logarithm's small argument is lost."""
    text = "loss L\nL[t] = log((10000000 + w * x[t]) - 10000000)"
    made = Model(text, sizes={"w": (), "x": ()}, parameters={"w": 1.4}, dtype="float32")
    verdict = examine(made.run({"x": np.ones(2)}))
    assert not verdict.check.passed
    assert verdict.cause == "precision"


def chaotic(timesteps: int = 250) -> Tape:
    """A run whose gradients explode: what two computations of it round differently grows by the timestep."""
    random = np.random.default_rng(0)
    made = Model(
        "h[t] = tanh(W @ h[t-1] + 0.1 * x[t])\nL[t] = mse(h[t], y[t])",
        sizes={"x": 40, "h": 40, "y": 40},
        parameters={"W": random.normal(size=(40, 40)) * 2.5 / np.sqrt(40)},
    )
    return made.run({"x": random.normal(size=(timesteps, 40)), "y": random.normal(size=(timesteps, 40))})


def test_that_a_run_in_which_rounding_decides_is_accused_of_nothing() -> None:
    verdict = examine(chaotic(), limit=6)
    assert not verdict.check.passed
    assert verdict.cause == "sensitive"
    assert verdict.sensitivity is not None
    assert verdict.worst is not None
    assert verdict.sensitivity.change > 1e-3 * abs(verdict.worst.gradient - verdict.worst.difference)
    assert examine(chaotic(20), limit=6).check.passed


def test_that_a_fault_is_found_in_such_a_run_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    tape = chaotic(60)
    right = tape.contributions("W")

    class Doubled(Contributions):
        def sum_over(self, timesteps: range) -> Array:
            return 2 * super().sum_over(timesteps)

    monkeypatch.setitem(
        tape._contributions, "W", Doubled(right.shape, right.timesteps, right.dtype, right.factors, right.untied)
    )
    verdict = examine(tape, limit=6)
    assert verdict.cause == "accumulation"
    assert verdict.accumulation is not None
    row = operations.TABLE["tanh"]
    monkeypatch.setitem(operations.TABLE, "tanh", dataclasses.replace(row, adjoint=lambda signature: ("g * (1 - y)",)))
    assert examine(chaotic(200), limit=6).cause == "rule"


@pytest.mark.parametrize("system", cells(), ids=lambda system: system.name)
def test_that_healthy_models_agree(system: System) -> None:
    tape = comparison.tape_of(system)
    assert rule_fault(tape, [1, 2, tape.timesteps]) is None
    verdict = examine(tape, limit=12)
    assert verdict.check.passed
    if system.name == "conventions_at_zero":  # it stands on corners, where only a convention is right
        assert verdict.study is not None
        assert verdict.study.reason == "kink"
    else:
        assert verdict.cause == "" or (verdict.study is not None and verdict.study.reason == "stop")


@pytest.mark.parametrize("seed", range(8))
def test_that_healthy_random_systems_agree(seed: int) -> None:
    tape = comparison.tape_of(random_system(seed))
    assert rule_fault(tape, [1, 2]) is None
    assert examine(tape, limit=6).check.passed


@pytest.mark.parametrize("truncate", [None, 2])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("make", [lecture.vanilla, lecture.lstm])
def test_that_either_precision_and_cuts_agree(make: Callable[..., Tape], dtype: str, truncate: int | None) -> None:
    verdict = examine(make(timesteps=6, dtype=dtype, truncate=truncate), limit=20)
    assert verdict.cause == ""
    assert verdict.central == (truncate is None)


@pytest.mark.parametrize("key", ["h", "h[0]"])
def test_that_an_initial_state_is_checked_by_either_of_its_keys(key: str) -> None:
    tape = lecture.vanilla_model().run(lecture.data(4), {key: np.array([0.1, -0.2, 0.3])})
    check = gradient_check(tape)
    assert check.passed
    assert len([one for one in check.comparisons if one.initial]) == 3


def test_that_states_beside_a_learned_one_are_checked() -> None:
    text = "learned h[0]\nh[t] = tanh(W @ h[t-1] + 0.5 * h[t-2] + x[t])\nL[t] = mse(h[t], x[t])"
    tape = Model(text, sizes={"x": 3, "h": 3, "W": (3, 3)}).run({"x": lecture.data(4, inputs=3)["x"]})
    check = gradient_check(tape)
    assert check.passed
    assert {one.parameter for one in check.comparisons if one.initial} == {"h[-1]"}


def test_that_a_long_run_is_sampled_where_there_is_most_to_see() -> None:
    tape = lecture.vanilla(timesteps=3000)
    assert fitting_limit(tape) < fitting_limit(lecture.vanilla(timesteps=30))
    check = gradient_check(tape, limit=4)
    assert not check.complete
    for name in tape.graph.parameters:
        sums = [one for one in check.comparisons if one.parameter == name and one.timestep is None]
        assert max(abs(one.gradient) for one in sums) == np.abs(tape.contributions(name).total).max()
        steps = {one.timestep for one in check.comparisons if one.parameter == name and one.timestep}
        assert int(np.argmax(tape.contributions(name).norms)) + 1 in steps


def test_that_it_ends_when_it_is_cancelled() -> None:
    def cancel(fraction: float) -> None:
        if fraction > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        examine(lecture.vanilla(), progress=cancel)


def test_that_progress_only_grows_and_comes_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[float] = []
    examine(lecture.vanilla(), limit=8, progress=told.append)
    assert told == sorted(told)
    assert told[-1] <= 1
