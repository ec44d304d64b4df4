"""One stretch of a training, done in a thread: from where it stands to where it is to stop, or until it is told to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from rnnviz.engine import Cancelled, DataError
from rnnviz.engine.execution import Progress
from rnnviz.equations.sentence import said
from rnnviz.models.training import OneUpdate, Training


class _ToldToStop(Exception):
    pass


@dataclass(eq=False)
class Leg:
    """From `start` updates, to which the training goes back if it is beyond, to `target`.

    `training` is there from the first update on, so that its history can be watched; `error` is why it ended early.
    """

    make: Callable[[], Training]
    start: int
    target: int
    training: Training | None = None
    error: Exception | None = None
    _stop: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Ends after the update that is being made."""
        self._stop.set()

    def run(self, progress: Progress) -> Leg:
        """Makes the updates; only Cancelled passes through."""
        try:
            if self.training is None:
                self.training = self.make()
            go_to(self.training, self.start)
            training = self.training

            def after_each(done: float) -> None:
                progress(done)
                if not np.isfinite(training.history.loss[-1]):
                    raise _not_finite(training.number)
                if self._stop.is_set():
                    raise _ToldToStop
                time.sleep(0)  # lets the window's thread have its turn

            training.run(self.target - self.start, after_each)
        except Cancelled:
            raise
        except _ToldToStop:
            pass
        except Exception as error:  # whatever it is, the user reads it in the window
            self.error = error
        return self


def go_to(training: Training, number: int) -> None:
    """Goes to where a training was after so many updates: back to the last snapshot before, and on from there."""
    if number < training.number:
        training.rewind(max(one for one in training.snapshots.numbers if one <= number))
    if number > training.number:
        training.run(number - training.number)


def _not_finite(number: int) -> DataError:
    return DataError(
        said(
            "The loss of update {number} is not a finite number: training has stopped. Rewind, and try a smaller "
            "learning rate, or clip the gradient.",
            number=number,
        )
    )


@dataclass(eq=False)
class Look:
    """The update after `number` others, looked into and not made."""

    make: Callable[[], Training]
    number: int
    training: Training | None = None
    opened: OneUpdate | None = None
    error: Exception | None = None

    def run(self, progress: Progress) -> Look:
        """Computes it; only Cancelled passes through."""
        try:
            if self.training is None:
                self.training = self.make()
            progress(0.5)
            self.opened = self.training.one_update(self.number, progress)
        except Cancelled:
            raise
        except Exception as error:  # whatever it is, the user reads it in the window
            self.error = error
        return self
