"""What the rules on vanishing and exploding gradients share: the ways of a recurrence, and the evidence of them."""

from __future__ import annotations

import numpy as np

from rnnviz.debugger.diagnostics.examination import Examination, Way
from rnnviz.debugger.diagnostics.finding import Evidence
from rnnviz.debugger.recurrence import Recurrence
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence

_POINTS = 200


def long_ways(examination: Examination, recurrence: Recurrence) -> list[Way]:
    """The ways that are long enough to tell a rate."""
    least = examination.thresholds.least_timesteps
    return [way for way in examination.ways(recurrence) if len(way.norms) > least]


def product_ways(examination: Examination, recurrence: Recurrence) -> list[Way]:
    """Random gradients sent through the recurrence, by products of its Jacobians; they stand in where no loss sends
    any: a model without a loss, or losses that are flat."""
    found = []
    for growth in examination.jacobian(recurrence)[1]:
        gone = np.flatnonzero(~(growth.factors > 0))
        factors = growth.factors[: gone[0]] if len(gone) else growth.factors
        with np.errstate(all="ignore"):
            norms = np.concatenate([[1.0], np.cumprod(factors)])
        start = int(growth.timesteps[0])
        timesteps = start - recurrence.direction * np.arange(len(norms))
        kept = (norms > 0) & (timesteps >= 1) & (timesteps <= examination.tape.timesteps)
        if kept.sum() > examination.thresholds.least_timesteps:
            found.append(Way(start, timesteps[kept], norms[kept]))
    return found


def usual_growth(ways: list[Way]) -> float:
    """By how much what is sent back grows at its largest: the median over the ways."""
    return float(np.median([way.growth for way in ways]))


def states(recurrence: Recurrence) -> str:
    return ", ".join(recurrence.states)


LENGTH = QT_TRANSLATE_NOOP("Diagnostics", "length of the gradient on its way")


def course(way: Way) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The norms along a way, thinned out so that they can be drawn."""
    at = np.unique(np.linspace(0, len(way.norms) - 1, min(_POINTS, len(way.norms))).round().astype(int))
    return tuple(int(way.timesteps[i]) for i in at), tuple(float(way.norms[i]) for i in at)


def jacobian_evidence(examination: Examination, recurrence: Recurrence) -> tuple[Evidence, ...]:
    """What the Jacobians of the recurrence say: the rate of their products, by timestep, and of single ones the largest
    singular value and the spectral radius."""
    jacobian, growths = examination.jacobian(recurrence)
    if not growths:
        return ()
    steps = sorted(
        {int(t): float(f) for one in growths for t, f in zip(one.timesteps, one.factors, strict=True)}.items()
    )
    steps = [steps[i] for i in np.unique(np.linspace(0, len(steps) - 1, min(_POINTS, len(steps))).round().astype(int))]
    rates = [one.rate for one in growths if np.isfinite(one.rate)]
    found = [
        Evidence(
            Sentence(QT_TRANSLATE_NOOP("Diagnostics", "factor a timestep, by products of the Jacobians")),
            median(rates),
            timesteps=tuple(t for t, _ in steps),
            values=tuple(factor for _, factor in steps),
        )
    ]
    at = jacobian.sampled()
    singular, radius = jacobian.largest(at, examination.within)
    where = tuple(int(t) for t in at)
    for template, values in (
        (QT_TRANSLATE_NOOP("Diagnostics", "largest singular value of the Jacobian, median over time"), singular),
        (QT_TRANSLATE_NOOP("Diagnostics", "spectral radius of the recurrence, median over time"), radius),
    ):
        kept = [float(value) for value in values]
        found.append(Evidence(Sentence(template), median(kept), timesteps=where, values=tuple(kept)))
    return tuple(found)


def median(values: list[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.median(known)) if known else float("nan")
