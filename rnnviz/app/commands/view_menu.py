"""The View menu: what is seen of the run, how large, and beside which panels."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from rnnviz.app.actions import ActionRow
from rnnviz.app.commands.conditions import has_gradients, has_run
from rnnviz.app.commands.menu_commands import MenuCommands

translate = QCoreApplication.translate


class ViewCommands(MenuCommands):
    """Zoom, what is shown, and the arrangement of the panels."""

    def rows(self) -> tuple[ActionRow, ...]:
        """The actions, in the menu's order."""
        # A table reads better with its short cells on one line.
        # fmt: off
        return (
            ActionRow(
                "fit", "view", translate("actions", "&Fit all timesteps"),
                translate("actions", "Show the whole sequence in the window's width"),
                self.fit, ("F",), icon="fit", enabled=has_run,
            ),
            ActionRow(
                "zoom_in", "view", translate("actions", "Zoom &in"), translate("actions", "Fewer, wider timesteps"),
                self.zoom_in, ("Ctrl++", "Ctrl+="), icon="zoom_in", enabled=has_run,
            ),
            ActionRow(
                "zoom_out", "view", translate("actions", "Zoom &out"), translate("actions", "More, narrower timesteps"),
                self.zoom_out, ("Ctrl+-",), icon="zoom_out", enabled=has_run,
            ),
            ActionRow(
                "follow_cursor", "view", translate("actions", "Follow the &cursor"),
                translate("actions", "Scroll so that the timestep of the cursor stays in view"),
                self.set_follow_cursor, ("Ctrl+L",), icon="follow", checked=self.follows_cursor,
            ),
            ActionRow(
                "whole_run", "view", translate("actions", "Show &whole run"),
                translate("actions", "Show every value at once, not only what has been computed up to the cursor"),
                self.set_whole_run, ("W",), icon="whole_run", checked=self.shows_whole_run, starts_group=True,
            ),
            ActionRow(
                "rolled", "view", translate("actions", "&Rolled graph"),
                translate("actions", "Draw the graph as the lecture's loop, instead of one column a timestep"),
                self.set_rolled, ("R",), icon="rolled", checked=self.is_rolled,
            ),
            ActionRow(
                "influence", "view", translate("actions", "&Influence"),
                translate("actions", "What each loss sends back to each timestep; pointing at a loss colours the text"),
                self.open_influence, ("Ctrl+J",), icon="influence", enabled=has_gradients,
            ),
            ActionRow(
                "workspace_lecture", "view", translate("actions", "Workspace: L&ecture"),
                translate("actions", "Inspector and sum beside the lanes"),
                self.arrange_lecture, ("Ctrl+1",), starts_group=True,
            ),
            ActionRow(
                "workspace_debug", "view", translate("actions", "Workspace: &Debug"),
                translate("actions", "Breakpoints and reasons beside the lanes"),
                self.arrange_debug, ("Ctrl+2",),
            ),
            ActionRow(
                "workspace_train", "view", translate("actions", "Workspace: &Train"),
                translate("actions", "Training, its curves and one update beside the lanes"),
                self.arrange_train, ("Ctrl+3",),
            ),
            ActionRow(
                "reset_layout", "view", translate("actions", "Reset &layout"),
                translate("actions", "Put lanes and panels back where they were at the first start"),
                self.reset_layout, (), icon="reset_layout", starts_group=True,
            ),
            ActionRow(
                "presentation", "view", translate("actions", "&Presentation"),
                translate("actions", "Large type and no panels, for the lecture hall"),
                self.set_presentation, ("F8",), icon="presentation", checked=self.is_presentation,
            ),
        )
        # fmt: on

    def fit(self) -> None:
        """The whole sequence in the window's width."""
        self._window.lanes.fit()

    def zoom_in(self) -> None:
        """Fewer, wider timesteps, about the cursor."""
        self._window.lanes.zoom_in()

    def zoom_out(self) -> None:
        """More, narrower timesteps, about the cursor."""
        self._window.lanes.zoom_out()

    def follows_cursor(self) -> bool:
        """Whether the lanes follow the cursor."""
        return self._settings.follow_cursor

    def set_follow_cursor(self, follow: bool) -> None:
        """Lets the lanes follow the cursor, or stay."""
        self._settings.follow_cursor = follow
        self._window.lanes.set_follow(follow)

    def shows_whole_run(self) -> bool:
        """Whether values beyond the cursor are shown."""
        return self._session.whole_run

    def set_whole_run(self, whole: bool) -> None:
        """Shows values beyond the cursor, or hides them."""
        self._session.set_whole_run(whole)

    def is_rolled(self) -> bool:
        """Whether the graph is drawn as a loop."""
        return self._settings.rolled

    def set_rolled(self, rolled: bool) -> None:
        """Draws the graph as a loop, or unrolled."""
        self._settings.rolled = rolled
        self._window.lanes.set_rolled(rolled)

    def open_influence(self) -> None:
        """What each loss sends back to each timestep."""
        self._window.open_panel("influence")

    def arrange_lecture(self) -> None:
        """The panels of the first start."""
        self._window.layout_keeper.arrange("lecture")

    def arrange_debug(self) -> None:
        """The panels for debugging."""
        self._window.layout_keeper.arrange("debug")

    def arrange_train(self) -> None:
        """The panels for training."""
        self._window.layout_keeper.arrange("train")

    def reset_layout(self) -> None:
        """Lanes and panels as at the first start."""
        self._window.layout_keeper.reset()

    def is_presentation(self) -> bool:
        """Whether the window is in its presentation form."""
        return self._window.layout_keeper.presentation

    def set_presentation(self, on: bool) -> None:
        """Large type and no panels, or back."""
        self._window.layout_keeper.set_presentation(on)
