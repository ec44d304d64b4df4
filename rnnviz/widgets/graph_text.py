"""Names in the picture: with true subscripts, and short signs for operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from rnnviz.widgets.lane_metrics import faces_of

SIGNS = {
    "add": "+",
    "subtract": "−",
    "negative": "−",
    "multiply": "×",
    "divide": "÷",
    "power": "xⁿ",
    "matmul": "@",
    "sigmoid": "σ",
    "sqrt": "√",
    "absolute": "|·|",
    "abs": "|·|",
    "sum": "Σ",
    "norm": "‖·‖",
    "layer_norm": "norm",
    "cross_entropy": "CE",
    "binary_cross_entropy": "BCE",
    "log_softmax": "log p",
    "concat": "[ , ]",
    "copy": "=",
    "identity": "=",
}
"""What stands in the box of an operation; others are shown by their own name."""

BLANK = "␣"
"""What stands for a space."""

_SUBSCRIPT, _DROP = 0.74, 0.24
_LEGIBLE = 11
"""Pixels below which a subscript does not go, unless its letter is smaller itself."""


def sign_of(kind: str) -> str:
    """The sign of a kind of operation."""
    return SIGNS.get(kind, kind)


def parts_of(name: str, timestep: int | str | None) -> tuple[str, str]:
    """A name as letters and subscript: ("h", "3"), ("W", "hh"), ("a", "i,3")."""
    base, _, rest = name.partition("_")
    if not base:
        base, rest = name, ""
    if timestep is None:
        return base, rest
    return base, f"{rest},{timestep}" if rest else str(timestep)


@lru_cache(maxsize=256)
def _sized(family: str, size: int, bold: bool) -> tuple[QFont, QFontMetricsF]:
    """A font and its measures; a frame asks for the same few hundreds of times."""
    font = QFont()
    font.fromString(family)
    font.setPixelSize(size)
    font.setBold(bold)
    return font, QFontMetricsF(font)


@lru_cache(maxsize=8192)
def _advance(family: str, size: int, bold: bool, text: str) -> float:
    return _sized(family, size, bold)[1].horizontalAdvance(text)


@dataclass(frozen=True)
class Type:
    """A size of type: a font of so many pixels, and how wide words are in it."""

    family: str
    """A font as `QFont.toString` has it, whose size and weight do not count."""
    size: int
    bold: bool = False

    @property
    def font(self) -> QFont:
        return _sized(self.family, self.size, self.bold)[0]

    @property
    def metrics(self) -> QFontMetricsF:
        return _sized(self.family, self.size, self.bold)[1]

    def width(self, text: str) -> float:
        """The width of a word in pixels."""
        return _advance(self.family, self.size, self.bold, text)

    def sized(self, size: float, bold: bool | None = None) -> Type:
        """The same type in another size (7 pixels at least), and bold or not."""
        return Type(self.family, max(7, round(size)), self.bold if bold is None else bold)


def type_of(font: QFont, size: float, bold: bool = False) -> Type:
    """A font as a type of so many pixels."""
    return Type(faces_of(font).words, max(7, round(size)), bold)


class Label:
    """A name with its subscript, measured in a type."""

    def __init__(self, name: str, timestep: int | str | None, face: Type) -> None:
        self.base, self.subscript = parts_of(name, timestep)
        self._measure(face)

    def _measure(self, face: Type) -> None:
        self._face = face
        self._small = face.sized(max(face.size * _SUBSCRIPT, min(face.size, _LEGIBLE)))
        self.base_width = self.width = face.width(self.base)
        if self.subscript:
            self.width += self._small.width(self.subscript) + 0.5

    @property
    def size(self) -> int:
        """The size of its letters in pixels."""
        return self._face.size

    @property
    def face(self) -> Type:
        """The type of its letters."""
        return self._face

    def within(self, width: float, least: int = 8) -> Label:
        """The label made to fit: smaller, down to a least size in pixels, or without its subscript."""
        size = self._face.size
        while self.width > width and size > least:
            size -= 1
            self._measure(self._face.sized(size))
        if self.width > width:
            self.subscript, self.width = "", self.base_width
        return self

    def paint(self, painter: QPainter, left: float, middle: float) -> None:
        """Draw it from x = left, with its letters about the height `middle`; in the painter's pen."""
        drop = self._face.size * _DROP
        baseline = middle + self._face.metrics.capHeight() / 2 - (drop / 3 if self.subscript else 0)
        painter.setFont(self._face.font)
        painter.drawText(QPointF(left, baseline), self.base)
        if self.subscript:
            painter.setFont(self._small.font)
            painter.drawText(QPointF(left + self.base_width + 0.5, baseline + drop), self.subscript)


@lru_cache(maxsize=8192)
def fitted(name: str, timestep: int | str | None, face: Type, room: float, widest: int | str | None = None) -> Label:
    """A label made to fit (see `Label.within`); kept, because most of a frame's labels are the last frame's.

    With `widest`, a longest timestep, it is as large as that one's would be, and without a subscript where that one's
    has none: all columns look alike.
    """
    if widest is None:
        return Label(name, timestep, face).within(room)
    longest = Label(name, widest, face).within(room)
    label = Label(name, timestep, longest.face)
    return label if longest.subscript else label.within(0.0, longest.size)


@lru_cache(maxsize=8192)
def side_by_side(
    name: str, timestep: int | str | None, note: str, face: Type, room: float, between: float
) -> tuple[Label, Type] | None:
    """A label and the bold type of a note that fit beside each other, 9 pixels at least; None if they do not."""
    for size in range(face.size, min(face.size, 9) - 1, -1):
        label, bold = Label(name, timestep, face.sized(size)), face.sized(size, True)
        if label.width + between + bold.width(note) <= room:
            return label, bold
    return None


def centred(painter: QPainter, rect: QRectF, text: str, face: Type, least: int = 8) -> bool:
    """Draw a word in the middle of a box, smaller if it must be; False if it does not fit at its least size."""
    size = face.size
    while size >= least:
        sized = face.sized(size)
        width = sized.width(text)
        if width <= rect.width() - 2:
            painter.setFont(sized.font)
            # The sign of a blank hangs below the line of other letters.
            lift = sized.size * 0.25 if text == BLANK else 0.0
            baseline = rect.center().y() + sized.metrics.capHeight() / 2 - lift
            painter.drawText(QPointF(rect.center().x() - width / 2, baseline), text)
            return True
        size -= 1
    return False
