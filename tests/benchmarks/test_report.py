"""Medians, targets and tables say what was measured."""

from __future__ import annotations

import pytest

from tests.benchmarks.contenders.field import ENGINE, FUSED, NUMPY
from tests.benchmarks.equations import FORMS, Form
from tests.benchmarks.measures.race import Race, race
from tests.benchmarks.measures.spread import spread
from tests.benchmarks.report import race_row, table
from tests.benchmarks.targets import Verdict, of_forms, of_race


def made_up(form: Form, timesteps: int, hidden: int, **seconds: tuple[float, ...]) -> Race:
    names = {"engine": ENGINE, "numpy": NUMPY, "fused": FUSED}
    return Race(form, timesteps, hidden, "float64", {names[key]: one for key, one in seconds.items()}, 0, 0, 1)


def test_that_a_spread_is_the_median_between_quartiles() -> None:
    one = spread([5, 1, 4, 2, 3])
    assert (one.low, one.median, one.high, one.count) == (2, 3, 4, 5)
    assert spread([7]).high == 7
    with pytest.raises(ValueError, match="measured"):
        spread([])


def test_that_ratios_are_taken_round_by_round() -> None:
    """The machine was ten times as slow in the second round, for both."""
    one = made_up(FORMS[0], 25, 100, engine=(1.0, 10.0, 1.0), numpy=(2.0, 20.0, 2.0))
    ratio = one.ratio(ENGINE, NUMPY)
    assert ratio is not None
    assert (ratio.low, ratio.median, ratio.high) == (0.5, 0.5, 0.5)
    assert one.ratio(ENGINE, FUSED) is None


@pytest.mark.parametrize(("seconds", "met"), [(1.09, True), (1.11, False)])
def test_that_a_target_is_met_on_its_own_side(seconds: float, met: bool) -> None:
    (verdict,) = of_race(made_up(FORMS[0], 1000, 128, engine=(seconds,), numpy=(1.0,)))
    assert verdict.met is met
    (verdict,) = of_race(made_up(FORMS[0], 1000, 512, engine=(1.0,), fused=(3 * seconds,)))
    assert verdict.bound == 3
    assert verdict.met
    assert not Verdict("", 4, False, 3.9).met


def test_that_gates_one_by_one_are_held_against_stacked_ones_of_the_same_size() -> None:
    stacked = made_up(FORMS[1], 25, 100, engine=(1.0,), numpy=(1.0,))
    separate = made_up(FORMS[2], 25, 100, engine=(3.0,), numpy=(2.0,))
    longer = made_up(FORMS[2], 100, 100, engine=(9.0,), numpy=(1.0,))
    (verdict,) = of_forms([stacked, separate, longer])
    assert verdict.measured == 1.5


def test_that_who_did_not_run_is_a_dash() -> None:
    row = race_row(made_up(FORMS[0], 10_000, 128, engine=(0.0015,)))
    assert row == ("vanilla", "10,000", "128", "1.5 (1.5–1.5)", "–", "–", "–", "–")
    assert table(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | ---: |\n| 1 | 2 |"


def test_that_a_race_runs_everybody_as_often_as_is_needed() -> None:
    one = race(FORMS[0], 3, 4, "float64", budget=0)
    assert {len(seconds) for seconds in one.seconds.values()} == {5}
    assert one.disagreement < 1e-9
    assert one.preparation > 0
