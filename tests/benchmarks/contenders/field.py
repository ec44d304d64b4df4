"""Who runs in a race, by name, as far as it is installed."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

from tests.benchmarks.contenders import Contender
from tests.benchmarks.contenders.engine import Engine
from tests.benchmarks.contenders.numpy_gru import NumpyGru
from tests.benchmarks.contenders.numpy_lstm import NumpyLstm
from tests.benchmarks.contenders.numpy_vanilla import NumpyVanilla
from tests.benchmarks.equations import Form
from tests.benchmarks.problem import Problem

YARDSTICKS: dict[str, Callable[[Problem], Contender]] = {
    "vanilla": NumpyVanilla,
    "lstm": NumpyLstm,
    "gru": NumpyGru,
}

ENGINE, NUMPY, FUSED, ITEMISED, JAX = "engine", "numpy by hand", "PyTorch fused", "PyTorch clones", "JAX scan"
LARGEST_CLONES = 4 * 2**30
"""Bytes: beyond this the clones of a run are not made, on anybody's machine."""


def field(problem: Problem) -> tuple[str, ...]:
    """Who can run a problem here: those that are not installed, or need too much memory, are missing."""
    found = [ENGINE, NUMPY]
    if importlib.util.find_spec("torch"):
        found.append(FUSED)
        # The clones and their gradients.
        if 2 * problem.timesteps * sum(array.nbytes for array in problem.parameters.values()) <= LARGEST_CLONES:
            found.append(ITEMISED)
    if importlib.util.find_spec("jax"):
        found.append(JAX)
    return tuple(found)


def contender(name: str, problem: Problem, form: Form) -> Contender:
    """One of the field, ready to run. PyTorch and JAX are imported for their own only. KeyError for an unknown name."""
    if name == FUSED:
        from tests.benchmarks.contenders.torch_fused import TorchFused

        return TorchFused(problem)
    if name == ITEMISED:
        from tests.benchmarks.contenders.torch_itemised import TorchItemised

        return TorchItemised(problem)
    if name == JAX:
        from tests.benchmarks.contenders.jax_scan import JaxScan

        return JaxScan(problem)
    if name == NUMPY:
        return YARDSTICKS[problem.cell](problem)
    if name == ENGINE:
        return Engine(problem, form)
    raise KeyError(name)
