import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.app.theme import LARGEST_TYPE, SMALLEST_TYPE, Theme, ThemeChoice, palette
from rnnviz.app.window import Window
from rnnviz.widgets.colours import contrast
from rnnviz.widgets.colours import theme as colours_in

Role = QPalette.ColorRole


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        (Role.WindowText, Role.Window),
        (Role.Text, Role.Base),
        (Role.Text, Role.AlternateBase),
        (Role.ButtonText, Role.Button),
        (Role.HighlightedText, Role.Highlight),
        (Role.ToolTipText, Role.ToolTipBase),
        (Role.Link, Role.Window),
        (Role.PlaceholderText, Role.Base),
    ],
)
def test_that_text_can_be_read_on_what_lies_behind_it(dark: bool, ink: Role, paper: Role) -> None:
    colours = palette(dark)
    assert contrast(colours.color(ink), colours.color(paper)) >= 4.5


def test_that_a_chosen_theme_is_in_effect_at_once(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.choose(ThemeChoice.DARK)
    assert theme.dark
    assert qapp.palette().color(Role.Base) == QColor("#1B1E23")
    with qtbot.waitSignal(theme.changed):
        theme.choose(ThemeChoice.LIGHT)
    assert not theme.dark
    assert qapp.palette().color(Role.Base) == QColor("#FFFFFF")


def test_that_choosing_what_is_already_there_announces_nothing(theme: Theme, qtbot: QtBot) -> None:
    theme.choose(ThemeChoice.DARK, 12)
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose(ThemeChoice.DARK, 12)


@pytest.mark.parametrize(("asked", "given"), [(1, SMALLEST_TYPE), (12, 12), (100, LARGEST_TYPE)])
def test_that_the_size_of_type_stays_readable(theme: Theme, qapp: QApplication, asked: int, given: int) -> None:
    theme.choose(ThemeChoice.LIGHT, asked)
    assert qapp.font().pointSize() == given


def test_that_the_systems_size_of_type_can_be_had_back(theme: Theme, qapp: QApplication) -> None:
    usual = theme.points
    theme.choose(ThemeChoice.LIGHT, 20)
    theme.choose(ThemeChoice.LIGHT, 0)
    assert qapp.font().pointSize() == usual


def test_that_the_readout_of_the_pass_has_the_colour_of_the_theme(window: Window, qtbot: QtBot) -> None:
    window.session.go_end()
    for choice in (ThemeChoice.DARK, ThemeChoice.LIGHT):
        window.theme.choose(choice)
        QApplication.processEvents()
        assert colours_in(choice is ThemeChoice.DARK).backward.name() in window.transport.pass_readout.text()
