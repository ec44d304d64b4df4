"""A model and data handed over by a script, in place of a text; the equations over them can be edited all the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from rnnviz.engine.data import DataError, extent_of, stream_keys
from rnnviz.equations.lines import read_lines
from rnnviz.models.model import Model
from rnnviz.models.streams import roles


@dataclass(frozen=True, eq=False)
class Given:
    """`data` gives each stream of `model` its rows, `initial` some states their values before the first timestep."""

    model: Model
    data: Mapping[str, Any]
    initial: Mapping[str, Any] | None = None

    @property
    def hidden(self) -> int:
        """The size of the first state that is a vector; 1 where there is none."""
        shapes = (self.model.graph.shape(name) for name in self.model.graph.states)
        return next((shape[0] for shape in shapes if len(shape) == 1), 1)

    @property
    def timesteps(self) -> int:
        """How long a run over the data is. Raises DataError where they do not fit the model."""
        model = self.model
        return extent_of(model.graph, self.data, model.timesteps, model.parameters, None).timesteps

    def is_own(self, equations: str, hidden: int) -> bool:
        """Whether equations and hidden size are those of the model itself."""
        return equations == self.model.text and hidden == self.hidden

    def sizes(self, equations: str, hidden: int) -> dict[str, tuple[int, ...]]:
        """Every size of the model, if these are its own equations; else those of its streams and, at an unchanged
        hidden size, of its states, as far as `equations` have them. Raises DataError for a stream that the data do not
        have."""
        graph, kept = self.model.graph, list(roles(equations))
        for name in kept:
            if name not in graph.streams:
                has = ", ".join(f"`{one}`" for one in graph.streams) or "no stream"
                raise DataError(f"The equations read the stream `{name}`, and the data has {has}.")
        if self.is_own(equations, hidden):
            kept += [name for name in (*graph.named, *graph.parameters) if "[" not in name]
        elif hidden == self.hidden:
            defined = {name for one in read_lines(equations).assignments for name in one.names}
            kept += [name for name in graph.states if name in defined]
        return {name: graph.shape(name) for name in kept}

    def weights(self, model: Model) -> dict[str, NDArray[Any]]:
        """The given model's parameters for those of `model` that have the same name and shape."""
        given = self.model.parameters
        return {
            name: given[name] if name in given and given[name].shape == value.shape else value
            for name, value in model.parameters.items()
        }

    def data_for(self, model: Model) -> dict[str, Any]:
        """The data for the streams that `model` reads."""
        return {key: self.data[key] for key in stream_keys(model.graph) if key in self.data}
