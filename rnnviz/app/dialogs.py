"""Dialogs that stand beside the window, each open once."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHeaderView, QTreeView, QWidget

from rnnviz.app.names import name_parts

_LINES = 44
"""So many times the height of a line Qt's own file dialog is wide: names, sizes, kinds and dates have room."""


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


_SAID_BY_QT = (
    QT_TRANSLATE_NOOP("QFileDialog", "&Look in:"),
    QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Folder"),
)
"""What Qt says in its file dialog, and its own translations do not have."""


def show_file_dialog(dialog: QFileDialog) -> None:
    """Opens a dialog for files. In Qt's own, which stands in for a missing one of the system, whatever it says is in
    the window's language and has its room."""
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
    for view in dialog.findChildren(QTreeView):
        view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, view.header().count()):
            view.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    if dialog.findChildren(QTreeView):
        dialog.resize(dialog.fontMetrics().height() * _LINES, dialog.height())
    show_dialog(dialog)
