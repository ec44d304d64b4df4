"""Training against PyTorch: called by `python -m tests.benchmarks --training` where the peers are."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from tests.benchmarks.measures.spread import Spread
from tests.benchmarks.measures.training import FOREACH, OWN, PLAIN, TrainingRace, training_race
from tests.benchmarks.report import surroundings, table, times, verdict_table
from tests.benchmarks.targets import Verdict
from tests.benchmarks.training_problem import BATCHES, CHUNK, HIDDEN

CELLS = {"vanilla": "vanilla", "lstm": "LSTM"}
HEAD = ("cell", "B", "rnnviz, characters/s", "PyTorch, foreach", "PyTorch, one by one", "as fast as the faster")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, and prints tables as Markdown; the exit status is 0 whatever was met."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks --training", description=__doc__)
    options.add_argument("--budget", type=float, default=1.5, help="seconds for each contender of a race (default 1.5)")
    options.add_argument("--dtypes", nargs="+", default=["float64", "float32"], choices=["float64", "float32"])
    options.add_argument("--cells", nargs="+", default=list(CELLS), choices=list(CELLS))
    options.add_argument("--batches", nargs="+", type=int, default=list(BATCHES))
    given = options.parse_args(arguments)
    print(f"{surroundings(('numpy', 'torch'))}; processor time, medians (quartiles)\n")
    print(f"A character model, H = {HIDDEN}, chunks of {CHUNK} timesteps, Adagrad, the gradient clipped\n")
    verdicts: list[Verdict] = []
    for dtype in given.dtypes:
        print(f"{dtype}\n\n{table(HEAD, [])}", flush=True)
        races = []
        for cell in given.cells:
            for batch in given.batches:
                races.append(training_race(cell, batch, dtype, given.budget))
                print(table(row(races[-1]), []).splitlines()[0], flush=True)
                verdicts += of_training(races[-1])
        worst, busy = max(one.disagreement for one in races), max(one.busy for one in races)
        print(f"\nThe losses of the first updates agree within {worst:.0e}. The clock's time over the ")
        print(f"processor's: up to {busy:.1f}.\n")
    print(verdict_table(verdicts))
    return 0


def row(race: TrainingRace) -> tuple[str, ...]:
    """A race as a row under HEAD."""
    speeds = [thousands(race.speed(name)) if name in race.seconds else "–" for name in (OWN, FOREACH, PLAIN)]
    return (CELLS[race.problem.cell], str(race.problem.batch), *speeds, times(race.ratio))


def thousands(one: Spread) -> str:
    return f"{one.median:,.0f} ({one.low:,.0f}–{one.high:,.0f})"


def of_training(race: TrainingRace) -> Iterator[Verdict]:
    """The target of a race: at least as fast as PyTorch."""
    if race.ratio is not None:
        what = f"{CELLS[race.problem.cell]}, B = {race.problem.batch}, {race.problem.dtype}"
        yield Verdict(f"training {what}: as fast as PyTorch", 1.0, False, race.ratio.median)


if __name__ == "__main__":
    sys.exit(main())
