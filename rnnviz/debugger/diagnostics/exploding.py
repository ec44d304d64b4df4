"""What a loss sends back grows on its way through the timesteps (Pascanu, Mikolov & Bengio, ICML 2013)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rnnviz.debugger.diagnostics.examination import Examination
from rnnviz.debugger.diagnostics.finding import Evidence, Finding, Place, Severity
from rnnviz.debugger.diagnostics.flow import (
    LENGTH,
    course,
    jacobian_evidence,
    long_ways,
    product_ways,
    states,
    usual_growth,
)
from rnnviz.debugger.numbers import number
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence

RULE = "exploding"


def exploding(examination: Examination) -> Iterator[Finding]:
    thresholds = examination.thresholds
    for recurrence in examination.recurrences:
        sent = long_ways(examination, recurrence)
        ways = sent or product_ways(examination, recurrence)
        if not ways:
            continue
        growth = usual_growth(ways)
        if not growth >= thresholds.exploding_growth:
            continue
        way = sorted(ways, key=lambda one: one.growth)[len(ways) // 2]
        peak = int(np.argmax(np.where(np.isfinite(way.norms), way.norms, np.inf)))
        rate = way.growth ** (1 / max(1, peak))
        template = QT_TRANSLATE_NOOP(
            "Diagnostics",
            "The gradient explodes in {states}: what a loss sends back is multiplied by {rate} at each timestep; that "
            "of timestep {source} is {growth} times as large {reach} timesteps away",
        )
        if not sent:
            template = QT_TRANSLATE_NOOP(
                "Diagnostics",
                "A gradient would explode in {states} (no loss sends any): products of the Jacobians multiply it by "
                "{rate} at each timestep; from timestep {source} it is {growth} times as large {reach} timesteps away",
            )
        words = Sentence(
            template,
            {
                "states": states(recurrence),
                "rate": number(rate),
                "source": way.source,
                "growth": number(way.growth),
                "reach": peak,
            },
        )
        label = Sentence(
            QT_TRANSLATE_NOOP("Diagnostics", "growth on the way, measured on what the losses send back")
            if sent
            else QT_TRANSLATE_NOOP("Diagnostics", "growth on the way, of a random gradient")
        )
        evidence = (
            Evidence(label, growth, thresholds.exploding_growth, *course(way), Sentence(LENGTH)),
            *jacobian_evidence(examination, recurrence),
        )
        place = Place(f"d{recurrence.states[-1]}", int(way.timesteps[peak]))
        severity = Severity.WARNING if np.isfinite(growth) else Severity.ERROR
        yield Finding(RULE, severity, words, place, evidence)
