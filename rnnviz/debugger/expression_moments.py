"""When an expression's value is known: the stop of the story at which the last thing that it reads has happened.

A forward value is known when its timestep has been walked forwards, a gradient when it has been walked backwards, a
total gradient at the end. What is given (streams, parameters, what stands before the first timestep) is known from
the start; a condition on it alone holds when its timestep is walked first. `total(…)` delays nothing beside a value
at t: a search sees the whole run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.debugger.expression import Expression
from rnnviz.debugger.expression_names import Leaf
from rnnviz.engine import Tape
from rnnviz.engine.data import borders
from rnnviz.equations.kernels import Array


@dataclass(frozen=True)
class Moments:
    """Timesteps at which an expression has a value, and the stops at which it is known, (n,) each, in the order of
    the stops."""

    timesteps: Array
    positions: Array


def moments(expression: Expression, tape: Tape, span: range) -> Moments:
    """The moments of an expression that exists at the timesteps of `span`; one without `t` has a single one."""
    if not expression.timed:
        position = max([0, *(known_once(leaf, tape) for leaf in expression.leaves.values())])
        timestep = tape.moment(position).timestep if position else 1
        return Moments(np.array([timestep]), np.array([position]))
    timesteps = np.arange(span.start, span.stop)
    positions = walked_first(tape, timesteps)
    for leaf in expression.outside_totals:
        positions = np.maximum(positions, known_at(leaf, tape, timesteps))
    fixed = [known_once(leaf, tape) for leaf in expression.leaves.values() if leaf.at is not None]
    positions = np.maximum(positions, max([0, *fixed]))
    order = np.argsort(positions, kind="stable")
    return Moments(timesteps[order], positions[order])


def walked_first(tape: Tape, timesteps: Array) -> Array:
    """The stop at which each timestep is walked for the first time."""
    found = np.full(len(timesteps), tape.stops - 1)
    for start, pass_ in reversed(list(zip(tape.narrative.starts, tape.passes, strict=False))):
        low, high = sorted((pass_.timesteps[0], pass_.timesteps[-1]))
        here = (timesteps >= low) & (timesteps <= high)
        found[here] = start + 1 + (timesteps[here] - pass_.timesteps[0]) * pass_.direction
    return found


def known_at(leaf: Leaf, tape: Tape, timesteps: Array) -> Array:
    """The stop at which `leaf` is known at each timestep: 0 where it is given, or reads as nothing."""
    at = timesteps + leaf.lag
    found = np.zeros(len(timesteps), np.int64)
    name = tape.adjoint.aliases.get(leaf.name, leaf.name)
    told = tape.narrative.told.get(name)
    if told is None:
        if not is_given(leaf, tape):
            found[:] = tape.stops - 1  # a gradient that nothing tells is zero, which is known when all is told
        return found
    for number, span in told:
        pass_ = tape.passes[number]
        here = (at >= span.start) & (at < span.stop)
        found[here] = tape.narrative.starts[number] + 1 + (at[here] - pass_.timesteps[0]) * pass_.direction
    if leaf.name[1:] in tape.graph.states and leaf.name not in tape.graph:
        # The gradient of an initial state is known with the last timestep that sends it something.
        least, greatest = borders(tape.graph, leaf.name[1:])
        outside = ((at < 1) & (at > least)) | ((at > tape.timesteps) & (at <= tape.timesteps + greatest))
        found[outside] = last_told(tape, name)
    return found


def known_once(leaf: Leaf, tape: Tape) -> int:
    """The stop at which what is read at one timestep, in total, or summed over all timesteps, is known."""
    if leaf.at is not None:
        return int(known_at(leaf, tape, np.array([leaf.at]))[0])
    if leaf.timed:
        name = tape.adjoint.aliases.get(leaf.name, leaf.name)
        return last_told(tape, name) if name in tape.narrative.told or is_given(leaf, tape) else tape.stops - 1
    return tape.stops - 1 if leaf.contribution else 0


def last_told(tape: Tape, name: str) -> int:
    """The last stop at which a name is told; 0 for what is given."""
    told = tape.narrative.told.get(name, [])
    return max([0, *(tape.narrative.starts[number] + len(tape.passes[number].timesteps) for number, _ in told)])


def is_given(leaf: Leaf, tape: Tape) -> bool:
    return leaf.name in tape.graph.streams or leaf.name in tape.graph.parameters
