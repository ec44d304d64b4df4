"""The references agree with one another: PyTorch's kept values with complex steps."""

from __future__ import annotations

import numpy as np
import pytest

from tests.reference import complex_step, kept
from tests.reference.random_systems import random_system
from tests.reference.system import System, disagreements

SYSTEMS = [pytest.param(group, system, id=system.name) for group, all_ in kept.groups().items() for system in all_]


@pytest.mark.parametrize(("group", "system"), SYSTEMS)
def test_that_pytorch_and_complex_steps_agree(group: str, system: System) -> None:
    right = kept.read(group, system)
    found = complex_step.values(system)
    assert not disagreements(found, {key: right[key] for key in found})
    assert not disagreements(*complex_step.derivatives(system, right))


def test_that_a_seed_gives_the_same_system_again() -> None:
    for seed in range(20):
        assert random_system(seed).digest() == random_system(seed).digest()
    assert len({random_system(seed).digest() for seed in range(100)}) == 100


def test_that_random_systems_have_what_they_promise() -> None:
    made = [random_system(seed) for seed in range(300)]
    for feature in ("[t+1]", "[t-3]", "[t+3]", "untied", "learned", "encode:", "embed", "concat"):
        assert any(feature in system.text for system in made), feature
    assert any(system.truncate for system in made)
    assert any(system.initial for system in made)
    assert any(np.isnan(rows).any() for system in made for rows in system.data.values())
