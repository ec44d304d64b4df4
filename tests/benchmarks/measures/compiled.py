"""Scans as machine code beside numpy's, in a fresh process: `python -m tests.benchmarks.measures.compiled cell T H`."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.measures.spread import Spread, spread

ROOT = Path(__file__).resolve().parents[3]
ROUNDS = 5


@dataclass(frozen=True)
class Compiled:
    """Processor seconds of a run: by numpy alone, with machine code, and the first of these, which loads llvmlite and
    compiles."""

    numpy: Spread
    compiled: Spread
    first: float


def compiled(cell: str, timesteps: int, hidden: int) -> Compiled:
    """Measures in a process of its own. CalledProcessError where that fails."""
    command = [sys.executable, "-m", "tests.benchmarks.measures.compiled", cell, str(timesteps), str(hidden)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return Compiled(spread(found["numpy"]), spread(found["compiled"]), found["first"])


def measure(cell: str, timesteps: int, hidden: int) -> dict[str, object]:
    """Measures here and now, in turn; the first run by numpy is for nothing."""
    from tests.benchmarks.contenders.engine import Engine
    from tests.benchmarks.equations import FORMS
    from tests.benchmarks.measures.worker import timed
    from tests.benchmarks.problem import problem

    form = next(form for form in reversed(FORMS) if form.cell == cell)  # gate by gate
    engine = Engine(problem(cell, timesteps, hidden), form)
    engine.run()

    def run(by_machine_code: bool) -> float:
        engine.compiled = by_machine_code
        return timed(engine.run)[0]

    first = run(True)
    rounds = [(run(False), run(True)) for _ in range(ROUNDS)]
    return {"numpy": [one for one, _ in rounds], "compiled": [other for _, other in rounds], "first": first}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], *map(int, sys.argv[2:]))))
