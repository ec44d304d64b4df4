"""The hits of breakpoints as rows in the order of the story; a row is made when it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from rnnviz.debugger.breakpoint_hits import Hit, HitList
from rnnviz.debugger.step_levels import Cursor
from rnnviz.engine import Tape
from rnnviz.views.breakpoints.words import comparison, place, short_comparison, short_place
from rnnviz.widgets.colours import colours_of

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole
_ROLES = (_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole, _Role.ForegroundRole)


class HitsModel(QAbstractTableModel):
    """Several lists of hits, merged by where they stop."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lists: tuple[HitList, ...] = ()
        self._tape: Tape | None = None
        self._merge()

    def show_hits(self, lists: Sequence[HitList], tape: Tape | None) -> None:
        """Show these; the same ones as before are left as they are."""
        if tape is self._tape and tuple(map(id, lists)) == tuple(map(id, self._lists)):
            return
        self.beginResetModel()
        self._lists, self._tape = tuple(lists), tape
        self._merge()
        self.endResetModel()

    def _merge(self) -> None:
        empty = np.zeros(0, np.int64)
        places = np.concatenate([empty, *(one.places for one in self._lists)])
        owners = np.concatenate([empty, *(np.full(len(one), i) for i, one in enumerate(self._lists))])
        rows = np.concatenate([empty, *(np.arange(len(one)) for one in self._lists)])
        order = np.argsort(places, kind="stable")
        self.places, self._owners, self._rows = places[order], owners[order], rows[order]

    def hit(self, row: int) -> Hit:
        return self._lists[int(self._owners[row])][int(self._rows[row])]

    def row_at(self, cursor: Cursor) -> int | None:
        """The first row that stops where the cursor stands."""
        row = int(np.searchsorted(self.places, cursor.place))
        return row if row < len(self.places) and self.places[row] == cursor.place else None

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.places)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return (self.tr("Where"), self.tr("What"))[section]
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid() or self._tape is None or role not in _ROLES:
            return None
        hit = self.hit(index.row())
        if role == _Role.ForegroundRole:
            if index.column() or not hit.stop:
                return None
            phase = self._tape.moment(hit.stop).pass_.phase
            return colours_of(QGuiApplication.palette()).role(phase)
        if role == _Role.DisplayRole:
            return short_comparison(hit) if index.column() else short_place(hit, self._tape)
        return f"{place(hit, self._tape)}: {comparison(hit)}"
