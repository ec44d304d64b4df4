"""Where panels stand, in plain values that a person can read.

Qt's own saved state is not for files of unknown origin: its reader crashes on bytes that are not what it wrote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt

from rnnviz.formats.fields import Fields

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDockWidget

    from rnnviz.app.window import Window

_AREAS = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "top": Qt.DockWidgetArea.TopDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}
LEFT = (
    "walk", "model", "data", "breakpoints", "watches", "what_if", "generation", "training", "bookmarks", "diagnostics",
)  # fmt: skip
RIGHT = ("influence", "inspector", "why", "sum", "update")
"""The panels at either side, by name, unless the user draws them elsewhere."""
_COLUMN = "influence"
"""It has a column of its own, at the left of the others."""
SHARED_PLACES = (LEFT, ("inspector", "why"), ("sum", "update"))
"""The panels that stand behind one another unless the user draws them apart."""
_FARTHEST, _LARGEST = 100_000, 20_000


def describe_panels(window: Window) -> list[dict[str, Any]]:
    """One table a panel, in an order in which they can be put back."""
    names = {dock: name for name, dock in window.docks.items()}
    tables: dict[str, dict[str, Any]] = {}
    for name, dock in sorted(window.docks.items(), key=_place):
        area = next((each for each, one in _AREAS.items() if one is window.dockWidgetArea(dock)), "right")
        table = {"name": name, "area": area, "shown": not dock.isHidden()}
        table |= {"width": dock.width(), "height": dock.height()}
        others = [names[other] for other in window.tabifiedDockWidgets(dock) if other in names]
        before = [other for other in others if other in tables]
        if dock.isFloating():
            table |= {"floating": True, "x": dock.x(), "y": dock.y()}
        elif before:
            table |= {"tab_with": before[0]}
        if others and not dock.visibleRegion().isEmpty():
            table |= {"in_front": True}
        tables[name] = table
    for name, table in tables.items():
        below, beside = _below(window, name, tables), _beside(window, name, tables)
        if below is not None:
            table["below"] = below
        elif beside is not None:
            table["beside"] = beside
    return list(tables.values())


def restore_panels(window: Window, tables: tuple[Fields, ...]) -> None:
    """Puts panels as the tables say; those that none names stay. Raises FormatError for what cannot be read."""
    read = [_Panel(table) for table in tables]
    known = [panel for panel in read if panel.name in window.docks]
    placed: dict[str, _Panel] = {}
    for panel in sorted(known, key=lambda one: not one.waits_as_column):
        dock = window.docks[panel.name]
        dock.setFloating(False)
        window.addDockWidget(_AREAS[panel.area], dock)
        if panel.tab_with in placed:
            window.tabifyDockWidget(window.docks[panel.tab_with], dock)
        elif panel.below in placed:
            window.splitDockWidget(window.docks[panel.below], dock, Qt.Orientation.Vertical)
        elif panel.beside in placed:
            window.splitDockWidget(window.docks[panel.beside], dock, Qt.Orientation.Horizontal)
        elif panel.area in ("left", "right"):
            before = next((name for name, one in reversed(placed.items()) if one.area == panel.area), None)
            if before is not None:
                way = Qt.Orientation.Horizontal if placed[before].waits_as_column else Qt.Orientation.Vertical
                window.splitDockWidget(window.docks[before], dock, way)
        placed[panel.name] = panel
    _put_behind(window, known)
    for panel in known:
        dock = window.docks[panel.name]
        dock.setVisible(panel.shown)
        if panel.floating is not None:
            dock.setFloating(True)
            dock.setGeometry(panel.floating)
        if panel.in_front:
            dock.raise_()
    docked = [panel for panel in known if panel.shown and panel.floating is None]
    docks = [window.docks[panel.name] for panel in docked]
    window.resizeDocks(docks, [panel.width for panel in docked], Qt.Orientation.Horizontal)
    window.resizeDocks(docks, [panel.height for panel in docked], Qt.Orientation.Vertical)


def _put_behind(window: Window, known: list[_Panel]) -> None:
    """Panels that are away come back as tabs: Qt tells of no tabs but those to be seen, and stacks the others."""
    for names in SHARED_PLACES:
        group = [panel for panel in known if panel.name in names and panel.floating is None]
        for area in _AREAS:
            here = sorted((panel for panel in group if panel.area == area), key=lambda panel: not panel.shown)
            for panel in here[1:]:
                if not panel.shown:
                    window.tabifyDockWidget(window.docks[here[0].name], window.docks[panel.name])


class _Panel:
    """One table, checked."""

    def __init__(self, table: Fields) -> None:
        self.name = table.text("name")
        self.area = table.choice("area", tuple(_AREAS), "right")
        self.shown = table.flag("shown", True)
        self.width = table.whole("width", 1, least=0, most=_LARGEST)
        self.height = table.whole("height", 1, least=0, most=_LARGEST)
        self.tab_with = table.text("tab_with", "")
        self.below, self.beside = table.text("below", ""), table.text("beside", "")
        self.in_front = table.flag("in_front", False)
        self.floating: QRect | None = None
        if table.flag("floating", False):
            x, y = (table.whole(each, 0, least=-_FARTHEST, most=_FARTHEST) for each in "xy")
            self.floating = QRect(x, y, max(1, self.width), max(1, self.height))

    @property
    def waits_as_column(self) -> bool:
        """Whether it is away, and will come back as a column beside the others."""
        return self.name == _COLUMN and not self.shown and self.floating is None and self.area in ("left", "right")


def _place(item: tuple[str, QDockWidget]) -> tuple[int, int]:
    return item[1].y(), item[1].x()


def _below(window: Window, name: str, tables: dict[str, dict[str, Any]]) -> str | None:
    """The nearest panel above this one in the same column, if there is one."""
    table, here = tables[name], window.docks[name].geometry()
    if not table["shown"] or "floating" in table or "tab_with" in table:
        return None
    above = []
    for other, one in tables.items():
        there = window.docks[other].geometry()
        if not one["shown"] or "floating" in one or "tab_with" in one or one["area"] != table["area"]:
            continue
        if (there.left(), there.right()) == (here.left(), here.right()) and there.bottom() < here.top():
            above.append((there.bottom(), other))
    return max(above)[1] if above else None


def _beside(window: Window, name: str, tables: dict[str, dict[str, Any]]) -> str | None:
    """The panel to the left of this one in the same area, if they share a height."""
    dock, table = window.docks[name], tables[name]
    if not table["shown"] or "floating" in table or "tab_with" in table:
        return None
    for other, one in tables.items():
        if other == name:
            return None
        neighbour = window.docks[other]
        if one["shown"] and "floating" not in one and "tab_with" not in one and one["area"] == table["area"]:
            left, here = neighbour.geometry(), dock.geometry()
            if left.right() < here.left() and left.top() <= here.bottom() and here.top() <= left.bottom():
                return other
    return None
