"""The first value of a run that is not finite, in the order in which the run is told."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rnnviz.debugger.diagnostics.examination import Examination
from rnnviz.debugger.diagnostics.finding import Evidence, Finding, Place, Severity
from rnnviz.debugger.numbers import number
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence
from rnnviz.engine import Pass
from rnnviz.equations import Equation
from rnnviz.equations.kernels import Array

RULE = "not finite"


def not_finite(examination: Examination) -> Iterator[Finding]:
    yield from given(examination) or told(examination) or summed(examination)


def given(examination: Examination) -> list[Finding]:
    """What was put in: parameters, initial states, inputs (a target may be NaN: it is none)."""
    tape = examination.tape
    template = QT_TRANSLATE_NOOP("Diagnostics", "{name} is given as {value}: everything that reads it is spoilt")
    for name, array in tape.parameters.items():
        if not np.isfinite(array).all():
            return [finding(name, name, 1, array, template, {})]
    for key, array in tape.initial.items():
        if not np.isfinite(array).all():
            return [finding(key, key.partition("[")[0], 1, array, template, {}, unit=False)]
    for name in examination.inputs:
        for timesteps, rows in examination.chunks(name):
            bad = np.flatnonzero(~np.isfinite(rows).reshape(len(rows), -1).all(1))
            if len(bad):
                t = int(timesteps[bad[0]])
                return [finding(f"{name}[{t}]", name, t, rows[bad[0]], template, {})]
    return []


def told(examination: Examination) -> list[Finding]:
    """The first stop at which a value or a gradient is not finite, and the operation that made it so."""
    tape = examination.tape
    for pass_ in tape.passes:
        found = [
            (pass_.timesteps.index(t), number, line, name, t)
            for number, line in enumerate(pass_.lines)
            for name in line.names
            if (t := first_bad(examination, pass_, line, name)) is not None
        ]
        if found:
            _, _, line, name, t = min(found, key=lambda one: one[:2])
            return [explained(examination, line, name, t)]
    return []


def explained(examination: Examination, line: Equation, name: str, t: int) -> Finding:
    tape = examination.tape
    graph = tape.graph if line in tape.graph.equations else tape.adjoint
    segment = graph.segments.index(line.segment)
    operation = next(one for one in line.operations if not np.isfinite(tape.value(one.name, t)).all())
    template = QT_TRANSLATE_NOOP(
        "Diagnostics", "{name} is the first value of the run that is not finite: {value}, made by {operation}"
    )
    text = graph.expression(operation.name, None, segment)
    return finding(f"{name}[{t}]", name, t, tape.value(name, t), template, {"operation": text})


def first_bad(examination: Examination, pass_: Pass, line: Equation, name: str) -> int | None:
    """The first timestep, in the order of the pass, at which a stored value is not finite."""
    tape = examination.tape
    if name not in tape.values.complete:
        return None
    graph = tape.graph if pass_.phase == "forward" else tape.adjoint
    first, last = tape.extent.ranges[graph.segments.index(line.segment)]
    rows = tape.values.rows(name, first, last)
    starts = list(range(0, len(rows), 4096))
    for start in starts if pass_.direction > 0 else reversed(starts):
        examination.progress(0.0)
        bad = np.flatnonzero(
            ~np.isfinite(rows[start : start + 4096]).reshape(len(rows[start : start + 4096]), -1).all(1)
        )
        if len(bad):
            return int(first + start + bad[0 if pass_.direction > 0 else -1])
    return None


def summed(examination: Examination) -> list[Finding]:
    """A total that overflows, though every value and gradient is finite."""
    tape = examination.tape
    template = QT_TRANSLATE_NOOP(
        "Diagnostics", "The sum {name} is not finite ({value}), though every value and gradient of the run is"
    )
    for name in tape.graph.parameters:
        total = tape.contributions(name).total
        if not np.isfinite(total).all():
            return [finding(f"d{name}", f"d{name}", tape.timesteps, total, template, {})]
    return []


def finding(
    called: str, name: str, t: int, array: Array, template: str, values: dict[str, object], unit: bool = True
) -> Finding:
    array = np.asarray(array)
    at = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
    value = float(array[at])
    words = Sentence(template, {"name": called, "value": number(value), **values})
    label = Sentence(QT_TRANSLATE_NOOP("Diagnostics", "the value"))
    place = Place(name, t, at if unit and at else None)
    return Finding(RULE, Severity.ERROR, words, place, (Evidence(label, value),))
