"""What a number is made of, against decompositions written out in plain numpy, over random models."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from rnnviz import Model, Tape
from rnnviz.debugger.reasons import Explanation, Quantity, why

Numbers = NDArray[np.float64]
SEEDS = range(6)


def asked(tape: Tape, one: Quantity) -> Explanation:
    return why(tape, one.name, one.timestep, one.element)


def amounts(told: Explanation) -> dict[str, float]:
    """What each term adds, by how it is called."""
    return {one.text or "·".join(map(str, one.factors)): one.amount or 0.0 for one in told.terms}


def parted(told: Explanation, word: str, tape: Tape) -> dict[str, float]:
    """The terms of the one term whose text has a word in it."""
    (one,) = [each for each in told.terms if word in each.text]
    return amounts(asked(tape, one.factors[0]))


def softmax(logits: Numbers) -> Numbers:
    weights = np.exp(logits - logits.max())
    return np.asarray(weights / weights.sum())


def normed(values: Numbers) -> Numbers:
    deviation = np.sqrt(((values - values.mean()) ** 2).mean() + 1e-5)
    return np.asarray((values - values.mean()) / deviation)


def slopes(function: Callable[[Numbers], Numbers], at: Numbers, element: int) -> Numbers:
    """∂function[element]/∂at by central differences, (n,)."""
    steps = np.eye(len(at)) * 1e-5
    return np.array([(function(at + one)[element] - function(at - one)[element]) / 2e-5 for one in steps])


def drawn(text: str, sizes: dict[str, int | tuple[int, ...]], random: np.random.Generator) -> Model:
    """A model whose parameters, biases too, are random."""
    shapes = {name: value.shape for name, value in Model(text, sizes).parameters.items()}
    return Model(text, sizes, parameters={name: random.standard_normal(shape) for name, shape in shapes.items()})


class ByHand:
    """h[t] = tanh(W @ h[t-1] + E[token] + b), y = V @ h, cross entropy; forward and back with loops, t from 0 (the
    initial state, learned) to T, over two segments with weights of their own in the second."""

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        self.first, self.second = int(random.integers(2, 5)), int(random.integers(2, 5))
        self.hidden, self.classes = int(random.integers(2, 5)), int(random.integers(2, 5))
        self.tokens = random.integers(0, self.classes, self.first)
        self.target = random.integers(0, self.classes, self.second)
        model = drawn(
            "learned h[0]\n"
            "encode:\n"
            "    h[t] = tanh(W @ h[t-1] + embed(E, token[t]) + b)\n"
            "decode:\n"
            "    h[t] = tanh(U @ h[t-1])\n"
            "    y[t] = V @ h[t]\n"
            "    L[t] = cross_entropy(y[t], target[t])",
            {"h": self.hidden, "y": self.classes, "E": (self.classes, self.hidden), "token": 0, "target": 0},
            random,
        )
        self.model = model
        self.tape = model.run({"token": self.tokens, "target": self.target})
        self.timesteps = self.first + self.second
        self._forward()
        self._backward()

    def _forward(self) -> None:
        p = self.model.parameters
        self.h = [np.asarray(p["h[0]"])]
        self.y: dict[int, Numbers] = {}
        for t in range(1, self.timesteps + 1):
            if t <= self.first:
                inside = p["W"] @ self.h[-1] + p["E"][self.tokens[t - 1]] + p["b"]
            else:
                inside = p["U"] @ self.h[-1]
            self.h.append(np.tanh(inside))
            if t > self.first:
                self.y[t] = p["V"] @ self.h[-1]

    def _backward(self) -> None:
        p = self.model.parameters
        nothing = np.zeros(self.hidden)
        self.dy = {t: softmax(y) - np.eye(self.classes)[self.target[t - self.first - 1]] for t, y in self.y.items()}
        self.dh, self.dz = [nothing] * (self.timesteps + 1), [nothing] * (self.timesteps + 2)
        for t in range(self.timesteps, -1, -1):
            below = p["V"].T @ self.dy[t] if t in self.dy else nothing
            self.dh[t] = below + self.weights(t + 1).T @ self.dz[t + 1]
            self.dz[t] = self.dh[t] * (1 - self.h[t] ** 2)

    def weights(self, t: int) -> Numbers:
        return np.asarray(self.model.parameters["W" if t <= self.first else "U"])


@pytest.mark.parametrize("seed", SEEDS)
def test_that_a_state_is_made_of_its_weights_times_the_state_before_in_each_segment(seed: int) -> None:
    own = ByHand(seed)
    for t in range(1, own.timesteps + 1):
        for unit in range(own.hidden):
            told = why(own.tape, "h", t, (unit,))
            assert told.terms[0].derivative == pytest.approx(1 - own.h[t][unit] ** 2)
            name = "W" if t <= own.first else "U"
            inside = asked(own.tape, told.terms[0].factors[0])
            products = amounts(inside) if inside.how == "products" else parted(inside, f"{name} @", own.tape)
            start = "h[0]" if t == 1 else f"h[{t - 1}]"
            wanted = {f"{name}[{unit}, {j}]·{start}[{j}]": own.weights(t)[unit, j] * own.h[t - 1][j] for j in
                      range(own.hidden)}  # fmt: skip
            assert products == pytest.approx(wanted)
            if t <= own.first:
                table = amounts(inside)[f"embed(E, token[{t}])[{unit}]"]
                assert table == pytest.approx(own.model.parameters["E"][own.tokens[t - 1], unit])


@pytest.mark.parametrize("seed", SEEDS)
def test_that_a_gradient_is_made_of_what_its_users_send_back_that_of_the_initial_state_too(seed: int) -> None:
    own = ByHand(seed)
    for t in range(own.timesteps + 1):
        for unit in range(own.hidden):
            told = why(own.tape, "dh", t, (unit,))
            assert told.of.value == pytest.approx(own.dh[t][unit])
            sent = {}
            pending = [told]
            while pending:
                one = pending.pop()
                for term in one.terms:
                    if len(term.factors) == 2:
                        sent[term.factors[0].name, term.factors[0].element] = term.amount
                    elif term.amount and term.factors:
                        pending.append(asked(own.tape, term.factors[0]))
            wanted: dict[tuple[str, tuple[int, ...]], float] = {}
            if t < own.timesteps:
                name = "W" if t + 1 <= own.first else "U"
                wanted |= {(name, (k, unit)): own.weights(t + 1)[k, unit] * own.dz[t + 1][k] for k in range(own.hidden)}
            if t in own.dy:
                v = own.model.parameters["V"]
                wanted |= {("V", (k, unit)): v[k, unit] * own.dy[t][k] for k in range(own.classes)}
            assert sent == pytest.approx(wanted)


@pytest.mark.parametrize("seed", SEEDS)
def test_that_the_gradient_of_a_parameter_is_made_of_its_timesteps(seed: int) -> None:
    own = ByHand(seed)
    for name, span in (("W", range(1, own.first + 1)), ("U", range(own.first + 1, own.timesteps + 1))):
        told = why(own.tape, f"d{name}", None, (1, 0))
        added = {one.factors[0].timestep: one.amount for one in told.terms}
        wanted = {t: own.dz[t][1] * own.h[t - 1][0] for t in span}
        assert {t: each for t, each in added.items() if t in wanted} == pytest.approx(wanted)
        assert sum(one.share or 0.0 for one in told.terms) == pytest.approx(1)
    row = int(own.tokens[0])
    told = why(own.tape, "dE", None, (row, 1))
    added = {one.factors[0].timestep: one.amount for one in told.terms if one.amount}
    assert added == pytest.approx({t: own.dz[t][1] for t in range(1, own.first + 1) if own.tokens[t - 1] == row})


@pytest.mark.parametrize("seed", SEEDS)
def test_that_softmax_and_layer_norm_are_told_with_their_numeric_slopes(seed: int) -> None:
    random = np.random.default_rng(seed)
    n = int(random.integers(2, 6))
    model = drawn(
        "h[t] = layer_norm(W @ h[t-1] + x[t], gain, bias)\np[t] = softmax(h[t])\nL[t] = mse(p[t], target[t])",
        {"x": n, "h": n, "p": n, "target": n},
        random,
    )
    tape = model.run({name: random.standard_normal((4, n)) for name in ("x", "target")})
    gain = model.parameters["gain"]
    for t in (1, 3):
        before = tape["h"][t - 2] if t > 1 else np.zeros(n)
        inside = model.parameters["W"] @ before + tape.data["x"][t - 1]
        for unit in range(n):
            chances = why(tape, "p", t, (unit,)).terms
            found = {one.factors[0].element[0]: one.derivative for one in chances}
            assert found == pytest.approx(dict(enumerate(slopes(softmax, tape["h"][t - 1], unit))), abs=1e-8)
            assert sum(one.share or 0.0 for one in chances) == pytest.approx(1)
            terms = why(tape, "h", t, (unit,)).terms
            found = {one.factors[0].element[0]: one.derivative for one in terms if one.text}
            wanted = slopes(lambda at: gain * normed(at), inside, unit)
            assert found == pytest.approx(dict(enumerate(wanted)), abs=1e-7)
            (bias,) = [one for one in terms if one.factors[0].name == "bias"]
            assert bias.derivative == 1
            (scale,) = [one for one in terms if one.factors[0].name == "gain"]
            assert scale.derivative == pytest.approx(normed(inside)[unit])
