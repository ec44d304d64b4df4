"""What a painter paints on: pixels, or a drawing, which keeps lines as lines and words as words."""

from __future__ import annotations

from weakref import ref

from PySide6.QtGui import QPaintEngine, QPainter


class _Asked:
    """The painter that was asked about last, and the answer: a frame asks hundreds of times about one."""

    painter: ref[QPainter] | None = None
    pixels = False


def paints_pixels(painter: QPainter) -> bool:
    """Whether an active painter paints on a screen, a pixmap or an image, and not into a drawing."""
    if _Asked.painter is None or _Asked.painter() is not painter:
        _Asked.painter, _Asked.pixels = ref(painter), painter.paintEngine().type() is QPaintEngine.Type.Raster
    return _Asked.pixels
