"""What stands in a picture's columns, kept as pixels: what looks as it did is not drawn again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from rnnviz.widgets.lane_sheet import LaneSheet

_MOST = 4_000_000
"""So many device pixels are kept, in four bytes each."""
_SIDE_BY_SIDE = 32
"""So many columns at most share a pixmap."""


@dataclass(frozen=True)
class Column:
    """Something that stands in a column: at pixel `x`, what it looks like, and who draws it."""

    x: int
    key: Hashable
    paint: Callable[[QPainter], None]


class KeptColumns:
    """Pictures by key, valid as long as what all of them depend on is the same."""

    def __init__(self) -> None:
        self._valid_for: object = None
        self._kept: dict[Hashable, tuple[QPixmap, QRectF]] = {}
        self._pixels = 0

    def valid_for(self, basis: object) -> KeptColumns:
        """These pictures; none of them, where the basis is another than before."""
        if basis != self._valid_for or self._pixels > _MOST:
            self._valid_for = basis
            self._kept.clear()
            self._pixels = 0
        return self

    def paint(self, painter: QPainter, place: QRect, columns: Sequence[Column]) -> None:
        """Shows columns, each within a place of its own; asks for those that are new, and always for all where lines
        are to stay lines.

        The first time too they are shown as they are kept: where an edge lies over a line, pixels drawn at once would
        be rounded another way.
        """
        ratio = painter.device().devicePixelRatioF()
        if not LaneSheet.serves(painter, ratio):
            for one in columns:
                painter.translate(one.x, 0)
                one.paint(painter)
                painter.translate(-one.x, 0)
            return
        new = [one for one in columns if one.key not in self._kept]
        for start in range(0, len(new), _SIDE_BY_SIDE):
            self._draw(place, ratio, new[start : start + _SIDE_BY_SIDE])
        for one in columns:
            pixmap, there = self._kept[one.key]
            painter.drawPixmap(QPointF(place.left() + one.x, place.top()), pixmap, there)

    def _draw(self, place: QRect, ratio: float, columns: Sequence[Column]) -> None:
        """Draws new columns on one pixmap, side by side."""
        wide, high = place.width(), place.height()
        pixmap = QPixmap(QSize(wide * len(columns), high) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        self._pixels += pixmap.width() * pixmap.height()
        inside = QPainter(pixmap)
        try:
            inside.setRenderHint(QPainter.RenderHint.Antialiasing)
            inside.translate(-place.left(), -place.top())
            for number, one in enumerate(columns):
                inside.setClipRect(place)
                one.paint(inside)
                inside.translate(wide, 0)
                self._kept[one.key] = pixmap, QRectF(number * wide * ratio, 0, wide * ratio, high * ratio)
        finally:
            inside.end()  # a pixmap must not go while it is painted on
