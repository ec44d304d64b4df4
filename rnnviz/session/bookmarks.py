"""Bookmarks: timesteps that the user wants to find again, each with a note. Every change of them can be undone."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from rnnviz.session.draft import Bookmark, in_order
from rnnviz.session.kept_list import KeptList

LONGEST_NOTE = 10_000


class Bookmarks(KeptList[Bookmark]):
    """One at a timestep, in the order of time."""

    @property
    def notes(self) -> Mapping[int, str]:
        """The notes by timestep, ascending."""
        return {one.timestep: one.note for one in self.all}

    def toggle(self, timestep: int) -> None:
        """Set a bookmark at a timestep, or take away the one that is there with its note."""
        if timestep in self.notes:
            self.remove(timestep)
        else:
            self.write(timestep, "")

    def remove(self, timestep: int) -> None:
        """Take away a bookmark."""
        kept = (one for one in self.all if one.timestep != timestep)
        self._edit(kept, QCoreApplication.translate("Undo", "Remove a bookmark"))

    def write(self, timestep: int, note: str) -> None:
        """Set a bookmark with this note, or give the one that is there another."""
        if timestep < 1:
            raise ValueError(f"there is no timestep {timestep}")
        name = (
            QCoreApplication.translate("Undo", "Edit a note")
            if timestep in self.notes
            else QCoreApplication.translate("Undo", "Set a bookmark")
        )
        self._edit(in_order({**self.notes, timestep: note[:LONGEST_NOTE]}), name)

    def next_after(self, timestep: int, direction: int) -> int | None:
        """The nearest bookmark later than a timestep (direction 1) or earlier (-1); from the last on, the first again.

        None where there is no other.
        """
        places = sorted(self.notes, reverse=direction < 0)
        beyond = [each for each in places if (each - timestep) * direction > 0]
        return next((each for each in (*beyond, *places) if each != timestep), None)
