"""Shares in a column of a tree: a bar as long as the share, its form by the sign, and the number beside it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from rnnviz.widgets.colours import colours_of

SHARE = Qt.ItemDataRole.UserRole + 1
"""The share, 0 … 1, negative for what takes away; None for a cell without a bar."""


class ShareBars(QStyledItemDelegate):
    """Paints `SHARE`: what adds is filled, what takes away is hatched."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:  # fmt: skip
        super().paint(painter, option, index)
        share = index.data(SHARE)
        if share is None:
            return
        colours = colours_of(self._view)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        colour = self._view.palette().color(QPalette.ColorRole.HighlightedText) if chosen else colours.text
        text = f"{100 * abs(share):.0f} %" if abs(share) >= 0.005 else "< 1 %" if share else "0 %"
        metrics = QFontMetrics(self._view.font())
        room = QRectF(option.rect).adjusted(2, 0, -4, 0)
        number = metrics.horizontalAdvance("100 %") + 4
        bar = QRectF(room.left(), room.center().y() - 4, max(0.0, room.width() - number) * abs(share), 8)
        painter.save()
        painter.setPen(QPen(colour, 1))
        painter.setBrush(QBrush(colour, Qt.BrushStyle.Dense4Pattern if share < 0 else Qt.BrushStyle.SolidPattern))
        if bar.width() >= 1:
            painter.drawRect(bar)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        painter.restore()
