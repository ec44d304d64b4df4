"""Targets that are given and teach nothing, and losses that have no target."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rnnviz.debugger.diagnostics.examination import Examination
from rnnviz.debugger.diagnostics.finding import Evidence, Finding, Place, Severity
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence
from rnnviz.equations import Operation, Read
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.equations.kernels import Array
from rnnviz.equations.operations import TABLE

RULE = "idle target"


def idle_targets(examination: Examination) -> Iterator[Finding]:
    tape = examination.tape
    if not tape.graph.losses:
        return
    weights = {
        (one.name, one.segment): weight(examination, one)
        for one in tape.graph.operations if TABLE[one.kind].is_loss
    }  # fmt: skip
    strongest = max((float(np.max(one, initial=0)) for one in weights.values()), default=0.0)
    for operation in tape.graph.operations:
        target = operation.inputs[1] if TABLE[operation.kind].is_loss else None
        if isinstance(target, Read) and target.name in tape.graph.streams:
            yield from of_loss(examination, operation, target, weights[operation.name, operation.segment], strongest)


def of_loss(
    examination: Examination, operation: Operation, target: Read, weight: Array, strongest: float
) -> Iterator[Finding]:
    thresholds, tape = examination.thresholds, examination.tape
    present = is_given(examination, operation, target)
    first, _ = tape.extent.ranges[operation.segment]
    place = Place(target.name, first)
    loss = tape.graph.places[operation.name, operation.segment][0].name
    values = {"name": target.name, "loss": loss}
    by_time = present.reshape(len(present), -1).any(1)
    if not by_time.any():
        words = Sentence(
            QT_TRANSLATE_NOOP("Diagnostics", "{loss} never has a target: {name} holds none at any timestep"), values
        )
        label = Sentence(QT_TRANSLATE_NOOP("Diagnostics", "timesteps with a target"))
        yield Finding(RULE, Severity.WARNING, words, place, (Evidence(label, 0.0, 1.0),))
        return
    missing = np.argwhere(~present.any(0))
    if present.ndim > 1 and len(missing):
        units = tuple(tuple(int(i) for i in unit) for unit in missing)
        template = QT_TRANSLATE_NOOP(
            "Diagnostics", "{count} of {all} elements of {name} never contribute to {loss}: they hold no target at any "
            "timestep",
        )  # fmt: skip
        words = Sentence(template, {**values, "count": len(units), "all": present[0].size})
        label = Sentence(QT_TRANSLATE_NOOP("Diagnostics", "share of the elements that ever hold a target"))
        share = 1 - len(units) / present[0].size
        evidence = Evidence(label, share, 1.0)
        yield Finding(RULE, Severity.WARNING, words, Place(target.name, first, units[0]), (evidence,), units)
    heard = by_time & (weight > thresholds.target_weight * strongest)
    share = float(heard.sum() / by_time.sum())
    if share < thresholds.target_share:
        template = QT_TRANSLATE_NOOP(
            "Diagnostics",
            "The targets in {name} never contribute: {loss} compares with {given} of them, and {heard} send a gradient",
        )
        words = Sentence(template, {**values, "given": int(by_time.sum()), "heard": int(heard.sum())})
        silent = first + int(np.argmax(by_time & ~heard))
        label = Sentence(QT_TRANSLATE_NOOP("Diagnostics", "share of the targets that send a gradient"))
        evidence = Evidence(label, share, thresholds.target_share)
        yield Finding(RULE, Severity.WARNING, words, Place(target.name, silent), (evidence,))


def is_given(examination: Examination, operation: Operation, target: Read) -> Array:
    """Where a loss has a target, (n, …) over its segment."""
    tape = examination.tape
    first, last = tape.extent.ranges[operation.segment]
    rows = tape.values.rows(target.name, first + target.lag, last + target.lag)
    return np.asarray(rows >= 0) if tape.graph.index(target.name) else ~np.isnan(rows)


def weight(examination: Examination, operation: Operation) -> Array:
    """How much of a loss operation's gradient reaches what it judges, (n,): the size of the total loss' derivative by
    it; zero where no gradient can pass on from there."""
    tape = examination.tape
    first, last = tape.extent.ranges[operation.segment]
    judged = operation.inputs[0]
    nothing = np.zeros(last - first + 1)
    if not isinstance(judged, Read) or not leads_on(examination, judged):
        return nothing
    gradient = gradient_name(operation.name)
    known = tape.adjoint.aliases.get(gradient, gradient)
    if known not in tape.adjoint.definitions and known not in tape.values.constant:
        return nothing
    rows = tape[known][first - 1 : last]
    return np.asarray(np.nan_to_num(np.abs(rows.reshape(len(rows), -1)).max(1), nan=np.inf))


def leads_on(examination: Examination, read: Read) -> bool:
    """Whether a gradient at a value reaches any parameter or initial state."""
    graph = examination.tape.graph
    if read.name in graph.parameters:
        return True
    waiting, seen = [read.name], set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for operation in graph.definitions.get(name, ()):
            if operation.index or operation.kind == "stop":
                continue
            for one in operation.reads:
                if one.name in graph.parameters:
                    return True
                waiting.append(one.name)
    return False
