"""Numbers in English words, to be written in Chinese: two hundred five → 二百零五."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.engine.data import Data
from rnnviz.models.tasks.held_out import is_held_out

LARGEST = 9999
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ENGLISH = (*_SMALL, *_TENS, "hundred", "thousand")
"""The words that are read, in the order of their classes."""
BEGIN, END = "→", "。"
CHINESE = (BEGIN, *"零一二三四五六七八九十百千", END)
"""The characters that are written: BEGIN is read before the first, END is to be predicted after the last."""


@dataclass(frozen=True)
class Numbers:
    """One number: `source` (S,) its English words, `previous` (T,) and `target` (T,) its Chinese characters.

    `target` ends with END, `previous` is `target` one timestep later, after BEGIN. Every seventh number has one digit
    or two, the others three and four in equal parts. Of the numbers from 100 on a fifth is never trained on.
    """

    largest: int = LARGEST

    def sequences(self, count: int, seed: int, unseen: bool = False) -> list[Data]:
        """So many numbers, some of them more than once."""
        random = np.random.default_rng([seed, unseen])
        made: list[Data] = []
        while len(made) < count:
            below = min(self.largest + 1, 10 ** int(random.choice((2, 3, 3, 3, 4, 4, 4))))
            number = int(random.integers(below))
            if (number >= 100 and is_held_out(str(number))) == unseen:
                made.append(streams(number))
        return made


def streams(number: int) -> Data:
    """The streams of one number."""
    written = [CHINESE.index(one) for one in chinese(number)]
    return {
        "source": np.array([ENGLISH.index(word) for word in english(number).split()]),
        "previous": np.array([CHINESE.index(BEGIN), *written]),
        "target": np.array([*written, CHINESE.index(END)]),
    }


def english(number: int) -> str:
    """A number from 0 to 9999 in English words."""
    words = []
    thousands, rest = divmod(number, 1000)
    if thousands:
        words += [_SMALL[thousands], "thousand"]
    hundreds, rest = divmod(rest, 100)
    if hundreds:
        words += [_SMALL[hundreds], "hundred"]
    if rest >= 20:
        words.append(_TENS[rest // 10 - 2])
        rest %= 10
    if rest or not words:
        words.append(_SMALL[rest])
    return " ".join(words)


def chinese(number: int) -> str:
    """A number from 0 to 9999 in Chinese, as it is read: 12 is 十二, 205 二百零五, 1010 一千零一十."""
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    written, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            written += ("零" if gap else "") + digits[digit] + unit
            gap = False
        elif written:
            gap = True
    return written.removeprefix("一") if written.startswith("一十") else written
