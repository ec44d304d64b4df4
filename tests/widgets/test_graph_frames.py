"""The outlines of boxes that look alike are drawn once, and are those that each would have."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from rnnviz.widgets.colours import theme
from rnnviz.widgets.graph_nodes import Look, NodePainter, rect_of

LOOKS = [
    Look(known=known, graded=graded, happened=happened, upcoming=upcoming)
    for known, graded, happened, upcoming in product(
        (False, True), (False, True), ("", "forward", "backward"), ("", "forward", "backward")
    )
]


def painted(rect: QRectF, look: Look, role: str, ratio: float, *, dark: bool, bare: bool) -> QImage:
    image = QImage(round(120 * ratio), round(90 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(3, 2)
    NodePainter(painter, theme(dark), QFont()).frame(rect, look, role, min(4.0, rect.width() / 4), bare)
    painter.end()
    return image


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("role", ["forward", "loss", "neutral"])
@pytest.mark.parametrize("dark", [False, True])
def test_that_a_kept_frame_is_the_one_that_is_drawn(qapp: object, role: str, ratio: float, dark: bool) -> None:
    for (left, width), look in product([(12.3, 7), (20.0, 31.4), (15.7, 60)], LOOKS):
        rect = rect_of(left, 10.2, left + width, 52.6)
        drawn = painted(rect, look, role, ratio, dark=dark, bare=False)
        for _ in range(2):
            assert painted(rect, look, role, ratio, dark=dark, bare=True) == drawn
