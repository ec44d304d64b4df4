"""A race: all contenders in turn, A B C A B C …, so that whatever else the machine does meets all of them alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.benchmarks.contenders import Contender
from tests.benchmarks.contenders.engine import Engine
from tests.benchmarks.contenders.field import ENGINE, field
from tests.benchmarks.equations import Form
from tests.benchmarks.measures.agreement import TOLERANCE, disagreement
from tests.benchmarks.measures.spread import Spread, spread
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
    task = problem(form.cell, timesteps, hidden, dtype)
    contenders = {name: make() for name, make in field(task, form).items()}
    worst = warm_up(contenders, task.title, TOLERANCE[dtype])
    gc.collect()
    gc.freeze()  # what stands here stays, and need not be looked through before each run
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    clock = 0.0
    for turn in range(MOST):
        running = [name for name in contenders if turn < FEWEST or sum(seconds[name]) < budget]
        if not running:
            break
        for name in running:
            # Once for nothing, so that nobody pays for the memory and the caches that the one before left behind.
            contenders[name].run()
            taken, elapsed = timed(contenders[name].run)
            seconds[name].append(taken)
            clock += elapsed
    gc.unfreeze()
    engine = contenders[ENGINE]
    assert isinstance(engine, Engine)
    return Race(
        form, timesteps, hidden, dtype, {name: tuple(each) for name, each in seconds.items()}, worst,
        engine.preparation, clock / sum(map(sum, seconds.values())),
    )  # fmt: skip


def warm_up(contenders: Mapping[str, Contender], title: str, tolerance: float) -> float:
    """A run of each that is not counted; the largest disagreement with the engine."""
    worst = 0.0
    for name, contender in contenders.items():
        contender.run()
        found = disagreement(contenders[ENGINE].result(), contender.result())
        if not found <= tolerance:
            raise ArithmeticError(f"{title}: {name} does not compute what the engine does, but for {found:.1e}")
        worst = max(worst, found)
    return worst


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """Processor seconds and the clock's, with the garbage of before collected before."""
    gc.collect()
    gc.disable()
    try:
        clock, start = time.perf_counter(), time.process_time()
        run()
        return time.process_time() - start, time.perf_counter() - clock
    finally:
        gc.enable()
