"""The breakpoints of a session: set, changed, taken away, each undoably."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication

from rnnviz.debugger.breakpoint import Breakpoint
from rnnviz.debugger.symptoms import ready_made
from rnnviz.session.kept_list import KeptList


class Breakpoints(KeptList[Breakpoint]):
    """No two of them are the same but for being enabled."""

    def at(self, timestep: int) -> Breakpoint | None:
        """The breakpoint on a timestep, as the gutter shows it."""
        return next((one for one in self.all if one.kind == "timestep" and one.timestep == timestep), None)

    def toggle(self, timestep: int) -> None:
        """Set a breakpoint on a timestep, or take away the one that is there."""
        found = self.at(timestep)
        if found is None:
            self.add([Breakpoint("timestep", timestep=timestep)])
        else:
            self.remove([found])

    def ensure(self, timestep: int) -> Breakpoint:
        """The breakpoint on a timestep, which is set where there is none."""
        found = self.at(timestep)
        if found is None:
            found = Breakpoint("timestep", timestep=timestep)
            self.add([found])
        return found

    def add(self, breakpoints: Iterable[Breakpoint]) -> None:
        """Add those that are not there yet, and enable those that are."""
        after = list(self.all)
        for one in breakpoints:
            place = next((i for i, other in enumerate(after) if same(one, other)), None)
            if place is None:
                after.append(one)
            else:
                after[place] = replace(after[place], enabled=True)
        self._edit(after, QCoreApplication.translate("Undo", "Set a breakpoint"))

    def add_ready_made(self) -> None:
        """Add the symptoms that are not there, with whatever threshold."""
        there = {one.text for one in self.all if one.kind == "symptom"}
        self.add(one for one in ready_made() if one.text not in there)

    def remove(self, breakpoints: Iterable[Breakpoint]) -> None:
        gone = set(breakpoints)
        self._edit(
            (one for one in self.all if one not in gone),
            QCoreApplication.translate("Undo", "Remove a breakpoint")
            if len(gone) == 1
            else QCoreApplication.translate("Undo", "Remove breakpoints"),
        )

    def change(self, breakpoint_: Breakpoint, **changes: Any) -> Breakpoint:
        """Give a breakpoint other fields and return it as it then is; BreakpointError for what is none.

        One that another breakpoint equals then takes the place of both.
        """
        after = replace(breakpoint_, **changes)
        name = (
            QCoreApplication.translate("Undo", "Enable or disable a breakpoint")
            if set(changes) == {"enabled"}
            else QCoreApplication.translate("Undo", "Change a breakpoint")
        )
        others = (
            after if one == breakpoint_ else one for one in self.all if one == breakpoint_ or not same(one, after)
        )
        self._edit(others, name)
        return after


def same(one: Breakpoint, other: Breakpoint) -> bool:
    """Whether two breakpoints differ at most in being enabled."""
    return replace(one, enabled=True) == replace(other, enabled=True)
