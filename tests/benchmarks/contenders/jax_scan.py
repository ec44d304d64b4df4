"""JAX: a jitted scan, forward and backward, compiled before the clock starts."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from tests.benchmarks.contenders import Result
from tests.benchmarks.problem import Problem


class JaxScan:
    """The inputs' products before the scan, logits and losses after it; gradients by jax.value_and_grad."""

    def __init__(self, problem: Problem) -> None:
        jax.config.update("jax_enable_x64", True)
        cell = {"vanilla": vanilla, "lstm": lstm, "gru": gru}[problem.cell]
        parameters = {name: jnp.asarray(array) for name, array in problem.parameters.items()}
        inputs, target = jnp.asarray(problem.inputs), jnp.asarray(problem.target)
        zero = jnp.zeros(problem.hidden, problem.dtype)

        def loss(p: Any, x: Any, wanted: Any) -> Any:
            from_inputs = x @ p["W_xh"].T + p.get("b_x", p["b_h"])

            def step(state: Any, a: Any) -> Any:
                state = cell(p, state, a)
                return state, state[0]

            _, h = jax.lax.scan(step, (zero, zero), from_inputs)
            y = jax.nn.log_softmax(h @ p["W_hy"].T + p["b_y"])
            return -y[jnp.arange(len(wanted)), wanted].sum()

        self.function = jax.jit(jax.value_and_grad(loss)).lower(parameters, inputs, target).compile()
        self.arguments = (parameters, inputs, target)
        self.made: Any = None

    def run(self) -> None:
        self.made = jax.block_until_ready(self.function(*self.arguments))

    def result(self) -> Result:
        loss, gradients = self.made
        return Result(float(loss), {name: np.asarray(one) for name, one in gradients.items()})


def vanilla(p: Any, state: Any, a: Any) -> Any:
    h = jnp.tanh(a + p["W_hh"] @ state[0])
    return h, state[1]


def lstm(p: Any, state: Any, a: Any) -> Any:
    i, f, g, o = jnp.split(a + p["W_hh"] @ state[0], 4)
    c = jax.nn.sigmoid(f) * state[1] + jax.nn.sigmoid(i) * jnp.tanh(g)
    return jax.nn.sigmoid(o) * jnp.tanh(c), c


def gru(p: Any, state: Any, a: Any) -> Any:
    h, unused = state
    x_r, x_z, x_n = jnp.split(a, 3)
    h_r, h_z, h_n = jnp.split(p["W_hh"] @ h + p["b_h"], 3)
    z = jax.nn.sigmoid(x_z + h_z)
    n = jnp.tanh(x_n + jax.nn.sigmoid(x_r + h_r) * h_n)
    return (1 - z) * n + z * h, unused
