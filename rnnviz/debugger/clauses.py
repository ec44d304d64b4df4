"""The words that sentences about the forward and the backward pass share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence
from rnnviz.equations.added_names import serves

if TYPE_CHECKING:
    from rnnviz.engine import Moment, Tape
    from rnnviz.equations import Equation

_FEW, _MANY = 5, 12


def when(moment: Moment) -> Sentence:
    """Phase and timestep; number and direction of the pass too where the phase has several."""
    pass_ = moment.pass_
    values: dict[str, object] = {"t": moment.timestep}
    if pass_.count == 1:
        if pass_.phase == "forward":
            return Sentence(QT_TRANSLATE_NOOP("Narration", "forward t = {t}"), values)
        return Sentence(QT_TRANSLATE_NOOP("Narration", "backward t = {t}"), values)
    values |= {"number": pass_.number, "count": pass_.count, "arrow": "→" if pass_.direction > 0 else "←"}
    if pass_.phase == "forward":
        return Sentence(QT_TRANSLATE_NOOP("Narration", "forward, pass {number} of {count} {arrow}, t = {t}"), values)
    return Sentence(QT_TRANSLATE_NOOP("Narration", "backward, pass {number} of {count} {arrow}, t = {t}"), values)


def lines_at(tape: Tape, moment: Moment) -> list[Equation]:
    """The equations that this stop computes, in the text's order: those of the segment where its timestep lies."""
    return [line for line in moment.pass_.lines if moment.timestep in extent_of(tape, line)]


def names_at(tape: Tape, moment: Moment) -> list[str]:
    """The names that this stop computes, in the text's order; what only serves an override is not told."""
    return [name for line in lines_at(tape, moment) for name in line.names if not serves(name)]


def is_computed(tape: Tape, moment: Moment, name: str) -> bool:
    return name in names_at(tape, moment)


def is_first(moment: Moment) -> bool:
    return moment.timestep == moment.pass_.timesteps[0]


def few(names: Sequence[str], timestep: int) -> object:
    """All names, in the order of computing, as far as a line has room: a few each with its timestep, more without
    (the sentence has it already), and of very many the last, which stand for what the others lead to."""
    if len(names) <= _FEW:
        return ", ".join(f"{name}[{timestep}]" for name in names)
    if len(names) <= _MANY:
        return ", ".join(names)
    values: dict[str, object] = {"names": ", ".join(names[-_FEW:]), "count": len(names) - _FEW}
    return Sentence(QT_TRANSLATE_NOOP("Narration", "{count} values, then {names}"), values)


def listed(clauses: Sequence[Sentence]) -> Sentence:
    told = clauses[-1]
    for clause in reversed(clauses[:-1]):
        told = Sentence(QT_TRANSLATE_NOOP("Narration", "{first}; {rest}"), {"first": clause, "rest": told})
    return told


def then(first: Sentence, rest: Sentence) -> Sentence:
    return Sentence(QT_TRANSLATE_NOOP("Narration", "{first}. {rest}"), {"first": first, "rest": rest})


def extent_of(tape: Tape, line: Equation) -> range:
    """The timesteps of the segment that an equation stands in."""
    first, last = tape.extent.ranges[tape.graph.segments.index(line.segment)]
    return range(first, last + 1)
