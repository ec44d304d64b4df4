"""Where panels and lanes are: remembered, put back as at the first start, or away for a presentation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer

from rnnviz.app.panel_layout import LEFT, RIGHT, describe_panels, restore_panels
from rnnviz.app.settings import MAP_SCALES
from rnnviz.app.theme import PRESENTATION_TYPE
from rnnviz.formats.fields import Fields
from rnnviz.widgets.lane_metrics import scale_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDockWidget

    from rnnviz.app.window import Window

RIGHT_WIDTH, LEFT_WIDTH = 320, 280
FIRST_SIZE = (1280, 800)
_LEFT_SHARE, _WIDEST_LEFT, _INFLUENCE_SHARE, _LEAST_LANES = 0.19, 460, 0.34, 300


TRAINING_WIDTH = 360


class LayoutKeeper:
    """Knows the window's first layout, the remembered one, and the presentation."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._before: QByteArray | None = None
        self._seen: tuple[float, ...] | None = None
        self._own_size: QSize | None = None

    @property
    def presentation(self) -> bool:
        """Whether the panels are away and the type is large."""
        return self._before is not None

    def restore(self) -> None:
        """The layout of the last time, or the first one."""
        settings = self._window.settings
        self._window.resize(*FIRST_SIZE)  # first: else panels would keep the proportions of another size
        self.reset()
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
        if self._window.session.running is None and self._seen is not None:
            QTimer.singleShot(0, self._window, self._see)  # once panels are as wide as the run makes them

    def _see(self) -> None:
        seen, self._seen = self._seen, None
        if seen is not None and seen[0] < seen[1]:
            self._window.lanes.stack.axis.see(*seen)

    def reset(self) -> None:
        """Lanes and panels as at the first start."""
        if self.presentation:
            self.set_presentation(False)
        window = self._window
        areas = Qt.DockWidgetArea
        for name in (*LEFT, *RIGHT):
            dock = window.docks[name]
            dock.setFloating(False)
            window.addDockWidget(areas.LeftDockWidgetArea if name in LEFT else areas.RightDockWidgetArea, dock)
            dock.setVisible(name in ("inspector", "sum"))
        for name in LEFT[1:]:
            window.tabifyDockWidget(window.docks[LEFT[0]], window.docks[name])
        window.splitDockWidget(window.docks["influence"], window.docks["inspector"], Qt.Orientation.Horizontal)
        window.splitDockWidget(window.docks["inspector"], window.docks["sum"], Qt.Orientation.Vertical)
        window.tabifyDockWidget(window.docks["inspector"], window.docks["why"])
        window.tabifyDockWidget(window.docks["sum"], window.docks["update"])
        window.resizeDocks([window.docks["inspector"], window.docks["sum"]], [400, 210], Qt.Orientation.Vertical)
        window.resizeDocks([window.docks["inspector"]], [RIGHT_WIDTH], Qt.Orientation.Horizontal)
        window.lanes.reset()

    def arrange(self, workspace: str) -> None:
        """The panels that one kind of work needs: "lecture" (as at the first start), "debug" or "train"."""
        self.reset()
        for name in _WORKSPACES[workspace]:
            self.show_panel(name)
        if workspace == "train":
            wide = max(TRAINING_WIDTH, min(_WIDEST_LEFT, round(_LEFT_SHARE * self._window.width())))
            self._window.resizeDocks([self._window.docks["training"]], [wide], Qt.Orientation.Horizontal)

    def show_panel(self, name: str) -> None:
        """Puts a panel before those that it shares its place with. Those of the rail fly out one at a time: a row of so
        many tabs could not be read."""
        window, dock = self._window, self._window.docks[name]
        dock.show()
        dock.raise_()
        if name in LEFT:
            for other in window.tabifiedDockWidgets(dock):
                if other in [window.docks[each] for each in LEFT]:
                    other.hide()
        if name in LEFT and not self._have_room():
            window.docks["influence"].hide()
        elif name == "influence" and not self._have_room():
            for each in LEFT:
                if _is_docked(window.docks[each]):
                    window.docks[each].hide()
        self.give_room()

    def _have_room(self) -> bool:
        """Whether lanes could be read beside a panel at the left, the influence and those at the right."""
        window = self._window
        if not _is_docked(window.docks["influence"]):
            return True
        room = window.width() - window.rail.width()
        for column in (LEFT, RIGHT[:1], RIGHT[1:]):
            docks = [window.docks[name] for name in column if _is_docked(window.docks[name])]
            room -= max((dock.minimumSizeHint().width() for dock in docks), default=0)
        return room >= _LEAST_LANES * scale_of(window)

    def hide_panel(self, name: str) -> None:
        """Puts a panel away; the column of the influence leaves its room to the lanes and not to its neighbours."""
        window = self._window
        beside = [window.docks[each] for each in RIGHT if each != name and _is_docked(window.docks[each])]
        widths = [dock.width() for dock in beside]
        window.docks[name].hide()
        if name in RIGHT:
            window.resizeDocks(beside, widths, Qt.Orientation.Horizontal)
        self.give_room()

    def give_room(self) -> None:
        """Makes the panels at the left wider in a wide window, unless the user has made them so; lanes and influence
        share what is left."""
        window = self._window
        wanted = min(max(LEFT_WIDTH, round(_LEFT_SHARE * window.width())), _WIDEST_LEFT)
        for name in LEFT:
            dock = window.docks[name]
            if _is_docked(dock) and (dock.width() < LEFT_WIDTH or dock.width() <= LEFT_WIDTH + 20 < wanted):
                window.resizeDocks([dock], [wanted], Qt.Orientation.Horizontal)
        influence, beside = window.docks["influence"], window.docks["sum"]
        if not _is_docked(influence) or window.tabifiedDockWidgets(influence):
            return
        room = influence.width() + window.centre.width()
        wide = min(room // 2, round(_INFLUENCE_SHARE * window.width()))
        squeezed = _is_docked(beside) and beside.width() < RIGHT_WIDTH
        if influence.width() <= RIGHT_WIDTH + 20 < wide or influence.width() > room - _LEAST_LANES or squeezed:
            docks, widths = [influence], [max(wide, RIGHT_WIDTH)]
            if squeezed and beside.x() > influence.x():
                docks, widths = [influence, beside], [*widths, RIGHT_WIDTH]
            window.resizeDocks(docks, widths, Qt.Orientation.Horizontal)

    def choose_look(self) -> None:
        """Puts theme and size of type into effect. A window that large type has made larger goes back to its own size
        when the type is smaller again."""
        window, theme = self._window, self._window.theme
        own, before = self._own_size, theme.points
        if own is None or window.size() != own.expandedTo(window.minimumSizeHint()):
            self._own_size = window.size()
        theme.choose(window.settings.theme_shown, window.settings.font_size)
        if theme.points < before and not window.isMaximized() and not window.isFullScreen():
            QTimer.singleShot(0, window, self._go_back)

    def _go_back(self) -> None:
        layout = self._window.layout()
        if layout is not None and self._own_size is not None:
            layout.activate()  # until then the least size is that of the larger type
            self._window.resize(self._own_size)

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


_WORKSPACES = {"lecture": (), "debug": ("breakpoints", "why"), "train": ("training", "update")}
"""The panels that a workspace has besides those of the first start, the last before the others."""


def _is_docked(dock: QDockWidget) -> bool:
    return dock.isVisible() and not dock.isFloating()
