"""Names in the picture: with true subscripts, and short signs for operations."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

SIGNS = {
    "add": "+",
    "subtract": "−",
    "negative": "−",
    "multiply": "×",
    "divide": "÷",
    "power": "xⁿ",
    "matmul": "@",
    "sigmoid": "σ",
    "sqrt": "√",
    "absolute": "|·|",
    "abs": "|·|",
    "sum": "Σ",
    "norm": "‖·‖",
    "layer_norm": "norm",
    "cross_entropy": "CE",
    "binary_cross_entropy": "BCE",
    "log_softmax": "log p",
    "concat": "[ , ]",
    "copy": "=",
    "identity": "=",
}
"""What stands in the box of an operation; others are shown by their own name."""

_SUBSCRIPT, _DROP = 0.74, 0.24


def sign_of(kind: str) -> str:
    """The sign of a kind of operation."""
    return SIGNS.get(kind, kind)


def parts_of(name: str, timestep: int | None) -> tuple[str, str]:
    """A name as letters and subscript: ("h", "3"), ("W", "hh"), ("h", "enc 3")."""
    base, _, rest = name.partition("_")
    if not base:
        base, rest = name, ""
    if timestep is None:
        return base, rest
    return base, f"{rest} {timestep}" if rest else str(timestep)


class Label:
    """A name with its subscript, measured in a font."""

    def __init__(self, name: str, timestep: int | None, font: QFont) -> None:
        self.base, self.subscript = parts_of(name, timestep)
        self._font = font
        self._small = QFont(font)
        self._small.setPixelSize(max(7, round(font.pixelSize() * _SUBSCRIPT)))
        self._metrics = QFontMetricsF(font)
        self.base_width = self._metrics.horizontalAdvance(self.base)
        self.width = self.base_width
        if self.subscript:
            self.width += QFontMetricsF(self._small).horizontalAdvance(self.subscript) + 0.5

    def within(self, width: float) -> Label:
        """The label, or without its subscript if only that fits."""
        if self.width > width and self.base_width <= width:
            self.subscript, self.width = "", self.base_width
        return self

    def paint(self, painter: QPainter, left: float, middle: float) -> None:
        """Draw it from x = left, with its letters about the height `middle`; in the painter's pen."""
        drop = self._font.pixelSize() * _DROP
        baseline = middle + self._metrics.capHeight() / 2 - (drop / 3 if self.subscript else 0)
        painter.setFont(self._font)
        painter.drawText(QPointF(left, baseline), self.base)
        if self.subscript:
            painter.setFont(self._small)
            painter.drawText(QPointF(left + self.base_width + 0.5, baseline + drop), self.subscript)


def pixel_font(font: QFont, size: float, bold: bool = False) -> QFont:
    """A font of so many pixels."""
    sized = QFont(font)
    sized.setPixelSize(max(7, round(size)))
    sized.setBold(bold)
    return sized


def centred(painter: QPainter, rect: QRectF, text: str, font: QFont, least: int = 8) -> bool:
    """Draw a word in the middle of a box, smaller if it must be; False if it does not fit at its least size."""
    size = font.pixelSize()
    while size >= least:
        sized = pixel_font(font, size, font.bold())
        metrics = QFontMetricsF(sized)
        width = metrics.horizontalAdvance(text)
        if width <= rect.width() - 2:
            painter.setFont(sized)
            painter.drawText(
                QPointF(rect.center().x() - width / 2, rect.center().y() + metrics.xHeight() / 2 + 0.5), text
            )
            return True
        size -= 1
    return False
