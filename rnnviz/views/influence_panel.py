"""The influence panel: what each loss sends back to each timestep of a value, computed off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import prod

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from rnnviz.engine import Tape
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.session.session import Session
from rnnviz.session.worker import Worker
from rnnviz.widgets.influence_map import InfluenceMap
from rnnviz.widgets.influence_picture import InfluencePicture, InfluenceScale
from rnnviz.widgets.lane import NOWHERE
from rnnviz.widgets.marks import Phase, Playhead
from rnnviz.widgets.naming import named

WHOLE, PART = 3_000, 2_000
"""A run of up to so many timesteps is shown whole; of a longer one so many timesteps about the cursor."""
_AT_ONCE = 30_000_000
"""So many multiplications take no longer than a few frames."""


@dataclass(frozen=True, eq=False)
class Shading:
    """How strongly each timestep of the run is influenced by one loss, 0 … 1 or NaN where that is not known."""

    fractions: np.ndarray
    """(T,)."""
    loss: str
    state: str


class InfluencePanel(QWidget):
    """The map for one value, with its scale.

    `row_pointed` says what the loss under the pointer sends back: a `Shading`, or None when the pointer left.
    """

    hovered = Signal(str)
    row_pointed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_influence")
        self._session = session
        self._tape: Tape | None = None
        self._around = 1
        self._cancelled = False
        self._worker = Worker(self)
        self._worker.progressed.connect(self._show_progress)
        self._worker.finished.connect(self._take)
        self.state = self._choice("field_influence_state", self.tr("Value that is influenced"))
        self.kind = self._choice("field_influence_scale", self.tr("Scale of the map"))
        for kind, words in (
            (InfluenceScale.LINEAR, self.tr("linear")),
            (InfluenceScale.LOG, self.tr("logarithmic")),
            (InfluenceScale.BY_LOSS, self.tr("per loss")),
        ):
            self.kind.addItem(words, kind)
        self.words = named(QLabel(), "label_influence")
        self.words.setWordWrap(True)
        self.map = InfluenceMap()
        self.bar = named(QProgressBar(), "progress_influence")
        self.bar.setRange(0, 1000)
        self.stop = self._button("button_influence_cancel", self.tr("Cancel"))
        self.again = self._button("button_influence_compute", self.tr("Compute"))
        self._lay_out()
        self._connect()
        self._show_run()

    def _choice(self, name: str, words: str) -> QComboBox:
        box = named(QComboBox(), name)
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.setAccessibleName(words)
        box.setToolTip(words)
        return box

    def _button(self, name: str, words: str) -> QPushButton:
        button = named(QPushButton(words), name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.hide()
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        label = QLabel(self.tr("Influence on"))
        label.setBuddy(self.state)
        for part in (label, self.state, self.kind):
            head.addWidget(part, 0 if part is label else 1)
        below = QHBoxLayout()
        for one in (self.bar, self.stop, self.again):
            below.addWidget(one)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.words)
        layout.addWidget(self.map, 1)
        layout.addLayout(below)

    def _connect(self) -> None:
        session = self._session
        self.state.activated.connect(self._compute)
        self.kind.activated.connect(self._choose_kind)
        self.stop.clicked.connect(self._cancel)
        self.again.clicked.connect(self._compute)
        self.map.clicked.connect(self._select)
        self.map.double_clicked.connect(self._go)
        self.map.hovered.connect(self.hovered)
        self.map.pointed.connect(self._point)
        session.tape_changed.connect(self._show_run)
        session.cursor_moved.connect(self._show_cursor)
        session.selection_changed.connect(self._show_selection)

    def close_work(self) -> None:
        """Stops the worker; to be called before the window goes."""
        self._worker.close()

    def showEvent(self, event: QShowEvent) -> None:
        """What nobody saw was not computed."""
        super().showEvent(event)
        self._compute_if_seen()

    # -- what is shown -------------------------------------------------------------------------------------------

    def _show_run(self) -> None:
        """Another run: its values, the one that was chosen before if it is there, and their influence if it is seen."""
        tape, before = self._session.tape, self.state.currentText()
        self._worker.cancel()
        self._tape, self._cancelled = None, False
        names = [] if tape is None else influenced(tape)
        self.state.clear()
        self.state.addItems(names)
        self.state.setCurrentIndex(max(0, self.state.findText(before)))
        self.state.setEnabled(bool(names))
        self.map.set_picture(None, self._why(tape, names))
        self._show_work()
        self._compute_if_seen()

    def _why(self, tape: Tape | None, names: list[str]) -> str:
        if tape is None:
            return self.tr("There is no run.")
        if not tape.graph.losses:
            return self.tr("This model has no loss: nothing is sent back.")
        return "" if names else self.tr("No loss depends on a value that changes over time.")

    def _compute_if_seen(self) -> None:
        if self.isVisible() and self._tape is not self._session.tape and not self._worker.busy and not self._cancelled:
            self._compute()

    def _compute(self) -> None:
        tape, state = self._session.tape, self.state.currentText()
        if tape is None or not state:
            return
        self._cancelled = False
        self._around = self._timestep(tape)
        self._worker.cancel()
        work = partial(picture, tape, state, part_about(tape, self._around))
        if is_quick(tape):
            self._take(work(no_progress))
        else:
            self.bar.setValue(0)
            self._worker.start(work)
            self._show_work()

    def _timestep(self, tape: Tape) -> int:
        return tape.moment(max(1, self._session.cursor.begun)).timestep if tape.stops > 1 else 1

    def _cancel(self) -> None:
        self._worker.cancel()
        self._cancelled = True
        if self.map.picture is None:
            self.map.set_picture(None, self.tr("Cancelled; nothing was computed yet."))
        else:
            self.state.setCurrentText(self.map.picture.state)
        self._show_work()

    def _take(self, made: InfluencePicture) -> None:
        self._tape = self._session.tape
        self.map.set_picture(made)
        self._show_work()
        self._show_cursor()
        self._show_selection()

    def _show_progress(self, done: float) -> None:
        self.bar.setValue(round(1000 * done))

    def _show_work(self) -> None:
        busy, tape, shown = self._worker.busy, self._session.tape, self.map.picture
        self.bar.setVisible(busy)
        self.stop.setVisible(busy)
        is_part = shown is not None and tape is not None and len(shown.timesteps) < tape.timesteps
        self.again.setText(self.tr("Show around the cursor") if is_part else self.tr("Compute"))
        moved = is_part and tape is not None and part_about(tape, self._timestep(tape)) != shown_part(shown)
        self.again.setVisible(not busy and (moved or (self._cancelled and shown is None)))
        if busy and shown is None:
            self.map.set_picture(None, self.tr("Computing what each loss sends back …"))
        self.words.setText(self._words(shown, tape))
        self.words.setVisible(bool(self.words.text()))

    def _words(self, shown: InfluencePicture | None, tape: Tape | None) -> str:
        if shown is None or tape is None:
            return ""
        words = self.tr("How strongly the loss at s depends on %1 at t: ‖∂%2[s]/∂%1[t]‖.")
        words = words.replace("%1", shown.state).replace("%2", shown.loss)
        if len(shown.timesteps) < tape.timesteps:
            part = self.tr("Timesteps %1 to %2 of %3.")
            ends = (shown.timesteps[0], shown.timesteps[-1], tape.timesteps)
            for place, number in zip(("%1", "%2", "%3"), ends, strict=True):
                part = part.replace(place, str(number))
            words += " " + part
        return words

    def _show_cursor(self) -> None:
        tape = self._session.tape
        if tape is None or tape.stops < 2:
            self.map.set_playhead(None)
            return
        position = self._session.position
        moment = tape.moment(min(position + 1, tape.stops - 1))
        way = moment.pass_.direction
        timestep = moment.timestep + (way if position == tape.stops - 1 else 0)
        phase: Phase = "forward" if moment.pass_.phase == "forward" else "backward"
        self.map.set_playhead(Playhead(timestep, phase, way))
        if len(part_about(tape, 1)) < tape.timesteps:
            self._show_work()

    def _show_selection(self) -> None:
        self.map.set_selected(self._session.selection.timestep)

    # -- what the user does --------------------------------------------------------------------------------------

    def _choose_kind(self) -> None:
        self.map.set_kind(self.kind.currentData())

    def _select(self, s: int, t: int) -> None:
        """The gradient that arrives there, of which this loss sends a part."""
        if self.map.picture is not None:
            self._session.select(f"d{self.map.picture.state}", t)

    def _go(self, s: int, t: int) -> None:
        self._session.go_to_timestep(t)

    def point_at(self, name: str, timestep: int) -> None:
        """The pointer is over a value elsewhere: an output or a loss marks its row."""
        tape = self._session.tape
        if tape is None or self.map.picture is None or not self.isVisible():
            return
        is_row = timestep != NOWHERE and name in outputs(tape)
        self.map.set_row(timestep if is_row else None)
        self._point(timestep if is_row else NOWHERE)

    def _point(self, s: int) -> None:
        shown, tape = self.map.picture, self._session.tape
        row = None if shown is None else shown.row(s)
        if shown is None or row is None or tape is None:
            self.row_pointed.emit(None)
            return
        finite = np.where(np.isfinite(row), row, 0.0)
        fractions = np.full(tape.timesteps, np.nan)
        fractions[shown.timesteps.start - 1 : shown.timesteps.stop - 1] = finite / (finite.max(initial=0.0) or 1.0)
        self.row_pointed.emit(Shading(fractions, f"{shown.loss}[{s}]", shown.state))


def influenced(tape: Tape) -> list[str]:
    """The values that losses send something back to: states first, then other values, then streams."""
    graph, gradients = tape.graph, tape.adjoint.definitions
    names = dict.fromkeys([*graph.states, *graph.named, *graph.streams])
    return [name for name in names if f"d{name}" in gradients and not graph.index(name) and name not in graph.losses]


def outputs(tape: Tape) -> set[str]:
    """The losses, and the values of their own timestep that they compare."""
    graph = tape.graph
    compared = {
        read.name for loss in graph.losses for read in graph.equation(loss).reads if not read.lag
        and read.name in graph.named
    }  # fmt: skip
    return {*graph.losses, *compared}


def part_about(tape: Tape, timestep: int) -> range:
    """The timesteps, and losses, that are shown: all, or of a long run those about a timestep."""
    if tape.timesteps <= WHOLE:
        return range(1, tape.timesteps + 1)
    first = (max(0, timestep - 1 - PART // 4) // (PART // 2)) * (PART // 2) + 1
    first = min(first, tape.timesteps - PART + 1)
    return range(first, first + PART)


def shown_part(shown: InfluencePicture | None) -> range:
    return range(0) if shown is None else shown.timesteps


def is_quick(tape: Tape) -> bool:
    """Whether the influence in a run takes no longer than a few frames."""
    widest = max((prod(one.shape) for one in tape.adjoint.operations if one.timed), default=1)
    return tape.timesteps**2 * widest * (widest + 100) <= _AT_ONCE


def picture(tape: Tape, state: str, part: range, progress: Progress) -> InfluencePicture:
    """The map, with all that painting it needs."""
    values = tape.influence(state, progress, part, part)
    made = InfluencePicture(values, part, part, "+".join(tape.graph.losses), state)
    made.plain, made.relative  # noqa: B018  (worked out here, where nobody waits)
    return made
