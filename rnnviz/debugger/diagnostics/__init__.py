"""What is wrong with a run, in words: one rule a file, its thresholds in one place.

Every rule looks at the whole run, wherever the cursor stands. A rule is a function of an `Examination` that yields
findings; adding one means a file and a line in `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.debugger.diagnostics import (
    cut_paths,
    dead_units,
    exploding,
    idle_inputs,
    idle_targets,
    not_finite,
    saturation,
    vanishing,
)
from rnnviz.debugger.diagnostics.examination import Examination
from rnnviz.debugger.diagnostics.finding import Evidence as Evidence
from rnnviz.debugger.diagnostics.finding import Finding as Finding
from rnnviz.debugger.diagnostics.finding import Place as Place
from rnnviz.debugger.diagnostics.finding import Severity as Severity
from rnnviz.debugger.diagnostics.thresholds import Thresholds as Thresholds
from rnnviz.engine.execution import Progress, no_progress

if TYPE_CHECKING:
    from rnnviz.engine import Tape

Rule = Callable[[Examination], Iterator[Finding]]

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        not_finite.RULE: not_finite.not_finite,
        exploding.RULE: exploding.exploding,
        vanishing.RULE: vanishing.vanishing,
        saturation.RULE: saturation.saturation,
        dead_units.RULE: dead_units.dead_units,
        idle_inputs.RULE: idle_inputs.idle_inputs,
        idle_targets.RULE: idle_targets.idle_targets,
        cut_paths.RULE: cut_paths.cut_paths,
    }
)
"""Every rule by its name, in the order in which they are tried and told."""


def diagnose(
    tape: Tape, thresholds: Thresholds | None = None, progress: Progress = no_progress
) -> list[Finding]:  # fmt: skip
    """What is found in a run, the worst first. Long runs are looked at in stretches and samples, which the evidence
    shows, so that the time needed is bounded. Raises what `progress(fraction)` raises, to end early."""
    found: list[Finding] = []
    share = 0.0

    def within(fraction: float) -> None:
        progress(share)

    examination = Examination(tape, thresholds or Thresholds(), within)
    with np.errstate(all="ignore"):
        for number, rule in enumerate(RULES.values()):
            share = number / len(RULES)
            progress(share)
            found.extend(rule(examination))
    progress(1.0)
    order = list(Severity)
    return sorted(found, key=lambda one: order.index(one.severity))
