"""Breakpoints in the ruler's gutter: set and taken away by a click, and ticks where conditions hold."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from rnnviz.session.session import Session
from rnnviz.widgets.axis_ruler import AxisRuler

_TICKED = ("condition", "symptom")


class Gutter(QObject):
    """Keeps the ruler's gutter as the session's breakpoints are. Ticks appear as the cursor comes to them."""

    def __init__(self, session: Session, ruler: AxisRuler) -> None:
        super().__init__(ruler)
        self._session, self._ruler = session, ruler
        ruler.gutter_clicked.connect(session.breakpoints.toggle)
        session.breakpoints_changed.connect(self._show)
        session.tape_changed.connect(self._show)
        session.breakpoint_run.found.connect(self._show_ticks)
        session.cursor_moved.connect(self._show_ticks)
        session.view_changed.connect(self._show_ticks)
        self._show()

    def _show(self) -> None:
        dots = [one for one in self._session.breakpoints.all if one.kind == "timestep"]
        self._ruler.set_breakpoints(
            [one.timestep for one in dots if one.enabled], [one.timestep for one in dots if not one.enabled]
        )
        if any(one.enabled and one.kind in _TICKED for one in self._session.breakpoints.all):
            self._session.breakpoint_run.want_hits()
        self._show_ticks()

    def _show_ticks(self) -> None:
        session = self._session
        found = [np.zeros(0, np.int64)]
        for one in session.breakpoints.all:
            hits = session.breakpoint_run.hits(one) if one.enabled and one.kind in _TICKED else None
            if hits is not None:
                reached = hits.places <= session.cursor.place
                found.append(hits.timesteps if session.whole_run else hits.timesteps[reached])
        self._ruler.set_hits(np.concatenate(found))
