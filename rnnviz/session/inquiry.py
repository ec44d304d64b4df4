"""The question why a number is what it is: asked of a value, walked on from answer to answer, and back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.debugger.explanation import Explanation, Quantity
from rnnviz.session.draft import TOTAL_LOSS
from rnnviz.session.session import Session
from rnnviz.session.worker import Worker

if TYPE_CHECKING:
    from rnnviz.debugger.weight_histories import ByLoss, WeightHistory
    from rnnviz.engine import Tape


@dataclass(frozen=True)
class Question:
    """Why is this element what it is? `timestep` is None for a parameter, and for the total of its gradient."""

    name: str
    timestep: int | None
    element: tuple[int, ...]


class Inquiry(QObject):
    """The present question and its answer. `changed` says that another is asked, or that the run is another; `sent`
    that it is looked for, or known, which losses sent what."""

    changed = Signal()
    sent = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._asked: list[Question] = []
        self._explanation: Explanation | None = None
        self._history: WeightHistory | None = None
        self._by_loss: ByLoss | None = None
        self._searching: float | None = None
        self._worker = Worker(self)
        self._worker.progressed.connect(self._on_progress)
        self._worker.finished.connect(self._on_found)
        session.tape_changed.connect(self._ask_again)

    @property
    def question(self) -> Question | None:
        return self._asked[-1] if self._asked else None

    @property
    def explanation(self) -> Explanation | None:
        """The answer; None where nothing is asked."""
        return self._explanation

    @property
    def history(self) -> WeightHistory | None:
        """Of a weight, or of its gradient: what every timestep adds to it."""
        return self._history

    @property
    def by_loss(self) -> ByLoss | None:
        """Which losses sent it, once that has been asked for and found."""
        return self._by_loss

    @property
    def searching(self) -> float | None:
        """How far the search for the losses is, 0 … 1; None when there is none."""
        return self._searching

    @property
    def can_go_back(self) -> bool:
        return len(self._asked) > 1

    # What a user asks

    def ask(self, name: str, timestep: int | None, element: tuple[int, ...]) -> None:
        """Ask of one element; the question before can be gone back to."""
        question = Question(name, timestep, element)
        if question != self.question:
            self._asked.append(question)
            self._answer()

    def ask_selection(self) -> None:
        """Ask of the selected unit, or of the largest element of what is selected."""
        tape, selection = self._session.tape, self._session.selection
        if tape is None or selection.name in ("", TOTAL_LOSS):
            return
        name, parameter = selection.name, parameter_of(tape, selection.name)
        if selection.timestep is None and name == f"d{parameter}" and not tape.graph.parameters[parameter].untied:
            name += ".total"  # a gradient that is no timestep's is the sum
        question = question_of(tape, name, selection.timestep or self._timestep(tape), selection.unit)
        self.ask(question.name, question.timestep, question.element)

    def back(self) -> None:
        """The question before."""
        if self.can_go_back:
            self._asked.pop()
            self._answer()

    def explain(self, quantity: Quantity) -> Explanation:
        """The answer to a further question, which does not take the present one's place."""
        from rnnviz.debugger.reasons import why

        assert self._session.tape is not None
        return why(self._session.tape, quantity.name, quantity.timestep, quantity.element)

    def find_losses(self) -> None:
        """Find which losses sent the contribution, or all of them."""
        if self._history is None or self.question is None:
            return
        self._worker.start(partial(self._history.by_loss, self.question.timestep))
        self._searching = 0.0
        self.sent.emit()

    def cancel(self) -> None:
        """Stop the search for the losses."""
        self._worker.cancel()
        if self._searching is not None:
            self._searching = None
            self.sent.emit()

    def close(self) -> None:
        """Stops all work; to be called before the window goes."""
        self._worker.close()

    # How it changes

    def _timestep(self, tape: Tape) -> int:
        return tape.moment(max(1, self._session.cursor.begun)).timestep

    def _answer(self) -> None:
        from rnnviz.debugger.reasons import why
        from rnnviz.debugger.weight_histories import weight_history

        tape, question = self._session.tape, self.question
        self._worker.cancel()
        self._searching, self._by_loss, self._history, self._explanation = None, None, None, None
        if tape is not None and question is not None:
            self._explanation = why(tape, question.name, question.timestep, question.element)
            parameter = parameter_of(tape, question.name)
            if parameter:
                self._history = weight_history(tape, parameter, question.element)
        self.changed.emit()

    @Slot()
    def _ask_again(self) -> None:
        """Of the new run; questions that it cannot be asked are forgotten."""
        tape = self._session.tape
        kept = [one for one in self._asked if tape is not None and can_be_asked(tape, one)]
        if self._asked or kept:
            self._asked = kept
            self._answer()

    @Slot(float)
    def _on_progress(self, fraction: float) -> None:
        self._searching = fraction
        self.sent.emit()

    @Slot(object)
    def _on_found(self, found: ByLoss) -> None:
        self._by_loss, self._searching = found, None
        self.sent.emit()


def parameter_of(tape: Tape, name: str) -> str:
    """The parameter that a name is, or is the gradient of; "" for anything else, and where there is no loss."""
    for one in (name, name.removeprefix("d").removesuffix(".total")):
        if one in tape.graph.parameters and tape.graph.losses:
            return one
    return ""


def question_of(tape: Tape, name: str, timestep: int, unit: tuple[int, ...] | None) -> Question:
    """The question that a selection is; without a unit of the element of the largest size."""
    parameter = tape.graph.parameters.get(name)
    at: int | None = timestep
    if (parameter is not None and not parameter.untied) or name.endswith(".total"):
        at = None
    if unit is None:
        value = np.asarray(tape[name.removesuffix(".total")] if at is None else tape.value(name, at))
        sizes = np.nan_to_num(np.abs(value.astype(float)), nan=np.inf)
        unit = tuple(int(i) for i in np.unravel_index(int(np.argmax(sizes)), value.shape)) if value.ndim else ()
    return Question(name.removesuffix(".total") if at is None else name, at, unit)


def can_be_asked(tape: Tape, question: Question) -> bool:
    """Whether a run has what a question is about."""
    try:
        value = tape[question.name] if question.timestep is None else tape.value(question.name, question.timestep)
    except KeyError:
        return False
    inside = question.timestep is None or question.timestep <= tape.timesteps
    return (
        inside
        and len(question.element) == value.ndim
        and all(i < n for i, n in zip(question.element, value.shape, strict=True))
    )
