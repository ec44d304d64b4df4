"""From where on a finding is one. Every number can be changed; the README says what was tried with these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Thresholds:
    """Rates are factors a timestep, shares are parts of one.

    `vanishing_rate`: what a loss sends back shrinks to less than this at each timestep on its way, and
    `vanishing_rest`: in the end less than this part of it is left.
    `exploding_growth`: what a loss sends back becomes this many times as large on its way.
    `least_timesteps`: on a shorter way, and over a shorter run, no rate is told, no unit called dead or saturated.
    `saturated_tanh`, `saturated_gate`: |tanh| beyond the one, a sigmoid within the other of 0 or 1; a unit is
    saturated that is so in at least `saturated_time` of the timesteps, a value if `saturated_units` of its units are,
    or if `saturated_whole` of all its numbers are.
    `dead_range`: a unit whose values differ by less than this part of what the liveliest unit beside it does is dead.
    `input_share`: an input has no effect whose gradient times its own variation is less than this part of the
    strongest input's.
    `cut_share`: a cut of truncation, or a `stop`, takes so much of a value's gradient
    (of its square, averaged over the timesteps).
    `target_share`: targets have no effect if fewer than this part of those that are there send a gradient, and
    `target_weight`: it is none where it is less than this part of the strongest loss' weight.
    """

    vanishing_rate: float = 0.4
    vanishing_rest: float = 1e-3
    exploding_growth: float = 100.0
    least_timesteps: int = 8
    saturated_tanh: float = 0.99
    saturated_gate: float = 0.01
    saturated_time: float = 0.9
    saturated_units: float = 0.1
    saturated_whole: float = 0.6
    dead_range: float = 1e-6
    input_share: float = 1e-4
    cut_share: float = 0.25
    target_share: float = 0.05
    target_weight: float = 1e-6
