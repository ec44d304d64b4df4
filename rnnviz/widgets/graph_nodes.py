"""The boxes of the graph: a value with its name and its numbers as colours, an operation, a token."""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from rnnviz.widgets.colours import Colours, colour_at, text_on, theme, translucent
from rnnviz.widgets.graph_text import Label, centred, elided, fitted, side_by_side, sign_of
from rnnviz.widgets.lane_metrics import faces_of
from rnnviz.widgets.lane_sheet import LaneSheet
from rnnviz.widgets.lettering import Type, type_of

LEAST_CELL = 2.5
"""Pixels; more elements than that leaves room for are drawn by their extremes."""

LEAST_WORD = 10
"""Pixels from which a box too narrow for names has room for a token."""
_LEAST_WORD = 8
"""Pixels of type in which a word stands whose end is left out."""
_LEAST_NAME = 10
"""Pixels of type below which a name is left out beside what it holds."""


_AROUND = 8
"""Pixels around a box that the outlines of its gradient may reach."""
_MOST_FRAMES = 256
_frames: dict[object, QPixmap] = {}
"""Outlines by all that they depend on."""


@dataclass(frozen=True)
class Look:
    """How far a box has come: computed, its gradient known, what just happened to it, what happens to it next."""

    known: bool = False
    graded: bool = False
    happened: str = ""
    upcoming: str = ""
    selected: bool = False


look_of = lru_cache(maxsize=256)(Look)
"""A look that is kept: a frame asks for hundreds that are the same."""


def rect_of(left: float, top: float, right: float, bottom: float) -> QRectF:
    """A box on whole pixels, so that its border is sharp."""
    x0, y0 = round(left) + 0.5, round(top) + 0.5
    return QRectF(x0, y0, max(1.0, round(right) + 0.5 - x0), max(1.0, round(bottom) + 0.5 - y0))


def mixed(one: QColor, other: QColor, part: float) -> QColor:
    """A colour on the way from one (0) to another (1)."""
    return _mixed(one.rgb(), other.rgb(), part)


@lru_cache(maxsize=64)
def _mixed(one: int, other: int, part: float) -> QColor:
    pairs = [((one >> shift) & 255, (other >> shift) & 255) for shift in (16, 8, 0)]
    return QColor(*(round(a + (b - a) * part) for a, b in pairs))


def cells_of(value: NDArray[np.generic], room: float) -> NDArray[np.float64]:
    """A value's elements in a row, or, if there are too many for the room in pixels, the larger of each few, signed."""
    flat = np.asarray(value, dtype=float).reshape(-1)
    most = max(1, int(room / LEAST_CELL))
    if flat.size <= most:
        return flat
    starts = np.linspace(0, flat.size, most, endpoint=False).astype(int)
    high, low = np.maximum.reduceat(flat, starts), np.minimum.reduceat(flat, starts)
    return np.where(np.abs(low) > np.abs(high), low, high)


@lru_cache(maxsize=2)
def _palette(dark: bool) -> tuple[QColor, ...]:
    """The diverging map of a theme as colours."""
    return tuple(colour_at(theme(dark).diverging, index) for index in range(256))


@lru_cache(maxsize=16)
def _tint(dark: bool, role: str) -> QColor:
    """The ground of what is computed."""
    colours = theme(dark)
    return mixed(colours.background, colours.role(role), 0.2 if dark else 0.14)


class NodePainter:
    """Draws boxes in the colours of a theme."""

    def __init__(self, painter: QPainter, colours: Colours, font: QFont) -> None:
        self.painter = painter
        self.colours = colours
        self.face = type_of(font, 12)
        self.scale = faces_of(font).scale
        """How much larger than usual the window's text is."""
        self.subscript: str | None = None
        """What stands for the timestep under a name, if not its number."""
        self.widest: str | None = None
        """The longest timestep in the picture: labels are as large as its would be."""
        self._inverse = text_on(colours.forward)
        self._hollow = mixed(colours.background, colours.faint, 0.55)

    def on(self, painter: QPainter) -> NodePainter:
        """The same on another painter."""
        other = copy(self)
        other.painter = painter
        return other

    def _time(self, timestep: int) -> int | str:
        return timestep if self.subscript is None else self.subscript

    def text_size(self, height: float) -> float:
        """The size of the text in a box of this height, in pixels."""
        return min(max(9.0, height * 0.5), 24.0 * self.scale)

    def outline(self, rect: QRectF, look: Look, role: str, radius: float) -> None:
        """Fill and border of a box: hollow before it is computed, tinted after; dashed around it with a gradient."""
        painter, colours = self.painter, self.colours
        colour = colours.role(role)
        if look.known:
            painter.setBrush(_tint(colours.dark, role))
            painter.setPen(QPen(colour, 2.4 if look.happened == "forward" else 1.4))
        else:
            painter.setBrush(colours.background)
            upcoming = look.upcoming == "forward"
            painter.setPen(QPen(colours.forward if upcoming else self._hollow, 1.0))
        painter.drawRoundedRect(rect, radius, radius)
        if look.graded or look.upcoming == "backward":
            self.gradient_outline(rect, look, radius)

    def frame(self, rect: QRectF, look: Look, role: str, radius: float, bare: bool) -> None:
        """An outline, hatched around a loss that is known.

        On `bare` ground, where nothing else has been drawn, boxes of one size that look alike are drawn once: a zoom
        draws hundreds.
        """
        painter, ratio = self.painter, self.painter.device().devicePixelRatioF()
        if not bare or not LaneSheet.serves(painter, ratio):
            self._frame(rect, look, role, radius)
            return
        known = look.known, look.graded, look.happened, look.upcoming
        key = rect.width(), rect.height(), role, radius, known, self.colours.dark, ratio
        left, top = math.floor(rect.left()) - _AROUND, math.floor(rect.top()) - _AROUND
        pixmap = _frames.get(key)
        if pixmap is None:
            if len(_frames) >= _MOST_FRAMES:
                _frames.clear()
            room = QSize(math.ceil(rect.width()) + 2 * _AROUND + 1, math.ceil(rect.height()) + 2 * _AROUND + 1)
            pixmap = _frames[key] = QPixmap(room * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            inside = QPainter(pixmap)
            try:
                inside.setRenderHint(QPainter.RenderHint.Antialiasing)
                inside.translate(-left, -top)
                self.on(inside)._frame(rect, look, role, radius)
            finally:
                inside.end()  # a pixmap must not go while it is painted on
        painter.drawPixmap(left, top, pixmap)

    def _frame(self, rect: QRectF, look: Look, role: str, radius: float) -> None:
        self.outline(rect, look, role, radius)
        if role == "loss" and look.known:
            hatched(self.painter, rect, self.colours.loss)

    def gradient_outline(self, rect: QRectF, look: Look, radius: float) -> None:
        """The dashed border outside a box whose gradient is known; dotted and thin where it comes next."""
        small = rect.width() < 24
        pen = QPen(self.colours.backward, (2.4 if look.happened == "backward" else 1.4) * (0.8 if small else 1.0))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if look.graded:
            pen.setDashPattern([3.2 * 1.4 / pen.widthF(), 1.9 * 1.4 / pen.widthF()])
        else:
            pen.setWidthF(1.0)
            pen.setDashPattern([1.5, 2.5])
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        out = 1.5 if small else 2.5
        self.painter.drawRoundedRect(rect.adjusted(-out, -out, out, out), radius + 2, radius + 2)

    def selection(self, rect: QRectF, radius: float) -> None:
        """The frame of what is selected."""
        self.painter.setPen(QPen(self.colours.cursor, 1.6))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRoundedRect(rect.adjusted(-5, -4.5, 5, 4.5), radius + 4, radius + 4)

    def operation(self, rect: QRectF, look: Look, kind: str) -> None:
        """An operation: filled once evaluated. A short sign stands in a round box, a word in a square one."""
        painter, colours = self.painter, self.colours
        sign = sign_of(kind)
        # Lines end at the border of the whole box, so a round one is as wide.
        radius = min(rect.height(), rect.width()) / 2 if len(sign) == 1 else 3.0
        if look.known:
            painter.setBrush(colours.forward)
            painter.setPen(QPen(colours.forward, 2.4 if look.happened == "forward" else 1.2))
        else:
            painter.setBrush(colours.background)
            painter.setPen(QPen(colours.forward if look.upcoming == "forward" else self._hollow, 1))
        painter.drawRoundedRect(rect, radius, radius)
        if (look.graded or look.upcoming == "backward") and rect.width() >= 24:
            self.gradient_outline(rect, look, radius)
        if not sign:
            return
        painter.setPen(self._inverse if look.known else colours.faint)
        size = min(rect.height() * 0.62, 20.0)
        if len(sign) > 1:
            size = min(self.text_size(rect.height()), max(18.0 * self.scale, rect.width() * 0.3))
        font = self.face.sized(size, look.known)
        if not centred(painter, rect, sign, font, 9):
            self._upright(rect, sign, font)

    def _upright(self, rect: QRectF, word: str, face: Type) -> None:
        """A word from below upwards, in a box too narrow for it; nothing where it does not fit so either."""
        self.painter.save()
        self.painter.translate(rect.center())
        self.painter.rotate(-90)
        turned = QRectF(-rect.height() / 2, -rect.width() / 2, rect.height(), rect.width())
        centred(self.painter, turned, word, face.sized(min(face.size, rect.width() * 0.8)), 8)
        self.painter.restore()

    def value(
        self,
        rect: QRectF,
        name: str,
        timestep: int,
        ink: QColor,
        value: NDArray[np.generic] | None,
        scale: float,
        note: str = "",
    ) -> None:
        """Name and contents of a value: its elements as colours, or a note (a token, a loss) beside its name."""
        painter = self.painter
        painter.setPen(ink)
        room, height = rect.width() - (3 if rect.width() >= 14 else 1), rect.height()
        size, time = self.text_size(height), self._time(timestep)
        face = self.face.sized(size)
        if note:
            self._noted(rect, name, timestep, note, size)
            return
        stripe = 0.0
        if value is not None and value.ndim > 0:
            label = Label(name, time, face)
            if label.width + 22 <= room:
                label.paint(painter, rect.left() + 4, rect.center().y())
                left = rect.left() + label.width + 8
                self.stripe(QRectF(left, rect.top() + 3.5, rect.right() - 4 - left, height - 7), value, scale)
                return
            if height >= 20:
                stripe = max(5.0, min(height * 0.3, 12.0))
                face = self.face.sized(min(size, height - stripe - 5))
                place = QRectF(rect.left() + 2.5, rect.bottom() - stripe - 2, rect.width() - 5, stripe)
                self.stripe(place, value, scale)
                painter.setPen(ink)
        label = fitted(name, time, face, room, self.widest)
        if label.width <= room:
            label.paint(painter, rect.center().x() - label.width / 2, rect.top() + (height - stripe) / 2)

    def _noted(self, rect: QRectF, name: str, timestep: int, note: str, size: float) -> None:
        painter, room, time = self.painter, rect.width() - 5, self._time(timestep)
        both = side_by_side(name, time, note, self.face.sized(size), room, 6.0)
        # A number needs its name beside it, in whatever size; a token can stand alone.
        if both is not None and (len(note) > 2 or both[0].size > _LEAST_NAME):
            label, bold = both
            width = bold.width(note)
            left = rect.center().x() - (label.width + 6 + width) / 2
            label.paint(painter, left, rect.center().y())
            centred(painter, QRectF(left + label.width + 5, rect.top(), width + 3, rect.height()), note, bold)
            return
        small = self.face.sized(min(size, rect.height() * 0.36))
        label = fitted(name, time, small, room + 2, self.widest)
        # A name too small to read beside its contents gives them its room.
        if rect.height() >= 23 and label.width <= room + 2 and label.size >= min(_LEAST_NAME, small.size):
            upper = QRectF(rect.left(), rect.top() + 1, rect.width(), rect.height() / 2 - 1)
            label.paint(painter, rect.center().x() - label.width / 2, upper.center().y())
            centred(painter, upper.translated(0, rect.height() / 2 - 1), note, small.sized(small.size, True))
        elif not centred(
            painter, rect.adjusted(-1, 0, 1, 0), note, self.face.sized(size, len(note) < 3), 7
        ) and not self._shortened(rect, note):
            label = fitted(name, time, self.face.sized(size), room, self.widest)
            if label.width <= room:
                label.paint(painter, rect.center().x() - label.width / 2, rect.center().y())

    def word(self, rect: QRectF, word: str, ink: QColor) -> None:
        """A token alone, in a box too narrow for names."""
        self.painter.setPen(ink)
        if word and not centred(self.painter, rect.adjusted(-1, 0, 1, 0), word, self.face.sized(_LEAST_NAME), 7):
            self._shortened(rect, word)

    def _shortened(self, rect: QRectF, word: str) -> bool:
        """A word that does not fit: its beginning, from below upwards in a narrow box. False for a number, whose end
        counts, and where too little would be left."""
        if any(letter.isdigit() for letter in word):
            return False
        face = self.face.sized(_LEAST_WORD)
        along = elided(word, face, rect.width() - 3)
        if along:
            return centred(self.painter, rect.adjusted(-1, 0, 1, 0), along, face, _LEAST_WORD)
        upright = elided(word, face, rect.height() - 5)
        if upright and rect.width() >= face.cap_height + 3:
            self._upright(rect.adjusted(-2, 0, 2, 0), upright, face)
            return True
        return False

    def stripe(self, rect: QRectF, value: NDArray[np.generic], scale: float) -> None:
        """The elements of a value side by side, each a colour of the diverging map from -scale to scale."""
        cells = cells_of(value, rect.width())
        if not cells.size:
            return
        palette = _palette(self.colours.dark)
        painter, start, pitch = self.painter, rect.left(), rect.width() / cells.size
        top, height, gap = round(rect.top()), round(rect.height()), 1 if pitch >= 5 else 0
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        right = round(start)
        for number, cell_value in enumerate(cells.tolist(), 1):
            left, right = right, round(start + pitch * number)
            if math.isfinite(cell_value):
                part = min(1.0, max(-1.0, cell_value / scale)) if scale else 0.0
                colour = palette[round(127.5 + 127.5 * part)]
            else:
                colour = self.colours.error
            painter.fillRect(left, top, max(1, right - left - gap), height, colour)
        painter.setPen(QPen(translucent(self.colours.faint, 0.55), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        width = round(start + rect.width()) - round(start) - gap
        painter.drawRect(round(start) - 1, top - 1, width + 1, height + 1)
        painter.restore()

    def total(self, rect: QRectF, text: str, known: bool, graded: bool) -> None:
        """The node of the total loss, with its number."""
        painter, colours = self.painter, self.colours
        self.outline(rect, Look(known=known, graded=graded), "loss", 4)
        painter.setPen(colours.text if known else colours.faint)
        upper = QPointF(rect.center().x(), rect.top() + rect.height() * (0.3 if known else 0.5))
        size = max(11.0, min(rect.height() * 0.36, rect.width() * 0.3))
        label = Label("L", None, self.face.sized(size, True))
        label.paint(painter, upper.x() - label.width / 2, upper.y())
        if known:
            lower = QRectF(rect.left(), rect.center().y() - 1, rect.width(), rect.height() / 2)
            centred(painter, lower, text, self.face.sized(size, True), 7)


def hatched(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """The form of a loss: diagonal lines, faint enough to read a number over them."""
    # Lines, because a pattern brush is redrawn pixel by pixel: 3 ms a box.
    inner = rect.adjusted(1, 1, -1, -1)
    lines = []
    offset = inner.left() - inner.height() + 5
    while offset < inner.right():
        low = max(0.0, inner.left() - offset)
        high = min(inner.height(), inner.right() - offset)
        if high > low:
            lines.append(QLineF(offset + low, inner.bottom() - low, offset + high, inner.bottom() - high))
        offset += 6
    painter.setPen(QPen(translucent(colour, 0.3), 1))
    painter.drawLines(lines)
