"""How the present run is compared with another one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Mode(Enum):
    """How the lanes show two runs."""

    OFF = "off"
    BESIDE = "beside"
    """The other run's lane under each lane, in one scale."""
    DIFFERENCE = "difference"
    """The present run less the other."""


@dataclass(frozen=True)
class Compared:
    """The way, and the number of the kept run that is compared with; None: the run before the overrides."""

    mode: Mode = Mode.OFF
    number: int | None = None
