"""The Tools menu: what looks for mistakes, and the preferences."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction

from rnnviz.app.actions import ActionRow
from rnnviz.app.commands.conditions import has_gradients, has_run
from rnnviz.app.commands.menu_commands import MenuCommands
from rnnviz.app.dialogs import is_open, show_dialog

translate = QCoreApplication.translate


class ToolsCommands(MenuCommands):
    """Checks, reasons, preferences."""

    def rows(self) -> tuple[ActionRow, ...]:
        """The actions, in the menu's order."""
        # A table reads better with its short cells on one line.
        # fmt: off
        return (
            ActionRow(
                "gradient_check", "tools", translate("actions", "&Gradient check"),
                translate("actions", "Compare every gradient of this run with finite differences"),
                self.check_gradients, ("Ctrl+K",), icon="check", enabled=has_gradients,
            ),
            ActionRow(
                "diagnostics", "tools", translate("actions", "&Diagnostics"),
                translate("actions", "What is wrong with the whole run, in words, with evidence and place"),
                self.open_diagnostics, ("Ctrl+D",), icon="diagnostics", enabled=has_run,
            ),
            ActionRow(
                "why", "tools", translate("actions", "&Why is it so?"),
                translate("actions", "The terms that made the selected number, the largest first, and theirs"),
                self.ask_why, ("Ctrl+I",), icon="why", enabled=has_run,
            ),
            ActionRow(
                "preferences", "tools", translate("actions", "&Preferences…"),
                translate("actions", "Theme, type, precision, memory, keys"),
                self.open_preferences, ("Ctrl+,",), icon="preferences", starts_group=True,
                role=QAction.MenuRole.PreferencesRole,
            ),
        )
        # fmt: on

    def check_gradients(self) -> None:
        """Compares the run's gradients with finite differences, off the GUI thread, and says the result in words."""
        from rnnviz.app.gradient_check import GradientCheckDialog

        if not is_open(self._window, "dialog_check"):
            show_dialog(GradientCheckDialog(self._session, self._window))

    def open_diagnostics(self) -> None:
        """What is wrong with the run."""
        self._window.open_panel("diagnostics")

    def ask_why(self) -> None:
        """Why the selected number is what it is."""
        self._window.inquiry.ask_selection()
        self._window.open_panel("why")

    def open_preferences(self) -> None:
        """The preferences."""
        from rnnviz.app.preferences import Preferences

        if is_open(self._window, "dialog_preferences"):
            return
        dialog = Preferences(self._settings, self._window.actions_.rows, self._window)
        dialog.changed.connect(self._window.apply_settings)
        show_dialog(dialog)
