"""Breakpoints in the ruler's gutter: set and taken away by a click, and ticks where conditions hold."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLocale, QObject

from rnnviz.debugger.breakpoint import Breakpoint
from rnnviz.debugger.breakpoint_hits import Hit, HitList
from rnnviz.debugger.breakpoint_kinds import words
from rnnviz.debugger.numbers import number
from rnnviz.session.session import Session
from rnnviz.session.translated import translated
from rnnviz.widgets.axis_ruler import AxisRuler

_TICKED = ("condition", "symptom")
_MOST_LINES = 6


class Gutter(QObject):
    """Keeps the ruler's gutter as the session's breakpoints are. Ticks appear as the cursor comes to them."""

    def __init__(self, session: Session, ruler: AxisRuler) -> None:
        super().__init__(ruler)
        self._session, self._ruler = session, ruler
        ruler.gutter_clicked.connect(session.breakpoints.toggle)
        ruler.set_gutter_words(self.words)
        session.breakpoints_changed.connect(self._show)
        session.tape_changed.connect(self._show)
        session.breakpoint_run.found.connect(self._show_ticks)
        session.cursor_moved.connect(self._show_ticks)
        session.view_changed.connect(self._show_ticks)
        self._show()

    def words(self, timesteps: range) -> str:
        """What the dots and ticks at some timesteps stand for, a line each."""
        lines = []
        for one in self._session.breakpoints.all:
            if one.kind == "timestep" and one.timestep in timesteps:
                template = self.tr("● a breakpoint: {what}") if one.enabled else self.tr("○ a breakpoint, off: {what}")
                lines.append(template.format(what=translated(words(one))))
        for one, hits in self._ticked():
            there = np.flatnonzero((hits.timesteps >= timesteps.start) & (hits.timesteps < timesteps.stop))
            there = there[self._is_shown(hits)[there]]
            if len(there):
                lines.append(self._holds(one, hits[int(there[0])], len(there)))
        if len(lines) > _MOST_LINES:
            lines[_MOST_LINES - 1 :] = [self.tr("and {count} more").format(count=len(lines) - _MOST_LINES + 1)]
        return "\n".join(lines)

    def _holds(self, one: Breakpoint, hit: Hit, count: int) -> str:
        """A tick: what holds there, and the number that it was held against."""
        what = translated(words(one))
        values = {"what": what, "t": QLocale().toString(hit.timestep), "count": QLocale().toString(count)}
        if hit.actual is None:
            return self.tr("| a tick: {what} at t = {t}").format(**values)
        values |= {"subject": hit.subject, "number": number(hit.actual)}
        if count > 1:
            return self.tr("| {count} ticks: {what}, first at t = {t} with {subject} = {number}").format(**values)
        return self.tr("| a tick: {what} at t = {t}, with {subject} = {number}").format(**values)

    def _show(self) -> None:
        dots = [one for one in self._session.breakpoints.all if one.kind == "timestep"]
        self._ruler.set_breakpoints(
            [one.timestep for one in dots if one.enabled], [one.timestep for one in dots if not one.enabled]
        )
        if any(one.enabled and one.kind in _TICKED for one in self._session.breakpoints.all):
            self._session.breakpoint_run.want_hits()
        self._show_ticks()

    def _show_ticks(self) -> None:
        found = [hits.timesteps[self._is_shown(hits)] for _, hits in self._ticked()]
        self._ruler.set_hits(np.concatenate([np.zeros(0, np.int64), *found]))

    def _ticked(self) -> Iterator[tuple[Breakpoint, HitList]]:
        """The breakpoints that have ticks, with their hits as far as they are known."""
        for one in self._session.breakpoints.all:
            hits = self._session.breakpoint_run.hits(one) if one.enabled and one.kind in _TICKED else None
            if hits is not None:
                yield one, hits

    def _is_shown(self, hits: HitList) -> NDArray[np.bool_]:
        """Which of the hits have a tick, (n,): those that the cursor has come to, or in the whole run all."""
        if self._session.whole_run:
            return np.ones(len(hits), bool)
        return np.asarray(hits.places <= self._session.cursor.place)
