"""What is selected: its timestep, and as an expression of the language to be watched or to stop at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnnviz.debugger.expression import Expression
from rnnviz.debugger.expression_names import Names
from rnnviz.debugger.expression_values import Evaluation
from rnnviz.session.draft import TOTAL_LOSS, Selection

if TYPE_CHECKING:
    from rnnviz.engine import Tape
    from rnnviz.session.session import Session


def pointed_timestep(session: Session) -> int:
    """The selected timestep; where none is, that of the cursor."""
    selected, tape = session.selection.timestep, session.tape
    if selected is not None and tape is not None and 1 <= selected <= tape.timesteps:
        return selected
    return session.timestep or 1


def expression_of(selection: Selection, tape: Tape) -> str:
    """The selected value at `t`, or its selected element: `h[t][2]`, `dW_hh[t][0, 1]`, `W_hh[0, 1]`; of a whole
    gradient `total(dW_hh[t][0, 1])`."""
    if selection.name == TOTAL_LOSS:
        return " + ".join(f"{name}[t]" for name in tape.graph.losses)
    name = selection.name.removesuffix(".total")
    total = name != selection.name
    timed = "[" not in name and not total and Names(tape).has_timesteps(name)
    text = f"{name}[t]" if timed else name
    if selection.unit in (None, ()):
        return text
    element = f"[{', '.join(map(str, selection.unit or ()))}]"
    return f"total({name}[t]{element})" if total else text + element  # elements stand behind a timestep


def condition_of(selection: Selection, tape: Tape, timestep: int) -> str:
    """A condition to go on from: the selected number, or the norm of the selected value, above what it is at a
    timestep. Of a parameter, which no timestep changes, it is the contribution that is asked about."""
    parameter = tape.graph.parameters.get(selection.name)
    if parameter is not None and not parameter.untied:
        contributes = parameter.state is None and bool(tape.adjoint.equations)
        if not contributes:
            return ""
        selection = Selection(f"d{selection.name}", selection.timestep, selection.unit)
    expression = Expression.parse(expression_of(selection, tape), tape)
    if expression.index:
        return f"{expression.text} == {int(Evaluation(expression, tape).at(timestep))}"
    text = expression.text if expression.shape == () else f"norm({expression.text})"
    value = float(Evaluation(Expression.parse(text, tape), tape).at(timestep))
    return f"{text} > {value:.3g}" if np.isfinite(value) else f"isfinite({text}) == 0"
