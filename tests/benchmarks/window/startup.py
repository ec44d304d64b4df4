"""From the start of the process to "hello" on the screen, and to the answer to a key: warm, and cold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.measures.spread import Spread, spread

ROOT = Path(__file__).resolve().parents[3]
STARTS = 7
WARM, COLD = 1000.0, 2000.0
"""Milliseconds."""


@dataclass(frozen=True)
class Startup:
    """Milliseconds from the start of the process by the clock, and of the processor until the answer."""

    painted: Spread
    answered: Spread
    processor: Spread


def warm(starts: int = STARTS) -> Startup:
    """Starts after one that does not count."""
    once()
    return _spread([once() for _ in range(starts)])


def cold(starts: int = STARTS) -> Startup:
    """Starts that read their files from the disk again: the system is asked to forget what is in its memory of each.
    What another running program has mapped stays there, and so this is colder on a machine that does nothing else."""
    files = once()["files"]
    found = []
    for _ in range(starts):
        forget(files)
        found.append(once())
    return _spread(found)


def once() -> dict[str, Any]:
    """What one start says of itself."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "tests.benchmarks.window.first_answer", repr(time.monotonic())]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def forget(files: Sequence[str]) -> None:
    """Drops files from the system's memory, where it can be asked to; those that cannot be opened stay."""
    for name in files:
        if os.path.isfile(name) and os.access(name, os.R_OK) and hasattr(os, "posix_fadvise"):
            descriptor = os.open(name, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def _spread(starts: Sequence[dict[str, Any]]) -> Startup:
    painted, answered, processor = (
        spread([one[name] for one in starts]) for name in ("painted", "answered", "processor")
    )
    return Startup(painted, answered, processor)
