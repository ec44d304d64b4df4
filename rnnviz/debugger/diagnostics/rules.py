"""Every rule, in the order in which they are tried and told; adding one means a file and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from rnnviz.debugger.diagnostics import (
    cut_paths,
    dead_units,
    exploding,
    idle_inputs,
    idle_targets,
    not_finite,
    saturation,
    vanishing,
)
from rnnviz.debugger.diagnostics.examination import Examination
from rnnviz.debugger.diagnostics.finding import Finding

Rule = Callable[[Examination], Iterator[Finding]]

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        not_finite.RULE: not_finite.not_finite,
        exploding.RULE: exploding.exploding,
        vanishing.RULE: vanishing.vanishing,
        saturation.RULE: saturation.saturation,
        dead_units.RULE: dead_units.dead_units,
        idle_inputs.RULE: idle_inputs.idle_inputs,
        idle_targets.RULE: idle_targets.idle_targets,
        cut_paths.RULE: cut_paths.cut_paths,
    }
)
"""The rules by their names."""
