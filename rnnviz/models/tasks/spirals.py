"""Two spirals wound around each other: to which does a point belong? The timesteps are the layers of a deep net."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.engine.data import Data

CLASSES = ("inner", "outer")


@dataclass(frozen=True)
class Spirals:
    """One point: `x` (T, 2) at the first layer and zero at the others, `target` (T,) its class at the last alone.

    `early` (T,) has the class at every `every`th layer and at the last, for auxiliary losses; `second`, `fourth` (T,)
    are 1 at every second, every fourth layer, where a fractal net joins its columns, else 0. T is the number of
    `layers`.
    """

    layers: int = 24
    every: int = 6
    turns: float = 1.25
    noise: float = 0.03

    def sequences(self, count: int, seed: int, unseen: bool = False) -> list[Data]:
        """So many points, drawn anew for each seed."""
        random = np.random.default_rng([seed, unseen])
        return [self.streams(random) for _ in range(count)]

    def streams(self, random: np.random.Generator) -> Data:
        """The streams of one point."""
        layer = np.arange(1, self.layers + 1)
        kind, along = int(random.integers(2)), np.sqrt(random.uniform(0.02, 1))
        angle = 2 * np.pi * self.turns * along + np.pi * kind
        x = np.zeros((self.layers, 2))
        x[0] = along * np.array([np.cos(angle), np.sin(angle)]) + random.normal(0, self.noise, 2)
        last = layer == self.layers
        return {
            "x": x,
            "target": np.where(last, kind, -1),
            "early": np.where(last | (layer % self.every == 0), kind, -1),
            "second": (layer % 2 == 0).astype(float),
            "fourth": (layer % 4 == 0).astype(float),
        }
