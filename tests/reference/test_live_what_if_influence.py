"""Influence in runs with overridden values against PyTorch itself, loss by loss; run with --live-torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from rnnviz import Model

pytestmark = pytest.mark.live_torch

Key = tuple[str, int | None, int | tuple[int, ...]]
T, D, H, V = 6, 3, 4, 5
RANDOM = np.random.default_rng(11)
DATA = {"x": RANDOM.normal(size=(T, D)), "target": RANDOM.integers(0, V, T)}
LOSS = "\ny[t] = W_y @ {read}\nL[t] = cross_entropy(y[t], target[t])"


class Instead:
    """The values that are set by hand, for a network written in PyTorch."""

    def __init__(self, parameters: Mapping[str, NDArray[Any]], overrides: Mapping[Key, float]) -> None:
        import torch

        self.torch = torch
        self.overrides = overrides
        self.parameters = {name: torch.tensor(value, requires_grad=True) for name, value in parameters.items()}
        self.values: dict[tuple[str, int], Any] = {}

    def put(self, name: str, t: int | None, value: Any) -> Any:
        """A value with the elements that are set instead."""
        for (whose, when, unit), number in self.overrides.items():
            if (whose, when) == (name, t):
                mask = self.torch.zeros(value.shape, dtype=self.torch.bool)
                mask[unit] = True
                value = self.torch.where(mask, self.torch.tensor(number, dtype=value.dtype), value)
        return value

    def value(self, name: str, t: int, value: Any) -> Any:
        """A value that is kept, with its gradient."""
        kept = self.put(name, t, value)
        if not kept.requires_grad:
            kept = kept.detach().requires_grad_(True)
        self.values[name, t] = kept
        return kept

    def weight(self, name: str, t: int) -> Any:
        """A parameter as one timestep sees it."""
        return self.put(name, t, self.put(name, None, self.parameters[name]))

    def x(self, t: int) -> Any:
        return self.put("x", t, self.torch.tensor(DATA["x"][t - 1]))

    def losses(self, read: Callable[[int], Any]) -> list[Any]:
        functional = self.torch.nn.functional
        found = []
        for t in range(1, T + 1):
            y = self.weight("W_y", t) @ read(t)
            target = int(self.overrides.get(("target", t, ()), DATA["target"][t - 1]))
            found.append(functional.cross_entropy(y[None], self.torch.tensor([target])))
        return found


def vanilla(net: Instead) -> list[Any]:
    h = net.torch.zeros(H, dtype=net.torch.float64)
    for t in range(1, T + 1):
        h = net.value("h", t, net.torch.tanh(net.weight("W_hh", t) @ h + net.weight("W_xh", t) @ net.x(t)))
    return net.losses(lambda t: net.values["h", t])


def two_layers(net: Instead) -> list[Any]:
    a = b = net.torch.zeros(H, dtype=net.torch.float64)
    for t in range(1, T + 1):
        a = net.value("a", t, net.torch.tanh(net.weight("W_aa", t) @ a + net.weight("W_xa", t) @ net.x(t)))
        b = net.value("b", t, net.torch.tanh(net.weight("W_bb", t) @ b + net.weight("W_ab", t) @ a))
    return net.losses(lambda t: net.values["b", t])


def bidirectional(net: Instead) -> list[Any]:
    a = net.torch.zeros(H, dtype=net.torch.float64)
    b = net.torch.zeros(H, dtype=net.torch.float64)
    for t in range(1, T + 1):
        a = net.value("a", t, net.torch.tanh(net.weight("W_aa", t) @ a + net.weight("W_xa", t) @ net.x(t)))
    for t in range(T, 0, -1):
        b = net.value("b", t, net.torch.tanh(net.weight("W_bb", t) @ b + net.weight("W_xb", t) @ net.x(t)))
    return net.losses(lambda t: net.torch.cat((net.values["a", t], net.values["b", t])))


def lstm(net: Instead) -> list[Any]:
    h = net.torch.zeros(H, dtype=net.torch.float64)
    c = net.torch.zeros(H, dtype=net.torch.float64)
    for t in range(1, T + 1):
        i, f, g, o = (net.weight("W_h", t) @ h + net.weight("W_x", t) @ net.x(t)).chunk(4)
        c = net.value("c", t, net.torch.sigmoid(f) * c + net.torch.sigmoid(i) * net.torch.tanh(g))
        h = net.value("h", t, net.torch.sigmoid(o) * net.torch.tanh(c))
    return net.losses(lambda t: net.values["h", t])


Network = Callable[[Instead], list[Any]]
NETWORKS: dict[str, tuple[str, Network, dict[str, int], tuple[str, ...]]] = {
    "vanilla": ("h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t])" + LOSS.format(read="h[t]"), vanilla, {"h": H}, ("h",)),
    "two layers": (
        "a[t] = tanh(W_aa @ a[t-1] + W_xa @ x[t])\nb[t] = tanh(W_bb @ b[t-1] + W_ab @ a[t])" + LOSS.format(read="b[t]"),
        two_layers,
        {"a": H, "b": H},
        ("a", "b"),
    ),
    "bidirectional": (
        "a[t] = tanh(W_aa @ a[t-1] + W_xa @ x[t])\nb[t] = tanh(W_bb @ b[t+1] + W_xb @ x[t])"
        + LOSS.format(read="concat(a[t], b[t])"),
        bidirectional,
        {"a": H, "b": H},
        ("a", "b"),
    ),
    "lstm": (
        "i[t], f[t], g[t], o[t] = split(W_h @ h[t-1] + W_x @ x[t], 4)\n"
        "c[t] = sigmoid(f[t]) * c[t-1] + sigmoid(i[t]) * tanh(g[t])\nh[t] = sigmoid(o[t]) * tanh(c[t])"
        + LOSS.format(read="h[t]"),
        lstm,
        {"h": H, "c": H},
        ("h", "c"),
    ),
}


def overrides_of(states: tuple[str, ...], parameters: Mapping[str, NDArray[Any]]) -> dict[str, dict[Key, float]]:
    """One of each sort, and all of them together."""
    first, last = states[0], states[-1]
    weight = next(iter(parameters))
    each: dict[str, dict[Key, float]] = {
        "a unit": {(first, 3, 1): 0.9},
        "a whole state": {(last, 4, unit): 0.1 * unit for unit in range(H)},
        "an input": {("x", 2, 0): 3.0},
        "a target": {("target", 5, ()): 1.0},
        "a weight": {(weight, None, (0, 1)): -1.5},
        "a weight at one timestep": {(weight, 3, (0, 1)): 2.0},
    }
    together: dict[Key, float] = {}
    for one in each.values():
        together |= one
    return {**each, "all of them": together}


@pytest.mark.parametrize("kind", NETWORKS)
def test_that_influence_in_a_what_if_is_what_pytorch_sends_back(kind: str) -> None:
    text, network, sizes, states = NETWORKS[kind]
    model = Model(text, {"x": D, "target": 0, "y": V, **sizes}, seed=3)
    for what, overrides in overrides_of(states, model.parameters).items():
        keys = {(name, t) if unit == () else (name, t, unit): value for (name, t, unit), value in overrides.items()}
        tape = model.run(DATA, overrides=keys)
        net = Instead(model.parameters, overrides)
        losses = network(net)
        assert abs(sum(float(loss.detach()) for loss in losses) - tape.loss) <= 1e-12, what
        for name in states:
            kept = [net.values[name, t] for t in range(1, T + 1)]
            right = np.zeros((T, T))
            for s, loss in enumerate(losses):
                sent = net.torch.autograd.grad(loss, kept, retain_graph=True, allow_unused=True)
                right[s] = [0.0 if one is None else float(one.norm()) for one in sent]
            np.testing.assert_allclose(tape.influence(name), right, rtol=0, atol=1e-12, err_msg=f"{what}, {name}")
