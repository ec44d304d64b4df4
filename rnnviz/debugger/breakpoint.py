"""A breakpoint: what a run is to stop at. Plain frozen data, which a project keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from rnnviz.equations.sentence import said

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
    One on a timestep, an equation or an operation may have a `condition` besides, an expression that must hold there.
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
    condition: str = ""

    def __post_init__(self) -> None:
        from rnnviz.debugger.breakpoint_kinds import KINDS

        if self.kind not in KINDS:
            raise BreakpointError(
                said("{kind!r} is no kind of breakpoint; there are {names}.", kind=self.kind, names=", ".join(KINDS))
            )
        if self.counting not in COUNTING:
            raise BreakpointError(
                said(
                    "{counting!r} is no way to count; there are {names}.",
                    counting=self.counting,
                    names=", ".join(COUNTING),
                )
            )
        if not 1 <= self.count <= MOST:
            raise BreakpointError(said("A hit count is a whole number from 1 on, not {count}.", count=self.count))
        if not 0 <= self.timestep <= MOST:
            raise BreakpointError(
                said("A timestep is a whole number from 1 on, not {timestep}.", timestep=self.timestep)
            )
        if self.condition and not KINDS[self.kind].conditional:
            raise BreakpointError(said("A breakpoint of the kind {kind!r} has no condition besides.", kind=self.kind))
        longest = max(len(self.text), len(self.condition))
        if longest > LONGEST_TEXT:
            raise BreakpointError(
                said(
                    "A breakpoint's text has at most {most} characters, not {count}.", most=LONGEST_TEXT, count=longest
                )
            )

    def to_plain(self) -> dict[str, str | float | bool]:
        """The fields by name: text, numbers and truth values only."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @staticmethod
    def from_plain(plain: object) -> Breakpoint:
        """The breakpoint of which `plain` are the fields; BreakpointError for anything else."""
        return Breakpoint(**checked(plain, Breakpoint, said("breakpoint"), "kind"))


PLAIN = {"str": (str,), "bool": (bool,), "int": (int,), "float": (int, float)}


def checked(plain: object, made: type[Any], what: str, needed: str) -> dict[str, Any]:
    """The fields of a plain mapping, each of the type that the dataclass `made` declares; `needed` must be there.
    BreakpointError for anything else."""
    if not isinstance(plain, Mapping):
        raise BreakpointError(
            said("A {what} is a table of names and values, not `{kind}`.", what=what, kind=type(plain).__name__)
        )
    wanted = {field.name: str(field.type) for field in fields(made)}
    found: dict[str, Any] = {}
    for name, value in plain.items():
        if name not in wanted:
            raise BreakpointError(
                said("A {what} has no {name!r}; it has {names}.", what=what, name=name, names=", ".join(wanted))
            )
        truth = isinstance(value, bool)
        if not isinstance(value, PLAIN[wanted[name]]) or truth != (wanted[name] == "bool"):
            raise BreakpointError(
                said(
                    "The {name} of a {what} is of the type `{wanted}`, not {value!r:.60}.",
                    name=name,
                    what=what,
                    wanted=wanted[name],
                    value=value,
                )
            )
        if isinstance(value, int) and not truth and abs(value) > MOST:
            raise BreakpointError(said("The {name} of a {what} lies within ± 2**53.", name=name, what=what))
        found[name] = value
    if needed not in found:
        raise BreakpointError(said("A {what} needs its {needed}.", what=what, needed=needed))
    return found
