"""Where panels and lanes are: remembered, put back as at the first start, or away for a presentation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, Qt

from rnnviz.app.panel_layout import describe_panels, restore_panels
from rnnviz.app.settings import MAP_SCALES
from rnnviz.app.theme import PRESENTATION_TYPE
from rnnviz.formats.fields import Fields

if TYPE_CHECKING:
    from rnnviz.app.window import Window

RIGHT_WIDTH, LEFT_WIDTH = 320, 280
FIRST_SIZE = (1280, 800)
_LEFT_SHARE, _WIDEST_LEFT = 0.19, 460


class LayoutKeeper:
    """Knows the window's first layout, the remembered one, and the presentation."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._before: QByteArray | None = None
        self._seen: tuple[float, ...] | None = None

    @property
    def presentation(self) -> bool:
        """Whether the panels are away and the type is large."""
        return self._before is not None

    def restore(self) -> None:
        """The layout of the last time, or the first one."""
        settings = self._window.settings
        self.reset()
        self._window.resize(*FIRST_SIZE)
        if settings.geometry:
            self._window.restoreGeometry(QByteArray(settings.geometry))
        if settings.panels:
            self._window.restoreState(QByteArray(settings.panels))
        if settings.lanes:
            self._window.lanes.restore_state(settings.lanes)

    def remember(self) -> None:
        """Keeps the present layout for the next time; a presentation's is not kept."""
        settings = self._window.settings
        settings.geometry = bytes(self._window.saveGeometry().data())
        settings.panels = bytes((self._before or self._window.saveState()).data())
        settings.lanes = self._window.lanes.save_state()

    def describe(self) -> dict[str, Any]:
        """Panels, lanes and what is seen of the time axis, in plain values, for a project."""
        window, axis = self._window, self._window.lanes.stack.axis
        return {
            "panels": describe_panels(window),
            "lanes": window.lanes.stack.save_state(),
            "seen": None if axis.fitted else [axis.first, axis.last],
            "rolled": window.settings.rolled,
            "map_scale": window.settings.map_scale,
            "follow_cursor": window.settings.follow_cursor,
        }

    def take(self, layout: Fields) -> None:
        """Takes up what a project says of the layout; what is seen of the time axis waits for the project's run.

        Raises FormatError for what cannot be read.
        """
        window, settings = self._window, self._window.settings
        if self.presentation:
            self.set_presentation(False)
        restore_panels(window, layout.tables("panels"))
        settings.rolled = layout.flag("rolled", settings.rolled)
        settings.map_scale = layout.choice("map_scale", MAP_SCALES, settings.map_scale)
        settings.follow_cursor = layout.flag("follow_cursor", settings.follow_cursor)
        window.lanes.set_follow(settings.follow_cursor)
        window.lanes.set_rolled(settings.rolled)
        window.lanes.set_map_scale(settings.map_scale)
        window.lanes.restore_state(json.dumps(layout.table("lanes").all()))
        self._seen = layout.numbers("seen", 2)
        self.show_what_was_seen()

    def show_what_was_seen(self) -> None:
        """Shows the part of the time axis that a project showed, once its run is there."""
        if self._window.session.running is not None:
            return
        seen, self._seen = self._seen, None
        if seen is not None and seen[0] < seen[1]:
            self._window.lanes.stack.axis.see(*seen)

    def reset(self) -> None:
        """Lanes and panels as at the first start."""
        if self.presentation:
            self.set_presentation(False)
        window = self._window
        areas = Qt.DockWidgetArea
        for name, area in (
            ("model", areas.LeftDockWidgetArea),
            ("data", areas.LeftDockWidgetArea),
            ("breakpoints", areas.LeftDockWidgetArea),
            ("watches", areas.LeftDockWidgetArea),
            ("what_if", areas.LeftDockWidgetArea),
            ("generation", areas.LeftDockWidgetArea),
            ("walk", areas.LeftDockWidgetArea),
            ("bookmarks", areas.LeftDockWidgetArea),
            ("diagnostics", areas.LeftDockWidgetArea),
            ("why", areas.RightDockWidgetArea),
            ("influence", areas.RightDockWidgetArea),
            ("inspector", areas.RightDockWidgetArea),
            ("sum", areas.RightDockWidgetArea),
        ):
            dock = window.docks[name]
            dock.setFloating(False)
            window.addDockWidget(area, dock)
            dock.setVisible(name in ("inspector", "sum"))
        for name in ("walk", "data", "breakpoints", "watches", "what_if", "generation", "bookmarks"):
            window.tabifyDockWidget(window.docks["model"], window.docks[name])
        window.tabifyDockWidget(window.docks["model"], window.docks["diagnostics"])
        window.splitDockWidget(window.docks["inspector"], window.docks["sum"], Qt.Orientation.Vertical)
        window.tabifyDockWidget(window.docks["inspector"], window.docks["why"])
        window.tabifyDockWidget(window.docks["inspector"], window.docks["influence"])
        window.resizeDocks([window.docks["inspector"], window.docks["sum"]], [400, 210], Qt.Orientation.Vertical)
        window.resizeDocks([window.docks["inspector"]], [RIGHT_WIDTH], Qt.Orientation.Horizontal)
        window.lanes.reset()

    def give_room(self) -> None:
        """Makes the panels at the left wider in a wide window, unless the user has made them so."""
        window = self._window
        wanted = min(max(LEFT_WIDTH, round(_LEFT_SHARE * window.width())), _WIDEST_LEFT)
        for name in ("walk", "model", "data", "breakpoints", "watches", "what_if", "generation", "bookmarks", "diagnostics"):
            dock = window.docks[name]
            if dock.isVisible() and not dock.isFloating() and dock.width() <= LEFT_WIDTH + 20 < wanted:
                window.resizeDocks([dock], [wanted], Qt.Orientation.Horizontal)

    def set_presentation(self, on: bool) -> None:
        """Puts the panels away and the type to a lecture hall's size, or everything back."""
        if on == self.presentation:
            return
        window = self._window
        if on:
            self._before = window.saveState()
            for dock in window.docks.values():
                dock.hide()
            window.rail.hide()
            window.theme.choose(window.theme.choice, PRESENTATION_TYPE)
        else:
            before, self._before = self._before, None
            window.theme.choose(window.theme.choice, window.settings.font_size)
            if before is not None:
                window.restoreState(before)
        window.actions_.refresh(window.session)
