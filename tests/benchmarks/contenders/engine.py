"""The engine itself: a run of the equations, and every parameter's contributions and total."""

from __future__ import annotations

import time

import rnnviz
from rnnviz.engine import compiled_scan
from tests.benchmarks.contenders import Result
from tests.benchmarks.equations import Form
from tests.benchmarks.problem import SYMBOLS, Array, Problem


class Engine:
    """Parsing and differentiation happen once for a model, before the clock; `preparation` is their time in seconds.

    Its scans are numpy's, as everybody has them, unless `compiled` is set and llvmlite is there.
    """

    def __init__(self, problem: Problem, form: Form) -> None:
        self.form = form
        self.compiled = False
        sizes = {"x": SYMBOLS, "h": problem.hidden, "y": SYMBOLS, "target": 0}
        start = time.process_time()
        self.model = rnnviz.Model(
            form.text, sizes=sizes, parameters=form.parameters(problem.parameters), dtype=problem.dtype
        )
        self.model.adjoint  # noqa: B018  made when first asked for
        self.preparation = time.process_time() - start
        self.data = {"x": problem.inputs, "target": problem.target}
        self.tape: rnnviz.Tape | None = None

    def run(self) -> None:
        usual = compiled_scan.WORTH
        if not self.compiled:
            compiled_scan.WORTH = float("inf")
        try:
            self.make()
        finally:
            compiled_scan.WORTH = usual

    def make(self) -> None:
        self.tape = None
        tape = self.model.run(self.data)
        for name in self.model.parameters:
            tape.contributions(name).total  # noqa: B018  made when first asked for
        self.tape = tape

    def influence(self) -> Array:
        """(T, T), of the last run's losses on its states."""
        assert self.tape is not None
        return self.tape.influence("h")

    def result(self) -> Result:
        assert self.tape is not None
        totals = {name: self.tape.contributions(name).total for name in self.model.parameters}
        return Result(self.tape.loss, self.form.stacked(totals))
