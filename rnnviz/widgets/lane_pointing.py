"""Where a lane's columns are, and what pointer and keys do in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from rnnviz.widgets import time_gestures
from rnnviz.widgets.lane_head import HeadedLane, LaneHead
from rnnviz.widgets.lane_metrics import FOLDED, head_width, scale_of, total_width
from rnnviz.widgets.time_axis import TimeAxis

Unit = tuple[int, ...]
"""Which element of a timestep's value, from 0: () of a scalar, (i,) of a vector, (i, j) of a matrix."""

NOWHERE = -1
"""The timestep of `hovered` and `context_requested` where there is none under the pointer."""

BORDER = 4
"""Pixels at a lane's bottom by which it is resized."""


class PointedLane(HeadedLane):
    """The part of every lane that answers the pointer and the keys."""

    total_clicked = Signal()
    """A click in the totals' column."""
    clicked = Signal(int, object)
    """A click in the body: the timestep and the unit (a tuple, or None for the whole value)."""
    hovered = Signal(int, object, str)
    """The pointer is over a timestep (NOWHERE: it left), a unit or None, and what that is in words."""
    context_requested = Signal(int, object, QPoint)
    """A context menu is wanted: timestep (or NOWHERE), unit or None, global position."""
    fold_requested = Signal()
    """The user folds or unfolds the lane."""
    height_requested = Signal(int)
    """The user drags the lane's border to this height in pixels."""
    move_requested = Signal(int)
    """The user moves the lane by keyboard: -1 up, +1 down."""

    def __init__(self, title: str, axis: TimeAxis, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.axis = axis
        self.selected_timestep: int | None = None
        self.selected_unit: Unit | None = None
        self.head = LaneHead(title, role, self)
        self._folded = False
        self._hovered: tuple[int, Unit | None] = (NOWHERE, None)
        self._pressed: QPointF | None = None
        self._panned_to: float | None = None
        self._resizing = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        time_gestures.accept_pinches(self)
        self.head.fold_clicked.connect(self.fold_requested)

    _total_tip = ""
    _body: tuple[tuple[int, int], QRect] | None = None
    """The body by the lane's size; events ask for it before the lane is made."""

    # -- for subclasses ------------------------------------------------------------------------------------------

    def hit(self, x: float, y: float) -> tuple[int | None, Unit | None]:
        """Timestep and unit under a point of the body."""
        return self.axis.timestep_at(x), None

    def readout(self, timestep: int, unit: Unit | None) -> str:
        """Name, timestep, unit and value in words, as plain text."""
        return self.place_words(timestep)

    def place_words(self, timestep: int) -> str:
        """Name and timestep in words."""
        return self.tr("%1, t = %2").replace("%1", self.title).replace("%2", str(timestep))

    def unit_beside(self, unit: Unit | None, step: int) -> Unit | None:
        """The unit below (step 1) or above (-1) another, for the arrow keys; None where there is none."""
        return None

    # -- geometry ------------------------------------------------------------------------------------------------

    def body_rect(self) -> QRect:
        """The body in the lane's own coordinates; it is kept: who moves it takes a copy."""
        key = self.width(), self.height()
        if self._body is None or self._body[0] != key:
            left = head_width(self)
            room = max(0, self.width() - left - total_width(self)), max(0, self.height() - 1)
            self._body = key, QRect(left, 0, *room)
        return self._body[1]

    def whole(self) -> QRect:
        """The body from (0, 0)."""
        return QRect(QPoint(0, 0), self.body_rect().size())

    def total_rect(self) -> QRect:
        """The totals' column in the lane's own coordinates."""
        width = total_width(self)
        return QRect(self.width() - width, 0, width, max(0, self.height() - 1))

    def folded_height(self) -> int:
        """The height of the lane when folded."""
        return round(FOLDED * scale_of(self))

    # -- mouse and keys ------------------------------------------------------------------------------------------

    def _hit_at(self, position: QPointF) -> tuple[int | None, Unit | None]:
        body = self.body_rect()
        if self._folded or not body.contains(position.toPoint()):
            return None, None
        return self.hit(position.x() - body.left(), position.y() - body.top())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._resizing = self._on_border(event.position())
            self._pressed = event.position()
            self._panned_to = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position()
        if self._pressed is None:
            self.setCursor(Qt.CursorShape.SplitVCursor if self._on_border(here) else Qt.CursorShape.ArrowCursor)
            self._hover(*self._hit_at(here))
        elif self._resizing:
            self.height_requested.emit(max(self.folded_height(), round(here.y())))
        elif self._panned_to is not None:
            moved = round(here.x() - self._panned_to)  # the axis moves by whole pixels
            self.axis.pan(moved)
            self._panned_to += moved
        elif abs(here.x() - self._pressed.x()) >= QApplication.startDragDistance() and self.axis.can_pan:
            self._panned_to = here.x()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        dragged = self._resizing or self._panned_to is not None
        self._pressed, self._panned_to, self._resizing = None, None, False
        if not dragged:
            timestep, unit = self._hit_at(event.position())
            if timestep is not None:
                self.clicked.emit(timestep, unit)
            elif self.total_rect().contains(event.position().toPoint()):
                self.total_clicked.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            timestep, unit, place = self.selected_timestep, self.selected_unit, self.mapToGlobal(self.rect().center())
        else:
            timestep, unit = self._hit_at(QPointF(event.pos()))
            place = event.globalPos()
        self.context_requested.emit(NOWHERE if timestep is None else timestep, unit, place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        body = self.body_rect()
        inside = event.position().x() >= body.left()
        event.setAccepted(inside and time_gestures.wheel(event, self.axis, event.position().x() - body.left()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.fold_requested.emit()
        elif step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.height_requested.emit(max(self.folded_height(), self.height() + 8 * step))
            else:
                self.move_requested.emit(step)
        elif step is not None and self.selected_timestep is not None:
            unit = self.unit_beside(self.selected_unit, step)
            if unit is not None:
                self.clicked.emit(self.selected_timestep, unit)
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None, None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            timestep, unit = self._hit_at(QPointF(event.pos()))
            text = self.readout(timestep, unit) if timestep is not None else ""
            if not text and self.total_rect().contains(event.pos()):
                text = self._total_tip
            QToolTip.showText(event.globalPos(), text, self)
            return True
        if time_gestures.may_pinch(event) and time_gestures.pinch(event, self.axis, self, self.body_rect().left()):
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._body = None
            self.head.setGeometry(0, 0, head_width(self), max(0, self.height() - 1))
            self.update()
        super().changeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.head.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.head.update()

    def _on_border(self, position: QPointF) -> bool:
        return not self._folded and position.y() >= self.height() - BORDER

    def _hover(self, timestep: int | None, unit: Unit | None) -> None:
        over = (NOWHERE if timestep is None else timestep, unit)
        if over != self._hovered:
            self._hovered = over
            self.hovered.emit(*over, "" if timestep is None else self.readout(timestep, unit))
