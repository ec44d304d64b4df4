"""The ready-made breakpoints: each finds a run built to have its fault, where it has it, and no healthy run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rnnviz import Model, Tape
from rnnviz.debugger import symptoms
from rnnviz.debugger.breakpoint import Breakpoint
from rnnviz.debugger.breakpoint_hits import Hit
from rnnviz.debugger.breakpoints import BreakpointStops
from rnnviz.debugger.what_ifs import what_if
from rnnviz.models import gallery
from tests.debugger.conftest import Run
from tests.engine import lecture

READY = {one.text: one for one in symptoms.ready_made()}
PLAIN = "h[t] = tanh(W * h[t-1] + x[t])\nL[t] = mse(h[t], y[t])"


def hits(tape: Tape, key: str, threshold: float | None = None) -> list[Hit]:
    one = READY[key] if threshold is None else Breakpoint("symptom", key, threshold=threshold)
    stops = BreakpointStops(tape)
    found = stops.hits(one)
    assert found is not None, stops.problems
    return [found[i] for i in range(len(found))]


def test_that_the_readme_and_the_docstring_tell_the_thresholds_in_use() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert symptoms.__doc__ is not None
    for key, one in symptoms.SYMPTOMS.items():
        (row,) = [line for line in readme.splitlines() if line.startswith(f"| {one.words} |")]
        (line,) = [line for line in symptoms.__doc__.splitlines() if line.startswith(f"{key} ")]
        told, written = row.split("|")[-2].strip(), line.split()[-1]
        assert (told, written) == ("", "none") if one.threshold is None else (float(told) == float(written))
        assert one.threshold is None or float(told) == one.threshold


def scalar(weight: float, x: list[float], y: list[float], text: str = PLAIN) -> Tape:
    model = Model(text, sizes={"x": 0, "y": 0, "h": 0, "W": 0}, parameters={"W": weight})
    return model.run({"x": np.array(x), "y": np.array(y)})


def test_that_the_first_value_that_is_not_finite_is_found_and_only_the_first() -> None:
    tape = scalar(1e200, [1, 1, 1, 1, 1], [0] * 5, PLAIN.replace("tanh", ""))
    (hit,) = hits(tape, "not_finite")
    assert (hit.cursor.position, hit.timestep, hit.subject) == (2, 2, "max(abs(L[t]))")
    assert hit.actual == np.inf
    assert not hits(scalar(1, [1, 1], [0, np.nan]), "not_finite")  # no target is no fault


def test_that_a_gradient_that_is_not_finite_is_found() -> None:
    tape = Model("h[t] = sqrt(x[t] * w)\nL[t] = mse(h[t], y[t])", sizes={"x": 0, "y": 0, "w": 0}).run(
        {"x": np.zeros(3), "y": np.ones(3)}
    )
    (hit, *_) = hits(tape, "not_finite")
    assert tape.moment(hit.cursor.position).pass_.phase == "backward"


def test_that_a_vanishing_gradient_is_found_and_no_path_is_none() -> None:
    nowhere = [np.nan] * 9
    tape = scalar(0.1, [1] * 12, [*nowhere, 1, np.nan, np.nan])
    found = hits(tape, "vanishing")
    right = {t for t in range(1, 13) if 0 < abs(tape["dh"][t - 1]) < 1e-6}
    assert right
    assert {one.timestep for one in found} == right
    assert {11, 12}.isdisjoint(right)
    assert all(one.actual == pytest.approx(abs(tape["dh"][one.timestep - 1])) for one in found)


def test_that_an_exploding_gradient_is_found() -> None:
    tape = scalar(3, [0.001] * 6, [5] * 6, PLAIN.replace("tanh", ""))
    assert {one.timestep for one in hits(tape, "exploding")} == set(1 + np.flatnonzero(abs(tape["dh"]) > 100))
    assert len(hits(tape, "exploding", 1e9)) == 0


def test_that_a_saturated_unit_and_a_pinned_gate_are_found() -> None:
    tape = scalar(1, [0, 5, 0, -9], [0] * 4)
    assert [one.timestep for one in hits(tape, "saturated")] == list(1 + np.flatnonzero(abs(tape["h"]) > 0.99))
    gate = "g[t] = sigmoid(x[t])\nh[t] = g[t] * h[t-1] + W * x[t]\nL[t] = mse(h[t], y[t])"
    tape = scalar(1, [0, 6, -6, 1], [0] * 4, gate)
    found = hits(tape, "saturated")
    assert [(one.timestep, one.symbol) for one in found] == [(2, ">"), (3, "<")]


def test_that_a_unit_that_never_changes_is_dead() -> None:
    model = Model("h[t] = relu(x[t] + b)\nL[t] = sum(h[t])", sizes={"x": 2, "b": 2}, parameters={"b": [0.0, -99.0]})
    (hit,) = hits(model.run({"x": np.random.default_rng(0).normal(size=(6, 2))}), "dead")
    assert hit.cursor.position == 6
    assert hit.actual == 0


def test_that_a_loss_that_jumps_is_found() -> None:
    tape = scalar(0.0, [0] * 6, [0.3, 0.3, 0.3, 3, 3, 0.3])
    assert [one.timestep for one in hits(tape, "loss_jump")] == [4]


def test_that_a_timestep_that_outweighs_all_others_is_found() -> None:
    model = Model("h[t] = W @ x[t]\nL[t] = mse(h[t], y[t])", sizes={"x": 2, "y": 2, "h": 2})
    x = np.ones((8, 2))
    x[4] *= 10
    (hit,) = hits(model.run({"x": x, "y": np.zeros((8, 2))}), "dominated")
    assert (hit.timestep, hit.subject) == (5, "norm(dW[t])")


@pytest.mark.parametrize("cell", [entry.name for entry in gallery.cells()])
def test_that_every_symptom_can_be_looked_for_in_every_cell(run: Run, cell: str) -> None:
    tape = run(cell)
    stops = BreakpointStops(tape)
    for one in symptoms.ready_made():
        assert stops.hits(one) is not None, stops.problems
    assert hits(tape, "not_finite") == []
    assert hits(tape, "exploding") == []


def test_that_a_model_without_a_loss_or_with_segments_has_symptoms_too() -> None:
    forward_only = Model("h[t] = tanh(W * h[t-1] + x[t])", sizes={"x": 0, "W": 0, "h": 0}).run({"x": np.ones(3) * 9})
    for tape in (forward_only, lecture.encoder_decoder(), lecture.bidirectional()):
        stops = BreakpointStops(tape)
        assert [stops.problem(one) for one in READY.values()] == [None] * len(READY)
        for one in READY.values():
            assert stops.hits(one) is not None
    assert len(hits(forward_only, "saturated")) == 3


@pytest.mark.parametrize("key", symptoms.SYMPTOMS)
def test_that_symptoms_are_looked_for_in_what_ifs_and_in_chunks_that_are_apart_too(key: str) -> None:
    tape = lecture.vanilla(timesteps=6)
    same = what_if(tape, {("h", 3, 1): float(tape["h"][2, 1]), ("W_hh", 4, (0, 1)): float(tape["W_hh"][0, 1])})
    places = [(hit.cursor.position, hit.timestep) for hit in hits(tape, key)]
    if key not in ("dominated",):  # a weight that is set for one timestep has no gradient there
        assert [(hit.cursor.position, hit.timestep) for hit in hits(same, key)] == places
    hits(tape.model.run(tape.data, truncate=2, carry=False), key)
