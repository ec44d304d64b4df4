"""Who gets a key: the run, unless an editor or a table that has the focus needs it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from rnnviz.views.drop_strip import DropStrip
from rnnviz.views.transport import TimestepField
from rnnviz.widgets.training_slider import TrainingSlider

_Key = Qt.Key
_MOVES = {
    _Key.Key_Left,
    _Key.Key_Right,
    _Key.Key_Up,
    _Key.Key_Down,
    _Key.Key_Home,
    _Key.Key_End,
    _Key.Key_PageUp,
    _Key.Key_PageDown,
}
_ANSWERS = {_Key.Key_Return, _Key.Key_Enter, _Key.Key_Escape}
_PLAIN = {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier}


class KeyRules(QObject):
    """Settles, before a key is taken for an action, whether the widget with the focus shall have it instead.

    Qt asks that with an event of its own; its widgets answer it for editors only, and editors also claim Undo and Redo,
    which here belong to the one history of the window. Only the widget with the focus is listened to: a filter on the
    whole application would be called for every event of every widget.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.focusChanged.connect(self._listen)

    def _listen(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answers Qt's question whether the watched widget overrides an action's key."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if isinstance(watched, QTextEdit | QPlainTextEdit | QLineEdit | QAbstractSpinBox):
            if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
                event.ignore()
                return True
            if not isinstance(watched, QAbstractSpinBox):
                return False
        if self._needs(watched, event):
            event.accept()
            return True
        return False

    def _needs(self, watched: QObject, event: QKeyEvent) -> bool:
        key = event.key()
        if isinstance(watched, QAbstractItemView):
            copies = event.matches(QKeySequence.StandardKey.Copy)
            return copies or (key in _MOVES and event.modifiers() in _PLAIN)
        if isinstance(watched, DropStrip | TimestepField) and key in _ANSWERS:
            return True
        if isinstance(watched, QAbstractSpinBox | QComboBox | TrainingSlider):
            return key in _MOVES and event.modifiers() in _PLAIN
        if isinstance(watched, QAbstractButton):
            return key == _Key.Key_Space and event.modifiers() is Qt.KeyboardModifier.NoModifier
        return False
