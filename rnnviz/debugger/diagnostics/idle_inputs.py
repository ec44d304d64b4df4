"""Inputs that change and have no effect on any loss."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rnnviz.debugger.diagnostics.examination import Examination
from rnnviz.debugger.diagnostics.finding import Evidence, Finding, Place, Severity
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence
from rnnviz.debugger.stretch import stretches
from rnnviz.equations import Read
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.equations.kernels import Array
from rnnviz.equations.operations import TABLE

RULE = "idle input"
_NO_ROW = 1e-12
_AT_ONCE = 1024
"""Timesteps of an input that are looked at in one go."""


def idle_inputs(examination: Examination) -> Iterator[Finding]:
    tape = examination.tape
    if not tape.graph.losses or not examination.finite:
        return
    measured = {name: effects(examination, name) for name in numbers(examination)}
    for name in examination.inputs:
        if not used(examination, name):
            template = QT_TRANSLATE_NOOP("Diagnostics", "The input {name} never matters: no loss depends on it")
            yield whole(examination, name, template)
    strongest = max((float(np.max(one[1])) for one in measured.values()), default=0.0)
    for name, (varies, effect) in measured.items():
        yield from of_stream(examination, name, varies, effect, strongest)


def numbers(examination: Examination) -> list[str]:
    """The inputs that hold numbers, change, and have a gradient by the equations."""
    graph = examination.tape.adjoint
    return [name for name in examination.inputs if gradient_name(name) in graph.definitions]


def effects(examination: Examination, name: str) -> tuple[Array, Array]:
    """Which elements of an input change where any of it matters, and the effect of each: the root of the mean square of
    gradient times deviation from the element's own mean."""
    peaks = [np.abs(gradient).reshape(len(gradient), -1).max(1) for _, gradient in rows_of(examination, name)]
    reached = np.concatenate(peaks)
    matters = reached > _NO_ROW * reached.max()
    x = examination.tape[name][examination.timesteps(name)[0] - 1 :][: len(matters)]
    if not matters.any():
        return (x != x[0]).any(0), np.zeros(x.shape[1:])
    at = np.flatnonzero(matters)
    varies, sums = np.zeros(x.shape[1:], bool), np.zeros(x.shape[1:])
    for place in range(0, len(x), _AT_ONCE):
        kept = x[place : place + _AT_ONCE][matters[place : place + _AT_ONCE]]
        varies |= (kept != x[at[0]]).any(0)
        sums += kept.sum(0)
    mean, squares, place = sums / len(at), np.zeros(x.shape[1:]), 0
    for values, gradient in rows_of(examination, name):
        kept = matters[place : place + len(values)]
        squares += ((gradient[kept] * (values[kept] - mean)) ** 2).sum(0)
        place += len(values)
    return varies, np.asarray(np.sqrt(squares / len(at)))


def rows_of(examination: Examination, name: str) -> Iterator[tuple[Array, Array]]:
    """An input and its gradient, which the run has not kept, some timesteps at a time."""
    timesteps = examination.timesteps(name)
    whole = examination.tape[name]
    for t, gradient in stretches(examination.tape, gradient_name(name), int(timesteps[0]), int(timesteps[-1])):
        examination.progress(0.0)
        yield whole[t - 1 : t - 1 + len(gradient)], gradient


def of_stream(examination: Examination, name: str, varies: Array, effect: Array, strongest: float) -> Iterator[Finding]:
    idle = varies & (effect <= examination.thresholds.input_share * strongest)
    if not idle.any():
        return
    units = tuple(tuple(int(i) for i in unit) for unit in np.argwhere(idle))
    values = {"name": name, "count": len(units), "all": idle.size}
    if (idle | ~varies).all():
        template = QT_TRANSLATE_NOOP("Diagnostics", "The input {name} never matters: it changes, and no loss notices")
    else:
        template = QT_TRANSLATE_NOOP(
            "Diagnostics",
            "{count} of {all} elements of the input {name} never matter: no loss notices how they change",
        )
    label = Sentence(QT_TRANSLATE_NOOP("Diagnostics", "their effect, as a share of the strongest input's"))
    share = float(effect[idle].max() / strongest) if strongest else 0.0
    evidence = Evidence(label, share, examination.thresholds.input_share)
    place = Place(name, int(examination.timesteps(name)[0]), units[0] or None)
    yield Finding(RULE, Severity.WARNING, Sentence(template, values), place, (evidence,), units)


def whole(examination: Examination, name: str, template: str) -> Finding:
    label = Sentence(QT_TRANSLATE_NOOP("Diagnostics", "how many losses depend on it"))
    place = Place(name, int(examination.timesteps(name)[0]))
    return Finding(RULE, Severity.WARNING, Sentence(template, {"name": name}), place, (Evidence(label, 0.0),))


def used(examination: Examination, name: str) -> bool:
    """Whether a loss can be reached from a stream, by whatever operations: a condition in `where` is a use too."""
    graph = examination.tape.graph
    waiting = [one for one in graph.operations if one.name in graph.losses]
    seen = set()
    while waiting:
        operation = waiting.pop()
        if id(operation) in seen:
            continue
        seen.add(id(operation))
        for place, read in enumerate(operation.inputs):
            if not isinstance(read, Read):
                continue
            if read.name == name and not (TABLE[operation.kind].is_loss and place == 1):
                return True
            waiting.extend(graph.definitions.get(read.name, ()))
    return False
