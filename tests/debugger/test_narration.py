"""Narration: a true, short sentence for every stop of any model."""

from __future__ import annotations

import re

import numpy as np
import pytest

import rnnviz
from rnnviz.debugger.narration import just_happened, next_up
from rnnviz.engine import Tape
from rnnviz.models import gallery
from rnnviz.models.text import TextSequence
from tests.debugger.conftest import Run

SPLIT_LSTM = """i[t], f[t], g[t], o[t] = split(W_ih @ x[t] + W_hh @ h[t-1] + b, 4)
c[t] = sigmoid(f[t]) * c[t-1] + sigmoid(i[t]) * tanh(g[t])
h[t] = sigmoid(o[t]) * tanh(c[t])
y[t] = W_hy @ h[t]
L[t] = cross_entropy(y[t], target[t])"""
CELLS = [entry.name for entry in gallery.cells()]


def told(tape: Tape, position: int, text: str = "hello", parameter: str = "W_hh") -> tuple[str, str]:
    sequence = TextSequence(text)
    return (
        str(just_happened(tape, position, sequence, parameter)),
        str(next_up(tape, position, sequence, parameter)),
    )


def test_that_the_walk_through_hello_is_told(run: Run) -> None:
    tape = run()
    loss, total = f"{tape['L'][2]:.2f}", f"{tape.loss:.2f}"
    assert told(tape, 0) == (
        "nothing yet: the run stands before t = 1",
        "forward t = 1: read “h”; compute h[1], y[1], L[1]",
    )
    happened, comes = told(tape, 3)
    assert re.fullmatch(
        rf"forward t = 3: read “l”; computed h\[3\], y\[3\]; L\[3\] = {loss} \(target “l” got \d+ %\)", happened
    )
    assert comes == "forward t = 4: read “l”; compute h[4], y[4], L[4]"
    happened, comes = told(tape, 4)
    assert happened.endswith(f". The forward pass is complete: the loss is {total} in all")
    assert comes == ("the loss splits into every L[t]; backward t = 4: compute dh[4]; add dW_hh[4] to the sum")
    split = "backward t = 4: the loss split into every L[t]; "
    assert told(tape, 5)[0] == f"{split}dh[4] came from y[4]; dW_hh[4] joined the sum: 1 of 4 summed"
    assert told(tape, 6) == (
        "backward t = 3: dh[3] came from y[3], h[4]; dW_hh[3] joined the sum: 2 of 4 summed",
        "backward t = 2: compute dh[2]; add dW_hh[2] to the sum",
    )
    happened, comes = told(tape, 8)
    assert happened.endswith("4 of 4 summed. All 4 contributions are summed: they equal dW_hh")
    assert comes == "nothing: this is the end of the run"


def test_that_the_probability_told_is_that_of_the_target(run: Run) -> None:
    import numpy as np

    tape = run()
    share = np.exp(-tape["L"][1])
    assert f"(target “l” got {100 * share:.0f} %)" in told(tape, 2)[0]


@pytest.mark.parametrize("cell", CELLS)
def test_that_every_stop_of_every_cell_is_told_in_a_line(run: Run, cell: str) -> None:
    tape = run(cell)
    parameter = next(iter(tape.model.parameters))
    for position in range(tape.stops):
        for sentence in told(tape, position, parameter=parameter):
            assert sentence
            assert "{" not in sentence
            assert len(sentence) < 220, sentence
    joined = " ".join(told(tape, position, parameter=parameter)[0] for position in range(tape.stops))
    for count in range(1, 5):
        assert f"joined the sum: {count} of 4 summed" in joined
    assert f"All 4 contributions are summed: they equal d{parameter}" in joined


def test_that_several_passes_are_numbered_with_their_direction(run: Run) -> None:
    tape = run("bidirectional")
    forward = [one for one in (told(tape, p)[0] for p in range(tape.stops)) if one.startswith("forward, pass")]
    assert forward[0].startswith("forward, pass 1 of 3 →, t = 1")
    assert any(one.startswith("forward, pass 2 of 3 ←, t = 4") for one in forward)
    assert "This pass is complete" in forward[3]
    backward = [one for one in (told(tape, p)[0] for p in range(tape.stops)) if one.startswith("backward, pass")]
    assert any("→" in one for one in backward)
    assert any("←" in one for one in backward)


def test_that_a_cut_is_told(run: Run) -> None:
    tape = run(truncate=2)
    assert told(tape, 7)[0].startswith("backward t = 2: dh[2] came from y[2] alone: the pass is cut here")


def test_that_a_model_without_a_loss_ends_with_its_forward_pass(run: Run) -> None:
    tape = run("h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t])")
    happened, comes = told(tape, 4)
    assert happened.endswith("The forward pass is complete; there is no loss to go back from")
    assert comes == "nothing: this is the end of the run"


def test_that_a_long_sum_is_told_without_adding_it_up_again(run: Run) -> None:
    tape = run(text="ab" * 6000)
    assert told(tape, tape.stops - 1, "ab")[0].endswith("All 11999 contributions are summed, to dW_hh")


def test_that_white_space_in_a_text_can_be_seen(run: Run) -> None:
    tape = run(text="a b\nc")
    assert "read “␣”" in told(tape, 2, "a b\nc")[0]
    assert "read “↵”" in told(tape, 4, "a b\nc")[0]


def test_that_data_other_than_text_is_told_by_name(run: Run) -> None:
    sentence = str(just_happened(run(), 3, None, "W_hh"))
    assert "read x[3]" in sentence
    assert re.search(r"\(target 2 got \d+ %\)", sentence)


def test_that_without_a_run_there_is_something_to_say() -> None:
    assert str(just_happened(None, 0, None, "")) == "nothing yet: there is no run"
    assert str(next_up(None, 0, None, "")) == "nothing until there is a model that runs"


def test_that_a_sentence_is_translated_part_by_part(run: Run) -> None:
    words = {
        "{when}: {what}": "{when}，{what}",
        "{first}; {rest}": "{first}；{rest}",
        "forward t = {t}": "前向 t = {t}",
        "read {names}": "读入{names}",
        "compute {names}": "计算{names}",
    }
    sentence = next_up(run(), 0, TextSequence("hello"), "W_hh")
    assert sentence.render(words.__getitem__) == "前向 t = 1，读入“h”；计算h[1], y[1], L[1]"


SEGMENTS = """encode:
    h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t])
decode:
    h[t] = tanh(V_hh @ h[t-1])
    y[t] = W_hy @ h[t]
    L[t] = cross_entropy(y[t], target[t])"""


def test_that_segments_are_told_each_with_its_own_equations(run: Run) -> None:
    tape = run(SEGMENTS)
    assert told(tape, 2)[0] == "forward t = 2: read “e”; computed h[2]"
    assert told(tape, 4)[1] == "forward t = 5: compute h[5], y[5], L[5]"
    assert "(target “e” got" in told(tape, 5)[0]
    assert told(tape, 12, parameter="V_hh")[0].startswith("backward t = 5: dh[5] came from y[5], h[6]; dV_hh[5] joined")
    assert told(tape, 13)[0].startswith("backward t = 4: dh[4] came from h[5]")


def test_that_a_stream_read_ahead_is_told_at_its_own_timestep(run: Run) -> None:
    tape = run("h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t] + V_xh @ x[t+1])")
    assert told(tape, 0)[1] == "forward t = 1: read “h”, “e”; compute h[1]"
    assert told(tape, 3)[1] == "forward t = 4: read “l”; compute h[4]"


def test_that_the_gates_of_an_lstm_are_named(run: Run) -> None:
    tape = run(SPLIT_LSTM)
    _, following = told(tape, 0)
    assert following == "forward t = 1: read “h”; compute i, f, g, o, c, h, y, L"
    happened, _ = told(tape, 8)
    assert "dh[1] came from y[1], i[2], f[2], g[2], o[2]" in happened


def test_that_of_very_many_values_the_last_are_named(run: Run) -> None:
    lines = ["h0[t] = tanh(W @ h19[t-1] + U @ x[t])"] + [f"h{i}[t] = 0.9 * h{i - 1}[t]" for i in range(1, 20)]
    equations = "\n".join([*lines, "y[t] = V @ h19[t]", "L[t] = cross_entropy(y[t], target[t])"])
    _, following = told(run(equations), 0)
    assert following.endswith("compute 17 values, then h17, h18, h19, y, L")


def test_that_a_sum_that_is_not_finite_is_not_said_to_be_right(run: Run) -> None:
    tape = run(
        "h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t]) + log(sum(x[t]) - 2)\n"
        "y[t] = W_hy @ h[t]\nL[t] = cross_entropy(y[t], target[t])"
    )
    happened, _ = told(tape, tape.stops - 1)
    assert happened.endswith("All 4 contributions are summed; dW_hh is not finite, and cannot be compared")


def test_that_what_is_read_and_compared_is_said_to_be_read() -> None:
    equations = "h[t] = tanh(W @ h[t-1] + U @ y[t])\no[t] = V @ h[t]\nL[t] = mse(o[t], y[t])"
    tape = rnnviz.Model(equations, {"y": 4, "h": 3}).run({"y": np.ones((3, 4))})
    assert str(next_up(tape, 0, None, "W")) == "forward t = 1: read y[1]; compute h[1], o[1], L[1]"


def test_that_one_contribution_is_told_in_the_singular(run: Run) -> None:
    tape = run(text="ab")
    happened, _ = told(tape, tape.stops - 1, "ab")
    assert happened.endswith("The only contribution is summed: it is dW_hh")


def test_that_each_segment_has_its_own_guess(run: Run) -> None:
    tape = run(
        "one:\n    h[t] = tanh(W @ h[t-1] + U @ x[t])\n    y[t] = V @ h[t]\n    L[t] = cross_entropy(y[t], target[t])\n"
        "two:\n    h[t] = tanh(W @ h[t-1])\n    z[t] = Q @ h[t]\n    L[t] = cross_entropy(z[t], target[t])"
    )
    happened, _ = told(tape, 8)
    weights = np.exp(tape.value("z", 8))
    percent = 100 * weights[3] / weights.sum()
    assert f"“o” got {percent:.0f} %" in happened


def test_that_a_gradient_comes_only_from_those_that_read_the_value_there(run: Run) -> None:
    tape = run(
        "one:\n    h[t] = tanh(W @ h[t-1] + U @ x[t])\n    y[t] = P @ x[t]\n    L[t] = cross_entropy(y[t], target[t])\n"
        "two:\n    h[t] = tanh(V @ h[t-1])\n    y[t] = Q @ h[t]\n    L[t] = cross_entropy(y[t], target[t])"
    )
    ends = {tape.moment(p).timestep: told(tape, p, parameter="W")[0] for p in range(9, tape.stops)}
    assert "dh[6] came from y[6], h[7]" in ends[6]
    assert "dh[3] came from h[4]" in ends[3]


def test_that_gradients_of_an_untied_parameter_are_not_said_to_be_summed(run: Run) -> None:
    tape = run(
        "untied W_hh\nh[t] = tanh(W_hh[t] @ h[t-1] + W_xh @ x[t])\n"
        "y[t] = W_hy @ h[t]\nL[t] = cross_entropy(y[t], target[t])"
    )
    back = [told(tape, position) for position in range(5, tape.stops)]
    assert not any("sum" in said for pair in back for said in pair)
    assert "computed dW_hh[3]" in back[1][0]
    assert "compute dW_hh[2]" in back[1][1]
    assert back[-1][0].endswith("The backward pass is complete")
