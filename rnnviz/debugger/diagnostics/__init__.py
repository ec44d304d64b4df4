"""What is wrong with a run, in words: one rule a file, its thresholds in one place.

Every rule looks at the whole run, wherever the cursor stands. A rule is a function of an `Examination` that yields
findings; all of them are listed in `rules`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnnviz.debugger.diagnostics.finding import Evidence as Evidence
from rnnviz.debugger.diagnostics.finding import Finding as Finding
from rnnviz.debugger.diagnostics.finding import Place as Place
from rnnviz.debugger.diagnostics.finding import Severity as Severity
from rnnviz.debugger.diagnostics.thresholds import Thresholds as Thresholds
from rnnviz.engine.execution import Progress, no_progress

if TYPE_CHECKING:
    from rnnviz.engine import Tape


def diagnose(
    tape: Tape, thresholds: Thresholds | None = None, progress: Progress = no_progress
) -> list[Finding]:  # fmt: skip
    """What is found in a run, the worst first. Long runs are looked at in stretches and samples, which the evidence
    shows, so that the time needed is bounded. Raises what `progress(fraction)` raises, to end early."""
    from rnnviz.debugger.diagnostics.examination import Examination  # a window opens without them
    from rnnviz.debugger.diagnostics.rules import RULES

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
