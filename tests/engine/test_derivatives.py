"""Random systems of equations against complex steps, by an evaluator that knows nothing of rnnviz."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from rnnviz import Model
from tests.reference import comparison, complex_step
from tests.reference.random_systems import random_system, systems
from tests.reference.system import System, disagreements


def assert_agrees_with_complex_steps(system: System) -> None:
    found = comparison.results(system)
    right = complex_step.values(system)
    assert not disagreements(found, right), system.text
    assert not disagreements(*complex_step.derivatives(system, found, most=25)), system.text


@given(systems())
@settings(max_examples=25)
def test_that_any_random_system_agrees_with_complex_steps(system: System) -> None:
    assert_agrees_with_complex_steps(system)


@pytest.mark.parametrize("seed", range(1000, 1008))
def test_that_large_random_systems_agree_with_complex_steps(seed: int) -> None:
    assert_agrees_with_complex_steps(random_system(seed))


@pytest.mark.parametrize("seed", range(2000, 2012))
def test_that_the_loss_moves_as_the_gradients_say(seed: int) -> None:
    """Central differences of whole runs, along one random direction over all parameters and initial states at once."""
    system = random_system(seed, smooth=True)
    random = np.random.default_rng(seed)
    tape = comparison.tape_of(system)
    directions = {name: random.normal(size=value.shape) for name, value in system.parameters.items()}
    starts = {name: random.normal(size=value.shape) for name, value in system.initial.items()}
    slope = sum(float((tape.contributions(name).total * d).sum()) for name, d in directions.items())
    slope += sum(float((tape.initial_gradients[name] * d).sum()) for name, d in starts.items())

    def loss(step: float) -> float:
        parameters = {name: value + step * directions[name] for name, value in system.parameters.items()}
        initial = {name: value + step * starts[name] for name, value in system.initial.items()}
        model = Model(system.text, sizes=system.sizes, parameters=parameters, timesteps=tape.model.timesteps)
        return model.run(system.data, initial=initial).loss

    assert abs((loss(1e-6) - loss(-1e-6)) / 2e-6 - slope) <= 1e-6 * max(1.0, abs(slope))
