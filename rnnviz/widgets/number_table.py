"""An array as a table of numbers, of any size, to read and to copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QTableView, QWidget

from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.lane_metrics import code_font
from rnnviz.widgets.number_text import exact
from rnnviz.widgets.sources import Rows

_Index = QModelIndex | QPersistentModelIndex


def as_table(values: Rows) -> Rows:
    """An array as rows and columns: a vector is one column, and of more than two axes the last is the columns."""
    values = np.asarray(values)
    if values.ndim < 2:
        return values.reshape(-1, 1)
    return values.reshape(-1, values.shape[-1])


def tab_separated(table: Rows) -> str:
    """A table as text that spreadsheets read: rows by line, columns by tab, numbers so that they can be read back."""
    return "\n".join("\t".join(repr(value) for value in row) for row in np.asarray(table).tolist())


class _Numbers(QAbstractTableModel):
    """Reads the array when it is asked; nothing is made for a cell that nobody sees."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table: Rows = np.zeros((0, 0))
        self.shape: tuple[int, ...] = (0,)
        self.names: tuple[Sequence[str], Sequence[str]] = ((), ())
        self.digits = 6
        self.error = QColor()
        self.font = QFont()

    def show(self, values: Rows, rows: Sequence[str], columns: Sequence[str]) -> None:
        self.beginResetModel()
        self.table, self.shape, self.names = as_table(values), np.asarray(values).shape, (rows, columns)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else self.table.shape[0]

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.table.shape[1]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        value = float(self.table[index.row(), index.column()])
        if role == Qt.ItemDataRole.DisplayRole:
            return exact(value, self.digits)
        if role == Qt.ItemDataRole.ToolTipRole:
            return repr(value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole:
            return self.font
        if role == Qt.ItemDataRole.ForegroundRole and not np.isfinite(value):
            return self.error
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        vertical = orientation == Qt.Orientation.Vertical
        names = self.names[0 if vertical else 1]
        if section < len(names):
            return names[section]
        if vertical and len(self.shape) > 2:
            return ", ".join(str(int(i)) for i in np.unravel_index(section, self.shape[:-1]))
        return str(section)


class NumberTable(QTableView):
    """The numbers of an array; Ctrl+C copies the selected ones, in full precision, as text with tabs."""

    unit_activated = Signal(object)
    """Enter or a double click on a number: its indices in the array as a tuple."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers = _Numbers(self)
        self.setModel(self._numbers)
        self.setObjectName("number_table")
        self.setAccessibleName(self.tr("Numbers"))
        self.setAlternatingRowColors(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.activated.connect(self._activate)
        self.horizontalHeader().setHighlightSections(True)
        self.setCornerButtonEnabled(True)
        self._dress()

    def set_values(self, values: Rows, rows: Sequence[str] = (), columns: Sequence[str] = ()) -> None:
        """Show an array of any shape; `rows` and `columns` name indices, which otherwise count from 0.

        An array of the same shape leaves the selection and what is scrolled into sight.
        """
        place = (self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        selection = self.selectionModel().selection() if self._numbers.shape == np.asarray(values).shape else None
        ranges = _ranges(selection) if selection is not None else []
        self._numbers.show(values, rows, columns)
        for top, left, bottom, right in ranges:
            model, first = self.selectionModel(), self._numbers.index(top, left)
            picked = QItemSelection(first, self._numbers.index(bottom, right))
            model.select(picked, QItemSelectionModel.SelectionFlag.Select)
        if selection is not None:
            self.horizontalScrollBar().setValue(place[0])
            self.verticalScrollBar().setValue(place[1])

    def set_digits(self, digits: int) -> None:
        """How many significant digits are shown, 1 … 17; raises ValueError beyond."""
        if not 1 <= digits <= 17:
            raise ValueError(f"a number is shown with 1 to 17 digits, not {digits}")
        self._numbers.digits = digits
        self._dress()
        self.viewport().update()

    def selected_text(self) -> str:
        """The selected numbers as text with tabs; all of them when none or one is selected by being current."""
        selection = self.selectionModel().selection()
        table = self._numbers.table
        if not selection.isEmpty():
            part = selection.at(0)
            table = table[part.top() : part.bottom() + 1, part.left() : part.right() + 1]
        return tab_separated(table)

    def copy(self) -> None:
        """Put `selected_text` on the clipboard."""
        QApplication.clipboard().setText(self.selected_text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and hasattr(self, "_numbers"):
            self._dress()

    def _dress(self) -> None:
        """Fit sections to the widest number there can be, once for all of them, and take the theme's colours."""
        font = code_font(self)
        metrics = QFontMetricsF(font)
        widest = metrics.horizontalAdvance("−0." + "0" * self._numbers.digits + "e−00")
        self.horizontalHeader().setDefaultSectionSize(round(widest) + 10)
        self.verticalHeader().setDefaultSectionSize(round(metrics.height()) + 6)
        self._numbers.error, self._numbers.font = colours_of(self).error, font

    def _show_menu(self, position: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy")).triggered.connect(self.copy)
        menu.addAction(self.tr("Select all")).triggered.connect(self.selectAll)
        menu.popup(self.viewport().mapToGlobal(position))

    def _activate(self, index: QModelIndex) -> None:
        flat = index.row() * self._numbers.table.shape[1] + index.column()
        shape = self._numbers.shape
        self.unit_activated.emit(tuple(int(i) for i in np.unravel_index(flat, shape)) if shape else ())


def _ranges(selection: QItemSelection) -> list[tuple[int, int, int, int]]:
    parts = [selection.at(index) for index in range(selection.count())]
    return [(part.top(), part.left(), part.bottom(), part.right()) for part in parts]
