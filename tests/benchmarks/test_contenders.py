"""Everybody in the race computes the same: the yardsticks in numpy, held against the engine."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.engine import machine_code
from tests.benchmarks.contenders.engine import Engine
from tests.benchmarks.contenders.field import YARDSTICKS
from tests.benchmarks.equations import FORMS, Form
from tests.benchmarks.measures.agreement import disagreement
from tests.benchmarks.problem import problem


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_that_the_yardstick_and_the_engine_compute_the_same(form: Form, dtype: str) -> None:
    task = problem(form.cell, 9, 7, dtype)
    engine, yardstick = Engine(task, form), YARDSTICKS[form.cell](task)
    engine.run()
    yardstick.run()
    assert disagreement(engine.result(), yardstick.result()) < (1e-12 if dtype == "float64" else 1e-4)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_that_parameters_come_back_from_the_equations_as_they_went(form: Form) -> None:
    given = problem(form.cell, 1, 3).parameters
    back = form.stacked(form.parameters(given))
    assert back.keys() == given.keys()
    assert all(np.array_equal(back[name], given[name]) for name in given)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_that_a_second_run_of_a_contender_makes_the_same_again(form: Form) -> None:
    task = problem(form.cell, 6, 5)
    for contender in (Engine(task, form), YARDSTICKS[form.cell](task)):
        contender.run()
        first = contender.result()
        contender.run()
        assert disagreement(first, contender.result()) == 0


@pytest.mark.skipif(not machine_code.usable(), reason="llvmlite is not installed here: pip install rnnviz[compiled]")
def test_that_the_engine_computes_the_same_with_machine_code() -> None:
    engine = Engine(problem("gru", 15_000, 3), FORMS[3])
    engine.run()
    plain = engine.result()
    engine.compiled = True
    engine.run()
    found = disagreement(plain, engine.result())
    assert 0 < found < 1e-10, "exactly the same numbers mean that nothing was compiled"
