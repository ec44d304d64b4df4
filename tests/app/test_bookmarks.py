"""Bookmarks as a user sets them: by key, with a note, found again, and undone."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from tests.app.screen import picture, press, type_into

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def listed(window: Window) -> list[str]:
    items = window.bookmarks_panel.list
    return [items.item(row).text() for row in range(items.count())]


def test_that_a_bookmark_is_set_by_key_found_by_key_and_undone(window: Window) -> None:
    for position in (2, 4):
        window.session.go_to(position)
        press(window, Key.Key_F2, Modifier.ControlModifier)
    assert list(window.session.bookmarks.notes) == [2, 4]
    assert window.isWindowModified()
    press(window, Key.Key_F2)
    assert window.session.timestep == 2
    press(window, Key.Key_F2, Modifier.ShiftModifier)
    assert window.session.timestep == 4
    press(window, Key.Key_Z, Modifier.ControlModifier)
    assert list(window.session.bookmarks.notes) == [2]


def test_that_a_note_is_written_and_shown_in_list_and_tool_tip(window: Window, qtbot: QtBot) -> None:
    window.open_panel("bookmarks")
    panel = window.bookmarks_panel
    window.session.go_to(3)
    assert panel.set.text().endswith("t = 3")
    qtbot.mouseClick(panel.set, Qt.MouseButton.LeftButton)
    type_into(panel.note, "the gradient goes\nhere")
    window.lanes.setFocus()
    assert window.session.bookmarks.notes == {3: "the gradient goes\nhere"}
    assert listed(window) == ["t = 3   the gradient goes"]
    assert window.session.undo.count() == 2
    qtbot.mouseClick(panel.remove, Qt.MouseButton.LeftButton)
    assert listed(window) == []
    press(window, Key.Key_Z, Modifier.ControlModifier)
    assert window.session.bookmarks.notes == {3: "the gradient goes\nhere"}
    assert panel.note.toPlainText() == "the gradient goes\nhere"


def test_that_a_click_in_the_list_goes_there(window: Window, qtbot: QtBot) -> None:
    window.open_panel("bookmarks")
    for timestep in (1, 3):
        window.session.bookmarks.write(timestep, f"note {timestep}")
    QApplication.processEvents()
    items = window.bookmarks_panel.list
    middle = items.visualItemRect(items.item(1)).center()
    qtbot.mouseClick(items.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle))
    assert window.session.timestep == 3
    assert window.bookmarks_panel.note.toPlainText() == "note 3"


def test_that_the_ruler_shows_a_ribbon(window: Window) -> None:
    QApplication.processEvents()
    ruler = window.lanes.stack.ruler
    before = picture(ruler)
    window.session.bookmarks.toggle(2)
    changed = (picture(ruler) != before).any(axis=(0, 2)).nonzero()[0]
    assert len(changed)
    left = ruler.width() - window.lanes.stack.axis.width
    column = window.lanes.stack.axis.column_width
    assert abs(changed.mean() - (window.lanes.stack.axis.x_of(2) + left)) < 1.2 * column
    window.session.bookmarks.toggle(2)
    assert (picture(ruler) == before).all()
