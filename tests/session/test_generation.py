"""What a user may generate from: a text, words, numbers; segments, ends, and what is said where it cannot be."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.debugger.narration import just_happened
from rnnviz.engine import DataError
from rnnviz.models import Model, gallery
from rnnviz.models.example import Example, Typed, Words
from rnnviz.session import recipe
from rnnviz.session.draft import Draft, draft_over
from rnnviz.session.generation import Generation, Symbols, symbols_of, wrong_with
from rnnviz.session.given import Given
from rnnviz.session.job import taught_job_of
from rnnviz.session.recipe import Outcome

HELLO = Draft(equations=gallery.cell("vanilla").body, text="hello")
TRANSLATOR = """
encode:
    h[t] = tanh(W_e @ embed(E, source[t]) + U_e @ h[t-1])
decode:
    h[t] = tanh(W_d @ embed(F, previous[t]) + U_d @ h[t-1])
    y[t] = V @ h[t] + c
    L[t] = cross_entropy(y[t], target[t])
"""


def run(draft: Draft) -> Outcome:
    return recipe.run(draft, 2**30)


def message(draft: Draft, generation: Generation) -> str:
    return str(wrong_with(draft, generation) or "")


def translator(c: list[float], names: tuple[str, ...] = (), **line: str) -> Draft:
    """An encoder over 3 timesteps and a decoder over 4, whose output is `c` at every timestep but for tiny weights."""
    model = Model(
        TRANSLATOR,
        sizes={"h": 3, "y": len(c), "E": (5, 2), "F": (len(c), 2)},
        parameters={"c": c, "V": np.zeros((len(c), 3))},
        seed=1,
    )
    data: dict[str, Any] = {"source": [0, 1, 2], "previous": [0, 1, 1, 1], "target": [1, 1, 1, 2]}
    draft = draft_over(Given(model, data))
    if not names:
        return draft
    typed = (Typed(Words("out"), "target", reads="previous", predicts="target", **line),) if line else ()
    vocabulary = MappingProxyType({"previous": names, "target": names})
    return replace(draft, example=Example("t", Words("t"), Words("t"), vocabulary=vocabulary, typed=typed))


def test_that_a_run_goes_on_from_a_timestep_of_the_data() -> None:
    outcome = run(replace(HELLO, generation=Generation(count=5, from_=3)))
    assert outcome.problem is None
    tape = outcome.tape
    assert tape is not None
    assert tape["x"][:2].argmax(1).tolist() == [0, 1]
    assert np.array_equal(tape["x"][2:].argmax(1), tape["y"].argmax(1)[1:-1])
    assert tape["target"].tolist() == [1, 2, 2, 3, -1, -1, -1]  # where the data have targets they stay
    assert tape.loss > 0
    assert (tape["dh"][4:] == 0).all()


def test_that_another_beginning_has_its_own_targets() -> None:
    tape = run(replace(HELLO, generation=Generation(count=3, typed="olh"))).tape
    assert tape is not None
    assert tape["target"].tolist() == [2, 0, -1, -1, -1, -1]


def test_that_a_seed_draws_the_same_again() -> None:
    drawn = [
        run(replace(HELLO, generation=Generation(count=40, typed="h", how="sample", seed=seed))).tape
        for seed in (3, 3, 4)
    ]
    read = [tape["x"].argmax(1).tolist() for tape in drawn if tape is not None]
    assert read[0] == read[1] != read[2]


def test_that_a_decoder_writes_until_its_end() -> None:
    names = ("<start>", "yes", "<end>")
    endless = run(replace(translator([0.0, 5.0, 0.0], names), generation=Generation(count=9)))
    assert endless.tape is not None
    assert endless.tape.span("previous") == range(4, 14)
    ended = run(replace(translator([0.0, 0.0, 5.0], names), generation=Generation(count=9)))
    assert ended.tape is not None
    assert ended.tape.span("previous") == range(4, 5)  # the first thing that it says is the end
    assert ended.tape["y"][3].argmax() == 2


def test_that_an_examples_line_says_what_begins_and_ends() -> None:
    draft = translator([0.0, 5.0, 0.0], ("→", "一", "。"), split="characters", begin="→", end="。")
    symbols = symbols_of(draft, taught_job_of(draft))
    assert symbols.read("一").tolist() == symbols.read("→一").tolist() == [0, 1]
    assert symbols.write([0, 1, 2]) == "→一。"
    tape = run(replace(draft, generation=Generation(count=4, typed="一"))).tape
    assert tape is not None
    assert tape["previous"][3:].tolist() == [0, 1, 1, 1, 1, 1]


def test_that_classes_without_names_are_typed_as_numbers() -> None:
    draft = translator([0.0, 5.0, 0.0])
    assert symbols_of(draft, taught_job_of(draft)).read(" 0  2 ").tolist() == [0, 2]
    assert "“3” is no class; there are 0 … 2" in message(draft, Generation(typed="0 3"))
    assert "“−1”" in message(draft, Generation(typed="−1"))
    assert "empty" in message(draft, Generation(typed="   "))


def test_that_vectors_that_are_no_classes_are_not_fed_back() -> None:
    model = Model("h[t] = tanh(W @ x[t] + U @ h[t-1])\nL[t] = mse(h[t], x[t])", sizes={"x": 3, "h": 3}, seed=1)
    draft = draft_over(Given(model, {"x": np.linspace(-1, 1, 12).reshape(4, 3)}))
    assert "cannot read what it predicts" in message(draft, Generation())
    outcome = run(replace(draft, generation=Generation()))
    assert outcome.tape is None
    assert outcome.problem is not None


@pytest.mark.parametrize("first", [0, 1, 6, 10**6])
def test_that_a_beginning_beyond_the_data_is_said(first: int) -> None:
    outcome = run(replace(HELLO, generation=Generation(from_=first)))
    assert outcome.tape is None
    assert outcome.problem is not None
    assert "t = 2 … 5" in outcome.problem.message


def test_that_equations_that_cannot_run_are_said() -> None:
    assert message(replace(HELLO, equations="h[t] = "), Generation())
    assert message(replace(HELLO, text="h"), Generation())


@given(st.text("helo", min_size=1, max_size=8), st.integers(1, 12))
def test_that_any_beginning_is_read_first(beginning: str, count: int) -> None:
    tape = run(replace(HELLO, generation=Generation(count=count, typed=beginning))).tape
    assert tape is not None
    read = "".join("helo"[index] for index in tape["x"].argmax(1))
    assert read.startswith(beginning)
    assert len(read) == len(beginning) + count


def test_that_a_new_line_can_be_typed_in_one_line() -> None:
    assert Symbols("x", "y", 2, ("a", "\n", " "), characters=True).read("a↵␣ ").tolist() == [0, 1, 2, 2]
    assert Symbols("x", "y", 2, ("↵", "\n"), characters=True).read("↵").tolist() == [0]


def test_that_a_symbol_the_model_does_not_know_is_named() -> None:
    symbols = Symbols("x", "y", 2, ("a", "b"), characters=True)
    with pytest.raises(DataError, match="“c”; it knows a b"):
        symbols.read("abc")


def test_that_no_gradient_is_told_to_come_from_a_choice() -> None:
    """Also where the logits are a state, of which is told where its gradient came from."""
    equations = "y[t] = W @ x[t] + U @ y[t-1]\nL[t] = cross_entropy(y[t], target[t])"
    tape = run(replace(HELLO, equations=equations, generation=Generation(count=3))).tape
    assert tape is not None
    told = [str(just_happened(tape, position, None, "U")) for position in range(5, tape.stops)]
    assert any("y[2]" in one for one in told)
    assert not any("x[" in one for one in told)
