"""Dialogs that stand beside the window, each open once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from rnnviz.app.names import name_parts


def is_open(window: QWidget, name: str) -> bool:
    """Whether a dialog of this name is open; it is then brought before the others."""
    for other in window.findChildren(QDialog, name):
        if other.isVisible():
            other.raise_()
            other.activateWindow()
            return True
    return False


def show_dialog(dialog: QDialog) -> None:
    """Opens a dialog that goes when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    name_parts(dialog)
    dialog.show()
