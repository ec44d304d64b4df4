"""Short films of 8 by 8 pixels: what moves where in every frame, or what happens in the film as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.data import Data

SIDE = 8
MOVES = {"still": (0, 0), "left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}
ACTIVITIES = ("left", "right", "up", "down", "grows", "shrinks")
_BALL = 2


@dataclass(frozen=True)
class Frames:
    """A ball that keeps changing its mind: `frame` (T, 64) the pictures, `target` (T,) where it has just moved (a class
    of MOVES), and none at the first frame. One picture does not tell it: the one before must be remembered."""

    timesteps: int = 14
    noise: float = 0.05

    def sequences(self, count: int, seed: int, unseen: bool = False) -> list[Data]:
        """So many films; no two have the same noise."""
        random = np.random.default_rng([seed, unseen])
        return [self.film(random) for _ in range(count)]

    def film(self, random: np.random.Generator) -> Data:
        """The streams of one film."""
        place, most = random.integers(0, SIDE - _BALL + 1, 2), SIDE - _BALL
        frames, target, move = [], [], 0
        for t in range(self.timesteps):
            possible = [
                number
                for number, step in enumerate(MOVES.values())
                if np.all((place + step >= 0) & (place + step <= most))
            ]
            if move not in possible or random.random() < 0.3:
                move = int(random.choice(possible))
            if t:
                place = place + list(MOVES.values())[move]
            frames.append(square(place[0], place[1], _BALL) + random.normal(0, self.noise, (SIDE, SIDE)))
            target.append(move if t else -1)
        return {"frame": flat(frames), "target": np.array(target)}


@dataclass(frozen=True)
class Activity:
    """A film of which one word is to be said: `frame` (T, 64) the pictures, `target` (T,) the class of ACTIVITIES at
    the last frame and none before. T is between `shortest` and `longest`; in some frames the square is hidden."""

    shortest: int = 5
    longest: int = 9
    hidden: float = 0.15
    noise: float = 0.1

    def sequences(self, count: int, seed: int, unseen: bool = False) -> list[Data]:
        """So many films; no two have the same noise."""
        random = np.random.default_rng([seed, unseen])
        return [self.film(random) for _ in range(count)]

    def film(self, random: np.random.Generator) -> Data:
        """The streams of one film."""
        timesteps, kind = int(random.integers(self.shortest, self.longest + 1)), int(random.integers(len(ACTIVITIES)))
        way = np.linspace(0, 1, timesteps)
        across, size = int(random.integers(0, 5)), np.full(timesteps, 3)
        along = np.round(way * 5).astype(int)
        activity = ACTIVITIES[kind]
        row, column = np.full(timesteps, across), np.full(timesteps, across)
        if activity in ("left", "right"):
            column = along if activity == "right" else 5 - along
        elif activity in ("up", "down"):
            row = along if activity == "down" else 5 - along
        else:
            size = np.round(1 + way * 5).astype(int) if activity == "grows" else np.round(6 - way * 5).astype(int)
            row = column = (SIDE - size) // 2
        frames = []
        for t in range(timesteps):
            picture = square(row[t], column[t], size[t])
            if 0 < t < timesteps - 1 and random.random() < self.hidden:
                picture = np.zeros_like(picture)
            frames.append(picture + random.normal(0, self.noise, (SIDE, SIDE)))
        return {"frame": flat(frames), "target": np.where(np.arange(timesteps) == timesteps - 1, kind, -1)}


def square(row: int, column: int, side: int) -> NDArray[np.float64]:
    """A white square on black, (8, 8)."""
    picture = np.zeros((SIDE, SIDE))
    picture[row : row + side, column : column + side] = 1
    return picture


def flat(frames: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Pictures as rows, (T, 64), from 0 to 1."""
    return np.clip(np.stack(frames).reshape(len(frames), -1), 0, 1)
