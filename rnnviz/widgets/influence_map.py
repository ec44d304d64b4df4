"""What each loss sends back to each timestep, as a map: one row a loss, one column a timestep."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from rnnviz.widgets import time_gestures
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.influence_painting import InfluencePainting, Marks, bins
from rnnviz.widgets.influence_picture import InfluencePicture, InfluenceScale
from rnnviz.widgets.lane import NOWHERE
from rnnviz.widgets.lane_metrics import line_height, scale_of, small_font
from rnnviz.widgets.marks import Playhead
from rnnviz.widgets.time_axis import TimeAxis


class InfluenceMap(QWidget):
    """Shows an `InfluencePicture`, all of it or, by wheel and drag, a part.

    Where numbers are smaller than pixels each pixel shows its largest, and the pointer means that one.
    """

    clicked = Signal(int, int)
    """A click on the loss of a timestep, and on the timestep that it sends to."""
    double_clicked = Signal(int, int)
    pointed = Signal(int)
    """The loss of this timestep is under the pointer; NOWHERE when it left."""
    hovered = Signal(str)
    """What is under the pointer, in words; "" when it left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: InfluencePicture | None = None
        self._why = ""
        self._kind = InfluenceScale.LINEAR
        self._playhead: Playhead | None = None
        self._selected: int | None = None
        self._row: int | None = None
        self._here: tuple[int, int] | None = None
        self._pressed: QPointF | None = None
        self._dragged = False
        self.across, self.down = TimeAxis(self), TimeAxis(self)
        """The columns and the rows that are seen, counted from 1 for the picture's first."""
        for axis in (self.across, self.down):
            axis.changed.connect(self._refresh)
        self.setObjectName("influence_map")
        self.setAccessibleName(self.tr("Map of the influence of each loss on each timestep"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # -- what it shows -------------------------------------------------------------------------------------------

    @property
    def picture(self) -> InfluencePicture | None:
        """What is shown."""
        return self._picture

    @property
    def kind(self) -> InfluenceScale:
        """The scale in use."""
        return self._kind

    @property
    def row(self) -> int | None:
        """The timestep whose loss is marked."""
        return self._row

    def set_picture(self, picture: InfluencePicture | None, why: str = "") -> None:
        """Show another picture, whole; or none, and why there is none."""
        self._picture, self._why, self._here = picture, why, None
        self.set_row(None)
        self.across.set_timesteps(0 if picture is None else len(picture.timesteps))
        self.down.set_timesteps(0 if picture is None else len(picture.losses))
        self._lay_out()
        self.across.fit()
        self.down.fit()
        self.setAccessibleDescription(why if picture is None else picture.legend(self._kind))
        self.update()

    def set_kind(self, kind: InfluenceScale) -> None:
        """Use another scale."""
        self._kind = kind
        self.setAccessibleDescription(self._why if self._picture is None else self._picture.legend(kind))
        self.update()

    def set_playhead(self, playhead: Playhead | None) -> None:
        """Where execution stands."""
        if playhead != self._playhead:
            self._playhead = playhead
            self.update()

    def set_selected(self, timestep: int | None) -> None:
        """Frame a timestep's column."""
        if timestep != self._selected:
            self._selected = timestep
            self.update()

    def set_row(self, s: int | None) -> None:
        """Frame the row of a loss."""
        if s != self._row:
            self._row = s
            self.update()

    # -- geometry ------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        side = round(290 * scale_of(self))
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 140)

    def plot(self) -> QRect:
        """Where the cells are, in the widget's coordinates."""
        font = small_font(self)
        line = line_height(font)
        widest = str(self._picture.losses[-1]) if self._picture is not None else "0"
        left = line + QFontMetrics(font).horizontalAdvance(widest) + 8
        bottom = 2 * line + 4 + self._legend_height()
        return QRect(left, 2, max(1, self.width() - left - 4), max(1, self.height() - bottom - 2))

    def _legend_height(self) -> int:
        return 2 * line_height(small_font(self)) + 14

    def _lay_out(self) -> None:
        plot = self.plot()
        self.across.set_width(plot.width())
        self.down.set_width(plot.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._lay_out()
            self.update()
        super().changeEvent(event)

    def _refresh(self) -> None:
        self.update()

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.background)
        if self._picture is None:
            painter.setPen(colours.faint)
            words = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(12, 12, -12, -12), words, self._why)
            return
        plot, font = self.plot(), small_font(self)
        painting = InfluencePainting(
            self._picture, self._kind, self.across, self.down, plot, font, colours, self.devicePixelRatioF()
        )
        painter.save()
        painter.setClipRect(plot)
        painter.translate(plot.topLeft())
        painting.paint_cells(painter)
        painting.paint_marks(painter, Marks(self._playhead, self._selected, self._row))
        painter.restore()
        painter.setPen(colours.grid)
        painter.drawRect(plot.adjusted(-1, -1, 0, 0))
        painting.paint_labels(painter, self.width())
        width = min(plot.width(), round(220 * scale_of(self)))
        top = self.height() - self._legend_height()
        painting.paint_legend(painter, QRect(plot.left(), top, width, 2 * line_height(font) + 12))

    # -- under the pointer ---------------------------------------------------------------------------------------

    def hit(self, position: QPointF) -> tuple[int, int] | None:
        """The loss and the timestep under a point: the largest number of the pixel there."""
        picture, plot = self._picture, self.plot()
        if picture is None or not plot.contains(position.toPoint()):
            return None
        # The pixel's middle says which cell it shows.
        place = position.toPoint() - plot.topLeft()
        column, row = self.across.timestep_at(place.x() + 0.5), self.down.timestep_at(place.y() + 0.5)
        if column is None or row is None:
            return None
        ratio = self.devicePixelRatioF()
        across, down = bins(self.across, ratio)[0], bins(self.down, ratio)[0]
        left, top = (column - 1) // across * across, (row - 1) // down * down
        return picture.largest_in(slice(top, top + down), slice(left, left + across), self._kind)

    def readout(self, s: int, t: int) -> str:
        """A number and what it is, in words."""
        return self._picture.words(s, t) if self._picture is not None else ""

    def _point(self, here: tuple[int, int] | None) -> None:
        if here == self._here:
            return
        self._here = here
        self.set_row(None if here is None else here[0])
        self.pointed.emit(NOWHERE if here is None else here[0])
        self.hovered.emit("" if here is None else self.readout(*here))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position()
        if self._pressed is None:
            self._point(self.hit(here))
            return
        moved = here - self._pressed
        if self._dragged or moved.manhattanLength() >= 10:
            self._dragged, self._pressed = True, here
            self.across.pan(moved.x())
            self.down.pan(moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        here = None if self._dragged else self.hit(event.position())
        if here is not None:
            self.clicked.emit(*here)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        here = self.hit(event.position())
        if here is not None and event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit(*here)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl both axes are zoomed at the pointer, else moved: down, or with Shift to the side."""
        plot = self.plot()
        x, y = event.position().x() - plot.left(), event.position().y() - plot.top()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            time_gestures.wheel(event, self.across, x)
            time_gestures.wheel(event, self.down, y)
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.across.pan(event.angleDelta().x() + event.angleDelta().y())
            event.accept()
        else:
            event.setAccepted(time_gestures.wheel(event, self.down, y))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move from number to number, Enter selects."""
        picture = self._picture
        way = _WAYS.get(Qt.Key(event.key()))
        if picture is None or (way is None and (self._here is None or event.key() not in _ENTER)):
            event.ignore()
        elif way is None:
            assert self._here is not None
            self.clicked.emit(*self._here)
        else:
            s, t = self._here or (picture.losses[-1], picture.timesteps[0])
            s, t = (s + way[0], t + way[1]) if self._here else (s, t)
            here = (_within(s, picture.losses), _within(t, picture.timesteps))
            self.down.show(here[0] - picture.losses.start + 1)
            self.across.show(here[1] - picture.timesteps.start + 1)
            self._point(here)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            here = self.hit(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.readout(*here) if here is not None else "", self)
            return True
        return super().event(event)


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WAYS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}


def _within(t: int, there: range) -> int:
    return min(max(t, there[0]), there[-1])
