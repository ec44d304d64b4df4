"""From an input to the end of the last paint that it causes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

QUIET = 0.012
"""Seconds without a paint after which what an input has caused is over."""
TURNS = 20
"""And so many turns of the event loop: a busy machine may let the time pass without one."""
PATIENCE = 30.0


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock, and those that the process itself has computed, which another's work does not lengthen."""

    clock: float
    processor: float


class PaintWatch(QObject):
    """Counts the paints of an application, from outside: it filters events and changes nothing."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.application = application
        self.paints = 0
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lets every event pass."""
        if event.type() is QEvent.Type.Paint:
            self.paints += 1
        return False

    def latency(self, act: Callable[[], None]) -> Taken | None:
        """From just before `act` to the end of the last paint after it; None where nothing is painted.

        A paint's end is taken when the turn of the event loop is over in which it began, window system included, which
        is never before it. Raises TimeoutError where the paints do not end.
        """
        start, processor = time.perf_counter(), time.process_time()
        before = self.paints
        act()
        last = time.perf_counter()
        end = Taken(last - start, time.process_time() - processor)
        painted_before, turns = before, 0
        while (now := time.perf_counter()) - last < QUIET or turns < TURNS:
            self.application.processEvents()
            turns += 1
            if self.paints != painted_before:
                painted_before, last, turns = self.paints, time.perf_counter(), 0
                end = Taken(last - start, time.process_time() - processor)
            if now - start > PATIENCE:
                raise TimeoutError(f"Something is still painted {PATIENCE:.0f} s after an input.")
        return end if self.paints != before else None

    def settle(self, quiet: float = 0.3) -> None:
        """Waits until nothing has been painted for a while. Raises TimeoutError where that does not happen."""
        start = last = time.perf_counter()
        painted = self.paints
        while (now := time.perf_counter()) - last < quiet:
            self.application.processEvents()
            if self.paints != painted:
                painted, last = self.paints, now
            if now - start > PATIENCE:
                raise TimeoutError(f"The window is not quiet after {PATIENCE:.0f} s.")
