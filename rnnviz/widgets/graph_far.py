"""The graph from afar: plain boxes while a column has a few pixels, bands when it has fewer than that."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from rnnviz.widgets.colours import Colours
from rnnviz.widgets.graph_nodes import mixed
from rnnviz.widgets.graph_picture import GraphPicture
from rnnviz.widgets.graph_state import NOTHING, common

PLAIN = 4.0
"""Pixels a column from which every value has a box of its own."""
NARROW = 14.0
"""Pixels a column below which a row's boxes stand one above the other, not side by side."""


def bands_of(picture: GraphPicture) -> list[tuple[str, int, float, float]]:
    """Name, group, top and height of the band of each value: the values of a row one above the other."""
    found = []
    for row in picture.layout.rows:
        groups = [(index, picture.layout.groups[index]) for index in row.groups]
        slots = max(slot + len(group.names) for slot, (_, group) in zip(row.slots, groups, strict=True))
        for slot, (index, group) in zip(row.slots, groups, strict=True):
            frame = picture.placement.frames[index]
            height = frame.height / slots
            found += [(name, index, frame.top + height * (slot + n), height) for n, name in enumerate(group.names)]
    return found


class FarPainter:
    """Paints columns in as few calls as there are colours."""

    def __init__(
        self, painter: QPainter, picture: GraphPicture, colours: Colours, left_of: Callable[[float], float]
    ) -> None:
        self.painter = painter
        self.picture = picture
        self.colours = colours
        self.left_of = left_of

    def boxes(self, columns: range) -> None:
        """A box for every value of every column: filled once known, with an orange foot once its gradient is."""
        picture, colours = self.picture, self.colours
        painter = self.painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        width = picture.placement.width
        for name, index, top, height, low, high in self._extents():
            present = [t for t in columns if picture.present(index, t)]
            known = picture.state.forward.get(name, NOTHING)
            back = picture.state.backward.get(name, NOTHING)
            foot = max(2.0, height * 0.22)
            parts = (
                (self._empty(), [t for t in present if t not in known], top),
                (self._fill(index), [t for t in present if t in known], top),
                (colours.backward, [t for t in present if t in back], top + height - foot),
            )
            for colour, timesteps, upper in parts:
                if timesteps:
                    painter.setBrush(colour)
                    painter.drawRects([self._box(t, low * width, high * width, upper, top + height) for t in timesteps])

    def _extents(self) -> list[tuple[str, int, float, float, float, float]]:
        """Name, group, top and height of every value's box, and its sides as fractions of the column."""
        picture = self.picture
        width = picture.placement.width
        if width < NARROW:
            return [(*band, 0.16, 0.84) for band in bands_of(picture)]
        return [
            (name, index, box.top, box.height, box.left / width, box.right / width)
            for index, group in enumerate(picture.layout.groups)
            for name in group.names
            for box in (picture.placement.values[name],)
        ]

    def _box(self, timestep: int, low: float, high: float, top: float, bottom: float) -> QRectF:
        left = self.left_of(timestep)
        x = round(left + low)
        return QRectF(x, round(top), max(1, round(left + high) - x), max(1, round(bottom) - round(top)))

    def bands(self, columns: range) -> None:
        """A band for every value: filled as far as it is known, with an orange foot as far as its gradient is."""
        picture = self.picture
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for name, index, top, height in bands_of(picture):
            foot = max(2.0, height * 0.25)
            for segment in self._spans(index):
                self._band(segment, columns, top, height - 1, self._empty())
                known = common(picture.state.forward.get(name, NOTHING), segment)
                self._band(known, columns, top, height - 1, self._fill(index))
                back = common(picture.state.backward.get(name, NOTHING), segment)
                self._band(back, columns, top + height - 1 - foot, foot, self.colours.backward)

    def _spans(self, index: int) -> list[range]:
        """The timesteps at which a group stands in a column."""
        segments = self.picture.source.segments
        wanted = self.picture.layout.groups[index].segments
        if not segments or "" in wanted:
            return [range(1, self.picture.timesteps + 1)]
        return [steps for name, steps in segments if name in wanted]

    def _band(self, steps: range, columns: range, top: float, height: float, colour: QColor) -> None:
        steps = common(steps, columns)
        if len(steps):
            left, right = self.left_of(steps.start), self.left_of(steps.stop)
            self.painter.fillRect(QRectF(left, round(top), max(1.0, right - left), max(1, round(height))), colour)

    def _fill(self, index: int) -> QColor:
        kind = self.picture.layout.groups[index].kind
        colour = {"loss": self.colours.loss, "stream": self.colours.parameter}.get(kind, self.colours.forward)
        return mixed(self.colours.background, colour, 0.3 if kind == "stream" else 0.6)

    def _empty(self) -> QColor:
        return mixed(self.colours.background, self.colours.faint, 0.16)
