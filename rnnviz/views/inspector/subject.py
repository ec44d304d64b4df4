"""What the inspector is about: what kind of thing a name at a timestep is, its value and its gradient."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.debugger import substitution
from rnnviz.debugger.sums import sum_of, summed
from rnnviz.engine import Tape
from rnnviz.session.draft import TOTAL_LOSS
from rnnviz.session.session import Session

TOTAL = ".total"
"""What follows the name of a parameter's gradient where all of it is meant, and not the sum so far."""


class Kind(Enum):
    """What can be inspected."""

    WEIGHTS = auto()
    """A parameter: one value for all timesteps, or a learned initial state."""
    UNTIED = auto()
    """The value that a parameter has of its own at a timestep."""
    STREAM = auto()
    VALUE = auto()
    """What an equation computes at a timestep."""
    START = auto()
    """A state outside the timesteps at which an equation computes it: an initial state."""
    GRADIENT = auto()
    START_GRADIENT = auto()
    CONTRIBUTION = auto()
    """What one timestep adds to a parameter's gradient."""
    SUM = auto()
    """A parameter's gradient as far as it has been summed."""
    ALL = auto()
    """A parameter's whole gradient."""
    TOTAL_LOSS = auto()
    """The sum of all losses, as far as they are there."""


@dataclass(frozen=True)
class Subject:
    """A name at a timestep of a session's tape; `follows` when the timestep is the cursor's and not a chosen one."""

    session: Session
    tape: Tape
    name: str
    timestep: int
    follows: bool

    @classmethod
    def of(cls, session: Session, tape: Tape) -> Subject:
        """What is selected: at the selection's timestep, or at the cursor's where the selection has none."""
        selection = session.selection
        follows = selection.timestep is None
        at_cursor = tape.moment(max(1, session.cursor.begun)).timestep
        return cls(
            session, tape, selection.name, at_cursor if selection.timestep is None else selection.timestep, follows
        )

    @cached_property
    def parameter(self) -> str:
        """The parameter that the name is, or is the gradient of; else ""."""
        for name in (self.name, self.name.removeprefix("d").removesuffix(TOTAL)):
            if name in self.tape.graph.parameters:
                return name
        return ""

    @cached_property
    def untied(self) -> bool:
        """Whether it is a parameter, or its gradient, with a value of its own at each timestep."""
        return bool(self.parameter) and self.tape.graph.parameters[self.parameter].untied

    @cached_property
    def kind(self) -> Kind:
        """What kind of thing it is."""
        if self.name == TOTAL_LOSS:
            return Kind.TOTAL_LOSS
        if self.parameter == self.name:
            return Kind.UNTIED if self.untied else Kind.WEIGHTS
        if self.parameter:
            if self.name.endswith(TOTAL):
                return Kind.ALL
            return Kind.SUM if self.follows and not self.untied else Kind.CONTRIBUTION
        if self.name in self.tape.graph.streams:
            return Kind.STREAM
        if self.name in self.tape.graph.definitions:
            return Kind.START if self._is_outside(self.name) else Kind.VALUE
        return Kind.START_GRADIENT if self._is_outside(self.name[1:]) else Kind.GRADIENT

    def _is_outside(self, state: str) -> bool:
        return state in self.tape.graph.states and self.timestep not in self.tape.span(state)

    @cached_property
    def is_computed(self) -> bool:
        """Whether an equation with numbers of this timestep gives its value."""
        return self.kind in (Kind.VALUE, Kind.GRADIENT, Kind.CONTRIBUTION) and self._has_equation(self.name)

    def _has_equation(self, name: str) -> bool:
        try:
            substitution.graph_of(self.tape, name)
        except KeyError:
            return False
        return True

    @cached_property
    def summed(self) -> range:
        """The timesteps whose contributions are in the parameter's sum."""
        if not self.tape.graph.losses:
            return range(0)
        session = self.session
        return summed(self.tape, self.parameter, session.cursor, whole_run=session.whole_run)

    @cached_property
    def value(self) -> NDArray[Any] | None:
        """Its value; None where the cursor has not reached it."""
        kind = self.kind
        if kind is Kind.TOTAL_LOSS:
            return self._total_loss()
        known = self.session.known(self.name)
        if kind is Kind.SUM:
            return self._sum()
        if kind is Kind.ALL:
            complete = self.session.known(f"d{self.parameter}") == self.tape.span(f"d{self.parameter}")
            return np.asarray(self.tape.contributions(self.parameter).total) if complete else None
        if kind is Kind.CONTRIBUTION:
            there = self.timestep in known and bool(self.tape.graph.losses)
            return np.asarray(self.tape.contributions(self.parameter).at(self.timestep)) if there else None
        if kind is Kind.START_GRADIENT:
            return self._start_gradient(self.name)
        if kind in (Kind.WEIGHTS, Kind.UNTIED, Kind.START) or self.timestep in known:
            return np.asarray(self.tape.value(self.name, self.timestep))
        return None

    def losses(self, most: int) -> tuple[list[tuple[str, int]], bool]:
        """The losses that are there, each with its timestep, by timestep; and whether that is all of them. Of more than
        `most` they are the first ones and the last."""
        known = [self.session.known(name) for name in self.tape.graph.losses]
        ends = {(t, place) for place, there in enumerate(known) for t in (*there[:most], *there[-1:])}
        found = [(self.tape.graph.losses[place], t) for t, place in sorted(ends)]
        whole = sum(map(len, known)) <= most
        return (found if whole else [*found[: most - 1], found[-1]]), whole

    def _total_loss(self) -> NDArray[Any] | None:
        known = {name: self.session.known(name) for name in self.tape.graph.losses}
        parts = [self.tape[name][span.start - 1 : span.stop - 1].sum() for name, span in known.items() if span]
        return np.asarray(sum(parts)) if parts else None

    def _sum(self) -> NDArray[Any] | None:
        known = self.summed
        return sum_of(self.tape.contributions(self.parameter), known) if known else None

    def _start_gradient(self, name: str) -> NDArray[Any] | None:
        """The gradient at an initial state is there when every timestep's is."""
        span = self.tape.span(name[1:])
        if self.session.known(name) != span:
            return None
        return np.asarray(self.tape.value(name, self.timestep))

    @cached_property
    def gradient_name(self) -> str:
        """The name under which its gradient is selected; "" where it has none."""
        if self.kind in (Kind.WEIGHTS, Kind.UNTIED) and self.tape.graph.losses:
            return f"d{self.name}"
        name = f"d{self.name}"
        there = self.kind in (Kind.STREAM, Kind.VALUE, Kind.START) and name in self.tape.adjoint.definitions
        return name if there else ""

    @cached_property
    def gradient(self) -> NDArray[Any] | None:
        """Its gradient: of a weight the sum so far; None where there is none, or none yet."""
        name = self.gradient_name
        if not name:
            return None
        if self.kind is Kind.WEIGHTS:
            return self._sum()
        if self.kind is Kind.START:
            return self._start_gradient(name)
        if self.timestep not in self.session.known(name):
            return None
        if self.kind is Kind.UNTIED:
            return np.asarray(self.tape.contributions(self.name).at(self.timestep))
        return np.asarray(self.tape.value(name, self.timestep))
