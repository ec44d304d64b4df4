"""Every number of a system by PyTorch: by hand where a hand-written cell exists, else by the interpreter."""

from __future__ import annotations

from tests.reference.interpreter import Interpreter
from tests.reference.system import Results, System
from tests.reference.torch_cells import BY_HAND
from tests.reference.torch_recorder import Recorder


def reference(system: System) -> Results:
    """By hand where there is such a cell."""
    if system.name not in BY_HAND:
        return interpreted(system)
    recorder = Recorder(system)
    BY_HAND[system.name](recorder)
    return recorder.results()


def interpreted(system: System) -> Results:
    """By the interpreter of texts."""
    recorder = Recorder(system)
    return recorder.results(Interpreter(system, recorder).total())
