"""Every action of every menu, and what the menus say."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QTextBrowser
from pytestqt.qtbot import QtBot

from rnnviz.app.names import accessible_names
from rnnviz.app.window import Window
from tests.app.screen import press, wait_for_run


def opened(menu: QMenu) -> Iterator[QAction]:
    """A menu's actions, and those of the menus in it, as they are once each has been opened."""
    menu.aboutToShow.emit()
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from opened(below)
        elif not action.isSeparator():
            yield action


def all_actions(window: Window) -> list[QAction]:
    return [action for top in window.menuBar().actions() for action in opened(top.menu())]  # type: ignore[arg-type]


def test_that_every_action_of_every_menu_can_be_triggered(window: Window, qtbot: QtBot) -> None:
    names = [action.objectName() for action in all_actions(window)]
    assert len(names) == len(set(names)), "two actions have one name"
    for stop in (0, 6):
        for name in names:
            if name == "action_quit":
                continue
            window.session.go_to(stop)
            action = next((each for each in all_actions(window) if each.objectName() == name), None)
            if action is None:
                assert name.startswith("action_show_"), f"{name} is gone"
                continue
            if action.isEnabled():
                action.trigger()
            wait_for_run(qtbot, window)
            for dialog in window.findChildren(QDialog):
                qtbot.waitUntil(lambda dialog=dialog: dialog.isVisible())  # type: ignore[misc]
                dialog.close()
            QApplication.processEvents()  # which paints it
    assert window.session.problem is None


def test_that_quit_closes_the_window(window: Window) -> None:
    window.actions_["quit"].trigger()
    assert not window.isVisible()


def test_that_every_action_has_a_name_words_and_a_tip(window: Window) -> None:
    for row in window.actions_.rows:
        action = window.findChild(QAction, f"action_{row.name}")
        assert action is not None
        assert action.text()
        assert action.statusTip()
        assert not row.icon or not action.icon().isNull()


def test_that_no_key_belongs_to_two_actions(window: Window) -> None:
    keys = [key.toString() for action in all_actions(window) for key in action.shortcuts()]
    assert len(keys) == len(set(keys)), sorted(keys)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("step_forward", "Right"),
        ("step_forward", "F10"),
        ("step_back", "Left"),
        ("step_back", "Ctrl+F10"),
        ("go_start", "Home"),
        ("go_end", "End"),
        ("play", "Space"),
        ("fit", "F"),
        ("cancel", "Esc"),
    ],
)
def test_that_the_usual_keys_are_the_usual_ones(window: Window, name: str, key: str) -> None:
    assert QKeySequence(key) in window.actions_[name].shortcuts()


def test_that_every_named_part_has_an_accessible_name_and_is_there(window: Window) -> None:
    from PySide6.QtWidgets import QWidget

    dialogs = {
        "dialog_preferences",
        "dialog_keys",
        "dialog_tour",
        "dialog_check",
        "dialog_about",
        "dialog_load",
        "dialog_save",
        "dialog_save_example",
        "dialog_unsaved",
    }
    for panel in window.docks:
        window.open_panel(panel)
    for action in ("open_gallery", "count"):
        window.actions_[action].trigger()
    window.session.select("h", 1, (0,))
    press(window, Qt.Key.Key_Right)
    window.edit_override()
    window.override_editor.hide()
    for name, words in accessible_names().items():
        if name in dialogs:
            continue
        part = window if name == "window" else window.findChild(QWidget, name)
        assert part is not None, f"nothing is named {name}"
        assert part.accessibleName(), f"{name} has no accessible name"
        assert words


def test_that_the_sheet_of_keys_has_every_action_that_has_a_key(window: Window, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_F1)
    sheet = window.findChild(QDialog, "dialog_keys")
    assert sheet is not None
    words = sheet.sheet.toPlainText()  # type: ignore[attr-defined]
    for row in window.actions_.rows:
        if window.actions_[row.name].shortcuts():
            assert row.text.replace("&", "").rstrip("…") in words
    sheet.close()


def test_that_a_dialog_opened_twice_is_one(window: Window) -> None:
    window.actions_["tour"].trigger()
    window.actions_["tour"].trigger()
    assert len([each for each in window.findChildren(QDialog) if each.isVisible()]) == 1
    for each in window.findChildren(QDialog):
        each.close()


def test_that_the_tour_names_training_and_generation_by_their_keys(window: Window) -> None:
    window.actions_["tour"].trigger()
    tour = window.findChild(QTextBrowser, "text_tour")
    assert tour is not None
    for name in ("training", "generate"):
        assert window.actions_[name].shortcut().toString() in tour.toPlainText()
