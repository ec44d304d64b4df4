"""Which lanes a model gets: by its equations, whatever the cell."""

import numpy as np
import pytest

from rnnviz.models import Model, gallery
from rnnviz.models.overrides import Override
from rnnviz.views.lanes.plan import LanePlan, plan


def lanes(text: str) -> list[LanePlan]:
    return list(plan(Model(text, sizes={"x": 4, "target": 0}, classes={"target": 4}, hidden=3), text=True))


def tree(text: str) -> dict[str, list[str]]:
    """Each lane that stands for itself, with those that fold under it."""
    found: dict[str, list[str]] = {each.name: [] for each in lanes(text) if not each.under}
    for each in lanes(text):
        if each.under:
            found[each.under].append(each.name)
    return found


def test_that_the_example_has_the_lanes_of_the_lecture() -> None:
    assert list(tree(gallery.cell("vanilla").body)) == ["inputs", "graph", "h", "p_y", "losses", "dh", "norms"]


def test_that_an_lstm_folds_its_cell_state_and_gates_under_h() -> None:
    found = tree(gallery.cell("lstm").body)
    assert list(found) == ["inputs", "graph", "h", "p_y", "losses", "dh", "norms"]
    assert found["h"][0] == "c"
    assert {"i", "f", "g", "o"} < set(found["h"])
    assert found["dh"][0] == "dc"


def test_that_layers_and_directions_stand_for_themselves() -> None:
    assert {"h1", "h2"} <= set(tree(gallery.cell("two_layers").body))
    assert {"h_r", "h_l"} <= set(tree(gallery.cell("bidirectional").body))


@pytest.mark.parametrize("cell", [cell.name for cell in gallery.cells()])
def test_that_every_state_of_every_cell_has_a_lane_and_its_gradient_too(cell: str) -> None:
    text = gallery.cell(cell).body
    model = Model(text, sizes={"x": 4, "target": 0}, classes={"target": 4}, hidden=3)
    shown = {each.shows for each in lanes(text)}
    for state in model.graph.states:
        assert {state, f"d{state}"} <= shown
    names = [each.name for each in lanes(text)]
    assert len(names) == len(set(names))


def test_that_a_model_without_a_loss_has_no_lanes_of_the_backward_pass() -> None:
    model = Model("h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t])", sizes={"x": 4}, hidden=3)
    names = [each.name for each in plan(model, text=True)]
    assert names == ["inputs", "graph", "h"]


def test_that_two_losses_share_a_lane_and_each_has_its_probabilities() -> None:
    text = """
h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t])
y[t] = W_hy @ h[t]
z[t] = W_hz @ h[t]
L[t] = cross_entropy(y[t], target[t])
M[t] = cross_entropy(z[t], target[t])
"""
    found = {each.name: each for each in lanes(text)}
    assert found["losses"].shows == "L M"
    assert found["p_y"].target == found["p_z"].target == "target"


def test_that_data_without_a_text_have_lanes_of_their_own() -> None:
    model = Model(
        "h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t])\nL[t] = mse(h[t], goal[t])", sizes={"x": 2, "h": 3, "goal": 3}
    )
    assert [each.name for each in plan(model, text=False)][:2] == ["x", "goal"]


@pytest.mark.parametrize(
    ("text", "sizes", "shares"),
    [
        (gallery.cell("lstm").body, {"x": 4, "target": 0}, {"i", "f", "o"}),
        (gallery.cell("gru").body, {"x": 4, "target": 0}, {"r", "z"}),
        ("a[t] = softmax(W @ x[t])\nb[t], c[t] = split(a[t], 2)\nd[t] = 2 * b[t]", {"x": 4, "a": 4}, {"a", "b", "c"}),
        ("a[t] = b[t-1]\nb[t] = a[t-1]", {"a": 4}, set()),
        ("g[t] = tanh(x[t])\ns[t] = sigmoid(g[t])[0:2]", {"x": 4}, {"s"}),
    ],
)
def test_that_what_lies_between_0_and_1_by_its_equation_has_that_scale(
    text: str, sizes: dict[str, int], shares: set[str]
) -> None:
    classes = {"target": 4} if "target" in sizes else {}
    made = plan(Model(text, sizes, classes=classes, hidden=4, timesteps=None if "x" in sizes else 3), text=False)
    assert {each.shows for each in made if each.share} == shares


def test_that_a_gate_that_is_set_by_hand_keeps_its_scale() -> None:
    model = Model(gallery.cell("gru").body, {"x": 4, "target": 0}, classes={"target": 4}, hidden=3)
    data = {"x": np.eye(4), "target": np.zeros(4, int)}
    tape = model.run(data, overrides=(Override("z", 2, None, (0.5, 0.5, 0.5)),))
    assert {each.shows for each in plan(tape.model, text=False) if each.share} >= {"r", "z"}
