"""What the commands of one menu have in common: the window that they act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from rnnviz.app.window import Window


class MenuCommands(QObject):
    """The methods of one menu's actions.

    Args:
        window: whose session, settings and parts they act on.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._settings = window.settings
