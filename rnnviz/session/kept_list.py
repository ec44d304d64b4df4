"""A list that the user edits and a project keeps: every change of it is announced and can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar
from weakref import WeakMethod

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

Item = TypeVar("Item")


class KeptList(QObject, Generic[Item]):
    """Frozen items in the order in which they were added. `changed` says that they are others now."""

    changed = Signal()

    def __init__(self, undo: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo = undo
        self._all: tuple[Item, ...] = ()

    @property
    def all(self) -> tuple[Item, ...]:
        return self._all

    def take(self, items: Iterable[Item]) -> None:
        """Replace all of them, as a project that is opened does; this is no step of undo."""
        items = tuple(items)
        if items != self._all:
            self._all = items
            self.changed.emit()

    def _edit(self, after: Iterable[Item], name: str) -> None:
        after = tuple(after)
        if after != self._all:
            self._undo.push(_Edit(self._all, after, self.take, name))


class _Edit(QUndoCommand):
    """Replaces the items by others."""

    def __init__(
        self, before: tuple[Any, ...], after: tuple[Any, ...], take: Callable[[Iterable[Any]], None], name: str
    ) -> None:
        super().__init__(name)
        self._before, self._after = before, after
        self._take = WeakMethod(take)  # weak, as in `EditDraft`

    def redo(self) -> None:
        self._set(self._after)

    def undo(self) -> None:
        self._set(self._before)

    def _set(self, items: tuple[Any, ...]) -> None:
        take = self._take()
        if take is not None:
            take(items)
