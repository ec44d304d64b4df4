"""The lane of the unrolled graph: time across, layers up, shared weights as a rail along the top."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from rnnviz.layout import ColumnLayout, Placement, place
from rnnviz.widgets.colours import dotted, solid
from rnnviz.widgets.graph_changes import changed_columns
from rnnviz.widgets.graph_far import PLAIN, FarPainter
from rnnviz.widgets.graph_hits import found_at, node_rects
from rnnviz.widgets.graph_lines import ColumnLines, arrowhead
from rnnviz.widgets.graph_motion import Motion
from rnnviz.widgets.graph_nodes import NodePainter
from rnnviz.widgets.graph_painting import LABELLED, LEAST_BOX, GraphPainter
from rnnviz.widgets.graph_picture import GraphPicture, uses_of
from rnnviz.widgets.graph_rails import Rails
from rnnviz.widgets.graph_state import NOTHING, GraphSource, GraphState, common, numbers_in_words
from rnnviz.widgets.kept_columns import KeptColumns
from rnnviz.widgets.lane import Lane, Unit
from rnnviz.widgets.lane_metrics import scale_of, small_font
from rnnviz.widgets.number_text import short
from rnnviz.widgets.time_axis import TimeAxis

LINED = 22.0
"""Pixels a column from which lines are drawn between boxes."""
_FAR = 2000
"""Pixels."""
EXPANDED = 300
"""Pixels of height, at the usual size of text, from which every parameter has a rail of its own."""


class GraphLane(Lane):
    """Paints the visible columns of the graph as far as the run has come.

    A unit of this lane's `clicked` and `hovered` is `(i,)`, the place of a name in `names`.
    """

    name_clicked = Signal(str, int)
    """A click on a box, a line or a rail: the name ("h", "dh", "W_hh", "dW_hh") and the timestep."""
    timestep_opened = Signal(int, str)
    """A double click in a column: its timestep, and the name of what is there, "" beside everything."""

    def __init__(self, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__("graph", "", axis, "neutral", parent)
        self.set_title(self.tr("graph"))
        self._layout: ColumnLayout | None = None
        self._source: GraphSource | None = None
        self._state = GraphState()
        self._rails_expanded: bool | None = None
        self._covered = False
        self._lines: tuple[tuple[object, ...], Placement, ColumnLines] | None = None
        self._motion = Motion(self)
        self._kept_columns = KeptColumns()
        self._reach = 0
        """Columns beside one that has changed in which lines from it or to it may be."""
        self._used: dict[str, range] | None = None
        self._whole: set[str] = set()
        self.names: tuple[str, ...] = ()
        """What can be clicked: every value, its gradient, every parameter, its contribution."""
        self.clicked.connect(self._announce)

    # -- what is shown --------------------------------------------------------------------------------------------

    def set_graph(self, layout: ColumnLayout | None, source: GraphSource | None) -> None:
        """Show another model or run; None for neither."""
        self._layout, self._source = layout, source
        self._lines = self._used = None
        self._reach = 0
        if layout is None:
            self.names = ()
        else:
            self._reach = 1 + max((abs(edge.lag) for edge in layout.edges), default=0)
            plain = [name for group in layout.groups for name in group.names] + list(layout.parameters)
            self.names = (*plain, *("d" + name for name in plain))
        self.refresh()

    def set_state(self, state: GraphState) -> None:
        """Show how far the run has come."""
        before, self._state = self._state, state
        if state == before:
            return
        if state.happened != before.happened:
            self._motion.begin()
        changed = changed_columns(before, state, self._layout.losses) if self._layout is not None else None
        whole, self._whole = self._whole, self._whole_sums()
        if changed is None or whole != self._whole:
            self.refresh()
            return
        reach = self._reach
        self._spoil([range(each.start - reach, each.stop + reach) for each in changed])
        if self.rails_expanded or self._told_of_total(before) != self._told_of_total(state):
            self.update(self.total_rect())

    def _told_of_total(self, state: GraphState) -> tuple[bool, bool, bool]:
        """Whether a loss is known, whether all are, and whether any gradient is: what the total's node shows."""
        losses = self._layout.losses if self._layout is not None else ()
        forward = [state.forward.get(name, NOTHING) for name in losses]
        graded = any(len(state.backward.get(name, NOTHING)) for name in losses)
        return any(map(len, forward)), any(self.axis.timesteps in one for one in forward), graded

    def _whole_sums(self) -> set[str]:
        """The parameters whose sums are complete, which the rails show from end to end."""
        summed = self._state.summed
        return {name for name, used in self._uses().items() if used and len(common(summed(name), used)) == len(used)}

    def _uses(self) -> dict[str, range]:
        """The timesteps that use each parameter."""
        if self._layout is None or self._source is None:
            return {}
        if self._used is None:
            found = {name: uses_of(name, self._layout, self._source) for name in self._layout.parameters}
            self._used = {name: used for name, used in found.items() if used is not None}
        return self._used

    def set_covered(self, covered: bool) -> None:
        """Whether something lies over the body: the head then names no rows of it."""
        if covered != self._covered:
            self._covered = covered
            self.head.update()

    def set_animated(self, animated: bool) -> None:
        """Whether a dot runs along the lines of what just happened, a moment after each step."""
        self._motion.allowed = animated
        if not animated:
            self._motion.stop()

    def set_rails_expanded(self, expanded: bool | None) -> None:
        """One rail for each parameter, or one for all; None: as many as there is room for."""
        if expanded != self._rails_expanded:
            self._rails_expanded = expanded
            self.refresh()

    @property
    def rails_expanded(self) -> bool:
        """Whether every parameter has a rail of its own now."""
        if self._layout is None or len(self._layout.parameters) < 2:
            return False
        if self._rails_expanded is not None:
            return self._rails_expanded
        return self.height() >= EXPANDED * scale_of(self) and len(self._layout.parameters) <= 6

    def picture(self) -> GraphPicture | None:
        """The columns as they are now; None when there is nothing to show."""
        if self._layout is None or self._source is None or not self.axis.timesteps:
            return None
        width, height = self.axis.column_width, float(self.body_rect().height())
        key = (id(self._layout), width, height, self.rails_expanded, scale_of(self))
        if self._lines is None or self._lines[0] != key:
            scale = scale_of(self)
            rails = len(self._layout.parameters) if self.rails_expanded else 1
            pitch, top = (14.0 * scale, 2.0) if self.rails_expanded else (9.0 * scale, 13.0 * scale)
            placement = place(self._layout, width, height, rails, pitch, top)
            offset = 4.5 if height >= 150 else 3.5
            self._lines = key, placement, ColumnLines(placement, offset, min(7.0, max(4.0, width / 12)))
        return GraphPicture(self._lines[1], self._lines[2], self._state, self._source)

    # -- painting -------------------------------------------------------------------------------------------------

    def stale(self) -> range | None:
        return range(0)  # `set_state` knows

    def moves_front(self) -> bool:
        return True  # names, and dots that run along lines

    def paint_body(self, painter: QPainter, part: QRect, columns: range) -> None:
        picture = self.picture()
        if picture is None or part.height() < 24:
            return
        width = picture.placement.width
        if width >= LINED:
            self._painter(painter, picture).paint(columns)
        elif width >= PLAIN:
            FarPainter(painter, picture, self.colours, self._left_of).boxes(columns)
        else:
            FarPainter(painter, picture, self.colours, self._left_of).bands(columns)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        start, end = self._left_of(0.5) + 4, self._left_of(picture.timesteps + 1)
        # As far beyond the part as no head of a sum can be seen from.
        self._rails(picture).paint(painter, max(start, part.left() - _FAR), min(end, part.right() + _FAR))

    def _painter(self, painter: QPainter, picture: GraphPicture) -> GraphPainter:
        nodes = NodePainter(painter, self.colours, self.font())
        basis = picture.lines, picture.source, self.colours.dark, nodes.face
        return GraphPainter(painter, picture, nodes, self._left_of, self._kept_columns.valid_for(basis))

    def paint_front(self, painter: QPainter, rect: QRect) -> None:
        picture = self.picture()
        if picture is None or rect.height() < 24:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._motion.part is not None and picture.placement.width >= LINED:
            self._painter(painter, picture).paint_moving(self.axis.visible(), self._motion.part)
        places = [] if self.playhead is None else [self.playhead.place]
        if self.selected_timestep is not None:
            places += [self.selected_timestep - 0.5, self.selected_timestep + 0.5]
        self._rails(picture).paint_names(painter, rect.width(), [self.axis.x_of(place) for place in places])

    def legend_kind(self) -> object:
        return self.axis.column_width >= LABELLED, self._shows_choices, self._covered

    @property
    def _shows_choices(self) -> bool:
        """Whether there are lines of predictions that become inputs."""
        if self._layout is None or self.axis.column_width < LINED:
            return False
        return any(edge.chosen_from for edge in self._layout.edges)

    def paint_legend(self, painter: QPainter, rect: QRect) -> None:
        """In the head: the names of the rows, where the boxes are too small for them."""
        picture = None if self._covered else self.picture()
        if picture is None:
            return
        if self._shows_choices:
            rect = self._paint_choice(painter, rect)
        if picture.placement.width >= LABELLED and picture.placement.frames[0].height >= LEAST_BOX:
            return
        painter.setFont(small_font(self))
        painter.setPen(self.colours.faint)
        metrics = QFontMetrics(painter.font())
        last = float(self.height())
        for row in picture.layout.rows:
            names = [name for index in row.groups for name in picture.layout.groups[index].names]
            box = picture.placement.values[names[0]]
            if box.y > last - metrics.height() * 0.8 or box.y - metrics.height() / 2 < rect.top() - 4:
                continue
            last = box.y
            text = metrics.elidedText(" ".join(names), Qt.TextElideMode.ElideRight, rect.width())
            place = QRectF(rect.left(), box.y - metrics.height() / 2, rect.width(), metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_choice(self, painter: QPainter, rect: QRect) -> QRect:
        """What a dotted line says, in words below a piece of one; the room that is left."""
        painter.setFont(small_font(self))
        wrapped = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        words = self.tr("its own prediction is the next input")
        place = painter.boundingRect(rect.adjusted(0, 12, 0, 0), wrapped, words)
        if place.bottom() > rect.bottom():
            return rect
        y, end = rect.top() + 6.5, rect.left() + min(44.0, rect.width() - 6.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(dotted(self.colours.forward, 2.2))
        painter.drawLine(QLineF(rect.left() + 2, y, end - 6, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colours.forward)
        painter.drawPolygon(arrowhead((rect.left(), y), (end, y), 6.0))
        painter.setPen(self.colours.faint)
        painter.drawText(place, wrapped, words)
        return rect.adjusted(0, place.bottom() - rect.top() + 2, 0, 0)

    def paint_total(self, painter: QPainter, rect: QRect) -> None:
        picture = self.picture()
        if picture is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._rails(picture).paint_totals(painter, QRectF(rect))
        y = picture.placement.loss_line
        if y is None:
            return
        row = picture.placement.frames[picture.layout.group_of[picture.layout.losses[0]]]
        height = max(row.height, 30.0)
        box = QRectF(rect.left() + 4.5, max(y + 6, row.y - height / 2) + 0.5, rect.width() - 9, height)
        known, complete, graded = self._told_of_total(self._state)
        middle = box.center().x()
        for on, shift, colour in ((True, 0.0, self.colours.loss), (graded, 4.0, self.colours.backward)):
            if not on:
                continue
            colour = colour if known else self.colours.not_yet
            painter.setPen(solid(colour, 1.6))
            painter.drawLine(QLineF(rect.left(), y - shift, middle - shift, y - shift))
            painter.drawLine(QLineF(middle - shift, y - shift, middle - shift, box.top()))
            if not shift:
                painter.setBrush(colour)
                painter.drawPolygon(arrowhead((middle, y), (middle, box.top()), 5.0))
        total = self._source.total() if self._source is not None and complete else None
        nodes = NodePainter(painter, self.colours, self.font())
        nodes.total(box, "" if total is None else short(total), complete, graded)

    def _left_of(self, timestep: float) -> float:
        # A half is rounded to even: a little more, and it goes up, wherever the axis stands.
        return self.axis.x_of(timestep - 0.5) + 1e-6

    def _rails(self, picture: GraphPicture) -> Rails:
        return Rails(picture, self.font(), self.colours, self._left_of)

    # -- mouse, keys and words ------------------------------------------------------------------------------------

    def hit(self, x: float, y: float) -> tuple[int | None, Unit | None]:
        picture = self.picture()
        if picture is None:
            return None, None
        here, width = math.floor(self.axis.place_at(x) + 0.5), float(self.body_rect().width())
        lined = picture.placement.width >= LINED
        found = found_at(picture, self._rails(picture), self._left_of, here, width, lined, x, y)
        if found is None:
            return self.axis.timestep_at(x), None
        return found[1], (self.names.index(found[0]),)

    def node_rects(self, timesteps: range) -> list[tuple[str, int, QRectF]]:
        """Name, timestep and box (in the body's coordinates) of every value in these columns; 0 and T + 1 too."""
        picture = self.picture()
        return [] if picture is None else list(node_rects(picture, self._left_of, timesteps))

    def readout(self, timestep: int, unit: Unit | None) -> str:
        if unit is None or self._source is None:
            return f"t = {timestep}"
        name = self.names[unit[0]]
        head = f"{name}[{timestep}]"
        label = self._source.label(name, timestep)
        if label:
            head += f" “{label}”"
        if self._layout is not None and name in self._layout.parameters:
            return self.tr("%1, shared by every timestep").replace("%1", name)
        if not self._is_known(name, timestep):
            return self.tr("%1: not computed yet").replace("%1", head)
        value = self._source.value(name, timestep)
        return head if value is None else f"{head} = {numbers_in_words(value)}"

    def _is_known(self, name: str, timestep: int) -> bool:
        picture = self.picture()
        if self._layout is None or picture is None:
            return False
        groups = self._layout.group_of
        if name in groups:
            return not 1 <= timestep <= self.axis.timesteps or self._state.known(name, timestep)
        if name[1:] in groups:
            return picture.graded(name[1:], timestep)
        return self._state.given(name[1:], timestep)

    def unit_beside(self, unit: Unit | None, step: int) -> Unit | None:
        """The value in the next row, for the arrow keys; begins at the selected value."""
        if self._layout is None or self._state.selected is None:
            return None
        order = [
            name
            for row in reversed(self._layout.rows)
            for index in row.groups
            for name in self._layout.groups[index].names
        ]
        selected = self._state.selected[0]
        if selected not in order and selected[1:] in order:
            selected = selected[1:]
        if selected not in order:
            return None
        place_in = order.index(selected) + step
        return (self.names.index(order[place_in]),) if 0 <= place_in < len(order) else None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        timestep, unit = self._hit_at(event.position())
        if timestep is not None and 1 <= timestep <= self.axis.timesteps:
            self.timestep_opened.emit(timestep, self.names[unit[0]] if unit is not None else "")

    def fill_menu(self, menu: QMenu) -> None:
        action = menu.addAction(self.tr("One rail for each parameter"))
        action.setObjectName("action_expand_rails")
        action.setCheckable(True)
        action.setChecked(self.rails_expanded)
        action.triggered.connect(self.set_rails_expanded)

    def _announce(self, timestep: int, unit: Unit | None) -> None:
        if unit is not None:
            self.name_clicked.emit(self.names[unit[0]], timestep)
