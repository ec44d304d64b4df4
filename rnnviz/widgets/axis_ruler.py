"""The ruler over the lanes: timestep numbers, the playhead's flag, the gestures that zoom, and the gutter."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from rnnviz.widgets import time_gestures
from rnnviz.widgets.axis_gutter import AxisGutter
from rnnviz.widgets.colours import colours_of, translucent
from rnnviz.widgets.kept_pixels import KeptPixels
from rnnviz.widgets.lane import NOWHERE
from rnnviz.widgets.lane_metrics import (
    GUTTER,
    RULER,
    faces_of,
    head_width,
    scale_of,
    small_font,
    title_font,
    total_width,
)
from rnnviz.widgets.lettering import Type, sized_type, small_type
from rnnviz.widgets.marks import Playhead, flag_size, paint_flag
from rnnviz.widgets.time_axis import TimeAxis


def tick_step(pixels_per_timestep: float, pixels_per_label: float) -> int:
    """The distance of labelled timesteps: the least of 1, 2, 5, 10, 20, … that leaves each label its room."""
    decade = 1
    while True:
        for step in (decade, 2 * decade, 5 * decade):
            if step * pixels_per_timestep >= pixels_per_label:
                return step
        decade *= 10


class AxisRuler(QWidget):
    """Numbers the timesteps; a click goes to one, a drag zooms to a range, a double click shows all.

    Below the numbers lies the gutter, where breakpoints on timesteps are seen, set and taken away.
    """

    clicked = Signal(int)
    """A click on a timestep's column."""
    gutter_clicked = Signal(int)
    """A click on a timestep's place in the gutter."""
    hovered = Signal(int)
    """The timestep under the pointer, NOWHERE when it left."""
    context_requested = Signal(int, QPoint)
    """A context menu is wanted: timestep (or NOWHERE), global position."""

    def __init__(self, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axis = axis
        self.playhead: Playhead | None = None
        self.selected_timestep: int | None = None
        self.bookmarks: dict[int, str] = {}
        self.gutter = AxisGutter(axis)
        self._fixed = KeptPixels()
        """All but the marks, for as long as the axis shows the same."""
        self._numbers: tuple[object, list[tuple[int, QRectF]]] | None = None
        """What the places of the numbers depend on; the timesteps that have one, with its place."""
        self._in_gutter: int | None = None
        self._gutter_words: Callable[[range], str] | None = None
        self._hovered: int | None = None
        self._pressed: float | None = None
        self._dragged_to: float | None = None
        self.setObjectName("axis_ruler")
        self.setAccessibleName(self.tr("Timesteps"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        time_gestures.accept_pinches(self)
        axis.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Paint again."""
        self.update()

    def _repaint_all(self) -> None:
        self._fixed = KeptPixels()
        self.update()

    def preferred_height(self) -> int:
        """The height in pixels at the font in use."""
        return self._row() + round(GUTTER * scale_of(self))

    def _row(self) -> int:
        """The height of the numbers."""
        return round(RULER * scale_of(self))

    def set_breakpoints(self, enabled: Iterable[int], disabled: Iterable[int]) -> None:
        """The timesteps on which breakpoints lie."""
        if self.gutter.set_breakpoints(enabled, disabled):
            self._repaint_all()

    def set_hits(self, timesteps: Iterable[int]) -> None:
        """The timesteps at which a condition holds."""
        if self.gutter.set_hits(timesteps):
            self._repaint_all()

    def set_gutter_words(self, words: Callable[[range], str]) -> None:
        """Who says what the dots and ticks at some timesteps are, for their tool tip; "" for none."""
        self._gutter_words = words

    def set_playhead(self, playhead: Playhead | None) -> None:
        """Where execution stands."""
        if playhead != self.playhead:
            self.playhead = playhead
            self.update()

    def set_bookmarks(self, notes: Mapping[int, str]) -> None:
        """The timesteps that have a ribbon, with what their tool tips say."""
        if notes != self.bookmarks:
            self.bookmarks = dict(notes)
            self.update()

    def set_selected(self, timestep: int | None) -> None:
        """The timestep whose number stands out."""
        if timestep != self.selected_timestep:
            self.selected_timestep = timestep
            self.update()

    def labelled(self) -> list[int]:
        """The timesteps whose numbers are shown now, ascending."""
        visible = self.axis.visible()
        if not visible:
            return []
        metrics = QFontMetrics(small_font(self))
        room = metrics.horizontalAdvance(QLocale().toString(visible[-1])) + 18.0
        step = tick_step(self.axis.column_width, room)
        labels = list(range((visible.start + step - 1) // step * step, visible.stop, step))
        if visible.start == 1 and (not labels or (labels[0] - 1) * self.axis.column_width >= room):
            labels.insert(0, 1)
        return labels

    # -- painting ------------------------------------------------------------------------------------------------

    def _body(self) -> QRect:
        left = head_width(self)
        return QRect(left, 0, max(0, self.width() - left - total_width(self)), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, axis = colours_of(self), self.axis
        painter = QPainter(self)
        body, marked = self._body(), self._marked()
        shown = axis.timesteps, axis.offset, axis.column_width, self.width(), faces_of(self.font())
        if self._numbers is None or self._numbers[0] != shown:
            small = small_type(self)
            self._numbers = shown, [(t, self._number_rect(t, small)) for t in self.labelled()]
        numbers = self._numbers[1]
        fixed = partial(self._paint_fixed, [t for t, _ in numbers])
        self._fixed.paint(painter, self.rect(), self.devicePixelRatioF(), (shown, colours), colours.panel, fixed)
        painter.save()
        painter.setClipRect(body)
        painter.translate(body.topLeft())
        painter.setPen(colours.text)
        face = small_type(self)
        for t, rect in self._free(numbers, marked):
            face.draw_in(painter, rect, QLocale().toString(t))
        self._paint_marked(painter, marked)
        if self.bookmarks:
            self._paint_bookmarks(painter)
        if self._dragged_to is not None and self._pressed is not None:
            band = QRectF(QPointF(self._pressed, 0), QPointF(self._dragged_to, self._row())).normalized()
            painter.fillRect(band, translucent(self.palette().highlight().color(), 0.35))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.playhead is not None:
            paint_flag(painter, self._row(), self.axis, colours, self.playhead)
        painter.restore()
        if self.hasFocus():
            painter.setPen(self.palette().highlight().color())
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_fixed(self, labels: list[int], painter: QPainter) -> None:
        """All but numbers and marks; `labels` are the timesteps whose numbers are shown."""
        colours, body = colours_of(self), self._body()
        painter.fillRect(self.rect(), colours.panel)
        painter.setFont(title_font(self))
        painter.setPen(colours.text)
        painter.drawText(QRect(9, 0, body.left() - 9, self._row()), Qt.AlignmentFlag.AlignVCenter, "t")
        small = small_font(self)
        painter.setFont(small)
        painter.setPen(colours.faint)
        of_all = self.tr("of %1").replace("%1", QLocale().toString(self.axis.timesteps))
        row = QRect(9, 0, body.left() - 15, self._row())
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, of_all)
        painter.save()
        painter.setClipRect(body)
        painter.translate(body.topLeft())
        if self.axis.column_width < 24:
            for t in labels:
                x = round(self.axis.x_of(t))
                painter.drawLine(x, self._row() - 4, x, self._row() - 1)
        self.gutter.paint(painter, QRect(0, self._row(), body.width(), self.height() - self._row()), colours)
        painter.restore()
        painter.setPen(colours.grid)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.drawLine(body.left() - 1, 0, body.left() - 1, self.height())
        painter.drawLine(body.right() + 1, 0, body.right() + 1, self.height())

    def _marked(self) -> dict[int, QRectF]:
        """The timesteps that stand out, selected or next, with the places of their numbers."""
        next_up = self.playhead.timestep if self.playhead is not None else None
        visible = self.axis.visible()
        face = sized_type(self.font(), 0.86, bold=True)
        found = {}
        for t in [t for t in {self.selected_timestep, next_up} if t is not None and t in visible]:
            rect = self._number_rect(t, face)
            found[t] = self._beside_flag(rect) if t == next_up else rect
        return found

    def _paint_marked(self, painter: QPainter, marked: Mapping[int, QRectF]) -> None:
        colours, face = colours_of(self), sized_type(self.font(), 0.86, bold=True)
        for t, rect in marked.items():
            if t == self.selected_timestep:
                painter.setPen(translucent(colours.cursor, 0.55))
                painter.setBrush(colours.background)
                painter.drawRoundedRect(rect, 3, 3)
            is_next = self.playhead is not None and t == self.playhead.timestep
            painter.setPen(colours.role(self.playhead.phase) if is_next and self.playhead else colours.text)
            face.draw_in(painter, rect, QLocale().toString(t))

    def _paint_bookmarks(self, painter: QPainter) -> None:
        """A ribbon from the upper edge, to the right of the number where there is room for both."""
        visible = self.axis.visible()
        size = 3.5 * scale_of(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours_of(self).text)
        aside = min(0.5 * self.axis.column_width - 1.5 * size, 6 * size)
        for timestep in self.bookmarks:
            if timestep in visible:
                x = self.axis.x_of(timestep) + max(0.0, aside)
                edges = ((-size, 0), (size, 0), (size, 3 * size), (0, 2 * size), (-size, 3 * size))
                painter.drawPolygon(QPolygonF([QPointF(x + right, down) for right, down in edges]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _number_rect(self, t: int, face: Type) -> QRectF:
        width = math.floor(face.width(QLocale().toString(t)) + 0.5) + 10
        left = min(max(0.5, self.axis.x_of(t) - width / 2), self._body().width() - width - 0.5)
        return QRectF(round(left) + 0.5, 2.5, width, self._row() - 6)

    def _free(self, numbers: list[tuple[int, QRectF]], marked: dict[int, QRectF]) -> list[tuple[int, QRectF]]:
        """The numbers that neither a mark nor the playhead's flag would hide."""
        hiding = [*marked.values(), self._flag_rect()]
        return [one for one in numbers if not any(one[1].intersects(other) for other in hiding)]

    def _flag_rect(self) -> QRectF:
        """What of the playhead's flag would hide a number, whose rectangle is wider than itself; empty without one."""
        if self.playhead is None:
            return QRectF()
        size, place = flag_size(self._row()), self.axis.x_of(self.playhead.place)
        left = place if self.playhead.direction > 0 else place - size
        return QRectF(left + 4, 0, size - 8, self._row())

    def _beside_flag(self, rect: QRectF) -> QRectF:
        assert self.playhead is not None
        flag = self.axis.x_of(self.playhead.place)
        room = flag_size(self._row()) + 3
        if self.playhead.direction > 0 and rect.left() < flag + room:
            return rect.translated(round(flag + room - rect.left()), 0)
        if self.playhead.direction < 0 and rect.right() > flag - room:
            return rect.translated(round(flag - room - rect.right()), 0)
        return rect

    # -- mouse and keys ------------------------------------------------------------------------------------------

    def _x(self, position: QPointF) -> float:
        return position.x() - self._body().left()

    def _gutter_at(self, position: QPointF) -> int | None:
        """The timestep whose place in the gutter is at a position."""
        inside = self._body().contains(position.toPoint()) and position.y() >= self._row()
        return self.axis.timestep_at(self._x(position)) if inside else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._body().contains(event.position().toPoint()):
            return
        if event.position().y() >= self._row():
            self._in_gutter = self._gutter_at(event.position())
        else:
            self._pressed = self._x(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = self._x(event.position())
        if self._pressed is not None and (
            self._dragged_to is not None or abs(x - self._pressed) >= QApplication.startDragDistance()
        ):
            self._dragged_to = min(max(0.0, x), float(self._body().width()))
            self.update()
        inside = self._body().contains(event.position().toPoint())
        self._hover(self.axis.timestep_at(x) if inside else None)
        self._point_in_gutter(self._gutter_at(event.position()))

    def _point_in_gutter(self, timestep: int | None) -> None:
        if self.gutter.set_pointed(timestep):
            self.setCursor(Qt.CursorShape.ArrowCursor if timestep is None else Qt.CursorShape.PointingHandCursor)
            self._repaint_all()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        wanted, self._in_gutter = self._in_gutter, None
        if wanted is not None and wanted == self._gutter_at(event.position()):
            self.gutter_clicked.emit(wanted)
        if self._pressed is None:
            return
        pressed, dragged = self._pressed, self._dragged_to
        self._pressed, self._dragged_to = None, None
        self.update()
        if dragged is None:
            timestep = self.axis.timestep_at(pressed)
            if timestep is not None:
                self.clicked.emit(timestep)
        elif self.axis.timesteps:
            places = (self.axis.place_at(pressed), self.axis.place_at(dragged))
            self.axis.zoom_to(round(min(places)), round(max(places)))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.position().y() >= self._row():
            self.mousePressEvent(event)
        else:
            self.axis.fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        timestep = self.selected_timestep if keyboard else self.axis.timestep_at(self._x(QPointF(event.pos())))
        self.context_requested.emit(NOWHERE if timestep is None else timestep, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.setAccepted(time_gestures.wheel(event, self.axis, self._x(event.position())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        middle = self.axis.width / 2
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.axis.zoom(1.25, middle)
        elif event.key() == Qt.Key.Key_Minus:
            self.axis.zoom(0.8, middle)
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        self._point_in_gutter(None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            timestep = self.axis.timestep_at(self._x(QPointF(event.pos())))
            tip = self.tr("t = %1; click to go there, drag to zoom, double-click to see all")
            if self._gutter_at(QPointF(event.pos())) is not None:
                tip = self.tr("t = %1; click to set a breakpoint on it, or to take it away")
                tip = "\n".join(filter(None, (self._in_gutter_near(event.pos()), tip)))
            tip = "\n".join(filter(None, (self.bookmarks.get(timestep or 0, ""), tip)))
            QToolTip.showText(event.globalPos(), tip.replace("%1", str(timestep)) if timestep else "", self)
            return True
        if time_gestures.may_pinch(event) and time_gestures.pinch(event, self.axis, self, self._body().left()):
            return True
        return super().event(event)

    def _in_gutter_near(self, place: QPoint) -> str:
        """What the gutter shows within two pixels."""
        if self._gutter_words is None:
            return ""
        ends = [self.axis.timestep_at(self._x(QPointF(place)) + by) for by in (-2, 2)]
        found = [one for one in ends if one is not None]
        return self._gutter_words(range(min(found), max(found) + 1)) if found else ""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            self._repaint_all()
        super().changeEvent(event)

    def _hover(self, timestep: int | None) -> None:
        if timestep != self._hovered:
            self._hovered = timestep
            self.hovered.emit(NOWHERE if timestep is None else timestep)
