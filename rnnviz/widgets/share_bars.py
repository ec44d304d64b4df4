"""Shares in a column of a tree: a bar as long as the share, its form by the sign, and the number beside it."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from rnnviz.widgets.number_text import short
from rnnviz.widgets.row_colours import row_colours

SHARE = Qt.ItemDataRole.UserRole + 1
"""The share, 0 … 1, negative for what takes away; None for a cell without a bar."""


PERCENT = Qt.ItemDataRole.UserRole + 3
"""The share in words, of `percents`."""


def percents(shares: Sequence[float]) -> list[str]:
    """Shares, whose sizes are parts of one whole, as percentages that add up as the shares do: what is left after
    rounding down goes to those that lost most by it."""
    exact = [100 * abs(share) if isfinite(share) else 0.0 for share in shares]
    whole = [int(one) for one in exact]
    left = round(sum(exact)) - sum(whole)
    for place in sorted(range(len(exact)), key=lambda one: whole[one] - exact[one])[: max(0, left)]:
        whole[place] += 1
    texts = [f"{part} %" if part or not share else "< 1 %" for part, share in zip(whole, exact, strict=True)]
    return [text if isfinite(share) else short(share) for text, share in zip(texts, shares, strict=True)]


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
        colour = row_colours(self._view, option).text
        text = index.data(PERCENT)
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
