"""A picture whose parts are read out in words as the pointer goes over them, and in a tool tip where it rests."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget


class ReadOut(QWidget):
    """The base of such pictures; what stands where is the subclass' to say."""

    hovered = Signal(str)
    """What the pointer is over, in words; "" when it leaves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hovered = ""
        self.setMouseTracking(True)

    def words_under(self, position: QPointF) -> str:
        """What stands at a place, in words; "" where nothing does."""
        return ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._say(self.words_under(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._say("")

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.words_under(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _say(self, words: str) -> None:
        if words != self._hovered:
            self._hovered = words
            self.hovered.emit(words)
