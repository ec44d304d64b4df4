"""The selected unit over time, as a curve; what takes longer than a frame is reckoned beside the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from weakref import ref

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from rnnviz.debugger.stretch import stretches
from rnnviz.engine import Tape
from rnnviz.session.draft import TOTAL_LOSS
from rnnviz.session.session import Session
from rnnviz.widgets.background import Background
from rnnviz.widgets.curve import Curve
from rnnviz.widgets.naming import named

_AT_ONCE = 100_000
"""Of so many numbers one a timestep is made within a millisecond."""

Unit = tuple[int, ...] | None


class UnitPlot(QWidget):
    """One unit's value (or a value's norm, where no unit is selected) at every timestep that has been reached."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_unit_plot")
        self._session = session
        self._drawn: tuple[str, Unit] | None = None
        self._drawn_of: ref[Tape] | None = None
        self.title = named(QLabel(), "label_unit_plot")
        self.title.setWordWrap(True)
        self.curve = named(Curve(), "plot_unit")
        self.curve.setAccessibleName(self.tr("Curve of the selected unit"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.title)
        layout.addWidget(self.curve)
        self._background = Background(self)
        self._background.done.connect(self._draw)
        self.curve.clicked.connect(self._select)
        for signal in (
            session.tape_changed,
            session.cursor_moved,
            session.selection_changed,
            session.view_changed,
        ):
            signal.connect(self._show_unit)

    def showEvent(self, event: QShowEvent) -> None:
        """What is out of sight is not kept up to date."""
        super().showEvent(event)
        self._show_unit()

    def _show_unit(self) -> None:
        if not self.isVisible():
            return
        session = self._session
        tape, selection = session.tape, session.selection
        timed = tape is not None and _has_curve(tape, selection.name)
        self.setEnabled(timed)
        self.curve.setVisible(timed)
        if tape is None or not timed:
            self.title.setText(self.tr("Over time: select a value that has one at each timestep."))
            return
        name = selection.name.removesuffix(".total")
        if (name, selection.unit) != self._drawn or self._drawn_of is None or self._drawn_of() is not tape:
            self._drawn, self._drawn_of = (name, selection.unit), ref(tape)
            self._make(tape, name, selection.unit)
        self.curve.set_known(session.known(name))
        at_cursor = tape.moment(max(1, session.cursor.begun)).timestep
        self.curve.set_timestep(at_cursor if selection.timestep is None else selection.timestep)

    def _make(self, tape: Tape, name: str, unit: Unit) -> None:
        self.title.setText(self._words(tape, name, unit))
        self._background.drop()
        numbers = 1 if _is_contribution(tape, name) else tape.value(name, 1).size
        if tape.timesteps * numbers <= _AT_ONCE:
            self._draw(_over_time(tape, name, unit))
        else:
            self.curve.set_values(np.zeros(0), "", "neutral")
            self._background.start(partial(_over_time, tape, name, unit))

    def _draw(self, values: NDArray[np.float64]) -> None:
        tape = self._session.tape
        assert tape is not None
        assert self._drawn is not None
        name, unit = self._drawn
        role = "backward" if name in tape.model.adjoint.definitions else "forward"
        place = f"[{', '.join(map(str, unit))}]" if unit else ""
        self.curve.set_values(values, f"{name}{place}", "loss" if name in tape.graph.losses else role)
        self.curve.set_known(self._session.known(name))

    def _words(self, tape: Tape, name: str, unit: Unit) -> str:
        if _is_contribution(tape, name):
            words = self.tr("‖%1[t]‖ over time")
        elif not tape.value(name, 1).ndim:
            words = self.tr("%1 over time")
        elif unit is not None:
            words = self.tr("%1, unit %2, over time")
        else:
            words = self.tr("‖%1‖ over time; select a unit for its own curve")
        return words.replace("%1", name).replace("%2", ", ".join(map(str, unit or ())))

    def _select(self, timestep: int) -> None:
        selection = self._session.selection
        self._session.select(selection.name, timestep, selection.unit)


def _has_curve(tape: Tape, name: str) -> bool:
    """Whether there is a number at each timestep; the numbers of classes are none to draw."""
    parameter = tape.graph.parameters.get(name)
    if parameter is not None:
        return parameter.untied
    is_gradient = name.removeprefix("d").removesuffix(".total") in tape.graph.parameters
    return (
        name not in ("", TOTAL_LOSS)
        and not (name in tape.graph and tape.graph.index(name))
        and (bool(tape.graph.losses) or not is_gradient)
    )


def _is_contribution(tape: Tape, name: str) -> bool:
    return name[:1] == "d" and name[1:] in tape.graph.parameters


def _over_time(
    tape: Tape, name: str, unit: Unit, progress: Callable[[float], None] | None = None
) -> NDArray[np.float64]:
    """One number a timestep, (T,): the unit's, or the norm where none is chosen."""
    if _is_contribution(tape, name):
        return np.asarray(tape.contributions(name[1:]).norms, np.float64)
    place = None if unit is None else int(np.ravel_multi_index(unit, tape.value(name, 1).shape))
    found = []
    for t, rows in stretches(tape, name):
        if progress is not None:
            progress(t / tape.timesteps)
        found.append(_one_number(rows.reshape(len(rows), -1), place))
    return np.concatenate(found)


def _one_number(rows: NDArray[np.floating], place: int | None) -> NDArray[np.float64]:
    """Of each row the number at a place, else the only one, else the norm."""
    if place is not None or rows.shape[1] == 1:
        return rows[:, place or 0].astype(np.float64)
    with np.errstate(over="ignore"):
        return np.asarray(np.sqrt(np.einsum("ti,ti->t", rows, rows)), np.float64)
