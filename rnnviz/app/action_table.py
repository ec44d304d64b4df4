"""The table of actions: every action of the window, once, with its menu, words, keys, icon, and when it can be used.

Menus, toolbar, preferences and the sheet of keys are made from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from rnnviz.app.actions import ActionRow
from rnnviz.app.commands.edit_menu import EditCommands
from rnnviz.app.commands.file_menu import FileCommands
from rnnviz.app.commands.help_menu import HelpCommands
from rnnviz.app.commands.model_menu import ModelCommands
from rnnviz.app.commands.run_menu import RunCommands
from rnnviz.app.commands.tools_menu import ToolsCommands
from rnnviz.app.commands.view_menu import ViewCommands

if TYPE_CHECKING:
    from rnnviz.app.window import Window


def menu_titles() -> dict[str, str]:
    """The menus, in order."""
    translate = QCoreApplication.translate
    return {
        "file": translate("menus", "&File"),
        "edit": translate("menus", "&Edit"),
        "view": translate("menus", "&View"),
        "run": translate("menus", "&Run"),
        "model": translate("menus", "&Model"),
        "tools": translate("menus", "&Tools"),
        "help": translate("menus", "&Help"),
    }


class Commands:
    """What the actions do, by the menu that they stand in."""

    def __init__(self, window: Window) -> None:
        self.file = FileCommands(window)
        self.edit = EditCommands(window)
        self.view = ViewCommands(window)
        self.run = RunCommands(window)
        self.model = ModelCommands(window)
        self.tools = ToolsCommands(window)
        self.help = HelpCommands(window)

    def rows(self) -> tuple[ActionRow, ...]:
        """The table, in the order of the menus, each row bound to what it does."""
        menus = (self.file, self.edit, self.view, self.run, self.model, self.tools, self.help)
        return tuple(row for menu in menus for row in menu.rows())
