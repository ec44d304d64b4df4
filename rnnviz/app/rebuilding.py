"""The window made again for another language, around the same session: everything that has words, and nothing else.

Views keep no state, so that what is remembered here is the layout alone; undo, running work and what is shown are the
session's. What is taken away is deleted when Qt comes to it: it may be what asked for the other language.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDialog, QMenu, QMenuBar, QStatusBar, QToolBar, QWidget

if TYPE_CHECKING:
    from rnnviz.app.window import Window


def rebuild(window: Window) -> None:
    """Makes the window's parts again and puts them where they were; dialogs that are open are opened again."""
    stack = window.lanes.stack
    panels, lanes = window.saveState(), window.lanes.save_state()
    seen = None if stack.axis.fitted else (stack.axis.first, stack.axis.last)
    dialogs = [dialog.objectName() for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    focus = window.focusWidget()
    focused = focus.objectName() if focus is not None else ""
    window.setUpdatesEnabled(False)
    try:
        _take_away(window)
        window.build()
        window.centre.show()  # Qt would do so later, and until then give its room to the panels
        window.restoreState(panels)
        window.lanes.restore_state(lanes)
        window.apply_settings()  # after which the lanes follow the cursor
    finally:
        window.setUpdatesEnabled(True)
    if seen is not None:  # of lanes that have their width by then
        QTimer.singleShot(0, window.lanes, partial(window.lanes.stack.axis.see, *seen))
    window.project.offer()
    again = window.findChild(QWidget, focused) if focused else None
    (again or window.lanes).setFocus(Qt.FocusReason.OtherFocusReason)
    for name, open_ in {
        "dialog_preferences": window.commands.tools.open_preferences,
        "dialog_gallery": window.commands.file.open_gallery,
        "dialog_count": window.commands.model.open_count,
        "dialog_keys": window.commands.help.open_keys,
        "dialog_tour": window.commands.help.open_tour,
        "dialog_about": window.commands.help.open_about,
        "dialog_check": window.commands.tools.check_gradients,
    }.items():
        if name in dialogs:
            open_()


def _take_away(window: Window) -> None:
    window.closing.emit()
    for dialog in window.findChildren(QDialog):
        dialog.close()
        _let_go(dialog)
    for dock in window.docks.values():
        window.removeDockWidget(dock)
        _let_go(dock)
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    for bar in window.findChildren(QToolBar, options=direct):
        window.removeToolBar(bar)
        _let_go(bar)
    window.setMenuBar(QMenuBar())
    window.setStatusBar(QStatusBar())
    _let_go(window.menus)
    for kind in (QMenu, QActionGroup, QAction):
        for part in window.findChildren(kind, options=direct):
            _let_go(part)
    for part in window.findChildren(QWidget, options=direct):
        if part.isWindow():  # such as the editor of one value
            _let_go(part)


def _let_go(part: QObject) -> None:
    """Deletes a part soon; until then it is hidden, and its name is free."""
    part.setObjectName("")
    if isinstance(part, QWidget):
        part.hide()
    part.deleteLater()
