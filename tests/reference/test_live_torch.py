"""rnnviz against PyTorch itself; run with --live-torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.reference import comparison, kept
from tests.reference.cells import cells
from tests.reference.operations import operation_systems
from tests.reference.random_systems import random_system
from tests.reference.system import Results, System, disagreements, largest_error

pytestmark = pytest.mark.live_torch

CELLS = {system.name: system for system in cells()}
RANDOM_SYSTEMS = 500


@pytest.mark.parametrize("system", [*cells(), *operation_systems()], ids=lambda system: system.name)
def test_that_every_number_agrees_with_pytorch(system: System) -> None:
    from tests.reference.torch_reference import reference

    assert not comparison.errors(system, reference(system))


@pytest.mark.parametrize("seed", range(RANDOM_SYSTEMS))
def test_that_a_random_system_agrees_with_pytorch(seed: int) -> None:
    from tests.reference.torch_reference import interpreted

    system = random_system(seed)
    assert not comparison.errors(system, interpreted(system)), system.text


@pytest.mark.parametrize("system", cells(), ids=lambda system: system.name)
def test_that_the_interpreter_agrees_with_the_cells_written_by_hand(system: System) -> None:
    from tests.reference.torch_reference import interpreted, reference

    right = reference(system)
    found = interpreted(system)
    assert found.keys() == right.keys()
    assert not disagreements(found, right, 1e-13)


@pytest.mark.parametrize(
    ("group", "system"),
    [pytest.param(group, system, id=system.name) for group, all_ in kept.groups().items() for system in all_],
)
def test_that_the_kept_values_are_what_pytorch_computes(group: str, system: System) -> None:
    from tests.reference.torch_reference import reference

    right = reference(system)
    found = kept.read(group, system)
    assert found.keys() == right.keys()
    assert not disagreements(found, right, 1e-12)


def test_that_an_lstm_agrees_with_pytorchs_own() -> None:
    import torch

    system = CELLS["lstm"]
    layer = torch.nn.LSTM(2, 3, dtype=torch.float64)
    fill(layer, system.parameters["W_ih"], system.parameters["W_hh"], system.parameters["b"])
    h, c = (state(system, name) for name in "hc")
    output, _ = layer(torch.as_tensor(system.data["x"]), (h, c))
    loss = ((output - torch.as_tensor(system.data["target"])) ** 2).mean(dim=1).sum()
    torch.autograd.backward(loss)
    found = comparison.results(system)
    assert_agree(found, "loss", loss.detach())
    assert_agree(found, "value h", output.detach())
    assert_agree(found, "total W_ih", layer.weight_ih_l0.grad)
    assert_agree(found, "total W_hh", layer.weight_hh_l0.grad)
    assert_agree(found, "total b", layer.bias_ih_l0.grad)
    assert_agree(found, "initial h", h.grad[0])
    assert_agree(found, "initial c", c.grad[0])


def test_that_a_gru_agrees_with_pytorchs_own() -> None:
    import torch

    system = CELLS["gru"]
    layer = torch.nn.GRU(2, 3, dtype=torch.float64)
    joined = {kind: np.concatenate([system.parameters[f"{kind}{gate}"] for gate in "rzn"]) for kind in GRU_KINDS}
    fill(layer, *joined.values())
    h = state(system, "h")
    output, _ = layer(torch.as_tensor(system.data["x"]), h)
    loss = ((output - torch.as_tensor(system.data["target"])) ** 2).mean(dim=1).sum()
    torch.autograd.backward(loss)
    found = comparison.results(system)
    assert_agree(found, "loss", loss.detach())
    assert_agree(found, "value h", output.detach())
    for kind, own in GRU_KINDS.items():
        for gate, part in zip("rzn", getattr(layer, own).grad.chunk(3), strict=True):
            assert_agree(found, f"total {kind}{gate}", part)
    assert_agree(found, "initial h", h.grad[0])


GRU_KINDS = {"W_i": "weight_ih_l0", "W_h": "weight_hh_l0", "b_i": "bias_ih_l0", "b_h": "bias_hh_l0"}


def fill(layer: Any, *values: Any) -> None:
    """Sets the layer's parameters in PyTorch's order; a bias that is not given is zero."""
    import torch

    given = [*values, *[np.zeros(len(values[0]))] * (4 - len(values))]
    with torch.no_grad():
        for parameter, value in zip(layer.parameters(), given, strict=True):
            parameter.copy_(torch.as_tensor(value))


def state(system: System, name: str) -> Any:
    import torch

    return torch.tensor(system.initial[name][None], requires_grad=True)


def assert_agree(found: Results, key: str, right: Any) -> None:
    assert largest_error(found[key], right.numpy()) <= 1e-10, key
