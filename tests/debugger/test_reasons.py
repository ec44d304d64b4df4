"""Why a number is what it is: its terms make it, and can be asked for in their turn."""

import numpy as np
import pytest

from rnnviz import Model, Tape
from rnnviz.debugger.reasons import Explanation, Quantity, Term, why
from rnnviz.debugger.what_ifs import what_if
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.models import gallery
from tests.reference.comparison import tape_of
from tests.reference.operations import operation_systems
from tests.reference.random_systems import random_system


def run(cell: str, timesteps: int = 6, truncate: int | None = None) -> Tape:
    random = np.random.default_rng(0)
    text = cell if "=" in cell else gallery.cell(cell).body
    model = Model(text, {"x": 3, "y": 3, "target": 0}, hidden=4)
    data = {"x": random.standard_normal((timesteps, 3)), "target": random.integers(0, 3, timesteps)}
    return model.run(data, truncate=truncate)


def assert_made_of(told: Explanation) -> None:
    """The terms of what adds up add up; the factors of a product make it."""
    value = told.of.value
    if not np.isfinite(value) or not all(np.isfinite(one.amount or 0) for one in told.terms):
        return
    if told.how in ("sum", "products", "total", "selection"):
        added = sum(one.amount or 0.0 for one in told.terms if one.share is not None) + told.left_out_amount
        assert added == pytest.approx(value, rel=1e-9, abs=1e-12), str(told.of)
        shares = [one.share for one in told.terms if one.share is not None]
        assert shares == sorted(shares, reverse=True)
        if not told.left_out and any(shares):
            assert sum(shares) == pytest.approx(1)
    elif told.how == "product":
        first, second = (one.factors[0].value if one.factors else (one.amount or 0.0) for one in told.terms)
        if not any(one.cut for one in told.terms):
            assert first * second == pytest.approx(value, rel=1e-9, abs=1e-14)
            assert [one.derivative for one in told.terms] == [pytest.approx(second), pytest.approx(first)]


def walk(tape: Tape, told: Explanation, depth: int) -> int:
    """Asks on and on; how many answers there were."""
    assert_made_of(told)
    count = 1
    for term in told.terms[:3]:
        for one in term.factors:
            found = tape.value(one.name, one.timestep if one.timestep is not None else 1)[one.element]
            if not term.cut and not (one.timestep is not None and not 1 <= one.timestep <= tape.timesteps):
                assert one.value == pytest.approx(float(found), nan_ok=True), str(one)
            if depth:
                count += walk(tape, why(tape, one.name, one.timestep, one.element, most=4), depth - 1)
    return count


def names_of(tape: Tape) -> list[str]:
    graph = tape.graph
    names = [*graph.named, *(gradient_name(name) for name in (*graph.named, *graph.parameters, *graph.streams))]
    known = [name for name in names if name in graph.definitions or name in tape.adjoint.definitions]
    return [name for name in known if not graph.index(name)]


@pytest.mark.parametrize("seed", range(8))
def test_that_every_number_of_any_run_is_made_of_what_is_told(seed: int) -> None:
    tape = tape_of(random_system(seed))
    random = np.random.default_rng(seed)
    for name in names_of(tape):
        for t in {1, tape.timesteps, int(random.integers(1, tape.timesteps + 1))}:
            shape = tape.value(name, t).shape
            element = tuple(int(random.integers(n)) for n in shape)
            walk(tape, why(tape, name, t, element), 1)
    for parameter in tape.graph.parameters:
        if not tape.graph.parameters[parameter].untied:
            element = tuple(int(random.integers(n)) for n in tape.graph.parameters[parameter].shape)
            assert_made_of(why(tape, f"d{parameter}", None, element))


@pytest.mark.parametrize("system", operation_systems(), ids=lambda system: system.name)
def test_that_every_operation_of_the_language_can_be_explained(system: object) -> None:
    tape = tape_of(system)  # type: ignore[arg-type]
    for name in names_of(tape):
        shape = tape.value(name, 1).shape
        for element in [tuple(0 for _ in shape), tuple(n - 1 for n in shape)]:
            walk(tape, why(tape, name, 1, element), 1)


def test_that_the_lecture_s_chain_is_walked_from_the_state_to_the_products() -> None:
    tape = run("vanilla")
    state = why(tape, "h", 3, (1,))
    assert state.how == "function"
    [inside] = state.terms
    assert inside.derivative == pytest.approx(1 - tape["h"][2, 1] ** 2)
    assert inside.share == 1
    assert inside.text == "(W_hh @ h[2] + W_xh @ x[3] + b_h)[1]"
    total = why(tape, *key(inside.factors[0]))
    assert total.how == "sum"
    texts = {one.text or str(one.factors[0]) for one in total.terms}
    assert texts == {"(W_hh @ h[2])[1]", "(W_xh @ x[3])[1]", "b_h[1]"}
    row = next(one for one in total.terms if one.text == "(W_hh @ h[2])[1]")
    products = why(tape, *key(row.factors[0]))
    assert products.how == "products"
    names = {tuple(map(str, one.factors)) for one in products.terms}
    assert names == {(f"W_hh[1, {j}]", f"h[2][{j}]") for j in range(4)}
    for one in products.terms:
        assert one.amount == pytest.approx(one.factors[0].value * one.factors[1].value)


def test_that_a_gradient_comes_from_its_users() -> None:
    tape = run("vanilla")
    told = why(tape, "dh", 3, (2,))
    assert told.how == "sum"
    assert len(told.terms) == 2
    products = [why(tape, *key(one.factors[0])) for one in told.terms]
    heads = {tuple(one.terms[0].factors[place].name for place in (0, 1)) for one in products}
    assert {name for name, _ in heads} == {"W_hy", "W_hh"}
    assert {one.timestep for told in products for one in (told.terms[0].factors[1],)} == {3, 4}


def test_that_what_lies_beyond_the_run_is_told_by_what_it_would_be() -> None:
    tape = run("vanilla")
    told = why(tape, "dh", tape.timesteps, (2,))
    assert {one.text for one in told.terms} == {"(W_hy.T @ dy[6])[2]", "(W_hh.T @ dh.4[7])[2]"}
    (nothing,) = [one for one in told.terms if not one.amount]
    assert "beyond the run" in str(why(tape, *key(nothing.factors[0])).words)


def test_that_the_gradient_of_the_initial_state_is_told_too() -> None:
    tape = run("gru")
    told = why(tape, "dh", 0, (1,))
    assert told.of.value == pytest.approx(tape.initial_gradients["h"][1])
    assert_made_of(told)


def test_that_what_lies_beyond_a_cut_adds_nothing_and_says_so() -> None:
    told = why(run("vanilla", truncate=3), "dh", 3, (0,))
    assert [one.cut for one in told.terms] == [False, True]
    assert told.terms[1].amount == 0


def test_that_a_total_is_told_by_its_largest_timesteps() -> None:
    tape = run("lstm", 100)
    told = why(tape, "dW_hh", None, (3, 1), most=10)
    assert told.how == "total"
    assert len(told.terms) == 10
    assert told.left_out == 90
    assert told.of.value == pytest.approx(tape.contributions("W_hh").total[3, 1])
    first = told.terms[0].factors[0]
    one = why(tape, *key(first))
    assert one.how == "product"
    assert one.of.value == pytest.approx(tape.contributions("W_hh").at(first.timestep or 0)[3, 1])


def test_that_a_part_of_a_split_is_where_it_was() -> None:
    tape = run("lstm")
    told = why(tape, "a_f", 2, (1,))
    assert told.how == "selection"
    [term] = told.terms
    assert term.factors[0].element == (5,)


def test_that_a_rectified_zero_shows_what_was_below_zero() -> None:
    tape = run("h[t] = relu(W @ h[t-1] + V @ x[t])\ny[t] = U @ h[t]\nL[t] = cross_entropy(y[t], target[t])")
    t, unit = (int(i) for i in np.argwhere(tape["h"] == 0)[0])
    told = why(tape, "h", t + 1, (unit,))
    assert told.terms[0].derivative == 0
    assert told.terms[0].factors[0].value < 0


def test_that_what_was_set_by_hand_says_so_and_the_rest_is_what_the_equation_says() -> None:
    tape = what_if(run("lstm"), {("h", 3, 1): 0.5, ("W_hh", 4, (0, 2)): 0.1})
    assert str(why(tape, "h", 3, (1,)).words) == "h[3][1] was set by hand: 0.50"
    told = why(tape, "h", 3, (0,))
    assert told.how == "product"
    assert str(told.terms[0].factors[0]) == "o[3][0]"
    for name in names_of(tape):
        for t in (3, 4):
            walk(tape, why(tape, name, t, tuple(0 for _ in tape.value(name, t).shape)), 1)


def test_that_a_branch_that_was_not_taken_is_no_term() -> None:
    text = "h[t] = where(V @ x[t] > 0, tanh(W @ h[t-1] + V @ x[t]), 0.5 * h[t-1])"
    tape = run(f"{text}\ny[t] = U @ h[t]\nL[t] = cross_entropy(y[t], target[t])")
    taken = tape.parameters["V"] @ tape.data["x"][2] > 0
    for unit in range(4):
        first, *rest = why(tape, "h", 3, (unit,)).terms
        assert first.share == 1
        assert first.text.startswith("tanh") == bool(taken[unit])
        assert [one.share for one in rest] == [None]


def test_that_given_numbers_say_what_they_are() -> None:
    tape = run("vanilla")
    for arguments, words in (
        (("x", 2, (1,)), "is an input"),
        (("W_hh", None, (1, 1)), "is a parameter"),
        (("h", 0, (1,)), "is an initial state"),
    ):
        assert words in str(why(tape, *arguments).words)


def test_that_a_wide_row_tells_its_largest_products_and_what_the_rest_adds() -> None:
    model = Model(gallery.cell("vanilla").body, {"x": 200, "y": 3, "target": 0}, hidden=300)
    random = np.random.default_rng(0)
    tape = model.run({"x": random.standard_normal((4, 200)), "target": [0, 1, 2, 0]})
    inside = why(tape, "h", 3, (7,)).terms[0].factors[0]
    for term in why(tape, *key(inside)).terms:
        told = why(tape, *key(term.factors[0]), most=20)
        assert_made_of(told)
        assert len(told.terms) in (0, 20)
        assert told.how in ("products", "given")


def test_that_one_term_more_is_told_and_not_left_out() -> None:
    tape = run("lstm", 21)
    for most, told, left in ((20, 21, 0), (19, 19, 2), (21, 21, 0)):
        total = why(tape, "dW_hh", None, (3, 1), most=most)
        assert (len(total.terms), total.left_out) == (told, left)
        assert_made_of(total)
        assert (total.left_out_share is None) == (left == 0)
        shares = sum(one.share or 0.0 for one in total.terms) + (total.left_out_share or 0.0)
        assert shares == pytest.approx(1)
    model = Model(gallery.cell("vanilla").body, {"x": 3, "y": 3, "target": 0}, hidden=8)
    tape = model.run({"x": np.eye(3), "target": [0, 1, 2]})
    inside = why(tape, "h", 3, (7,)).terms[0].factors[0]
    row = next(one.factors[0] for one in why(tape, *key(inside)).terms if "W_hh" in one.text)
    for most, told in ((7, 8), (6, 6)):
        products = why(tape, *key(row), most=most)
        assert (len(products.terms), products.left_out) == (told, 8 - told)


def test_that_what_does_not_exist_is_an_error() -> None:
    tape = run("vanilla")
    with pytest.raises(KeyError):
        why(tape, "q", 1)
    with pytest.raises(IndexError):
        why(tape, "h", 1, (9,))
    with pytest.raises(IndexError):
        why(tape, "h", 1)


def key(one: Quantity) -> tuple[str, int | None, tuple[int, ...]]:
    return one.name, one.timestep, one.element


def test_that_terms_are_plain_values() -> None:
    tape = run("vanilla")
    assert why(tape, "h", 2, (0,)) == why(tape, "h", 2, (0,))
    assert isinstance(why(tape, "h", 2, (0,)).terms[0], Term)
