"""Models of every shape go through the session: each can be selected, stepped and told to its end."""

from __future__ import annotations

import pytest

from rnnviz.debugger.substitution import parts, substitute, symbols
from rnnviz.session.session import Session

LOSS = "\nL[t] = cross_entropy(y[t], target[t])"
MODELS = {
    "learned start": "learned h[0]\nh[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t])\ny[t] = W_hy @ h[t]" + LOSS,
    "untied": "untied W\nh[t] = tanh(W[t] @ h[t-1] + W_xh @ x[t])\ny[t] = W_hy @ h[t]" + LOSS,
    "no state": "y[t] = W @ x[t]" + LOSS,
    "no parameter": "h[t] = x[t] + h[t-1] / 2\ny[t] = h[t]" + LOSS,
    "no loss": "h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t])",
    "no stream": "h[t] = tanh(W_hh @ h[t-1] + b)\nL[t] = mse(sum(h[t]), 1)",
    "matrix state": "M[t] = M[t-1] / 2 + outer(x[t], x[t])\ny[t] = M[t] @ w\nL[t] = cross_entropy(y[t], target[t])",
    "embedding": "h[t] = tanh(W_hh @ h[t-1] + embed(E, token[t]))\ny[t] = W_hy @ h[t]" + LOSS,
    "two losses": "h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t])\ny[t] = W_hy @ h[t]" + LOSS + "\nM[t] = mse(h[t], h[t-1])",
    "far lag": "h[t] = tanh(W_hh @ h[t-3] + W_xh @ x[t])\ny[t] = W_hy @ h[t]" + LOSS,
    "segments": "encode:\n h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t])\ndecode:\n h[t] = tanh(V_hh @ h[t-1] + U @ x[t])\n"
    " y[t] = W_hy @ h[t]\n L[t] = cross_entropy(y[t], target[t])",
    "weight of weights": "W = tanh(A)\nh[t] = tanh(W @ h[t-1] + W_xh @ x[t])\ny[t] = W_hy @ h[t]" + LOSS,
}

SIZES = {MODELS["matrix state"]: {"M": (4, 4)}}


@pytest.mark.parametrize("equations", MODELS.values(), ids=MODELS.keys())
def test_that_a_model_of_any_shape_is_walked_to_its_end_and_back(session: Session, equations: str) -> None:
    session.edit(equations=equations, sizes=SIZES.get(equations, {}))
    assert session.problem is None, session.problem
    tape = session.tape
    assert tape is not None
    told = []
    for _ in range(tape.stops):
        told += [str(session.just_happened()), str(session.next_up())]
        session.step()
    assert session.position == tape.stops - 1
    assert all("{" not in one and one for one in told)
    names = {*tape.graph.named, *tape.graph.streams, *tape.graph.parameters, *tape.adjoint.named}
    for name in sorted(names):
        session.select(name)
        assert session.selection.name == name
        assert str(session.just_happened())
        session.known(name)
    for graph in (tape.graph, tape.adjoint):
        for name in graph.named:
            for timestep in {tape.span(name)[0], tape.span(name)[-1]}:
                assert symbols(tape, name, timestep)
                assert substitute(tape, name, timestep)
                assert parts(tape, name, timestep)[-1].name == name
    session.go_start()
    assert session.position == 0
