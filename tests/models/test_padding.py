"""Which models may read padded sequences."""

from __future__ import annotations

import pytest

from rnnviz import Model
from rnnviz.models.padding import may_be_padded, targets
from tests.engine.lecture import BIDIRECTIONAL, ENCODER_DECODER, LSTM, VANILLA

HALF = VANILLA.replace("= cross", "= 0.5 * cross")
SIZES = {"x": 4, "h": 4, "y": 4, "a": 4, "b": 4, "c": 4}


@pytest.mark.parametrize(
    ("text", "may"),
    [
        (VANILLA, True),
        (LSTM, True),
        (HALF, True),
        (VANILLA + "M[t] = mse(h[t], goal[t])", True),
        (VANILLA.replace("target[t])", "target[t]) / 2 + mse(h[t], goal[t])"), True),
        (VANILLA.replace("target[t])", "target[t]) + 1"), False),
        (VANILLA + "M[t] = dot(h[t], h[t])", None),
        (VANILLA + "M[t] = mse(h[t], x[t])", False),  # x is read otherwise, too: nothing of it can be missing
        (VANILLA + "M[t] = mse(h[t], stop(y[t]))", False),
        (VANILLA + "M[t] = mse(h[t], goal[t+1])", False),
        (VANILLA.replace("h[t-1]", "h[t-1] + V @ x[t+1]"), False),
        (BIDIRECTIONAL, False),
        (ENCODER_DECODER, False),
        ("untied W\n" + VANILLA.replace("W_hh @", "W[t] @"), False),
        ("h[t] = tanh(W @ h[t-1] + x[t])", False),
    ],
)
def test_that_padding_is_allowed_where_it_changes_nothing(text: str, may: bool | None) -> None:
    sizes = {name: size for name, size in SIZES.items() if f"{name}[" in text}
    graph = Model(text, sizes=sizes, timesteps=3 if "untied" in text else None).graph
    if may is None:  # whether it is a loss at all is the language's matter: one that is none does no harm
        may = "M" not in graph.losses
    assert may_be_padded(graph) is may


def test_that_a_target_is_what_losses_alone_read() -> None:
    model = Model(VANILLA + "M[t] = mse(h[t], x[t]) + mse(y[t], goal[t])", sizes={"x": 4, "h": 4, "y": 4})
    assert targets(model.graph) == {"target", "goal"}
