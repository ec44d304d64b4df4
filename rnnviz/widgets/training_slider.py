"""The training slider: the snapshots of a training on one line, under its curves, and the one that is looked at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QLineF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from rnnviz.widgets.colours import colours_of, solid
from rnnviz.widgets.line_slider import LineSlider
from rnnviz.widgets.training_curve import plot_left


class TrainingSlider(LineSlider):
    """A position is the place of a snapshot among all; where it stands on the line says after how many updates."""

    wanted = Signal(int)
    """The user wants to see what was reached after so many updates."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("slider_training")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._numbers: Sequence[int] = ()
        self._last = 0
        self._stands: int | None = None
        self.setEnabled(False)
        self.actionTriggered.connect(self._tell)

    def set_numbers(self, numbers: Sequence[int], last: int, shown: int | None, stands: int | None) -> None:
        """Snapshots after so many updates, ascending, on a line that ends at `last`; which of them is shown, and
        which the model stands at."""
        self._numbers, self._last, self._stands = numbers, max(1, last), stands
        self.setRange(0, max(0, len(numbers) - 1))
        self.setPageStep(max(1, len(numbers) // 10))
        if shown is not None and numbers and not self.isSliderDown():
            self.setValue(min(bisect_left(numbers, shown), len(numbers) - 1))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, 26)

    def _tell(self) -> None:
        if self._numbers:
            self.wanted.emit(self._numbers[self.sliderPosition()])

    # -- layout --------------------------------------------------------------------------------------------------

    def _line(self) -> tuple[float, float]:
        left = plot_left(self)
        return left, max(1.0, self.width() - left - 8)

    def x_of(self, number: int) -> float:
        """Where so many updates stand, in pixels from the left: as in the curves above."""
        left, width = self._line()
        return left + number / max(1, self._last) * width

    def position_at(self, x: float) -> int:
        """The snapshot nearest to a pixel, as its place among all."""
        left, width = self._line()
        number = (x - left) / width * self._last
        place = bisect_left(self._numbers, number)
        near = [one for one in (place - 1, place) if 0 <= one < len(self._numbers)]
        return min(near, key=lambda one: abs(self._numbers[one] - number), default=0)

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line as far as there are updates, the snapshots as ticks, where the model stands, and the knob."""
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, width = self._line()
        middle = self.height() / 2
        painter.setPen(solid(colours.grid, 4.0))
        painter.drawLine(QLineF(left, middle, left + width, middle))
        if not self._numbers:
            return
        painter.setPen(solid(colours.parameter if self.isEnabled() else colours.faint, 4.0))
        painter.drawLine(QLineF(left, middle, self.x_of(self._numbers[-1]), middle))
        if width / max(1, len(self._numbers)) >= 5:
            painter.setPen(QPen(colours.faint, 1))
            painter.drawLines([QLineF(self.x_of(n), middle + 6, self.x_of(n), middle + 9) for n in self._numbers])
        if self._stands is not None:
            painter.setPen(QPen(colours.text, 1.5))
            x = self.x_of(self._stands)
            painter.drawLine(QLineF(x, middle - 9, x, middle + 9))
        self.paint_knob(painter, colours, self.x_of(self._numbers[min(self.value(), len(self._numbers) - 1)]))
