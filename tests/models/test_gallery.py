"""The gallery's files: each can be read, and each cell runs at once on a text."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.engine.gradient_check import gradient_check
from rnnviz.models import gallery
from rnnviz.models.text import TextSequence
from rnnviz.models.text_model import text_data, text_model


def test_that_the_gallery_has_the_usual_cells_from_simple_to_less_simple() -> None:
    names = [entry.name for entry in gallery.cells()]
    assert names == ["vanilla", "lstm", "gru", "peephole", "two_layers", "bidirectional", "residual"]


@pytest.mark.parametrize("entry", gallery.cells(), ids=lambda entry: entry.name)
def test_that_a_file_says_what_it_is(entry: gallery.Entry) -> None:
    assert entry.title
    assert entry.about.endswith(".")
    assert not entry.body.startswith(("#", "\n"))


@pytest.mark.parametrize(
    ("text", "missing"),
    [("h[t] = 1", "title, about"), ("# title: a\n# about: b\n\n", "body"), ("# about: b\nh[t] = 1", "title")],
)
def test_that_a_file_that_lacks_something_is_refused(text: str, missing: str) -> None:
    with pytest.raises(ValueError, match=f"mine: no {missing}"):
        gallery.parse("mine", text)


def test_that_an_unknown_cell_is_an_error() -> None:
    with pytest.raises(KeyError):
        gallery.cell("transformer")


@pytest.mark.parametrize("entry", gallery.cells(), ids=lambda entry: entry.name)
@pytest.mark.parametrize("text", ["hello", "床前明月光，疑是地上霜。举头望明月，低头思故乡。"])
def test_that_every_cell_runs_on_a_text_with_right_gradients(entry: gallery.Entry, text: str) -> None:
    sequence = TextSequence(text)
    model = text_model(entry.body, sequence, hidden=3)
    tape = model.run(text_data(model, sequence))
    assert tape.timesteps == sequence.timesteps
    assert np.isclose(tape.loss, tape["L"].sum())
    check = gradient_check(tape, limit=40)
    assert check.passed, check.worst
    assert set(check.parameters) >= set(model.parameters)
    assert all(tape.contributions(name).agrees() for name in model.parameters)
    assert all(np.abs(tape.contributions(name).total).max() > 0 for name in model.parameters)


@pytest.mark.parametrize("entry", gallery.cells(), ids=lambda entry: entry.name)
def test_that_a_cells_text_is_the_one_its_graph_prints(entry: gallery.Entry) -> None:
    model = text_model(entry.body, TextSequence("hello"), hidden=3)
    assert model.graph.text == entry.body


def test_that_only_the_bidirectional_cell_reads_ahead() -> None:
    for entry in gallery.cells():
        sequence = TextSequence("hello")
        model = text_model(entry.body, sequence, hidden=3)
        directions = {one.direction for one in model.run(text_data(model, sequence)).passes if one.phase == "forward"}
        assert directions == ({-1, 1} if entry.name == "bidirectional" else {1})


@pytest.mark.parametrize("cell", ["lstm", "peephole"])
def test_that_the_forget_scheme_opens_the_forget_gate_and_no_other(cell: str) -> None:
    model = text_model(gallery.cell(cell).body, TextSequence("hello"), hidden=2, initialisation="forget")
    biases = np.concatenate([model.parameters[name] for name in model.parameters if name.startswith("b_")])
    assert biases.sum() == 2
    forget = model.parameters["b_h"][2:4] if cell == "lstm" else model.parameters["b_f"]
    assert forget.tolist() == [1, 1]
