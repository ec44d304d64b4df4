"""A part of a widget that looks the same in one painting after the other: painted once, then shown as it was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPixmap

from rnnviz.widgets.lane_sheet import LaneSheet


class KeptPixels:
    """The pixels of a part of a widget, and what they show."""

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._shows: object = None

    def paint(
        self,
        painter: QPainter,
        place: QRect,
        ratio: float,
        shows: object,
        ground: QColor,
        paint: Callable[[QPainter], None],
    ) -> None:
        """Paint a part on its ground.

        `paint` does so, in the widget's coordinates, on a painter that has nothing set, and only where `shows` (all
        that the part depends on) is another than before; on paper and in drawings always, and without the ground.
        """
        if not LaneSheet.serves(painter, ratio):
            painter.save()
            paint(painter)
            painter.restore()
            return
        shows = shows, ground.rgba(), place, ratio
        if shows != self._shows:
            self._shows = shows
            self._pixmap = QPixmap(place.size() * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(ground)
            inside = QPainter(self._pixmap)
            try:
                inside.translate(-place.topLeft())
                paint(inside)
            finally:
                inside.end()  # a pixmap must not go while it is painted on
        painter.drawPixmap(place.topLeft(), self._pixmap)
