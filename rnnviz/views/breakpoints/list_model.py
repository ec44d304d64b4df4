"""The breakpoints as rows that can be checked, with how often each is hit in the run."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication

from rnnviz.debugger.breakpoint import Breakpoint
from rnnviz.session.session import Session
from rnnviz.views.breakpoints.words import explanation, problem_text, title
from rnnviz.widgets.colours import colours_of

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole


class BreakpointModel(QAbstractTableModel):
    """Follows the session; a check mark that the user sets or takes away enables or disables."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._count_shown = len(session.breakpoints.all)

    def breakpoint_at(self, index: _Index) -> Breakpoint | None:
        rows = self._session.breakpoints.all
        return rows[index.row()] if index.isValid() and index.row() < len(rows) else None

    def show_all(self) -> None:
        """The breakpoints are others. As many as before keep their rows, so that a click that checks one goes on."""
        if self._count_shown == len(self._session.breakpoints.all):
            self.show_state()
            return
        self.beginResetModel()
        self._count_shown = len(self._session.breakpoints.all)
        self.endResetModel()

    def show_state(self) -> None:
        """Hits, problems, or what was reached are others."""
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 1))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count_shown

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return (self.tr("Stop at"), self.tr("Hits"))[section]
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        one = self.breakpoint_at(index)
        if one is None:
            return None
        run = self._session.breakpoint_run
        wrong = run.problem(one)
        if role == _Role.CheckStateRole and index.column() == 0:
            return Qt.CheckState.Checked if one.enabled else Qt.CheckState.Unchecked
        if role == _Role.DisplayRole:
            return title(one, self._session.tape) if index.column() == 0 else self._count(one)
        if role == _Role.ToolTipRole:
            return problem_text(wrong) if wrong is not None else explanation(one) or title(one, self._session.tape)
        if role == _Role.ForegroundRole and wrong is not None:
            return colours_of(QGuiApplication.palette()).error
        if role == _Role.TextAlignmentRole and index.column() == 1:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == _Role.FontRole and run.outcome is not None and one in run.outcome.reached:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _count(self, one: Breakpoint) -> str:
        if self._session.breakpoint_run.problem(one) is not None:
            return "!"
        hits = self._session.breakpoint_run.hits(one)
        return "…" if hits is None else QLocale().toString(len(hits))

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        """What the user does to a check mark."""
        one = self.breakpoint_at(index)
        if one is None or role != _Role.CheckStateRole:
            return False
        self._session.breakpoints.change(one, enabled=Qt.CheckState(value) is Qt.CheckState.Checked)
        return True
