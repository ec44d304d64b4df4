"""A text, of which at every character the next is to be predicted."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.engine.data import Data, DataError
from rnnviz.equations.sentence import said
from rnnviz.models.text import TextSequence


@dataclass(frozen=True)
class Text:
    """One long sequence: `x` is a character's place in the vocabulary, `target` that of the next one.

    `characters` is the vocabulary, "" for the text's own in the order of first appearance. The last `held_out`
    characters are not trained on; if there are none, the text itself is what is tried.
    """

    text: str
    characters: str = ""
    held_out: int = 0

    def sequences(self, count: int, seed: int, unseen: bool = False) -> list[Data]:
        """The text as one sequence, whatever count and seed."""
        known = tuple(self.characters) or tuple(dict.fromkeys(self.text))
        border = len(self.text) - self.held_out
        if border < 2:
            raise DataError(said("The text has {count} characters: none is left to train on.", count=len(self.text)))
        text = self.text[border:] if unseen and self.held_out else self.text[:border]
        indices = TextSequence(text, known).indices
        return [{"x": indices[:-1], "target": indices[1:]}]
