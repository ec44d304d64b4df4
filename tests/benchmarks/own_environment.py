"""The environment of the benchmark's peers: they are installed for it alone, outside the project.

No module of the project is imported here, nor numpy: what is said about threads must be said before.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

PACKAGES = ("numpy", "scipy", "llvmlite>=0.45", "torch==2.13.0", "jax")

ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu",
}


def folder() -> Path:
    """Where the environment stands: the user's cache."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "rnnviz" / "benchmarks"


def python() -> Path:
    """The environment's interpreter, or this one where there is no such environment."""
    own = folder() / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    return own if own.exists() else Path(sys.executable)


def install() -> None:
    """Makes the environment, or brings it up to date. Raises CalledProcessError where pip fails, which says why."""
    venv.create(folder(), with_pip=True)
    subprocess.run([python(), "-m", "pip", "install", "--upgrade", *PACKAGES], check=True)
