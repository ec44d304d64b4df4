"""What has just happened and what comes next, in words: one sentence for every stop of any model's run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnnviz.debugger.backward_words import backward, gradients_to_come
from rnnviz.debugger.clauses import is_first, listed, then, when
from rnnviz.debugger.forward_words import forward, results
from rnnviz.debugger.numbers import number
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence

if TYPE_CHECKING:
    from rnnviz.engine import Moment, Tape
    from rnnviz.models.naming import Naming

# So much is added one by one, to see whether it makes the total, before a sentence is said about it.
_FEW_TIMESTEPS = 10_000
_FEW_NUMBERS = 1_000_000


def just_happened(tape: Tape | None, position: int, naming: Naming | None, parameter: str) -> Sentence:
    """What happened at the stop `position`; `parameter` is the one whose sum is being watched."""
    if tape is None:
        return Sentence(QT_TRANSLATE_NOOP("Narration", "nothing yet: there is no run"))
    if position == 0:
        first = tape.passes[0].timesteps[0]
        return Sentence(QT_TRANSLATE_NOOP("Narration", "nothing yet: the run stands before t = {t}"), {"t": first})
    moment = tape.moment(position)
    if moment.pass_.phase == "forward":
        template = QT_TRANSLATE_NOOP("Narration", "computed {names}")
        done = forward(tape, moment, naming, template, results(tape, moment, naming))
    else:
        done = backward(tape, position, moment, parameter)
        if _is_split(moment):
            split = Sentence(
                QT_TRANSLATE_NOOP("Narration", "the loss split into every {losses}"), {"losses": _every_loss(tape)}
            )
            done = listed([split, done])
    told = Sentence(QT_TRANSLATE_NOOP("Narration", "{when}: {what}"), {"when": when(moment), "what": done})
    ending = _ending(tape, position, moment, parameter)
    return told if ending is None else then(told, ending)


def next_up(tape: Tape | None, position: int, naming: Naming | None, parameter: str) -> Sentence:
    """What the next step from `position` will do."""
    if tape is None:
        return Sentence(QT_TRANSLATE_NOOP("Narration", "nothing until there is a model that runs"))
    if position >= tape.stops - 1:
        return Sentence(QT_TRANSLATE_NOOP("Narration", "nothing: this is the end of the run"))
    moment = tape.moment(position + 1)
    if moment.pass_.phase == "forward":
        will = forward(tape, moment, naming, QT_TRANSLATE_NOOP("Narration", "compute {names}"), None)
    else:
        will = gradients_to_come(tape, moment, parameter)
    told = Sentence(QT_TRANSLATE_NOOP("Narration", "{when}: {what}"), {"when": when(moment), "what": will})
    if _is_split(moment):
        template = QT_TRANSLATE_NOOP("Narration", "the loss splits into every {losses}")
        return listed([Sentence(template, {"losses": _every_loss(tape)}), told])
    return told


def _is_split(moment: Moment) -> bool:
    """Whether the backward pass begins here: the total loss becomes a gradient at every timestep's."""
    return moment.pass_.phase == "backward" and moment.pass_.number == 1 and is_first(moment)


def _ending(tape: Tape, position: int, moment: Moment, parameter: str) -> Sentence | None:
    """What is complete now, if this was the last timestep of a pass."""
    if position == tape.stops - 1 and moment.pass_.phase == "backward":
        return _sum_complete(tape, parameter)
    if position < tape.stops - 1 and tape.moment(position + 1).pass_ == moment.pass_:
        return None
    if moment.pass_.phase == "forward" and moment.pass_.number == moment.pass_.count:
        if not tape.graph.losses:
            template = QT_TRANSLATE_NOOP("Narration", "The forward pass is complete; there is no loss to go back from")
            return Sentence(template)
        template = QT_TRANSLATE_NOOP("Narration", "The forward pass is complete: the loss is {loss} in all")
        return Sentence(template, {"loss": number(tape.loss)})
    return Sentence(QT_TRANSLATE_NOOP("Narration", "This pass is complete"))


def _sum_complete(tape: Tape, parameter: str) -> Sentence:
    if parameter not in tape.parameters or tape.graph.parameters[parameter].untied:  # nothing is summed
        return Sentence(QT_TRANSLATE_NOOP("Narration", "The backward pass is complete"))
    values: dict[str, object] = {"count": len(tape.span(f"d{parameter}")), "name": f"d{parameter}"}
    if not np.isfinite(tape.contributions(parameter).total).all():
        template = QT_TRANSLATE_NOOP(
            "Narration", "All {count} contributions are summed; {name} is not finite, and cannot be compared"
        )
    elif tape.timesteps > _FEW_TIMESTEPS or tape.timesteps * tape.parameters[parameter].size > _FEW_NUMBERS:
        template = QT_TRANSLATE_NOOP("Narration", "All {count} contributions are summed, to {name}")
    elif values["count"] == 1 and tape.contributions(parameter).agrees():
        template = QT_TRANSLATE_NOOP("Narration", "The only contribution is summed: it is {name}")
    elif tape.contributions(parameter).agrees():
        template = QT_TRANSLATE_NOOP("Narration", "All {count} contributions are summed: they equal {name}")
    else:
        template = QT_TRANSLATE_NOOP("Narration", "All {count} contributions are summed, but they do not equal {name}")
    return Sentence(template, values)


def _every_loss(tape: Tape) -> str:
    losses = tape.graph.losses
    return ", ".join(f"{name}[t]" for name in losses)
