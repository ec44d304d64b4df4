"""Deeper step by step: a shallow net is trained, layers are inserted, the deeper net is trained on.

So the nets of VGG were trained that were too deep to be trained at once (Simonyan & Zisserman 2015, section 3.1): the
layers of a shallower net stand at the beginning and at the end, and those between start at random. Layers are the
timesteps of a model with untied parameters.
"""

from __future__ import annotations

from collections.abc import Mapping

from rnnviz.equations.kernels import Array
from rnnviz.models.model import Model


def with_layers(model: Model, layers: int) -> Model:
    """The same model with so many layers, its parameters drawn from its seed."""
    return Model(
        model.text,
        model.sizes,
        model.seed,
        dtype=model.dtype,
        initialisation=model.initialisation,
        timesteps=layers,
    )


def deepened(shallow: Mapping[str, Array], deep: Model) -> Model:
    """A model with the parameters of a shallower one. Of untied parameters the first half of the layers stays at the
    beginning and the rest at the end; what is between keeps what `deep` has there."""
    parameters = dict(deep.parameters)
    for name, parameter in deep.graph.parameters.items():
        drawn, given = parameters[name], shallow[name]
        if parameter.untied:
            first = len(given) // 2
            parameters[name] = drawn.copy()
            parameters[name][:first] = given[:first]
            parameters[name][len(drawn) - (len(given) - first) :] = given[first:]
        else:
            parameters[name] = given
    return deep.with_parameters(parameters)
