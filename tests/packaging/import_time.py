"""How long `import rnnviz` takes beyond numpy: `python -m tests.packaging.import_time`."""

import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS = 15
MEASURE = "import time; start = time.perf_counter(); import {module}; print(time.perf_counter() - start)"
# An installed package is compiled once; so is this one, in the run before those that count.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(module: str) -> float:
    """The median time that the import takes in a fresh interpreter, in seconds."""
    command = [sys.executable, "-c", MEASURE.format(module=module)]
    runs = [
        subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=True)
        for _ in range(RUNS + 1)
    ]
    return statistics.median(float(run.stdout) for run in runs[1:])


if __name__ == "__main__":
    numpy, rnnviz = seconds("numpy"), seconds("rnnviz")
    print(f"numpy {1000 * numpy:.0f} ms, rnnviz {1000 * rnnviz:.0f} ms: {1000 * (rnnviz - numpy):.0f} ms more")
