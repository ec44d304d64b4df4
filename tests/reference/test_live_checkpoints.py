"""Networks of PyTorch's own modules, saved by PyTorch and loaded here: values and gradients; run with --live-torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import rnnviz

pytestmark = pytest.mark.live_torch

NAMES = [
    "rnn", "lstm", "gru", "rnn_two_layers", "lstm_two_layers_embedded", "gru_bidirectional",
    "lstm_bidirectional_two_layers", "lstm_projected", "gru_embedded",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_that_values_and_gradients_agree_with_pytorch(name: str, tmp_path: Path) -> None:
    import torch

    from tests.reference.torch_checkpoints import input_of, networks

    net = networks()[name]
    torch.save(net.state_dict(), tmp_path / "net.pt")
    output = "y" if net.fc is not None else "h"
    width = net(input_of(net)).shape[1]
    model = rnnviz.load(tmp_path / "net.pt", loss=f"L[t] = mse({output}[t], target[t])")
    x = input_of(net, 23)
    target = np.random.RandomState(1).normal(size=(23, width))
    found = net(x)
    torch.nn.functional.mse_loss(found, torch.tensor(target)).mul(23).backward()
    tape = model.run({"token" if net.embedding is not None else "x": x.numpy(), "target": target})
    np.testing.assert_allclose(tape[output], found.detach().numpy(), rtol=0, atol=1e-10)
    gradients = [parameter.grad.numpy() for parameter in net.parameters()]
    for parameter in model.parameters:
        total = tape.contributions(parameter).total
        assert any(one.shape == total.shape and np.abs(one - total).max() < 1e-10 for one in gradients), parameter
