"""Small pictures of coloured shapes, to be described in words: a red ring on the left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.data import Data

SIDE = 8
COLOURS = {"red": (1.0, 0.15, 0.1), "green": (0.1, 0.8, 0.2), "blue": (0.2, 0.35, 1.0), "yellow": (1.0, 0.9, 0.1)}
SHAPES = {
    "square": ("1111", "1111", "1111", "1111"),
    "ring": ("1111", "1001", "1001", "1111"),
    "cross": ("1001", "0110", "0110", "1001"),
    "bar": ("0110", "0110", "0110", "0110"),
}
PLACES = {
    "on the left": ((1, 2, 3), (0,)),
    "on the right": ((1, 2, 3), (4,)),
    "at the top": ((0,), (1, 2, 3)),
    "at the bottom": ((4,), (1, 2, 3)),
    "": ((2,), (2,)),
}
"""Each place's possible rows and columns of the upper left corner."""
BEGIN, END = "→", "."
WORDS = (BEGIN, "a", "dark", *COLOURS, *SHAPES, "on", "at", "the", "left", "right", "top", "bottom", END)
"""The vocabulary of `previous` and `target`."""
_DARK = 0.45


@dataclass(frozen=True)
class Captions:
    """One picture and its caption: `image` (T, 192) the picture at the first timestep, its pixels row by row with red,
    green and blue together, and zero later; `previous` and `target` (T,) the words, as in translation.

    No two pictures are the same: place, brightness and noise differ. Which ones are trained on the seed decides.
    """

    noise: float = 0.1

    def sequences(self, count: int, seed: int, unseen: bool = False) -> list[Data]:
        """So many pictures, each with noise of its own."""
        random = np.random.default_rng([seed, unseen])
        made: list[Data] = []
        for _ in range(count):
            dark, colour, shape = (
                bool(random.integers(2)),
                str(random.choice([*COLOURS])),
                str(random.choice([*SHAPES])),
            )
            place = str(random.choice([*PLACES]))
            caption = " ".join(["a", *["dark"] * dark, colour, shape, place]).strip()
            row, column = (int(random.choice(possible)) for possible in PLACES[place])
            picture = drawn(dark, colour, shape, row, column) * random.uniform(0.85, 1)
            made.append(streams(picture + random.normal(0, self.noise, picture.shape), caption))
        return made


def drawn(dark: bool, colour: str, shape: str, row: int, column: int) -> NDArray[np.float64]:
    """A picture, (8, 8, 3), from 0 to 1."""
    mask = np.array([[float(pixel) for pixel in row] for row in SHAPES[shape]])
    picture = np.zeros((SIDE, SIDE, 3))
    picture[row : row + 4, column : column + 4] = mask[:, :, None] * np.array(COLOURS[colour]) * (_DARK if dark else 1)
    return picture


def streams(picture: NDArray[np.float64], caption: str) -> Data:
    """The streams of a picture and its caption."""
    words = [WORDS.index(word) for word in caption.split()]
    image = np.zeros((len(words) + 1, picture.size))
    image[0] = np.clip(picture, 0, 1).ravel()
    return {
        "image": image,
        "previous": np.array([WORDS.index(BEGIN), *words]),
        "target": np.array([*words, WORDS.index(END)]),
    }
