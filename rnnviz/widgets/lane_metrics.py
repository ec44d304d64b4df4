"""Sizes that every lane shares, grown with the widget's font."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetrics
from PySide6.QtWidgets import QWidget

HEAD = 84
TOTAL = 44
FOLDED = 20
RULER = 20
GUTTER = 9
_MOST_FONTS = 64
_PLAIN = 13
"""The pixel size of text for which the widths above are meant."""


class Faces:
    """A font's other sizes: a frame asks for the same few hundreds of times, and a font that is kept knows its letters
    already."""

    def __init__(self, font: QFont) -> None:
        self.font = QFont(font)
        self.pixels = QFontInfo(font).pixelSize()
        self.scale = max(1.0, self.pixels / _PLAIN)
        self.words = font.toString()
        """The font as `QFont.fromString` reads it."""
        self._sized: dict[tuple[float, bool], QFont] = {}

    def sized(self, factor: float, bold: bool) -> QFont:
        """The font in another size, never smaller than 11 pixels."""
        found = self._sized.get((factor, bold))
        if found is None:
            found = self._sized[factor, bold] = QFont(self.font)
            found.setPixelSize(max(11, round(self.pixels * factor)))
            found.setBold(bold)
        return found


_known: list[tuple[QFont, Faces]] = []


def faces_of(font: QFont) -> Faces:
    """The other sizes of a font. What widgets have of one font are copies of each other, which is told in no time."""
    for known, faces in _known:
        if known.isCopyOf(font):
            return faces
    if len(_known) > _MOST_FONTS:
        _known.clear()
    found = next((faces for known, faces in _known if known == font), None) or Faces(font)
    _known.append((QFont(font), found))
    return found


def scale_of(widget: QWidget) -> float:
    """How much larger than usual the widget's text is; never below 1."""
    return faces_of(widget.font()).scale


def head_width(widget: QWidget) -> int:
    """The width of the lanes' heads in pixels."""
    return round(HEAD * scale_of(widget))


def total_width(widget: QWidget) -> int:
    """The width of the totals' column at the right of the lanes in pixels."""
    return round(TOTAL * scale_of(widget))


def sized_font(font: QFont, factor: float = 1.0, bold: bool = False) -> QFont:
    """A font in another size, never smaller than 11 pixels."""
    return faces_of(font).sized(factor, bold)


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
