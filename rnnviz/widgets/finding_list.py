"""Findings, one under the other: how serious each is by a form and a word, what it says, and its evidence as a number
and a small course over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from rnnviz.widgets.colours import Colours
from rnnviz.widgets.course_painting import paint_course
from rnnviz.widgets.lane_metrics import scale_of, small_font
from rnnviz.widgets.row_colours import row_colours

_MARK, _MARGIN, _GAP = 16, 8, 4
_COURSE = 34
_ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class FindingRow:
    """A finding as it is shown. `severity` is "error", "warning" or "notice" and `title` its word with the rule's;
    `evidence` a line with the deciding number; `timesteps`, `values` and `bound` its course over time, if there is
    one."""

    severity: str
    title: str
    words: str
    evidence: str
    timesteps: tuple[int, ...] = ()
    values: tuple[float, ...] = ()
    bound: float | None = None

    def __str__(self) -> str:
        return f"{self.title}: {self.words}. {self.evidence}"


class FindingList(QListWidget):
    """A list of `FindingRow`; `itemActivated` and `itemClicked` tell what the user wants to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Painter(self))

    def set_rows(self, rows: Sequence[FindingRow]) -> None:
        """Shows these, the first at the top."""
        self.clear()
        for row in rows:
            item = QListWidgetItem(str(row))
            item.setData(_ROW, row)
            item.setToolTip(row.words)
            self.addItem(item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other line breaks."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _Painter(QStyledItemDelegate):
    def __init__(self, view: FindingList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row: FindingRow = index.data(_ROW)
        width = self._view.viewport().width()
        return QSize(width, self._layout(QRect(0, 0, width, 10_000), row)[-1].bottom() + _MARGIN)

    def _layout(self, whole: QRect, row: FindingRow) -> tuple[QRect, QRect, QRect, QRect]:
        """Title, words, evidence and course; the last is empty where there is no course."""
        scale = scale_of(self._view)
        plain, small = QFontMetrics(self._view.font()), QFontMetrics(small_font(self._view))
        left = whole.left() + _MARGIN + round(_MARK * scale) + _MARGIN
        width = max(40, whole.right() - _MARGIN - left)
        title = QRect(left, whole.top() + _MARGIN, width, plain.height())
        words = _wrapped(plain, QRect(left, title.bottom() + _GAP, width, 10_000), row.words)
        evidence = _wrapped(small, QRect(left, words.bottom() + _GAP, width, 10_000), row.evidence)
        high = round(_COURSE * scale) if len(row.values) > 1 else 0
        course = QRect(left, evidence.bottom() + (_GAP if high else 0), width, high)
        return title, words, evidence, course

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:  # fmt: skip
        row: FindingRow = index.data(_ROW)
        whole: QRect = option.rect
        painted_in = row_colours(self._view, option)
        colours, text = painted_in.colours, painted_in.text
        painter.save()
        if painted_in.chosen:
            painter.fillRect(whole, painted_in.ground)
        title, words, evidence, course = self._layout(whole, row)
        self._paint_mark(painter, row.severity, title, colours, text if painted_in.chosen else None)
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(text)
        metrics = QFontMetrics(font)
        painter.drawText(title, Qt.TextFlag.TextSingleLine, metrics.elidedText(row.title, _END, title.width()))
        painter.setFont(self._view.font())
        painter.drawText(words, _WRAP, row.words)
        painter.setFont(small_font(self._view))
        painter.setPen(painted_in.faint)
        painter.drawText(evidence, _WRAP, row.evidence)
        if not course.isEmpty():
            paint_course(painter, QRectF(course).adjusted(0, 3, 0, -3), row.timesteps, row.values, row.bound, colours)
        painter.setPen(colours.grid)
        painter.drawLine(whole.bottomLeft(), whole.bottomRight())
        painter.restore()

    def _paint_mark(
        self, painter: QPainter, severity: str, title: QRect, colours: Colours, over: QColor | None
    ) -> None:  # fmt: skip
        """A form for each: a cross in an octagon, an exclamation mark in a triangle, a dot in a circle."""
        size = round(_MARK * scale_of(self._view))
        area = QRectF(title.left() - _MARGIN - size, title.center().y() - size / 2, size, size)
        colour = over or {"error": colours.error, "warning": colours.warning}.get(severity, colours.faint)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.6))
        centre = area.center()
        if severity == "error":
            cut = size * 0.29
            painter.drawPolygon(_octagon(area, cut))
            arm = size * 0.2
            painter.drawLine(centre - QPointF(arm, arm), centre + QPointF(arm, arm))
            painter.drawLine(centre - QPointF(arm, -arm), centre + QPointF(arm, -arm))
        elif severity == "warning":
            painter.drawPolygon(QPolygonF([QPointF(centre.x(), area.top()), area.bottomRight(), area.bottomLeft()]))
            painter.drawLine(centre - QPointF(0, size * 0.12), centre + QPointF(0, size * 0.16))
            painter.drawPoint(centre + QPointF(0, size * 0.34))
        else:
            painter.drawEllipse(area.adjusted(1, 1, -1, -1))
            painter.drawLine(centre - QPointF(0, size * 0.02), centre + QPointF(0, size * 0.24))
            painter.drawPoint(centre - QPointF(0, size * 0.22))
        painter.restore()


_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
_END = Qt.TextElideMode.ElideRight


def _wrapped(metrics: QFontMetrics, room: QRect, text: str) -> QRect:
    return QRect(room.topLeft(), metrics.boundingRect(room, _WRAP, text).size())


def _octagon(area: QRectF, cut: float) -> QPolygonF:
    left, top, right, bottom = area.left(), area.top(), area.right(), area.bottom()
    return QPolygonF(
        [
            QPointF(left + cut, top), QPointF(right - cut, top), QPointF(right, top + cut),
            QPointF(right, bottom - cut), QPointF(right - cut, bottom), QPointF(left + cut, bottom),
            QPointF(left, bottom - cut), QPointF(left, top + cut),
        ]
    )  # fmt: skip
