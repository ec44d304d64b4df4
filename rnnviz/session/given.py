"""A model and data that stand in place of a text: a script's, a checkpoint's, or arrays that a user has chosen.

The equations over them can be edited all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.data import DataError, classes_of, extent_of, stream_keys
from rnnviz.equations.lines import read_lines
from rnnviz.equations.sentence import said
from rnnviz.models.model import Model
from rnnviz.models.streams import roles

PARAMETERS = ""
"""Under this name the origins tell where the parameters come from; no stream is called so."""


class Kind(Enum):
    """Where an array comes from."""

    SCRIPT = "script"
    FILE = "file"
    EXAMPLE = "example"
    TYPED = "typed"
    TEXT = "text"
    RANDOM = "random"
    ZEROS = "zeros"
    NONE = "none"
    """Of a target: there is none at any timestep."""
    NEXT = "next"
    """Of a target: what another stream is at the next timestep."""
    DRAWN = "drawn"
    """Of parameters: drawn from the seed."""

    @property
    def made(self) -> bool:
        """Whether such data are made, as long as the others are."""
        return self in (Kind.RANDOM, Kind.ZEROS, Kind.NONE, Kind.NEXT)


@dataclass(frozen=True)
class Origin:
    """Where an array comes from; `name` is the file and the array in it, or the stream whose next value it is."""

    kind: Kind
    name: str = ""


SCRIPT = Origin(Kind.SCRIPT)


@dataclass(frozen=True, eq=False)
class Trained:
    """Parameters that training has reached, by name; a model of another shape draws its own instead."""

    parameters: Mapping[str, NDArray[Any]]

    def over(self, parameters: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        """These for those of `parameters` that have the same name and shape."""
        own = self.parameters
        return {
            name: own[name] if name in own and own[name].shape == value.shape else value
            for name, value in parameters.items()
        }


@dataclass(frozen=True, eq=False)
class Given:
    """`data` gives each stream of the equations its rows, `initial` some states their values before the first timestep.

    `origins` tells where these come from, by the names that they are given under, and of the parameters under
    `PARAMETERS`; what is not in it is a script's.
    """

    model: Model
    data: Mapping[str, Any]
    initial: Mapping[str, Any] | None = None
    origins: Mapping[str, Origin] = field(default_factory=lambda: MappingProxyType({}))

    def origin(self, name: str) -> Origin:
        """Where the data of a stream come from, or a state's value, or (`PARAMETERS`) the parameters."""
        return self.origins.get(name, SCRIPT)

    @property
    def drawn(self) -> bool:
        """Whether the parameters are drawn from a seed, to fit whatever data there are."""
        return self.origin(PARAMETERS).kind is Kind.DRAWN

    @property
    def hidden(self) -> int:
        """The size of the first state that is a vector; 1 where there is none."""
        shapes = (self.model.graph.shape(name) for name in self.model.graph.states)
        return next((shape[0] for shape in shapes if len(shape) == 1), 1)

    @property
    def timesteps(self) -> int:
        """How long a run over the data is. Raises DataError where they do not fit the model."""
        return self.timesteps_of(self.model)

    def timesteps_of(self, model: Model) -> int:
        """How long a run of `model` over the data is. Raises DataError where they do not fit."""
        return extent_of(model.graph, self.data_for(model), model.timesteps, model.parameters, None).timesteps

    def is_own(self, equations: str, hidden: int) -> bool:
        """Whether equations and hidden size are those of the model itself."""
        return equations == self.model.text and hidden == self.hidden

    def sizes(self, equations: str, hidden: int) -> dict[str, tuple[int, ...]]:
        """Every size of the model, if these are its own equations; else those of the streams and, at an unchanged
        hidden size, of its states, as far as `equations` have them. Raises DataError for a stream that the data do not
        have."""
        graph, kept = self.model.graph, list(roles(equations))
        found = {name: graph.shape(name) for name in kept if name in graph.streams}
        for name in kept:
            if name not in found:
                if name not in self.data:
                    has = ", ".join(f"`{one}`" for one in self.data) or said("no stream")
                    raise DataError(
                        said(
                            "The equations read the stream `{name}`, and the data has {has}. Choose data for it "
                            "in the Data panel.",
                            name=name,
                            has=has,
                        )
                    )
                found[name] = np.shape(self.data[name])[1:]
        kept = []
        if self.is_own(equations, hidden):
            kept = [name for name in (*graph.named, *graph.parameters) if "[" not in name]
        elif hidden == self.hidden:
            defined = {name for one in read_lines(equations).assignments for name in one.names}
            kept = [name for name in graph.states if name in defined]
        return {**found, **{name: graph.shape(name) for name in kept}}

    def classes(self, equations: str) -> dict[str, int]:
        """How many classes the index streams of `equations` count: as many as the model, or else the data, have."""
        found = {}
        for name, role in roles(equations).items():
            rows = np.asarray(self.data[name]) if role.index and name in self.data else np.zeros(0)
            known = classes_of(self.model.graph, name) if name in self.model.graph.streams else None
            if known is not None:
                found[name] = known
            elif rows.ndim == 1 and rows.size:
                found[name] = max(1, int(np.nanmax(rows)) + 1)
        return found

    def weights(self, model: Model) -> dict[str, NDArray[Any]]:
        """The given model's parameters for those of `model` that have the same name and shape."""
        return Trained(self.model.parameters).over(model.parameters)

    def data_for(self, model: Model) -> dict[str, Any]:
        """The data for the streams that `model` reads."""
        return {key: self.data[key] for key in stream_keys(model.graph) if key in self.data}
