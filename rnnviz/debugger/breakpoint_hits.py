"""Where a breakpoint stops on a run: asked for the next stop, only so much is evaluated as it takes to find it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rnnviz.debugger.breakpoint import ALWAYS, EVERY, FROM, NTH, Breakpoint
from rnnviz.debugger.expression import Expression
from rnnviz.debugger.expression_moments import Moments, moments
from rnnviz.debugger.expression_values import Evaluation
from rnnviz.debugger.step_levels import ROOM, Cursor
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.equations.kernels import Array

BLOCK = 4096


@dataclass(frozen=True)
class Hit:
    """One place at which a breakpoint stops, and where it compares numbers, what was compared.

    `stop` is that of the timestep which it is about, as soon as that is done: after the cursor's where the breakpoint
    stops before something. `subject` is what was looked at (`norm(dh[t])`), `actual` its number there, and `symbol` and
    `threshold` what it was held against; None where nothing is compared.
    """

    cursor: Cursor
    stop: int
    timestep: int
    subject: str
    actual: float | None = None
    symbol: str = ""
    threshold: float | None = None


class Trigger:
    """A part of a breakpoint: places at which it holds, or (with a `condition`) at which it may hold.

    `subject` names it; `shown` is the expression whose number is told for a hit, by default the condition's own. The
    moments of a condition are worked out when they are first asked for: of a long run they take a while. With `inside`
    (n,) it stops before the moments' timesteps are done: after so many operations of each.
    """

    def __init__(
        self,
        subject: str,
        given: Moments | None = None,
        condition: Evaluation | None = None,
        shown: Evaluation | None = None,
        inside: Array | None = None,
    ) -> None:
        self.subject, self.condition, self.shown = subject, condition, shown
        self._given, self.inside = given, inside
        self._truth: dict[int, Array] = {}

    @cached_property
    def moments(self) -> Moments:
        if self._given is not None:
            return self._given
        assert self.condition is not None
        return moments(self.condition.expression, self.condition.tape, self.condition.span)

    @property
    def timesteps(self) -> Array:
        return self.moments.timesteps

    @cached_property
    def places(self) -> Array:
        """Where it may stop, as numbers (see `Cursor.place`), ascending."""
        if self.inside is None:
            return self.moments.positions * ROOM
        return np.asarray((self.moments.positions - 1) * ROOM + self.inside)

    @cached_property
    def block(self) -> int:
        """So many timesteps are evaluated together: few where matrices have to be formed."""
        return BLOCK if self.condition is None else self.condition.chunk(self.condition.expression)

    def truth(self, timesteps: Array) -> Array:
        """Whether the condition holds at some timesteps, (n,)."""
        if self.condition is None:
            return np.ones(len(timesteps), bool)
        if not self.condition.expression.timed:
            return np.full(len(timesteps), bool(self.condition.at(1) != 0))
        found = np.empty(len(timesteps), bool)
        blocks = (timesteps - 1) // self.block
        for number in np.unique(blocks).tolist():
            if number not in self._truth:
                first = number * self.block + 1
                last = min(first + self.block - 1, self.condition.tape.timesteps)
                self._truth[number] = self.condition.over(first, last) != 0
            here = blocks == number
            found[here] = self._truth[number][timesteps[here] - 1 - number * self.block]
        return found

    def nearest(self, place: int, direction: int, progress: Progress = no_progress) -> int | None:
        """The first place beyond `place` at which it holds; None where there is none."""
        if direction > 0:
            order = range(int(np.searchsorted(self.places, place, "right")), len(self.places))
        else:
            order = range(int(np.searchsorted(self.places, place, "left")) - 1, -1, -1)
        for start in range(0, len(order), self.block):
            part = order[start : start + self.block]
            here = np.arange(part.start, part.stop, part.step)
            holds = np.flatnonzero(self.truth(self.timesteps[here]))
            if len(holds):
                return int(self.places[here[holds[0]]])
            progress((start + len(part)) / len(order))
        return None

    def all(self, progress: Progress = no_progress) -> Array:
        """The indices of all timesteps at which it holds, in the order of the stops."""
        found = []
        for start in range(0, len(self.places), self.block):
            stop = min(start + self.block, len(self.places))
            found.append(start + np.flatnonzero(self.truth(self.timesteps[start:stop])))
            progress(stop / len(self.places))
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def hit(self, index: int) -> Hit:
        cursor, stop = Cursor.at(self.places[index]), int(self.moments.positions[index])
        timestep = int(self.timesteps[index])
        if self.condition is None:
            return Hit(cursor, stop, timestep, self.subject)
        return Hit(cursor, stop, timestep, *compared(self.shown or self.condition, timestep))


def compared(evaluation: Evaluation, timestep: int) -> tuple[str, float, str, float | None]:
    """What a condition compares first at a timestep: the subject, its number (of several elements the one that
    decides), the symbol, and the threshold. A condition without a comparison tells its own number."""
    sides = first_comparison(evaluation.expression)
    if sides is None:
        return evaluation.expression.text, float(evaluation.at(timestep)), "", None
    left, symbol, right = sides
    given, limit = (Evaluation(side, evaluation.tape).at(timestep) for side in (left, right))
    given, limit = np.broadcast_arrays(given, limit)
    if not given.size:
        return left.text, float("nan"), symbol, None
    which = int(np.argmax(np.nan_to_num(given)) if symbol[0] == ">" else np.argmin(np.nan_to_num(given)))
    return left.text, float(given.flat[which]), symbol, float(limit.flat[which])


def first_comparison(expression: Expression) -> tuple[Expression, str, Expression] | None:
    """The comparison that stands first among the factors, terms and operands of a condition."""
    while True:
        found = expression.comparison
        last = expression.operations[-1] if expression.operations else None
        if found is not None or last is None or not last.inputs:
            return found
        if last.kind not in ("multiply", "add", "any", "all", "max"):
            return None
        expression = expression.part(last.inputs[0])


class Stops:
    """The stops of a breakpoint on one run."""

    def __init__(self, breakpoint_: Breakpoint, triggers: Sequence[Trigger]) -> None:
        self.breakpoint, self.triggers = breakpoint_, tuple(triggers)
        self._hits: HitList | None = None

    @property
    def known(self) -> HitList | None:
        """All hits, once they have been asked for."""
        return self._hits

    def nearest(self, place: int, direction: int, progress: Progress = no_progress) -> int | None:
        """The first stop beyond a place (see `Cursor.place`) in `direction`; None where there is none. `progress` may
        raise, to end the search; what has been evaluated by then is kept."""
        if self.breakpoint.counting == ALWAYS and self._hits is None:
            found = [
                one.nearest(place, direction, part(progress, number, len(self.triggers)))
                for number, one in enumerate(self.triggers)
            ]
            return min((one for one in found if one is not None), key=lambda one: one * direction, default=None)
        places = self.hits(progress).stops
        if direction > 0:
            at = int(np.searchsorted(places, place, "right"))
        else:
            at = int(np.searchsorted(places, place, "left")) - 1
        return int(places[at]) if 0 <= at < len(places) else None

    def hits(self, progress: Progress = no_progress) -> HitList:
        """All hits; the first time the whole run is evaluated for it."""
        if self._hits is None:
            indices = [one.all(part(progress, number, len(self.triggers))) for number, one in enumerate(self.triggers)]
            self._hits = HitList(self.triggers, indices, self.breakpoint)
        return self._hits


class HitList:
    """The hits of a breakpoint in narrative order; each is made when it is asked for.

    `places` are those of all hits as numbers (see `Cursor.place`) and `timesteps` their timesteps, (n,); `stops` has
    each place once.
    """

    def __init__(self, triggers: Sequence[Trigger], indices: Sequence[Array], breakpoint_: Breakpoint) -> None:
        self._triggers = triggers
        empty = np.zeros(0, np.int64)
        owners = np.concatenate([empty, *(np.full(len(one), number) for number, one in enumerate(indices))])
        rows = np.concatenate([empty, *indices])
        found = (trigger.places[one] for trigger, one in zip(triggers, indices, strict=True))
        places = np.concatenate([empty, *found])
        order = np.argsort(places, kind="stable")
        kept = order[np.isin(places[order], counted(places, breakpoint_))]
        self._owners, self._rows = owners[kept], rows[kept]
        self.places = places[kept]
        timesteps = (trigger.timesteps[one] for trigger, one in zip(triggers, indices, strict=True))
        self.timesteps = np.concatenate([empty, *timesteps])[kept]
        self.stops = np.unique(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, index: int) -> Hit:
        if not -len(self) <= index < len(self):
            raise IndexError(f"hit {index} of {len(self)}")
        owner: Trigger = self._triggers[int(self._owners[index])]
        return owner.hit(int(self._rows[index]))

    def __iter__(self) -> Iterator[Hit]:
        return map(self.__getitem__, range(len(self)))


def counted(places: Array, breakpoint_: Breakpoint) -> Array:
    """Those of the places at which the breakpoint, by its hit count, stops."""
    stops, first = np.unique(places), breakpoint_.count - 1
    if breakpoint_.counting == NTH:
        return stops[first : first + 1]
    if breakpoint_.counting == EVERY:
        return stops[first :: breakpoint_.count]
    return stops[first:] if breakpoint_.counting == FROM else stops


def part(progress: Progress, number: int, count: int) -> Progress:
    """The progress of one of several equal pieces of work."""
    return lambda fraction: progress((number + fraction) / count)


def condition_trigger(evaluation: Evaluation, shown: Evaluation | None = None) -> Trigger:
    """The trigger of a condition over a run."""
    return Trigger(evaluation.expression.text, None, evaluation, shown)


def restricted(trigger: Trigger, evaluation: Evaluation) -> Trigger:
    """A trigger that has no condition yet, with one: it holds where that does, and everything that it reads is known
    once the timestep is done."""
    tape, expression = evaluation.tape, evaluation.expression
    found = moments(expression, tape, evaluation.span)
    known_at = np.full(tape.timesteps + 2, tape.stops)
    known_at[found.timesteps if expression.timed else slice(None)] = found.positions
    kept = known_at[trigger.timesteps] <= trigger.moments.positions
    there = Moments(trigger.timesteps[kept], trigger.moments.positions[kept])
    return Trigger(trigger.subject, there, evaluation, inside=None if trigger.inside is None else trigger.inside[kept])
