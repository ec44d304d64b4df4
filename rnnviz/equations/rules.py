"""The adjoint rules that depend on an operation's shapes or constants, as texts of the language.

For each operand the text of what it receives, or None: `a`, `b`, `c` are the operands, `y` the result, `g` the gradient
at it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rnnviz.equations.kernels import Signature
from rnnviz.equations.shape_rules import bounds

Rules = tuple[str | None, ...]


def rule(*texts: str | None) -> Callable[[Signature], Rules]:
    return lambda signature: texts


def none(signature: Signature) -> Rules:
    return (None,) * len(signature.shapes)


def power_rule(s: Signature) -> Rules:
    exponent = s.numbers[1] if s.numbers else None
    if exponent is not None:
        if exponent == 2:
            return ("g * (2 * a)", None)
        return ("g * 0" if exponent == 0 else f"g * ({exponent!r} * a ** {exponent - 1!r})", None)
    to_exponent = "where(a == 0, where(b >= 0, 0, g * (y * log(a))), g * (y * log(a)))"
    return ("where(b == 0, 0, g * (b * a ** (b - 1)))", to_exponent)


def matmul_rule(s: Signature) -> Rules:
    left, right = (len(shape) for shape in s.shapes)
    if (left, right) == (1, 1):
        return ("g * b", "g * a")
    if (left, right) == (2, 1):
        return ("outer(g, b)", "a.T @ g")
    if (left, right) == (1, 2):
        return ("b @ g", "outer(a, g)")
    return ("g @ b.T", "a.T @ g")


def sizes(shape: tuple[int, ...]) -> str:
    return ", ".join(map(str, shape))


def sum_rule(s: Signature) -> Rules:
    if s.shapes[0] == ():
        return ("g",)
    axis, keep = s.attributes or (None, 0)
    at = "" if axis is None or keep else f", axis={axis}"
    return (f"spread(g, {sizes(s.shapes[0])}{at})",)


def mean_rule(s: Signature) -> Rules:
    if s.shapes[0] == ():
        return ("g",)
    axis, keep = s.attributes or (None, 0)
    count = int(np.prod(s.shapes[0])) if axis is None else s.shapes[0][axis]
    at = "" if axis is None or keep else f", axis={axis}"
    return (f"spread(g / {count}, {sizes(s.shapes[0])}{at})",)


def max_rule(s: Signature) -> Rules:
    if s.shapes[0] == ():
        return ("g",)
    axis, keep = s.attributes or (None, 0)
    if axis is None:
        return ("where(a == y, g / sum(a == y), 0)",)
    if keep:
        return (f"where(a == y, g / sum(a == y, axis={axis}, keep=1), 0)",)
    stretched = f"spread({{}}, {sizes(s.shapes[0])}, axis={axis})"
    top = f"a == {stretched.format('y')}"
    return (f"where({top}, {stretched.format(f'g / sum({top}, axis={axis})')}, 0)",)


def row_sum(s: Signature, what: str, of: str = "sum") -> str:
    """The sum (or mean) over the last axis, kept so that it broadcasts against the rows of a matrix."""
    return f"{of}({what})" if len(s.shapes[0]) == 1 else f"{of}({what}, axis=-1, keep=1)"


def softmax_rule(s: Signature) -> Rules:
    return (f"y * (g - {row_sum(s, 'g * y')})",)


def log_softmax_rule(s: Signature) -> Rules:
    return (f"g - exp(y) * {row_sum(s, 'g')}",)


def standardize_rule(s: Signature) -> Rules:
    return (f"(g - {row_sum(s, 'g', 'mean')} - y * {row_sum(s, 'g * y', 'mean')}) / deviation(a)",)


def deviation_rule(s: Signature) -> Rules:
    return (f"g * standardize(a) / {s.shapes[0][-1]}",)


def layer_norm_rule(s: Signature) -> Rules:
    centred = row_sum(s, "g * b", "mean")
    scaled = row_sum(s, "g * b * standardize(a)", "mean")
    return (f"(g * b - {centred} - standardize(a) * {scaled}) / deviation(a)", "g * standardize(a)", "g")


def concat_rule(s: Signature) -> Rules:
    texts, start = [], 0
    for shape in s.shapes:
        stop = start + (shape[0] if shape else 1)
        texts.append(f"g[{start}:{stop}]" if shape else f"g[{start}]")
        start = stop
    return tuple(texts)


def placed(triples: list[tuple[int, int, int]]) -> str:
    return f"place(g, {', '.join(map(str, triples))})"


def take_rule(s: Signature) -> Rules:
    shape = s.shapes[0]
    triples = [(*bounds(item, size), size) for item, size in zip(s.attributes, shape, strict=False)]
    return (placed(triples + [(0, size, size) for size in shape[len(s.attributes) :]]),)


def part_rule(s: Signature) -> Rules:
    which, count = s.attributes
    first, *rest = s.shapes[0]
    length = first // count
    return (placed([(which * length, (which + 1) * length, first)] + [(0, size, size) for size in rest]),)


def place_rule(s: Signature) -> Rules:
    given = s.shapes[0]
    if len(given) == len(s.attributes):
        return (f"g[{', '.join(f'{start}:{stop}' for start, stop, _ in s.attributes)}]",)
    kept = iter((*given, None))
    wanted = next(kept)
    items = []
    for start, stop, _ in s.attributes:
        if wanted is not None and stop - start == wanted:
            items.append(f"{start}:{stop}")
            wanted = next(kept)
        else:
            items.append(str(start))
    return (f"g[{', '.join(items)}]",)


def spread_rule(s: Signature) -> Rules:
    axis, *whole = s.attributes
    if axis is not None and len(s.shapes[0]) < len(whole):
        return (f"sum(g, axis={axis})",)
    return ("g",)


def sum_to_rule(s: Signature) -> Rules:
    return (f"spread(g, {sizes(s.shapes[0])})",) if s.shapes[0] != s.shape else ("g",)


def gather_rule(s: Signature) -> Rules:
    return ("embed(g, b)", None)


def cross_entropy_rule(s: Signature) -> Rules:
    if s.shapes[1] == ():
        return (f"where(b < 0, 0, g * (softmax(a) - onehot(b, {s.shapes[0][0]})))", None)
    if s.attributes:
        return ("g * (softmax(a) * sum(where(isnan(b), 0, b)) - where(isnan(b), 0, b))", "-g * log_softmax(a)")
    return ("g * (softmax(a) * sum(b) - b)", "-g * log_softmax(a)")


def count(s: Signature) -> str:
    return "present(b)" if s.attributes else str(int(np.prod(s.shapes[0])))


def known(s: Signature, text: str) -> str:
    return f"where(isnan(b), 0, {text})" if s.attributes else text


def mse_rule(s: Signature) -> Rules:
    towards = known(s, f"g * (2 / {count(s)} * (a - b))")
    return (towards, known(s, f"g * (2 / {count(s)} * (b - a))"))


def binary_cross_entropy_rule(s: Signature) -> Rules:
    return (known(s, f"g * ((sigmoid(a) - b) / {count(s)})"), known(s, f"g * (-a / {count(s)})"))
