"""The whole gradient check: what was compared, and where a disagreement comes from.

The complex step is the judge, since nothing is lost in it. Where it and the run's gradient disagree, the fault is in
one operation's rule, or in what is added up over time, or in the run's own precision; or there is none, and the run
is so sensitive that no two computations of it agree. Where they agree and the usual central difference does not, the
fault is that difference's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.engine.difference_study import DifferenceStudy, study
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.engine.gradient_check import Checker, Comparison, GradientCheck, gradient_check, tolerance_of
from rnnviz.engine.recording import record
from rnnviz.engine.rule_check import RuleFault, rule_fault
from rnnviz.engine.tape import Tape
from rnnviz.equations.kernels import Array

SECONDS = 20.0
SHAKEN = 3
"""How many times the run is made again to see what rounding does to it."""
MARGIN = 20.0
"""Of a disagreement, so much less than it may rounding be seen to do: a few runs do not show its worst."""
PLACES = 3
"""How many elements of a parameter central differences are tried at: those with the largest derivatives."""


@dataclass(frozen=True)
class Accumulation:
    """What was added up for one element of a parameter. `which` is "sum" (each timestep is right, their sum is not),
    "timesteps" (the sum is right, and timesteps are not), or "both" (a term is left out or added twice throughout).
    `added` is the sum of the contributions formed one by one, `total` what the run says, `difference` what is right."""

    which: str
    added: float
    total: float
    difference: float


@dataclass(frozen=True)
class Sensitivity:
    """The gradient at the worst place in two runs whose weights differ by rounding alone: by one part in 1e16, or, of
    32-bit numbers, in 1e7."""

    one: float
    other: float

    @property
    def change(self) -> float:
        return abs(self.one - self.other)


@dataclass(frozen=True)
class Verdict:
    """`cause` is "" where everything agrees, "rule", "accumulation", "precision" (32-bit numbers: the same run in 64
    bits agrees), "sensitive" (rounding alone changes the gradient by as much) or "difference". `worst` is the
    comparison that it is about; None if there is nothing to compare. `central` tells whether central differences were
    tried; they see through the cuts of truncation."""

    check: GradientCheck
    cause: str
    worst: Comparison | None
    rule: RuleFault | None = None
    accumulation: Accumulation | None = None
    study: DifferenceStudy | None = None
    sensitivity: Sensitivity | None = None
    central: bool = False


def fitting_limit(tape: Tape) -> int:
    """How many numbers of each parameter can be compared in about twenty seconds: 2 to 400."""
    names = max(1, len(tape.graph.parameters) + len(tape.graph.states))
    weights = sum(np.size(one) for one in tape.parameters.values())
    once = tape.timesteps * (len(tape.graph.operations) * 1e-6 + weights * 2e-9) + 0.001
    return int(np.clip(SECONDS / once / names, 2, 400))


def examine(tape: Tape, limit: int | None = None, seed: int = 0, progress: Progress = no_progress) -> Verdict:
    """Checks the gradients of a run and finds the cause of a disagreement.

    `limit` bounds how many numbers of each parameter are compared; without it, as many as a run of this length
    leaves time for. Raises what `progress` raises, to end early.
    """
    check = gradient_check(
        tape, limit=limit or fitting_limit(tape), seed=seed, progress=lambda done: progress(0.8 * done)
    )

    def later(done: float) -> None:
        progress(0.8 + 0.2 * done)

    if check.worst is None:
        return Verdict(check, "", None)
    return differences(tape, check, later) if check.passed else fault(tape, check, seed, later)


def fault(tape: Tape, check: GradientCheck, seed: int, progress: Progress) -> Verdict:
    """Where a disagreement with the complex step comes from."""
    worst = check.worst
    assert worst is not None
    wrong = [one.timestep for one in check.comparisons if one.timestep and one.error > check.tolerance]
    spread = [round(one) for one in np.linspace(1, tape.timesteps, 4)]
    rule = rule_fault(tape, list(dict.fromkeys([*wrong[:3], *spread])), seed, lambda done: progress(done / 2))
    if rule is not None:
        return Verdict(check, "rule", worst, rule=rule)
    single = np.dtype(tape.values.dtype).itemsize <= 4
    shaken = sensitivity(tape, worst, seed, progress)
    sensitive = shaken.change * MARGIN >= abs(worst.gradient - worst.difference)
    if sensitive and not single:
        return Verdict(check, "sensitive", worst, sensitivity=shaken)
    added = None if worst.initial else accumulation(tape, check, worst, progress)
    if added is not None and added.which != "both":
        return Verdict(check, "accumulation", worst, accumulation=added)
    if single and agrees_in_64_bits(tape, worst, progress):
        return Verdict(check, "precision", worst)
    if sensitive:
        return Verdict(check, "sensitive", worst, sensitivity=shaken)
    return Verdict(check, "accumulation", worst, accumulation=added)


def sensitivity(tape: Tape, worst: Comparison, seed: int, progress: Progress) -> Sensitivity:
    """What rounding alone does to a gradient: the run is made again with weights whose last digit is another."""
    random = np.random.default_rng(seed)
    eps = float(np.finfo(tape.values.dtype).eps)
    found = []
    for number in range(SHAKEN):
        parameters = {
            name: np.asarray(one * (1 + eps * random.choice((-1.0, 1.0), np.shape(one))), tape.values.dtype)
            for name, one in tape.parameters.items()
        }
        shaken = again(tape, parameters, tape.values.dtype, progress_within(progress, number))
        found.append(gradient_of(shaken, worst))
    return Sensitivity(min(found), max(found))


def progress_within(progress: Progress, number: int) -> Progress:
    """Of the runs that are made again to see what rounding does, how far one is."""
    return lambda done: progress(0.5 + 0.1 * (number + done) / SHAKEN)


def again(tape: Tape, parameters: dict[str, Array], dtype: Any, progress: Progress = no_progress) -> Tape:
    """The same run with other parameters, or in another precision."""
    lengths = {
        name: last - first + 1 for name, (first, last) in zip(tape.graph.segments, tape.extent.ranges, strict=True)
    }
    return record(
        tape.graph, tape.adjoint, parameters, tape.data, dtype, tape.initial, tape.truncate, lengths, progress
    )


def gradient_of(tape: Tape, place: Comparison) -> float:
    """A run's gradient at the place of a comparison."""
    if place.initial:
        gradient = tape.initial_gradients[place.parameter]
    else:
        contributions = tape.contributions(place.parameter)
        gradient = contributions.total if place.timestep is None else contributions.at(place.timestep)
    return float(gradient[place.element])


def accumulation(tape: Tape, check: GradientCheck, worst: Comparison, progress: Progress) -> Accumulation | None:
    """What was added for the worst element; None for a parameter that is not added up over time."""
    parameter = tape.graph.parameters[worst.parameter]
    if parameter.untied or parameter.state is not None:
        return None
    contributions = tape.contributions(worst.parameter)
    chunk = max(1, contributions.CHUNK_ELEMENTS // max(1, int(np.prod(parameter.shape))))
    element: Any = (..., *worst.element)
    added = 0.0
    for first in range(1, tape.timesteps + 1, chunk):
        last = min(first + chunk - 1, tape.timesteps)
        added += float(contributions.each(first, last)[element].sum(dtype=np.float64))
        progress(0.6 + 0.3 * last / tape.timesteps)
    total = float(contributions.total[worst.element])
    checker = Checker(tape, "complex", 1, np.random.default_rng(0))
    difference = checker.quotient(checker.along(worst.parameter, worst.element))
    room = check.tolerance * max(1.0, worst.scale, abs(difference))
    singles = any(
        one.parameter == worst.parameter and one.timestep is not None and one.error > check.tolerance
        for one in check.comparisons
    )
    sum_is_right, added_is_right = abs(total - difference) <= room, abs(added - difference) <= room
    which = "sum" if added_is_right and not singles else "timesteps" if sum_is_right else "both"
    return Accumulation(which, added, total, difference)


def agrees_in_64_bits(tape: Tape, worst: Comparison, progress: Progress) -> bool:
    """Whether the same run in 64 bits has the gradient that the complex step finds."""
    parameters = {name: np.asarray(one, np.float64) for name, one in tape.parameters.items()}
    exact = again(tape, parameters, np.float64, lambda done: progress(0.9 + 0.1 * done))
    return abs(gradient_of(exact, worst) - worst.difference) <= tolerance_of(np.float64) * max(1.0, worst.scale)


def differences(tape: Tape, check: GradientCheck, progress: Progress) -> Verdict:
    """Whether usual central differences agree as well, at the largest derivatives of each parameter."""
    worst = check.worst
    if tape.truncate is not None or worst is None:
        return Verdict(check, "", worst)
    checker = Checker(tape, "central", 1, np.random.default_rng(0))
    tried = [one for name in check.parameters for one in largest(check, name)]
    found: list[tuple[Comparison, float]] = []
    for number, one in enumerate(tried, 1):
        central = checker.quotient(checker.along(one.parameter, one.element, one.timestep, one.initial))
        found.append((one, abs(central - one.difference) / max(1.0, one.scale)))
        progress(0.7 * number / len(tried))
    most = max(found, key=lambda each: each[1], default=None)
    if most is None or not np.isfinite(most[0].difference):
        return Verdict(check, "", worst, central=True)
    loss = checker.along(most[0].parameter, most[0].element, most[0].timestep, most[0].initial)
    stops = any(one.kind == "stop" for one in tape.graph.operations)
    told = study(lambda step: float(np.real(loss(step))), most[0].difference, most[0].scale, stops)
    if not told.reason:
        return Verdict(check, "", worst, study=told, central=True)
    return Verdict(check, "difference", most[0], study=told, central=True)


def largest(check: GradientCheck, name: str) -> list[Comparison]:
    """The comparisons of a parameter's sums with the largest derivatives: where there is something to see."""
    mine = [one for one in check.comparisons if one.parameter == name and one.timestep is None]
    finite = [one for one in mine if np.isfinite(one.difference)]
    return sorted(finite, key=lambda one: -abs(one.difference))[:PLACES]
