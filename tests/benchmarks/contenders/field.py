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


def field(problem: Problem, form: Form) -> dict[str, Callable[[], Contender]]:
    """What makes each contender; those that are not installed, or need too much memory, are missing."""
    found: dict[str, Callable[[], Contender]] = {
        ENGINE: lambda: Engine(problem, form),
        NUMPY: lambda: YARDSTICKS[problem.cell](problem),
    }
    if importlib.util.find_spec("torch"):
        from tests.benchmarks.contenders.torch_fused import TorchFused
        from tests.benchmarks.contenders.torch_itemised import TorchItemised

        found[FUSED] = lambda: TorchFused(problem)
        if TorchItemised.bytes_needed(problem) <= LARGEST_CLONES:
            found[ITEMISED] = lambda: TorchItemised(problem)
    if importlib.util.find_spec("jax"):
        from tests.benchmarks.contenders.jax_scan import JaxScan

        found[JAX] = lambda: JaxScan(problem)
    return found
