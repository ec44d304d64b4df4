"""What a finding says, and where it points."""

from typing import Any

import numpy as np
import pytest

from rnnviz import Cancelled, Model, Tape
from rnnviz.debugger import diagnose as from_the_package
from rnnviz.debugger.diagnostics import Finding, Place, Severity, Thresholds, diagnose
from rnnviz.models import gallery
from tests.debugger.diagnostics import faults
from tests.debugger.diagnostics.specimens import equations, healthy, run


def only(tape: Tape, rule: str, thresholds: Thresholds | None = None) -> Finding:
    found = [one for one in diagnose(tape, thresholds) if one.rule == rule]
    assert found
    return found[0]


def linear(weight: float, timesteps: int = 40, **options: Any) -> Tape:
    """h[t] = weight · h[t−1] + x[t]: what a loss sends back is multiplied by the weight at each timestep."""
    random = np.random.default_rng(0)
    model = Model(
        "h[t] = w * h[t-1] + x[t]\nL[t] = mse(h[t], target[t])",
        {"x": 2, "h": 2, "target": 2},
        parameters={"w": np.array(weight)},
    )
    data = {"x": random.standard_normal((timesteps, 2)), "target": random.standard_normal((timesteps, 2))}
    return model.run(data, **options)


def test_that_the_rate_of_vanishing_is_measured() -> None:
    found = only(linear(0.3), "vanishing")
    assert found.evidence[0].value == pytest.approx(0.3)
    assert found.evidence[0].threshold == Thresholds().vanishing_rate
    assert "multiplied by 0.30 at each timestep" in str(found)
    assert "6 timesteps away" in str(found)  # 0.3 ** 6 < 0.001 < 0.3 ** 5
    assert found.place.name == "dh"
    norms = found.evidence[0].values
    assert np.allclose(np.divide(norms[1:], norms[:-1]), 0.3)


def test_that_the_growth_of_exploding_is_measured() -> None:
    found = only(linear(1.5), "exploding")
    norms = found.evidence[0].values
    assert np.allclose(np.divide(norms[1:], norms[:-1]), 1.5)
    assert 1.5**19 <= found.evidence[0].value <= 1.5**39  # from the timesteps 20 … 40 to the first
    assert found.place.timestep == found.evidence[0].timesteps[-1] == 1
    assert "multiplied by 1.50 at each timestep" in str(found)


def test_that_the_jacobian_says_the_same_as_the_losses() -> None:
    for weight, rule in ((0.3, "vanishing"), (1.5, "exploding")):
        for one in only(linear(weight), rule).evidence[1:]:
            assert one.value == pytest.approx(weight)


def test_that_a_model_without_a_loss_is_judged_by_its_jacobian() -> None:
    model = Model("h[t] = w * h[t-1] + x[t]", {"x": 2, "h": 2}, parameters={"w": np.array(0.3)})
    found = only(model.run({"x": np.random.default_rng(0).standard_normal((40, 2))}), "vanishing")
    assert "no loss sends any" in str(found)
    assert found.evidence[0].value == pytest.approx(0.3)


def test_that_a_cut_of_truncation_is_not_taken_for_vanishing() -> None:
    rules = {one.rule for one in diagnose(linear(0.95, truncate=2))}
    assert rules == {"cut path"}


def test_that_thresholds_decide() -> None:
    tape = linear(0.6)
    assert not diagnose(tape)
    assert only(tape, "vanishing", Thresholds(vanishing_rate=0.7)).evidence[0].threshold == 0.7


def test_that_the_first_value_that_is_not_finite_is_named_with_its_operation() -> None:
    text = "a[t] = x[t] - 1\nh[t] = tanh(W @ h[t-1] + log(a[t]))\nL[t] = mse(h[t], target[t])"
    x = np.full((12, 3), 2.0)
    x[7, 1], x[9, 0] = 0.5, -3.0
    with np.errstate(all="ignore"):
        tape = Model(text, {"x": 3, "target": 3}).run({"x": x, "target": np.zeros((12, 3))})
    found = only(tape, "not finite")
    assert found.severity is Severity.ERROR
    assert found.place.name == "h"
    assert found.place.timestep == 8
    assert found.place.unit is not None
    assert str(found).endswith("h[8] is the first value of the run that is not finite: NaN, made by log(a[t])")


def test_that_a_gradient_that_is_not_finite_is_found_where_the_values_are_fine() -> None:
    text = "h[t] = tanh(W @ h[t-1] + x[t])\ns[t] = sqrt(sum(h[t] * h[t]))\nL[t] = mse(s[t], target[t])"
    x = np.random.default_rng(0).standard_normal((9, 3))
    x[0] = 0
    tape = Model(text, {"x": 3, "h": 3, "target": 0}).run({"x": x, "target": np.zeros(9)})
    found = only(tape, "not finite")
    assert found.place.name.startswith("d")
    assert found.place.timestep == 1


def test_that_saturated_units_are_those_that_were_made_so() -> None:
    def pin(parameters: dict[str, Any], random: np.random.Generator) -> None:
        parameters["b_h"][12 + np.array([2, 7])] += 12  # the forget gate's

    found = only(run("lstm", "echo", 3, 24, pin), "saturated")
    assert found.place.name == "f"
    assert found.units == ((2,), (7,))
    assert "2 of 12 units of the gate f are pinned" in str(found)


def test_that_units_which_saturate_in_turn_are_told_of_together() -> None:
    def widen(parameters: dict[str, Any], random: np.random.Generator) -> None:
        parameters["W_xh"] *= 12

    found = only(run("vanilla", "average", 4, 60, widen), "saturated", Thresholds(saturated_time=1.0))
    assert found.units == ()
    assert "% of the numbers of h are saturated" in str(found)
    assert found.evidence[0].value >= 0.6


def test_that_an_unnamed_tanh_is_told_by_its_expression() -> None:
    def fill(parameters: dict[str, Any], random: np.random.Generator) -> None:
        parameters["b_h"] += np.repeat([12.0, 12.0, 12.0, 0.0], 12)

    tape = run("lstm", "echo", 3, 40, fill)
    found = [one for one in diagnose(tape) if one.rule == "saturated" and "tanh(c[t])" in str(one)]
    assert found
    assert found[0].place.name == "h"


def test_that_a_certain_output_is_no_saturation() -> None:
    text = "h[t] = tanh(W @ h[t-1] + x[t])\np[t] = sigmoid(50 * V @ h[t])\nL[t] = mse(p[t], target[t])"
    random = np.random.default_rng(0)
    model = Model(text, {"x": 3, "h": 3, "target": 3})
    tape = model.run({"x": random.standard_normal((30, 3)), "target": random.random((30, 3))})
    assert "saturated" not in {one.rule for one in diagnose(tape)}


def test_that_dead_units_are_those_that_were_made_so() -> None:
    def cut(parameters: dict[str, Any], random: np.random.Generator) -> None:
        parameters["W_hh"][5] = parameters["W_xh"][5] = 0
        parameters["W_hh"][:, 9] = parameters["W_hy"][:, 9] = 0

    found = [one for one in diagnose(run("vanilla", "echo", 0, 24, cut)) if one.rule == "dead"]
    assert [(one.place.name, one.units) for one in found] == [("h", ((5,),)), ("h", ((9,),))]
    assert "never change" in str(found[0])
    assert "no loss depends on them" in str(found[1])


def test_that_units_under_an_input_that_never_changes_are_not_called_dead() -> None:
    text = "h[t] = relu(W @ h[t-1] + V @ x[t])\nL[t] = mse(h[t], target[t])"
    model = Model(text, {"x": 3, "h": 4, "target": 4})
    tape = model.run({"x": np.ones((20, 3)), "target": np.random.default_rng(0).standard_normal((20, 4))})
    assert "dead" not in {one.rule for one in diagnose(tape)}


def test_that_an_idle_input_is_the_one_without_weights() -> None:
    def lose(parameters: dict[str, Any], random: np.random.Generator) -> None:
        for name in parameters:
            if name.startswith("W_x"):
                parameters[name][:, 1] = 0

    for cell in ("vanilla", "gru", "bidirectional"):
        found = only(run(cell, "average", 1, 24, lose), "idle input")
        assert found.units == ((1,),)
        assert found.place == Place("x", 1, (1,))
        assert "1 of 3 elements of the input x" in str(found)


def test_that_an_input_next_to_nothing_is_idle_whatever_its_weights() -> None:
    random = np.random.default_rng(0)
    x = random.standard_normal((30, 3)) * [1, 1e-9, 1] + [0, 5, 0]
    model = Model(equations("vanilla", "average"), {"x": 3, "y": 3, "target": 3}, hidden=8)
    found = only(model.run({"x": x, "target": random.standard_normal((30, 3))}), "idle input")
    assert found.units == ((1,),)


def test_that_an_input_that_is_only_a_condition_matters() -> None:
    text = "h[t] = where(m[t] > 0, tanh(W @ h[t-1] + x[t]), h[t-1])\nL[t] = mse(h[t], target[t])"
    random = np.random.default_rng(0)
    data = {
        "x": random.standard_normal((30, 3)),
        "m": random.standard_normal(30),
        "target": random.standard_normal((30, 3)),
    }
    tape = Model(text, {"x": 3, "m": 0, "target": 3}).run(data)
    assert "idle input" not in {one.rule for one in diagnose(tape)}


def test_that_a_character_that_never_comes_is_not_an_idle_input() -> None:
    random = np.random.default_rng(0)
    symbols = random.integers(0, 3, 30)  # of four
    model = Model(gallery.cell("vanilla").body, {"x": 4, "y": 4, "target": 0}, hidden=8)
    tape = model.run({"x": np.eye(4)[symbols], "target": np.roll(symbols, -1)})
    assert "idle input" not in {one.rule for one in diagnose(tape)}


def test_that_a_stop_is_named_with_what_it_takes() -> None:
    tape = faults.cut(0)  # stop(h[t-1]) in a vanilla cell
    found = only(tape, "cut path")
    assert str(found).startswith("warning: stop(h[t-1]) in the equation of h cuts what the losses need")
    assert found.place.name == "h"


def test_that_a_stop_that_takes_little_is_no_fault() -> None:
    text = "h[t] = tanh(W @ h[t-1] + x[t])\ny[t] = h[t] + 0.01 * stop(norm(h[t])) * V\nL[t] = mse(y[t], target[t])"
    random = np.random.default_rng(0)
    data = {"x": random.standard_normal((30, 3)), "target": random.standard_normal((30, 3))}
    assert not diagnose(Model(text, {"x": 3, "target": 3, "V": 3}).run(data))


def test_that_truncation_before_the_only_loss_is_a_cut_of_all_that_is_earlier() -> None:
    found = only(run("vanilla", "majority", 5, 32, truncate=16), "cut path")
    assert "Truncation after every 16 timesteps" in str(found)
    assert found.evidence[0].value == pytest.approx(0.5, abs=0.01)
    by_time = dict(zip(found.evidence[0].timesteps, found.evidence[0].values, strict=True))
    assert [round(by_time[t]) for t in (1, 16, 17, 32)] == [1, 1, 0, 0]


def test_that_targets_are_told_by_what_is_wrong_with_them() -> None:
    masked = only(faults.idle_target(0), "idle target")
    assert "and 0 send a gradient" in str(masked)
    missing = only(faults.idle_target(2), "idle target")
    assert "never has a target" in str(missing)


def test_that_a_few_targets_are_enough() -> None:
    tape = run("vanilla", "majority", 5, 32)
    assert "idle target" not in {one.rule for one in diagnose(tape)}


def test_that_examples_of_a_few_timesteps_are_never_blamed() -> None:
    for cell in gallery.cells():
        model = Model(cell.body, {"x": 4, "y": 4, "target": 0}, hidden=3)
        tape = model.run({"x": np.eye(4)[[0, 1, 2, 2]], "target": [1, 2, 2, 3]})
        assert diagnose(tape) == []


def test_that_the_worst_comes_first_and_all_words_are_whole() -> None:
    for make in faults.FAULTS.values():
        found = diagnose(make(0))
        order = [list(Severity).index(one.severity) for one in found]
        assert order == sorted(order)
        for one in found:
            assert "{" not in str(one)
            assert one.evidence
            for evidence in one.evidence:
                assert str(evidence.label)
                assert len(evidence.timesteps) == len(evidence.values)


def test_that_places_are_such_as_a_tape_has() -> None:
    for make in faults.FAULTS.values():
        for seed in (0, 1, 2):
            tape = make(seed)
            for one in diagnose(tape):
                value = tape.value(one.place.name, one.place.timestep)
                if one.place.unit is not None:
                    assert np.shape(value[one.place.unit]) == ()


def test_that_progress_ends_an_examination() -> None:
    told: list[float] = []

    def stop(fraction: float) -> None:
        told.append(fraction)
        if fraction > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        diagnose(healthy()[0], progress=stop)
    assert told == sorted(told)


def test_that_a_long_run_is_looked_at_in_little_time() -> None:
    """Counted in work, not in seconds: no more than so many values are asked for, however long the run."""
    random = np.random.default_rng(0)
    model = Model(gallery.cell("lstm").body, {"x": 3, "y": 3, "target": 0}, hidden=4)
    counts = []
    for timesteps in (5_000, 20_000):
        symbols = random.integers(0, 3, timesteps)
        tape = model.run({"x": np.eye(3)[symbols], "target": np.roll(symbols, -1)}, truncate=500)
        told: list[float] = []
        diagnose(tape, progress=told.append)
        counts.append(len(told))
    assert counts[1] < 4 * counts[0]


def test_that_the_package_offers_it() -> None:
    assert from_the_package is diagnose


@pytest.mark.parametrize("scale", [0.3, 2.5, 5, 12, 30])
@pytest.mark.parametrize("cell", ["vanilla", "lstm", "bidirectional"])
def test_that_no_recurrence_is_said_to_explode_and_to_vanish(cell: str, scale: float) -> None:
    sizes: dict[str, int | tuple[int, ...]] = {"x": 5, "y": 5, "target": 0}
    for timesteps, seed in ((12, 0), (12, 1), (40, 2)):
        random = np.random.default_rng(seed)
        drawn = Model(gallery.cell(cell).body, sizes, hidden=6, seed=seed).parameters
        scaled = {name: value * (scale if name.startswith("W") else 1) for name, value in drawn.items()}
        model = Model(gallery.cell(cell).body, sizes, hidden=6, parameters=scaled)
        inputs = np.eye(5)[random.integers(0, 5, timesteps)]
        tape = model.run({"x": inputs, "target": random.integers(0, 5, timesteps)})
        for thresholds in (Thresholds(), Thresholds(exploding_growth=1.5, vanishing_rate=0.95, vanishing_rest=0.2)):
            found = [one for one in diagnose(tape, thresholds) if one.rule in ("exploding", "vanishing")]
            recurrences = [one.words.values["states"] for one in found]
            assert len(recurrences) == len(set(recurrences))


def test_that_units_that_change_little_are_not_said_never_to_change() -> None:
    for one in diagnose(run("vanilla", "echo", 0, 24), Thresholds(dead_range=0.95)):
        if one.rule == "dead":
            assert "they change less than 0.95 of what the liveliest does" in str(one)
            break
    else:
        pytest.fail("with such a threshold units are dead")
