"""Truncation: chunks that know of each other or not, and what is lost by it."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from rnnviz.debugger.truncation import lost_gradient
from rnnviz.debugger.what_ifs import what_if
from rnnviz.engine.gradient_check import gradient_check
from tests.engine import lecture
from tests.reference import comparison
from tests.reference.complex_step import Stepped
from tests.reference.interpreter import Interpreter
from tests.reference.random_systems import systems
from tests.reference.step_operations import real
from tests.reference.system import Results, System, disagreements


@dataclasses.dataclass
class Apart(Stepped):
    """Where a cut lies between two timesteps, nothing is read."""

    def detach(self, value: Any) -> Any:
        return -1 if isinstance(value, int) else np.zeros_like(self.number(value))


@given(systems())
@settings(max_examples=12)
def test_that_without_carry_over_nothing_is_read_across_a_cut(system: System) -> None:
    system = dataclasses.replace(system, truncate=2)
    interpreter = Interpreter(system, Apart(system))
    right: Results = {"loss": real(interpreter.total())}
    for name in interpreter.program.defined():
        right[f"value {name}"] = np.stack([real(interpreter.memory[name, t]) for t in interpreter.span(name)])
    tape = comparison.model_of(system).run(system.data, system.initial, truncate=2, carry=False)
    assert not disagreements({key: comparison.number(tape, key) for key in right}, right), system.text
    check = gradient_check(tape, limit=6)
    assert check.passed, check.worst


def test_that_chunks_without_carry_over_are_runs_of_their_own() -> None:
    tape = lecture.lstm(timesteps=20)
    apart = tape.model.run(tape.data, truncate=5, carry=False)
    parts = [tape.model.run({name: rows[i : i + 5] for name, rows in tape.data.items()}) for i in range(0, 20, 5)]
    for name in ("h", "c", "L", "dh", "dc"):
        np.testing.assert_allclose(apart[name], np.concatenate([part[name] for part in parts]), atol=1e-14)
    for name in tape.model.parameters:
        np.testing.assert_allclose(apart[f"d{name}"], sum(part[f"d{name}"] for part in parts), atol=1e-13)
    assert apart.graph.text == tape.graph.text


def test_that_carry_over_alone_changes_no_value() -> None:
    tape = lecture.vanilla(timesteps=12)
    carried = tape.model.run(tape.data, truncate=3)
    np.testing.assert_array_equal(carried["h"], tape["h"])
    assert carried.carry


@pytest.mark.parametrize("carry", [True, False])
def test_that_what_is_lost_is_the_difference_from_the_whole(carry: bool) -> None:
    whole = lecture.vanilla(timesteps=20)
    tape = whole.model.run(whole.data, truncate=4, carry=carry)
    lost = lost_gradient(tape)
    assert lost is not None
    assert (lost.truncate, lost.carry) == (4, carry)
    for name, one in lost.parameters.items():
        assert one.whole == pytest.approx(float(np.linalg.norm(whole[f"d{name}"])), rel=1e-12)
        assert one.lost == pytest.approx(float(np.linalg.norm(whole[f"d{name}"] - tape[f"d{name}"])), abs=1e-12)
    right = np.linalg.norm(whole["dh"] - tape["dh"], axis=1) / np.linalg.norm(whole["dh"], axis=1)
    np.testing.assert_allclose(lost.timesteps, right, atol=1e-12)
    assert lost.parameters["W_hy"].lost == 0 or not carry
    assert lost.parameters[lost.worst].share == max(one.share for one in lost.parameters.values())
    assert 0 < lost.together.cosine < 1


def test_that_the_last_chunk_loses_nothing_and_each_timestep_before_a_cut_something() -> None:
    whole = lecture.vanilla(timesteps=12)
    lost = lost_gradient(whole.model.run(whole.data, truncate=4))
    assert lost is not None
    assert not lost.timesteps[8:].any()
    assert lost.timesteps[3] > 0
    assert lost.timesteps[7] > 0


def test_that_without_a_cut_nothing_is_measured() -> None:
    tape = lecture.vanilla(timesteps=6)
    assert lost_gradient(tape) is None
    assert lost_gradient(tape.model.run(tape.data, truncate=6)) is None


def test_that_what_is_lost_by_a_what_if_is_of_the_what_if() -> None:
    whole = lecture.vanilla(timesteps=8)
    other = what_if(whole.model.run(whole.data, truncate=3), {("h", 5, 1): 0.9})
    lost = lost_gradient(other)
    assert lost is not None
    right = what_if(whole, {("h", 5, 1): 0.9})
    assert lost.parameters["W_hh"].whole == pytest.approx(float(np.linalg.norm(right["dW_hh"])), rel=1e-12)
