"""Where things are: in the first window, remembered, put back, and away for a presentation."""

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from rnnviz.app.keyboard import KeyRules
from rnnviz.app.settings import Settings
from rnnviz.app.theme import Theme, ThemeChoice
from rnnviz.app.window import Window
from rnnviz.session.session import Session
from rnnviz.widgets.lane import Lane
from tests.app.screen import press

EXAMPLE_LANES = ["inputs", "graph", "h", "p_y", "losses", "dh", "norms"]


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


@pytest.mark.parametrize(("width", "height"), [(1280, 736), (1280, 800), (2560, 1440)])
def test_that_the_example_is_seen_whole_without_moving_anything(window: Window, width: int, height: int) -> None:
    window.resize(width, height)
    settle()
    stack = window.lanes.stack
    assert stack.shown() == EXAMPLE_LANES
    for name in EXAMPLE_LANES:
        lane = stack.lane(name)
        assert lane.visibleRegion().boundingRect() == lane.rect(), f"{name} is cut"
    assert stack.axis.column_width >= 48
    assert stack.axis.x_of(5) > 0.75 * stack.axis.width, "the width is not used"
    bottom = max(stack.lane(name).mapTo(stack, QPoint(0, stack.lane(name).height())).y() for name in EXAMPLE_LANES)
    assert bottom > 0.95 * stack.height(), "the height is not used"
    assert list(stack.axis.visible()) == [1, 2, 3, 4]
    assert window.inspector.isVisible()
    assert window.sum_panel.isVisible()
    assert window.docks["inspector"].width() <= 360


def test_that_the_layout_is_remembered(
    qtbot: QtBot, settings: Settings, theme: Theme, rules: KeyRules, window: Window
) -> None:
    window.lanes.set_lane_shown("p_y", False)
    window.open_panel("data")
    window.docks["sum"].hide()
    window.resize(window.screen().availableSize() - QSize(2, 60))  # Qt brings a larger one back to the screen
    window.close()
    again = Window(Session(), settings, theme)
    qtbot.addWidget(again)
    again.show()
    settle()
    assert not again.findChild(Lane, "lane_p_y").isVisible()  # type: ignore[union-attr]
    assert again.docks["data"].isVisible()
    assert not again.docks["sum"].isVisible()
    assert again.size() == window.size()
    again.actions_["reset_layout"].trigger()
    settle()
    assert again.lanes.stack.shown() == EXAMPLE_LANES
    assert again.docks["sum"].isVisible()
    assert not again.docks["data"].isVisible()


def test_that_a_layout_that_cannot_be_read_is_left(
    qtbot: QtBot, settings: Settings, theme: Theme, rules: KeyRules
) -> None:
    settings.lanes = '{"order": 5}'
    settings.panels = b"nonsense"
    settings.geometry = b"nonsense"
    made = Window(Session(), settings, theme)
    qtbot.addWidget(made)
    made.show()
    settle()
    assert made.lanes.stack.shown() == EXAMPLE_LANES


def test_that_a_presentation_has_large_type_and_no_panels_and_ends_as_it_began(window: Window) -> None:
    size = QFontMetrics(window.font()).height()
    press(window, Qt.Key.Key_F8)
    settle()
    assert not any(dock.isVisible() for dock in window.docks.values())
    assert QFontMetrics(window.lanes.font()).height() > size * 1.3
    press(window, Qt.Key.Key_Right)
    assert window.session.position == 1
    press(window, Qt.Key.Key_F8)
    settle()
    assert window.docks["inspector"].isVisible()
    assert QFontMetrics(window.font()).height() == size


def test_that_a_presentation_keeps_the_theme_that_was_asked_for_at_the_start(window: Window) -> None:
    window.theme.choose(ThemeChoice.DARK)
    for _ in range(2):
        press(window, Qt.Key.Key_F8)
        assert window.theme.dark


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_that_no_words_of_the_panels_are_cut(window: Window, choice: ThemeChoice) -> None:
    window.theme.choose(choice)
    window.open_panel("model")
    for stop in (0, 3, 8):
        window.session.go_to(stop)
        settle()
        for panel in (window.inspector, window.model_panel):
            for label in panel.findChildren(QLabel):
                if label.isVisible() and label.wordWrap():
                    assert label.heightForWidth(label.width()) <= label.height(), label.objectName()


def test_that_rolling_up_the_graph_and_back_changes_nothing_else(window: Window) -> None:
    press(window, Qt.Key.Key_R)
    assert window.lanes.rolled.isVisible()
    assert "graph" not in window.lanes.stack.shown()
    press(window, Qt.Key.Key_Right)
    assert window.session.position == 1
    press(window, Qt.Key.Key_R)
    assert not window.lanes.rolled.isVisible()
    assert window.lanes.stack.shown() == EXAMPLE_LANES


def test_that_nothing_that_can_wait_is_imported_before_the_first_paint() -> None:
    import subprocess
    import sys

    slow = ("scipy", "PySide6.QtNetwork", "PySide6.QtPrintSupport")
    unseen = (
        *("bookmarks_panel", "breakpoints", "diagnostics_panel", "influence_panel", "model_panel", "override_editor"),
        *("watches", "what_if_panel", "why"),
    )
    late = (
        *slow,
        *(f"rnnviz.views.{view}" for view in unseen),
        *("rnnviz.widgets.equation_editor", "rnnviz.widgets.influence_map", "rnnviz.widgets.finding_list"),
        *("rnnviz.engine.influence", "rnnviz.debugger.diagnostics.rules", "rnnviz.debugger.jacobian"),
    )
    code = (
        f"LATE = {late}; import sys; from PySide6.QtCore import QSettings; from rnnviz.app.start import start;"
        "from rnnviz.app.settings import Settings;"
        "app, window = start(Settings(QSettings('nowhere.ini', QSettings.Format.IniFormat))); window.show();"
        "app.processEvents(); print([name for name in LATE if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "[]"
    from importlib.util import find_spec

    assert not [name for name in late if find_spec(name) is None], "a name that nothing has is never imported"
