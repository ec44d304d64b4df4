"""The first number is asked for at the very end: everything between is noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.engine.data import Data


@dataclass(frozen=True)
class Memory:
    """One sequence: `x` (T, 2) a number from -1 to 1 and a mark, which is 1 at the first timestep and 0 later; `target`
    (T, 1) the first number, at the last timestep alone.

    To be trained on, T is between `shortest` and `longest`; those never trained on all have the longest T. Who always
    answers 0 has an error of 1/3.
    """

    shortest: int = 10
    longest: int = 110

    def sequences(self, count: int, seed: int, unseen: bool = False) -> list[Data]:
        """So many sequences; no two have the same numbers."""
        random = np.random.default_rng([seed, unseen])
        made: list[Data] = []
        for _ in range(count):
            timesteps = self.longest if unseen else int(random.integers(self.shortest, self.longest + 1))
            x = np.zeros((timesteps, 2))
            x[:, 0], x[0, 1] = random.uniform(-1, 1, timesteps), 1
            target = np.full((timesteps, 1), np.nan)
            target[-1] = x[0, 0]
            made.append({"x": x, "target": target})
        return made
