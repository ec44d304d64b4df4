"""Units that do not take part: their value never changes over the run, or no loss depends on them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rnnviz.debugger.diagnostics.examination import Examination
from rnnviz.debugger.diagnostics.finding import Evidence, Finding, Place, Severity
from rnnviz.debugger.diagnostics.saturation import at_the_end
from rnnviz.debugger.numbers import number
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.equations.kernels import Array

RULE = "dead"
_NEVER = 1e-6
"""What changes by no more than this part of the liveliest unit's change does not change."""


def dead_units(examination: Examination) -> Iterator[Finding]:
    tape, thresholds = examination.tape, examination.thresholds
    losses = set(tape.graph.losses)
    if not inputs_vary(examination):
        return
    for name in examination.values:
        timesteps = examination.timesteps(name)
        if name in losses or not tape.graph.shape(name) or len(timesteps) < thresholds.least_timesteps:
            continue
        low, high = extremes(examination, name)
        ranges = high - low
        if not np.isfinite(ranges).all():
            continue
        still = ranges <= thresholds.dead_range * ranges.max()
        operation = tape.graph.definitions[name][0]
        if operation.kind in ("tanh", "sigmoid"):
            still &= ~(at_the_end(operation, low, examination) & at_the_end(operation, high, examination))
        template = QT_TRANSLATE_NOOP(
            "Diagnostics", "{count} of {all} units of {name} are dead: they never change during the run"
        )
        if still.any() and ranges[still].max() > _NEVER * ranges.max():
            template = QT_TRANSLATE_NOOP(
                "Diagnostics",
                "{count} of {all} units of {name} are dead: they change less than {least} of what the liveliest does",
            )
        if still.any():
            yield finding(examination, name, still, template, ranges, "range")
        unread = without_gradient(examination, name)
        if unread is not None and (unread & ~still).any():
            template = QT_TRANSLATE_NOOP(
                "Diagnostics", "{count} of {all} units of {name} are dead: no loss depends on them at any timestep"
            )
            yield finding(examination, name, unread & ~still, template, ranges, "gradient")


def finding(
    examination: Examination, name: str, dead: Array, template: str, ranges: Array, what: str
) -> Finding:  # fmt: skip
    units = tuple(tuple(int(i) for i in unit) for unit in np.argwhere(dead))
    least = number(examination.thresholds.dead_range)
    words = Sentence(template, {"name": name, "count": len(units), "all": dead.size, "least": least})
    first = int(examination.timesteps(name)[0])
    if what == "range":
        label = Sentence(
            QT_TRANSLATE_NOOP("Diagnostics", "how much the dead units change, as a share of the liveliest one's change")
        )
        liveliest = float(ranges.max())
        value = float(ranges[dead].max() / liveliest) if liveliest else 0.0
        evidence = Evidence(label, value, examination.thresholds.dead_range)
    else:
        label = Sentence(QT_TRANSLATE_NOOP("Diagnostics", "largest gradient of the dead units at any timestep"))
        evidence = Evidence(label, 0.0, 0.0)
    severity = Severity.WARNING if 2 * len(units) >= dead.size else Severity.NOTICE
    return Finding(RULE, severity, words, Place(name, first, units[0]), (evidence,), units)


def inputs_vary(examination: Examination) -> bool:
    """Whether any input changes at all; under a constant one a unit may stand still and be well."""
    for name in examination.inputs:
        if len(examination.timesteps(name)) > 1:
            low, high = extremes(examination, name)
            if (low != high).any():
                return True
    return False


def extremes(examination: Examination, name: str) -> tuple[Array, Array]:
    """The least and the greatest value of every element over the run."""
    lows, highs = [], []
    for _, rows in examination.chunks(name):
        lows.append(rows.min(0))
        highs.append(rows.max(0))
    return np.min(lows, 0), np.max(highs, 0)


def without_gradient(examination: Examination, name: str) -> Array | None:
    """The units whose gradient is exactly zero at all timesteps; None where too few timesteps have a gradient to tell
    (and where none has: that is a path which is cut, not units that are dead)."""
    if gradient_name(name) not in examination.tape.adjoint.definitions:
        return None
    found, timesteps = np.zeros(examination.tape.graph.shape(name), bool), 0
    for _, rows in examination.chunks(gradient_name(name)):
        found |= (rows != 0).any(0)
        timesteps += int((rows != 0).reshape(len(rows), -1).any(1).sum())
    return ~found if timesteps >= examination.thresholds.least_timesteps else None
