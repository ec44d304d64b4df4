"""What a lane has painted, kept: a step paints what it changes anew, a pan what comes into sight."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from rnnviz.widgets.painted_on import paints_pixels

Paint = Callable[[QPainter, QRect], None]
"""Paints the contents of a part of a body, on an axis that is shifted by LEFT as the part is."""

_EDGE = 64
"""Pixels; as wide as any outline that Qt would leave unfinished at an edge."""
LEFT = 320
"""Pixels by which everything is painted further to the right: Qt rounds what lies left of 0 the other way, and a column
is to have the same pixels wherever it stands."""


class LaneSheet:
    """A body's contents without ground and marks; spoilt parts of it are painted again before it is shown."""

    def __init__(self) -> None:
        self._pixmap, self._beside = QPixmap(), QPixmap()
        self._made_for: object = None
        self._offset = 0
        self._spoilt: list[tuple[int, int]] = []
        """Left and right, in pixels from the axis' beginning."""

    @staticmethod
    def serves(painter: QPainter, ratio: float) -> bool:
        """Whether pixels may be kept: a drawing keeps its lines, and pixels between two of a screen's would blur."""
        return paints_pixels(painter) and ratio == math.floor(ratio)

    def forget(self) -> None:
        """Everything is to be painted again."""
        self._made_for = None

    def spoil(self, left: int, right: int, offset: int) -> None:
        """The pixels left <= x < right of the body are to be painted again; `offset` is the axis'."""
        self._spoilt.append((left + offset, right + offset))

    def bring_up(self, made_for: object, size: QRect, ratio: float, offset: int, paint: Paint) -> None:
        """Makes the body's contents what they are to be.

        `made_for` is all that, when it changes, leaves no pixel as it was; `size` the body, from (0, 0).
        """
        wanted = size.adjusted(-LEFT, 0, _EDGE, 0).size() * ratio
        if self._pixmap.size() != wanted or self._pixmap.devicePixelRatio() != ratio:
            self._make(wanted, ratio)
        if made_for != self._made_for:
            self._made_for, self._offset = made_for, offset
            self._spoilt = [(offset, offset + size.width())]
        elif offset != self._offset:
            self._scroll(size, round(ratio), offset)
        if self._spoilt:
            for part in _joined(self._spoilt, offset, size):
                self._paint(part, part == size, ratio, paint)
            self._spoilt.clear()

    def show(self, painter: QPainter, size: QRect, ratio: float) -> None:
        """Draws the body's contents as they have been brought up, from (0, 0)."""
        there = QRectF(LEFT * ratio, 0, size.width() * ratio, size.height() * ratio)
        painter.drawPixmap(QPointF(0, 0), self._pixmap, there)

    def _make(self, size: QSize, ratio: float) -> None:
        self._made_for = None
        self._pixmap, self._beside = QPixmap(size), QPixmap(size)
        for pixmap in (self._pixmap, self._beside):
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)

    def _paint(self, part: QRect, whole: bool, ratio: float, paint: Paint) -> None:
        """Paints a part beside the sheet, with some more on either side: at an edge Qt leaves outlines unfinished."""
        there = part.translated(LEFT, 0)
        around = there.adjusted(-_EDGE, 0, _EDGE, 0)
        painter = QPainter(self._beside)
        try:
            painter.setClipRect(around)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.fillRect(around, Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            paint(painter, there)
        finally:
            painter.end()  # a pixmap must not go while it is painted on
        if whole:
            self._pixmap, self._beside = self._beside, self._pixmap
            return
        painter = QPainter(self._pixmap)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        wanted = QRectF(there.left() * ratio, 0, part.width() * ratio, part.height() * ratio)
        painter.drawPixmap(QRectF(there), self._beside, wanted)
        painter.end()

    def _scroll(self, size: QRect, ratio: int, offset: int) -> None:
        moved, self._offset = self._offset - offset, offset
        if abs(moved) < size.width():
            self._pixmap.scroll(moved * ratio, 0, LEFT * ratio, 0, size.width() * ratio, size.height() * ratio)
        edge = offset + size.width()
        self._spoilt.append((offset, offset + moved) if moved > 0 else (edge + moved, edge))


def _joined(spoilt: list[tuple[int, int]], offset: int, size: QRect) -> list[QRect]:
    """Parts of a body that do not overlap."""
    found: list[tuple[int, int]] = []
    for left, right in sorted(spoilt):
        left, right = max(0, left - offset), min(size.width(), right - offset)
        if left >= right:
            continue
        if found and left <= found[-1][1]:
            found[-1] = found[-1][0], max(right, found[-1][1])
        else:
            found.append((left, right))
    return [QRect(left, 0, right - left, size.height()) for left, right in found]
