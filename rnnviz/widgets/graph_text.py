"""Names in the picture: with true subscripts, and short signs for operations."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from rnnviz.widgets.lettering import Type

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
        baseline = middle + self._face.cap_height / 2 - (drop / 3 if self.subscript else 0)
        self._face.draw(painter, left, baseline, self.base)
        if self.subscript:
            self._small.draw(painter, left + self.base_width + 0.5, baseline + drop, self.subscript)


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


@lru_cache(maxsize=2048)
def elided(word: str, face: Type, room: float) -> str:
    """A word where it fits, else its beginning and an ellipsis; "" where less than two letters were left."""
    if face.width(word) <= room:
        return word
    for count in range(len(word) - 1, 1, -1):
        if face.width(word[:count] + "…") <= room:
            return word[:count] + "…"
    return ""


def centred(painter: QPainter, rect: QRectF, text: str, face: Type, least: int = 8) -> bool:
    """Draw a word in the middle of a box, smaller if it must be; False if it does not fit at its least size."""
    size = face.size
    while size >= least:
        sized = face.sized(size)
        width = sized.width(text)
        if width <= rect.width() - 2:
            # The sign of a blank hangs below the line of other letters.
            lift = sized.size * 0.25 if text == BLANK else 0.0
            middle = rect.center()
            sized.draw(painter, middle.x() - width / 2, middle.y() + sized.cap_height / 2 - lift, text)
            return True
        size -= 1
    return False
