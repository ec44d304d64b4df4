"""What a rule has found: in words, with its evidence, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from rnnviz.debugger.sentence import Sentence


class Severity(Enum):
    """How much it matters: training cannot work, training suffers, worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True)
class Place:
    """Where to look: a name as the session selects it, a timestep, an element of the value (None: all of it)."""

    name: str
    timestep: int
    unit: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Evidence:
    """One number that was measured. `threshold` is what it was held against (None where there is no bound to it),
    `timesteps` and `values` a course over time behind it, as far as there is one, and `course` what that shows, where
    it is something else than the number."""

    label: Sentence
    value: float
    threshold: float | None = None
    timesteps: tuple[int, ...] = ()
    values: tuple[float, ...] = ()
    course: Sentence | None = None


@dataclass(frozen=True)
class Finding:
    """What a rule has found. `units` are the elements that it is about, where it is about several; the first evidence
    is the one that decided."""

    rule: str
    severity: Severity
    words: Sentence
    place: Place
    evidence: tuple[Evidence, ...]
    units: tuple[tuple[int, ...], ...] = ()

    def __str__(self) -> str:
        return f"{self.severity.value}: {self.words}"
