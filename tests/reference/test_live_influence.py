"""Influence against PyTorch itself, loss by loss; run with --live-torch."""

from __future__ import annotations

import pytest

from tests.engine import each_loss
from tests.reference import comparison
from tests.reference.cells import cells
from tests.reference.random_systems import random_system
from tests.reference.system import System, largest_error

pytestmark = pytest.mark.live_torch

RANDOM_SYSTEMS = 200


@pytest.mark.parametrize(
    "system", [*cells(), *(random_system(seed) for seed in range(RANDOM_SYSTEMS))], ids=lambda system: system.name
)
def test_that_influence_is_what_pytorch_sends_back_from_each_loss(system: System) -> None:
    from tests.reference.torch_reference import interpreted

    tape = comparison.tape_of(system)
    for s in range(1, tape.timesteps + 1):
        right = interpreted(each_loss.alone(system, tape, s))
        for name in tape.graph.named:
            if f"grad {name}" in right:
                span = tape.span(name)
                found = tape.influence(name)[s - 1, span.start - 1 : span.stop - 1]
                assert largest_error(found, each_loss.norms(right[f"grad {name}"])) <= 1e-10, name
