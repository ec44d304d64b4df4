"""Each error points at its place and says what was found and what would be right."""

from __future__ import annotations

import dataclasses

import pytest

from rnnviz.equations import EquationError, parse
from tests.reference.system import Size

SIZES: dict[str, Size] = {"x": 3, "v": 2, "X": (2, 2), "s": 0, "h": 3}


@dataclasses.dataclass(frozen=True)
class Wrong:
    """A text with a mistake between ‹ and ›, and words that the message or the hint has to hold."""

    text: str
    words: tuple[str, ...]
    sizes: dict[str, Size] | None = None

    @property
    def clean(self) -> str:
        return self.text.replace("‹", "").replace("›", "")


def wrong(text: str, *words: str, **sizes: Size) -> Wrong:
    return Wrong(text, words, sizes or None)


CASES = [
    # operations
    wrong("h[t] = ‹tahn›(x[t])", "`tahn`", "`tanh`"),
    wrong("h[t] = x[t] + ‹qqq›(x[t])", "`qqq`", "tanh"),
    wrong("h[t] = x[t] + tanh(x[t], ‹x[t]›)", "`tanh`", "1", "2"),
    wrong("h[t] = ‹where(x[t], 1)›", "`where`", "3", "2"),
    wrong("h[t] = ‹x[t].U›", ".T"),
    wrong("h[t] = ‹x[t] % 2›", "x[t] % 2"),
    wrong("h[t] = ‹x[t] and x[t]›", "and"),
    wrong("h[t] = ‹x[t] if x[t] else 1›", "x[t] if x[t] else 1"),
    wrong("h[t] = x[t] * ‹'a'›", "'a'"),
    wrong("h[t] = x[t] * ‹True›", "True"),
    wrong("h[t] = x[t] * ‹1e999›", "large"),
    wrong("h[t] = ‹-1 < x[t] < 1›", "two"),
    # order
    wrong("h[t] = tanh(‹h[t+1] + h[t-1]›)", "`h[t+1]`", "`h[t-1]`", "no order of timesteps"),
    wrong("h[t] = tanh(g[t-1])\ng[t] = tanh(‹h[t+1] + x[t]›)", "`h[t+1]`", "`g[t-1]`", "no order", x=3, h=3),
    wrong("h[t] = ‹h[t] + x[t]›", "`h[t]`", "`h[t-1]`"),
    # the first that waits
    wrong("a[t] = ‹b[t] + x[t]›\nb[t] = tanh(a[t])", "no order", x=3),
    # names
    wrong("h[t] = tanh(x[t])\n‹dh[t]› = x[t]", "`dh`", "gradient", "`h`"),
    wrong("‹dx[t]› = tanh(x[t])", "`dx`", "gradient", "`x`"),
    wrong("‹dW[t]› = tanh(W * x[t])", "`dW`", "gradient", "`W`"),
    wrong("h[t] = x[t] * ‹dh›", "`dh`", "gradient", "`h`"),
    wrong("‹tanh[t]› = x[t]", "`tanh`", "operation"),
    wrong("‹t[t]› = x[t]", "`t`", "timestep"),
    wrong("h[t] = x[t] * ‹t›", "`t`", "timestep"),
    wrong("h[t] = x[t] * ‹tanh›", "`tanh`", "operation"),
    wrong("h[t] = x[t]\ng[t] = x[t]\n‹h[t]› = x[t]", "`h`", "twice"),
    wrong("h[t], ‹h[t]› = split(x[t], 3)", "`h`", "twice"),
    wrong("h[t] = W * x[t] + ‹W[t]›", "`W`", "[t]", "untied"),
    wrong("h[t] = x[t]\ng[t] = ‹h› + x[t]", "`h`", "h[t]"),
    wrong("g[t] = x[t] + ‹x›", "`x`", "x[t]"),
    # timesteps
    wrong("h[t] = x[‹2*t›]", "2*t", "t-1"),
    wrong("h[t] = x[t-‹k›]", "k", "whole number"),
    wrong("h[t] = x[t-‹1.5›]", "1.5", "whole number"),
    wrong("h[t] = tanh(‹(x[t] + s[t])[t-1]›)", "name"),
    wrong("untied W\nh[t] = ‹W[t-1]› * x[t]", "`W`", "untied", "W[t]"),
    wrong("untied W\nh[t] = ‹W› * x[t]", "`W`", "untied", "W[t]"),
    wrong("‹h[t-1]› = x[t]", "h[t-1]", "h[t] ="),
    wrong("‹h = x[t]›", "`h`", "h[t]"),
    # the line
    wrong("h[t] = x[t‹)›", "not an equation"),
    wrong("h[t] = x[t]‹)›", "not an equation"),
    wrong("h[t] = x[t]\n\n  # here\n‹x[t] + 1›", "name[t] = expression"),
    wrong("‹h[t] == x[t]›", "="),
    wrong("‹h[t] += x[t]›", "name[t] = expression"),
    wrong("‹h[t] = g[t] = x[t]›", "="),
    wrong("‹h[t] = x[t]; g[t] = x[t]›", "one equation"),
    wrong("‹import os›", "name[t] = expression"),
    wrong("‹›", "no equation"),
    # declarations
    wrong("learned ‹h›\nh[t] = tanh(h[t-1] + x[t])", "h[0]"),
    wrong("learned ‹g[0]›\nh[t] = tanh(h[t-1] + x[t])", "`g`"),
    wrong("learned ‹h[0]›\nh[t] = tanh(h[t+1] + x[t])", "h[T+1]"),
    wrong("untied ‹3›\nh[t] = x[t]", "`3`", "name"),
    wrong("untied W, ‹V›\nh[t] = W[t] * x[t]", "`V`", "no equation reads it"),
    wrong("untied ‹h›\nh[t] = tanh(x[t])", "`h`"),
    wrong("loss ‹L›\nh[t] = x[t]", "`L`"),
    wrong("h[t] = x[t]\n‹untied› W", "leads"),
    # segments
    wrong("a:\n‹h[t] = x[t]›", "indented"),
    wrong("a:\n    h[t] = x[t]\n‹a›:\n    g[t] = x[t]", "two segments", "`a`"),
    # several results
    wrong("‹h[t], g[t] = x[t]›", "2 names", "split"),
    wrong("h[t], g[t] = ‹split(R @ x[t], 3)›", "3 parts", "2"),
    wrong("h[t] = ‹split(x[t], 3)›", "several results"),
    wrong("h[t] = tanh(‹split(x[t], 3)›)", "several results", "line of its own"),
    # shapes
    wrong("h[t] = tanh(‹x[t] + v[t]›)", "`h`", "`x[t]`", "3", "`v[t]`", "2"),
    wrong("h[t] = tanh(x[t])\nq[t] = 2 * (‹h[t] + X[t]›)", "`q`", "`h[t]`", "3", "`X[t]`", "2×2"),
    wrong("h[t] = W @ x[t]\ng[t] = ‹W @ v[t]›", "`g`", "`W`", "3×3", "`v[t]`", "2"),
    wrong("h[t] = tanh(‹s[t] @ x[t]›)", "`s[t]`", "scalar", "*"),
    wrong("h[t] = ‹x[t][3]›", "element 3", "3"),
    wrong("h[t] = x[t] * ‹v[t][1:1]›", "empty"),
    wrong("h[t], g[t] = ‹split(x[t], 2)›", "3", "2"),
    wrong("h[t] = ‹mse(x[t], v[t])›", "`x[t]`", "3", "`v[t]`", "2", x=3, v=2),
    wrong("h[t] = ‹tanh(v[t])›", "`h`", "3", "2"),
    wrong("h[t] = tanh(‹concat(x[t], X[t])›)", "`x[t]`", "3", "`X[t]`", "2×2"),
    wrong("h[t] = tanh(‹layer_norm(x[t], b, v[t])›)", "3", "2"),
    wrong("h[t] = tanh(‹sum(X[t], axis=3)›)", "axis 3"),
    wrong("h[t] = x[t] + ‹embed(E, x[t])›", "`x[t]`", "class index", x=3, E=(4, 3)),
    # sizes
    wrong("h[t] = tanh(x[t]) * sum(‹W› @ x[t])", "`W`", "Declare"),
    wrong("g[t] = tanh(‹y[t]›)", "`y`", "Declare"),
    wrong("h[t] = x[t] * ‹c›[0]", "`c`", "Declare"),
    wrong("h[t] = ‹h[t-1] + h[t-2]›", "`h`", "Declare", x=3),
    wrong("loss ‹h›\nh[t] = tanh(x[t])", "`h`", "scalar", x=3),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.clean.replace("\n", "; ")[:50])
def test_that_an_error_points_at_its_place(case: Wrong) -> None:
    sizes = case.sizes if case.sizes is not None else SIZES
    sizes = {name: size for name, size in sizes.items() if f"{name}[" in case.clean or f"({name}," in case.clean}
    with pytest.raises(EquationError) as caught:
        parse(case.clean, sizes)
    error = caught.value
    lines = case.clean.split("\n")
    found = lines[error.line - 1]
    end = error.column + error.length
    marked = f"{found[: error.column]}‹{found[error.column : end]}›{found[end:]}"
    for word in case.words:
        assert word in f"{error.message} {error.hint}"
    assert "\n".join([*lines[: error.line - 1], marked, *lines[error.line :]]) == case.text
    assert error.message.endswith(".")
    assert error.message[0].isupper() or error.message[0] in "`0123456789"


def test_that_columns_count_characters_also_after_other_alphabets() -> None:
    with pytest.raises(EquationError) as caught:
        parse("    состояние[t] = tanh(вход[t]) + 漢字(x[t])", {"x": 3})
    assert caught.value.line == 1
    assert caught.value.column == 35
    assert caught.value.length == 2


def test_that_a_size_without_a_name_in_the_text_is_an_error() -> None:
    with pytest.raises(EquationError, match="`zz`"):
        parse("h[t] = tanh(x[t])", {"x": 3, "zz": 4})


@pytest.mark.parametrize("size", [-1, (2, 3, 4), (0, 2), 1.5, "3"])
def test_that_a_size_that_is_none_is_an_error(size: object) -> None:
    with pytest.raises(ValueError, match="size"):
        parse("h[t] = tanh(x[t])", {"x": size})  # type: ignore[dict-item]


def test_that_names_with_a_d_are_free_where_nothing_has_that_gradient() -> None:
    graph = parse("decay[t] = d * x[t]\ndh[t] = decay[t]\ndrop[t] = dh[t-1]", {"x": 3, "d": 3, "dh": 3})
    assert [one.name for one in graph.equations] == ["decay", "dh", "drop"]


@pytest.mark.parametrize("text", ["h.1[t] = x[t]", "h[t] = tanh(x[t] + 1)\ny[t] = h.1[t]"])
def test_that_the_names_of_unnamed_operations_are_reserved(text: str) -> None:
    with pytest.raises(EquationError, match=r"h\.1"):
        parse(text, {"x": 3})


LOSSES = [
    ("h[t] = tanh(x[t])\nL[t] = mse(h[t], x[t])", ("L",)),
    ("h[t] = tanh(x[t])\nL[t] = mse(h[t], x[t])\nM[t] = 2 * cross_entropy(h[t], k[t])", ("L", "M")),
    ("h[t] = tanh(x[t])\nL[t] = mse(h[t], x[t])\nM[t] = cross_entropy(h[t], k[t])\nJ[t] = L[t] + M[t] / 2", ("J",)),
    ("h[t] = tanh(x[t])\nL[t] = mse(h[t], x[t])\nM[t] = 3 * L[t-1]\nJ[t] = M[t]", ("J",)),
    ("loss L\nh[t] = tanh(x[t])\nL[t] = mse(h[t], x[t])\nM[t] = 3 * L[t]", ("L",)),
    ("loss n\nh[t] = tanh(x[t])\nn[t] = norm(h[t])", ("n",)),
    ("h[t] = tanh(x[t])\nn[t] = norm(h[t])", ()),
    ("h[t] = tanh(x[t] + e[t-1])\ne[t] = mse(h[t], x[t])\nn[t] = norm(h[t])", ()),
    ("h[t] = tanh(x[t])\nL[t] = 0.5 * L[t-1] + mse(h[t], x[t])", ("L",)),
]


@pytest.mark.parametrize(("text", "losses"), LOSSES)
def test_which_equations_are_losses(text: str, losses: tuple[str, ...]) -> None:
    sizes: dict[str, Size] = {"x": 3, "L": 0} if "L[t]" in text else {"x": 3}
    assert parse(text, {**sizes, **({"e": 0} if "e[t-1]" in text else {})}).losses == losses
