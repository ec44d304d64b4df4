"""The adjoint equations: how they read, what they belong to, and that their text means what the engine computes."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz
from rnnviz.engine.gradient_check import gradient_check
from rnnviz.equations import Graph, adjoint, parse
from tests.reference import comparison
from tests.reference.cells import cells
from tests.reference.operations import operation_systems
from tests.reference.random_systems import random_system
from tests.reference.system import Array, Size, System, largest_error, size_of

LECTURE = """\
z[t] = W_hh @ h[t-1] + W_xh @ x[t] + b_h
h[t] = tanh(z[t])
y[t] = W_hy @ h[t] + b_y
L[t] = cross_entropy(y[t], target[t])
"""
SYSTEMS = [*cells(), *operation_systems()]


def lines_of(text: str, sizes: dict[str, Size]) -> list[str]:
    return str(adjoint(parse(text, sizes))).splitlines()


def test_that_the_lectures_equations_read_as_the_lecture_writes_them() -> None:
    lines = lines_of(LECTURE, {"x": 4, "h": 3, "y": 4})
    assert lines == [
        "dL[t] = 1",
        "dy[t] = where(target[t] < 0, 0, dL[t] * (softmax(y[t]) - onehot(target[t], 4)))",
        "dh[t] = W_hy.T @ dy[t] + W_hh.T @ dz[t+1]",
        "dz[t] = dh[t] * (1 - h[t] * h[t])",
        "dx[t] = W_xh.T @ dz[t]",
        "dW_hh[t] = outer(dz[t], h[t-1])",
        "dW_xh[t] = outer(dz[t], x[t])",
        "db_h[t] = dz[t]",
        "dW_hy[t] = outer(dy[t], h[t])",
        "db_y[t] = dy[t]",
        "dW_hh = total(dW_hh[t])",
        "dW_xh = total(dW_xh[t])",
        "db_h = total(db_h[t])",
        "dW_hy = total(dW_hy[t])",
        "db_y = total(db_y[t])",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("h[t] = tanh(W * h[t+1] + x[t])\nL[t] = mse(h[t], x[t])", "dW[t] = dh.2[t] * h[t+1]"),
        ("loss L\nh[t] = tanh(W @ h[t-3])\nL[t] = sum(h[t])", "dW[t] = outer(dh.1[t], h[t-3])"),
        ("loss L\nh[t] = tanh(W @ h[t-3])\nL[t] = sum(h[t])", "dh[t] = spread(dL[t], 3) + W.T @ dh.1[t+3]"),
        ("loss L\nh[t] = stop(h[t-1]) * x[t-2]\nL[t] = sum(h[t])", "dh[t] = spread(dL[t], 3)"),
        ("loss L\nh[t] = stop(h[t-1]) * x[t-2]\nL[t] = sum(h[t])", "dx[t] = dh[t+2] * h.1[t+2]"),
    ],
)
def test_how_a_lag_turns_round(text: str, line: str) -> None:
    sizes: dict[str, Size] = {"h": 3, "x": 3} if "x[t" in text else {"h": 3}
    assert line in lines_of(text, sizes)


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_that_each_adjoint_remembers_its_forward_operation(system: System) -> None:
    forward = parse(system.text, system.sizes)
    backward = adjoint(forward)
    assert backward.equations
    known = {operation.name for operation in forward.operations} | set(forward.streams) | set(forward.parameters)
    for equation in backward.equations:
        for operation in equation.operations:
            assert operation.forward in known, operation
        if equation.name[1:].removesuffix(".total") not in known:
            continue  # a term with a name of its own
        assert equation.operations[-1].forward == equation.name[1:].removesuffix(".total")
        assert backward.shape(equation.name) == forward.shape(equation.name[1:].removesuffix(".total"))


def readable_again(system: System) -> bool:
    """Streams read as zero outside their timesteps, so initial states other than zero are not theirs to tell."""
    borders = system.initial or any("[" in name for name in system.parameters)
    return not borders and system.truncate is None and "encode:" not in system.text


def as_streams(names: set[str], tape: rnnviz.Tape) -> dict[str, Array]:
    return {name: np.stack([tape.value(name, t) for t in range(1, tape.timesteps + 1)]) for name in names}


def run_as_a_model(backward: Graph, tape: rnnviz.Tape) -> rnnviz.Tape:
    """Runs the adjoint's text as a model whose streams are the forward run's values."""
    text = "\n".join(line for line in str(backward).splitlines() if "= total(" not in line)
    forward = tape.model.graph
    defined = set(backward.named)
    reads = {read.name for line in backward.equations for read in line.reads}
    timed = {name for name in reads if forward_timed(forward, name)} - defined
    untied = {name for name, one in forward.parameters.items() if one.untied}
    every = {one.name for op in backward.operations for one in op.reads} | {
        name for line in backward.equations for name in line.parameters
    }
    made = defined | timed | untied | set(backward.definitions)
    constants = {name for name in every - made if name in forward and not forward_timed(forward, name)}
    streams = as_streams(timed | (untied & every), tape)
    sizes: dict[str, Size] = {name: size_of(rows.shape[1:]) for name, rows in streams.items()}
    sizes |= {name: size_of(backward.shape(name)) for name in defined if f"{name}[t" in text}
    parameters = {name: tape.value(name, 1) for name in constants}
    model = rnnviz.Model(text, sizes=sizes, parameters=parameters, gradients=True, timesteps=tape.timesteps)
    return model.run({name: rows for name, rows in streams.items() if name in model.graph.streams})


def forward_timed(graph: Graph, name: str) -> bool:
    return name in graph and graph.timed(name)


@pytest.mark.parametrize(
    "system",
    [system for system in [*SYSTEMS, *map(random_system, range(80))] if readable_again(system)],
    ids=lambda system: system.name,
)
def test_that_the_adjoints_text_is_a_model_with_the_same_gradients(system: System) -> None:
    tape = comparison.tape_of(system)
    backward = tape.model.adjoint
    again = run_as_a_model(backward, tape)
    for name in (one.name for one in backward.equations if one.timed):
        parameter = name[1:] in tape.model.parameters
        right = tape.contributions(name[1:]).each(1, tape.timesteps) if parameter else tape[name]
        found = np.stack([again.value(name, t) for t in range(1, tape.timesteps + 1)])
        assert largest_error(found, right) < 1e-12, name


@pytest.mark.parametrize(
    "text",
    [
        "h[t] = tanh(V * h[t-1] + x[t])\nV = U * U\nU = sigmoid(a)\nL[t] = mse(h[t], target[t])",
        "V = U * U\nU = sigmoid(a)\nh[t] = tanh(V * h[t-1] + x[t])\nL[t] = mse(h[t], target[t])",
    ],
)
def test_that_what_is_computed_of_parameters_alone_may_stand_anywhere(text: str) -> None:
    sizes = {"x": 3, "h": 3, "target": 3, "a": 3, "V": 3}
    random = np.random.default_rng(0)
    data = {"x": random.normal(size=(5, 3)), "target": random.normal(size=(5, 3))}
    tape = rnnviz.Model(text, sizes, seed=1).run(data)
    assert gradient_check(tape).passed
    assert tape["da"].all()
