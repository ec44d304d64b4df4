"""What each loss sends back to each timestep, as a map: one row a loss, one column a timestep."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QFontMetricsF,
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
from rnnviz.widgets.axis_ruler import tick_step
from rnnviz.widgets.cell_painting import (
    NUMBER_HEIGHT,
    NUMBER_WIDTH,
    cell_image,
    column_map,
    draw_image,
    number_that_fits,
    paint_legend,
    paint_numbers,
)
from rnnviz.widgets.colours import Colours, colours_of, solid, translucent
from rnnviz.widgets.lane import NOWHERE
from rnnviz.widgets.lane_metrics import line_height, scale_of, small_font
from rnnviz.widgets.marks import Playhead, paint_over
from rnnviz.widgets.maxima import Maxima, by_row
from rnnviz.widgets.number_text import exact
from rnnviz.widgets.scales import Scale, ScaleKind
from rnnviz.widgets.sources import Rows
from rnnviz.widgets.time_axis import TimeAxis


class InfluenceScale(Enum):
    """How numbers become colours."""

    LINEAR = "linear"
    LOG = "log"
    BY_LOSS = "by_loss"
    """Each row up to its own largest number."""


@dataclass(frozen=True, eq=False)
class InfluencePicture:
    """‖∂L[s]/∂h[t]‖ for the losses and timesteps of two ranges; `loss` and `state` are what they are called."""

    values: Rows
    losses: range
    timesteps: range
    loss: str
    state: str

    @cached_property
    def plain(self) -> Maxima:
        """The numbers themselves, at any size."""
        return Maxima(self.values)

    @cached_property
    def relative(self) -> Maxima:
        """Each row as parts of its largest number, at any size."""
        return Maxima(by_row(self.values))

    def row(self, s: int) -> Rows | None:
        """What the loss of timestep s sends back, one number for each of `timesteps`; None for another loss."""
        return np.asarray(self.values[s - self.losses.start]) if s in self.losses else None


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
        self.setAccessibleDescription(why if picture is None else self.legend())
        self.update()

    def set_kind(self, kind: InfluenceScale) -> None:
        """Use another scale."""
        self._kind = kind
        self.setAccessibleDescription(self._why if self._picture is None else self.legend())
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

    @property
    def scale(self) -> Scale:
        """The scale in use, with its range over the whole picture."""
        if self._picture is None:
            return Scale(ScaleKind.FIXED, 0.0, signed=False)
        if self._kind is InfluenceScale.BY_LOSS:
            return Scale(ScaleKind.FIXED, 1.0, signed=False)
        plain = self._picture.plain
        kind = ScaleKind.LOG if self._kind is InfluenceScale.LOG else ScaleKind.FIXED
        return Scale(kind, plain.largest, plain.smallest, signed=False)

    def legend(self) -> str:
        """Which scale is in use, in words."""
        return {
            InfluenceScale.LINEAR: self.tr("linear: one scale for all"),
            InfluenceScale.LOG: self.tr("logarithmic: one scale for all"),
            InfluenceScale.BY_LOSS: self.tr("per loss: 1 is the largest of its row"),
        }[self._kind]

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
        plot = self.plot()
        painter.save()
        painter.setClipRect(plot)
        painter.translate(plot.topLeft())
        self._paint_cells(painter, self._picture, plot, colours)
        self._paint_marks(painter, self._picture, plot, colours)
        painter.restore()
        painter.setPen(colours.grid)
        painter.drawRect(plot.adjusted(-1, -1, 0, 0))
        self._paint_labels(painter, self._picture, plot, colours)
        self._paint_legend(painter, plot, colours)

    def _bins(self, axis: TimeAxis) -> tuple[int, range]:
        """How many numbers share a pixel, a power of two, and the bins that are seen, counted from 0."""
        size = 1 << max(0, math.ceil(math.log2(1.0001 / (axis.column_width * self.devicePixelRatioF()))))
        seen = axis.visible()
        return size, range((seen.start - 1) // size, (seen.stop - 2) // size + 1)

    def _paint_cells(self, painter: QPainter, picture: InfluencePicture, plot: QRect, colours: Colours) -> None:
        ratio = self.devicePixelRatioF()
        (across, columns), (down, rows) = self._bins(self.across), self._bins(self.down)
        maxima = picture.relative if self._kind is InfluenceScale.BY_LOSS else picture.plain
        values = maxima.bins(rows, columns, (down, across)).T
        entries = self.scale.index(values)
        xs, ys = range(round(plot.width() * ratio)), range(round(plot.height() * ratio))
        map_x = column_map(self.across, xs, ratio, columns.start * across + 1, across, len(columns))
        map_y = column_map(self.down, ys, ratio, rows.start * down + 1, down, len(rows))
        there = np.flatnonzero(map_y < len(rows))
        image = cell_image(
            entries,
            ~np.isfinite(values),
            np.ones(len(values), dtype=bool),
            map_x,
            map_y[there],
            colours.sequential,
            colours,
            column=int(self.across.column_width * across * ratio),
        )
        painter.save()
        painter.translate(0, there[0] / ratio if len(there) else 0)
        draw_image(painter, image, ratio)
        painter.restore()
        if self.across.column_width >= NUMBER_WIDTH and self.down.column_width >= NUMBER_HEIGHT:
            font = small_font(self)
            cells = self._numbers(picture, columns, rows, entries, QFontMetricsF(font))
            paint_numbers(painter, cells, colours.sequential, font, colours)

    def _numbers(
        self, picture: InfluencePicture, columns: range, rows: range, entries: NDArray[np.uint8], metrics: QFontMetricsF
    ) -> Iterator[tuple[QRectF, str, bool, int]]:
        width, height = self.across.column_width, self.down.column_width
        for i, column in enumerate(columns):
            for j, row in enumerate(rows):
                value = float(picture.values[row, column])
                if value != 0:  # zeros are read from the colour; a triangle of them would hide the numbers
                    cell = QRectF(self.across.x_of(column + 0.5), self.down.x_of(row + 0.5), width, height)
                    yield cell, number_that_fits(value, width, metrics), math.isfinite(value), int(entries[i, j])

    def _paint_marks(self, painter: QPainter, picture: InfluencePicture, plot: QRect, colours: Colours) -> None:
        before = picture.timesteps.start - 1
        playhead = self._playhead and replace(self._playhead, timestep=self._playhead.timestep - before)
        selected = None if self._selected is None else self._selected - before
        paint_over(painter, plot.height(), self.across, colours, playhead, selected)
        if self._row is not None and self._row in picture.losses:
            row = self._row - picture.losses.start + 1
            painter.setPen(solid(translucent(colours.cursor, 0.75), 1))
            top, bottom = self.down.x_of(row - 0.5), self.down.x_of(row + 0.5)
            for y in (top, bottom) if bottom - top >= 3 else ((top + bottom) / 2,):
                painter.drawLine(QPointF(0, round(y) + 0.5), QPointF(plot.width(), round(y) + 0.5))

    def _paint_labels(self, painter: QPainter, picture: InfluencePicture, plot: QRect, colours: Colours) -> None:
        font = small_font(self)
        metrics, line = QFontMetrics(font), line_height(font)
        painter.setFont(font)
        painter.setPen(colours.text)
        width = metrics.horizontalAdvance(str(picture.timesteps[-1])) + 10
        for column, t in _labelled(self.across, picture.timesteps, width):
            x = min(plot.left() + self.across.x_of(column), self.width() - width / 2)
            at = QRectF(x - width, plot.bottom() + 2, 2 * width, line)
            painter.drawText(at, Qt.AlignmentFlag.AlignCenter, str(t))
        for row, s in _labelled(self.down, picture.losses, line + 2):
            at = QRectF(line + 2, plot.top() + self.down.x_of(row) - line / 2, plot.left() - line - 7, line)
            painter.drawText(at, Qt.AlignmentFlag.AlignRight, str(s))
        painter.setPen(colours.faint)
        below = QRectF(plot.left(), plot.bottom() + 2 + line, plot.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.tr("reaches timestep t"))
        painter.save()
        painter.translate(0, plot.bottom())
        painter.rotate(-90)
        beside = QRectF(0, 0, plot.height(), line)
        painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, self.tr("loss of timestep s"))
        painter.restore()

    def _paint_legend(self, painter: QPainter, plot: QRect, colours: Colours) -> None:
        font = small_font(self)
        line = line_height(font)
        top = self.height() - self._legend_height()
        painter.setFont(font)
        painter.setPen(colours.text)
        words = QFontMetrics(font).elidedText(self.legend(), Qt.TextElideMode.ElideRight, plot.width())
        painter.drawText(QRect(plot.left(), top, plot.width(), line), Qt.AlignmentFlag.AlignLeft, words)
        bar = QRect(plot.left(), top + line, min(plot.width(), round(220 * scale_of(self))), line + 12)
        paint_legend(painter, bar, self.scale, colours.sequential, font, colours)

    # -- under the pointer ---------------------------------------------------------------------------------------

    def hit(self, position: QPointF) -> tuple[int, int] | None:
        """The loss and the timestep under a point: the largest number of the pixel there."""
        picture, plot = self._picture, self.plot()
        if picture is None or not plot.contains(position.toPoint()):
            return None
        column = self.across.timestep_at(position.x() - plot.left())
        row = self.down.timestep_at(position.y() - plot.top())
        if column is None or row is None:
            return None
        across, down = self._bins(self.across)[0], self._bins(self.down)[0]
        left, top = (column - 1) // across * across, (row - 1) // down * down
        maxima = picture.relative if self._kind is InfluenceScale.BY_LOSS else picture.plain
        there = maxima.picture[top : top + down, left : left + across]
        place = int(np.argmax(np.where(np.isnan(there), np.inf, there)))
        found = np.unravel_index(place, there.shape)
        return picture.losses[top + int(found[0])], picture.timesteps[left + int(found[1])]

    def readout(self, s: int, t: int) -> str:
        """A number and what it is, in words."""
        picture = self._picture
        row = None if picture is None else picture.row(s)
        if picture is None or row is None:
            return ""
        value = float(row[t - picture.timesteps.start])
        words = f"‖∂{picture.loss}[{s}]/∂{picture.state}[{t}]‖ = {exact(value)}"
        largest = float(np.max(row, initial=0.0, where=np.isfinite(row)))
        if 0 < value <= largest:
            words += self.tr(", %1 % of the row’s largest").replace("%1", exact(100 * value / largest, 3))
        return words

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


def _labelled(axis: TimeAxis, timesteps: range, room: float) -> Iterator[tuple[int, int]]:
    """The places on an axis that have room for their number, and the timesteps that stand there."""
    step = tick_step(axis.column_width, room)
    for place in axis.visible():
        t = timesteps[place - 1]
        if t % step == 0 or (t == 1 and step >= 5):
            yield place, t
