"""The Help menu."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction

from rnnviz.app.actions import ActionRow
from rnnviz.app.commands.menu_commands import MenuCommands
from rnnviz.app.dialogs import is_open, show_dialog

translate = QCoreApplication.translate


class HelpCommands(MenuCommands):
    """Keys, the walk, the tour, about."""

    def rows(self) -> tuple[ActionRow, ...]:
        """The actions, in the menu's order."""
        # A table reads better with its short cells on one line.
        # fmt: off
        return (
            ActionRow(
                "keys", "help", translate("actions", "&Keys"), translate("actions", "All keys on one sheet"),
                self.open_keys, ("F1",), ("Ctrl+/",), icon="keys",
            ),
            ActionRow(
                "walk", "help", translate("actions", "&Guided walk"),
                translate("actions", "A few stops through this example: what to look at, and why"),
                self.open_walk, ("Ctrl+F1",), icon="walk",
            ),
            ActionRow(
                "tour", "help", translate("actions", "&Five-minute tour"),
                translate("actions", "How to read this window, and what to try first"),
                self.open_tour, (), icon="tour",
            ),
            ActionRow(
                "about", "help", translate("actions", "&About rnnviz"), translate("actions", "Version and licence"),
                self.open_about, (), icon="about", starts_group=True, role=QAction.MenuRole.AboutRole,
            ),
        )
        # fmt: on

    def open_keys(self) -> None:
        """The sheet of all keys."""
        from rnnviz.app.keys_sheet import KeysSheet

        if not is_open(self._window, "dialog_keys"):
            show_dialog(KeysSheet(self._window.actions_, self._window))

    def open_walk(self) -> None:
        """Shows the walk through the example, or goes on with it."""
        self._window.open_panel("walk")
        self._window.walk_panel.on.setFocus()

    def open_tour(self) -> None:
        """The five-minute tour."""
        from rnnviz.app.help import Tour

        if not is_open(self._window, "dialog_tour"):
            show_dialog(Tour(self._window))

    def open_about(self) -> None:
        """Version and licence."""
        from rnnviz.app.help import About

        if not is_open(self._window, "dialog_about"):
            show_dialog(About(self._window))
