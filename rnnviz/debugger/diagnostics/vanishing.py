"""What a loss sends back dies away on its way through the timesteps (Bengio et al., IEEE Trans. NN 1994)."""

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

RULE = "vanishing"


def vanishing(examination: Examination) -> Iterator[Finding]:
    thresholds = examination.thresholds
    for recurrence in examination.recurrences:
        sent = long_ways(examination, recurrence)
        ways = sent or product_ways(examination, recurrence)
        if not ways or usual_growth(ways) >= thresholds.exploding_growth:
            continue  # what grows, and only then dies away, is found to explode
        rate = float(np.exp(np.median([np.log(way.rate) for way in ways])))
        rest = float(np.median([way.rest for way in ways]))
        if not (rate < thresholds.vanishing_rate and rest < thresholds.vanishing_rest):
            continue
        gone = sorted((one for one in ways if one.rest < thresholds.vanishing_rest), key=lambda one: one.rate)
        way = gone[len(gone) // 2]
        faded = np.flatnonzero(way.norms < thresholds.vanishing_rest * way.norms[0])
        reach = int(faded[0])
        template = QT_TRANSLATE_NOOP(
            "Diagnostics",
            "The gradient vanishes in {states}: what a loss sends back is multiplied by {rate} at each timestep; of "
            "the loss of timestep {source}, less than {rest} is left {reach} timesteps away",
        )
        if not sent:
            template = QT_TRANSLATE_NOOP(
                "Diagnostics",
                "A gradient would vanish in {states} (no loss sends any): products of the Jacobians multiply it by "
                "{rate} at each timestep; from timestep {source} on, less than {rest} is left {reach} timesteps away",
            )
        words = Sentence(
            template,
            {
                "states": states(recurrence),
                "rate": number(rate),
                "source": way.source,
                "rest": number(thresholds.vanishing_rest),
                "reach": reach,
            },
        )
        label = Sentence(
            QT_TRANSLATE_NOOP("Diagnostics", "factor a timestep, measured on what the losses send back")
            if sent
            else QT_TRANSLATE_NOOP("Diagnostics", "factor a timestep, of a random gradient")
        )
        evidence = (
            Evidence(label, rate, thresholds.vanishing_rate, *course(way), Sentence(LENGTH)),
            *jacobian_evidence(examination, recurrence),
        )
        place = Place(f"d{recurrence.states[-1]}", int(way.timesteps[reach]))
        yield Finding(RULE, Severity.WARNING, words, place, evidence)
