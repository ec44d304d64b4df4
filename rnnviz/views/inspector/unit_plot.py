"""The selected unit over time, as a curve; pyqtgraph is imported only when there is one to draw."""

from __future__ import annotations

from typing import Any
from weakref import ref

import numpy as np
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from rnnviz.engine import Tape
from rnnviz.session.draft import TOTAL_LOSS
from rnnviz.session.session import Session
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.naming import named

_HEIGHT = 110
_MOST_POINTS = 60


class UnitPlot(QWidget):
    """One unit's value (or a value's norm, where no unit is selected) at every timestep that has been reached."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_unit_plot")
        self._session = session
        self._plot: Any = None
        self._curve: Any = None
        self._line: Any = None
        self._drawn: object = None
        self._drawn_of: ref[Tape] | None = None
        self.title = named(QLabel(), "label_unit_plot")
        self.title.setWordWrap(True)
        # The curve's room is there before the curve, so that nothing moves when it comes.
        self._room = QWidget()
        self._room.setFixedHeight(_HEIGHT)
        self._room_layout = QVBoxLayout(self._room)
        self._room_layout.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.title)
        layout.addWidget(self._room)
        self._importing = QTimer(self)
        self._importing.setSingleShot(True)
        self._importing.timeout.connect(self._build)
        for signal in (
            session.tape_changed,
            session.cursor_moved,
            session.selection_changed,
            session.view_changed,
        ):
            signal.connect(self._show_unit)

    def showEvent(self, event: QShowEvent) -> None:
        """The library is loaded after the window has been painted, not before."""
        super().showEvent(event)
        if self._plot is None:
            self._importing.start(200)
        else:
            self._show_unit()

    def _build(self) -> None:
        import pyqtgraph

        self._plot = pyqtgraph.PlotWidget(background=None)
        self._plot.setObjectName("plot_unit")
        self._plot.setAccessibleName(self.tr("Curve of the selected unit"))
        self._plot.setMenuEnabled(False)
        # Its menu, which nobody sees, has no parent and would outlive the window.
        item = self._plot.getPlotItem()
        item.ctrlMenu.deleteLater()
        item.ctrlMenu = None
        self._plot.hideButtons()
        self._plot.disableAutoRange()
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.getPlotItem().setContentsMargins(0, 4, 6, 0)
        self._curve = self._plot.plot()
        self._curve.setDownsampling(auto=True, method="peak")
        self._curve.setClipToView(True)
        self._line = pyqtgraph.InfiniteLine(angle=90)
        self._plot.addItem(self._line)
        self._room_layout.addWidget(self._plot)
        self._paint_axes()
        self._show_unit()

    def changeEvent(self, event: QEvent) -> None:
        """Follows the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._plot is not None:
            self._paint_axes()
            self._drawn = None
            self._show_unit()

    def _paint_axes(self) -> None:
        colours = colours_of(self)
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(colours.grid)
            axis.setTextPen(colours.faint)
        self._line.setPen(colours.cursor)

    def _show_unit(self) -> None:
        if self._plot is None or not self.isVisible():
            return
        session = self._session
        tape, selection = session.tape, session.selection
        timed = tape is not None and self._has_curve(tape, selection.name)
        self.setEnabled(timed)
        self._room.setVisible(timed)
        if tape is None or not timed:
            self.title.setText(self.tr("Over time: select a value that has one at each timestep."))
            return
        known = session.known(selection.name.removesuffix(".total"))
        wanted = (selection.name, selection.unit, known, self.palette().cacheKey())
        if wanted != self._drawn or self._drawn_of is None or self._drawn_of() is not tape:
            self._drawn, self._drawn_of = wanted, ref(tape)
            self._draw(selection.name, selection.unit, known)
        at_cursor = tape.moment(max(1, session.position)).timestep
        self._line.setValue(at_cursor if selection.timestep is None else selection.timestep)

    def _has_curve(self, tape: Tape, name: str) -> bool:
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

    def _draw(self, name: str, unit: tuple[int, ...] | None, known: range) -> None:
        tape = self._session.tape
        assert tape is not None
        name = name.removesuffix(".total")
        is_contribution = name[:1] == "d" and name[1:] in tape.graph.parameters
        whole = np.asarray(tape.contributions(name[1:]).norms if is_contribution else tape[name])
        rows = whole[known.start - 1 : known.stop - 1] if known else np.empty(0)
        if is_contribution:
            values, words = rows, self.tr("‖%1[t]‖ over time")
        elif rows.ndim == 1:
            values, words = rows, self.tr("%1 over time")
        elif unit is not None:
            values, words = (
                rows.reshape(len(rows), -1)[:, np.ravel_multi_index(unit, rows.shape[1:])],
                self.tr("%1, unit %2, over time"),
            )
        else:
            values = np.sqrt((rows.reshape(len(rows), -1) ** 2).sum(axis=1))
            words = self.tr("‖%1‖ over time; select a unit for its own curve")
        place = ", ".join(str(index) for index in unit or ())
        self.title.setText(words.replace("%1", name).replace("%2", place))
        colours = colours_of(self)
        role = "backward" if name in tape.model.adjoint.definitions else "forward"
        if name in tape.model.graph.losses:
            role = "loss"
        symbol = "o" if len(values) <= _MOST_POINTS else None
        times, values = np.arange(known.start, known.stop), values.astype(np.float64)
        finite = np.isfinite(values)
        if symbol:
            times, values = times[finite], values[finite]
        elif not finite.any():
            times, values = times[:0], values[:0]
        self._curve.setData(
            times,
            values,
            pen={"color": colours.role(role), "width": 2},
            symbol=symbol,
            symbolSize=5,
            symbolPen=None,
            symbolBrush=colours.role(role),
            connect="finite",
        )
        self._plot.setXRange(0.5, tape.timesteps + 0.5, padding=0.02)
        seen = values[np.isfinite(values)]
        low, high = (float(seen.min()), float(seen.max())) if len(seen) else (0.0, 0.0)
        self._plot.setYRange(low, high if high > low else low + 1.0, padding=0.1)
