"""The editor of a model's equations: coloured, numbered, completed, with an error where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from rnnviz.widgets.colours import colours_of, translucent
from rnnviz.widgets.equation_completion import EquationCompletion
from rnnviz.widgets.equation_syntax import EquationSyntax, utf16_length
from rnnviz.widgets.lane_metrics import code_font
from rnnviz.widgets.line_numbers import LineNumbers

_INDENT = 4


@dataclass(frozen=True)
class _Error:
    line: int
    column: int
    length: int
    message: str


class EquationEditor(QPlainTextEdit):
    """A plain text editor for equations.

    Undo and redo are left to the window's one history: `set_text` takes the text from there and leaves the caret where
    the change is.
    """

    edited = Signal(str)
    """The user changed the text; not emitted by `set_text`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._error: _Error | None = None
        self._shown = ""
        """The text that is known outside; a new colour of its words announces itself as a new text."""
        self.setObjectName("equation_editor")
        self.setAccessibleName(self.tr("Equations"))
        self.setUndoRedoEnabled(False)
        # An equation is read whole: nothing of it lies beyond an edge.
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._numbers = LineNumbers(self)
        self._syntax = EquationSyntax(self.document(), colours_of(self))
        self.completion = EquationCompletion(self)
        self.blockCountChanged.connect(self._fit_numbers)
        self.updateRequest.connect(self._scroll_numbers)
        self.cursorPositionChanged.connect(self._mark)
        self.textChanged.connect(self._announce)
        self._dress()

    # -- text and error ------------------------------------------------------------------------------------------

    def text(self) -> str:
        """The equations."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Show other equations; what stays the same stays untouched, and the caret with it."""
        before = self.toPlainText()
        if text == before:
            return
        start = 0
        while start < min(len(text), len(before)) and text[start] == before[start]:
            start += 1
        end = 0
        while end < min(len(text), len(before)) - start and text[-1 - end] == before[-1 - end]:
            end += 1
        self._shown = text
        cursor = self.textCursor()
        cursor.setPosition(utf16_length(before[:start]))
        cursor.setPosition(utf16_length(before[: len(before) - end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[start : len(text) - end])
        self.setTextCursor(cursor)

    def set_functions(self, functions: Iterable[str]) -> None:
        """The functions of the language, to be coloured and offered as completions."""
        self.completion.functions = tuple(sorted(set(functions)))
        self._syntax.set_functions(self.completion.functions)

    def set_error(self, line: int, column: int, length: int, message: str) -> None:
        """Underline a place (line from 1, column from 0, in characters); the message is its tool tip."""
        self._error = _Error(line, max(0, column), max(1, length), message)
        self.setAccessibleDescription(self.tr("Line %1: %2").replace("%1", str(line)).replace("%2", message))
        self._mark()

    def clear_error(self) -> None:
        """Nothing is wrong any more."""
        if self._error is not None:
            self._error = None
            self.setAccessibleDescription("")
            self._mark()

    @property
    def error_line(self) -> int | None:
        """The line marked as wrong, from 1."""
        return self._error.line if self._error is not None else None

    def go_to(self, line: int, column: int) -> None:
        """Put the caret at a place (line from 1, column from 0) and the keyboard into the editor."""
        cursor = self.textCursor()
        cursor.setPosition(self._position(line, column))
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _position(self, line: int, column: int) -> int:
        block = self.document().findBlockByNumber(min(max(1, line), self.blockCount()) - 1)
        return block.position() + utf16_length(block.text()[:column])

    def _error_range(self) -> tuple[int, int] | None:
        """Start and end of the underline as positions in the document; an error at a line's end takes its last sign."""
        if self._error is None:
            return None
        start = self._position(self._error.line, self._error.column)
        stop = self._position(self._error.line, self._error.column + self._error.length)
        return (start, stop) if stop > start else (max(start - 1, self._position(self._error.line, 0)), start)

    # -- painting ------------------------------------------------------------------------------------------------

    def _mark(self) -> None:
        """The current line and the error's underline."""
        colours = colours_of(self)
        marks = []
        if self.hasFocus():
            line = QTextEdit.ExtraSelection()
            _set(line, self.textCursor(), background=translucent(colours.text, 0.05), whole_line=True)
            marks.append(line)
        place = self._error_range()
        if place is not None:
            cursor = self.textCursor()
            cursor.setPosition(place[0])
            cursor.setPosition(place[1], QTextCursor.MoveMode.KeepAnchor)
            wrong = QTextEdit.ExtraSelection()
            _set(wrong, cursor, background=translucent(colours.error, 0.12), underline=colours.error)
            marks.append(wrong)
        self.setExtraSelections(marks)
        self._numbers.set_wrong(self.error_line)

    def numbers_width(self) -> int:
        """The width of the line numbers in pixels."""
        return self._numbers.preferred_width()

    def _dress(self) -> None:
        font = code_font(self, 1.0)
        self.document().setDefaultFont(font)
        self.setTabStopDistance(_INDENT * QFontMetricsF(font).horizontalAdvance(" "))
        self._syntax.set_colours(colours_of(self))
        self._fit_numbers()
        self._mark()

    def _fit_numbers(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)
        self._place_numbers()

    def _place_numbers(self) -> None:
        inside = self.contentsRect()
        self._numbers.setGeometry(inside.left(), inside.top(), self.numbers_width(), inside.height())

    def _scroll_numbers(self, rect: QRect, by: int) -> None:
        if by:
            self._numbers.scroll(0, by)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_numbers()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and hasattr(self, "completion"):
            self._dress()

    # -- typing --------------------------------------------------------------------------------------------------

    def _announce(self) -> None:
        text = self.toPlainText()
        if text != self._shown:
            self._shown = text
            self.edited.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.completion.takes(key):
            event.ignore()
            return
        if key == Qt.Key.Key_Tab and self._indents():
            self._indent(1)
        elif key == Qt.Key.Key_Backtab and self._indents():
            self._indent(-1)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._leave(forwards=key == Qt.Key.Key_Tab)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._new_line()
        elif key == Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.completion.offer(asked=True)
        else:
            super().keyPressEvent(event)
            typed = event.text()
            if self.completion.visible or (typed and (typed.isalnum() or typed == "_")):
                self.completion.offer(asked=False)

    def _leave(self, *, forwards: bool) -> None:
        # An editor that takes Tab for itself refuses to pass the focus on.
        self.setTabChangesFocus(True)
        if forwards:
            self.focusNextChild()
        else:
            self.focusPreviousChild()
        self.setTabChangesFocus(False)

    def _indents(self) -> bool:
        """Tab indents where a line begins or lines are selected; elsewhere it goes on to the next field."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        return cursor.hasSelection() or not before.strip()

    def _indent(self, direction: int) -> None:
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart())
        last = self.document().findBlock(max(cursor.selectionStart(), cursor.selectionEnd() - 1))
        cursor.beginEditBlock()
        block = first
        while block.isValid() and block.blockNumber() <= last.blockNumber():
            line = QTextCursor(block)
            if direction > 0:
                line.insertText(" " * _INDENT)
            else:
                spaces = len(block.text()) - len(block.text().lstrip(" "))
                for _ in range(min(_INDENT, spaces)):
                    line.deleteChar()
            block = block.next()
        cursor.endEditBlock()

    def _new_line(self) -> None:
        """A new line begins under the one before; after a header one step further in."""
        cursor = self.textCursor()
        line = cursor.block().text()[: cursor.positionInBlock()]
        indent = len(line) - len(line.lstrip(" "))
        if line.split("#")[0].rstrip().endswith(":"):
            indent += _INDENT
        cursor.insertText("\n" + " " * indent)
        self.ensureCursorVisible()

    # -- the rest ------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            inside = event.pos() - QPoint(self.viewport().x(), self.viewport().y())
            QToolTip.showText(event.globalPos(), self._tip_at(inside), self)
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def _tip_at(self, position: QPoint) -> str:
        line = self.cursorForPosition(position).blockNumber() + 1
        return self._error.message if self._error is not None and self._error.line == line else ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark()


def _set(
    mark: QTextEdit.ExtraSelection,
    cursor: QTextCursor,
    *,
    background: QColor,
    underline: QColor | None = None,
    whole_line: bool = False,
) -> None:
    style = QTextCharFormat()
    style.setBackground(background)
    if underline is not None:
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(underline)
    if whole_line:
        style.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        cursor.clearSelection()
    mark.format = style
    mark.cursor = cursor
