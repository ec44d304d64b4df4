"""From numbers to the 256 entries of a colour map, and what the scale in use is called."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from rnnviz.widgets.number_text import MINUS, short
from rnnviz.widgets.sources import Rows

LEAST_DECADES, MOST_DECADES = 1, 12
"""How many powers of ten a logarithmic scale shows."""


class ScaleKind(Enum):
    """How a map's range is chosen."""

    FIXED = "fixed"
    """One range for the whole run, up to its largest magnitude."""
    ROBUST = "robust"
    """One range for the whole run, up to the magnitude that 99 % stay below; larger ones share the last colour."""
    PER_TIMESTEP = "per_timestep"
    """Each column has its own range."""
    LOG = "log"
    """Magnitudes by powers of ten, one range for the whole run."""


def kind_name(kind: ScaleKind) -> str:
    """What menus call a kind of scale."""
    return {
        ScaleKind.FIXED: QCoreApplication.translate("scales", "Fixed"),
        ScaleKind.ROBUST: QCoreApplication.translate("scales", "Fixed, without outliers"),
        ScaleKind.PER_TIMESTEP: QCoreApplication.translate("scales", "Per timestep"),
        ScaleKind.LOG: QCoreApplication.translate("scales", "Logarithmic"),
    }[kind]


@dataclass(frozen=True)
class Scale:
    """A range of magnitudes for a diverging (`signed`) or a sequential map."""

    kind: ScaleKind
    largest: float
    """The magnitude of the last colour; not used per timestep."""
    smallest: float = 0.0
    """The magnitude of the first colour on a logarithmic scale."""
    signed: bool = True

    def fractions(self, values: Rows) -> NDArray[np.float64]:
        """Values (columns, units) as -1 … 1, or 0 … 1 when not signed; 0 where not finite."""
        finite = np.isfinite(values)
        numbers: NDArray[np.float64] = values.astype(np.float64)
        if not finite.all():
            numbers = np.where(finite, numbers, 0.0)
        if self.kind is ScaleKind.LOG:
            return self._logarithmic(numbers)
        largest: float | NDArray[np.float64] = self.largest
        if self.kind is ScaleKind.PER_TIMESTEP:
            column = np.abs(numbers).max(axis=1, keepdims=True, initial=0.0)
            largest = np.where(column > 0, column, 1.0)
        elif self.largest == 0:
            largest = 1.0
        return np.clip(numbers / largest, -1.0 if self.signed else 0.0, 1.0)

    def _logarithmic(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        low, high = self.decades()
        magnitude = np.abs(numbers)
        seen = magnitude > 0
        exponent = np.log10(magnitude, out=np.full_like(magnitude, low), where=seen)
        # The least magnitude still differs from zero.
        part = np.where(seen, 0.06 + 0.94 * np.clip((exponent - low) / (high - low), 0, 1), 0.0)
        return np.sign(numbers) * part if self.signed else part * (numbers > 0)

    def decades(self) -> tuple[float, float]:
        """The exponents of ten at the two ends of a logarithmic scale."""
        high = math.log10(self.largest) if self.largest > 0 else 0.0
        low = math.log10(self.smallest) if self.smallest > 0 else high - LEAST_DECADES
        return min(max(low, high - MOST_DECADES), high - LEAST_DECADES), high

    def index(self, values: Rows) -> NDArray[np.uint8]:
        """The entries of the colour map for values (columns, units)."""
        fraction = self.fractions(values)
        entries = 127.5 + 127.5 * fraction if self.signed else 255 * fraction
        return np.rint(entries).astype(np.uint8)

    def note(self) -> str:
        """What a lane's head says of the scale, short."""
        if self.kind is ScaleKind.PER_TIMESTEP:
            return QCoreApplication.translate("scales", "per timestep")
        if self.kind is ScaleKind.LOG:
            log = QCoreApplication.translate("scales", "log scale")
            return "± " + log if self.signed else log
        if self.kind is ScaleKind.ROBUST:
            return QCoreApplication.translate("scales", "fixed, 99 %")
        return QCoreApplication.translate("scales", "fixed scale")

    def ends(self) -> tuple[str, str]:
        """The labels of the legend's two ends; of a signed logarithmic scale, the least and the largest magnitude."""
        if self.kind is ScaleKind.PER_TIMESTEP:
            largest = QCoreApplication.translate("scales", "max")
            return (MINUS + largest if self.signed else "0", largest)
        if self.kind is ScaleKind.LOG:
            return short(10.0 ** self.decades()[0], 1), short(self.largest, 1)
        return (short(-self.largest) if self.signed else "0", short(self.largest))
