"""What the inspector says of a value that was set by hand, and of one that is compared with another run's."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from rnnviz.debugger.numbers import brief
from rnnviz.debugger.what_ifs import equation_says, overridden_at
from rnnviz.session.session import Session
from rnnviz.views.inspector.subject import Kind, Subject
from rnnviz.views.inspector.texts import Texts

translate = QCoreApplication.translate
_WHOLE = (Kind.WEIGHTS, Kind.ALL)


def set_by_hand(subject: Subject, texts: Texts) -> str:
    """That elements of a value were set, and what its equation gives there; "" where none was."""
    tape, name, t = subject.tape, subject.name, subject.timestep
    if name not in tape.model.graph or not overridden_at(tape, name, t).any():
        return ""
    which = overridden_at(tape, name, t)
    units = [", ".join(map(str, unit)) for unit in np.argwhere(which)[:6].tolist() if unit]
    if which.ndim and which.all():
        words = translate("Inspector", "all of it")
    else:
        words = translate("Inspector", "unit %1").replace("%1", "; ".join(units)) if units else name
    told = translate("Inspector", "An override is in force: %1.").replace("%1", words)
    said = equation_says(tape, name, t)
    if said is not None:
        told += " " + translate("Inspector", "The equation gives %1.").replace("%1", brief(said, name))
        told += " " + translate("Inspector", "No gradient goes through what was set.")
    return texts.section(translate("Inspector", "Set by hand"), told)


def other_run(subject: Subject, session: Session, texts: Texts) -> str:
    """The same value in the run that is compared with, and the difference; "" while there is none."""
    shown, name, t = session.comparison.shown, subject.name, subject.timestep
    if shown is None or subject.value is None or subject.kind in (Kind.SUM, Kind.TOTAL_LOSS):
        return ""
    title = translate("Inspector", "In the run before")
    if session.comparison.chosen is not None:
        title = translate("Inspector", "In run %1").replace("%1", str(session.comparison.chosen.number))
    if not shown.has(name) or (t > shown.before.timesteps and subject.kind not in _WHOLE):
        return texts.section(title, translate("Inspector", "It has no such value."))
    if subject.kind is Kind.CONTRIBUTION:
        before = np.asarray(shown.before.contributions(name.removeprefix("d")).at(t))
        after = np.asarray(shown.after.contributions(name.removeprefix("d")).at(t))
        difference = after - before
    else:
        before = np.asarray(shown.before[name] if subject.kind in _WHOLE else shown.before.value(name, t))
        difference = shown.at(name, t)
    unit = session.selection.unit
    if unit is not None and len(unit) == before.ndim:
        before, difference = before[unit], difference[unit]
    words = translate("Inspector", "%1; the difference is %2")
    return texts.section(title, words.replace("%1", brief(before, name)).replace("%2", brief(difference, name)))
