"""The signs of two runs that are compared, drawn the same everywhere: A is the other one, B the present one."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.lane_metrics import small_font

OTHER, PRESENT = "A", "B"


def of_run(title: str, sign: str) -> str:
    """A lane's title with the sign of its run, as it is read out."""
    return f"{title} · {sign}" if sign else title


def sign_size(font: QFont) -> QSize:
    """How large a sign in this font is."""
    metrics = QFontMetrics(font)
    side = metrics.height()
    return QSize(max(side, metrics.horizontalAdvance(PRESENT) + 6), side)


def paint_sign(painter: QPainter, rect: QRect, sign: str, widget: QWidget) -> None:
    """A letter in a small box: the other run's is an outline, the present one's is filled."""
    colours = colours_of(widget)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.text, 1))
    painter.setBrush(colours.text if sign == PRESENT else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 3, 3)
    painter.setFont(small_font(widget))
    painter.setPen(colours.panel if sign == PRESENT else colours.text)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, sign)
    painter.restore()


class RunSign(QWidget):
    """A sign by itself, in a legend."""

    def __init__(self, sign: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign = sign
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As large as the sign."""
        return sign_size(small_font(self))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_sign(painter, self.rect(), self.sign, self)
