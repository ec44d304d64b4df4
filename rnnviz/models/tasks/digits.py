"""Handwritten digits of 8 by 8 pixels: seen at once, looked at piece by piece, or to be drawn.

The pictures are resources/data/digits.npz; where they come from stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.data import Data
from rnnviz.models.resources import resource

SIDE = 8
CLASSES = tuple("0123456789")
_UNSEEN = 360
_WHITE = 16


@cache
def pictures() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """All pictures (1797, 64), values from 0 to 1, and the digit that each is (1797,)."""
    with np.load(resource("data", "digits.npz"), allow_pickle=False) as arrays:
        return arrays["pixels"] / _WHITE, arrays["digits"].astype(np.int64)


def chosen(count: int, random: np.random.Generator, unseen: bool) -> NDArray[np.intp]:
    """So many pictures by their numbers: the last 360, by other hands than most, are never trained on. All of them come
    once before any comes again."""
    total = len(pictures()[1])
    there = np.arange(total - _UNSEEN, total) if unseen else np.arange(total - _UNSEEN)
    rounds = -(-count // len(there))
    return np.concatenate([random.permutation(there) for _ in range(rounds)])[:count]


@dataclass(frozen=True)
class Digits:
    """One picture at one timestep: `x` (1, 64), `target` (1,) the digit."""

    def sequences(self, count: int, seed: int, unseen: bool = False) -> list[Data]:
        """So many pictures."""
        pixels, digits = pictures()
        order = chosen(count, np.random.default_rng([seed, unseen]), unseen)
        return [{"x": pixels[one][None], "target": digits[one][None]} for one in order]


@dataclass(frozen=True)
class Glimpses:
    """One picture looked at through a small window that moves: `digit` (T, 64) the picture, the same at every timestep,
    `window` (T, 64) 1 where it is seen and 0 elsewhere, `target` (T,) the digit at every timestep.

    The window of `side` by `side` pixels stands at `glimpses` different places in a random order.
    """

    glimpses: int = 6
    side: int = 4

    def sequences(self, count: int, seed: int, unseen: bool = False) -> list[Data]:
        """So many pictures, each looked at in its own order."""
        random = np.random.default_rng([seed, unseen])
        pixels, digits = pictures()
        places = SIDE - self.side + 1
        made: list[Data] = []
        for one in chosen(count, random, unseen):
            window = np.zeros((self.glimpses, SIDE, SIDE))
            for t, place in enumerate(random.permutation(places * places)[: self.glimpses]):
                row, column = divmod(int(place), places)
                window[t, row : row + self.side, column : column + self.side] = 1
            made.append(
                {
                    "digit": np.tile(pixels[one], (self.glimpses, 1)),
                    "window": window.reshape(self.glimpses, -1),
                    "target": np.full(self.glimpses, digits[one]),
                }
            )
        return made


@dataclass(frozen=True)
class Drawing:
    """One picture to be drawn in several strokes: `x` (T, 64) the picture, the same at every timestep, `target` (T, 64)
    the picture at the last timestep and none before, `noise` (T, `code`) normal numbers for the code."""

    strokes: int = 8
    code: int = 8

    def sequences(self, count: int, seed: int, unseen: bool = False) -> list[Data]:
        """So many pictures, each with noise of its own."""
        random = np.random.default_rng([seed, unseen])
        pixels, _ = pictures()
        made: list[Data] = []
        for one in chosen(count, random, unseen):
            x = np.tile(pixels[one], (self.strokes, 1))
            target = np.full_like(x, np.nan)
            target[-1] = pixels[one]
            made.append({"x": x, "target": target, "noise": random.normal(size=(self.strokes, self.code))})
        return made
