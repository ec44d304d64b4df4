"""One lane on the time axis: a head, a body with one column a timestep, and a total."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from rnnviz.widgets.colours import Colours, colours_of
from rnnviz.widgets.lane_metrics import faces_of, head_width, sized_font
from rnnviz.widgets.lane_pointing import NOWHERE as NOWHERE
from rnnviz.widgets.lane_pointing import PointedLane
from rnnviz.widgets.lane_pointing import Unit as Unit
from rnnviz.widgets.lane_sheet import LEFT, LaneSheet
from rnnviz.widgets.marks import Playhead, paint_corner, paint_over, paint_under
from rnnviz.widgets.run_sign import of_run
from rnnviz.widgets.time_axis import TimeAxis

MARK = 3
"""Pixels beyond a column's edges that a mark reaches."""
SPILL, ROOMY = 8, 24
"""Pixels beyond a column that its labels may reach, and how wide a column has room for them."""


class Lane(PointedLane):
    """The base of all lanes; alone, it is an empty one.

    A subclass paints the timesteps it is told to, in `paint_body`, and says what stands under a pixel in `hit` and in
    words in `readout`.  In both, coordinates are the body's: x = 0 is the axis' left edge, y = 0 the body's top.
    """

    def __init__(
        self, name: str, title: str, axis: TimeAxis, role: str = "neutral", parent: QWidget | None = None
    ) -> None:
        """`role` is "forward", "backward", "parameter", "loss" or "neutral"."""
        super().__init__(title, axis, role, parent)
        self.name = name
        self.role = role
        self.playhead: Playhead | None = None
        self.overridden: Mapping[int, frozenset[Unit]] = {}
        self.companion: Lane | None = None
        self.held = False
        self._seen = (0.0, 0.0)
        self._colours: Colours | None = None
        self._total = ""
        self._sheet = LaneSheet()
        self._legend_for: tuple[float, object] = (0.0, None)
        self.setObjectName(f"lane_{name}")
        self.setAccessibleName(self.tr("Lane %1").replace("%1", title))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        axis.changed.connect(self._move)

    # -- for subclasses ------------------------------------------------------------------------------------------

    def paint_body(self, painter: QPainter, part: QRect, columns: range) -> None:
        """Paint what lies in a part of the body, as high as the body; `columns` are the timesteps that may.

        Only a part is asked for when the rest stays as it is; every pixel must come out the same then, and what is
        painted beyond the part is cut off.
        """

    def paint_preparing(self, painter: QPainter) -> None:
        """Say in the middle of the body that what the lane shows is still being made."""
        painter.setPen(self.colours.faint)
        words = self.tr("Preparing %1 …").replace("%1", self.title)
        painter.drawText(self.whole(), Qt.AlignmentFlag.AlignCenter, words)

    def paint_front(self, painter: QPainter, rect: QRect) -> None:
        """Paint words that neither playhead nor frame may strike through; `rect` is the body, from (0, 0)."""

    def moves_front(self) -> bool:
        """Whether `paint_front` may paint something else, anywhere, as soon as marks or contents do."""
        return False

    def stale(self) -> range | None:
        """The timesteps whose contents changed since this was last asked; None when that is not known.

        Asked when playhead or selection move: of a lane that answers no more than that is painted anew.
        """
        return None

    def spill(self) -> int:
        """Pixels beyond a column that what is painted for it may reach."""
        return SPILL if self.axis.column_width < ROOMY else 1

    def legend_kind(self) -> object:
        """What the legend in the head depends on, at the axis' zoom."""
        return None

    def keeps(self) -> bool:
        """Whether what is painted stays right when the axis moves: all of it moves along."""
        return True

    def fill_menu(self, menu: QMenu) -> None:
        """Add the lane's own entries (its scales) to the head's menu."""

    def paint_total(self, painter: QPainter, rect: QRect) -> None:
        """Paint the totals' column; by default the text of `set_total`."""
        if self._total:
            font, text = self._fitted_total(rect.width() - 2)
            painter.setFont(font)
            painter.setPen(self.colours.text)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def _fitted_total(self, width: int) -> tuple[QFont, str]:
        """The total in one line, in a smaller one, or its words one under the other, in light type; at last, cut."""
        whole, words = [self._total], self._total.split()
        ways = ((1.0, True, whole), (0.86, True, whole), (1.0, True, words), (0.86, True, words), (0.86, False, words))
        for factor, bold, lines in ways:
            font = sized_font(self.font(), factor, bold=bold)
            metrics = QFontMetrics(font)
            if max(map(metrics.horizontalAdvance, lines)) <= width and len(lines) * metrics.height() < self.height():
                return font, "\n".join(lines)
        return font, metrics.elidedText(self._total, Qt.TextElideMode.ElideRight, width)

    # -- state ---------------------------------------------------------------------------------------------------

    @property
    def colours(self) -> Colours:
        """The colours of the palette in use."""
        if self._colours is None:
            self._colours = colours_of(self)
        return self._colours

    def changeEvent(self, event: QEvent) -> None:
        """Another palette may be light or dark."""
        if event.type() is QEvent.Type.PaletteChange:
            self._colours = None
        super().changeEvent(event)

    @property
    def folded(self) -> bool:
        """True while only the title is shown."""
        return self._folded

    def set_folded(self, folded: bool) -> None:
        """Show the title only."""
        if folded != self._folded:
            self._folded = folded
            self.head.folded = folded
            self.head.update()
            self.update()

    def set_title(self, title: str) -> None:
        """What the head says."""
        self.title = title
        self.head.title = title
        self.head.setToolTip(title)
        self.setAccessibleName(self.tr("Lane %1").replace("%1", title))
        self.head.update()

    def set_sign(self, sign: str) -> None:
        """Which of two runs the lane shows, as a sign beside the title; "" where there is one run only."""
        self.head.set_sign(sign, self.title.removesuffix(of_run("", sign)))

    def set_note(self, note: str) -> None:
        """The line under the title: which scale is in use, with its range."""
        self.head.set_note(note)

    def set_total(self, text: str, tip: str = "") -> None:
        """What the totals' column says, and more about it in a tool tip."""
        if text != self._total:
            self._total = text
            self.update(self.total_rect())
        self._total_tip = tip

    def set_playhead(self, playhead: Playhead | None) -> None:
        """Where execution stands. Inside a timestep it stays where it was, while the contents change."""
        moved = (self.playhead, playhead) if playhead != self.playhead else ()
        self.playhead = playhead
        self._refresh_stale([], [range(one.timestep, one.timestep + 1) for one in moved if one is not None])

    def set_selection(self, timestep: int | None, unit: Unit | None = None) -> None:
        """The selected timestep's column is framed in every lane; the unit only in the lane that shows it."""
        if (timestep, unit) != (self.selected_timestep, self.selected_unit):
            before = self.selected_timestep
            self.selected_timestep, self.selected_unit = timestep, unit
            self._refresh_stale([range(t, t + 1) for t in (before, timestep) if t is not None])

    def set_companion(self, other: Lane | None) -> None:
        """Use one scale with a lane of another run: what looks the same is then the same in both."""
        self.companion = other
        self.show_scale()

    def set_held(self, held: bool) -> None:
        """Let the scale grow with what is shown from now on, and never shrink: other numbers stay comparable."""
        if held != self.held:
            self.held, self._seen = held, (0.0, 0.0)
            self.show_scale()

    def held_range(self, smallest: float, largest: float) -> tuple[float, float]:
        """The least and the largest magnitude of a scale; where it is held those of everything seen since."""
        if not self.held:
            return smallest, largest
        before = self._seen
        least = min((one for one in (before[0], smallest) if one > 0), default=0.0)
        self._seen = least, max(before[1], largest)
        return self._seen

    def show_scale(self) -> None:
        """Say which scale is in use, and paint by it."""

    def set_overridden(self, overridden: Mapping[int, frozenset[Unit]]) -> None:
        """Mark what a person has set: timestep → units."""
        if overridden != self.overridden:
            self.overridden = dict(overridden)
            self.refresh()

    def refresh(self) -> None:
        """Paint body and total again."""
        self._sheet.forget()
        self.update(self.body_rect().united(self.total_rect()))

    def _refresh_stale(self, changed: list[range], marked: Sequence[range] = ()) -> None:
        """Paint the timesteps whose marks changed again, and anew those that changed and whose contents did."""
        if not self.isVisible():
            self._sheet.forget()  # for when it is
            return
        stale = self.stale()
        if stale is None:
            self.refresh()
            return
        self._spoil([*changed, stale] if stale else changed, marked)

    def _spoil(self, changed: Sequence[range], marked: Sequence[range] = ()) -> None:
        """Paint some timesteps anew, and of others the marks again."""
        body, spill = self.body_rect(), self.spill()
        x, width, height = body.left(), body.width(), body.height()
        spans: list[tuple[int, int]] = []
        for columns in changed:
            if columns:
                left, right = self._extent_of(columns, spill, width)
                self._sheet.spoil(left, right, self.axis.offset)
                spans.append((left, right))
        if self.moves_front():
            self.update(body)
            return
        for columns in marked:
            left, right = self._extent_of(columns, spill, width)
            spans.append((left - MARK, right + MARK))
        for left, right in spans:
            left, right = max(0, left), min(width, right)
            if left < right:
                self.update(x + left, 0, right - left, height)

    def _move(self) -> None:
        """Paint again where the axis is now; what was painted is still right where only that has changed."""
        before, self._legend_for = self._legend_for, (self.axis.column_width, self.legend_kind())
        if before[1] != self._legend_for[1]:
            self.head.update()
        zoomed = before[0] != self._legend_for[0]
        self.update(self.body_rect().united(self.total_rect()) if zoomed else self.body_rect())

    def _extent_of(self, columns: range, spill: int, width: int) -> tuple[int, int]:
        """The pixels of a body of a width, from its left edge, in which something may be painted for timesteps."""
        left = max(-1.0, self.axis.x_of(columns.start - 0.5) - spill)
        right = min(width + 1.0, self.axis.x_of(columns.stop - 0.5) + spill)
        return math.floor(left), max(math.floor(left), math.ceil(right))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.head.setGeometry(0, 0, head_width(self), max(0, self.height() - 1))

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self.colours
        painter = QPainter(self)
        body, asked = self.body_rect(), event.rect()
        if asked.intersects(body):
            painter.save()
            painter.setClipRect(body)
            painter.translate(body.topLeft())
            self._paint_all(painter, body.translated(-body.topLeft()))
            painter.restore()
        if asked.right() > body.right():
            total = self.total_rect()
            painter.fillRect(total, colours.panel)
            painter.setPen(colours.grid)
            painter.drawLine(total.topLeft(), total.bottomLeft())
            self.paint_total(painter, total)
        painter.fillRect(0, self.height() - 1, self.width(), 1, colours.grid)

    def _paint_all(self, painter: QPainter, body: QRect) -> None:
        """The body with its marks; `body` is its extent, from (0, 0)."""
        colours, axis, ratio = self.colours, self.axis, self.devicePixelRatioF()
        painter.fillRect(body, colours.background)
        paint_under(painter, body.height(), axis, colours, self.playhead)
        shown = not self._folded and axis.timesteps > 0
        if shown and self._sheet.serves(painter, ratio) and self.keeps():
            size = body.width(), body.height(), ratio
            looks = self.palette().cacheKey(), faces_of(self.font()), axis.timesteps, axis.column_width, size
            self._sheet.bring_up(looks, body, ratio, axis.offset, self._paint_kept)
            self._sheet.show(painter, body, ratio)
        elif shown:
            self._paint_part(painter, body)
        paint_over(painter, body.height(), axis, colours, self.playhead, self.selected_timestep)
        if shown:
            self._paint_overridden(painter, body)
            self.paint_front(painter, body)

    def _paint_kept(self, painter: QPainter, part: QRect) -> None:
        with self.axis.shifted(LEFT):
            self._paint_part(painter, part)

    def _paint_part(self, painter: QPainter, part: QRect) -> None:
        """The contents of a part of the body."""
        painter.save()
        painter.setFont(self.font())
        painter.setBrushOrigin(-self.axis.offset, 0)  # a texture moves with the columns
        self.paint_body(painter, part, self._columns_under(part))
        painter.restore()

    def _paint_overridden(self, painter: QPainter, body: QRect) -> None:
        visible = self.axis.visible() if self.overridden else ()
        for timestep, units in self.overridden.items():
            if timestep in visible:
                self.paint_overridden(painter, body, timestep, units)

    def paint_overridden(self, painter: QPainter, rect: QRect, timestep: int, units: frozenset[Unit]) -> None:
        """Mark a timestep at which a person has set something: by default, the corner of its column."""
        paint_corner(painter, self.axis.x_of(timestep + 0.5), 0, self.axis.column_width, self.colours)

    def _columns_under(self, part: QRect) -> range:
        """The timesteps, ascending, for which something may be painted in a part of the body."""
        spill = self.spill()
        start = max(1, math.floor(self.axis.place_at(part.left() - spill) + 0.5))
        last = math.ceil(self.axis.place_at(part.right() + 1 + spill) - 0.5)
        return range(start, max(start, min(self.axis.timesteps, last) + 1))
