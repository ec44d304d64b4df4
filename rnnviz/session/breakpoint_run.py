"""The breakpoints on the present run: continuing to them and back, and all their hits, off the GUI thread."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.debugger.breakpoint import Breakpoint
from rnnviz.debugger.breakpoint_hits import HitList, part
from rnnviz.debugger.breakpoints import BreakpointStops, Found, run_to
from rnnviz.debugger.step_levels import Cursor
from rnnviz.debugger.stepping import FORWARDS
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.equations import EquationError
from rnnviz.session.watches import is_quick
from rnnviz.session.worker import Worker

if TYPE_CHECKING:
    from rnnviz.session.session import Session


_AT_ONCE = 300_000
"""Timesteps of conditions; 1,000,000 take some 0.1 s."""


class BreakpointRun(QObject):
    """Breakpoints and the present run.

    `searched` says that a search has begun, gone on, ended or been given up: `searching`, `outcome`. `found` says that
    hits or problems are known that were not.
    """

    searched = Signal()
    found = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._stops: BreakpointStops | None = None
        self._searching: float | None = None
        self._outcome: Found | None = None
        self._arriving = False
        self._ahead: Found | None = None
        self._search, self._hits, self._lookout = Worker(self), Worker(self), Worker(self)
        self._search.progressed.connect(self._on_progress)
        self._search.finished.connect(self._arrive)
        self._hits.finished.connect(self._on_hits)
        self._lookout.finished.connect(self._on_ahead)
        session.cursor_moved.connect(self._leave)
        session.tape_changed.connect(self._leave)
        session.tape_changed.connect(self._look_again)
        session.breakpoints_changed.connect(self._look_again)

    @property
    def searching(self) -> float | None:
        """How far a search off the GUI thread is, 0 … 1; None when there is none."""
        return self._searching

    @property
    def outcome(self) -> Found | None:
        """Where the last search came to, for as long as the cursor stands there."""
        return self._outcome

    # Continuing

    def go_on(self, direction: int = FORWARDS) -> None:
        """On to the next breakpoint, or (-1) back to the one before; where there is none, to the end of the run."""
        stops = self._present()
        self._session.pause()
        if stops is None:
            return
        self.cancel()
        self._set_outcome(None)
        search = stops.continue_ if direction == FORWARDS else stops.reverse_continue
        work = partial(search, self._session.breakpoints.all, self._session.cursor)
        if at_once(stops, self._session.breakpoints.all):
            self._arrive(work(no_progress))
        else:
            self._searching = 0.0
            self._search.start(work)
            self.searched.emit()

    def run_to(self, timestep: int, direction: int = FORWARDS) -> None:
        """To the next stop at which a timestep has just happened, or (-1) to the one before; where there is none on
        that side, to the nearest on the other."""
        tape, session = self._session.tape, self._session
        if tape is not None:
            session.go_to_cursor(run_to(tape, session.cursor, timestep, direction))

    # Playing

    def look_ahead(self) -> None:
        """Find out where playing is to stop. Until that is known it goes on, and comes back if it has gone too far."""
        self.look_no_further()
        stops, there = self._present(), self._session.breakpoints.all
        if stops is None or not any(one.enabled for one in there):
            return
        work = partial(stops.continue_, there, self._session.cursor)
        if at_once(stops, there):
            self._ahead = work(no_progress)
        else:
            self._lookout.start(work)

    def look_no_further(self) -> None:
        """Playing has ended."""
        self._lookout.cancel()
        self._ahead = None

    def halts(self, cursor: Cursor) -> bool:
        """Whether playing as far as `cursor` meets a breakpoint; the cursor is then there and says so."""
        ahead = self._ahead
        if ahead is None or not ahead.reached or cursor < ahead.cursor:
            return False
        self._session.pause()
        self._arrive(ahead)
        return True

    def cancel(self) -> None:
        """Stop the search under way, if there is one; the cursor stays."""
        self._search.cancel()
        if self._searching is not None:
            self._searching = None
            self.searched.emit()

    def close(self) -> None:
        """Stops all work; to be called before the session goes."""
        for worker in (self._search, self._hits, self._lookout):
            worker.close()

    # What is known

    def problem(self, breakpoint_: Breakpoint) -> EquationError | None:
        """What is wrong with a breakpoint on the present run, as far as that is known."""
        stops = self._present()
        return None if stops is None else stops.problem(breakpoint_)

    def hits(self, breakpoint_: Breakpoint) -> HitList | None:
        """All hits of a breakpoint; None until they are known, and for one that has a problem."""
        stops = self._present()
        return None if stops is None else stops.known_hits(breakpoint_)

    def want_hits(self) -> None:
        """Have the hits found that are not known yet; `found` then says so."""
        stops = self._present()
        if stops is None:
            return
        missing = [
            one for one in self._session.breakpoints.all if stops.known_hits(one) is None and not stops.problem(one)
        ]
        if missing and at_once(stops, missing):
            find_hits(stops, missing, no_progress)
            self.found.emit()
        elif missing:
            self._hits.start(partial(find_hits, stops, missing))

    # How it changes

    def _present(self) -> BreakpointStops | None:
        tape = self._session.tape
        if tape is None:
            return None
        if self._stops is None or self._stops.tape is not tape:
            self._hits.cancel()
            self._stops = BreakpointStops(tape)
        return self._stops

    def _set_outcome(self, outcome: Found | None) -> None:
        if outcome != self._outcome:
            self._outcome = outcome
            self.searched.emit()

    @Slot(float)
    def _on_progress(self, fraction: float) -> None:
        self._searching = fraction
        self.searched.emit()

    @Slot(object)
    def _arrive(self, found: Found) -> None:
        self._searching = None
        self._arriving = True
        self._session.go_to_cursor(found.cursor)
        if any(one.kind in ("equation", "operation") for one in found.reached):
            self._session.opened.stay()
        self._arriving = False
        self._outcome = found
        self.searched.emit()

    @Slot()
    def _leave(self) -> None:
        """Whoever moves the cursor by other means no longer waits for a search."""
        if not self._arriving:
            self.cancel()
            self._set_outcome(None)

    @Slot()
    def _look_again(self) -> None:
        if self._session.playing:
            self.look_ahead()

    @Slot(object)
    def _on_ahead(self, found: Found) -> None:
        if self._session.playing:
            self._ahead = found
            self.halts(self._session.cursor)

    @Slot(object)
    def _on_hits(self, result: object) -> None:
        self.found.emit()


def at_once(stops: BreakpointStops, breakpoints: Iterable[Breakpoint]) -> bool:
    """Whether a search is done within a frame or two."""
    parts = sum(len(found.triggers) for one in breakpoints if (found := stops.of(one)) is not None)
    return is_quick(stops.tape) and stops.tape.timesteps * parts <= _AT_ONCE


def find_hits(stops: BreakpointStops, breakpoints: list[Breakpoint], progress: Progress) -> None:
    for number, one in enumerate(breakpoints):
        stops.hits(one, part(progress, number, len(breakpoints)))
