"""The engine against its peers: called by `python -m tests.benchmarks` in an environment where the peers are."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec

from tests.benchmarks.equations import FORMS
from tests.benchmarks.measures.compiled import compiled
from tests.benchmarks.measures.influence import influence
from tests.benchmarks.measures.memory import memory
from tests.benchmarks.measures.race import Race, race
from tests.benchmarks.measures.seek import seek
from tests.benchmarks.problem import GATES, SIZES
from tests.benchmarks.report import RACE_HEAD, milliseconds, race_row, surroundings, table, verdict_table
from tests.benchmarks.targets import Verdict, of_forms, of_race

PACKAGES = ("numpy", "torch", "jax", "llvmlite")
COMPILED_SIZES = ((100_000, 4), (100_000, 16), (100_000, 64))
"""(timesteps, hidden units) at which machine code is held against numpy."""
MEMORY = 1.5e9


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, and prints tables as Markdown; the exit status is 0 whatever was met."""
    options = parser().parse_args(arguments)
    print(f"{surroundings(PACKAGES)}; processor time, medians (quartiles)\n", flush=True)
    verdicts: list[Verdict] = []
    for dtype in options.dtypes:
        races = []
        print(f"{dtype}\n\n{table(RACE_HEAD, [])}", flush=True)
        for one in run_races(options, dtype):
            print(table(race_row(one), []).splitlines()[0], flush=True)
            races.append(one)
        if dtype == "float64":
            verdicts += [verdict for one in races for verdict in of_race(one)] + list(of_forms(races))
        print(f"\n{remarks(races)}\n", flush=True)
    if not options.races_only:
        verdicts += list(others())
        if find_spec("llvmlite"):
            print(f"\nScans as machine code\n\n{machine_code()}", flush=True)
    print(f"\n{verdict_table(verdicts)}")
    print(f"\n{sum(verdict.met for verdict in verdicts)} of {len(verdicts)} targets are met.")
    return 0


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    options.add_argument("--budget", type=float, default=4.0, help="seconds for each contender of a race (default 4)")
    options.add_argument("--dtypes", nargs="+", default=["float64", "float32"], choices=["float64", "float32"])
    options.add_argument("--longest", type=int, default=SIZES[-1][0], help="leave out races over more timesteps")
    options.add_argument("--cell", default="", help="the forms whose name holds this: vanilla, LSTM, GRU, …")
    options.add_argument("--races-only", action="store_true", help="leave out seeking, influence and memory")
    return options


def run_races(options: argparse.Namespace, dtype: str) -> Iterator[Race]:
    for timesteps, hidden in SIZES:
        for form in FORMS:
            if timesteps <= options.longest and options.cell in form.name:
                yield race(form, timesteps, hidden, dtype, options.budget)


def remarks(races: Sequence[Race]) -> str:
    """What stands under a table."""
    if not races:
        return "Nothing ran."
    preparation = 1000 * max(one.preparation for one in races)
    disagreement = max(one.disagreement for one in races)
    busy = max(one.busy for one in races)
    return (
        f"All contenders agree within {disagreement:.0e}. Reading and differentiating the equations, once for a model "
        f"and not counted above: at most {preparation:.0f} ms. The clock's time over the processor's: up to {busy:.1f}."
    )


def machine_code() -> str:
    """Long runs with the optional compiler beside the same by numpy alone."""
    rows = []
    for timesteps, hidden in COMPILED_SIZES:
        for cell in GATES:
            one = compiled(cell, timesteps, hidden)
            times = [milliseconds(one.numpy), milliseconds(one.compiled), f"{1000 * one.first:.3g}"]
            rows.append([cell, f"{timesteps:,}", str(hidden), *times, f"{one.numpy.median / one.compiled.median:.1f}"])
    head = ["cell", "T", "H", "numpy, ms", "machine code, ms", "its first run, ms", "as fast as numpy"]
    return table(head, rows)


def others() -> Iterator[Verdict]:
    """Seeking, influence, memory: each printed as it comes."""
    for form in FORMS:
        first, after = seek(form, 10_000, 128)
        print(f"Seek, {form.name}: first {1000 * first:.1f} ms, then {milliseconds(after)} ms", flush=True)
        yield Verdict(f"{form.name}: seek in T = 10,000, H = 128", 1.0, True, 1000 * after.median, "ms")
    for timesteps, rounds in ((500, 3), (2000, 1)):
        ours, ratio = influence(timesteps, 128, rounds)
        print(f"Influence, T = {timesteps:,}, H = 128: {milliseconds(ours)} ms", flush=True)
        if ratio:
            title = f"influence, T = {timesteps:,}: as fast as T backward passes of PyTorch"
            yield Verdict(title, 15.0, False, ratio.median)
    try:
        whole, half, narrow = memory(100_000, 64), memory(50_000, 64), memory(100_000, 32)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Memory is not measured here: {error}", file=sys.stderr)
        return
    print(
        f"Memory of an LSTM's tape, T = 100,000, H = 64: {whole.tape / 1e9:.2f} GB, {whole.peak / 1e9:.2f} GB at the "
        f"highest; its contributions add {whole.factors / 1e6:.0f} MB to that, at half the timesteps "
        f"{half.factors / 1e6:.0f} MB, at half the hidden units {narrow.factors / 1e6:.0f} MB",
        flush=True,
    )
    yield Verdict("memory of an LSTM's tape, T = 100,000, H = 64", MEMORY / 1e9, True, whole.tape / 1e9, "GB")
    yield Verdict("the same at the highest", MEMORY / 1e9, True, whole.peak / 1e9, "GB")


if __name__ == "__main__":
    sys.exit(main())
