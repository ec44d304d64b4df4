"""The preferences: in effect at once, remembered, and every key editable."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from rnnviz.app.language import Language, speak
from rnnviz.app.preferences import Preferences
from rnnviz.app.settings import SMALLEST_MEMORY
from rnnviz.app.theme import ThemeChoice
from rnnviz.app.window import Window
from rnnviz.session.memory import amount, automatic_limit
from rnnviz.widgets.heat_lane import HeatLane
from rnnviz.widgets.scales import ScaleKind
from tests.app.screen import lane_of, press

Key = Qt.Key


@pytest.fixture
def dialog(window: Window, qtbot: QtBot) -> Iterator[Preferences]:
    window.actions_["preferences"].trigger()
    found = window.findChild(Preferences)
    assert found is not None
    qtbot.waitUntil(found.isVisible)
    yield found
    if isValid(found):
        found.close()


def choose(box: QComboBox, value: str) -> None:
    """Picks an entry by the keyboard."""
    box.setFocus()
    QTest.keyClick(box, Key.Key_Home)
    for _ in range(box.findData(value)):
        QTest.keyClick(box, Key.Key_Down)
    assert box.currentData() == value


def row_of(dialog: Preferences, window: Window, name: str) -> int:
    return [row.name for row in window.actions_.rows].index(name)


def test_that_a_theme_is_in_effect_at_once_and_remembered(dialog: Preferences, window: Window) -> None:
    choose(dialog.theme, "dark")
    assert window.theme.dark
    assert window.settings.theme is ThemeChoice.DARK
    choose(dialog.theme, "light")
    assert not window.theme.dark


def test_that_the_theme_of_a_start_holds_until_the_user_chooses_another(window: Window, qtbot: QtBot) -> None:
    settings = window.settings
    settings.theme_of_this_start = ThemeChoice.DARK
    window.apply_settings()
    window.commands.tools.open_preferences()
    dialog = window.findChild(Preferences)
    assert dialog is not None
    assert dialog.theme.currentData() == "dark"
    dialog.ask.click()
    assert window.theme.dark
    assert settings.theme is ThemeChoice.SYSTEM  # nobody has chosen what is remembered
    choose(dialog.language, "zh_CN")
    qtbot.waitUntil(lambda: window.actions_["undo"].text().startswith("撤销"))
    assert window.theme.dark
    again = window.findChildren(Preferences)[-1]
    choose(again.theme, "light")
    assert not window.theme.dark
    assert settings.theme is ThemeChoice.LIGHT
    speak(Language.ENGLISH)


def test_that_the_size_of_type_is_in_effect_at_once(dialog: Preferences, window: Window) -> None:
    dialog.font_size.setFocus()
    QTest.keyClick(dialog.font_size, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(dialog.font_size, "16")
    assert window.font().pointSize() == 16
    assert window.settings.font_size == 16


def test_that_the_scale_of_maps_reaches_every_lane(dialog: Preferences, window: Window) -> None:
    choose(dialog.map_scale, "log")
    for name in ("h", "dh"):
        lane = lane_of(window, name)
        assert isinstance(lane, HeatLane)
        assert lane.kind is ScaleKind.LOG


def test_that_the_limit_of_memory_reaches_the_session(dialog: Preferences, window: Window) -> None:
    dialog.memory.setFocus()
    QTest.keyClick(dialog.memory, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    before = window.session.memory_limit
    QTest.keyClicks(dialog.memory, "512")
    assert window.session.memory_limit == before, "the digits of a number are not numbers of their own"
    QTest.keyClick(dialog.memory, Key.Key_Tab)
    assert window.session.memory_limit == 512 * 2**20


def test_that_the_automatic_limit_says_what_it_is_and_steps_go_on_from_it(dialog: Preferences, window: Window) -> None:
    automatic = automatic_limit()
    assert window.session.memory_limit == automatic
    assert dialog.memory.text() == f"Automatic ({amount(automatic)})"
    dialog.memory.setFocus()
    QTest.keyClick(dialog.memory, Key.Key_Down)
    assert 0 < automatic - window.session.memory_limit <= 512 * 2**20
    assert window.settings.memory_limit == window.session.memory_limit // 2**20
    QTest.keyClick(dialog.memory, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(dialog.memory, "1")
    QTest.keyClick(dialog.memory, Key.Key_Return)
    assert window.session.memory_limit == SMALLEST_MEMORY * 2**20
    assert dialog.memory.text() == f"{SMALLEST_MEMORY} MiB"
    QTest.keyClick(dialog.memory, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(dialog.memory, "0")
    QTest.keyClick(dialog.memory, Key.Key_Return)
    assert window.session.memory_limit == automatic
    assert dialog.memory.text() == f"Automatic ({amount(automatic)})"


def test_that_a_key_is_changed_works_and_can_be_had_back(dialog: Preferences, window: Window, qtbot: QtBot) -> None:
    dialog.table.selectRow(row_of(dialog, window, "step_forward"))
    dialog.key.setFocus()
    QTest.keyClick(dialog.key, Key.Key_N)
    dialog.key.editingFinished.emit()
    assert window.settings.keys == {"step_forward": ("N", "F10")}
    dialog.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.lanes.setFocus()
    press(window, Key.Key_N)
    assert window.session.position == 1
    press(window, Key.Key_Right)
    assert window.session.position == 1
    assert "N steps" in window.hover.text()
    window.actions_["preferences"].trigger()
    again = [each for each in window.findChildren(Preferences) if each.isVisible()][-1]
    again.table.selectRow(row_of(again, window, "step_forward"))
    again.default.click()
    assert window.settings.keys == {}
    again.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Key.Key_Right)
    assert window.session.position == 2


def test_that_a_key_that_another_action_has_is_not_taken(dialog: Preferences, window: Window) -> None:
    dialog.table.selectRow(row_of(dialog, window, "fit"))
    dialog.key.setFocus()
    QTest.keyClick(dialog.key, Key.Key_Space)
    dialog.key.editingFinished.emit()
    assert "Play" in dialog.clash.text()
    assert window.settings.keys == {}
