"""What a user sets for a training, and the table of a project that says it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from enum import Enum
from typing import Any

from rnnviz.engine.data import DataError
from rnnviz.equations.sentence import said
from rnnviz.formats.fields import Fields
from rnnviz.formats.text import FormatError
from rnnviz.models.recipe import Recipe, recipe_of


class Source(Enum):
    """What a model is trained on."""

    EXAMPLE = "example"
    """The sequences of the example's task."""
    WHOLE = "whole"
    """What it runs over now, as one sequence."""
    CHUNKS = "chunks"
    """The text that it runs over, read in chunks, with the state carried from one to the next."""


@dataclass(frozen=True)
class TrainingPlan:
    """What a user has set: the recipe, whose `updates` are those of one press of the button; what is trained on; and
    whether it begins `anew`, with the weights of the seed, or with the parameters in force."""

    recipe: Recipe
    source: Source = Source.WHOLE
    anew: bool = False


def plan_table(plan: TrainingPlan) -> dict[str, Any]:
    """Plain values that say a plan."""
    return {"on": plan.source.value, "anew": plan.anew, **asdict(plan.recipe)}


def plan_in(table: Fields) -> TrainingPlan:
    """The plan that a project's table says. Raises FormatError for what is none."""
    source = table.choice("on", [one.value for one in Source], Source.WHOLE.value)
    anew = table.flag("anew", False)
    given = {one.name: table.value(one.name) for one in fields(Recipe) if one.name in table}
    try:
        recipe = recipe_of(given)
    except DataError as error:
        raise FormatError(
            said("“{file}” cannot be used: {where}: {error}", file=table.file, where=table.where, error=error)
        ) from error
    return TrainingPlan(recipe, Source(source), anew)
