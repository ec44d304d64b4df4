"""The sum panel: what this timestep adds to a parameter's gradient, the sum so far, and what it adds up to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from rnnviz.debugger.sums import sum_of, summed
from rnnviz.engine import Tape
from rnnviz.session.agreement import Agreement
from rnnviz.session.session import Session
from rnnviz.widgets.naming import named
from rnnviz.widgets.sum_view import Addition, SumView


class SumPanel(QWidget):
    """Three squares for the parameter that the session watches: dW[t], the sum so far, dW."""

    hovered = Signal(str)
    why_requested = Signal()
    """The user asks why the element that has just been selected is what it is."""

    def __init__(self, session: Session, agreement: Agreement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_sum")
        self._session = session
        self._agreement = agreement
        self._largest: tuple[NDArray[np.floating], float] | None = None
        self.parameter = named(QComboBox(), "field_parameter")
        self.parameter.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.parameter.setAccessibleName(self.tr("Parameter whose gradient is summed"))
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
        self.sum.asked_about.connect(self._select)
        self.sum.why_requested.connect(self.why_requested)
        session.tape_changed.connect(self._show_run)
        agreement.found.connect(self._show_sum)
        for signal in (session.cursor_moved, session.selection_changed, session.view_changed):
            signal.connect(self._show_sum)
        self._show_run()

    def set_menu_actions(self, actions: Sequence[QAction]) -> None:
        """What the context menus of elements offer besides their own; they act on what is selected."""
        self.sum.menu_actions = tuple(actions)

    def _choose(self) -> None:
        self._session.select(self.parameter.currentText())

    def _select(self, square: str, unit: tuple[int, ...]) -> None:
        """A square's element: of dW[t] at its timestep, of the sum so far, of the total."""
        addition = self.sum.addition
        if addition is None:
            return
        name = f"d{addition.parameter}"
        if square == "contribution":
            self._session.select(name, addition.timestep, unit)
        elif square == "so_far":
            self._session.select(name, None, unit)
        else:
            self._session.select(f"{name}.total", None, unit)

    def _show_run(self) -> None:
        tape = self._session.tape
        self.parameter.clear()
        if tape is not None:
            self.parameter.addItems(list(tape.graph.parameters))
        self.parameter.setEnabled(self.parameter.count() > 0)
        self._show_sum()

    def _show_sum(self) -> None:
        session, tape = self._session, self._session.tape
        if tape is None or session.parameter not in tape.graph.parameters:
            self.sum.set_addition(None)
            return
        self.parameter.setCurrentIndex(self.parameter.findText(session.parameter))
        if not tape.graph.losses:
            self.sum.set_addition(None, self.tr("This model has no loss: there is nothing to sum."))
            return
        if tape.graph.parameters[session.parameter].untied:
            words = self.tr("%1 has a value of its own at each timestep: its gradients are not summed.")
            self.sum.set_addition(None, words.replace("%1", session.parameter))
            return
        contributions = tape.contributions(session.parameter)
        everything = session.known(f"d{session.parameter}")
        known = summed(tape, session.parameter, session.cursor, whole_run=session.whole_run)
        timestep = self._timestep(tape, known)
        count = len(tape.span(f"d{session.parameter}"))
        complete = len(everything) == count
        self.sum.set_addition(
            Addition(
                session.parameter,
                timestep,
                contributions.at(timestep) if timestep is not None else None,
                sum_of(contributions, known) if known else None,
                contributions.total if complete else None,
                len(known),
                count,
                self._agreement.of(tape, session.parameter) if len(known) == count else None,
                self._largest_of(contributions.total) or None,
                self._waits(tape),
            )
        )

    def _waits(self, tape: Tape) -> str:
        """What a sum to which nothing has been added yet waits for."""
        begun = self._session.cursor.begun
        if begun == 0 or tape.moment(begun).pass_.phase == "forward":
            return self.tr("Step into the backward pass to see the gradient add up.")
        span = tape.span(f"d{self._session.parameter}")
        words = self.tr("%1 is used at t = %2 to %3 only: the backward pass has not come there yet.")
        return words.replace("%1", self._session.parameter).replace("%2", str(span[0])).replace("%3", str(span[-1]))

    def _largest_of(self, total: NDArray[np.floating]) -> float:
        """The largest finite magnitude of a total; 0 if there is none."""
        if self._largest is None or self._largest[0] is not total:
            self._largest = total, float(np.abs(total[np.isfinite(total)]).max(initial=0.0))
        return self._largest[1]

    def _timestep(self, tape: Tape, known: range) -> int | None:
        """Whose contribution is shown: the selected timestep's if it has joined the sum, else the one that did last."""
        selection = self._session.selection
        if selection.timestep is not None and selection.timestep in known:
            return selection.timestep
        if not known or self._session.cursor.begun == 0:
            return known.start if known else None
        moment = tape.moment(self._session.cursor.begun)
        return moment.timestep if moment.timestep in known else known.start
