"""A table of any size opens at once, and what is copied from it can be read back."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.widgets.number_table import NumberTable, as_table


@pytest.fixture
def table(qtbot: QtBot) -> NumberTable:
    table = NumberTable()
    qtbot.addWidget(table)
    table.set_values(np.arange(12.0).reshape(3, 4) / 3)
    table.resize(600, 200)
    table.show()
    qtbot.waitExposed(table)
    return table


def shown(table: NumberTable, row: int, column: int) -> str:
    return str(table.model().index(row, column).data())


def select(table: NumberTable, top: int, left: int, bottom: int, right: int) -> None:
    model = table.model()
    part = QItemSelection(model.index(top, left), model.index(bottom, right))
    table.selectionModel().select(part, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def test_that_a_million_numbers_make_no_million_items(table: NumberTable) -> None:
    table.set_values(np.random.default_rng(0).normal(size=(1000, 1000)))
    assert (table.model().rowCount(), table.model().columnCount()) == (1000, 1000)
    assert len(table.model().children()) < 5
    table.scrollTo(table.model().index(999, 999))
    assert table.rowAt(table.viewport().height() - 4) == 999


def test_that_digits_can_be_chosen(table: NumberTable) -> None:
    assert shown(table, 0, 1) == "0.333333"
    table.set_digits(3)
    assert shown(table, 0, 1) == "0.333"
    assert table.model().index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == repr(1 / 3)
    with pytest.raises(ValueError, match="18"):
        table.set_digits(18)


def test_that_the_selected_part_is_copied_in_full_precision(qtbot: QtBot, table: NumberTable) -> None:
    select(table, 1, 1, 2, 2)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().split("\n")
    read = [[float(cell) for cell in line.split("\t")] for line in lines]
    np.testing.assert_array_equal(read, np.array([[5, 6], [9, 10]]) / 3)


def test_that_all_is_copied_where_nothing_is_selected(qtbot: QtBot, table: NumberTable) -> None:
    table.clearSelection()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().count("\n") == 2


def test_that_new_numbers_keep_the_selection_and_another_shape_does_not(table: NumberTable) -> None:
    select(table, 0, 1, 1, 2)
    table.set_values(np.zeros((3, 4)))
    assert len(table.selectionModel().selectedIndexes()) == 4
    assert shown(table, 2, 3) == "0"
    table.set_values(np.zeros((4, 3)))
    assert not table.selectionModel().selectedIndexes()


def test_that_enter_names_the_element(qtbot: QtBot, table: NumberTable) -> None:
    table.set_values(np.zeros((2, 2, 3)))
    table.setCurrentIndex(table.model().index(2, 1))
    with qtbot.waitSignal(table.unit_activated) as heard:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard.args == [(1, 0, 1)]


def test_that_headers_are_names_or_indices_from_0(table: NumberTable) -> None:
    def header(section: int, orientation: Qt.Orientation) -> str:
        return str(table.model().headerData(section, orientation, Qt.ItemDataRole.DisplayRole))

    table.set_values(np.zeros((2, 2)), rows=("a",), columns=("x", "y"))
    assert [header(i, Qt.Orientation.Vertical) for i in (0, 1)] == ["a", "1"]
    assert [header(i, Qt.Orientation.Horizontal) for i in (0, 1)] == ["x", "y"]
    table.set_values(np.zeros((2, 3, 4)))
    assert header(4, Qt.Orientation.Vertical) == "1, 1"


def test_that_every_shape_has_rows_and_columns() -> None:
    for shape, expected in (((), (1, 1)), ((3,), (3, 1)), ((2, 3), (2, 3)), ((2, 3, 4), (6, 4)), ((0,), (0, 1))):
        assert as_table(np.zeros(shape)).shape == expected


def test_that_what_is_not_finite_is_said(table: NumberTable) -> None:
    table.set_values(np.array([[np.nan, -np.inf]]))
    assert [shown(table, 0, 0), shown(table, 0, 1)] == ["NaN", "−∞"]
    assert table.model().index(0, 0).data(Qt.ItemDataRole.ForegroundRole) is not None
