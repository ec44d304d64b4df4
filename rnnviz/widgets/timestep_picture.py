"""An opened timestep as it is shown: how each node looks, and where it stands."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from rnnviz.layout import OperationNode, OperationsLayout

LEAST, MOST = (70.0, 24.0), (132.0, 46.0)
"""In pixels at the usual size of text: how much room a place takes, from left to right and from above down."""
_BOX, _GAP = 0.4, 0.06
"""Parts of a place's width: the box of an operation, and what lies between it and its value."""


@dataclass(frozen=True)
class Face:
    """How a node is shown. `role` is "forward", "backward" or "parameter"; `label` and `time` are its name, "" for
    none; `cut` tells what truncation does not let through."""

    role: str
    label: str
    time: int | str | None
    known: bool = False
    cut: bool = False
    value: NDArray[np.generic] | None = None
    selected: bool = False


@dataclass(frozen=True)
class OpenedTimestep:
    """The operations of one timestep; of `order` the first `done` have been computed. `faces` go with the layout's
    nodes; `when` names pass and timestep, `phase` is "forward" or "backward"; `words` says what a node is."""

    layout: OperationsLayout
    faces: tuple[Face, ...]
    order: tuple[str, ...]
    done: int
    when: str
    timestep: int
    phase: str
    words: Callable[[OperationNode], str]

    @property
    def next(self) -> int | None:
        """The node that is computed next; None once all are."""
        name = self.order[self.done] if self.done < len(self.order) else None
        return next((i for i, one in enumerate(self.layout.nodes) if one.kind and one.name == name), None)


class Places:
    """Where everything of a layout stands in the room that there is: rows are columns here, from the left.

    `moved` is by how much the picture is moved to the left and up, where it is larger than the room.
    """

    def __init__(self, layout: OperationsLayout, room: QRectF, scale: float, moved: QPointF) -> None:
        self.layout, self.room = layout, room
        wide, high = room.width() / layout.rows, room.height() / layout.width
        self.wide = min(max(wide, LEAST[0] * scale), MOST[0] * scale)
        self.high = min(max(high, LEAST[1] * scale), MOST[1] * scale)
        self._highest = 24 * scale
        size = self.wide * layout.rows, self.high * layout.width
        self.overflow = QPointF(max(0.0, size[0] - room.width()), max(0.0, size[1] - room.height()))
        """How much more than there is room for the picture takes, in either direction."""
        self.moved = self.held(moved)
        self._top = room.top() + max(0.0, room.height() - size[1]) / 2

    def held(self, moved: QPointF) -> QPointF:
        """Moved no further than there is something to be seen."""
        return QPointF(min(max(moved.x(), 0.0), self.overflow.x()), min(max(moved.y(), 0.0), self.overflow.y()))

    def place(self, x: float, row: float) -> QRectF:
        """The room of a place of a row."""
        left, top = self.room.left() + row * self.wide, self._top + x * self.high
        return QRectF(left - self.moved.x(), top - self.moved.y(), self.wide, self.high)

    def box(self, node: OperationNode) -> QRectF:
        """Where the box of a node stands."""
        place = self.place(node.x, node.row)
        height = min(place.height() * 0.78, self._highest)
        return QRectF(place.left(), place.center().y() - height / 2, place.width() * _BOX, height)

    def chip(self, node: OperationNode) -> QRectF:
        """Where its value stands, on the line that leaves it."""
        place = self.place(node.x, node.row)
        return QRectF(self.box(node).right() + place.width() * _GAP, place.top(), place.width() * _BOX, place.height())

    def node_at(self, position: QPointF) -> OperationNode | None:
        """The node whose box or value is at a position."""
        if not self.room.contains(position):
            return None
        for node in self.layout.nodes:
            if self.box(node).contains(position) or (node.lag is not None and self.chip(node).contains(position)):
                return node
        return None

    def with_in_sight(self, node: OperationNode) -> QPointF:
        """How a picture that is larger than the room is moved so that a node is well within: by halves of the room,
        so that it rests while the nodes of one half are gone through, and always in the same way."""
        centre, room = self.place(node.x, node.row).center() + self.moved, self.room
        along = _half_by_half(centre.x() - room.left(), room.width())
        return self.held(QPointF(along, _half_by_half(centre.y() - self._top, room.height())))


def _half_by_half(place: float, room: float) -> float:
    half = room / 2
    return math.floor(place / half) * half - half / 2
