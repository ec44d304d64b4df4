"""Letters of one size: how wide words are in it, and words that a frame shows again, set once."""

from __future__ import annotations

from functools import lru_cache
from math import trunc

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGlyphRun, QPainter, QTextLayout
from PySide6.QtWidgets import QWidget

from rnnviz.widgets.lane_metrics import Faces, faces_of
from rnnviz.widgets.painted_on import paints_pixels

LEAST = 7
"""Pixels; no type is smaller."""
_MOST_WORDS = 2048
_WIDE = float(0x1000000)
"""Pixels; the width at which Qt sets a text that is not to be broken."""
_BARELY = 0.01
"""Pixels; where a word has no more room than that, Qt may cut it off."""
_ALONG = {0.0: Qt.AlignmentFlag.AlignLeft, 0.5: Qt.AlignmentFlag.AlignHCenter, 1.0: Qt.AlignmentFlag.AlignRight}


class SetWord:
    """A word as glyphs, and how much room they take in pixels."""

    __slots__ = ("ascent", "height", "reach", "runs", "width")

    def __init__(self, word: str, font: QFont) -> None:
        layout = QTextLayout(word, font)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(_WIDE)
        layout.endLayout()
        self.runs: list[QGlyphRun] = layout.glyphRuns()
        self.width, self.ascent = line.horizontalAdvance(), line.ascent()
        self.reach = max(self.width, line.naturalTextWidth())
        """Its last letter may lean out of its width."""
        self.height = self.ascent + line.descent()


def _fixed(place: float) -> float:
    """As Qt reckons where texts stand: in 64ths of a pixel."""
    return trunc(64 * place) / 64


class Type:
    """A font in a size and a weight; there is one of each, which `type_of` and `sized` give."""

    def __init__(self, family: str, size: int, bold: bool) -> None:
        """`family` is a font as `QFont.toString` has it, whose size and weight do not count."""
        self.family, self.size, self.bold = family, size, bold
        self.font = QFont()
        self.font.fromString(family)
        self.font.setPixelSize(size)
        self.font.setBold(bold)
        self.metrics = QFontMetricsF(self.font)
        self.cap_height = self.metrics.capHeight()
        self.line_height = self.metrics.height()
        self._widths: dict[str, float] = {}
        self._words: dict[str, SetWord] = {}

    def width(self, text: str) -> float:
        """The width of a word in pixels."""
        found = self._widths.get(text)
        if found is None:
            if len(self._widths) > _MOST_WORDS:
                self._widths.clear()
            found = self._widths[text] = self.metrics.horizontalAdvance(text)
        return found

    def sized(self, size: float, bold: bool | None = None) -> Type:
        """The same type in another size, and bold or not."""
        return _type(self.family, max(LEAST, round(size)), self.bold if bold is None else bold)

    def draw(self, painter: QPainter, left: float, baseline: float, word: str) -> None:
        """As `QPainter.drawText` at a point, pixel by pixel, but faster from the second time on."""
        if not paints_pixels(painter):
            painter.setFont(self.font)
            painter.drawText(QPointF(left, baseline), word)
            return
        found = self._set(word)
        place = QPointF(_fixed(left), _fixed(baseline) - found.ascent)
        for run in found.runs:
            painter.drawGlyphRun(place, run)

    def draw_in(self, painter: QPainter, rect: QRectF, word: str, along: float = 0.5) -> None:
        """As `QPainter.drawText` in a rectangle, at half its height, which cuts off what it has no room for.

        `along` is 0 at the left, 0.5 in the middle, 1 at the right.
        """
        found = self._set(word)
        beside, above = rect.width() - found.width, rect.height() - found.height
        if rect.width() - found.reach < _BARELY or above < _BARELY or not paints_pixels(painter):
            painter.setFont(self.font)
            painter.drawText(rect, _ALONG[along] | Qt.AlignmentFlag.AlignVCenter, word)
            return
        place = QPointF(_fixed(rect.left() + beside * along), _fixed(rect.top() + above / 2))
        for run in found.runs:
            painter.drawGlyphRun(place, run)

    def _set(self, word: str) -> SetWord:
        found = self._words.get(word)
        if found is None:
            if len(self._words) > _MOST_WORDS:
                self._words.clear()
            found = self._words[word] = SetWord(word, self.font)
        return found


@lru_cache(maxsize=256)
def _type(family: str, size: int, bold: bool) -> Type:
    return Type(family, size, bold)


@lru_cache(maxsize=256)
def _type_in(faces: Faces, factor: float, bold: bool) -> Type:
    return _type(faces.words, max(LEAST, faces.sized(factor, bold).pixelSize()), bold)


def sized_type(font: QFont, factor: float = 1.0, bold: bool = False) -> Type:
    """A font in another size, as `sized_font` gives it."""
    return _type_in(faces_of(font), factor, bold)


def type_like(font: QFont) -> Type:
    """The type of a font."""
    return type_of(font, font.pixelSize(), font.bold())


def small_type(widget: QWidget) -> Type:
    """The type of scales, indices and numbers in cells."""
    return sized_type(widget.font(), 0.86)


def type_of(font: QFont, size: float, bold: bool = False) -> Type:
    """A font as a type of so many pixels."""
    return _type(faces_of(font).words, max(LEAST, round(size)), bold)
