"""What truncation loses, in words with numbers."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from rnnviz.debugger.numbers import number
from rnnviz.debugger.truncation import Loss, LostGradient

_FEW_STATES_LOST = 0.005


def lost_text(lost: LostGradient) -> str:
    """How much of the whole gradient the cuts change, where most, and at which timestep."""
    if not lost.together.lost:
        return QCoreApplication.translate("Truncation", "These cuts lose nothing: every gradient is the whole one.")
    words = QCoreApplication.translate(
        "Truncation",
        "Against the whole sequence, the gradient is off by {share} of its length ({difference} of {whole}); most for "
        "{worst}, by {most}.",
    )
    if not lost.carry:
        words = QCoreApplication.translate(
            "Truncation",
            "The chunks are apart, forward too. Against the whole sequence, the gradient is off by {share} of its "
            "length ({difference} of {whole}); most for {worst}, by {most}.",
        )
    together, worst = lost.together, lost.parameters[lost.worst]
    told = words.format(
        share=percent(together),
        difference=number(together.lost),
        whole=number(together.whole),
        worst=lost.worst,
        most=percent(worst),
    )
    shares = np.where(np.isfinite(lost.timesteps), lost.timesteps, 0)
    if shares.max(initial=0) < _FEW_STATES_LOST:
        return told
    at = QCoreApplication.translate(
        "Truncation", "What reaches the states at t = {t} is off by {there}; by {mean} in the mean over timesteps."
    )
    t = int(np.argmax(shares)) + 1
    return f"{told} " + at.format(t=t, there=_percent(shares[t - 1]), mean=_percent(shares.mean()))


def lost_by_parameter(lost: LostGradient) -> str:
    """One line for each parameter: what it loses, and how far its direction is off."""
    line = QCoreApplication.translate(
        "Truncation", "d{name}: off by {share} ({difference} of {whole}), cosine {cosine}"
    )
    return "\n".join(
        line.format(
            name=name,
            share=percent(one),
            difference=number(one.lost),
            whole=number(one.whole),
            cosine=number(one.cosine, 4),
        )
        for name, one in lost.parameters.items()
    )


def percent(one: Loss) -> str:
    """The share that is lost."""
    if not np.isfinite(one.share):
        return QCoreApplication.translate("Truncation", "more than there is")
    return _percent(one.share)


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %" if share >= 0.0005 or share == 0 else "< 0.05 %"
