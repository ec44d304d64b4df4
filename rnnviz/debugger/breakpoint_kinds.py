"""The kinds of breakpoints. A row of the table is all that it takes to add one: what it is called, and its triggers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

import numpy as np

from rnnviz.debugger.breakpoint import Breakpoint
from rnnviz.debugger.breakpoint_hits import Stops, Trigger, condition_trigger, restricted
from rnnviz.debugger.expression import condition
from rnnviz.debugger.expression_moments import Moments
from rnnviz.debugger.expression_names import Names, Source
from rnnviz.debugger.expression_values import Evaluation
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence
from rnnviz.debugger.step_levels import operations
from rnnviz.debugger.symptoms import SYMPTOMS
from rnnviz.engine import Tape
from rnnviz.equations import EquationError, Place
from rnnviz.equations.sentence import said

PASS_NUMBER = re.compile("[0-9]{0,6}")


@dataclass(frozen=True)
class Kind:
    """`words` say what a breakpoint waits for; `check` raises EquationError where a model has nothing of the sort, with
    the place in the breakpoint's text; `triggers` are its parts on a run. `conditional` ones may have a condition
    besides; `before` tells those that stop before what they name, with the mark on it."""

    words: Callable[[Breakpoint], Sentence]
    check: Callable[[Breakpoint, Source], None]
    triggers: Callable[[Breakpoint, Tape], list[Trigger]]
    conditional: bool = False
    before: bool = False


def stops(breakpoint_: Breakpoint, tape: Tape) -> Stops:
    """Where a breakpoint stops on a run; EquationError where it cannot be evaluated there."""
    check(breakpoint_, tape)
    triggers = KINDS[breakpoint_.kind].triggers(breakpoint_, tape)
    if breakpoint_.condition:
        evaluation = Evaluation(condition(breakpoint_.condition, tape), tape)
        triggers = [restricted(one, evaluation) for one in triggers]
    return Stops(breakpoint_, triggers)


def words(breakpoint_: Breakpoint) -> Sentence:
    told = KINDS[breakpoint_.kind].words(breakpoint_)
    if not breakpoint_.condition:
        return told
    values: dict[str, object] = {"what": told, "condition": breakpoint_.condition}
    return Sentence(QT_TRANSLATE_NOOP("Narration", "{what}, if {condition}"), values)


def check(breakpoint_: Breakpoint, source: Source) -> None:
    KINDS[breakpoint_.kind].check(breakpoint_, source)
    if breakpoint_.condition:
        check_expression(breakpoint_.condition, source)


def check_expression(text: str, source: Source) -> None:
    expression = condition(text, source)
    if isinstance(source, Tape):
        Evaluation(expression, source)


def problem(breakpoint_: Breakpoint, source: Source) -> EquationError | None:
    """What is wrong with a breakpoint on a model or a run, if anything is."""
    try:
        check(breakpoint_, source)
    except EquationError as error:
        return error
    return None


def nothing(breakpoint_: Breakpoint, source: Source) -> None:
    """Every model has it."""


# A timestep: after it has happened, in each pass that walks it


def timestep_words(one: Breakpoint) -> Sentence:
    return Sentence(QT_TRANSLATE_NOOP("Narration", "t = {t}"), {"t": one.timestep})


def timestep_triggers(one: Breakpoint, tape: Tape) -> list[Trigger]:
    positions = [
        start + 1 + pass_.timesteps.index(one.timestep)
        for start, pass_ in zip(tape.narrative.starts, tape.passes, strict=False)
        if one.timestep in pass_.timesteps
    ]
    found = Moments(np.full(len(positions), one.timestep), np.array(positions, np.int64))
    return [Trigger(f"t = {one.timestep}", found)]


# A phase, or one pass of it: before its first timestep


def phase_words(one: Breakpoint) -> Sentence:
    phase, _, number = one.text.partition(" ")
    if not number:
        if phase == "forward":
            return Sentence(QT_TRANSLATE_NOOP("Narration", "where forward begins"))
        return Sentence(QT_TRANSLATE_NOOP("Narration", "where backward begins"))
    if phase == "forward":
        return Sentence(QT_TRANSLATE_NOOP("Narration", "where forward pass {number} begins"), {"number": number})
    return Sentence(QT_TRANSLATE_NOOP("Narration", "where backward pass {number} begins"), {"number": number})


def phase_check(one: Breakpoint, source: Source) -> None:
    phase, _, number = one.text.partition(" ")
    if phase not in ("forward", "backward") or not PASS_NUMBER.fullmatch(number):
        raise EquationError(
            said("`{text}` is no phase.", text=one.text),
            Place(1, 0, max(1, len(one.text))),
            said("Write `forward`, `backward`, or one pass: `backward 2`."),
        )
    if phase == "backward" and not source.adjoint.equations:
        raise EquationError(said("This model has no loss, and so no backward pass."), Place(1, 0, len(one.text)))


def phase_triggers(one: Breakpoint, tape: Tape) -> list[Trigger]:
    phase, _, number = one.text.partition(" ")
    found = [
        (pass_.timesteps[0], start)
        for start, pass_ in zip(tape.narrative.starts, tape.passes, strict=False)
        if pass_.phase == phase and pass_.number == int(number or 1)
    ]
    timesteps, positions = (np.array([pair[i] for pair in found], np.int64) for i in (0, 1))
    return [Trigger(one.text, Moments(timesteps, positions + 1), inside=np.zeros_like(positions))]


# An equation: inside each timestep that computes it, before the first of its operations. An operation: before itself


def equation_words(one: Breakpoint) -> Sentence:
    return Sentence(QT_TRANSLATE_NOOP("Narration", "the equation of {name}"), {"name": one.text})


def operation_words(one: Breakpoint) -> Sentence:
    return Sentence(QT_TRANSLATE_NOOP("Narration", "the operation {name}"), {"name": one.text})


def told_check(one: Breakpoint, source: Source) -> None:
    names = Names(source)
    name = one.text
    if name in source.graph.definitions or name in source.adjoint.definitions or name in source.adjoint.aliases:
        if not names.has_timesteps(name):
            raise EquationError(
                said("`{name}` is computed once, before the first timestep.", name=name),
                Place(1, 0, len(name)),
                said("Name what has [t]."),
            )
        return
    whole = Place(1, 0, max(1, len(name)))
    if name in source.graph.streams or name in source.graph.parameters:
        raise EquationError(said("`{name}` is given: no equation computes it.", name=name), whole)
    raise names.unknown(name, whole)


def equation_triggers(one: Breakpoint, tape: Tape) -> list[Trigger]:
    return [before_first(one, tape, whole=True)]


def operation_triggers(one: Breakpoint, tape: Tape) -> list[Trigger]:
    return [before_first(one, tape, whole=False)]


def before_first(one: Breakpoint, tape: Tape, *, whole: bool) -> Trigger:
    """Before the operation of a name, or the first one of its `whole` equation, at each timestep that has it."""
    name = tape.adjoint.aliases.get(one.text, one.text)
    found = [np.zeros((3, 0), np.int64)]
    for number, span in tape.narrative.told.get(name, []):
        pass_ = tape.passes[number]
        timesteps = np.arange(span.start, span.stop)[:: pass_.direction]
        positions = tape.narrative.starts[number] + 1 + (timesteps - pass_.timesteps[0]) * pass_.direction
        names = {name}
        if whole:
            lines = (line for line in pass_.lines if any(each.name == name for each in line.operations))
            names = {each.name for line in lines for each in line.operations}
        if len(timesteps):
            there = operations(tape, int(positions[0]) - 1)  # a segment has the same ones at each of its timesteps
            inside = next(place for place, each in enumerate(there) if each.name in names)
            found.append(np.stack([timesteps, positions, np.full(len(timesteps), inside)]))
    timesteps, positions, inside_each = np.concatenate(found, axis=1)
    order = np.argsort(positions, kind="stable")
    return Trigger(one.text, Moments(timesteps[order], positions[order]), inside=inside_each[order])


# A condition: where it holds, from the moment at which all that it reads is known


def condition_words(one: Breakpoint) -> Sentence:
    return Sentence("{text}", {"text": one.text})


def condition_check(one: Breakpoint, source: Source) -> None:
    check_expression(one.text, source)


def condition_triggers(one: Breakpoint, tape: Tape) -> list[Trigger]:
    return [condition_trigger(Evaluation(condition(one.text, tape), tape))]


# A symptom: one of the ready-made conditions, over all values of the model that may have it


def symptom_words(one: Breakpoint) -> Sentence:
    symptom = SYMPTOMS.get(one.text)
    return Sentence("{text}", {"text": one.text}) if symptom is None else symptom.words


def symptom_check(one: Breakpoint, source: Source) -> None:
    if one.text not in SYMPTOMS:
        raise EquationError(
            said("`{text}` is no symptom.", text=one.text),
            Place(1, 0, max(1, len(one.text))),
            said("There are {names}.", names=", ".join(SYMPTOMS)),
        )
    if not isfinite(one.threshold):
        raise EquationError(
            said("A threshold is a number, not {threshold}.", threshold=one.threshold), Place(1, 0, len(one.text))
        )


def symptom_triggers(one: Breakpoint, tape: Tape) -> list[Trigger]:
    found = []
    for text, shown in SYMPTOMS[one.text].conditions(tape, one.threshold):
        number = Evaluation(condition(shown, tape), tape) if shown else None
        found.append(condition_trigger(Evaluation(condition(text, tape), tape), number))
    return found


KINDS = {
    "timestep": Kind(timestep_words, nothing, timestep_triggers, conditional=True),
    "phase": Kind(phase_words, phase_check, phase_triggers, before=True),
    "equation": Kind(equation_words, told_check, equation_triggers, conditional=True, before=True),
    "operation": Kind(operation_words, told_check, operation_triggers, conditional=True, before=True),
    "condition": Kind(condition_words, condition_check, condition_triggers),
    "symptom": Kind(symptom_words, symptom_check, symptom_triggers),
}
"""Every kind by its name: timestep (`timestep`), phase (`text`: "forward", "backward 2"), equation and operation
(`text`: the name), condition (`text`: an expression), symptom (`text`: its key; `threshold`)."""
