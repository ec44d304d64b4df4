"""The first symbol is asked for at the very end: everything between is noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.engine.data import Data

SYMBOLS = tuple("ABCD")
NOISE = tuple("·–~:")
QUESTION = "?"
TOKENS = (*SYMBOLS, *NOISE, QUESTION)
"""The vocabulary of `token`; the classes of `target` are those of the first four."""


@dataclass(frozen=True)
class Memory:
    """One sequence: `token` (T,) one of SYMBOLS, noise, and the question; `target` (T,) the symbol, at the last alone.

    To be trained on, T is between `shortest` and `longest`; those never trained on all have the longest T.
    """

    shortest: int = 10
    longest: int = 110

    def sequences(self, count: int, seed: int, unseen: bool = False) -> list[Data]:
        """So many sequences; no two have the same noise, except by a chance of one to 4 ** T."""
        random = np.random.default_rng([seed, unseen])
        made: list[Data] = []
        for _ in range(count):
            timesteps = self.longest if unseen else int(random.integers(self.shortest, self.longest + 1))
            token = random.integers(len(SYMBOLS), len(SYMBOLS) + len(NOISE), timesteps)
            token[0], token[-1] = random.integers(len(SYMBOLS)), TOKENS.index(QUESTION)
            target = np.full(timesteps, -1)
            target[-1] = token[0]
            made.append({"token": token, "target": target})
        return made
