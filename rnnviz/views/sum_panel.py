"""The sum panel: what this timestep adds to a parameter's gradient, the sum so far, and what it adds up to."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from rnnviz.engine import Contributions, Tape
from rnnviz.session.agreement import Agreement
from rnnviz.session.session import Session
from rnnviz.widgets.naming import named
from rnnviz.widgets.sum_view import Addition, SumView


class SumPanel(QWidget):
    """Three squares for the parameter that the session watches: dW[t], the sum so far, dW."""

    hovered = Signal(str)

    def __init__(self, session: Session, agreement: Agreement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_sum")
        self._session = session
        self._agreement = agreement
        self.parameter = named(QComboBox(), "field_parameter")
        self.parameter.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.parameter.setToolTip(self.tr("Whose gradient is added up here"))
        label = QLabel(self.tr("Gradient of"))
        label.setBuddy(self.parameter)
        self.sum = SumView()
        head = QHBoxLayout()
        head.addWidget(label)
        head.addWidget(self.parameter, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.sum, 1)
        self.parameter.activated.connect(self._choose)
        self.sum.clicked.connect(self._select)
        self.sum.hovered.connect(self.hovered)
        session.tape_changed.connect(self._show_run)
        agreement.found.connect(self._show_sum)
        for signal in (session.cursor_moved, session.selection_changed, session.view_changed):
            signal.connect(self._show_sum)
        self._show_run()

    def _choose(self) -> None:
        self._session.select(self.parameter.currentText())

    def _select(self, square: str, unit: tuple[int, ...]) -> None:
        """A square's element: of dW[t] at its timestep, of the sums the weight itself."""
        addition = self.sum.addition
        if addition is None:
            return
        if square == "contribution":
            self._session.select(f"d{addition.parameter}", addition.timestep, unit)
        else:
            self._session.select(addition.parameter, None, unit)

    def _show_run(self) -> None:
        tape = self._session.tape
        self.parameter.clear()
        if tape is not None:
            self.parameter.addItems(list(tape.graph.parameters))
        self.parameter.setEnabled(self.parameter.count() > 0)
        self._show_sum()

    def _show_sum(self) -> None:
        session, tape = self._session, self._session.tape
        if tape is None or session.parameter not in tape.graph.parameters or not tape.graph.losses:
            self.sum.set_addition(None)
            return
        self.parameter.setCurrentIndex(self.parameter.findText(session.parameter))
        contributions = tape.contributions(session.parameter)
        everything = session.known(f"d{session.parameter}")
        # When the whole run is shown, the sum still says how far the cursor has come, once it has begun.
        known = tape.known(f"d{session.parameter}", session.position) or everything
        timestep = self._timestep(tape, known)
        complete = len(everything) == tape.timesteps
        summed = self._sum(contributions, known)
        self.sum.set_addition(
            Addition(
                session.parameter,
                timestep,
                contributions.at(timestep) if timestep is not None else None,
                summed if known else None,
                contributions.total if complete else None,
                len(known),
                tape.timesteps,
                self._agreement.of(tape, session.parameter) if len(known) == tape.timesteps else None,
                float(np.abs(contributions.total[np.isfinite(contributions.total)]).max(initial=0.0)) or None,
            )
        )

    def _timestep(self, tape: Tape, known: range) -> int | None:
        """Whose contribution is shown: the selected timestep's if it has joined the sum, else the one that did last."""
        selection = self._session.selection
        if selection.timestep is not None and selection.timestep in known:
            return selection.timestep
        if not known or self._session.position == 0:
            return known.start if known else None
        moment = tape.moment(self._session.position)
        return moment.timestep if moment.timestep in known else known.start

    def _sum(self, contributions: Contributions, known: range) -> NDArray[Any]:
        if known and known.stop == contributions.timesteps + 1:
            return np.asarray(contributions.running_sum(known.start))
        return np.asarray(contributions.sum_over(known))
