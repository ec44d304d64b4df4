"""The numbers beside the lines of an editor."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.lane_metrics import line_height, sized_font


class LineNumbers(QWidget):
    """Stands at the left of an editor; the line that is wrong stands out, a click selects a line."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._wrong: int | None = None

    def set_wrong(self, line: int | None) -> None:
        """The line, from 1, that is marked as wrong."""
        self._wrong = line
        self.update()

    def preferred_width(self) -> int:
        """The width in pixels for as many lines as there are."""
        digits = max(2, len(str(self._editor.blockCount())))
        return round(QFontMetricsF(sized_font(self._editor.font(), 0.9)).horizontalAdvance("9") * digits) + 14

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.fillRect(event.rect(), colours.panel)
        font = sized_font(self._editor.font(), 0.9)
        painter.setFont(font)
        # The top of a line of the text is where the caret in it would be.
        cursor = self._editor.cursorForPosition(QPoint(0, 0))
        block = cursor.block()
        while block.isValid():
            cursor.setPosition(block.position())
            caret = self._editor.cursorRect(cursor)
            if caret.top() > event.rect().bottom():
                break
            number = block.blockNumber() + 1
            row = QRectF(0, caret.top(), self.width() - 7, max(caret.height(), line_height(font)))
            if number == self._wrong:
                painter.fillRect(QRectF(0, row.top(), 3, row.height()), colours.error)
            painter.setPen(colours.error if number == self._wrong else colours.faint)
            painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
            block = block.next()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        block = self._editor.cursorForPosition(QPoint(0, round(event.position().y()))).block()
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        self._editor.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
