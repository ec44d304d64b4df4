"""rnnviz, a desktop debugger for recurrent networks.

The house, from the ground up; imports point downwards only:

    app/         the window, the actions, the theme, the settings, the command line
    views/       one file a view; a view asks the session and shows, and keeps nothing
    session/     the one object that changes, announces its changes, and can undo them
    widgets/     parts that know Qt, and not the session
    debugger/    stepping, breakpoints, diagnostics, why, what if: functions of a tape, without a window
    layout/      where things stand in the picture: geometry of the graph, without Qt
    formats/     what comes in and goes out without a window
    models/      a model and its data: equations, sizes, parameters, sequences; training; the gallery
    engine/      the schedule, execution, the tape, contributions, gradient check; batches and updates
    equations/   the language: its table of operations, text to graph, shapes, adjoint, and back to text
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from rnnviz.engine import Cancelled as Cancelled
    from rnnviz.engine import Contributions as Contributions
    from rnnviz.engine import DataError as DataError
    from rnnviz.engine import Tape as Tape
    from rnnviz.engine.data import Data
    from rnnviz.equations import EquationError as EquationError
    from rnnviz.formats.text import FormatError as FormatError
    from rnnviz.models import Model as Model
    from rnnviz.models.recipe import Recipe as Recipe
    from rnnviz.models.training import Training as Training

__version__ = "0.1.0"

_HOMES = {
    "Cancelled": "rnnviz.engine",
    "Contributions": "rnnviz.engine",
    "DataError": "rnnviz.engine",
    "EquationError": "rnnviz.equations",
    "FormatError": "rnnviz.formats.text",
    "Model": "rnnviz.models",
    "Recipe": "rnnviz.models.recipe",
    "Tape": "rnnviz.engine",
    "Training": "rnnviz.models.training",
}

if not TYPE_CHECKING:  # a type checker shall know the names one by one

    def __getattr__(name: str) -> Any:
        """What a script uses is imported when it is asked for: the command has something to say before numpy comes."""
        if name not in _HOMES:
            raise AttributeError(f"module 'rnnviz' has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)

    def __dir__() -> list[str]:
        return sorted([*globals(), *_HOMES])


def load(path: Path | str, loss: str = "", dtype: str = "float64") -> Model:
    """The model in a file, ready to run.

    A project's model is as it was saved. A checkpoint's tensors (`.safetensors`, `.npz`, or `.pt` without PyTorch and
    without running anything in it) become the equations of PyTorch's RNN, LSTM or GRU layers, stacked and in one or
    two directions, with the embedding before and the linear layer after them, and the parameters of these; `dtype` is
    the precision that they are computed in. A checkpoint does not say what was trained: an equation such as
    `loss="L[t] = cross_entropy(y[t], target[t])"` gives it gradients. Raises FormatError, which says what is wrong
    with a file, and EquationError for the loss.
    """
    from rnnviz.session.checkpoint import model_in

    return model_in(path, loss, dtype)


def debug(model: Model, data: Data, initial: Data | None = None, truncate: int | None = None) -> int:
    """Runs a model over data (see `Model.run`) and opens the window on it; returns when the window is closed.

    Raises DataError where the data do not fit the model.
    """
    from rnnviz.app.command_line import show  # Qt is imported when a window is asked for, not before

    return show(model, data, initial, truncate)
