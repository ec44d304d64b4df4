"""A run of the lecture's network over "hello", and of others, as the graph's widgets are told of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

import rnnviz
from rnnviz import Tape
from rnnviz.layout import ColumnLayout, arrange, describe
from rnnviz.widgets.graph_state import GraphState, Happening

HELLO = """
h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t] + b_h)
y[t] = W_hy @ h[t] + b_y
L[t] = cross_entropy(y[t], target[t])
"""
LSTM = """
i[t], f[t], g[t], o[t] = split(W_ih @ x[t] + W_hh @ h[t-1] + b, 4)
c[t] = sigmoid(f[t]) * c[t-1] + sigmoid(i[t]) * tanh(g[t])
h[t] = sigmoid(o[t]) * tanh(c[t])
y[t] = W_hy @ h[t] + b_y
L[t] = cross_entropy(y[t], target[t])
"""
BIDIRECTIONAL = """
f[t] = tanh(W_f @ f[t-1] + U_f @ x[t])
g[t] = tanh(W_g @ g[t+1] + U_g @ x[t])
y[t] = V @ concat(f[t], g[t])
L[t] = cross_entropy(y[t], target[t])
"""


def run(text: str = HELLO, timesteps: int = 4, truncate: int | None = None) -> Tape:
    """A run with hidden size 3 over an alphabet of 4."""
    model = rnnviz.Model(text, sizes={"x": 4, "target": 0, "y": 4}, hidden=3, seed=0)
    symbols = np.arange(timesteps + 1) * 3 % 4
    data = {"x": np.eye(4)[symbols[:-1]], "target": symbols[1:]}
    return model.run(data, truncate=truncate)


def layout_of(tape: Tape) -> ColumnLayout:
    return arrange(describe(tape.model.graph))


class Numbers:
    """A tape as a `GraphSource`."""

    segments: tuple[tuple[str, range], ...] = ()

    def __init__(self, tape: Tape) -> None:
        self.tape = tape

    @property
    def timesteps(self) -> int:
        return self.tape.timesteps

    def value(self, name: str, timestep: int) -> NDArray[np.generic] | None:
        if name[1:] in self.tape.model.parameters:
            return np.asarray(self.tape.contributions(name[1:]).at(timestep))
        return np.asarray(self.tape.value(name, timestep))

    def scale(self, name: str) -> float:
        return float(np.abs(self.tape[name]).max())

    def label(self, name: str, timestep: int) -> str:
        row = int(np.argmax(self.tape["x"][timestep - 1])) if name == "x" else int(self.tape["target"][timestep - 1])
        return "helo"[row] if name in ("x", "target") else ""

    def total(self) -> float | None:
        return float(self.tape.loss)


def state_at(tape: Tape, position: int, selected: tuple[str, int | None] | None = None) -> GraphState:
    """What is known at a stop of a run."""
    graph = tape.model.graph
    names = [*graph.named, *graph.streams]
    gradients = [name for name in names if "d" + name in tape.model.adjoint.named]

    def happening(stop: int) -> Happening | None:
        if not 0 < stop < tape.stops:
            return None
        moment = tape.moment(stop)
        phase = "forward" if moment.pass_.phase == "forward" else "backward"
        return Happening(phase, moment.timestep, frozenset(moment.pass_.equations))  # type: ignore[arg-type]

    contributions = {name: tape.known("d" + name, position) for name in graph.parameters}
    return GraphState(
        forward={name: tape.known(name, position) for name in names},
        backward={name: tape.known("d" + name, position) for name in gradients},
        contributions=contributions,
        happened=happening(position),
        upcoming=happening(position + 1),
        selected=selected,
        parameter=next(iter(graph.parameters)),
        agrees={
            name: tape.contributions(name).agrees()
            for name, known in contributions.items()
            if len(known) == tape.timesteps
        },
        truncate=tape.truncate,
    )
