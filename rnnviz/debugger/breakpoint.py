"""A breakpoint: what a run is to stop at. Plain frozen data, which a project keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

ALWAYS, NTH, EVERY, FROM = "always", "nth", "every", "from"
COUNTING = (ALWAYS, NTH, EVERY, FROM)
LONGEST_TEXT = 20_000
MOST = 2**53


class BreakpointError(ValueError):
    """Plain data that are no breakpoint or no watch: what was found, and what would be right."""


@dataclass(frozen=True)
class Breakpoint:
    """Where to stop.

    `kind` is one of `rnnviz.debugger.breakpoint_kinds.KINDS`, and tells what `text`, `timestep` and `threshold` mean.
    Of the stops at which it holds, counted from the run's start whichever way the cursor travels, it stops at all
    (`counting` "always"), at the `count`-th ("nth"), at every `count`-th ("every"), or from that one on ("from").
    """

    kind: str
    text: str = ""
    timestep: int = 0
    threshold: float = 0.0
    enabled: bool = True
    counting: str = ALWAYS
    count: int = 1

    def __post_init__(self) -> None:
        from rnnviz.debugger.breakpoint_kinds import KINDS

        if self.kind not in KINDS:
            raise BreakpointError(f"{self.kind!r} is no kind of breakpoint; there are {', '.join(KINDS)}.")
        if self.counting not in COUNTING:
            raise BreakpointError(f"{self.counting!r} is no way to count; there are {', '.join(COUNTING)}.")
        if not 1 <= self.count <= MOST:
            raise BreakpointError(f"A hit count is a whole number from 1 on, not {self.count}.")
        if not 0 <= self.timestep <= MOST:
            raise BreakpointError(f"A timestep is a whole number from 1 on, not {self.timestep}.")
        if len(self.text) > LONGEST_TEXT:
            raise BreakpointError(f"A breakpoint's text has at most {LONGEST_TEXT} characters, not {len(self.text)}.")

    def to_plain(self) -> dict[str, str | float | bool]:
        """The fields by name: text, numbers and truth values only."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @staticmethod
    def from_plain(plain: object) -> Breakpoint:
        """The breakpoint of which `plain` are the fields; BreakpointError for anything else."""
        return Breakpoint(**checked(plain, Breakpoint, "breakpoint", "kind"))


PLAIN = {"str": (str,), "bool": (bool,), "int": (int,), "float": (int, float)}


def checked(plain: object, made: type[Any], what: str, needed: str) -> dict[str, Any]:
    """The fields of a plain mapping, each of the type that the dataclass `made` declares; `needed` must be there.
    BreakpointError for anything else."""
    if not isinstance(plain, Mapping):
        raise BreakpointError(f"A {what} is a table of names and values, not {type(plain).__name__}.")
    wanted = {field.name: str(field.type) for field in fields(made)}
    found: dict[str, Any] = {}
    for name, value in plain.items():
        if name not in wanted:
            raise BreakpointError(f"A {what} has no {name!r}; it has {', '.join(wanted)}.")
        truth = isinstance(value, bool)
        if not isinstance(value, PLAIN[wanted[name]]) or truth != (wanted[name] == "bool"):
            raise BreakpointError(f"The {name} of a {what} is of the type {wanted[name]}, not {value!r:.60}.")
        if isinstance(value, int) and not truth and abs(value) > MOST:
            raise BreakpointError(f"The {name} of a {what} lies within ± 2**53.")
        found[name] = value
    if needed not in found:
        raise BreakpointError(f"A {what} needs its {needed}.")
    return found
