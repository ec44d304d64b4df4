"""A project's layout: what is seen as it was, what was away where it belongs, and the look left to the user."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.app.keyboard import KeyRules
from rnnviz.app.settings import Settings
from rnnviz.app.theme import Theme, ThemeChoice
from rnnviz.app.window import Window
from rnnviz.formats.fields import Fields
from rnnviz.session.session import Session


def test_that_panels_that_were_away_come_back_as_tabs_of_those_that_were_seen(
    qtbot: QtBot, settings: Settings, theme: Theme, rules: KeyRules, window: Window
) -> None:
    window.open_panel("watches")
    QApplication.processEvents()
    layout = window.layout_keeper.describe()
    again = Window(Session(), settings, theme)
    qtbot.addWidget(again)
    again.show()
    again.layout_keeper.take(Fields(layout, "layout", "a.rnnviz"))
    QApplication.processEvents()
    height = again.height()
    for name in ("what_if", "bookmarks", "why"):
        again.open_panel(name)
        QApplication.processEvents()
    tabs = again.tabifiedDockWidgets(again.docks["watches"])
    assert {one.objectName() for one in tabs} == {"dock_what_if", "dock_bookmarks"}
    assert again.tabifiedDockWidgets(again.docks["inspector"]) == [again.docks["why"]]
    assert again.height() == height
    again.close()


def test_that_a_projects_layout_keeps_the_theme_that_was_asked_for_at_the_start(window: Window) -> None:
    window.theme.choose(ThemeChoice.DARK)
    window.layout_keeper.take(Fields(window.layout_keeper.describe(), "layout", "a.rnnviz"))
    assert window.theme.dark
