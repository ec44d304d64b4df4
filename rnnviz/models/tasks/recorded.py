"""A user's own sequences, kept as arrays beside the example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from rnnviz.engine.data import Data, DataError
from rnnviz.equations.sentence import said


@dataclass(frozen=True)
class Recorded:
    """The sequences of an example itself, of which the last `held_out` are not trained on. The seed changes nothing."""

    recorded: tuple[Mapping[str, NDArray[Any]], ...]
    held_out: int = 0

    def sequences(self, count: int, seed: int, unseen: bool = False) -> list[Data]:
        """At most `count` of them."""
        border = len(self.recorded) - self.held_out
        if border < 1:
            raise DataError(
                said(
                    "{count} sequences are recorded and {held_out} of them held out: none is left to train on.",
                    count=len(self.recorded),
                    held_out=self.held_out,
                )
            )
        return list((self.recorded[border:] if unseen else self.recorded[:border])[:count])
