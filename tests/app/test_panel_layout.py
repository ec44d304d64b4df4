"""A project's layout: what is seen as it was, what was away where it belongs, and the look left to the user."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QTabBar
from pytestqt.qtbot import QtBot

from rnnviz.app.keyboard import KeyRules
from rnnviz.app.panel_layout import LEFT
from rnnviz.app.settings import Settings
from rnnviz.app.theme import Theme, ThemeChoice
from rnnviz.app.window import Window
from rnnviz.formats.fields import Fields
from rnnviz.session.session import Session


def shown(window: Window) -> dict[str, QRect]:
    """Where the panels stand that are to be seen."""
    for _ in range(4):
        QApplication.processEvents()
    return {name: dock.geometry() for name, dock in window.docks.items() if not dock.visibleRegion().isEmpty()}


def copy_of(window: Window, qtbot: QtBot, settings: Settings, theme: Theme) -> Window:
    """Another window, with the layout that a project of the first would have."""
    layout = window.layout_keeper.describe()
    again = Window(Session(), settings, theme)
    qtbot.addWidget(again)
    again.show()
    again.resize(window.size())
    again.layout_keeper.take(Fields(layout, "layout", "a.rnnviz"))
    return again


def test_that_panels_that_were_away_come_back_to_the_place_of_those_that_were_seen(
    qtbot: QtBot, settings: Settings, theme: Theme, rules: KeyRules, window: Window
) -> None:
    window.open_panel("watches")
    QApplication.processEvents()
    again = copy_of(window, qtbot, settings, theme)
    place, height = shown(again)["watches"], again.height()
    for name in ("what_if", "bookmarks", "why"):
        again.open_panel(name)
    seen = shown(again)
    assert set(seen) == {"bookmarks", "why", "sum"}
    assert seen["bookmarks"] == place
    assert again.tabifiedDockWidgets(again.docks["inspector"]) == [again.docks["why"]]
    assert again.height() == height
    again.close()


def test_that_the_panels_of_the_rail_fly_out_one_at_a_time(window: Window) -> None:
    rail = {name: window.findChild(QAction, f"action_panel_{name}") for name in LEFT}
    places = []
    for name, action in rail.items():
        assert action is not None
        action.trigger()
        assert set(shown(window)) == {name, "inspector", "sum"}
        assert [one for one, each in rail.items() if each is not None and each.isChecked()] == [name]
        places.append(shown(window)[name])
    assert len({place.x() for place in places}) == 1
    assert all(bar.visibleRegion().isEmpty() for bar in window.findChildren(QTabBar))
    last = rail[LEFT[-1]]
    assert last is not None
    last.trigger()
    assert set(shown(window)) == {"inspector", "sum"}


def test_that_panels_that_the_user_has_drawn_apart_stay_both(window: Window) -> None:
    window.open_panel("model")
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, window.docks["data"])
    window.open_panel("data")
    assert {"model", "data"} <= set(shown(window))
    window.open_panel("watches")
    assert {"watches", "data"} <= set(shown(window))


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (2560, 1440)])
def test_that_the_influence_has_a_column_of_its_own_and_leaves_the_lanes_room(
    window: Window, width: int, height: int
) -> None:
    window.resize(width, height)
    before = shown(window)
    window.open_panel("influence")
    seen = shown(window)
    assert set(seen) == {"influence", "inspector", "sum"}
    assert {name: seen[name].width() for name in before} == {name: place.width() for name, place in before.items()}
    assert seen["influence"].width() >= 0.3 * width
    assert seen["influence"].height() > 0.75 * height
    assert window.lanes.width() >= 0.3 * width
    lanes = window.lanes.width()
    action = window.findChild(QAction, "action_panel_influence")
    assert action is not None
    action.trigger()
    assert shown(window) == before
    action.trigger()
    assert shown(window) == seen
    assert window.lanes.width() == lanes
    window.open_panel("data")
    assert {"influence", "data", "inspector", "sum"} == set(shown(window))
    assert window.lanes.width() >= 300
    assert shown(window)["influence"].width() >= 300


@pytest.mark.parametrize("away", [False, True])
def test_that_a_layout_with_the_influence_is_put_back(
    qtbot: QtBot, settings: Settings, theme: Theme, rules: KeyRules, window: Window, away: bool
) -> None:
    window.resize(1280, 736)
    window.open_panel("influence")
    wanted = shown(window)
    if away:
        window.docks["influence"].hide()
    again = copy_of(window, qtbot, settings, theme)
    again.open_panel("influence")
    assert shown(again) == wanted
    again.close()


def test_that_a_projects_layout_keeps_the_theme_that_was_asked_for_at_the_start(window: Window) -> None:
    window.theme.choose(ThemeChoice.DARK)
    window.layout_keeper.take(Fields(window.layout_keeper.describe(), "layout", "a.rnnviz"))
    assert window.theme.dark


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_that_the_first_start_is_laid_out_alike_in_light_and_dark(
    qtbot: QtBot, settings: Settings, theme: Theme, rules: KeyRules, choice: str
) -> None:
    made = Window(Session(), settings, theme)
    qtbot.addWidget(made)
    made.theme.choose(ThemeChoice(choice), settings.font_size)  # as a start with --theme does
    made.resize(1280, 736)
    made.show()
    places = shown(made)
    assert abs(places["sum"].height() - 210) < 30
    assert places["inspector"].width() == places["sum"].width() == 320
    made.close()


def test_that_in_large_type_the_influence_and_a_panel_of_the_rail_take_turns(window: Window) -> None:
    window.theme.choose(ThemeChoice.LIGHT, 18)
    window.resize(1280, 800)
    window.open_panel("diagnostics")
    window.open_panel("influence")
    assert "influence" in shown(window)
    assert "diagnostics" not in shown(window)
    window.open_panel("diagnostics")
    assert "diagnostics" in shown(window)
    assert "influence" not in shown(window)
