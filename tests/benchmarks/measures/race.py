"""A race: all contenders in turn, A B C A B C …, so that whatever else the machine does meets all of them alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.benchmarks.contenders.field import ENGINE, field
from tests.benchmarks.equations import Form
from tests.benchmarks.measures.agreement import TOLERANCE, disagreement
from tests.benchmarks.measures.spread import Spread, spread
from tests.benchmarks.measures.worker import Worker
from tests.benchmarks.problem import problem

FEWEST, MOST = 5, 200
"""Rounds: a contender drops out when its share of the time is used up, but not before so many."""


@dataclass(frozen=True)
class Race:
    """What came out: processor seconds of every round, and the largest disagreement with the engine.

    `busy` is the clock's time over the processor's, 1 on an idle machine; `preparation` what the engine took to read
    and differentiate the equations, in seconds.
    """

    form: Form
    timesteps: int
    hidden: int
    dtype: str
    seconds: Mapping[str, tuple[float, ...]]
    disagreement: float
    preparation: float
    busy: float

    def spread(self, name: str) -> Spread | None:
        """A contender's seconds; None if it did not run."""
        return spread(self.seconds[name]) if name in self.seconds else None

    def ratio(self, name: str, other: str) -> Spread | None:
        """One contender's time over another's, round by round; None if one of them did not run."""
        if name not in self.seconds or other not in self.seconds:
            return None
        pairs = zip(self.seconds[name], self.seconds[other], strict=False)  # who drops out does so at the end
        return spread([one / two for one, two in pairs])


def race(form: Form, timesteps: int, hidden: int, dtype: str, budget: float) -> Race:
    """Runs a race; `budget` is the time for each contender, in seconds.

    Processor time is taken, not the clock's: everybody has one thread, and so they are the same on an idle machine.
    Raises ArithmeticError if a contender does not compute what the engine computes.
    """
    workers: dict[str, Worker] = {}
    try:
        for name in field(problem(form.cell, timesteps, hidden, dtype)):
            workers[name] = Worker(name, form, timesteps, hidden, dtype)
        worst = agreement(workers, f"{form.name}, T = {timesteps:,}, H = {hidden}, {dtype}", TOLERANCE[dtype])
        seconds: dict[str, list[float]] = {name: [] for name in workers}
        clock = 0.0
        for turn in range(MOST):
            running = [name for name in workers if turn < FEWEST or sum(seconds[name]) < budget]
            if not running:
                break
            for name in running:
                taken, elapsed = workers[name].run()
                seconds[name].append(taken)
                clock += elapsed
    finally:
        for worker in workers.values():
            worker.close()
    return Race(
        form, timesteps, hidden, dtype, {name: tuple(each) for name, each in seconds.items()}, worst,
        workers[ENGINE].preparation, clock / sum(map(sum, seconds.values())),
    )  # fmt: skip


def agreement(workers: Mapping[str, Worker], title: str, tolerance: float) -> float:
    """The largest disagreement with the engine."""
    worst = 0.0
    for name, worker in workers.items():
        found = disagreement(workers[ENGINE].result, worker.result)
        if not found <= tolerance:
            raise ArithmeticError(f"{title}: {name} does not compute what the engine does, but for {found:.1e}")
        worst = max(worst, found)
    return worst
