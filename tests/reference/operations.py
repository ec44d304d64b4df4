"""Every operation of the language, each in a small recurrence of its own.

Names have one shape in all of these texts, so a row of the table is a name and a text.
"""

from __future__ import annotations

import re

import numpy as np

from tests.reference.system import Array, Size, System, numbers_of, shape_of, size_of

SHAPES: dict[str, tuple[int, ...]] = {
    # parameters
    "W": (3, 3), "V": (3, 3), "R": (6, 3), "A": (2, 2), "U": (2, 3), "E": (4, 3), "b": (3,), "g": (3,), "r": (6,),
    "a": (), "k": (),
    # states
    "h": (3,), "c": (), "S": (2, 3), "n": (),
}  # fmt: skip
PARAMETERS = ("W", "V", "R", "A", "U", "E", "b", "g", "r", "a", "k")
STREAMS: dict[str, Size] = {"x": 3, "s": 0, "X": (2, 3), "q": 3, "u": 3, "target": 0, "token": 0, "v": 3}
TIMESTEPS = 5

VECTOR = "L[t] = mse(h[t], u[t])"
SCALAR = "L[t] = mse(c[t], s[t])"
MATRIX = "L[t] = mse(S[t], X[t])"

ELEMENTWISE = {
    "tanh": "tanh(W @ h[t-1] + x[t])",
    "sigmoid": "sigmoid(W @ h[t-1] + x[t])",
    "sigmoid_far": "sigmoid(40 * (W @ h[t-1] + x[t]))",
    "relu": "relu(W @ h[t-1] + x[t])",
    "softplus": "softplus(W @ h[t-1] + x[t])",
    "softplus_far": "softplus(-30 * x[t] + W @ h[t-1]) * 0.1",
    "gelu": "gelu(W @ h[t-1] + x[t])",
    "exp": "exp(-sigmoid(W @ h[t-1] + x[t]))",
    "log": "log(1.5 + sigmoid(W @ h[t-1] + x[t]))",
    "sqrt": "sqrt(0.5 + sigmoid(W @ h[t-1] + x[t]))",
    "abs": "abs(W @ h[t-1] + x[t])",
    "minus": "-h[t-1] + -(W @ x[t]) - -b",
    "add": "h[t-1] + b + x[t] + 1",
    "add_scalar_parameter": "a * h[t-1] + a + x[t]",
    "subtract": "1 - h[t-1] - (b - x[t]) - s[t]",
    "multiply": "h[t-1] * b * x[t] * 0.5 + h[t-1] * h[t-1] * 0.1 + x[t]",
    "multiply_scalar_state": "tanh(sum(h[t-1]) * h[t-1] + s[t] * b)",
    "divide": "h[t-1] / (2 + x[t] * x[t]) + 1 / (2 + h[t-1] ** 2) + b / 4",
    "divide_scalar": "h[t-1] / (2 + s[t] * s[t]) + a / (2 + h[t-1] ** 2) + x[t] / (1 + exp(a))",
    "power_two": "0.3 * h[t-1] ** 2 + x[t]",
    "power_three": "0.1 * (W @ h[t-1]) ** 3 + tanh(x[t])",
    "power_half": "sigmoid(W @ h[t-1] + x[t]) ** 0.5",
    "power_minus_one": "(1.5 + tanh(W @ h[t-1] + x[t])) ** -1",
    "power_of_parameter": "sigmoid(W @ h[t-1] + x[t]) ** exp(b)",
    "power_of_state": "sigmoid(b) ** h[t-1] + x[t]",
    "power_of_number": "2 ** tanh(W @ h[t-1] + x[t])",
    "power_scalar_exponent": "sigmoid(h[t-1] + x[t]) ** exp(a)",
    "softmax": "softmax(W @ h[t-1] + x[t])",
    "softmax_large": "softmax(300 * (W @ h[t-1] + x[t]))",
    "log_softmax": "log_softmax(W @ h[t-1] + x[t])",
    "layer_norm": "layer_norm(W @ h[t-1] + x[t], g, b)",
    "layer_norm_of_values": "layer_norm(x[t], h[t-1], W @ h[t-1])",
    "where": "where(h[t-1] > x[t], W @ h[t-1], b * x[t])",
    "where_scalar": "where(s[t] > 0, W @ h[t-1] + x[t], tanh(h[t-1]) + a)",
    "where_of_sum": "where(sum(h[t-1]) <= 0.1, W @ h[t-1] + x[t], b)",
    "less": "where(h[t-1] < x[t], h[t-1] * b, x[t])",
    "greater_or_equal": "where(h[t-1] >= x[t], h[t-1] * b, x[t])",
    "equal": "where(token[t] == 2, h[t-1] * b, x[t])",
    "not_equal": "where(token[t] != 2, h[t-1] * b, x[t])",
    "concat": "W @ concat(h[t-1][0:1], x[t][1:3]) + tanh(h[t-1])",
    "concat_parameters": "tanh(W @ h[t-1] + concat(b[0:2], g[2:3]))",
    "concat_three": "concat(x[t][0:1], h[t-1][0:1] * 0.5, b[1:2])",
    "slice": "tanh(R[1:4] @ h[t-1] + r[3:6] + x[t])",
    "slice_open": "tanh(R[3:] @ h[t-1] + r[:3] + x[t] * r[:-3])",
    "slice_of_columns": "tanh(R[0:3, 1:3] @ h[t-1][0:2] + x[t])",
    "element": "h[t-1][0] * b[2] * x[t] + h[t-1] * R[5, 1] + s[t]",
    "element_from_the_end": "h[t-1][-1] * b[-2] * x[t] + h[t-1] * 0.5",
    "row_of_matrix": "tanh(R[4] * h[t-1] + x[t])",
    "sum": "tanh(sum(W @ h[t-1]) * b + x[t] - sum(x[t]))",
    "sum_of_parameter": "tanh(sum(W) * h[t-1] + x[t])",
    "mean": "tanh(mean(W @ h[t-1]) * b + x[t] - mean(x[t]))",
    "max": "tanh(max(W @ h[t-1]) * b + x[t])",
    "norm": "tanh(norm(W @ h[t-1] + x[t]) * b)",
    "norm_of_parameter": "h[t-1] / norm(W) + x[t] / norm(b)",
    "dot": "tanh(dot(h[t-1], W @ x[t]) * b + dot(b, h[t-1]) + x[t])",
    "dot_with_itself": "tanh(dot(h[t-1], h[t-1]) * b + x[t])",
    "vector_at_vector": "tanh((b @ h[t-1]) * x[t] + h[t-1] @ x[t])",
    "vector_at_matrix": "tanh(h[t-1] @ W + x[t] @ V)",
    "matrix_at_matrix_of_parameters": "tanh(W @ V @ h[t-1] + x[t])",
    "matrix_expression": "tanh((W * sigmoid(V) + 0.1) @ h[t-1] + x[t])",
    "matrix_scaled_by_state": "tanh((W * sum(h[t-1])) @ x[t] + h[t-1])",
    "normalised_matrix": "tanh((W / norm(W)) @ h[t-1] + x[t])",
    "embed": "tanh(W @ h[t-1] + embed(E, token[t]))",
    "embed_of_expression": "tanh(W @ h[t-1] + embed(tanh(E), token[t]))",
    "embed_argmax": "tanh(W @ h[t-1] + embed(E, argmax(h[t-1])) + x[t])",
    "onehot": "tanh(W @ h[t-1]) + onehot(target[t], 3) * b",
    "onehot_argmax": "tanh(W @ h[t-1] + x[t] + onehot(argmax(h[t-1]), 3))",
    "stop": "tanh(W @ stop(h[t-1]) + x[t] * h[t-1])",
    "number_first": "0.5 * h[t-1] + 2 * x[t] * 1e-1 - 3",
    "chain": "tanh(W @ tanh(W @ tanh(W @ h[t-1]) + b) + x[t])",
    "outer_product": "tanh(outer(h[t-1], b) @ x[t] + x[t])",
}

TEXTS = {name: f"h[t] = {right}\n{VECTOR}" for name, right in ELEMENTWISE.items()} | {
    "split_two": f"p[t], o[t] = split(R @ h[t-1] + r, 2)\nh[t] = tanh(p[t]) * o[t] + x[t]\n{VECTOR}",
    "split_three": "i[t], j[t], l[t] = split(R @ h[t-1] + r, 3)\n"
    f"h[t] = tanh(W[0:3, 0:2] @ (i[t] + j[t] * l[t]) + x[t])\n{VECTOR}",
    "split_unused_part": f"p[t], o[t] = split(R @ h[t-1] + r, 2)\nh[t] = tanh(o[t]) + x[t]\n{VECTOR}",
    "named_alias": f"z[t] = h[t-1]\nw[t] = z[t]\nh[t] = tanh(W @ w[t] + z[t] * x[t])\n{VECTOR}",
    "named_parameter_value": f"z[t] = b\nh[t] = tanh(W @ h[t-1] + z[t] * x[t] + z[t-1])\n{VECTOR}",
    "named_index": f"w[t] = argmax(h[t-1] + x[t])\n"
    f"h[t] = tanh(W @ h[t-1] + embed(E, w[t]) + embed(E, w[t-1]))\n{VECTOR}",
    "named_mask": f"m[t] = h[t-1] > x[t]\nh[t] = where(m[t], W @ h[t-1], b) * 0.5 + x[t]\n{VECTOR}",
    "scalar_state": f"c[t] = a * c[t-1] + s[t] * k\n{SCALAR}",
    "scalar_tanh": f"c[t] = tanh(a * c[t-1] + k + s[t]) * exp(-c[t-1] ** 2)\n{SCALAR}",
    "scalar_sum": f"c[t] = 0.5 * c[t-1] + sum(b * x[t]) * tanh(c[t-1])\n{SCALAR}",
    "scalar_where": f"c[t] = where(c[t-1] > s[t], a * c[t-1], k + s[t])\n{SCALAR}",
    "scalar_into_vector": f"c[t] = tanh(dot(b, h[t-1]) + c[t-1])\n"
    f"h[t] = tanh(c[t] * h[t-1] + c[t] * x[t] + c[t-1])\n{VECTOR}",
    "scalar_power": f"c[t] = sigmoid(c[t-1]) ** exp(a) + s[t] ** 2\n{SCALAR}",
    "matrix_state": f"S[t] = tanh(A @ S[t-1] @ W + X[t])\n{MATRIX}",
    "matrix_scalar": f"S[t] = a * S[t-1] + c[t] * X[t]\nc[t] = tanh(sum(S[t-1]) * k)\n{MATRIX}",
    "matrix_times_vector": f"S[t] = tanh(S[t-1] * x[t] + b * X[t] + b)\n{MATRIX}",
    "matrix_plus_vector": f"S[t] = tanh(S[t-1]) * 0.5 + x[t] + U - b\n{MATRIX}",
    "matrix_divided_by_vector": f"S[t] = tanh(S[t-1]) / (1 + exp(b)) + X[t] / (1 + x[t] ** 2)\n{MATRIX}",
    "matrix_power": f"S[t] = sigmoid(S[t-1]) ** exp(b) + X[t] * U\n{MATRIX}",
    "matrix_where": f"S[t] = where(X[t] > S[t-1], S[t-1] * U, x[t])\n{MATRIX}",
    "matrix_row": f"S[t] = tanh(S[t-1] * S[t-1][0] + X[t] + S[t-1][1, 2] * U)\n{MATRIX}",
    "matrix_slice": f"S[t] = tanh(S[t-1][0:2, 0:2] @ U + X[t])\n{MATRIX}",
    "matrix_softmax": f"S[t] = softmax(A @ S[t-1] + X[t])\n{MATRIX}",
    "matrix_log_softmax": f"S[t] = log_softmax(A @ S[t-1] + X[t])\n{MATRIX}",
    "matrix_layer_norm": f"S[t] = layer_norm(A @ S[t-1] + X[t], g, b)\n{MATRIX}",
    "matrix_norm": f"S[t] = S[t-1] / (1 + norm(S[t-1])) + X[t] / norm(X[t]) * U\n{MATRIX}",
    "matrix_max": f"S[t] = tanh(S[t-1] * max(S[t-1] + X[t]) + X[t] * U)\n{MATRIX}",
    "matrix_mean": f"S[t] = tanh(S[t-1] * mean(S[t-1] + X[t]) + X[t] * U)\n{MATRIX}",
    "matrix_at_vector": f"h[t] = tanh((S[t-1] @ h[t-1]) @ U + x[t])\n"
    f"S[t] = 0.5 * S[t-1] + outer(U @ h[t], x[t])\n{VECTOR}",
    "vector_at_matrix_state": f"h[t] = tanh((U @ x[t]) @ S[t-1] + h[t-1])\n"
    f"S[t] = 0.5 * S[t-1] + X[t] * h[t-1]\n{VECTOR}",
    "matrix_at_matrix_state": f"S[t] = tanh((A @ S[t-1]) @ outer(x[t], b) + X[t])\n{MATRIX}",
    "outer": f"S[t] = a * S[t-1] + outer(U @ x[t], b * x[t])\n{MATRIX}",
    "outer_of_states": f"S[t] = 0.3 * S[t-1] + outer(S[t-1] @ x[t], x[t]) * 0.2 + X[t] * U\n{MATRIX}",
    "mse_of_vector": "h[t] = tanh(W @ h[t-1] + x[t])\nL[t] = 0.5 * mse(h[t], b) + mse(h[t-1], u[t])",
    "mse_of_scalar": "h[t] = tanh(W @ h[t-1] + x[t])\nL[t] = mse(sum(h[t]), s[t]) / 3",
    "mse_both_sides": "h[t] = tanh(W @ h[t-1] + x[t])\nL[t] = mse(h[t], h[t-1] * b)",
    "cross_entropy_class": "h[t] = tanh(W @ h[t-1] + x[t])\nL[t] = cross_entropy(V @ h[t], target[t])",
    "cross_entropy_probabilities": "h[t] = tanh(W @ h[t-1] + x[t])\nL[t] = cross_entropy(V @ h[t], q[t])",
    "cross_entropy_of_values": "h[t] = tanh(W @ h[t-1] + x[t])\nL[t] = cross_entropy(V @ h[t], softmax(h[t-1] * b))",
    "cross_entropy_large_logits": "h[t] = tanh(W @ h[t-1] + x[t])\nL[t] = cross_entropy(500 * h[t], target[t])",
    "binary_cross_entropy_vector": "h[t] = tanh(W @ h[t-1] + x[t])\nL[t] = binary_cross_entropy(V @ h[t], v[t])",
    "binary_cross_entropy_scalar": "c[t] = tanh(a * c[t-1] + s[t])\nL[t] = binary_cross_entropy(k * c[t], v[t][0])",
    "binary_cross_entropy_far": "h[t] = tanh(W @ h[t-1] + x[t])\nL[t] = binary_cross_entropy(800 * h[t], v[t])",
    "loss_of_recurrence": "h[t] = tanh(W @ h[t-1] + x[t])\nL[t] = 0.5 * L[t-1] + mse(h[t], u[t])",
    "reads_the_future": "h[t] = tanh(W @ h[t-1] + x[t+1] + b * x[t-2])\nL[t] = mse(h[t+1], u[t]) + mse(h[t-2], u[t])",
    "reversed": f"h[t] = tanh(W @ h[t+1] + V @ h[t+2] + x[t])\n{VECTOR}",
    "unread_value": f"h[t] = tanh(W @ h[t-1] + x[t])\nc[t] = a * sum(h[t])\n{VECTOR}",
    "unread_state": f"h[t] = tanh(W @ h[t-1] + x[t])\nc[t] = a * c[t-1] + sum(h[t])\n{VECTOR}",
}  # fmt: skip

# Parameters whose shape the text does not tell: scalars in elementwise operations, rows of slices, tables.
DECLARED = ("a", "k", "R", "r", "E", "b", "g", "U")
# Texts in which a matrix product's result is not told by anything around it.
MORE_DECLARED = {
    "W": "sum sum_of_parameter mean max norm norm_of_parameter matrix_at_matrix_of_parameters chain split_three",
    "V": "cross_entropy_class cross_entropy_probabilities cross_entropy_of_values",
    "A": "matrix_state",
    "L": "loss_of_recurrence",
}


def operation_systems() -> list[System]:
    """One system for each row of the table."""
    return [operation_system(name, text) for name, text in TEXTS.items()]


def operation_system(name: str, text: str) -> System:
    numbers = numbers_of(name)
    words = set(re.findall(r"\b\w+\b", text))
    data = {key: stream(key, numbers) for key in STREAMS if key in words}
    parameters = {key: 0.7 * numbers.normal(size=SHAPES[key]) for key in PARAMETERS if key in words}
    states = {key: SHAPES[key] for key in ("h", "c", "S") if re.search(rf"\b{key}\[t[-+]", text)}
    initial = {key: 0.5 * numbers.normal(size=shape) for key, shape in states.items() if f"{key}[t+1]" not in text}
    sizes: dict[str, Size] = {key: STREAMS[key] for key in data}
    sizes |= {key: size_of(shape) for key, shape in states.items()}
    sizes |= {key: size_of(SHAPES[key]) for key in DECLARED if key in parameters}
    sizes |= {key: size_of(SHAPES.get(key, ())) for key, names in MORE_DECLARED.items() if name in names.split()}
    shapes = {"z": (3,), "w": (), "L": (), **{key: SHAPES[key] for key in ("h", "c", "S")}}
    return System(f"operation {name}", text, sizes, data, parameters, TIMESTEPS, initial, None, shapes)


def stream(name: str, numbers: np.random.RandomState) -> Array:
    if name == "target":
        return numbers.randint(0, 3, size=TIMESTEPS)
    if name == "token":
        return np.array([2, 0, 2, 3, 1])
    values: Array = numbers.normal(size=(TIMESTEPS, *shape_of(STREAMS[name])))
    if name == "q":
        values = np.exp(values) / np.exp(values).sum(axis=1, keepdims=True)
    if name == "v":
        values = (values > 0).astype(np.float64)
    return values
