"""What the project wants of its engine, and whether a measurement has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.benchmarks.contenders.field import ENGINE, FUSED, ITEMISED, JAX, NUMPY
from tests.benchmarks.equations import FORMS
from tests.benchmarks.measures.race import Race
from tests.benchmarks.measures.spread import Spread

STACKED, ONE_BY_ONE = FORMS[1], FORMS[2]
AS_FAST = 1.1
"""What "as fast as" may be off by: the spread of a quiet machine."""


@dataclass(frozen=True)
class Verdict:
    """A target beside what was measured. `at_most` tells on which side of `bound` the target lies."""

    what: str
    bound: float
    at_most: bool
    measured: float
    unit: str = "times"

    @property
    def met(self) -> bool:
        return self.measured <= self.bound if self.at_most else self.measured >= self.bound

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The verdict as a row of a table: what, target, measured, met or not."""
        side = "at most" if self.at_most else "at least"
        return (
            self.what,
            f"{side} {self.bound:g} {self.unit}",
            f"{self.measured:.3g}",
            "met" if self.met else "**not met**",
        )


def numpy_bound(race: Race) -> float:
    return 1.1 if race.timesteps >= 1000 else 1.25


def fused_bound(race: Race) -> float:
    return 3.0 if race.form.cell == "vanilla" and race.hidden == 512 else 3.5


def itemised_bound(race: Race) -> float:
    return 24.0 if race.form.cell == "vanilla" else 11.0


def jax_bound(race: Race) -> float:
    if race.hidden >= 512:
        return 1.0
    return 1.4 if race.timesteps >= 1000 else 1.9


def of_race(race: Race) -> Iterator[Verdict]:
    """The targets of one race, for the contenders that ran."""
    where = f"{race.form.name}, T = {race.timesteps:,}, H = {race.hidden}"

    def median(one: Spread | None) -> float | None:
        return one.median if one else None

    for ratio, what, bound, at_most in (
        (race.ratio(ENGINE, NUMPY), "time over hand-written numpy's", numpy_bound(race), True),
        (race.ratio(FUSED, ENGINE), "as fast as PyTorch's fused module", fused_bound(race), False),
        (race.ratio(ITEMISED, ENGINE), "as fast as PyTorch with clones", itemised_bound(race), False),
        (race.ratio(ENGINE, JAX), "time over JAX's", jax_bound(race), True),
    ):
        measured = median(ratio)
        if measured is not None:
            yield Verdict(f"{where}: {what}", bound, at_most, measured)


def of_forms(races: Sequence[Race]) -> Iterator[Verdict]:
    """Gates written one by one against stacked ones, each over the same yardstick's time in its own race."""
    for stacked in races:
        for separate in races:
            same = (stacked.timesteps, stacked.hidden) == (separate.timesteps, separate.hidden)
            if same and stacked.form is STACKED and separate.form is ONE_BY_ONE:
                one, other = separate.ratio(ENGINE, NUMPY), stacked.ratio(ENGINE, NUMPY)
                assert one is not None
                assert other is not None
                where = f"LSTM, T = {stacked.timesteps:,}, H = {stacked.hidden}"
                yield Verdict(f"{where}: gate by gate over stacked", AS_FAST, True, one.median / other.median)
