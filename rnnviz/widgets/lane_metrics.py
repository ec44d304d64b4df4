"""Sizes that every lane shares, grown with the widget's font."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetrics
from PySide6.QtWidgets import QWidget

HEAD = 84
TOTAL = 44
FOLDED = 20
RULER = 20
GUTTER = 9
_MOST_FONTS = 256
_PLAIN = 13
"""The pixel size of text for which the widths above are meant."""


def scale_of(widget: QWidget) -> float:
    """How much larger than usual the widget's text is; never below 1."""
    return max(1.0, QFontInfo(widget.font()).pixelSize() / _PLAIN)


_kept: dict[tuple[str, float, bool], QFont] = {}
"""A frame asks for the same few fonts hundreds of times, and a font that is kept knows its letters already."""


def head_width(widget: QWidget) -> int:
    """The width of the lanes' heads in pixels."""
    return round(HEAD * scale_of(widget))


def total_width(widget: QWidget) -> int:
    """The width of the totals' column at the right of the lanes in pixels."""
    return round(TOTAL * scale_of(widget))


def sized_font(font: QFont, factor: float = 1.0, bold: bool = False) -> QFont:
    """A font in another size, never smaller than 11 pixels."""
    key = font.key(), factor, bold
    sized = _kept.get(key)
    if sized is None:
        sized = QFont(font)
        sized.setPixelSize(max(11, round(QFontInfo(font).pixelSize() * factor)))
        sized.setBold(bold)
        if len(_kept) > _MOST_FONTS:
            _kept.clear()
        _kept[key] = sized
    return sized


def small_font(widget: QWidget) -> QFont:
    """The font of scales, indices and numbers in cells."""
    return sized_font(widget.font(), 0.86)


def title_font(widget: QWidget) -> QFont:
    """The font of lane titles."""
    return sized_font(widget.font(), 1.0, bold=True)


def code_font(widget: QWidget, factor: float = 1.0) -> QFont:
    """The system's font of fixed width in the widget's size."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(max(11, round(QFontInfo(widget.font()).pixelSize() * factor)))
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font


def line_height(font: QFont) -> int:
    """The height of a line of text in pixels."""
    return QFontMetrics(font).height()
