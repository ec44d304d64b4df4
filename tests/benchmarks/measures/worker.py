"""A contender in a process of its own, which runs when it is told to: nobody shares another's heap, nor its threads."""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

from tests.benchmarks.contenders import Result
from tests.benchmarks.contenders.engine import Engine
from tests.benchmarks.contenders.field import contender
from tests.benchmarks.equations import Form
from tests.benchmarks.problem import problem


class Worker:
    """A contender elsewhere. `result` is its first run's, `preparation` the engine's (0 for others), in seconds."""

    def __init__(self, name: str, form: Form, timesteps: int, hidden: int, dtype: str) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.process = context.Process(target=serve, args=(other, name, form, timesteps, hidden, dtype), daemon=True)
        self.process.start()
        other.close()
        received: tuple[Result, float] = self.connection.recv()
        self.result, self.preparation = received

    def run(self) -> tuple[float, float]:
        """Runs twice, and times the second: processor seconds and the clock's. EOFError where the process has ended."""
        self.connection.send(True)
        taken: tuple[float, float] = self.connection.recv()
        return taken

    def close(self) -> None:
        """Ends the process."""
        self.connection.close()
        self.process.join()


def serve(connection: Connection, name: str, form: Form, timesteps: int, hidden: int, dtype: str) -> None:
    """The process: makes the contender and answers until nobody asks any more."""
    made = contender(name, problem(form.cell, timesteps, hidden, dtype), form)
    made.run()
    connection.send((made.result(), made.preparation if isinstance(made, Engine) else 0.0))
    gc.collect()
    gc.freeze()  # what stands here stays, and need not be looked through before each run
    while True:
        try:
            connection.recv()
        except EOFError:
            return
        # Once for nothing: the caches are still another's.
        made.run()
        connection.send(timed(made.run))


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
