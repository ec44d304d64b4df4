"""The values that parameters start from, drawn from a seed.

Every parameter has its own stream of random numbers, made of the seed and its name: adding an equation does not change
the others' values.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from rnnviz.equations import Graph, Operation, Parameter, Read, Shape
from rnnviz.equations.kernels import Array
from rnnviz.equations.sentence import said


@dataclass(frozen=True)
class Scheme:
    """How matrices, recurrent matrices and forget gates start. `about` is one line for a menu.

    `matrices`: "glorot" (uniform within √(6 / (rows + columns)); Glorot & Bengio, AISTATS 2010), "fan_in" (uniform
    within 1/√columns of the recurrence, as PyTorch's recurrent modules do) or "small" (normal, 0.01). `orthogonal`:
    square matrices that multiply a state of another timestep are random orthogonal ones, block by block where gates
    are stacked (Saxe et al., ICLR 2014). `forget_bias`: what the bias of a forget gate `f` starts at (1: Jozefowicz
    et al., ICML 2015).
    """

    about: str
    matrices: str
    orthogonal: bool
    forget_bias: float


SCHEMES = {
    "orthogonal": Scheme(said("Glorot, orthogonal recurrent matrices"), "glorot", True, 0.0),
    "forget": Scheme(said("Glorot, orthogonal recurrent matrices, forget-gate bias 1"), "glorot", True, 1.0),
    "glorot": Scheme(said("Glorot"), "glorot", False, 0.0),
    "fan_in": Scheme(said("uniform within 1/√H, as PyTorch"), "fan_in", False, 0.0),
    "small": Scheme(said("normal with deviation 0.01"), "small", False, 0.0),
}


def initial_parameter(graph: Graph, parameter: Parameter, shape: Shape, seed: int, scheme: str) -> Array:
    """A parameter's first value, float64, of the given shape; the same for the same seed, name, shape and scheme."""
    if scheme not in SCHEMES:
        raise ValueError(f"{scheme!r} is no initialisation; there are {', '.join(SCHEMES)}")
    rules = SCHEMES[scheme]
    random = np.random.default_rng([seed & 0xFFFFFFFF, zlib.crc32(parameter.name.encode())])
    one = parameter.shape
    if len(one) < 2:
        if rules.matrices == "fan_in":
            return np.asarray(random.uniform(-1, 1, shape) / np.sqrt(fan(graph, parameter, one)))
        value = start_of_vector(graph, parameter, one, rules, random)
        return np.broadcast_to(value, shape).copy()
    count = shape[0] if parameter.untied else 1
    made = [matrix(graph, parameter, one, rules, random) for _ in range(count)]
    return np.stack(made) if parameter.untied else made[0]


def matrix(graph: Graph, parameter: Parameter, shape: Shape, rules: Scheme, random: np.random.Generator) -> Array:
    rows, columns = shape
    if rules.orthogonal and is_recurrent(graph, parameter.name) and rows % columns == 0:
        return np.concatenate([orthogonal(columns, random) for _ in range(rows // columns)])
    if rules.matrices == "small":
        return random.normal(0, 0.01, shape)
    if rules.matrices == "fan_in":
        return np.asarray(random.uniform(-1, 1, shape) / np.sqrt(fan(graph, parameter, shape)))
    return np.asarray(random.uniform(-1, 1, shape) * np.sqrt(6 / (rows + columns)))


def orthogonal(n: int, random: np.random.Generator) -> Array:
    q, r = np.linalg.qr(random.normal(size=(n, n)))
    return np.asarray(q * np.sign(np.diag(r)))


def fan(graph: Graph, parameter: Parameter, shape: Shape) -> int:
    """The size that PyTorch scales by: that of the state that the parameter's equation goes into, else its last."""
    waiting = [line for line in graph.equations if parameter.name in line.parameters]
    seen: set[str] = set()
    while waiting:
        line = waiting.pop(0)
        state = next((name for name in line.names if name in graph.states and graph.shape(name)), None)
        if state is not None:
            return graph.shape(state)[0]
        seen.add(line.name)
        for name in line.names:
            users = [graph.equation(user) for user, lag in graph.users(name) if lag == 0]
            waiting.extend(user for user in users if user.name not in seen)
    return shape[-1] if shape else 1


def start_of_vector(
    graph: Graph, parameter: Parameter, shape: Shape, rules: Scheme, random: np.random.Generator
) -> Array:
    if parameter.state is not None:
        return np.zeros(shape)
    if is_gain(graph, parameter.name):
        return np.ones(shape)
    value = np.zeros(shape)
    if is_weight(graph, parameter.name):
        bound = np.sqrt(6 / (sum(shape) + 1))
        return random.uniform(-bound, bound, shape) if rules.matrices == "glorot" else random.normal(0, 0.01, shape)
    if rules.forget_bias:
        for start, stop in forget_gates(graph, parameter.name, shape):
            value[start:stop] = rules.forget_bias
    return value


def reads_parameter(operation: Operation, name: str) -> bool:
    return any(read.name == name for read in operation.reads)


def is_recurrent(graph: Graph, name: str) -> bool:
    """Whether a parameter multiplies a value of another timestep."""
    return any(
        operation.kind == "matmul" and reads_parameter(operation, name) and any(read.lag for read in operation.reads)
        for operation in graph.operations
    )


def is_gain(graph: Graph, name: str) -> bool:
    return any(
        operation.kind == "layer_norm" and isinstance(operation.inputs[1], Read) and operation.inputs[1].name == name
        for operation in graph.operations
    )


def is_weight(graph: Graph, name: str) -> bool:
    """Whether a vector multiplies values (and would keep them at zero if it were), rather than being added to them."""
    return any(
        operation.kind in ("matmul", "dot", "multiply") and reads_parameter(operation, name)
        for operation in graph.operations
    )


def forget_gates(graph: Graph, name: str, shape: Shape) -> list[tuple[int, int]]:
    """The stretches of a bias that are added inside a forget gate, a value named f… that a sigmoid squashes."""
    found = []
    for line in graph.equations:
        if name not in line.parameters:
            continue
        for operation in line.operations:
            if not is_forget(graph, operation.name):
                continue
            if operation.kind == "split":
                which, count = operation.attributes
                assert isinstance(which, int)
                assert isinstance(count, int)
                length = shape[0] // count
                found.append((which * length, (which + 1) * length))
            else:
                found.append((0, shape[0]))
    return found


def is_forget(graph: Graph, name: str) -> bool:
    """Whether a value is a forget gate, or what one squashes: f[t] = sigmoid(…), or f[t] = sigmoid(a_f[t])."""
    squashed = [one.name for one in graph.operations if one.kind == "sigmoid" and reads_parameter(one, name)]
    if name.startswith("f") and "." not in name:
        return bool(squashed) or any(one.name == name and one.kind == "sigmoid" for one in graph.operations)
    return any(one.startswith("f") and "." not in one for one in squashed)
