"""The menu by which a lane's scale is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from rnnviz.widgets.scales import ScaleKind


def add_scale_menu(
    menu: QMenu, title: str, names: Mapping[ScaleKind, str], current: ScaleKind, chosen: Callable[[QAction], None]
) -> None:
    """Add a submenu of kinds of scale, the current one checked; `chosen`, a bound method, gets the action chosen."""
    scales = menu.addMenu(title)
    group = QActionGroup(scales)
    for kind, name in names.items():
        action = scales.addAction(name)
        action.setObjectName(f"action_scale_{kind.value}")
        action.setData(kind.value)
        action.setCheckable(True)
        action.setChecked(kind is current)
        group.addAction(action)
    group.triggered.connect(chosen)
