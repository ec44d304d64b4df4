"""Panels are built when somebody looks at them, and are right at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from rnnviz.app.keyboard import KeyRules
from rnnviz.app.settings import Settings
from rnnviz.app.theme import Theme
from rnnviz.app.window import Window
from rnnviz.models.overrides import Override
from rnnviz.session.compared import Mode
from rnnviz.session.overrides import set_override
from rnnviz.session.session import Session
from tests.app.screen import press, wait_for_run

AT_FIRST = {"inspector", "sum"}
CONTROL = Qt.KeyboardModifier.ControlModifier


def built(window: Window) -> set[str]:
    return {name for name, dock in window.docks.items() if dock.widget() is not None}


def sizes(window: Window) -> dict[str, QSize]:
    """Of the panels that are before the others."""
    return {name: dock.size() for name, dock in window.docks.items() if not dock.visibleRegion().isEmpty()}


def words(panel: QWidget) -> list[tuple[str, str]]:
    """Everything that can be read in a panel, in the order of the screen's parts."""
    found: list[tuple[str, str]] = []
    for part in panel.findChildren(QWidget):
        if not part.isVisibleTo(panel):
            continue
        if isinstance(part, QLabel | QLineEdit | QPushButton):
            found.append((part.objectName(), part.text()))
        elif isinstance(part, QPlainTextEdit):
            found.append((part.objectName(), part.toPlainText()))
        elif isinstance(part, QComboBox):
            found.append((part.objectName(), part.currentText()))
        elif isinstance(part, QAbstractItemView):
            model = part.model()
            found.extend(
                (part.objectName(), str(model.index(row, column).data()))
                for row in range(model.rowCount())
                for column in range(model.columnCount() if isinstance(part, QTreeView) else 1)
            )
    return found


def live_a_little(qtbot: QtBot, window: Window) -> None:
    """Something of everything that a panel shows."""
    session = window.session
    session.edit(text="banana and bread", seed=3)
    wait_for_run(qtbot, window)
    session.comparison.keep()
    assert not set_override(session, Override("h", 2, (1,), 3.0))
    wait_for_run(qtbot, window)
    session.comparison.set_mode(Mode.DIFFERENCE)
    session.go_to(20)
    session.bookmarks.toggle(2)
    session.bookmarks.write(2, "where it was set")
    session.breakpoints.toggle(3)
    session.watches.add("norm(h[t])")
    session.select("h", 4, (1,))
    window.inquiry.ask_selection()
    window.diagnosis.look()


def settle(qtbot: QtBot, window: Window) -> None:
    session = window.session
    qtbot.waitUntil(lambda: window.diagnosis.looking is None and not session.comparison.preparing, timeout=20_000)
    qtbot.waitUntil(lambda: session.comparison.begins is not None, timeout=20_000)
    if not window.docks["update"].visibleRegion().isEmpty():
        qtbot.waitUntil(lambda: session.training.opened is not None, timeout=20_000)
    QApplication.processEvents()


def test_that_a_panel_opened_late_says_what_one_says_that_was_there_all_the_time(
    qtbot: QtBot, settings: Settings, theme: Theme, rules: KeyRules, window: Window
) -> None:
    late = Window(Session(), settings, theme)
    qtbot.addWidget(late)
    late.show()
    for name in window.docks:
        window.open_panel(name)
    for one in (window, late):
        live_a_little(qtbot, one)
        settle(qtbot, one)
    assert built(late) == AT_FIRST
    for name in window.docks:
        for one in (window, late):
            one.open_panel(name)
            settle(qtbot, one)
        early, said = (words(one.docks[name].widget()) for one in (window, late))
        assert len(said) > 1, name
        assert said == early, name
    late.close()


def test_that_only_what_is_seen_is_built(window: Window) -> None:
    assert built(window) == AT_FIRST
    for _ in range(4):
        press(window, Qt.Key.Key_Right)
    window.session.edit(seed=5)
    assert built(window) == AT_FIRST


@pytest.mark.parametrize(
    ("action", "panel"),
    [
        ("watch_value", "watches"),
        ("break_when", "breakpoints"),
        ("ready_made", "breakpoints"),
        ("why", "why"),
        ("influence", "influence"),
        ("diagnostics", "diagnostics"),
        ("keep_run", "what_if"),
        ("hidden_size", "model"),
        ("truncate", "model"),
        ("panel_data", "data"),
        ("panel_bookmarks", "bookmarks"),
    ],
)
def test_that_an_action_opens_the_panel_that_it_needs(window: Window, action: str, panel: str) -> None:
    window.session.go_end()
    window.session.select("h", 2, (1,))
    wanted = window.findChild(QAction, f"action_{action}")
    assert wanted is not None
    wanted.trigger()
    QApplication.processEvents()
    assert built(window) == AT_FIRST | {panel}
    content = window.docks[panel].widget()
    assert content.isVisible()
    assert not content.visibleRegion().isEmpty()
    assert content.accessibleName()


def test_that_a_layout_that_is_put_back_builds_what_it_shows(
    qtbot: QtBot, settings: Settings, theme: Theme, rules: KeyRules, window: Window
) -> None:
    for name in ("watches", "why"):
        window.open_panel(name)
    window.docks["sum"].hide()
    window.resize(window.screen().availableSize() - QSize(2, 60))  # Qt brings a larger one back to the screen
    QApplication.processEvents()
    before = sizes(window)
    size = window.size()
    window.close()
    again = Window(Session(), settings, theme)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.docks["watches"].isVisible())
    QApplication.processEvents()
    assert again.size() == size
    assert sizes(again) == before
    assert built(again) - {"sum"} == {"inspector", "watches", "why"}
    again.close()


def test_that_a_panel_that_cannot_be_built_says_so_in_its_place(
    window: Window, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no colours are left")

    monkeypatch.setattr("rnnviz.views.data_panel.DataPanel", broken)
    window.open_panel("data")
    said = window.docks["data"].findChild(QLabel, "label_panel_failure")
    assert said is not None
    assert said.isVisible()
    assert "`RuntimeError test_panels.py:" in said.text()
    assert said.text().endswith("The run and your data are untouched.")
    assert "dock_data could not be built" in caplog.text
    monkeypatch.undo()
    press(window, Qt.Key.Key_Right)
    again = window.docks["data"].findChild(QPushButton, "button_panel_again")
    assert again is not None
    again.click()
    assert window.data_panel.isVisible()
    assert window.docks["data"].widget() is window.data_panel
