"""Bookmarks: timesteps that the user wants to find again, each with a note. Every change of them can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from weakref import WeakMethod

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

LONGEST_NOTE = 10_000

Marks = Mapping[int, str]
"""Notes by timestep, ascending; a bookmark without words has an empty one."""


class Bookmarks(QObject):
    """The bookmarks of a session. `changed` says that another one is there, has gone, or has another note."""

    changed = Signal()

    def __init__(self, undo: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo = undo
        self._marks: Marks = MappingProxyType({})

    @property
    def marks(self) -> Marks:
        return self._marks

    def toggle(self, timestep: int) -> None:
        """Set a bookmark at a timestep, or take away the one that is there with its note; undoably."""
        if timestep in self._marks:
            self.remove(timestep)
        else:
            self.write(timestep, "")

    def remove(self, timestep: int) -> None:
        """Take away a bookmark, undoably."""
        after = {each: note for each, note in self._marks.items() if each != timestep}
        self._edit(after, QCoreApplication.translate("Undo", "Remove a bookmark"))

    def write(self, timestep: int, note: str) -> None:
        """Set a bookmark with this note, or give the one that is there another, undoably."""
        if timestep < 1:
            raise ValueError(f"there is no timestep {timestep}")
        name = (
            QCoreApplication.translate("Undo", "Edit a note")
            if timestep in self._marks
            else QCoreApplication.translate("Undo", "Set a bookmark")
        )
        self._edit({**self._marks, timestep: note[:LONGEST_NOTE]}, name)

    def take(self, marks: Marks) -> None:
        """Replace all of them, as a project that is opened does; this is no step of undo."""
        marks = MappingProxyType(dict(sorted(marks.items())))
        if marks != self._marks:
            self._marks = marks
            self.changed.emit()

    def next_after(self, timestep: int, direction: int) -> int | None:
        """The nearest bookmark later than a timestep (direction 1) or earlier (-1); from the last on, the first again.

        None where there is no other.
        """
        places = sorted(self._marks, reverse=direction < 0)
        beyond = [each for each in places if (each - timestep) * direction > 0]
        return next((each for each in (*beyond, *places) if each != timestep), None)

    def _edit(self, after: Marks, name: str) -> None:
        if after != self._marks:
            self._undo.push(_EditBookmarks(self._marks, after, self.take, name))


class _EditBookmarks(QUndoCommand):
    """Replaces the bookmarks by others."""

    def __init__(self, before: Marks, after: Marks, take: Callable[[Marks], None], name: str) -> None:
        super().__init__(name)
        self._before, self._after = before, after
        self._take = WeakMethod(take)  # weak, as in `EditDraft`

    def redo(self) -> None:
        self._set(self._after)

    def undo(self) -> None:
        self._set(self._before)

    def _set(self, marks: Marks) -> None:
        take = self._take()
        if take is not None:
            take(marks)
