"""What has just happened and what comes next, in words: one sentence for every stop of any model's run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.debugger.numbers import number
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence
from rnnviz.models.text import visible

if TYPE_CHECKING:
    from rnnviz.engine import Moment, Pass, Tape
    from rnnviz.models.text import TextSequence

_FEW = 4


def just_happened(tape: Tape, position: int, sequence: TextSequence | None, parameter: str) -> Sentence:
    """What happened at the stop `position`; `parameter` is the one whose sum is being watched."""
    if position == 0:
        first = tape.passes[0].timesteps[0]
        return Sentence(
            QT_TRANSLATE_NOOP("Narration", "nothing yet: the run stands before t = {t}"), {"t": first}
        )
    moment = tape.moment(position)
    if moment.pass_.phase == "forward":
        done = _forward(tape, moment, sequence, QT_TRANSLATE_NOOP("Narration", "computed {names}"), _results(tape, moment, sequence))
    else:
        done = _backward(tape, position, moment, parameter)
    told = Sentence(QT_TRANSLATE_NOOP("Narration", "{when}: {what}"), {"when": when(moment), "what": done})
    ending = _ending(tape, position, moment, parameter)
    return told if ending is None else _then(told, ending)


def next_up(tape: Tape, position: int, sequence: TextSequence | None, parameter: str) -> Sentence:
    """What the next step from `position` will do."""
    if position >= tape.stops - 1:
        return Sentence(QT_TRANSLATE_NOOP("Narration", "nothing: this is the end of the run"))
    moment = tape.moment(position + 1)
    if moment.pass_.phase == "forward":
        will = _forward(tape, moment, sequence, QT_TRANSLATE_NOOP("Narration", "compute {names}"), None)
    else:
        will = _gradients_to_come(tape, moment, parameter)
    told = Sentence(QT_TRANSLATE_NOOP("Narration", "{when}: {what}"), {"when": when(moment), "what": will})
    if moment.pass_.phase == "backward" and moment.pass_.number == 1 and _is_first(moment):
        splits = Sentence(QT_TRANSLATE_NOOP("Narration", "the loss splits into {losses}"), {"losses": _every_loss(tape)})
        return _then(splits, told)
    return told


# -- the forward pass -----------------------------------------------------------------------------------------------


def _forward(
    tape: Tape, moment: Moment, sequence: TextSequence | None, template: str, results: Sequence[Sentence] | None
) -> Sentence:
    """What is read, what is computed of it, and (unless `results` is None: it has not happened) what came out."""
    clauses: list[Sentence] = []
    read = _reading(tape, moment, sequence)
    if read is not None:
        clauses.append(read)
    names = _names(tape, moment)
    if results:
        names = [name for name in names if name not in tape.model.graph.losses]
    if names:
        clauses.append(Sentence(template, {"names": _few(names, moment.timestep)}))
    return _listed([*clauses, *(results or ())])


def _reading(tape: Tape, moment: Moment, sequence: TextSequence | None) -> Sentence | None:
    graph = tape.model.graph
    targets = {read.name for _, read in _targets(tape, moment)}
    reads = [
        (read.name, moment.timestep + read.lag)
        for name in moment.pass_.equations
        if moment.timestep in tape.span(name)
        for read in graph.equation(name).reads
        if read.name in graph.streams and read.name not in targets
    ]
    within = [(name, t) for name, t in dict.fromkeys(reads) if 1 <= t <= tape.timesteps]
    if not within:
        return None
    if sequence is None:
        names = ", ".join(f"{name}[{t}]" for name, t in within)
        return Sentence(QT_TRANSLATE_NOOP("Narration", "read {names}"), {"names": names})
    symbols = ", ".join(f"“{visible(sequence.inputs[t - 1])}”" for t in dict.fromkeys(t for _, t in within))
    return Sentence(QT_TRANSLATE_NOOP("Narration", "read {names}"), {"names": symbols})


def _results(tape: Tape, moment: Moment, sequence: TextSequence | None) -> list[Sentence]:
    """Every loss of this timestep with its value, and what the target's probability was where there is one."""
    t = moment.timestep
    told = []
    for name in (name for name in _names(tape, moment) if name in tape.model.graph.losses):
        values: dict[str, object] = {"loss": f"{name}[{t}]", "value": number(float(tape.value(name, t)))}
        guess = _guess(tape, name, t, sequence)
        if guess is None:
            told.append(Sentence(QT_TRANSLATE_NOOP("Narration", "{loss} = {value}"), values))
        elif guess[0] < 0:
            told.append(Sentence(QT_TRANSLATE_NOOP("Narration", "{loss} = {value} (there is no target)"), values))
        else:
            values |= {"target": guess[1], "percent": _percent(guess[2])}
            template = QT_TRANSLATE_NOOP("Narration", "{loss} = {value} (target {target} got {percent} %)")
            told.append(Sentence(template, values))
    return told


def _targets(tape: Tape, moment: Moment) -> list[tuple[Read | None, Read]]:
    """The (logits, target) pairs of the class losses that this pass computes."""
    graph = tape.model.graph
    return [
        (logits if isinstance(logits, Read) else None, target)
        for name in moment.pass_.equations
        for operation in graph.equation(name).operations
        if operation.kind == "cross_entropy"
        for logits, target in [operation.inputs]
        if isinstance(target, Read)
    ]


def _guess(tape: Tape, loss: str, timestep: int, sequence: TextSequence | None) -> tuple[int, str, float] | None:
    """Of a class loss: the target's class (-1: none), how it is called, and the probability that it got."""
    for operation in tape.model.graph.equation(loss).operations:
        if operation.kind == "cross_entropy":
            logits, target = operation.inputs
            if isinstance(logits, Read) and isinstance(target, Read):
                index = int(tape.value(target.name, timestep + target.lag))
                if index < 0:
                    return index, "", 0.0
                called = str(index) if sequence is None else f"“{visible(sequence.vocabulary[index])}”"
                scores = tape.value(logits.name, timestep + logits.lag)
                weights = np.exp(scores - np.max(scores))
                return index, called, float(weights[index] / np.sum(weights))
    return None


def _percent(share: float) -> str:
    if np.isnan(share):
        return "NaN"
    percent = 100 * share
    return f"{percent:.0f}" if percent >= 1 or percent == 0 else "< 1"


# -- the backward pass ----------------------------------------------------------------------------------------------


def _backward(tape: Tape, position: int, moment: Moment, parameter: str) -> Sentence:
    """Where the gradient of each state came from, and what joined the sum that is watched."""
    t = moment.timestep
    clauses = []
    for state in tape.model.graph.states:
        if _is_computed(tape, moment, f"d{state}"):
            clauses.append(_origin(tape, state, t))
    if not clauses:
        names = [name for name in _names(tape, moment) if name.removeprefix("d") not in tape.model.parameters]
        if names:
            template = QT_TRANSLATE_NOOP("Narration", "computed {names}")
            clauses.append(Sentence(template, {"names": _few(names, t)}))
    if _is_computed(tape, moment, f"d{parameter}"):
        values = {
            "name": f"d{parameter}[{t}]",
            "count": len(tape.known(f"d{parameter}", position)),
            "all": len(tape.span(f"d{parameter}")),
        }
        template = QT_TRANSLATE_NOOP("Narration", "{name} joined the sum: {count} of {all} summed")
        clauses.append(Sentence(template, values))
    return _listed(clauses)


def _origin(tape: Tape, state: str, timestep: int) -> Sentence:
    """Who reads a state at this timestep, and so sends gradient back to it."""
    graph = tape.model.graph
    sources = []
    cut = False
    for user, lag in graph.users(state):
        at = timestep - lag
        if at not in tape.span(user) or (user not in graph.losses and f"d{user}" not in tape.model.adjoint):
            continue
        if lag and tape.truncate and (timestep - 1) // tape.truncate != (at - 1) // tape.truncate:
            cut = True
            continue
        sources.append(f"{user}[{at}]")
    values: dict[str, object] = {"name": f"d{state}[{timestep}]", "sources": ", ".join(sources)}
    if cut and sources:
        return Sentence(
            QT_TRANSLATE_NOOP("Narration", "{name} came from {sources} alone: the pass is cut here"), values
        )
    if cut:
        return Sentence(QT_TRANSLATE_NOOP("Narration", "{name} is zero: the pass is cut here"), values)
    if not sources:
        return Sentence(QT_TRANSLATE_NOOP("Narration", "{name} is zero: nothing reads it"), values)
    return Sentence(QT_TRANSLATE_NOOP("Narration", "{name} came from {sources}"), values)


def _gradients_to_come(tape: Tape, moment: Moment, parameter: str) -> Sentence:
    t = moment.timestep
    names = [f"d{state}" for state in tape.model.graph.states if _is_computed(tape, moment, f"d{state}")]
    names = names or [name for name in _names(tape, moment) if name.removeprefix("d") not in tape.model.parameters]
    clauses = []
    if names:
        template = QT_TRANSLATE_NOOP("Narration", "compute {names}")
        clauses.append(Sentence(template, {"names": _few(names, t)}))
    if _is_computed(tape, moment, f"d{parameter}"):
        template = QT_TRANSLATE_NOOP("Narration", "add {name} to the sum")
        clauses.append(Sentence(template, {"name": f"d{parameter}[{t}]"}))
    return _listed(clauses)


def _every_loss(tape: Tape) -> str:
    losses = tape.model.graph.losses
    return ", ".join(f"{name}[t]" for name in losses)


# -- what both share ------------------------------------------------------------------------------------------------


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


def _ending(tape: Tape, position: int, moment: Moment, parameter: str) -> Sentence | None:
    """What is complete now, if this was the last timestep of a pass."""
    if position == tape.stops - 1 and moment.pass_.phase == "backward":
        return _sum_complete(tape, parameter)
    if position < tape.stops - 1 and tape.moment(position + 1).pass_ == moment.pass_:
        return None
    if moment.pass_.phase == "forward" and moment.pass_.number == moment.pass_.count:
        if not tape.model.graph.losses:
            return Sentence(QT_TRANSLATE_NOOP("Narration", "the forward pass is complete; there is no loss to go back from"))
        template = QT_TRANSLATE_NOOP("Narration", "the forward pass is complete: the loss is {loss} in all")
        return Sentence(template, {"loss": number(tape.loss)})
    return Sentence(QT_TRANSLATE_NOOP("Narration", "this pass is complete"))


def _sum_complete(tape: Tape, parameter: str) -> Sentence:
    if parameter not in tape.model.parameters:
        return Sentence(QT_TRANSLATE_NOOP("Narration", "the backward pass is complete"))
    values: dict[str, object] = {"count": len(tape.span(f"d{parameter}")), "name": f"d{parameter}"}
    if tape.contributions(parameter).agrees():
        template = QT_TRANSLATE_NOOP("Narration", "all {count} contributions are summed: they equal {name}")
    else:
        template = QT_TRANSLATE_NOOP("Narration", "all {count} contributions are summed, but they do not equal {name}")
    return Sentence(template, values)


def _names(tape: Tape, moment: Moment) -> list[str]:
    """What this stop computes, in the text's order."""
    graph = tape.model.graph if moment.pass_.phase == "forward" else tape.model.adjoint
    return [
        name
        for equation in moment.pass_.equations
        if moment.timestep in tape.span(equation)
        for name in graph.equation(equation).names
    ]


def _is_computed(tape: Tape, moment: Moment, name: str) -> bool:
    return name in moment.pass_.equations and moment.timestep in tape.span(name)


def _is_first(moment: Moment) -> bool:
    return moment.timestep == moment.pass_.timesteps[0]


def _few(names: Sequence[str], timestep: int) -> object:
    """At most a handful of names, each with its timestep; the last ones stand for what the others lead to."""
    shown = [f"{name}[{timestep}]" for name in names]
    if len(shown) <= _FEW + 1:
        return ", ".join(shown)
    values: dict[str, object] = {"names": ", ".join(shown[-_FEW:]), "count": len(shown) - _FEW}
    return Sentence(QT_TRANSLATE_NOOP("Narration", "{names} and {count} more"), values)


def _listed(clauses: Sequence[Sentence]) -> Sentence:
    told = clauses[-1]
    for clause in reversed(clauses[:-1]):
        told = Sentence(QT_TRANSLATE_NOOP("Narration", "{first}; {rest}"), {"first": clause, "rest": told})
    return told


def _then(first: Sentence, rest: Sentence) -> Sentence:
    return Sentence(QT_TRANSLATE_NOOP("Narration", "{first}. {rest}"), {"first": first, "rest": rest})
