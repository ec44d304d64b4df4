"""A timestep opened to its operations: from what is read at the left to what is computed, with the values on the lines
between them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolButton, QToolTip, QWidget

from rnnviz.layout import OperationNode
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.lane_metrics import scale_of
from rnnviz.widgets.timestep_painting import TimestepPainter
from rnnviz.widgets.timestep_picture import OpenedTimestep, Places

MARGIN, HEADING = 8.0, 24.0


class TimestepGraph(QWidget):
    """Lies over a part of another widget while there is a timestep to show. More than has room is moved by the wheel or
    dragged; what is computed next is kept in sight."""

    name_clicked = Signal(str, int)
    """A click on an operation or on what one reads: its name and the timestep."""
    closed = Signal()

    def __init__(self, host: QWidget, area: Callable[[], QRect]) -> None:
        super().__init__(host)
        self.setObjectName("timestep_graph")
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing is painted below it
        self._area = area
        self._opened: OpenedTimestep | None = None
        self._moved = QPointF()
        self._pressed: QPointF | None = None
        self._dragged = False
        self.button = QToolButton(self)
        self.button.setObjectName("button_close_timestep")
        self.button.setText("×")
        self.button.setAutoRaise(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setAccessibleName(self.tr("Close the opened timestep"))
        self.button.setToolTip(self.tr("Close the opened timestep (Esc)"))
        self.button.clicked.connect(self.closed)
        self.hide()
        host.installEventFilter(self)

    def set_opened(self, opened: OpenedTimestep | None) -> None:
        """Show a timestep; None: show what lies below."""
        before, self._opened = self._opened, opened
        if opened is not None:
            self.setAccessibleName(self.title(opened))
            self.setGeometry(self._area())
            if before is None or before.when != opened.when:
                self._moved = QPointF()
            self._keep_in_sight()
        self.setVisible(opened is not None)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the part that it lies over."""
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._area())
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        size = round((HEADING - 2) * scale_of(self))
        self.button.setGeometry(self.width() - size - 3, 1, size, size)
        self._keep_in_sight()

    def title(self, opened: OpenedTimestep) -> str:
        """Which timestep it is, and how far it has come."""
        words = self.tr("{when}: {done} of {count} operations done")
        return words.format(when=opened.when, done=opened.done, count=len(opened.order))

    def places(self, opened: OpenedTimestep) -> Places:
        """Where everything stands now."""
        scale = scale_of(self)
        top = (HEADING + 4) * scale
        left = MARGIN + 8 * scale  # the names of what is read begin before their column
        room = QRectF(left, top, max(1.0, self.width() - left - MARGIN), max(1.0, self.height() - top - 4))
        return Places(opened.layout, room, scale, self._moved)

    def _keep_in_sight(self) -> None:
        opened = self._opened
        if opened is not None and opened.next is not None:
            self._moved = self.places(opened).with_in_sight(opened.layout.nodes[opened.next])

    def paintEvent(self, event: QPaintEvent) -> None:
        """The heading, and the picture below it."""
        opened = self._opened
        if opened is None:
            return
        colours, places = colours_of(self), self.places(opened)
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.background)
        painter.setFont(self.font())
        painter.setPen(colours.text)
        heading = QRectF(MARGIN, 0, self.button.x() - 2 * MARGIN, HEADING * scale_of(self))
        painter.drawText(heading, Qt.AlignmentFlag.AlignVCenter, self.title(opened))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture = TimestepPainter(painter, colours, self.font(), scale_of(self), places)
        painter.save()
        painter.setClipRect(
            places.room.adjusted(-places.room.left(), -8, MARGIN, 4)
        )  # with the flag over the uppermost box
        picture.paint(opened)
        painter.restore()
        picture.paint_more()

    # -- mouse ----------------------------------------------------------------------------------------------------

    def _node_at(self, position: QPointF) -> OperationNode | None:
        return None if self._opened is None else self.places(self._opened).node_at(position)

    def _move(self, by: QPointF) -> None:
        if self._opened is not None:
            self._moved = self.places(self._opened).held(self._moved + by)
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Moves the picture where it has no room; where it all is seen it moves nothing else either."""
        turned = event.angleDelta()
        if self._opened is not None:
            sideways = self.places(self._opened).overflow.x() > 0
            if sideways and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._move(QPointF(-turned.x() - turned.y(), 0) * 0.5)
            else:
                self._move(QPointF(0, -turned.x() - turned.y()) * 0.5)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            over = self._node_at(event.position())
            there = over is not None and over.lag is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if there else Qt.CursorShape.ArrowCursor)
            return
        moved = self._pressed - event.position()
        if self._dragged or moved.manhattanLength() >= QApplication.startDragDistance():
            self._dragged, self._pressed = True, event.position()
            self._move(moved)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        node = self._node_at(event.position())
        if pressed is not None and not self._dragged and node is not None and node.lag is not None and self._opened:
            self.name_clicked.emit(node.name, self._opened.timestep + node.lag)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Beside the nodes: as it was opened, so it is closed."""
        if self._node_at(event.position()) is None:
            self.closed.emit()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            node = self._node_at(QPointF(event.pos()))
            words = self._opened.words(node) if node is not None and self._opened is not None else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)
