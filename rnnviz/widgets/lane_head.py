"""The head of a lane: its title, its scale, its fold, and the handle by which it is moved."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
)
from PySide6.QtWidgets import QApplication, QWidget

from rnnviz.widgets.colours import colours_of, hatch
from rnnviz.widgets.lane_metrics import line_height, sized_font, small_font, title_font
from rnnviz.widgets.run_sign import paint_sign, sign_size

_INSET = 9
"""Where text begins, in pixels."""
_INDENT = 18
"""Where the title begins, after the triangle."""
_TITLE_SIZES = (1.0, 0.92, 0.84)
"""A title that is too long is set in smaller type before it is cut."""
_LEGEND = 4
"""What a legend needs in pixels besides the line of its numbers."""


class LaneHead(QWidget):
    """Shows title and note, the legend that the lane paints, and how many lanes are folded away under it."""

    fold_clicked = Signal()
    """The triangle beside the title, or a double click."""
    more_clicked = Signal()
    """The line that says how many lanes are under this one."""
    dragged = Signal(QPoint)
    """The head is being moved; the pointer's global position."""
    dropped = Signal(QPoint)
    """The head was let go after a move; the pointer's global position."""
    menu_requested = Signal(QPoint)
    """The context menu is wanted at a global position."""

    def __init__(self, title: str, role: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = title
        self.note = ""
        self.sign = ""
        """Which of two runs the lane shows; "" where there is one only."""
        self.role = role
        self.folded = False
        self.can_fold = True
        self.more = 0
        """The number of lanes that belong under this one."""
        self.more_shown = False
        self._pressed: QPoint | None = None
        self._dragging = False
        self.setToolTip(title)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def set_note(self, note: str) -> None:
        """The line under the title: the scale in use."""
        if note != self.note:
            self.note = note
            self.setToolTip(f"{self.title}\n{note}" if note else self.title)
            self.update()

    def set_sign(self, sign: str, title: str) -> None:
        """The sign of the lane's run, and the title that stands before it."""
        if (sign, title) != (self.sign, self.title):
            self.sign, self.title = sign, title
            self.update()

    def set_more(self, more: int, shown: bool) -> None:
        """How many lanes belong under this one, and whether they are shown."""
        if (more, shown) != (self.more, self.more_shown):
            self.more, self.more_shown = more, shown
            self.update()

    def legend_rect(self) -> QRect:
        """Where the lane may paint its legend, below title and note; empty if there is no room."""
        top = 2 + line_height(title_font(self))
        top += len(self._note_lines()) * line_height(small_font(self))
        bottom = self.height() - (line_height(small_font(self)) + 1 if self.more else 2)
        return QRect(_INSET, top, self.width() - _INSET - 6, max(0, bottom - top))

    def _note_lines(self) -> list[str]:
        """The note in its lines where there is room for them over a legend, else in one."""
        lines = self.note.split("\n") if self.note else []
        high = line_height(title_font(self)) + (len(lines) + 1) * line_height(small_font(self)) + _LEGEND
        return lines if len(lines) < 2 or high <= self.height() else [", ".join(lines)]

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.panel)
        stripe = QRect(0, 0, 4, self.height() - 1)
        if self.role == "loss":
            painter.fillRect(stripe, hatch(colours.loss))
        elif self.role != "neutral":
            painter.fillRect(stripe, colours.role(self.role))
        painter.setPen(colours.grid)
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        if self.can_fold:
            self._paint_triangle(painter, self._fold_rect(), self.folded)
        title = title_font(self)
        painter.setFont(title)
        painter.setPen(colours.text)
        row = QRect(_INDENT, 1, self.width() - _INDENT - 3, line_height(title))
        if self.sign:
            size = sign_size(small_font(self))
            sign = QRect(row.right() - size.width(), row.top() + 1, size.width(), size.height())
            smallest = QFontMetrics(sized_font(self.font(), _TITLE_SIZES[-1], bold=True))
            if smallest.horizontalAdvance(self.title) <= sign.left() - 3 - row.left():
                row.setRight(sign.left() - 3)
            else:
                sign.moveBottom(self.height() - 4)  # a long title keeps its line to itself
            paint_sign(painter, sign, self.sign, self)
            painter.setFont(title)
            painter.setPen(colours.text)
        for factor in _TITLE_SIZES:
            painter.setFont(sized_font(self.font(), factor, bold=True))
            if painter.fontMetrics().horizontalAdvance(self.title) <= row.width():
                break
        words = painter.fontMetrics().elidedText(self.title, Qt.TextElideMode.ElideRight, row.width())
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        if not self.folded:
            small = small_font(self)
            painter.setFont(small)
            painter.setPen(colours.faint)
            for line in self._note_lines():
                row = QRect(_INSET, row.bottom() + 1, self.width() - _INSET - 3, line_height(small))
                if row.bottom() < self.height():
                    note = QFontMetrics(small).elidedText(line, Qt.TextElideMode.ElideRight, row.width())
                    painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, note)
            legend = self.legend_rect()
            if legend.height() >= 6:
                painter.save()
                self._lane().paint_legend(painter, legend)
                painter.restore()
        if self.more:
            more = self._more_rect()
            painter.setFont(small_font(self))
            painter.setPen(colours.text)
            self._paint_triangle(painter, QRect(more.left(), more.top(), 12, more.height()), not self.more_shown)
            painter.setPen(colours.faint)
            label = self.tr("%n more", "", self.more)
            painter.drawText(more.adjusted(12, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, label)
        if self._lane().hasFocus():
            painter.setPen(self.palette().highlight().color())
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_triangle(self, painter: QPainter, rect: QRect, closed: bool) -> None:
        centre = QRectF(rect).center()
        if closed:
            points = [QPointF(-2, -4), QPointF(-2, 4), QPointF(3, 0)]
        else:
            points = [QPointF(-4, -2), QPointF(4, -2), QPointF(0, 3)]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours_of(self).faint)
        painter.drawPolygon(QPolygonF([centre + point for point in points]))
        painter.restore()

    def _fold_rect(self) -> QRect:
        return QRect(4, 1, 14, line_height(title_font(self)))

    def _more_rect(self) -> QRect:
        height = line_height(small_font(self))
        return QRect(4, self.height() - height - 2, self.width() - 4, height)

    def _lane(self) -> HeadedLane:
        parent = self.parentWidget()
        assert isinstance(parent, HeadedLane)
        return parent

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            self._lane().setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        moved = event.position().toPoint() - self._pressed
        if self._dragging or abs(moved.y()) >= QApplication.startDragDistance():
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        pressed, self._pressed = self._pressed, None
        if self._dragging:
            self._dragging = False
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.dropped.emit(event.globalPosition().toPoint())
        elif self.can_fold and self._fold_rect().contains(pressed):
            self.fold_clicked.emit()
        elif self.more and self._more_rect().contains(pressed):
            self.more_clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.can_fold and not self._fold_rect().contains(event.position().toPoint()):
            self.fold_clicked.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()
        super().changeEvent(event)


class HeadedLane(QWidget):
    """What a head needs of the lane that it stands in."""

    def paint_legend(self, painter: QPainter, rect: QRect) -> None:
        """Paint the scale's legend in a part of the head; none unless a lane paints one."""
