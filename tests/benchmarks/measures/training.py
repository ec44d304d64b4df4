"""Training against PyTorch: updates in turn, A B C A B C …, each contender in a process of its own."""

from __future__ import annotations

import importlib.util
import multiprocessing
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Protocol

import numpy as np

from tests.benchmarks.contenders.engine_training import EngineTraining
from tests.benchmarks.measures.spread import Spread, spread
from tests.benchmarks.measures.worker import timed
from tests.benchmarks.training_problem import TrainingProblem, training_problem

OWN, FOREACH, PLAIN = "rnnviz", "PyTorch, foreach", "PyTorch, one by one"
FIRST = 10
"""So many updates are compared before the race."""
TURN = 0.05
"""Seconds that a turn takes, about."""
FEWEST = 7
TOLERANCE = {"float64": 1e-9, "float32": 1e-2}


class Trainer(Protocol):
    """Who takes part."""

    def update(self) -> float:
        """The next update; its loss."""


@dataclass(frozen=True)
class TrainingRace:
    """Processor seconds of an update, turn by turn, by contender; the relative disagreement of the losses of the
    first updates; and the clock's time over the processor's."""

    problem: TrainingProblem
    seconds: Mapping[str, tuple[float, ...]]
    disagreement: float
    busy: float

    def speed(self, name: str) -> Spread:
        """Characters a second."""
        characters = self.problem.batch * self.problem.chunk
        return spread([characters / one for one in self.seconds[name]])

    @property
    def peer(self) -> str | None:
        """PyTorch's faster way here; None where it is not installed."""
        names = [name for name in self.seconds if name != OWN]
        return max(names, key=lambda name: self.speed(name).median, default=None)

    @property
    def ratio(self) -> Spread | None:
        """How many times as fast as PyTorch's faster way, turn by turn."""
        if self.peer is None:
            return None
        pairs = zip(self.seconds[self.peer], self.seconds[OWN], strict=True)
        return spread([theirs / own for theirs, own in pairs])


def trainer(name: str, problem: TrainingProblem) -> Trainer:
    """A contender, ready for its first update."""
    if name == OWN:
        return EngineTraining(problem)
    from tests.benchmarks.contenders.torch_training import TorchTraining

    return TorchTraining(problem, foreach=name == FOREACH)


def training_race(cell: str, batch: int, dtype: str, budget: float) -> TrainingRace:
    """Runs a race; `budget` is the time for each contender, in seconds. ArithmeticError if they do not do the same."""
    names = [OWN, *((FOREACH, PLAIN) if importlib.util.find_spec("torch") else ())]
    problem = training_problem(cell, batch, dtype)
    workers = [_Worker(name, cell, batch, dtype) for name in names]
    try:
        first = workers[0]
        worst = max((disagreement(first, other) for other in workers[1:]), default=0.0)
        if not worst <= TOLERANCE[dtype]:
            raise ArithmeticError(f"Training {cell}, B = {batch}, {dtype}: PyTorch does something else, by {worst:.1e}")
        seconds: list[list[float]] = [[] for _ in workers]
        clock = total = 0.0
        while len(seconds[0]) < FEWEST or total < budget * len(workers):
            for worker, own in zip(workers, seconds, strict=True):
                taken, elapsed = worker.turn()
                own.append(taken / worker.updates)
                clock, total = clock + elapsed, total + taken
    finally:
        for worker in workers:
            worker.close()
    return TrainingRace(
        problem, {name: tuple(own) for name, own in zip(names, seconds, strict=True)}, worst, clock / total
    )


def disagreement(one: _Worker, other: _Worker) -> float:
    """The largest relative difference of the first losses; the later ones tell of the earlier ones' updates."""
    return float(np.max(np.abs(np.subtract(one.losses, other.losses)) / np.abs(one.losses)))


class _Worker:
    """A contender elsewhere. `losses` are those of its first updates, `updates` how many a turn has."""

    def __init__(self, name: str, cell: str, batch: int, dtype: str) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other, name, cell, batch, dtype), daemon=True)
        self.process.start()
        other.close()
        received: tuple[list[float], int] = self.connection.recv()
        self.losses, self.updates = received

    def turn(self) -> tuple[float, float]:
        """Processor seconds and the clock's of `updates` updates."""
        self.connection.send(True)
        taken: tuple[float, float] = self.connection.recv()
        return taken

    def close(self) -> None:
        """Ends the process."""
        self.connection.close()
        self.process.join()


def _serve(connection: Connection, name: str, cell: str, batch: int, dtype: str) -> None:
    made = trainer(name, training_problem(cell, batch, dtype))
    losses = [made.update() for _ in range(FIRST)]
    one = min(timed(made.update)[0] for _ in range(5))
    updates = max(1, round(TURN / one))
    connection.send((losses, updates))

    def turn() -> None:
        for _ in range(updates):
            made.update()

    while True:
        try:
            connection.recv()
        except EOFError:
            return
        made.update()  # for nothing: the caches are still another's
        connection.send(timed(turn))
