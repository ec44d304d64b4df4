"""What a timestep of the forward pass reads, computes and loses, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.debugger.clauses import few, lines_at, listed, names_at
from rnnviz.debugger.numbers import number
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence
from rnnviz.equations import Operation, Read
from rnnviz.equations.operations import TABLE
from rnnviz.models.text import visible

if TYPE_CHECKING:
    from rnnviz.engine import Moment, Tape
    from rnnviz.equations import Equation
    from rnnviz.models.naming import Naming


def forward(
    tape: Tape, moment: Moment, naming: Naming | None, template: str, results: Sequence[Sentence] | None
) -> Sentence:
    """What is read, what is computed of it, and (unless `results` is None: it has not happened) what came out."""
    clauses: list[Sentence] = []
    names = names_at(tape, moment)
    own = _own_prediction(tape, moment, naming, names)
    if own is not None:
        clauses.append(own)
    read = _reading(tape, moment, naming)
    if read is not None:
        clauses.append(read)
    if tape.model.free_running is not None:
        names = [name for name in names if name != tape.model.free_running.x]
    if results:
        names = [name for name in names if name not in tape.graph.losses]
    if names:
        clauses.append(Sentence(template, {"names": few(names, moment.timestep)}))
    by_hand = [one.name for one in tape.overrides if one.timestep == moment.timestep and one.name in names]
    if by_hand:
        words = {"names": few(list(dict.fromkeys(by_hand)), moment.timestep)}
        clauses.append(Sentence(QT_TRANSLATE_NOOP("Narration", "what was set by hand stands in {names}"), words))
    return listed([*clauses, *(results or ())])


def _own_prediction(tape: Tape, moment: Moment, naming: Naming | None, names: Sequence[str]) -> Sentence | None:
    """That what the model predicted one timestep before is what it reads; None where the input is given."""
    free, t = tape.model.free_running, moment.timestep
    if free is None or free.x not in names or t < tape.span(free.x).start - 1 + free.from_:
        return None
    template = QT_TRANSLATE_NOOP("Narration", "the model's own prediction {symbol} becomes the next input")
    if naming is not None and naming.named(free.x):
        return Sentence(template, {"symbol": _symbol(tape, naming, free.x, t)})
    value = np.asarray(tape.value(free.x, t))
    return Sentence(template, {"symbol": str(int(value) if value.ndim == 0 else int(value.argmax()))})


def _reading(tape: Tape, moment: Moment, naming: Naming | None) -> Sentence | None:
    lines = lines_at(tape, moment)
    reads = [
        (read.name, moment.timestep + read.lag)
        for line in lines
        for read in line.reads
        if read.name in tape.model.graph.streams and any(_is_input(operation, read) for operation in line.operations)
    ]
    free = tape.model.free_running
    if free is not None:
        given = any(free.x in line.names for line in lines)
        given = given and moment.timestep < tape.span(free.x).start - 1 + free.from_
        reads = [read for read in reads if read[0] not in free.added]
        reads = [(free.x, moment.timestep), *reads] if given else reads
    within = [(name, t) for name, t in dict.fromkeys(reads) if t in tape.span(name)]
    if not within:
        return None
    if naming is None:
        names = ", ".join(f"{name}[{t}]" for name, t in within)
        return Sentence(QT_TRANSLATE_NOOP("Narration", "read {names}"), {"names": names})
    symbols = dict.fromkeys(_symbol(tape, naming, name, t) for name, t in within)
    return Sentence(QT_TRANSLATE_NOOP("Narration", "read {names}"), {"names": ", ".join(symbols)})


def results(tape: Tape, moment: Moment, naming: Naming | None) -> list[Sentence]:
    """Every loss of this timestep with its value, and what the target's probability was where there is one."""
    t = moment.timestep
    told = []
    losses = [(name, line) for line in lines_at(tape, moment) for name in line.names if name in tape.graph.losses]
    for name, line in losses:
        values: dict[str, object] = {"loss": f"{name}[{t}]", "value": number(float(tape.value(name, t)))}
        guess = _guess(tape, line, t, naming)
        if guess is None:
            told.append(Sentence(QT_TRANSLATE_NOOP("Narration", "{loss} = {value}"), values))
        elif guess[0] < 0:
            told.append(Sentence(QT_TRANSLATE_NOOP("Narration", "{loss} = {value} (there is no target)"), values))
        else:
            values |= {"target": guess[1], "percent": _percent(guess[2])}
            template = QT_TRANSLATE_NOOP("Narration", "{loss} = {value} (target {target} got {percent} %)")
            told.append(Sentence(template, values))
    return told


def _is_input(operation: Operation, read: Read) -> bool:
    """Whether an operation reads it, and not only as what a loss compares with."""
    compared = 1 if TABLE[operation.kind].is_loss else None
    return any(one == read and place != compared for place, one in enumerate(operation.inputs))


def _symbol(tape: Tape, naming: Naming, stream: str, timestep: int) -> str:
    """What a stream holds by its name, as an index or one-hot; the stream's own name if it holds no named class."""
    value, names = tape.value(stream, timestep), naming.named(stream)
    if tape.graph.index(stream) and 0 <= int(value) < len(names):
        return _quoted(names, int(value))
    if names and value.shape == (len(names),):
        return _quoted(names, int(np.argmax(value)))
    return f"{stream}[{timestep}]"


def _quoted(names: Sequence[str], index: int) -> str:
    return f"“{visible(names[index])}”"


def _guess(tape: Tape, line: Equation, timestep: int, naming: Naming | None) -> tuple[int, str, float] | None:
    """Of a class loss: the target's class (-1: none), how it is called, and the probability that it got."""
    for operation in line.operations:
        if operation.kind == "cross_entropy":
            logits, target = operation.inputs
            if isinstance(logits, Read) and isinstance(target, Read) and tape.graph.index(target.name):
                index = int(tape.value(target.name, timestep + target.lag))
                if index < 0:
                    return index, "", 0.0
                names = naming.named(target.name) if naming is not None else ()
                called = _quoted(names, index) if index < len(names) else str(index)
                scores = tape.value(logits.name, timestep + logits.lag)
                weights = np.exp(scores - np.max(scores))
                return index, called, float(weights[index] / np.sum(weights))
    return None


def _percent(share: float) -> str:
    if np.isnan(share):
        return "NaN"
    percent = 100 * share
    return f"{percent:.0f}" if percent >= 1 or percent == 0 else "< 1"
