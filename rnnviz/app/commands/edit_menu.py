"""The Edit menu: changes taken back, values copied and overridden, bookmarks."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from rnnviz.app.actions import ActionRow
from rnnviz.app.commands.conditions import can_be_overridden, has_bookmarks, has_overrides, has_run
from rnnviz.app.commands.menu_commands import MenuCommands
from rnnviz.session.overrides import clear
from rnnviz.session.selected_value import pointed_timestep

translate = QCoreApplication.translate


class EditCommands(MenuCommands):
    """Undo, copies, overrides, bookmarks."""

    def rows(self) -> tuple[ActionRow, ...]:
        """The actions, in the menu's order."""
        # A table reads better with its short cells on one line.
        # fmt: off
        return (
            ActionRow(
                "undo", "edit", translate("actions", "&Undo"), translate("actions", "Take back the last change"),
                self.undo, ("Ctrl+Z",), icon="undo", enabled=lambda session: session.undo.canUndo(),
            ),
            ActionRow(
                "redo", "edit", translate("actions", "&Redo"), translate("actions", "Make the change again"),
                self.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo", enabled=lambda session: session.undo.canRedo(),
            ),
            ActionRow(
                "copy_value", "edit", translate("actions", "&Copy value"),
                translate("actions", "Copy the selected value's numbers, as a table"),
                self.copy_value, ("Ctrl+C",), icon="copy", enabled=has_run, starts_group=True,
            ),
            ActionRow(
                "override", "edit", translate("actions", "&Override…"),
                translate("actions", "Set the selected value, input, target or weight by hand, and run again with it"),
                self.override, ("Ctrl+E",), icon="override", enabled=can_be_overridden, starts_group=True,
            ),
            ActionRow(
                "clear_overrides", "edit", translate("actions", "Remove all o&verrides"),
                translate("actions", "Run again with what the equations and the data say"),
                self.clear_overrides, (), icon="clear_overrides", enabled=has_overrides,
            ),
            ActionRow(
                "toggle_bookmark", "edit", translate("actions", "&Bookmark"),
                translate("actions", "Set a bookmark on the selected timestep, or take it away"),
                self.toggle_bookmark, ("Ctrl+F2",), icon="bookmarks", enabled=has_run, starts_group=True,
            ),
            ActionRow(
                "next_bookmark", "edit", translate("actions", "&Next bookmark"),
                translate("actions", "Go to the next timestep that has a bookmark"),
                self.next_bookmark, ("F2",), enabled=has_bookmarks,
            ),
            ActionRow(
                "previous_bookmark", "edit", translate("actions", "&Previous bookmark"),
                translate("actions", "Go to the timestep before that has a bookmark"),
                self.previous_bookmark, ("Shift+F2",), enabled=has_bookmarks,
            ),
        )
        # fmt: on

    def undo(self) -> None:
        """Takes back the last change of the model or its data."""
        self._session.undo.undo()

    def redo(self) -> None:
        """Makes the change again."""
        self._session.undo.redo()

    def copy_value(self) -> None:
        """Puts the selected value, as the inspector shows it, on the clipboard: rows by line, columns by tab."""
        words = self._window.inspector.value_as_text()
        if words:
            QGuiApplication.clipboard().setText(words)
            self._window.say(self.tr("Copied."))
        else:
            self._window.say(self.tr("Nothing is copied: the cursor has not reached the selected value."))

    def override(self) -> None:
        """Another value for what is selected, in an editor beside the pointer."""
        self._window.edit_override()

    def clear_overrides(self) -> None:
        """Nothing is set by hand any more."""
        clear(self._session)

    def toggle_bookmark(self) -> None:
        """Sets a bookmark on the selected timestep, or takes it away."""
        timestep = pointed_timestep(self._session)
        self._session.bookmarks.toggle(timestep)
        if timestep in self._session.bookmarks.notes:
            self._window.bookmarks_panel.choose(timestep)
            self._window.say(self.tr("Bookmark set at t = %1.").replace("%1", str(timestep)))

    def next_bookmark(self) -> None:
        """To the next bookmark, from the last on to the first."""
        self._go_to_bookmark(1)

    def previous_bookmark(self) -> None:
        """To the bookmark before."""
        self._go_to_bookmark(-1)

    def _go_to_bookmark(self, direction: int) -> None:
        found = self._session.bookmarks.next_after(self._session.timestep or 1, direction)
        if found is not None:
            self._session.go_to_timestep(found)
            self._window.bookmarks_panel.choose(found)
