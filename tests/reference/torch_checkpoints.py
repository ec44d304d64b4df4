"""Checkpoints of PyTorch's own recurrent networks, with what the networks make of an input.

`python -m tests.reference.torch_checkpoints` writes them anew (`pip install torch`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

FOLDER = Path(__file__).parent / "checkpoints"
TIMESTEPS, CLASSES = 6, 5


class Net(nn.Module):  # type: ignore[misc, unused-ignore]
    """An embedding (or none), a recurrent module, a linear layer (or none)."""

    def __init__(self, kind: str, embedded: bool = False, outputs: int = 0, **options: Any) -> None:
        super().__init__()
        self.embedding = nn.Embedding(CLASSES, 3) if embedded else None
        self.rnn = getattr(nn, kind)(3, 4, **options)
        width = (options.get("proj_size") or 4) * (2 if options.get("bidirectional") else 1)
        self.fc = nn.Linear(width, outputs) if outputs else None

    def forward(self, x: Any) -> Any:
        """The outputs (T, …) of one sequence."""
        read = x if self.embedding is None else self.embedding(x)
        found = self.rnn(read)[0]
        return found if self.fc is None else self.fc(found)


def networks() -> dict[str, Net]:
    """Small networks of every kind that is read, seeded, in double precision."""
    torch.manual_seed(0)
    made = {
        "rnn": Net("RNN"),
        "lstm": Net("LSTM", outputs=5),
        "gru": Net("GRU", outputs=1),
        "rnn_two_layers": Net("RNN", outputs=5, num_layers=2, bias=False),
        "lstm_two_layers_embedded": Net("LSTM", embedded=True, outputs=5, num_layers=2),
        "gru_bidirectional": Net("GRU", outputs=5, bidirectional=True),
        "lstm_bidirectional_two_layers": Net("LSTM", outputs=5, num_layers=2, bidirectional=True),
        "lstm_projected": Net("LSTM", proj_size=2, outputs=5),
        "gru_embedded": Net("GRU", embedded=True, outputs=5),
    }
    return {name: net.double() for name, net in made.items()}


def input_of(net: Net, timesteps: int = TIMESTEPS) -> Any:
    """A seeded input: vectors, or class indices for an embedding."""
    random = np.random.RandomState(0)
    if net.embedding is not None:
        return torch.tensor(random.randint(0, CLASSES, timesteps))
    return torch.tensor(random.normal(size=(timesteps, 3)))


def run(net: Net) -> Mapping[str, Any]:
    """The input and the output, as numpy arrays."""
    x = input_of(net)
    with torch.no_grad():
        return {"x": x.numpy(), "y": net(x).numpy()}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, net in networks().items():
        torch.save(net.state_dict(), FOLDER / f"{name}.pt")
        np.savez(FOLDER / f"{name}.run.npz", **run(net))
    torch.save({"epoch": 3, "state_dict": networks()["lstm"].state_dict()}, FOLDER / "training.pt")
    torch.save(networks()["rnn"].state_dict(), FOLDER / "old.pt", _use_new_zipfile_serialization=False)


if __name__ == "__main__":
    main()
