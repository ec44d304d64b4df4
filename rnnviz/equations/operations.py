"""The table of operations: a row is all that it takes to add one.

A row holds how the operation is written, the shape of its result, how numpy computes it, and its adjoint rule: for
each operand the text, in the language itself, of what it receives, where `a`, `b`, `c` are the operands, `y` the result
and `g` the gradient at the result. None stands for an operand that receives nothing. Where a derivative is a matter
of convention it is PyTorch's, and the row's `note` says so. Sums over broadcast axes are no business of a rule: the
differentiator makes them once for all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnnviz.equations import kernels, rules, shape_rules
from rnnviz.equations import kernels_losses as losses
from rnnviz.equations import kernels_places as places
from rnnviz.equations.kernels import Factory, Signature, by_real_part, elementwise, plain
from rnnviz.equations.rules import Rules, none, rule
from rnnviz.equations.shape_rules import Inference, ShapeRule


@dataclass(frozen=True, slots=True)
class Row:
    """One operation of the language. `operands` is their least and greatest number, `constants` the names of the
    constant arguments that follow them; `infix` its symbol and binding strength where it has one. `gives_truth` marks a
    kernel that gives True and False for 1 and 0. A loop writes a result into its row by the `ufunc`, or by the numpy
    calls of `inplace`, where there are any."""

    kind: str
    operands: tuple[int, int]
    shape: ShapeRule
    kernel: Factory
    adjoint: Callable[[Signature], Rules]
    infix: tuple[str, int] | None = None
    infer: Inference | None = None
    broadcasts: bool = False
    is_loss: bool = False
    gives_index: bool = False
    gives_truth: bool = False
    index_operand: int | None = None
    constants: tuple[str, ...] = ()
    ufunc: object = None
    inplace: tuple[str, ...] = ()
    note: str = ""


def unary(
    kind: str, function: kernels.Kernel, adjoint: str | None, note: str = "", ufunc: object = None,
    inplace: tuple[str, ...] = (), gives_truth: bool = False,
) -> Row:  # fmt: skip
    return Row(
        kind, (1, 1), shape_rules.same, plain(function), rule(adjoint), infer=shape_rules.infer_same, note=note,
        gives_truth=gives_truth, ufunc=ufunc, inplace=inplace,
    )  # fmt: skip


def arithmetic(kind: str, symbol: str, strength: int, function: kernels.Kernel, *adjoint: str | None) -> Row:
    return Row(
        kind, (2, 2), shape_rules.broadcast, elementwise(function), rule(*adjoint), infix=(symbol, strength),
        broadcasts=True, ufunc=function,
    )  # fmt: skip


def comparison(kind: str, symbol: str, function: kernels.Kernel) -> Row:
    return Row(
        kind, (2, 2), shape_rules.broadcast, elementwise(by_real_part(function)), none, infix=(symbol, 1),
        broadcasts=True, gives_truth=True,
    )  # fmt: skip


def reduced(
    kind: str, function: Callable[..., object], adjoint: Callable[[Signature], Rules], note: str = "",
    gives_truth: bool = False,
) -> Row:  # fmt: skip
    return Row(
        kind, (1, 1), shape_rules.reduction, kernels.reduction(function), adjoint, gives_truth=gives_truth,
        constants=("axis", "keep"), note=note,
    )  # fmt: skip


def by_rows(kind: str, function: kernels.Kernel, adjoint: Callable[[Signature], Rules]) -> Row:
    return Row(kind, (1, 1), shape_rules.rows, plain(function), adjoint, infer=shape_rules.infer_same)


ROWS = (
    arithmetic("add", "+", 2, np.add, "g", "g"),
    arithmetic("subtract", "-", 2, np.subtract, "g", "-g"),
    arithmetic("multiply", "*", 3, np.multiply, "g * b", "g * a"),
    arithmetic("divide", "/", 3, np.divide, "g / b", "-g * y / b"),
    Row("matmul", (2, 2), shape_rules.matmul, kernels.matmul, rules.matmul_rule, infix=("@", 3),
        infer=shape_rules.infer_matmul),
    Row("power", (2, 2), shape_rules.broadcast, elementwise(np.power), rules.power_rule, infix=("**", 5),
        broadcasts=True,
        note="where the exponent is 0, and where the base is 0 for the exponent's own gradient, 0 as in PyTorch"),
    Row("negative", (1, 1), shape_rules.same, plain(np.negative), rule("-g"), infix=("-", 4),
        infer=shape_rules.infer_same,
        ufunc=np.negative),
    Row("transpose", (1, 1), shape_rules.transpose, plain(kernels.transpose), rule("g.T"),
        infer=shape_rules.infer_transpose),
    Row("take", (1, 1), shape_rules.take, places.take, rules.take_rule),
    unary("copy", lambda a: a, "g"),
    unary("tanh", np.tanh, "g * (1 - y * y)", ufunc=np.tanh),
    unary("sigmoid", kernels.sigmoid, "g * (y * (1 - y))", inplace=(
        "negative({0}, {out})", "exp({out}, {out})", "add({out}, {one}, {out})", "reciprocal({out}, {out})")),
    unary("relu", kernels.relu, "where(a > 0, g, 0)", "0 at 0, as in PyTorch"),
    unary("softplus", kernels.softplus, "g * sigmoid(a)"),
    unary("gelu", kernels.gelu,
        "g * (0.5 * (1 + erf(0.7071067811865476 * a)) + 0.3989422804014327 * a * exp(-0.5 * a * a))",
        "exact, by erf"),
    unary("erf", kernels.erf, "g * (1.1283791670955126 * exp(-a * a))"),
    unary("exp", np.exp, "g * y", ufunc=np.exp),
    unary("log", np.log, "g / a", ufunc=np.log),
    unary("sqrt", np.sqrt, "g / (2 * y)", ufunc=np.sqrt),
    unary("abs", kernels.absolute, "g * sign(a)", "0 at 0, as in PyTorch"),
    unary("sign", lambda a: np.sign(np.real(a)), None),
    by_rows("softmax", losses.softmax, rules.softmax_rule),
    by_rows("log_softmax", losses.log_softmax, rules.log_softmax_rule),
    Row("concat", (1, 64), shape_rules.concat, places.concat, rules.concat_rule, infer=shape_rules.infer_concat),
    Row("split", (1, 1), shape_rules.part, places.part, rules.part_rule, infer=shape_rules.infer_part,
        constants=("parts",)),
    reduced("sum", lambda a, axis, keep: a.sum(axis, keepdims=keep), rules.sum_rule),
    reduced("mean", lambda a, axis, keep: a.mean(axis, keepdims=keep), rules.mean_rule),
    reduced("max", kernels.maximum_along, rules.max_rule, "ties share the gradient equally, as in PyTorch"),
    Row("norm", (1, 1), shape_rules.scalar, kernels.norm, rule("where(y == 0, 0, g * (a / y))"),
        note="0 at 0, as in PyTorch"),
    Row("dot", (2, 2), shape_rules.dot, plain(lambda a, b: (a * b).sum(-1)), rule("g * b", "g * a"),
        infer=shape_rules.infer_pair),
    Row("outer", (2, 2), shape_rules.outer, plain(kernels.outer), rule("g @ b", "a @ g"),
        infer=shape_rules.infer_outer),
    Row("layer_norm", (3, 3), shape_rules.layer_norm, losses.layer_norm, rules.layer_norm_rule,
        infer=shape_rules.infer_layer_norm, note="over the last axis, with eps 1e-5"),
    by_rows("standardize", losses.standardize, rules.standardize_rule),
    Row("deviation", (1, 1), shape_rules.row_scalar, losses.deviation_of, rules.deviation_rule),
    Row("embed", (2, 2), shape_rules.embed, plain(places.embed), lambda s: (f"scatter(g, b, {s.shapes[0][0]})", None),
        index_operand=1, note="zero for -1"),
    Row("scatter", (2, 2), shape_rules.scatter, places.scatter, rules.gather_rule, index_operand=1,
        constants=("rows",)),
    Row("onehot", (1, 1), shape_rules.onehot, places.onehot, none, index_operand=0, constants=("classes",),
        note="zero for -1"),
    Row("argmax", (1, 1), shape_rules.argmax, plain(places.argmax), none, gives_index=True),
    Row("stop", (1, 1), shape_rules.same, plain(kernels.stop), none, infer=shape_rules.infer_same),
    Row("where", (3, 3), shape_rules.broadcast, elementwise(kernels.where),
        rule(None, "where(a, g, 0)", "where(a, 0, g)"), broadcasts=True),
    comparison("less", "<", np.less),
    comparison("greater", ">", np.greater),
    comparison("less_equal", "<=", np.less_equal),
    comparison("greater_equal", ">=", np.greater_equal),
    comparison("equal", "==", np.equal),
    comparison("not_equal", "!=", np.not_equal),
    unary("isnan", np.isnan, None, gives_truth=True),
    unary("isfinite", np.isfinite, None, gives_truth=True),
    reduced("any", lambda a, axis, keep: (np.real(a) != 0).any(axis, keepdims=keep), none, gives_truth=True),
    reduced("all", lambda a, axis, keep: (np.real(a) != 0).all(axis, keepdims=keep), none, gives_truth=True),
    Row("cross_entropy", (2, 2), shape_rules.cross_entropy, losses.cross_entropy, rules.cross_entropy_rule,
        is_loss=True,
        index_operand=1, note="takes logits and a class (none: -1) or probabilities (none: NaN)"),
    Row("mse", (2, 2), shape_rules.paired, losses.mean_loss(losses.squared_error), rules.mse_rule,
        infer=shape_rules.infer_pair,
        is_loss=True, note="the mean over the elements of a timestep whose target is not NaN"),
    Row("binary_cross_entropy", (2, 2), shape_rules.paired, losses.mean_loss(losses.logistic_loss),
        rules.binary_cross_entropy_rule,
        infer=shape_rules.infer_pair, is_loss=True, note="takes logits; the mean over the elements of a timestep"),
    Row("place", (1, 1), shape_rules.place, places.place, rules.place_rule, constants=("positions",)),
    Row("spread", (1, 1), shape_rules.spread, places.spread, rules.spread_rule, constants=("sizes",)),
    Row("sum_to", (1, 1), shape_rules.sum_to, places.sum_to, rules.sum_to_rule, constants=("sizes",)),
    Row("class_residual", (2, 2), lambda shapes, _: shapes[0], plain(losses.class_residual), none, index_operand=1,
        note="no text holds it: a run has it in place of the four operations of a cross_entropy's gradient"),
    Row("present", (1, 1), shape_rules.scalar, losses.present, none),
    Row("total", (1, 1), shape_rules.same, plain(lambda a: a.sum(0)), none),
)  # fmt: skip

TABLE = {row.kind: row for row in ROWS}
"""Every operation by its kind, which is also its name in a text where it is not written by a symbol."""

SYMBOLS = {row.infix[0]: row.kind for row in ROWS if row.infix and row.operands[1] == 2}
"""Infix symbol → kind."""

CALLABLE = tuple(
    row.kind for row in ROWS if not row.infix and row.kind not in ("take", "copy", "transpose", "class_residual")
)
"""What can be called by name in a text."""

FUNCTIONS = tuple(
    kind for kind in CALLABLE
    if kind not in ("deviation", "place", "present", "scatter", "spread", "standardize", "sum_to", "total")
)  # fmt: skip
"""What a person calls by name; the rest are what an adjoint's text needs besides."""
