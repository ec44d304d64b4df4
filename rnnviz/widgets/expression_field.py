"""A line for an expression of the language, with what is wrong told below it and underlined in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QInputMethodEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.lane_metrics import code_font
from rnnviz.widgets.naming import named


class ExpressionField(QWidget):
    """`name` is the line's objectName; the words about what is wrong have `<name>_wrong`."""

    submitted = Signal(str)
    """Enter was pressed."""
    edited = Signal(str)
    """The user has typed; the text as it now is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = named(QLineEdit(), name)
        self.wrong = named(QLabel(), f"{name}_wrong")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        self._problem: tuple[str, int, int] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.line)
        layout.addWidget(self.wrong)
        self.setFocusProxy(self.line)
        self.line.returnPressed.connect(self._submit)
        self.line.textEdited.connect(self.edited)
        self._dress()

    def text(self) -> str:
        return self.line.text()

    def fill(self, text: str) -> None:
        """Shows a text that was not typed here; one that stands there already is left, with its caret."""
        if text != self.line.text():
            self.line.setText(text)

    def set_problem(self, message: str, column: int = 0, length: int = 0) -> None:
        """What is wrong, and the stretch of the text that is to blame; "" for nothing."""
        self._problem = (message, column, length) if message else None
        self.wrong.setText(message)
        self.wrong.setVisible(bool(message))
        self._underline()

    def _submit(self) -> None:
        self.submitted.emit(self.line.text())

    def _underline(self) -> None:
        attributes = []
        if self._problem is not None and self._problem[2]:
            _, column, length = self._problem
            style = QTextCharFormat()
            style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            style.setUnderlineColor(colours_of(self).error)
            place = column - self.line.cursorPosition()
            kind = QInputMethodEvent.AttributeType.TextFormat
            attributes.append(QInputMethodEvent.Attribute(kind, place, length, style))
        QApplication.sendEvent(self.line, QInputMethodEvent("", attributes))

    def _dress(self) -> None:
        self.line.setFont(code_font(self))
        palette = self.wrong.palette()
        palette.setColor(self.wrong.foregroundRole(), colours_of(self).error)
        self.wrong.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:
        """Colours and type follow the window's."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "wrong"):
            self._dress()
