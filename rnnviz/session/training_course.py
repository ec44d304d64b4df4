"""A training and the draft that it began with: which drafts are its own, and the parameters that it has reached."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rnnviz.engine.values import frozen
from rnnviz.session.draft import Draft
from rnnviz.session.given import Trained
from rnnviz.session.training_plan import TrainingPlan

if TYPE_CHECKING:
    from rnnviz.models.training import Training

_ANEW = ("example", "given", "text", "equations", "hidden", "seed", "dtype", "initialisation", "sizes", "truncate")
"""A draft with another of these is trained anew."""


def same_model(draft: Draft, base: Draft) -> bool:
    """Whether a training that began with `base` can go on with `draft`, but for the parameters."""
    return all(getattr(draft, name) == getattr(base, name) for name in _ANEW)


def same_parameters(one: Trained | None, other: Trained | None) -> bool:
    """Whether two drafts have the same parameters from training, or neither has any."""
    return one is other or (one is not None and other is not None and one.parameters is other.parameters)


@dataclass(eq=False)
class Course:
    """A training, the draft that it began with, and what was set. `handed_out` are the parameters, by the number of
    updates, that a draft may have from it."""

    training: Training
    base: Draft
    plan: TrainingPlan
    handed_out: dict[int, Trained] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.base.trained is not None:
            self.handed_out.setdefault(0, self.base.trained)

    @property
    def numbers(self) -> tuple[int, ...]:
        """After how many updates the parameters are kept, ascending; the present ones too."""
        kept = self.training.snapshots.numbers
        return kept if not kept or self.training.number == kept[-1] else (*kept, self.training.number)

    def continues(self, plan: TrainingPlan) -> bool:
        """Whether a plan is this training's own, but for how many updates are made, and where they begin."""
        own = self.plan
        return replace(plan, recipe=replace(plan.recipe, updates=own.recipe.updates), anew=own.anew) == own

    def where(self, draft: Draft) -> int | None:
        """After how many updates a draft's parameters are; None where they are others."""
        if same_parameters(draft.trained, self.base.trained) and draft.weights == self.base.weights:
            return 0
        if draft.weights:
            return None
        handed_out = ((number, one) for number, one in self.handed_out.items() if number)
        return next((number for number, one in handed_out if same_parameters(one, draft.trained)), None)

    def parameters(self, number: int) -> Trained:
        """The parameters after so many updates; those of the beginning are the base's."""
        if number not in self.handed_out:
            kept = self.training.snapshots.kept.get(number)
            own: Any = kept.parameters if kept is not None else self.training.parameters
            self.handed_out[number] = Trained(MappingProxyType({name: frozen(one) for name, one in own.items()}))
        return self.handed_out[number]

    def draft_at(self, draft: Draft, number: int) -> Draft:
        """A draft of this training with the parameters after so many updates."""
        if number == 0:
            return replace(draft, trained=self.base.trained, weights=self.base.weights)
        return replace(draft, trained=self.parameters(number), weights=())
