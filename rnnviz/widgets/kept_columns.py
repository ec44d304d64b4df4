"""What stands in a picture's columns, kept as pixels: what looks as it did is not drawn again."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap

from rnnviz.widgets.lane_sheet import LaneSheet

_MOST = 4_000_000
"""So many device pixels are kept, in four bytes each."""


class KeptColumns:
    """Pictures by key, valid as long as what all of them depend on is the same."""

    def __init__(self) -> None:
        self._valid_for: object = None
        self._kept: dict[Hashable, QPixmap] = {}
        self._pixels = 0

    def valid_for(self, basis: object) -> KeptColumns:
        """These pictures; none of them, where the basis is another than before."""
        if basis != self._valid_for or self._pixels > _MOST:
            self._valid_for = basis
            self._kept.clear()
            self._pixels = 0
        return self

    def paint(self, painter: QPainter, place: QRect, key: Hashable, paint: Callable[[QPainter], None]) -> None:
        """Shows what `paint` draws within a place; asks it the first time, and always where lines are to stay lines.

        The first time too it is shown as it is kept: where an edge lies over a line, pixels drawn at once would be
        rounded another way.
        """
        ratio = painter.device().devicePixelRatioF()
        if not LaneSheet.serves(painter, ratio):
            paint(painter)
            return
        pixmap = self._kept.get(key)
        if pixmap is None:
            pixmap = self._kept[key] = QPixmap(place.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            self._pixels += pixmap.width() * pixmap.height()
            inside = QPainter(pixmap)
            try:
                inside.setRenderHint(QPainter.RenderHint.Antialiasing)
                inside.translate(-place.topLeft())
                paint(inside)
            finally:
                inside.end()  # a pixmap must not go while it is painted on
        painter.drawPixmap(place.topLeft(), pixmap)
