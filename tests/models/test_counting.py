"""Parameters and multiply-adds, counted by hand and by the program."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.engine import DataError
from rnnviz.equations import parse
from rnnviz.models import Model, gallery
from rnnviz.models.counting import alexnet, counted


def test_that_a_vanilla_network_is_counted_by_hand() -> None:
    model = Model(gallery.cell("vanilla").body, {"x": 4, "y": 4, "target": 0}, hidden=3)
    found = counted(model.graph, 10)
    h, y, loss = found.layers
    assert (h.parameters, h.multiply_adds, h.all_multiply_adds) == (3 * 3 + 3 * 4 + 3, 3 * 3 + 3 * 4, 210)
    assert (y.parameters, y.multiply_adds) == (4 * 3 + 4, 12)
    assert (loss.parameters, loss.multiply_adds) == (0, 0)
    assert found.multiply_adds == 10 * (21 + 12)


@pytest.mark.parametrize("cell", gallery.cells(), ids=lambda cell: cell.name)
def test_that_no_parameter_of_a_cell_is_counted_twice_or_left_out(cell: gallery.Entry) -> None:
    model = Model(cell.body, {"x": 4, "y": 4, "target": 0}, hidden=3)
    assert counted(model.graph, 5).parameters == sum(np.size(one) for one in model.parameters.values())


def test_that_untied_layers_have_weights_of_their_own_and_learned_states_count() -> None:
    text = "untied W\nlearned h[0]\nh[t] = tanh(W[t] @ h[t-1])"
    model = Model(text, {"h": 3}, timesteps=7)
    found = counted(model.graph, 7)
    assert [layer.parameters for layer in found.layers] == [7 * 9, 3]
    assert found.layers[1].name == "h[0]"


def test_that_what_two_equations_share_is_counted_once_and_told() -> None:
    text = "encode:\n    h[t] = tanh(W @ h[t-1] + a[t])\ndecode:\n    h[t] = tanh(W @ h[t-1] + b[t])"
    first, second = counted(parse(text, {"a": 3, "b": 3, "h": 3}), {"encode": 4, "decode": 6}).layers
    assert (first.parameters, first.shared, first.timesteps) == (9, 0, 4)
    assert (second.parameters, second.shared, second.timesteps) == (0, 9, 6)


def test_that_alexnet_has_62_million_parameters_and_most_of_them_in_one_layer() -> None:
    found = alexnet()
    layers = {layer.name: layer for layer in found.layers}
    assert found.parameters == 62_378_344
    assert layers["fc6"].parameters == 6 * 6 * 256 * 4096 + 4096
    assert layers["fc6"].multiply_adds == 37_748_736
    assert sum(layers[f"a{i}"].parameters for i in range(1, 6)) < 4_000_000
    assert layers["a2"].all_multiply_adds > 11 * layers["fc6"].all_multiply_adds, "convolutions have the work"


def test_that_global_average_pooling_takes_that_layer_away() -> None:
    found = alexnet(pooled=True)
    assert "fc6" not in {layer.name for layer in found.layers}
    assert found.parameters == 3_747_200 + 256 * 1000 + 1000


def test_that_lengths_that_do_not_fit_are_told() -> None:
    with pytest.raises(DataError, match="segment"):
        counted(parse("a:\n    x[t] = u[t]\nb:\n    y[t] = v[t]", {"u": 2, "v": 2}), 3)
