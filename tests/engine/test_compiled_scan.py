"""Scans as machine code give numpy's numbers, and are chosen where they repay their compilation."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from rnnviz import Cancelled, Model, Tape
from rnnviz.engine import compiled_scan, execution, machine_code
from rnnviz.engine.compiled_scan import CompiledScan
from rnnviz.engine.gradient_check import gradient_check
from rnnviz.models import gallery
from tests.engine import lecture
from tests.reference import comparison
from tests.reference.random_systems import systems
from tests.reference.system import Array, System, disagreements

ROOT = Path(__file__).resolve().parents[2]
STATES = {"bidirectional": ("h_r", "h_l"), "two_layers": ("h1", "h2"), "lstm": ("h", "c"), "peephole": ("h", "c")}

needs_llvm = pytest.mark.skipif(
    not machine_code.usable(), reason="llvmlite is not installed here: pip install rnnviz[compiled]"
)


@contextmanager
def worth(operations: float) -> Iterator[list[CompiledScan]]:
    """Scans are compiled from so many operations on; those that are gather in the list."""
    found: list[CompiledScan] = []
    over = CompiledScan.over

    def watched(scan: CompiledScan, *arguments: Any) -> compiled_scan.Walk:
        found.append(scan)
        return over(scan, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled_scan, "WORTH", operations)
        patch.setattr(CompiledScan, "over", watched)
        yield found


def cell(name: str, hidden: int, dtype: str = "float64") -> Model:
    states = STATES.get(name, ("h",))
    return Model(gallery.cell(name).body, sizes={"x": 4, "y": 4, **dict.fromkeys(states, hidden)}, dtype=dtype)


def everything(tape: Tape) -> dict[str, Array]:
    return {key: comparison.number(tape, key) for key in comparison.all_keys(tape)}


def both(model: Model, data: dict[str, Array], truncate: int | None = None) -> tuple[Tape, Tape]:
    """The run by numpy and by machine code, both of them whole."""
    with worth(float("inf")) as none:
        plain = model.run(data, truncate=truncate)
    with worth(0) as found:
        compiled = model.run(data, truncate=truncate)
    assert not none
    assert found, "nothing was compiled"
    return plain, compiled


@needs_llvm
@pytest.mark.parametrize("hidden", [1, 7, 40])
@pytest.mark.parametrize("name", [entry.name for entry in gallery.cells()])
def test_that_every_cell_of_the_gallery_is_compiled_whole(name: str, hidden: int) -> None:
    model, data = cell(name, hidden), lecture.data(30)
    with worth(0) as found:
        compiled = model.run(data)
    passes = 2 if len(STATES.get(name, ())) < 2 or "c" in STATES[name] else 4
    assert len(found) == passes
    with worth(float("inf")):
        plain = model.run(data)
    assert not disagreements(everything(compiled), everything(plain), 1e-12)


@needs_llvm
@settings(max_examples=25, deadline=None)
@given(system=systems())
def test_that_random_systems_have_the_same_numbers(system: System) -> None:
    with worth(float("inf")):
        plain = comparison.results(system)
    with worth(0):
        compiled = comparison.results(system)
    assert not disagreements(compiled, plain)


@needs_llvm
@pytest.mark.parametrize("name", ["vanilla", "lstm", "gru"])
def test_that_single_precision_stays_single(name: str) -> None:
    plain, compiled = both(cell(name, 19, "float32"), lecture.data(40))
    assert compiled["h"].dtype == np.float32
    assert not disagreements(everything(compiled), everything(plain), 1e-4)
    assert not np.array_equal(compiled["h"], both(cell(name, 19), lecture.data(40))[1]["h"])


@needs_llvm
def test_that_a_number_of_the_text_is_rounded_to_single_precision() -> None:
    model = Model("loss L\nh[t] = tanh(0.1 * h[t-1] + x[t])\nL[t] = sum(h[t])", sizes={"x": 3, "h": 3}, dtype="float32")
    plain, compiled = both(model, {"x": np.random.default_rng(0).normal(size=(9, 3))})
    assert not disagreements(everything(compiled), everything(plain), 1e-6)


@needs_llvm
@pytest.mark.parametrize("truncate", [1, 3, 7, 100])
@pytest.mark.parametrize("name", ["lstm", "two_layers", "bidirectional"])
def test_that_cuts_are_the_same(name: str, truncate: int) -> None:
    plain, compiled = both(cell(name, 5), lecture.data(30), truncate)
    assert not disagreements(everything(compiled), everything(plain), 1e-12)


@needs_llvm
@pytest.mark.parametrize(
    "function", ["sigmoid(#)", "tanh(#)", "exp(#)", "relu(#)", "abs(#)", "where(#, 2, -3)", "1 / #"]
)
def test_that_what_is_not_finite_and_what_is_tiny_stay_what_they_are(function: str) -> None:
    argument = "(x[t] + 0 * h[t-1])"
    model = Model(f"loss L\nh[t] = {function.replace('#', argument)}\nL[t] = sum(h[t])", sizes={"x": 9, "h": 9})
    numbers = [-800.0, -40.0, -1e-300, -0.0, 1e-300, 30.0, 710.0, np.inf, np.nan]
    plain, compiled = both(model, {"x": np.array([numbers, numbers[::-1], numbers])})
    for name in ("h", "dh"):
        # To the last bits, and NaN and the infinities where numpy has them.
        assert np.allclose(compiled[name], plain[name], rtol=1e-15, atol=0, equal_nan=True), name
    if function == "sigmoid(#)":
        assert compiled["h"][0, 1] == pytest.approx(4.248354255291589e-18, rel=1e-14), "sigmoid(-40) is small, not 0"


@needs_llvm
def test_that_parts_of_a_value_may_overlap() -> None:
    model = Model(
        """
        loss L
        s[t] = W @ h[t-1] + x[t]
        p[t] = tanh(s[t])
        h[t] = p[t][0:9] * p[t][1:10] + concat(p[t][4:6], exp(p[t][3:10])) * s[t][1:10]
        L[t] = sum(h[t])
        """,
        sizes={"x": 10, "s": 10, "p": 10, "h": 9},
    )
    plain, compiled = both(model, {"x": np.random.default_rng(0).normal(size=(20, 10))})
    assert not disagreements(everything(compiled), everything(plain), 1e-12)


@needs_llvm
def test_that_what_is_read_under_another_name_has_been_written() -> None:
    model = Model(
        """
        loss L
        a[t] = tanh(P @ h[t-1] + x[t])
        b[t] = sigmoid(Q @ h[t-1] - x[t])
        c[t] = concat(a[t], b[t])
        h[t] = a[t] * c[t][1:21] + U @ concat(exp(a[t]) * b[t], tanh(b[t] - a[t])) * b[t]
        L[t] = mean(h[t])
        """,
        sizes={"x": 20, "a": 20, "b": 20, "c": 40, "h": 20},
    )
    plain, compiled = both(model, {"x": np.random.default_rng(0).normal(size=(20, 20))})
    assert not disagreements(everything(compiled), everything(plain), 1e-11)


@needs_llvm
def test_that_products_from_both_sides_and_sums_are_compiled() -> None:
    model = Model(
        """
        loss L
        z[t] = concat(h[t-1], x[t]) @ W + U @ h[t-2]
        g[t] = sigmoid(dot(v, z[t]) + mean(z[t]) + v @ h[t-1])
        M[t] = g[t] * M[t-1] + outer(z[t], z[t])
        h[t] = tanh(M[t] @ z[t] * 0.1 + g[t] * h[t-1] + z[t][1] - v)
        L[t] = sum(h[t])
        """,
        sizes={"x": 3, "z": 70, "h": 70, "g": 0, "M": (70, 70), "v": 70},
    )
    plain, compiled = both(model, {"x": np.random.default_rng(0).normal(size=(12, 3))})
    assert not disagreements(everything(compiled), everything(plain), 1e-9)


@needs_llvm
def test_that_a_run_gives_the_same_bits_whatever_ran_before() -> None:
    model, data = cell("lstm", 11), lecture.data(20_000)
    first = model.run(data)
    model.run(lecture.data(5))
    again = model.run(data)
    for name in ("h", "c", "dh", "dc", "L"):
        assert np.array_equal(first[name], again[name]), name


@needs_llvm
@pytest.mark.parametrize("name", ["bidirectional", "gru"])
def test_that_chunks_join_without_a_seam(name: str) -> None:
    plain, compiled = both(cell(name, 6), lecture.data(2 * execution.CHUNK + 5), truncate=1000)
    for value in plain.graph.named:
        for key in (value, f"d{value}"):
            assert np.allclose(compiled[key], plain[key], rtol=1e-11, atol=1e-14), key


@needs_llvm
def test_that_a_long_run_tells_its_progress_and_can_be_ended() -> None:
    told: list[float] = []

    def until_a_scan(fraction: float) -> None:
        if found:
            told.append(fraction)
        if len(told) == 3:
            raise Cancelled

    with worth(compiled_scan.WORTH) as found, pytest.raises(Cancelled):
        cell("lstm", 4).run(lecture.data(50_000), progress=until_a_scan)
    assert len(found) == 1
    assert 0 < told[0] < told[1] < told[2] < 0.4


@needs_llvm
def test_that_derivatives_by_complex_step_are_numpys() -> None:
    with worth(0):
        check = gradient_check(lecture.lstm(), limit=50)
    assert check.method == "complex"
    assert check.passed, check.worst


@needs_llvm
def test_that_only_what_repays_it_is_compiled() -> None:
    model = cell("lstm", 4)
    with worth(compiled_scan.WORTH) as found:
        model.run(lecture.data(4_000))
        assert not found
        model.run(lecture.data(10_000))
        assert len(found) == 2
    with worth(0) as found:
        Model(lecture.VANILLA, sizes={"x": 4, "h": 600, "y": 4}).run(lecture.data(3))
    assert not found, "a matrix of 360,000 elements is BLAS's"


@needs_llvm
def test_that_what_has_no_text_is_left_to_numpy() -> None:
    model = Model("h[t] = softmax(W @ h[t-1] + x[t])", sizes={"x": 5, "h": 5})
    with worth(0) as found:
        tape = model.run({"x": np.random.default_rng(0).normal(size=(20, 5))})
    assert not found
    assert np.allclose(tape["h"].sum(1), 1)


def test_that_without_llvmlite_numpy_computes_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_code, "usable", lambda: False)
    with worth(0) as found:
        tape = lecture.lstm()
    assert not found
    assert np.isfinite(tape.loss)


def test_that_a_short_run_loads_no_compiler() -> None:
    script = (
        "import sys; from tests.engine import lecture; lecture.lstm(timesteps=500); print('llvmlite' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False"]
