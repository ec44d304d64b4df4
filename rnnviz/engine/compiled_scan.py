"""Long scans as machine code, where llvmlite is installed: at H = 16 ten times as fast as one numpy call after
another and more, at H = 128 twice.

Which scans these are depends on the equations, the sizes and the number of timesteps alone, never on what ran before:
the same run gives the same numbers, bit for bit, each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from rnnviz.engine import machine_code
from rnnviz.engine.operation_text import Packed, Setting
from rnnviz.engine.room import aligned
from rnnviz.engine.scan_text import Program, program
from rnnviz.engine.schedule import Schedule, Stage
from rnnviz.engine.values import Extent, Values
from rnnviz.equations import Read
from rnnviz.equations.kernels import Array

WORTH: float = 60_000
"""Operations times timesteps from which a scan is compiled. Each costs numpy 0.5 to 1 µs, and to load llvmlite and to
compile two scans takes some 0.1 s: so from here on the first run gains already, if little, and the next ones more."""
WIDEST = 1 << 18
"""Elements of a matrix above which its product is nearly all of the time and numpy's, on several processors, wins."""


@dataclass(frozen=True)
class CompiledScan:
    """A scan's program and its machine code."""

    program: Program
    code: machine_code.Code

    def over(self, values: Values, extent: Extent, direction: int) -> Walk:
        """The scan over the arrays of `values`."""
        return Walk(self, values, extent, direction)


class Walk:
    """A scan in its direction over the arrays of a run."""

    def __init__(self, scan: CompiledScan, values: Values, extent: Extent, direction: int) -> None:
        self.scan, self.values, self.extent, self.direction = scan, values, extent, direction
        # Machine code keeps no array alive: this does.
        self.constants = [constant(one, values) for one in scan.program.constants]
        self.places = addresses(self.constants)
        self.scratch = aligned(np.zeros(scan.program.scratch), np.uint8)

    def run(self, first: int, last: int) -> None:
        """The timesteps `first` to `last`, both included; those before them in its direction are there already."""
        values, needed = self.values, self.scan.program
        rows = [plain(values.rows(one.name, first + one.lag, last + one.lag), values.dtype) for one in needed.sequences]
        rows += [crossing(self.extent, first, last, lag) for lag in needed.crossings]
        strides = np.array([row.strides[0] for row in rows], np.int64)
        starts = addresses(rows)
        if self.direction < 0:
            starts += strides * (last - first)
            strides = -strides
        tables = (starts, strides, self.places, self.scratch)
        self.scan.code(last - first + 1, *(table.ctypes.data for table in tables))


def compiled_scan(
    stage: Stage, plan: Schedule, dtype: np.dtype[Any], timesteps: int, cut: Callable[[Read], bool]
) -> CompiledScan | None:
    """The stage as machine code; None where numpy is to compute it: too short to repay the compilation, an operation
    without a text, matrices so large that nothing is gained, or no llvmlite. `cut` tells which reads are ever cut."""
    if len(stage.operations) * timesteps < WORTH:
        return None
    setting = Setting(stage.kept, stage.carried, plan.timed, plan.shape, plan.views, cut, dtype)
    widest = max(prod(plan.shape(read.name)) for one in stage.operations for read in one.reads)
    if widest > WIDEST or not setting.has_text(stage.operations) or not machine_code.usable():
        return None
    made = program(stage.operations, setting)
    return CompiledScan(made, machine_code.machine_code(made.text))


def constant(one: str | Packed, values: Values) -> Array:
    if isinstance(one, Packed):
        return aligned(one.of(values.constant[one.name], values.dtype), values.dtype)
    return np.ascontiguousarray(values.constant[one], values.dtype)


def plain(rows: Array, dtype: np.dtype[Any]) -> Array:
    """Rows whose elements lie side by side and are of the run's type; what a scan writes is so from the first."""
    return rows if rows.dtype == dtype and rows[0, ...].flags.c_contiguous else np.ascontiguousarray(rows, dtype)


def crossing(extent: Extent, first: int, last: int, lag: int) -> Array:
    found = extent.cut(first, last, lag)
    return np.zeros(last - first + 1, np.bool_) if found is None else found


def addresses(arrays: list[Array]) -> Array:
    return np.array([array.ctypes.data for array in arrays], np.int64)
