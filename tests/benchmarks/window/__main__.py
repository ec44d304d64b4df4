"""The window part of the benchmark: called by `python -m tests.benchmarks --window`, which gives it a screen."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from tests.benchmarks.report import surroundings, table
from tests.benchmarks.window import startup
from tests.benchmarks.window.latency import HEAD, INPUTS, TIMESTEPS, latencies

PACKAGES = ("numpy", "PySide6-Essentials")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, and prints tables as Markdown; the exit status is 0 whatever was met."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks --window", description=__doc__)
    options.add_argument("--inputs", type=int, default=INPUTS, help=f"of each kind (default {INPUTS})")
    options.add_argument("--timesteps", type=int, nargs="+", default=TIMESTEPS, choices=TIMESTEPS)
    options.add_argument("--starts", type=int, default=startup.STARTS, help="of the process; 0 leaves them out")
    given = options.parse_args(arguments)
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        print("There is no display, and no xvfb-run to make one: install xvfb and xauth.", file=sys.stderr)
        return 2
    print(f"{surroundings(PACKAGES)}\n")
    if given.starts:
        print_starts(given.starts)
    print(table(HEAD, []), flush=True)
    for timesteps in given.timesteps:
        for one in latencies(timesteps, given.inputs):
            print(table(one.cells, []).splitlines()[0], flush=True)
    return 0


def print_starts(starts: int) -> None:
    """From the start of the process, beside what is wanted of it."""
    for name, made, bound in (
        ("warm", startup.warm(starts), startup.WARM),
        ("cold", startup.cold(starts), startup.COLD),
    ):
        met = "met" if made.answered.median < bound else "**not met**"
        print(
            f"From the start of the process, {name}: painted after {made.painted.median:.0f} ms, a key answered after "
            f"{made.answered.median:.0f} ms ({made.answered.low:.0f}–{made.answered.high:.0f}), of which "
            f"{made.processor.median:.0f} ms of the processor; wanted under {bound:.0f}: {met}\n",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
