"""The guided walk through an example: at which stop it stands, and what has been answered there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.debugger.step_levels import Cursor, operations
from rnnviz.equations.sentence import said
from rnnviz.models.example import Example, Question, Stop
from rnnviz.session import carry_over
from rnnviz.session.examples import model_of, with_parameters
from rnnviz.session.given import Trained

if TYPE_CHECKING:
    from rnnviz.engine import Tape
    from rnnviz.session.session import Session


class Walk(QObject):
    """The stops of the example that the session shows. `changed` says that stop, answer or example are others.

    A stop puts the run where it belongs, and hides what comes later. So a value that is to be predicted is hidden as
    any other value is that has not been computed yet, and to reveal it is to step on.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._example = session.draft.example
        self._index: int | None = None
        self._awaited = False
        self._untrained: Trained | None = None
        self._place: Cursor | None = None
        self._missing: tuple[str, ...] = ()
        self._answered = False
        self._chosen: int | None = None
        self._guess: float | None = None
        session.draft_changed.connect(self._take_draft)
        session.run_changed.connect(self._take_run)
        session.cursor_moved.connect(self._follow)

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All stops; none where the session shows no example that has a walk."""
        return () if self._example is None else self._example.walk

    @property
    def index(self) -> int | None:
        """The stop that the walk stands at, from 0; None before it has begun."""
        return self._index

    @property
    def stop(self) -> Stop | None:
        return None if self._index is None else self.stops[self._index]

    @property
    def astray(self) -> bool:
        """Whether the run stands elsewhere than the stop, for another reason than its answer."""
        return self._place is not None and not self._answered and self._session.cursor != self._place

    @property
    def missing(self) -> tuple[str, ...]:
        """What the stop speaks of and this run does not have, in sentences: the example was changed, or its file."""
        return self._missing

    @property
    def answered(self) -> bool:
        """Whether the stop's question has been answered, so that what is right may be said."""
        return self._answered

    @property
    def chosen(self) -> int | None:
        """The answer that was chosen among several."""
        return self._chosen

    @property
    def guess(self) -> float | None:
        """The number that was predicted."""
        return self._guess

    @property
    def actual(self) -> float | None:
        """The number that was to be predicted; None where the run has none such."""
        tape, stop = self._session.tape, self.stop
        if tape is None or stop is None or stop.question is None or stop.question.kind != "predict":
            return None
        question = stop.question
        timestep = question.timestep if question.timestep is not None else self._session.timestep or 1
        if question.name not in tape or not 1 <= timestep <= tape.timesteps:
            return None
        value = np.asarray(tape.value(question.name, timestep))
        unit = question.unit or ()
        if len(unit) != value.ndim or not all(i < n for i, n in zip(unit, value.shape, strict=True)):
            return None
        return float(value[unit])

    def begin(self) -> None:
        """To the first stop."""
        self.go(0)

    def forward(self) -> None:
        """To the next stop; the last one has none."""
        if self._index is not None and self._index + 1 < len(self.stops):
            self.go(self._index + 1)

    def back(self) -> None:
        """To the stop before; the first one has none."""
        if self._index:
            self.go(self._index - 1)

    def go(self, index: int) -> None:
        """To a stop, with the parameters that it asks for. IndexError where there is none."""
        if not 0 <= index < len(self.stops):
            raise IndexError(f"stop {index} is not among 0 … {len(self.stops) - 1}")
        self._index, self._answered, self._chosen, self._guess, self._place = index, False, None, None, None
        self._session.pause()
        self._awaited, self._missing = True, ()
        self._session.look_with(self._parameters(self.stops[index]))
        self._take_run()
        self.changed.emit()

    def put_back(self) -> None:
        """To the place of the stop again."""
        if self._index is not None:
            self.go(self._index)

    def leave(self) -> None:
        """Ends the walk; the run stays where it is."""
        if self._index is not None:
            self._index, self._place, self._awaited = None, None, False
            self._session.look_with(None)
            self.changed.emit()

    def choose(self, choice: int) -> None:
        """Answers a question by one of its choices."""
        if self._asks("choose") is not None and not self._answered:
            self._chosen, self._answered = choice, True
            self.changed.emit()

    def predict(self, guess: float | None) -> None:
        """Answers a question by a number (None: by none), and steps on until the actual one is there."""
        question = self._asks("predict")
        if question is not None and not self._answered:
            self._guess, self._answered = guess, True
            self._reveal(question)
            self.changed.emit()

    def _parameters(self, stop: Stop) -> Trained | None:
        """Those that the stop is to be seen with, if the session's own are others."""
        draft = self._session.draft
        if stop.trained is None or stop.trained is (draft.trained is not None):
            return None
        if stop.trained:
            return with_parameters(draft, True).trained
        if self._untrained is None:
            self._untrained = Trained(model_of(draft, False).parameters)
        return self._untrained

    def _asks(self, kind: str) -> Question | None:
        question = None if self.stop is None else self.stop.question
        return question if question is not None and question.kind == kind else None

    def _reveal(self, question: Question) -> None:
        session, tape = self._session, self._session.tape
        if tape is None or question.name not in tape:
            return
        timestep = question.timestep if question.timestep is not None else session.timestep or 1
        shown = (at for at in range(session.position, tape.stops) if timestep in tape.known(question.name, at))
        position = next(shown, None)
        if position is not None:
            session.go_to(position)
            session.select(question.name, timestep, question.unit)

    def _stand(self) -> None:
        """Puts the run to the stop's place."""
        session, stop = self._session, self.stop
        if session.tape is None or stop is None:
            return
        self._awaited = False
        session.set_whole_run(False)
        self._place, self._missing = place_of(stop, session.tape), missing_of(stop, session.tape)
        session.go_to_cursor(self._place)
        self._place = session.cursor  # an example that was changed may have no such operation
        if stop.select and carry_over.exists(session.tape.model, stop.select):
            session.select(stop.select, stop.select_timestep, stop.unit)

    @Slot()
    def _take_draft(self) -> None:
        example = self._session.draft.example
        if example is not self._example:
            ended = not same_walk(example, self._example)
            self._example, self._untrained = example, None
            if ended:
                self._index, self._place, self._awaited = None, None, False
            self.changed.emit()

    @Slot()
    def _take_run(self) -> None:
        """A stop that has waited for other parameters is gone to when their run is there."""
        if self._awaited and self._session.running is None:
            self._stand()
            self.changed.emit()

    @Slot()
    def _follow(self) -> None:
        """A question that is answered by stepping is answered once the run stands later."""
        if self._place is None:
            return
        if self._asks("step") is not None and not self._answered and self._session.cursor > self._place:
            self._answered = True
        self.changed.emit()


def same_walk(one: Example | None, other: Example | None) -> bool:
    """Whether two examples have the same stops."""
    return one is not None and other is not None and one.walk == other.walk


def missing_of(stop: Stop, tape: Tape) -> tuple[str, ...]:
    """What a stop speaks of that the run does not have, in sentences."""
    found = []
    last = tape.timesteps
    if stop.phase in ("forward", "backward") and not 1 <= abs(stop.timestep) <= last:
        found.append(said("This stop is for t = {at}, and the run has {last} timesteps.", at=stop.timestep, last=last))
    place = place_of(stop, tape)
    count = len(operations(tape, place.position))
    if place.inside and place.inside >= count:
        found.append(
            said(
                "This stop is for operation {inside} of a timestep, which has {count}.",
                inside=place.inside + 1,
                count=count,
            )
        )
    if stop.select and not carry_over.exists(tape.model, stop.select):
        found.append(said("This stop selects `{name}`, and nothing of this model is called that.", name=stop.select))
    return tuple(found)


def place_of(stop: Stop, tape: Tape) -> Cursor:
    """Where the run stands at a stop: the nearest place there is, should the example be shorter than its author's."""
    if stop.phase == "start":
        return Cursor(0, stop.inside)
    if stop.phase == "end":
        return Cursor(tape.stops - 1)
    timestep = stop.timestep if stop.timestep > 0 else tape.timesteps + 1 + stop.timestep
    timestep = min(max(1, timestep), tape.timesteps)
    for pass_ in tape.passes:
        if pass_.phase == stop.phase and timestep in pass_.timesteps:
            return Cursor(tape.position(pass_, timestep), stop.inside)
    return Cursor(tape.stops - 1)
