"""Any system of equations can be examined, whatever comes of it: with the usual thresholds, and with such that nearly
everything is a finding."""

import numpy as np
import pytest

from rnnviz.debugger.diagnostics import Thresholds, diagnose
from tests.reference.comparison import tape_of
from tests.reference.random_systems import random_system

SHARP = Thresholds(
    vanishing_rate=0.9,
    vanishing_rest=0.5,
    exploding_growth=1.1,
    least_timesteps=1,
    saturated_tanh=0.5,
    saturated_gate=0.3,
    saturated_time=0.1,
    saturated_units=0.0,
    saturated_whole=0.1,
    dead_range=0.1,
    input_share=0.3,
    cut_share=0.01,
)


@pytest.mark.parametrize("seed", [*range(10), 29, 48, 54, 77, 159])
def test_that_any_run_is_examined_and_every_place_is_in_it(seed: int) -> None:
    tape = tape_of(random_system(seed))
    for thresholds in (None, SHARP):
        for one in diagnose(tape, thresholds):
            value = tape.value(one.place.name, one.place.timestep)
            if one.place.unit is not None:
                assert np.shape(value[one.place.unit]) == ()
            assert "{" not in str(one)
