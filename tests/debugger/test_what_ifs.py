"""A what-if is a fresh run with that value."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz import DataError, Model, Tape
from rnnviz.debugger.narration import just_happened
from rnnviz.debugger.what_ifs import equation_says, overridden_at, what_if
from rnnviz.engine.gradient_check import gradient_check
from tests.engine import lecture
from tests.reference import comparison
from tests.reference.random_systems import systems
from tests.reference.system import System, disagreements
from tests.reference.what_if import Place, replaced_derivatives, replaced_values


def elements(shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    return list(np.ndindex(*shape))


@st.composite
def overridden_systems(draw: st.DrawFn) -> tuple[System, dict[Any, float], System, dict[Place, float]]:
    """A system, overrides of it, and the same for the reference: other data, and places where a number is put."""
    system = draw(systems())
    tape = comparison.tape_of(system)
    graph = tape.model.graph
    data = {name: rows.copy() for name, rows in system.data.items()}
    parameters = {name: value.copy() for name, value in system.parameters.items()}
    initial = {name: value.copy() for name, value in system.initial.items()}
    overrides: dict[Any, float] = {}
    instead: dict[Place, float] = {}
    number = st.sampled_from([-1.5, -0.25, 0.0, 0.5, 2.0])
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["value"] * 4 + ["parameter"] * 3 + ["everywhere", "stream", "initial"]))
        t, value = draw(st.integers(1, tape.timesteps)), draw(number)
        if kind == "value":
            name = draw(st.sampled_from(graph.named))
            unit = draw(st.sampled_from(elements(graph.shape(name))))
            if t in tape.span(name):
                overrides[name, t, unit] = instead[name, t, unit] = value
        elif kind in ("parameter", "everywhere") and parameters:
            name = draw(st.sampled_from(sorted(parameters)))
            unit = draw(st.sampled_from(elements(graph.shape(name))))
            if graph.parameters[name].untied:
                overrides[name, t, unit] = parameters[name][(t - 1, *unit)] = value
            elif kind == "everywhere" or "[" in name:
                overrides[name, None, unit] = parameters[name][unit] = value
            else:
                overrides[name, t, unit] = instead[name, t, unit] = value
        elif kind == "stream" and system.data:
            name = draw(st.sampled_from(sorted(data)))
            first = min(tape.span(name))
            row = draw(st.integers(0, len(data[name]) - 1))
            unit = draw(st.sampled_from(elements(data[name].shape[1:])))
            if graph.index(name):
                value = float(draw(st.integers(-1, int(system.data[name].max(initial=0)))))
            overrides[name, first + row, unit] = data[name][(row, *unit)] = value
        elif kind == "initial" and initial:
            name = draw(st.sampled_from(sorted(initial)))
            unit = draw(st.sampled_from(elements(initial[name].shape)))
            start = 0 if min(0, *(r.lag for o in graph.operations for r in o.reads if r.name == name)) < 0 else 1
            overrides[name, start * (tape.timesteps + 1), unit] = initial[name][unit] = value
    other = dataclasses.replace(system, data=data, parameters=parameters, initial=initial)
    return system, overrides, other, instead


@given(overridden_systems())
@settings(max_examples=25)
def test_that_a_what_if_is_a_fresh_run_with_that_value(
    case: tuple[System, dict[Any, float], System, dict[Place, float]],
) -> None:
    system, overrides, other, instead = case
    tape = what_if(comparison.tape_of(system), overrides)
    found = {key: comparison.number(tape, key) for key in comparison.all_keys(tape)}
    assert not disagreements(found, replaced_values(other, instead)), (overrides, system.text)
    mine, right = replaced_derivatives(other, instead, found, most=12)
    assert not disagreements(mine, right, 1e-9), (overrides, system.text)


@given(overridden_systems())
@settings(max_examples=6)
def test_that_the_gradient_check_passes_on_a_what_if(
    case: tuple[System, dict[Any, float], System, dict[Place, float]],
) -> None:
    system, overrides, _, _ = case
    check = gradient_check(what_if(comparison.tape_of(system), overrides), limit=8)
    assert check.passed, check.worst


WRITTEN = """
h[t] = where(mask[t] > 0, given[t], tanh(W_hh @ h[t-1] + W_xh @ x[t] + b_h))
y[t] = W_hy @ h[t] + b_y
L[t] = cross_entropy(y[t], target[t])
"""


def test_that_a_what_if_is_what_the_same_equation_with_where_gives() -> None:
    tape = lecture.vanilla(timesteps=6)
    mask, given_ = np.zeros((6, 3)), np.zeros((6, 3))
    mask[3, 1], given_[3, 1] = 1, 0.5
    sizes = {"x": 4, "h": 3, "y": 4, "target": 0, "mask": 3, "given": 3}
    written = Model(WRITTEN, sizes, parameters=tape.model.parameters)
    right = written.run({**tape.data, "mask": mask, "given": given_}, tape.initial)
    found = what_if(tape, {("h", 4, 1): 0.5})
    for name in ("h", "y", "L", "dh", "dy"):
        np.testing.assert_allclose(found[name], right[name], rtol=1e-14, atol=1e-16)
    for name in tape.model.parameters:
        np.testing.assert_allclose(found[f"d{name}"], right[f"d{name}"], rtol=1e-14, atol=1e-16)


def test_that_nothing_before_the_timestep_changes_by_a_bit() -> None:
    tape = lecture.lstm(timesteps=40)
    other = what_if(tape, {("h", 17, 1): 0.5, ("W_hh", 20, (0, 1)): 3.0})
    for name in tape.model.graph.named:
        assert np.array_equal(tape[name][:16], other[name][:16]), name
    assert not np.array_equal(tape["h"][16:], other["h"][16:])


def test_that_the_gradient_is_the_one_at_the_value_in_force_and_goes_no_further() -> None:
    tape = lecture.vanilla(timesteps=5)
    other = what_if(tape, {("h", 3): (0.1, 0.2, 0.3)})
    slope = [
        (what_if(tape, {("h", 3): moved}).loss - other.loss) / 1e-6
        for moved in ((0.1 + 1e-6, 0.2, 0.3), (0.1, 0.2 + 1e-6, 0.3), (0.1, 0.2, 0.3 + 1e-6))
    ]
    np.testing.assert_allclose(other["dh"][2], slope, atol=1e-5)
    assert np.any(other["dh"][2])
    # Timestep 2 reaches later losses through h[3] alone.
    alone = Model(tape.model.text, tape.model.sizes, parameters=tape.model.parameters)
    short = alone.run({name: rows[:2] for name, rows in tape.data.items()}, tape.initial)
    np.testing.assert_allclose(other["dh"][:2], short["dh"], rtol=1e-12, atol=1e-15)
    assert not np.any(other.contributions("W_hh").at(3))


def test_that_a_weight_at_one_timestep_adds_nothing_there_to_its_own_gradient() -> None:
    tape = lecture.vanilla(timesteps=5)
    other = what_if(tape, {("W_hh", 3, (0, 1)): 2.0})
    contribution = other.contributions("W_hh").at(3)
    assert contribution[0, 1] == 0
    assert np.count_nonzero(contribution) == contribution.size - 1
    assert other.contributions("W_hh").at(4)[0, 1] != 0
    assert other["W_hh"][0, 1] == tape["W_hh"][0, 1]


def test_that_a_value_computed_of_parameters_alone_can_be_overridden_at_one_timestep_or_at_all() -> None:
    text = "V = sigmoid(a)\nh[t] = tanh(V * h[t-1] + x[t])\nL[t] = mse(h[t], target[t])"
    rng = np.random.default_rng(0)
    model = Model(text, {"x": 3, "h": 3, "target": 3, "a": 3}, seed=1)
    tape = model.run({"x": rng.normal(size=(5, 3)), "target": rng.normal(size=(5, 3))})

    def by_hand(factors: np.ndarray[Any, Any]) -> float:
        h, loss = np.zeros(3), 0.0
        for t in range(5):
            h = np.tanh(factors[t] * h + tape["x"][t])
            loss += float(((h - tape["target"][t]) ** 2).mean())
        return loss

    factors = np.tile(tape["V"], (5, 1))
    factors[:, 1] = 0.9
    everywhere = what_if(tape, {("V", None, 1): 0.9})
    assert everywhere.loss == pytest.approx(by_hand(factors), rel=1e-14)
    assert everywhere["V"][1] == 0.9
    assert everywhere["da"][1] == 0
    factors = np.tile(tape["V"], (5, 1))
    factors[2, 1] = 0.9
    assert what_if(tape, {("V", 3, 1): 0.9}).loss == pytest.approx(by_hand(factors), rel=1e-14)
    a = np.array(tape["a"])
    a[1] = 0.3
    factors[2] = 1 / (1 + np.exp(-a))
    through = what_if(tape, {("a", 3, 1): 0.3})
    assert through.loss == pytest.approx(by_hand(factors), rel=1e-14)
    assert gradient_check(through).passed
    assert gradient_check(everywhere).passed


def test_that_results_of_a_split_can_be_overridden_one_by_one() -> None:
    tape = lecture.lstm(timesteps=6)
    other = what_if(tape, {("f", 4, 0): 0.0})
    assert other["f"][3, 0] == 0
    np.testing.assert_array_equal(other["f"][3, 1:], tape["f"][3, 1:])
    np.testing.assert_array_equal(other["i"][3], tape["i"][3])
    gate = 1 / (1 + np.exp(-tape["i"][3, 0]))
    assert other["c"][3, 0] == pytest.approx(0.5 * tape["c"][2, 0] + gate * np.tanh(tape["g"][3, 0]), rel=1e-14)


def test_that_a_what_if_of_a_what_if_keeps_the_first() -> None:
    tape = lecture.vanilla(timesteps=6)
    one = what_if(tape, {("h", 2, 0): 0.5, ("W_xh", None, (0, 0)): 1.0})
    both = what_if(one, {("h", 4, 1): -0.5, ("target", 3): 0})
    at_once = what_if(tape, {("h", 2, 0): 0.5, ("W_xh", None, (0, 0)): 1.0, ("h", 4, 1): -0.5, ("target", 3): 0})
    np.testing.assert_array_equal(both["h"], at_once["h"])
    assert both.loss == at_once.loss
    assert len(both.overrides) == 4


def test_that_a_tape_tells_what_is_overridden_and_what_the_equation_says_there() -> None:
    tape = lecture.vanilla(timesteps=5)
    other = what_if(tape, {("h", 3, 1): 0.5})
    assert overridden_at(other, "h", 3).tolist() == [False, True, False]
    assert not overridden_at(other, "h", 2).any()
    said = equation_says(other, "h", 3)
    assert said is not None
    np.testing.assert_allclose(said, tape["h"][2], rtol=1e-14)
    assert equation_says(other, "h", 2) is None
    assert equation_says(tape, "h", 3) is None


def test_that_the_equations_read_as_before() -> None:
    tape = lecture.vanilla(timesteps=5)
    other = what_if(tape, {("h", 3, 1): 0.5, ("W_hh", 2, (0, 0)): 1.0})
    for name in ("h", "y", "L"):
        assert other.graph.expression(name) == tape.graph.expression(name)


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({("q", 3): 1.0}, "Nothing is called `q`; there are `h`"),
        ({("dh", 3, 1): 1.0}, "`dh` is a gradient, and follows from the values: override `h`"),
        ({("h", 9, 1): 1.0}, "`h` has no value at timestep 9"),
        ({("h", -3, 1): 1.0}, "`h` has no value at timestep -3; its timesteps are 1 … 5"),
        ({("h", None, 1): 1.0}, "Say at which timestep `h`"),
        ({("x", None, 1): 1.0}, "Say at which timestep `x`"),
        ({("x", 6, 1): 1.0}, "`x` has no value at timestep 6; its timesteps are 1 … 5"),
        ({("h", 3, 7): 1.0}, "`h[3]` has no element [7]: it is a vector of 3"),
        ({("W_hh", 3, 1): 1.0}, "`W_hh[3]` has no element [1]"),
        ({("W_hh", 6, (1, 1)): 1.0}, "`W_hh` has no value at timestep 6"),
        ({("h", 3): 1.0}, "`h[3]` takes a vector of 3"),
        ({("h", 3, 1): (1.0, 2.0)}, "has the shape (2,)"),
        ({("target", 3): 9}, "`target[3]` is 9"),
        ({("target", 3): 1.5}, "`target[3]` is 1.5"),
        ({("h", 3, 1): "much"}, "real numbers"),
        ({("h", "3", 1): 1.0}, "'3' is no timestep of `h`"),
        ({("h", 3, "a"): 1.0}, "'a' is no element of `h`"),
        ({"h": 1.0}, "(name, timestep) or (name, timestep, unit)"),
    ],
)
def test_that_an_override_with_no_place_says_what_would_be_right(overrides: Any, words: str) -> None:
    with pytest.raises(DataError, match=re.escape(words)):
        what_if(lecture.vanilla(timesteps=5), overrides)


def test_that_a_missing_target_is_an_override_as_well() -> None:
    tape: Tape = lecture.vanilla(timesteps=5)
    other = what_if(tape, {("target", 3): -1})
    assert other["L"][2] == 0
    assert not other["dy"][2].any()


def test_that_the_narration_tells_what_was_set_by_hand_and_nothing_of_how_it_is_done() -> None:
    tape = lecture.vanilla(timesteps=5)
    other = what_if(tape, {("h", 3, 1): 0.5})
    told = [str(just_happened(other, position, None, "W_hh")) for position in range(other.stops)]
    assert "what was set by hand stands in h[3]" in told[3]
    assert [words for words in told if "set by hand" in words] == [told[3]]
    assert not any("overrid" in words or "computed[" in words for words in told)


@pytest.mark.parametrize(
    "overrides",
    [
        {("h", 3, 1): 0.5},
        {("h", 2): (0.5, -0.5, 0.25)},
        {("W_hh", 4, (0, 1)): 2.0, ("x", 1, 0): 3.0},
        {("h", 0, 2): 1.0, ("h", 5, 0): 0.0},
    ],
)
def test_that_influence_in_a_what_if_is_what_each_loss_alone_sends_back(overrides: dict[Any, Any]) -> None:
    base = lecture.vanilla_model()
    text = base.text.replace("cross_entropy(", "alone[t] * cross_entropy(")
    model = Model(text, {**base.sizes, "alone": 0}, parameters=base.parameters)
    data = lecture.data(5)
    whole = base.run(data, overrides=overrides).influence("h")
    for s in range(5):
        one = model.run({**data, "alone": np.eye(5)[s]}, overrides=overrides)
        np.testing.assert_allclose(whole[s], np.linalg.norm(one["dh"], axis=1), rtol=0, atol=1e-13)
    assert np.abs(whole - base.run(data).influence("h")).max() > 1e-3
