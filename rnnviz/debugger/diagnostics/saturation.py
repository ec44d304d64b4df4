"""Units and gates of a recurrence that sit at the end of their range, where nothing flows back through them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rnnviz.debugger.diagnostics.examination import Examination
from rnnviz.debugger.diagnostics.finding import Evidence, Finding, Place, Severity
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence
from rnnviz.equations import Operation
from rnnviz.equations.kernels import Array

RULE = "saturated"


def saturation(examination: Examination) -> Iterator[Finding]:
    thresholds = examination.thresholds
    for operation in bounded(examination):
        first, last = examination.tape.extent.ranges[operation.segment]
        if last - first + 1 < thresholds.least_timesteps:
            continue
        timesteps = examination.sampled(first, last)
        rows = examination.rows(operation.name, operation.segment, timesteps)
        examination.progress(0.0)
        pinned = at_the_end(operation, rows, examination)
        share = pinned.mean(0)
        units = np.argwhere(share >= thresholds.saturated_time)
        several = len(units) > 0 and len(units) >= thresholds.saturated_units * max(1, share.size)
        if several or pinned.mean() >= thresholds.saturated_whole:
            yield finding(examination, operation, pinned, units if several else None, timesteps)


def finding(
    examination: Examination, operation: Operation, pinned: Array, units: Array | None, timesteps: Array
) -> Finding:  # fmt: skip
    """Of units that are saturated nearly always or (None) of a value most of whose numbers are, by turns."""
    thresholds, graph = examination.thresholds, examination.tape.graph
    share = pinned.mean(0)
    size = max(1, share.size)
    values: dict[str, object] = {"name": name_of(examination, operation)}
    if units is None:
        evidence_of = QT_TRANSLATE_NOOP("Diagnostics", "share of all its numbers that are saturated")
        measured, threshold = float(pinned.mean()), thresholds.saturated_whole
        values["share"] = f"{100 * measured:.0f}"
    else:
        evidence_of = QT_TRANSLATE_NOOP("Diagnostics", "share of the units that are saturated nearly always")
        measured, threshold = len(units) / size, thresholds.saturated_units
        values |= {"count": len(units), "all": size, "share": f"{100 * thresholds.saturated_time:.0f}"}
    at_once = int(np.argmax(share))
    by_time = pinned.reshape(len(pinned), -1)
    shown = np.unique(np.linspace(0, len(timesteps) - 1, min(200, len(timesteps))).round().astype(int))
    evidence = Evidence(
        Sentence(evidence_of),
        measured,
        threshold,
        tuple(int(timesteps[i]) for i in shown),
        tuple(float(by_time[i].mean()) for i in shown),
        Sentence(QT_TRANSLATE_NOOP("Diagnostics", "share of the units that are at the end of their range")),
    )
    owner = operation.name
    if owner not in graph.named:
        owner = graph.places[operation.name, operation.segment][0].name
    worst = tuple(int(i) for i in np.unravel_index(at_once, share.shape))
    place = Place(
        owner,
        int(timesteps[np.argmax(by_time[:, at_once])]),
        worst if worst and graph.shape(owner) == operation.shape else None,
    )
    severity = Severity.WARNING if 2 * measured >= 1 else Severity.NOTICE
    where = () if units is None else tuple(tuple(int(i) for i in unit) for unit in units)
    return Finding(RULE, severity, Sentence(words_of(operation, units), values), place, (evidence,), where)


def words_of(operation: Operation, units: Array | None) -> str:
    if operation.kind == "tanh" and units is None:
        return QT_TRANSLATE_NOOP("Diagnostics", "{share} % of the numbers of {name} are saturated: near −1 or 1")
    if units is None:
        return QT_TRANSLATE_NOOP("Diagnostics", "{share} % of the numbers of the gate {name} are pinned: near 0 or 1")
    if operation.kind == "tanh":
        return QT_TRANSLATE_NOOP(
            "Diagnostics",
            "{count} of {all} units of {name} are saturated: near −1 or 1 in at least {share} % of the timesteps",
        )
    return QT_TRANSLATE_NOOP(
        "Diagnostics",
        "{count} of {all} units of the gate {name} are pinned: near 0 or 1 in at least {share} % of the timesteps",
    )


def name_of(examination: Examination, operation: Operation) -> str:
    """The name, or the expression of an unnamed one: `tanh(c[t])`."""
    graph = examination.tape.graph
    return (
        operation.name if operation.name in graph.named else graph.expression(operation.name, None, operation.segment)
    )


def at_the_end(operation: Operation, rows: Array, examination: Examination) -> Array:
    thresholds = examination.thresholds
    if operation.kind == "tanh":
        return np.asarray(np.abs(rows) > thresholds.saturated_tanh)
    return np.asarray((rows < thresholds.saturated_gate) | (rows > 1 - thresholds.saturated_gate))


def bounded(examination: Examination) -> list[Operation]:
    """Every tanh and sigmoid in a recurrence, or on the way into one; what only leads to an output may be certain."""
    graph = examination.tape.graph
    wanted = {id(one) for recurrence in examination.recurrences for one in recurrence.operations}
    waiting = [one for recurrence in examination.recurrences for one in recurrence.operations]
    while waiting:
        reader = waiting.pop()
        for read in reader.reads:
            for maker in graph.definitions.get(read.name, ()):
                across = maker.segment - reader.segment
                if id(maker) not in wanted and (across == 0 or across * read.lag > 0):
                    wanted.add(id(maker))
                    waiting.append(maker)
    return [one for one in graph.operations if id(one) in wanted and one.kind in ("tanh", "sigmoid") and one.timed]
