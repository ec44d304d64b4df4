"""Short sentences about films, whose sentiment depends on the order of their words: not good, not bad at all, but."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.engine.data import Data
from rnnviz.models.tasks.held_out import is_held_out

SUBJECTS = ("the film", "the story", "the acting", "the music", "it")
GOOD = ("good", "great", "funny", "moving", "wonderful")
BAD = ("bad", "weak", "boring", "awful", "dull")
NEGATIONS = ("not", "never")
STRONGER = ("very", "really", "so")
BEFORE = ("i thought", "people said", "my friends said")
WORDS = tuple(
    dict.fromkeys(" ".join((*SUBJECTS, "was", *GOOD, *BAD, *NEGATIONS, *STRONGER, *BEFORE, "and but at all")).split())
)
"""The vocabulary, in the order of the classes of `token`."""
CLASSES = ("negative", "positive")


@dataclass(frozen=True)
class Sentiment:
    """One sentence: `token` (T,) its words, `target` (T,) its class at the last word and none before.

    A negation turns what follows it around, and after “but” the second half decides. A fifth of all sentences is never
    trained on.
    """

    def sequences(self, count: int, seed: int, unseen: bool = False) -> list[Data]:
        """So many sentences, half of them positive on the average."""
        random = np.random.default_rng([seed, unseen])
        made: list[Data] = []
        while len(made) < count:
            sentence, positive = drawn(random)
            if is_held_out(sentence) == unseen:
                made.append(streams(sentence, positive))
        return made


def streams(sentence: str, positive: bool) -> Data:
    """The streams of one sentence."""
    token = np.array([WORDS.index(word) for word in sentence.split()])
    target = np.full(len(token), -1)
    target[-1] = positive
    return {"token": token, "target": target}


def drawn(random: np.random.Generator) -> tuple[str, bool]:
    """A sentence, and whether it is positive."""
    positive = bool(random.integers(2))
    first = str(random.choice(BEFORE)) if random.random() < 0.3 else ""
    kind = random.random()
    if kind < 0.5:
        halves = [half(random, positive)]
    elif kind < 0.8:
        halves = [half(random, not positive), "but", half(random, positive)]
    else:
        halves = [half(random, positive), "and", half(random, positive)]
    return " ".join([first, *halves]).strip(), positive


def half(random: np.random.Generator, positive: bool) -> str:
    """A subject, and what it was."""
    words = [str(random.choice(SUBJECTS)), "was"]
    turned = random.random() < 0.5
    if turned:
        words.append(str(random.choice(NEGATIONS)))
    if random.random() < 0.3:
        words.append(str(random.choice(STRONGER)))
    words.append(str(random.choice(GOOD if positive != turned else BAD)))
    if turned and random.random() < 0.4:
        words.append("at all")
    return " ".join(words)
