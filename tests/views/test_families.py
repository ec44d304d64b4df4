"""Families of lanes: where recurrence is missing, where the lecture has none, and for any number of equations."""

import sys
from types import FrameType
from typing import Any

import pytest

from rnnviz.models import Model
from rnnviz.views.lanes.plan import LANES_AT_ONCE, LanePlan, at_once, plan


def lanes(text: str) -> tuple[LanePlan, ...]:
    targets = {"target": 4} if "target" in text else {}
    return plan(Model(text, sizes={"x": 4, **dict.fromkeys(targets, 0)}, classes=targets, hidden=3), text=True)


def chain(length: int) -> str:
    """A recurrent value, and a chain of others that hangs on it."""
    first = ["h0[t] = tanh(A0 @ h0[t-1] + B @ x[t])"]
    return "\n".join(first + [f"h{i}[t] = 0.9 * h{i - 1}[t]" for i in range(1, length)])


def layers(count: int) -> str:
    """A stack of recurrent layers, which stand for themselves."""
    first = ["h0[t] = tanh(A0 @ h0[t-1] + B @ x[t])"]
    rest = [f"h{i}[t] = tanh(A{i} @ h{i}[t-1] + h{i - 1}[t])" for i in range(1, count)]
    return "\n".join([*first, *rest, f"L[t] = cross_entropy(V @ h{count - 1}[t], target[t])"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y[t] = W @ y[t-1] + U @ x[t]\nL[t] = cross_entropy(y[t], target[t])", ["y", "p_y"]),
        ("h[t] = tanh(W @ x[t])\ny[t] = V @ h[t-1]\nL[t] = cross_entropy(y[t], target[t])", ["h", "p_y"]),
        ("y[t] = V @ x[t]\nz[t] = y[t-1]\nL[t] = cross_entropy(y[t], target[t])", ["y", "p_y"]),
        ("L[t] = 0.5 * L[t-1] + sum(x[t])", ["L"]),
        ("c[t] = sigmoid(W @ x[t]) * c[t-1]\nh[t] = sigmoid(c[t])\nz[t] = h[t-1]", ["c", "h"]),
    ],
)
def test_that_any_recurrence_has_its_lanes(text: str, expected: list[str]) -> None:
    found = [each.name for each in lanes(text) if each.role == "forward" and not each.under]
    assert found == expected


@pytest.mark.parametrize("head", ["h[t] = tanh(x[t])", "h[t] = tanh(W @ h[t-1] + V @ x[t])"])
def test_that_every_beginning_of_a_text_that_is_a_model_has_lanes(head: str) -> None:
    text = head + "\nc[t] = sigmoid(U @ h[t-1]) * c[t-1]\nL[t] = cross_entropy(R @ c[t], target[t])"
    lines = text.split("\n")
    for count in range(1, len(lines) + 1):
        assert "graph" in [each.name for each in lanes("\n".join(lines[:count]))]


def calls(model: Model) -> int:
    """How many functions of Python's are called to plan a model's lanes."""
    count = 0

    def counted(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event == "call"

    plan(model, text=True)
    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        plan(model, text=True)
    finally:
        sys.setprofile(before)
    return count


def test_that_the_work_grows_as_the_equations_do() -> None:
    short, long = (calls(Model(chain(length), sizes={"x": 4}, hidden=3)) for length in (20, 80))
    assert long < 6 * short


def test_that_of_very_many_maps_those_that_stand_for_themselves_are_made_first() -> None:
    planned = lanes(layers(LANES_AT_ONCE + 5))
    made = at_once(planned)
    assert {"inputs", "graph", "losses", "norms", "h0", "dh0"} <= made
    for role in ("forward", "backward"):
        assert sum(each.name in made for each in planned if each.kind == "heat" and each.role == role) == LANES_AT_ONCE


def test_that_a_lane_is_never_made_without_the_one_that_it_folds_under() -> None:
    planned = lanes(chain(LANES_AT_ONCE + 30))
    made = at_once(planned)
    assert all(each.under in made for each in planned if each.name in made and each.under)
