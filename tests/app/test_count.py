"""Parameters and multiply-adds, read off the dialog as a user does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.views.count_dialog import CountDialog


def opened_count(window: Window) -> CountDialog:
    window.actions_["count"].trigger()
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, CountDialog) and one.isVisible())


def rows(dialog: CountDialog) -> list[list[str]]:
    table = dialog.table
    found = [[table.item(row, column) for column in range(4)] for row in range(table.rowCount())]
    return [[item.text() if item is not None else "" for item in one] for one in found]


def test_that_each_equation_has_its_numbers_and_they_follow_the_model(qtbot: QtBot, window: Window) -> None:
    dialog = opened_count(window)
    assert [one[1:] for one in rows(dialog)] == [["24", "21", "84"], ["16", "12", "48"], ["0", "0", "0"]]
    assert "40 parameters; 132 multiply-adds" in dialog.total.text()
    window.session.edit(hidden=4)
    qtbot.waitUntil(lambda: rows(dialog)[0][1] == str(16 + 16 + 4))


def test_that_alexnet_stands_beside_it(qtbot: QtBot, window: Window) -> None:
    dialog = opened_count(window)
    dialog.which.setFocus()
    qtbot.keyClick(dialog.which, Qt.Key.Key_Down)
    assert "62,378,344 parameters" in dialog.total.text()
    assert ["37,752,832", "37,748,736"] in [one[1:3] for one in rows(dialog)]
    assert rows(dialog)[0][0].startswith("conv1: a1[t] = ")
    qtbot.keyClick(dialog.which, Qt.Key.Key_Down)
    assert not any("fc6" in one[0] for one in rows(dialog))
    assert "gone" in dialog.note.text()


def test_that_the_dialog_is_there_once(window: Window) -> None:
    assert opened_count(window) is opened_count(window)
