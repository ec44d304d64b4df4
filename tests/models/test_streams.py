"""What the streams of equations are for."""

from __future__ import annotations

import pytest

from rnnviz.equations.errors import EquationError
from rnnviz.models import gallery
from rnnviz.models.model import Model
from rnnviz.models.streams import Role, roles

INDEX, TARGET = Role(index=True), Role(index=True, target=True)


@pytest.mark.parametrize(
    ("equations", "expected"),
    [
        ("h[t] = tanh(W @ h[t-1] + U @ x[t] + V @ x[t+1])", {"x": Role()}),
        ("h[t] = h[t-1] + embed(E, token[t])", {"token": INDEX}),
        ("h[t] = W @ onehot(token[t], 4)", {"token": INDEX}),
        ("L[t] = cross_entropy(W @ x[t], target[t])", {"x": Role(), "target": TARGET}),
        ("L[t] = mse(W @ x[t], y[t])", {"x": Role(), "y": Role(target=True)}),
        ("h[t] = embed(E, a[t]) + a[t]", {"a": Role()}),
        ("untied W\nh[t] = W[t] @ x[t]", {"x": Role()}),
        ("h[t] = x[t][0] + b[2]", {"x": Role()}),
    ],
)
def test_that_a_streams_role_follows_from_its_use(equations: str, expected: dict[str, Role]) -> None:
    assert roles(equations) == expected


@pytest.mark.parametrize("entry", gallery.cells(), ids=lambda entry: entry.name)
def test_that_every_cell_of_the_gallery_reads_a_text(entry: gallery.Entry) -> None:
    assert roles(entry.body) == {"x": Role(), "target": TARGET}


def test_that_an_error_of_the_equations_is_one_here() -> None:
    with pytest.raises(EquationError):
        roles("h[t] = = 3")


def test_that_a_line_nested_without_end_is_refused_and_not_lost_in() -> None:
    deep = "h[t] = " + "-" * 2_000 + "x[t]"
    assert list(roles(deep)) == ["x"]
    with pytest.raises(EquationError, match="150 operations"):
        Model(deep, sizes={"x": 2})
