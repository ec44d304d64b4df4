"""The memory of a whole tape, as the growth of a fresh process: `python -m tests.benchmarks.measures.memory T H`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Memory:
    """Bytes by which a process has grown: with the tape and all contributions there, and at the highest on the way.

    `factors` is what the contributions of all parameters keep beyond the tape, checkpoints included.
    """

    tape: int
    peak: int
    factors: int


def memory(timesteps: int, hidden: int) -> Memory:
    """Measures an LSTM in a process of its own. OSError where the system does not tell (it is read from /proc)."""
    command = [sys.executable, "-m", "tests.benchmarks.measures.memory", str(timesteps), str(hidden)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return Memory(**json.loads(done.stdout))


def resident(field: str = "VmRSS") -> int:
    """This process's memory in bytes: resident now, or with "VmHWM" the highest."""
    found = re.search(rf"^{field}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024


def measure(timesteps: int, hidden: int) -> Memory:
    """Makes the tape here and now. The data stands before: a run copies it, and the copy counts."""
    from tests.benchmarks.contenders.engine import Engine
    from tests.benchmarks.equations import FORMS
    from tests.benchmarks.problem import problem

    form = FORMS[1]
    warm = Engine(problem(form.cell, 3, hidden), form)  # what is loaded or compiled once is not the tape's
    warm.run()
    engine = Engine(problem(form.cell, timesteps, hidden), form)
    before = resident()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the highest begins here
    tape = engine.model.run(engine.data)
    recorded = resident()
    for name in engine.model.parameters:
        contributions = tape.contributions(name)
        contributions.total  # noqa: B018  made when first asked for
        contributions.running_sum(1)
        contributions.norms  # noqa: B018
    after = resident()
    return Memory(after - before, resident("VmHWM") - before, after - recorded)


if __name__ == "__main__":
    print(json.dumps(asdict(measure(*map(int, sys.argv[1:])))))
