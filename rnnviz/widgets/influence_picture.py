"""The numbers of a map of influence: what each loss sends back to each timestep."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from PySide6.QtCore import QCoreApplication

from rnnviz.widgets.maxima import Maxima, by_row
from rnnviz.widgets.number_text import exact
from rnnviz.widgets.scales import Scale, ScaleKind
from rnnviz.widgets.sources import Rows

LEAST_SHARE = 1e-4
"""A smaller part of the row's largest number is not told in per cent."""


class InfluenceScale(Enum):
    """How numbers become colours."""

    LINEAR = "linear"
    LOG = "log"
    BY_LOSS = "by_loss"
    """Each row up to its own largest number."""


@dataclass(frozen=True, eq=False)
class InfluencePicture:
    """‖∂L[s]/∂h[t]‖ for the losses and timesteps of two ranges; `loss` and `state` are what they are called."""

    values: Rows
    losses: range
    timesteps: range
    loss: str
    state: str

    @cached_property
    def plain(self) -> Maxima:
        """The numbers themselves, at any size."""
        return Maxima(self.values)

    @cached_property
    def relative(self) -> Maxima:
        """Each row as parts of its largest number, at any size."""
        return Maxima(by_row(self.values))

    def maxima(self, kind: InfluenceScale) -> Maxima:
        """What a scale colours."""
        return self.relative if kind is InfluenceScale.BY_LOSS else self.plain

    def scale(self, kind: InfluenceScale) -> Scale:
        """A scale, with its range over the whole picture."""
        if kind is InfluenceScale.BY_LOSS:
            return Scale(ScaleKind.FIXED, 1.0, signed=False)
        plain = self.plain
        fixed = ScaleKind.LOG if kind is InfluenceScale.LOG else ScaleKind.FIXED
        return Scale(fixed, plain.largest, plain.smallest, signed=False)

    def legend(self, kind: InfluenceScale) -> str:
        """What is said of a scale: whether it is one for all, and whether it leaves numbers out."""
        if kind is InfluenceScale.BY_LOSS:
            return QCoreApplication.translate("influence", "per loss: 1 is the largest of its row")
        if kind is InfluenceScale.LINEAR:
            return QCoreApplication.translate("influence", "linear: one scale for all")
        if 0 < self.plain.smallest < 0.99 * 10 ** self.scale(kind).decades()[0]:
            return QCoreApplication.translate("influence", "log: smaller ones share the first colour")
        return QCoreApplication.translate("influence", "log: one scale for all")

    def row(self, s: int) -> Rows | None:
        """What the loss of timestep s sends back, one number for each of `timesteps`; None for another loss."""
        return np.asarray(self.values[s - self.losses.start]) if s in self.losses else None

    def largest_in(self, rows: slice, columns: slice, kind: InfluenceScale) -> tuple[int, int]:
        """Of some rows and columns, counted from 0, the loss and the timestep of the largest number as coloured."""
        there = self.maxima(kind).picture[rows, columns]
        place = int(np.argmax(np.where(np.isnan(there), np.inf, there)))
        row, column = np.unravel_index(place, there.shape)
        return self.losses[rows.start + int(row)], self.timesteps[columns.start + int(column)]

    def words(self, s: int, t: int) -> str:
        """A number and what it is; "" outside of the picture."""
        row = self.row(s)
        if row is None or t not in self.timesteps:
            return ""
        value = float(row[t - self.timesteps.start])
        words = f"‖∂{self.loss}[{s}]/∂{self.state}[{t}]‖ = {exact(value)}"
        largest = float(np.max(row, initial=0.0, where=np.isfinite(row)))
        if LEAST_SHARE * largest <= value <= largest and value > 0:
            share = QCoreApplication.translate("influence", ", %1 % of the row’s largest")
            words += share.replace("%1", exact(100 * value / largest, 3))
        return words
