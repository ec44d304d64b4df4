"""The scrubber: the whole run as one line, its passes in their colours and forms, and the cursor on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from rnnviz.session.session import Session
from rnnviz.widgets.colours import Colours, colours_of, dashed, solid
from rnnviz.widgets.line_slider import LineSlider

_MARGIN = 10.0
_NARROWEST_STOP = 6.0  # pixels between two stops from which on each gets its tick


class Scrubber(LineSlider):
    """Drag, click or wheel to any stop of the run. What lies ahead is faint."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scrubber")
        self._session = session
        self.setMinimumWidth(120)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(self.tr("Every stop of the run: drag, or click, to go there"))
        self.actionTriggered.connect(self._go)
        session.tape_changed.connect(self._show_run)
        session.cursor_moved.connect(self._show_cursor)
        self._show_run()

    def sizeHint(self) -> QSize:
        """As high as the toolbar's buttons."""
        return QSize(260, 28)

    def _show_run(self) -> None:
        tape = self._session.tape
        self.setEnabled(tape is not None)
        self.setRange(0, tape.stops - 1 if tape is not None else 0)
        self.setPageStep(max(1, self.maximum() // 10))
        self._show_cursor()

    def _show_cursor(self) -> None:
        self.setValue(self._session.position)
        self.update()

    def _go(self) -> None:
        self._session.go_to(self.sliderPosition())

    def x_of(self, position: int) -> float:
        """Where a stop stands, in pixels from the left."""
        return _MARGIN + (self.width() - 2 * _MARGIN) * position / max(1, self.maximum())

    def position_at(self, x: float) -> int:
        """The stop that is nearest to a pixel."""
        share = (x - _MARGIN) / max(1.0, self.width() - 2 * _MARGIN)
        return min(max(round(share * self.maximum()), 0), self.maximum())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The passes as lines, the stops as ticks where there is room, the cursor as a knob."""
        tape = self._session.tape
        if tape is None:
            return
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        start = 0
        for each in tape.passes:
            end = start + len(each.timesteps)
            self._paint_pass(painter, colours, each.phase, start, end, middle)
            start = end
        if (self.width() - 2 * _MARGIN) / max(1, self.maximum()) >= _NARROWEST_STOP:
            painter.setPen(QPen(colours.faint, 1))
            for position in range(self.maximum() + 1):
                x = self.x_of(position)
                painter.drawLine(QPointF(x, middle + 6), QPointF(x, middle + 9))
        self.paint_knob(painter, colours, self.x_of(self._session.position))

    def _paint_pass(self, painter: QPainter, colours: Colours, phase: str, start: int, end: int, middle: float) -> None:
        pen_of = solid if phase == "forward" else dashed
        reached = min(max(self._session.position, start), end)
        for first, last, opacity in ((start, reached, 1.0), (reached, end, 0.35)):
            if last > first:
                painter.setOpacity(opacity)
                painter.setPen(pen_of(colours.role(phase), 4.0 if opacity == 1.0 else 3.0))
                painter.drawLine(QPointF(self.x_of(first), middle), QPointF(self.x_of(last), middle))
        painter.setOpacity(1.0)
