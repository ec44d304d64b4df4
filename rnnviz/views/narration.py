"""The narration: what has just happened, and what comes next."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnviz.debugger.sentence import CONTEXT
from rnnviz.session.session import Session
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.lane_metrics import scale_of, sized_font

_ROW = 21
_MARGIN = 12
_LARGEST, _SMALLEST = 1.2, 0.95


def _translate(template: str) -> str:
    return QCoreApplication.translate(CONTEXT, template)


class NarrationLine(QWidget):
    """Two sentences, one under the other. One that is too long is set smaller, then cut; the tool tip has it whole."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_narration")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._session = session
        self.happened = self.next = ""
        session.cursor_moved.connect(self._show_cursor)
        session.tape_changed.connect(self._show_cursor)
        session.selection_changed.connect(self._show_cursor)
        self._show_cursor()

    def sizeHint(self) -> QSize:
        """Two lines of type somewhat larger than the window's."""
        return QSize(600, 2 * self._row() + 2)

    def minimumSizeHint(self) -> QSize:
        """Never asks for a wider window."""
        return QSize(100, self.sizeHint().height())

    def _row(self) -> int:
        return round(_ROW * scale_of(self))

    def _show_cursor(self) -> None:
        if self._session.tape is None:
            self.happened, self.next = self.tr("nothing yet: there is no run"), ""
        else:
            self.happened = self._session.just_happened().render(_translate)
            self.next = self._session.next_up().render(_translate)
        labels = self._labels()
        self.setToolTip(f"<p>{labels[0]} {escape(self.happened)}</p><p>{labels[1]} {escape(self.next)}</p>")
        self.setAccessibleDescription(f"{labels[0]} {self.happened}. {labels[1]} {self.next}.")
        self.update()

    def _labels(self) -> tuple[str, str]:
        return self.tr("Just happened:"), self.tr("Next:")

    def _phase(self, position: int) -> str:
        tape = self._session.tape
        if tape is None or not 1 <= position < tape.stops:
            return "neutral"
        return tape.moment(position).pass_.phase

    def paintEvent(self, event: QPaintEvent) -> None:
        """Labels in the colour of their pass, the sentences beside them."""
        colours = colours_of(self)
        painter = QPainter(self)
        label_font = sized_font(self.font(), 1.0)
        column = max(QFontMetrics(label_font).horizontalAdvance(label) for label in self._labels()) + 10
        row = self._row()
        position = self._session.position
        for index, (label, text, phase) in enumerate(
            zip(
                self._labels(),
                (self.happened, self.next),
                (self._phase(position), self._phase(position + 1)),
                strict=True,
            )
        ):
            top = 1 + index * row
            painter.setFont(label_font)
            painter.setPen(colours.faint)
            painter.drawText(QRect(_MARGIN, top, column, row), Qt.AlignmentFlag.AlignVCenter, label)
            painter.fillRect(QRect(0, top + 2, 4, row - 4), colours.role(phase) if phase != "neutral" else colours.grid)
            rect = QRect(_MARGIN + column, top, self.width() - column - 2 * _MARGIN, row)
            font, shown = self._fitting(text, rect.width(), bold=index == 0)
            painter.setFont(font)
            painter.setPen(colours.text)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)

    def _fitting(self, text: str, width: int, *, bold: bool) -> tuple[QFont, str]:
        """The largest type in which the text fits, and as much of it as fits then."""
        factor = _LARGEST
        while True:
            font = sized_font(self.font(), factor)
            font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
            metrics = QFontMetrics(font)
            if factor <= _SMALLEST or metrics.horizontalAdvance(text) <= width:
                return font, metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            factor -= 0.05
