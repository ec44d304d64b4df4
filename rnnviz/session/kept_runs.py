"""Runs that are kept to be compared with, as what they were made of: a project has them, and they are made again."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from rnnviz.session.draft import Draft, KeptRun
from rnnviz.session.kept_list import KeptList

MOST_KEPT = 4
"""So many runs are kept: each has all its numbers in memory once it is compared with."""


class KeptRuns(KeptList[KeptRun]):
    """The kept runs, the oldest first; to keep one and to let one go are steps of undo."""

    def keep(self, draft: Draft, loss: float | None) -> KeptRun:
        """Keep a run; its number is one that no other has had."""
        kept = KeptRun(1 + max((one.number for one in self.all), default=0), draft, loss)
        self._edit((*self.all, kept), QCoreApplication.translate("Undo", "Keep a run"))
        return kept

    def let_go(self, kept: KeptRun) -> None:
        """Keep a run no longer."""
        self._edit((one for one in self.all if one is not kept), QCoreApplication.translate("Undo", "Let a run go"))

    def numbered(self, number: int | None) -> KeptRun | None:
        """The run of a number; None where there is none."""
        return next((one for one in self.all if one.number == number), None)

    def take(self, items: Iterable[KeptRun]) -> None:
        """Replace all of them, as a project that is opened does; this is no step of undo."""
        items = tuple(items)
        if [id(one) for one in items] != [id(one) for one in self.all]:  # drafts with arrays are told by identity
            self._all = items
            self.changed.emit()
